import { LitElement } from 'lit';
import { media } from '../theme/media.js';
import { base, controls } from '../theme/styles.js';

/**
 * Base of every element of the page. A class does not define itself as a custom element: it names the elements that its template
 * uses in `dependencies`, and whoever puts it into a document calls defineElement once.
 */
export class RnnElement extends LitElement {
  /** @type {Record<string, CustomElementConstructor & {dependencies?: Record<string, CustomElementConstructor>}>} */
  static dependencies = {};

  /** @type {import('lit').CSSResultGroup[]} */
  static styles = [base, controls, media];
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
