import { html } from 'lit';

/** e^x, e^−0.1, 2^10, e^(ln V): what stands behind the sign, with the brackets that only hold it together. */
const power = /\^(?:\(([^()]*)\)|(−?[\p{L}\p{N}]+(?:\.\d+)?))/u;

/**
 * A sentence of the page with its powers raised: the strings write them e^x, and e^(ln V) where it is more than a word.
 * For formulas that are more than that there is math.js.
 *
 * @param {string} text
 * @returns {unknown} a Lit template, or the text where there is no power in it
 */
export function withPowers(text) {
  // Split by an expression of two groups: text, the one exponent or the other, text, …
  const parts = text.split(power);
  if (parts.length === 1) return text;
  return parts.map((part, i) => (i % 3 === 0 ? part : part && html`<sup>${part}</sup>`) ?? '');
}
