import { css, html } from 'lit';
import { RnnElement } from '../theme/element.js';

/** Distance from the anchor and from the edges of the window, px. */
const gap = 6;

/**
 * Something small beside what it is about, in the top layer: the browser's own popover closes it on Escape or a press
 * elsewhere and gives the focus back.
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
        max-height: min(34rem, calc(100vh - 12px));
        overflow: auto;
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

  constructor() {
    super();
    this.open = false;
    /** @type {{getBoundingClientRect(): DOMRect} | null} */
    this.anchor = null;
    /** Accessible name. */
    this.label = '';
  }

  firstUpdated() {
    this.#resize.observe(this.#box);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  render() {
    return html`<div popover="auto" role="dialog" aria-label=${this.label} @toggle=${this.#onToggle}><slot></slot></div>`;
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
    if (this.open) this.place();
  }

  /** Under the anchor where there is room, else above it, else beside it; never over the edge of the window. */
  place() {
    if (!this.anchor) return;
    const box = this.#box;
    const at = this.anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = box;
    const room = { below: innerHeight - at.bottom, above: at.top, after: innerWidth - at.right };
    let [left, top] = [at.left, at.bottom + gap];
    if (room.below < height + 2 * gap) {
      if (room.above >= height + 2 * gap) top = at.top - gap - height;
      else left = room.after >= width + 2 * gap ? at.right + gap : at.left - gap - width;
    }
    box.style.top = `${Math.max(gap, Math.min(top, innerHeight - height - gap))}px`;
    box.style.left = `${Math.max(gap, Math.min(left, innerWidth - width - gap))}px`;
  }

  /** @param {ToggleEvent} event */
  #onToggle(event) {
    if (event.newState !== 'closed' || !this.open) return;
    this.open = false;
    this.dispatchEvent(new CustomEvent('close'));
  }
}
