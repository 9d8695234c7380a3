import { css } from 'lit';
import { palette, propertyOf, withColors } from './palette.js';

/**
 * The color scheme in force, for canvases.
 *
 * It may come from the theme attribute, from the article around the element or from the system, so no media query tells it. An
 * unused property carries it (one that forced colors do not override), and its transition reports every change.
 */
export const schemeProbe = css`
  :host {
    flood-color: light-dark(#ffffff, #000000);
    transition: flood-color 1ms step-end;
  }
`;

/** To be redrawn for printing: a transition would end too late. @type {Set<SchemeController>} */
const connected = new Set();
const onPaper = globalThis.matchMedia?.('print');
/** Set by the events: the media query matches later. */
let printing = false;
const redrawAll = (/** @type {Event} */ { type }) => {
  printing = type === 'beforeprint' || (type === 'change' && onPaper?.matches === true);
  for (const controller of connected) controller.redraw();
};
globalThis.addEventListener?.('beforeprint', redrawAll);
globalThis.addEventListener?.('afterprint', redrawAll);
onPaper?.addEventListener('change', redrawAll);

/** getComputedStyle() forces a layout, so its answer is cached. */
const CACHE_MS = 1000;

/** Lit reactive controller: the host's scheme and font; updates the host when the scheme changes. Needs `schemeProbe`. */
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

  /** Invalidates the cache and updates the host. */
  redraw() {
    this.#readAt = Number.NEGATIVE_INFINITY;
    this.#host.requestUpdate();
  }

  #read() {
    const now = performance.now();
    if (now - this.#readAt > CACHE_MS) {
      const style = getComputedStyle(this.#host);
      const scheme = style.floodColor === 'rgb(0, 0, 0)' && !printing ? 'dark' : 'light';
      this.#look = { scheme: withOwnColors(scheme, style, this.#host), font: style.fontFamily };
      this.#readAt = now;
    }
    return this.#look;
  }

  get scheme() {
    return this.#read().scheme;
  }

  /** Font family, for text on a canvas. */
  get font() {
    return this.#read().font;
  }
}

/**
 * Canvases follow the custom properties, too, if an article has set them.
 *
 * @param {'light' | 'dark'} scheme
 * @param {CSSStyleDeclaration} style of the host
 * @param {HTMLElement} host
 * @returns {import('./palette.js').Scheme}
 */
function withOwnColors(scheme, style, host) {
  /** @type {Record<string, string>} */
  const colors = {};
  for (const [name, [light, dark]] of Object.entries(palette)) {
    const value = style.getPropertyValue(propertyOf(name));
    // As it stands in tokens.js, or in a browser without light-dark().
    if (value === '' || value === light || (value.includes(light) && value.includes(dark))) continue;
    const found = resolved(value, scheme, host);
    if (found) colors[name] = found;
  }
  return Object.keys(colors).length === 0 ? scheme : withColors(scheme, colors);
}

/** @type {CanvasRenderingContext2D | null | undefined} */
let context;

/**
 * @param {string} value any CSS color
 * @param {'light' | 'dark'} scheme
 * @param {HTMLElement} host
 * @returns {string | null} '#rrggbb'; null if it is no color, or of no such form
 */
function resolved(value, scheme, host) {
  const probe = document.createElement('i');
  probe.style.setProperty('color-scheme', scheme);
  probe.style.setProperty('color', value);
  host.shadowRoot?.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  // A canvas writes every opaque color of sRGB in hexadecimal digits.
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return null;
  context.fillStyle = color;
  return /^#[0-9a-f]{6}$/.test(context.fillStyle) ? context.fillStyle : null;
}
