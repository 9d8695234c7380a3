import { css, html } from 'lit';
import { RnnElement } from './element.js';

/** Distance from the anchor and from the edges of the window. */
const GAP_PX = 6;

/** An anchor may be out of the viewport for so long, as while a panel above it loads, before the popover closes. */
const OUT_OF_SIGHT_MS = 300;

/**
 * A popover beside its anchor, in the top layer. It follows the anchor when the page scrolls, and closes when the anchor leaves
 * the viewport, on Escape, or on a press outside; a focus inside returns to the anchor.
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

  /** The content may arrive later, from the engine, and change the size. */
  #resize = new ResizeObserver(() => this.open && this.place());
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #closing;
  /** Closes the popover when the anchor has left the viewport and does not come back at once. */
  #sight = new IntersectionObserver((entries) => {
    const latest = entries.findLast(({ target }) => target === this.anchor);
    if (!latest) return;
    clearTimeout(this.#closing);
    if (!latest.isIntersecting) this.#closing = setTimeout(() => this.#close(), OUT_OF_SIGHT_MS);
  });
  /** Removes the listeners of an open popover. @type {AbortController | undefined} */
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
    // Moved within the document: the browser has hidden the popover, and the listeners are gone.
    this.#resize.observe(this.#box);
    this.requestUpdate('open', !this.open);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#sight.disconnect();
    clearTimeout(this.#closing);
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
    // The content may change at every update while training: a closed popover needs nothing then.
    if (!this.open && !changed.has('open')) return;
    const box = this.#box;
    const shown = box.matches(':popover-open');
    if (this.open && !shown) box.showPopover();
    if (!this.open && shown) box.hidePopover();
    if (changed.has('open')) this.#listen();
    if (changed.has('open') || changed.has('anchor')) {
      this.#sight.disconnect();
      clearTimeout(this.#closing);
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
   * Below the anchor if there is room, else above it, else beside it, else on the side with more room and scrolling. Never over
   * the anchor or beyond the edge of the window.
   */
  place() {
    if (!this.anchor) return;
    const box = this.#box;
    const at = this.anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight, clientHeight, scrollHeight } = box;
    const whole = Math.min(scrollHeight + offsetHeight - clientHeight, this.#maxHeight);
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
    box.style.maxHeight = `${beside ? this.#maxHeight : Math.max(0, below ? room.below : room.above)}px`;
    box.style.top = `${Math.max(GAP_PX, Math.min(top, innerHeight - height - GAP_PX))}px`;
    box.style.left = `${Math.max(GAP_PX, Math.min(left, innerWidth - width - GAP_PX))}px`;
  }

  get #maxHeight() {
    return innerHeight - 2 * GAP_PX;
  }

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.#close();
  };

  /** Light dismiss; a press on the anchor is left to the anchor. @param {PointerEvent} event */
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
