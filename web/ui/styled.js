import { noChange } from 'lit';
import { Directive, directive, PartType } from 'lit/directive.js';

/** @typedef {Record<string, string | number | undefined>} Properties by their CSS names; undefined removes one */

class StyledDirective extends Directive {
  /** @type {Properties} set on the element by this directive */
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
 * They are set through CSSOM, on the first render too. A `style` attribute, which lit's styleMap renders at first, is blocked by
 * a content security policy such as `style-src 'self'`.
 */
export const styled = directive(StyledDirective);
