import { LitElement } from 'lit';
import { media } from '../theme/media.js';
import { base, controls } from '../theme/styles.js';

/**
 * Base of every element of the page. A class never defines itself: it names the elements its template uses in `dependencies`,
 * and whoever puts it into a document calls defineElement once.
 */
export class RnnElement extends LitElement {
  /** @type {Record<string, CustomElementConstructor & {dependencies?: Record<string, CustomElementConstructor>}>} */
  static dependencies = {};

  /** @type {import('lit').CSSResultGroup[]} */
  static styles = [base, controls, media];
}

/**
 * Defines an element and, before it, all parts its template uses. Names already taken are left as they are.
 * @param {string} tag
 * @param {CustomElementConstructor & {dependencies?: Record<string, CustomElementConstructor>}} elementClass
 */
export function defineElement(tag, elementClass) {
  if (customElements.get(tag)) return;
  for (const [partTag, part] of Object.entries(elementClass.dependencies ?? {})) defineElement(partTag, part);
  customElements.define(tag, elementClass);
}
