import { css } from 'lit';

/**
 * The color scheme as JavaScript sees it, for what is drawn on a canvas.
 *
 * No media query tells it: the scheme may come from the theme attribute, from the article around the element or from
 * the system. An invisible property therefore carries it, and its transition reports every change, whatever caused it.
 * It is one that forced colors leave alone.
 */
export const schemeProbe = css`
  :host {
    flood-color: light-dark(#ffffff, #000000);
    transition: flood-color 1ms step-end;
  }
`;

/** Canvases whose picture must change for paper: a transition would end too late. @type {Set<SchemeController>} */
const connected = new Set();
const onPaper = globalThis.matchMedia?.('print');
/** Told by the event: the media query matches only later. */
let printing = false;
const redrawAll = (/** @type {Event} */ { type }) => {
  printing = type === 'beforeprint' || (type === 'change' && onPaper?.matches === true);
  for (const controller of connected) controller.redraw();
};
globalThis.addEventListener?.('beforeprint', redrawAll);
globalThis.addEventListener?.('afterprint', redrawAll);
onPaper?.addEventListener('change', redrawAll);

/** Asking for a computed style makes the browser lay the page out at once, so it is not done at every redraw, ms. */
const CACHE_MS = 1000;

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
      if (event.target !== host || event.propertyName !== 'flood-color') return;
      this.redraw();
    };
    host.addController(this);
  }

  hostConnected() {
    this.#readAt = Number.NEGATIVE_INFINITY;
    this.#host.addEventListener('transitionend', this.#onTransition);
    connected.add(this);
  }

  hostDisconnected() {
    this.#host.removeEventListener('transitionend', this.#onTransition);
    connected.delete(this);
  }

  /** Looks anew, and has the host drawn again. */
  redraw() {
    this.#readAt = Number.NEGATIVE_INFINITY;
    this.#host.requestUpdate();
  }

  #read() {
    const now = performance.now();
    if (now - this.#readAt > CACHE_MS) {
      const style = getComputedStyle(this.#host);
      const scheme = style.floodColor === 'rgb(0, 0, 0)' && !printing ? 'dark' : 'light';
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
