import { css, html } from 'lit';
import { RnnElement } from '../ui/element.js';
import { follow } from './finding.js';

/** Between the target and the ring. */
const GAP_PX = 3;

/** A ring around a target anywhere on the page, in any shadow root; it follows the target. */
export class PointerRing extends RnnElement {
  static properties = {
    root: { attribute: false },
    path: { attribute: false },
  };

  static styles = [
    ...RnnElement.styles,
    css`
      div {
        position: fixed;
        pointer-events: none;
        /* Below the sticky bar, like the target; above it for a target in the bar. */
        z-index: 1;
        outline: 2px solid var(--rnn-ink);
        border-radius: var(--rnn-radius);
        box-shadow: 0 0 0 4px var(--rnn-highlight);
      }
      .above {
        z-index: 3;
      }
    `,
  ];

  #resize = new ResizeObserver(() => this.#measure());
  /** @type {Element | null} */
  #target = null;
  #frame = 0;

  constructor() {
    super();
    /** @type {ParentNode | undefined} */
    this.root = undefined;
    /** @type {readonly string[]} path of selectors, see finding.js; empty: no ring */
    this.path = [];
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('scroll', this.#measure, { passive: true, capture: true });
    window.addEventListener('resize', this.#measure);
    if (this.hasUpdated) this.#watch();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('scroll', this.#measure, { capture: true });
    window.removeEventListener('resize', this.#measure);
    this.#resize.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  updated() {
    this.#watch();
  }

  /** The target may load late or be replaced: it is looked up and measured in every frame. */
  #watch = () => {
    cancelAnimationFrame(this.#frame);
    if (!this.isConnected) return;
    const target = follow(this.root, this.path).found;
    if (target !== this.#target) {
      this.#resize.disconnect();
      this.#target = target;
      if (target) this.#resize.observe(target);
    }
    this.#measure();
    if (this.path.length > 0) this.#frame = requestAnimationFrame(this.#watch);
  };

  #measure = () => {
    const ring = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('div'));
    if (!ring) return;
    const box = this.#target?.getBoundingClientRect();
    ring.hidden = !box || box.width === 0;
    if (!box) return;
    // Through CSSOM: a content security policy may forbid style attributes.
    ring.style.left = `${box.left - GAP_PX}px`;
    ring.style.top = `${box.top - GAP_PX}px`;
    ring.style.width = `${box.width + 2 * GAP_PX}px`;
    ring.style.height = `${box.height + 2 * GAP_PX}px`;
  };

  render() {
    return html`<div class=${this.path[0] === 'rnn-control-bar' ? 'above' : ''} hidden></div>`;
  }
}
