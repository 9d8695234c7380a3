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

/** Lit reactive controller: `scheme` is 'light' or 'dark'; the host re-renders when it changes. Needs `schemeProbe`. */
export class SchemeController {
  #host;
  #onTransition;

  /** @param {import('lit').ReactiveControllerHost & HTMLElement} host */
  constructor(host) {
    this.#host = host;
    this.#onTransition = (/** @type {TransitionEvent} */ event) => {
      if (event.target === host && event.propertyName === 'column-rule-color') host.requestUpdate();
    };
    host.addController(this);
  }

  hostConnected() {
    this.#host.addEventListener('transitionend', this.#onTransition);
  }

  hostDisconnected() {
    this.#host.removeEventListener('transitionend', this.#onTransition);
  }

  /** @returns {import('./palette.js').Scheme} */
  get scheme() {
    return getComputedStyle(this.#host).columnRuleColor === 'rgb(0, 0, 0)' ? 'dark' : 'light';
  }
}
