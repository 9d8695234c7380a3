import { noChange } from 'lit';
import { Directive, directive, PartType } from 'lit/directive.js';

/** @typedef {Record<string, string | number | undefined>} Properties by their CSS names; undefined takes one away */

class StyledDirective extends Directive {
  /** @type {Properties} what stands on the element because of this directive */
  #set = {};

  /** @param {import('lit/directive.js').PartInfo} part */
  constructor(part) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('styled() stands in the tag itself, not in an attribute');
  }

  /** @param {Properties} _properties */
  render(_properties) {
    return noChange;
  }

  /** @param {import('lit').ElementPart} part @param {[Properties]} values */
  update({ element }, [properties]) {
    const { style } = /** @type {HTMLElement | SVGElement} */ (element);
    for (const name of Object.keys(this.#set)) {
      if (properties[name] === undefined) style.removeProperty(name);
    }
    for (const [name, value] of Object.entries(properties)) {
      if (value !== undefined && value !== this.#set[name]) style.setProperty(name, String(value));
    }
    this.#set = properties;
    return noChange;
  }
}

/**
 * CSS properties of one element: `<i ${styled({ width: '10%', '--share': 0.1 })}></i>`.
 *
 * They are set through the style object from the first time on. A `style` attribute, and lit's styleMap, which begins
 * with one, are refused by the content security policy of a careful site (`style-src 'self'`).
 */
export const styled = directive(StyledDirective);
