import { css, html } from 'lit';
import { RnnElement } from '../ui/element.js';
import { follow } from './finding.js';

/** Room between the thing and the ring, px. */
const GAP_PX = 3;

/** A ring around something elsewhere on the page, whatever shadow root it lives in; it follows when the page moves. */
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
        /* Below the bar, as the thing itself is; above it where the thing is in the bar. */
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
    /** @type {readonly string[]} selectors, each inside the shadow root of the one before; none: no ring */
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

  /** What is pointed at may still load, or be rendered anew: it is looked for with every frame, and measured. */
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
    // Through CSSOM: a page may forbid style attributes.
    ring.style.left = `${box.left - GAP_PX}px`;
    ring.style.top = `${box.top - GAP_PX}px`;
    ring.style.width = `${box.width + 2 * GAP_PX}px`;
    ring.style.height = `${box.height + 2 * GAP_PX}px`;
  };

  render() {
    return html`<div class=${this.path[0] === 'rnn-control-bar' ? 'above' : ''} hidden></div>`;
  }
}
