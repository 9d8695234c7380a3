import { css, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { RnnElement } from '../theme/element.js';

/** Room between the ring and what it is about, px. */
const gap = 5;

/** A ring around something elsewhere on the page, whatever shadow root it lives in; it follows when the page moves. */
export class PointerRing extends RnnElement {
  static properties = {
    root: { attribute: false },
    path: { attribute: false },
    box: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    css`
      div {
        position: fixed;
        pointer-events: none;
        z-index: 3;
        border: 3px solid var(--rnn-ink);
        border-radius: calc(2 * var(--rnn-radius));
        box-shadow: 0 0 0 3px var(--rnn-highlight);
      }
    `,
  ];

  #resize = new ResizeObserver(() => this.#measure());
  /** @type {Element | null} */
  #target = null;

  constructor() {
    super();
    /** @type {ParentNode | undefined} */
    this.root = undefined;
    /** @type {readonly string[]} selectors, each inside the shadow root of the one before; none: no ring */
    this.path = [];
    /** @type {DOMRect | null} */
    this.box = null;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('scroll', this.#measure, { passive: true, capture: true });
    window.addEventListener('resize', this.#measure);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('scroll', this.#measure, { capture: true });
    window.removeEventListener('resize', this.#measure);
    this.#resize.disconnect();
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    if (!changed.has('path') && !changed.has('root')) return;
    this.#resize.disconnect();
    this.#target = this.#find();
    if (this.#target) {
      this.#resize.observe(this.#target);
      bringIntoView(this.#target);
    }
    this.#measure();
  }

  #find() {
    if (this.path.length === 0) return null;
    /** @type {ParentNode | null | undefined} */
    let within = this.root;
    /** @type {Element | null} */
    let found = null;
    for (const selector of this.path) {
      found = within?.querySelector(selector) ?? null;
      within = found?.shadowRoot;
    }
    return found;
  }

  #measure = () => {
    this.box = this.#target?.getBoundingClientRect() ?? null;
  };

  render() {
    const { box } = this;
    if (!box || box.width === 0) return nothing;
    const style = {
      left: `${box.left - gap}px`,
      top: `${box.top - gap}px`,
      width: `${box.width + 2 * gap}px`,
      height: `${box.height + 2 * gap}px`,
    };
    return html`<div style=${styleMap(style)}></div>`;
  }
}

/** What is pointed at must be seen. @param {Element} target */
function bringIntoView(target) {
  const { top, bottom } = target.getBoundingClientRect();
  if (top >= 0 && bottom <= window.innerHeight) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  target.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'center' });
}
