import { css } from 'lit';

/**
 * The colour scheme as JavaScript sees it, for what is drawn on a canvas.
 *
 * No media query tells it: the scheme may come from the theme attribute, from the article around the element or from
 * the system. An invisible property therefore carries it, and its transition reports every change, whatever caused it.
 */
export const schemeProbe = css`
  :host {
    column-rule-color: light-dark(#ffffff, #000000);
    transition: column-rule-color 1ms step-end;
  }
`;

/** Asking for a computed style makes the browser lay the page out at once, so it is not done at every redraw, ms. */
const freshFor = 1000;

/** Lit reactive controller: the host's scheme and font; it renders again when the scheme changes. Needs `schemeProbe`. */
export class SchemeController {
  #host;
  #onTransition;
  #readAt = Number.NEGATIVE_INFINITY;
  /** @type {{scheme: import('./palette.js').Scheme, font: string}} */
  #look = { scheme: 'light', font: 'sans-serif' };

  /** @param {import('lit').ReactiveControllerHost & HTMLElement} host */
  constructor(host) {
    this.#host = host;
    this.#onTransition = (/** @type {TransitionEvent} */ event) => {
      if (event.target !== host || event.propertyName !== 'column-rule-color') return;
      this.#readAt = Number.NEGATIVE_INFINITY;
      host.requestUpdate();
    };
    host.addController(this);
  }

  hostConnected() {
    this.#readAt = Number.NEGATIVE_INFINITY;
    this.#host.addEventListener('transitionend', this.#onTransition);
  }

  hostDisconnected() {
    this.#host.removeEventListener('transitionend', this.#onTransition);
  }

  #read() {
    const now = performance.now();
    if (now - this.#readAt > freshFor) {
      const style = getComputedStyle(this.#host);
      const scheme = style.columnRuleColor === 'rgb(0, 0, 0)' ? 'dark' : 'light';
      this.#look = { scheme, font: style.fontFamily };
      this.#readAt = now;
    }
    return this.#look;
  }

  get scheme() {
    return this.#read().scheme;
  }

  /** Family, for text on a canvas. */
  get font() {
    return this.#read().font;
  }
}
