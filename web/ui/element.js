import { LitElement, unsafeCSS } from 'lit';
import { media } from '../theme/media.js';
import { base, controls } from '../theme/styles.js';
import { levelHeadings } from './headings.js';

/** Style sheets by what they were before `inUnits`. @type {Map<import('lit').CSSResultOrNative, import('lit').CSSResultOrNative>} */
const converted = new Map();

/** Conditions of at-rules, where a custom property has no meaning; the definition of the unit itself; lengths. */
const LENGTHS = /@[^{;]*|--rnn-unit:[^;]*|([\d.]+)rem\b/g;

/**
 * Lengths in rem as multiples of --rnn-unit: an article may have a root font size of 10 px.
 *
 * @param {import('lit').CSSResultOrNative} style
 */
function inUnits(style) {
  if (style instanceof CSSStyleSheet) return style;
  let result = converted.get(style);
  if (!result) {
    const css = style.cssText.replace(LENGTHS, (all, count) => (count ? `calc(${count} * var(--rnn-unit))` : all));
    result = unsafeCSS(css);
    converted.set(style, result);
  }
  return result;
}

/**
 * Base of every element of the page. A class does not define itself as a custom element: it names the elements that its template
 * uses in `dependencies`, and whoever puts it into a document calls defineElement once.
 */
export class RnnElement extends LitElement {
  /** @type {Record<string, CustomElementConstructor & {dependencies?: Record<string, CustomElementConstructor>}>} */
  static dependencies = {};

  /** @type {import('lit').CSSResultGroup[]} */
  static styles = [base, controls, media];

  /** @param {import('lit').CSSResultGroup} [styles] */
  static finalizeStyles(styles) {
    return LitElement.finalizeStyles(styles).map(inUnits);
  }

  constructor() {
    super();
    this.addController({ hostUpdated: () => levelHeadings(this, this.renderRoot) });
  }
}

/**
 * Defines a custom element and, before it, its dependencies. Tags that are defined already are left as they are.
 * @param {string} tag
 * @param {CustomElementConstructor & {dependencies?: Record<string, CustomElementConstructor>}} elementClass
 */
export function defineElement(tag, elementClass) {
  if (customElements.get(tag)) return;
  for (const [name, dependency] of Object.entries(elementClass.dependencies ?? {})) defineElement(name, dependency);
  customElements.define(tag, elementClass);
}
