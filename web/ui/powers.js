import { html } from 'lit';

/** e^x, e^−0.1, 2^10, e^(ln V): what stands behind the sign, with the brackets that only hold it together. */
const power = /(\^)(\([^()]*\)|−?[\p{L}\p{N}]+(?:\.\d+)?)/u;

/**
 * A sentence of the page with its powers raised: the strings write them e^x, and e^(ln V) where it is more than a word.
 * For formulas that are more than that there is math.js.
 *
 * @param {string} text
 * @returns {unknown} a Lit template, or the text where there is no power in it
 */
export function withPowers(text) {
  const parts = text.split(power);
  if (parts.length === 1) return text;
  // Split by an expression of two groups: text, sign, exponent, text, …
  return parts.map((part, i) => (i % 3 === 0 ? part : i % 3 === 1 ? '' : raised(part)));
}

/**
 * Whoever hears or copies it gets the sign and the brackets as well: without them e³·² − ¹ would read as e3.2 − 1.
 * @param {string} exponent
 */
function raised(exponent) {
  const inside = /^\((.*)\)$/.exec(exponent)?.[1];
  const unseen = (/** @type {string} */ sign) => html`<span class="visually-hidden">${sign}</span>`;
  if (inside === undefined) return html`<sup>${unseen('^')}${exponent}</sup>`;
  return html`<sup>${unseen('^(')}${inside}${unseen(')')}</sup>`;
}
