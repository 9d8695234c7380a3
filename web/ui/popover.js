import { css, html } from 'lit';
import { RnnElement } from './element.js';

/** Distance from the anchor and from the edges of the window, px. */
const GAP_PX = 6;

/**
 * Something small beside what it is about, in the top layer. It follows what it is about when the page scrolls, and closes
 * when that goes out of sight, on Escape, or on a press elsewhere; the focus, if it was inside, goes back to the anchor.
 *
 * @fires close
 */
export class Popover extends RnnElement {
  static properties = {
    open: { type: Boolean },
    anchor: { attribute: false },
    label: {},
  };

  static styles = [
    ...RnnElement.styles,
    css`
      :host {
        display: contents;
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: var(--rnn-space-3) var(--rnn-space-4);
        max-width: min(30rem, calc(100vw - 12px));
        overflow: auto;
        overscroll-behavior: contain;
        color: inherit;
        background: var(--rnn-surface);
        border: 1px solid var(--rnn-line);
        border-radius: 6px;
        box-shadow: var(--rnn-shadow);
        font-size: var(--rnn-text-s);
      }
    `,
  ];

  /** What stands in it may come later, from the engine, and needs more room. */
  #resize = new ResizeObserver(() => this.open && this.place());
  /** Tells when the anchor has gone out of sight. */
  #sight = new IntersectionObserver((entries) => {
    if (entries.some(({ target, isIntersecting }) => target === this.anchor && !isIntersecting)) this.#close();
  });
  /** Ends what is listened to while it is open. @type {AbortController | undefined} */
  #listening;

  constructor() {
    super();
    this.open = false;
    /** @type {HTMLElement | null} */
    this.anchor = null;
    /** Accessible name. */
    this.label = '';
  }

  firstUpdated() {
    this.#resize.observe(this.#box);
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated) return;
    // Moved within the document: the browser has hidden it, and nothing is listened to.
    this.#resize.observe(this.#box);
    this.requestUpdate('open', !this.open);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#sight.disconnect();
    this.#listening?.abort();
  }

  render() {
    return html`<div popover="manual" role="dialog" aria-label=${this.label}><slot></slot></div>`;
  }

  get #box() {
    return /** @type {HTMLElement} */ (this.renderRoot.querySelector('[popover]'));
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    // What is inside may change at every step of a training; only what is open has to be looked at then.
    if (!this.open && !changed.has('open')) return;
    const box = this.#box;
    const shown = box.matches(':popover-open');
    if (this.open && !shown) box.showPopover();
    if (!this.open && shown) box.hidePopover();
    if (changed.has('open')) this.#listen();
    if (changed.has('open') || changed.has('anchor')) {
      this.#sight.disconnect();
      if (this.open && this.anchor) this.#sight.observe(this.anchor);
    }
    if (this.open) this.place();
  }

  #listen() {
    this.#listening?.abort();
    if (!this.open) return;
    this.#listening = new AbortController();
    const options = { capture: true, passive: true, signal: this.#listening.signal };
    document.addEventListener('keydown', this.#onKey, { ...options, passive: false });
    document.addEventListener('pointerdown', this.#onPress, options);
    document.addEventListener('scroll', this.#onScroll, options);
    window.addEventListener('resize', this.#onScroll, options);
  }

  /**
   * Under the anchor where there is room, else above it, else beside it; where there is none, on the side that has more, and
   * only as high as that. Never over the anchor or the edge of the window.
   */
  place() {
    if (!this.anchor) return;
    const box = this.#box;
    const at = this.anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight, clientHeight, scrollHeight } = box;
    const whole = Math.min(scrollHeight + offsetHeight - clientHeight, this.#most);
    const room = {
      below: innerHeight - at.bottom - 2 * GAP_PX,
      above: at.top - 2 * GAP_PX,
      after: innerWidth - at.right - 2 * GAP_PX,
      before: at.left - 2 * GAP_PX,
    };
    const beside = Math.max(room.below, room.above) < whole && Math.max(room.after, room.before) >= width;
    const below = room.below >= whole || (room.above < whole && room.below > room.above);
    const height = beside ? whole : Math.min(whole, Math.max(room.below, room.above));
    let [left, top] = [at.left, below ? at.bottom + GAP_PX : at.top - GAP_PX - height];
    if (beside) [left, top] = [room.after >= width ? at.right + GAP_PX : at.left - GAP_PX - width, at.bottom + GAP_PX];
    box.style.maxHeight = `${beside ? this.#most : Math.max(0, below ? room.below : room.above)}px`;
    box.style.top = `${Math.max(GAP_PX, Math.min(top, innerHeight - height - GAP_PX))}px`;
    box.style.left = `${Math.max(GAP_PX, Math.min(left, innerWidth - width - GAP_PX))}px`;
  }

  /** The greatest height there is room for in the window, px. */
  get #most() {
    return innerHeight - 2 * GAP_PX;
  }

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.#close();
  };

  /** A press elsewhere; the anchor knows by itself what a press on it means. @param {PointerEvent} event */
  #onPress = (event) => {
    const path = event.composedPath();
    if (!path.includes(this) && !(this.anchor && path.includes(this.anchor))) this.#close();
  };

  #onScroll = () => this.place();

  get #hasFocus() {
    const { activeElement } = /** @type {Document | ShadowRoot} */ (this.getRootNode());
    return this.contains(activeElement) || Boolean(this.shadowRoot?.activeElement);
  }

  #close() {
    if (!this.open) return;
    if (this.#hasFocus) this.anchor?.focus({ preventScroll: true });
    this.open = false;
    this.dispatchEvent(new CustomEvent('close'));
  }
}
