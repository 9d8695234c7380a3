import { css, html, nothing } from 'lit';
import { RnnElement } from '../theme/element.js';
import { styled } from '../theme/styled.js';

/** Room between the ring and what it is about, px. */
const gap = 5;
/** What is pointed at may still be loading; so long it is looked for, ms. */
const patience = 5000;

/** A ring around something elsewhere on the page, whatever shadow root it lives in; it follows when the page moves. */
export class PointerRing extends RnnElement {
  static properties = {
    root: { attribute: false },
    path: { attribute: false },
    follow: { type: Boolean },
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
  #search = 0;

  constructor() {
    super();
    /** @type {ParentNode | undefined} */
    this.root = undefined;
    /** @type {readonly string[]} selectors, each inside the shadow root of the one before; none: no ring */
    this.path = [];
    /** Whether what is pointed at is scrolled into view; not where something else brings its panel there. */
    this.follow = false;
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
    cancelAnimationFrame(this.#search);
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    if (!changed.has('path') && !changed.has('root')) return;
    this.#resize.disconnect();
    cancelAnimationFrame(this.#search);
    this.#point(performance.now() + patience);
  }

  /** Looks again with every frame until there is something to point at. @param {number} end */
  #point(end) {
    this.#target = this.#find();
    this.#measure();
    if (!this.#target) {
      if (this.path.length > 0 && performance.now() < end) this.#search = requestAnimationFrame(() => this.#point(end));
      return;
    }
    this.#resize.observe(this.#target);
    if (this.follow) bringIntoView(this.#target);
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
    return html`<div ${styled(style)}></div>`;
  }
}

/** What is pointed at must be seen. @param {Element} target */
function bringIntoView(target) {
  const { top, bottom } = target.getBoundingClientRect();
  if (top >= 0 && bottom <= window.innerHeight) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  target.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'center' });
}
