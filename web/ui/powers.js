import { html } from 'lit';

/** Sign and exponent of e^x, e^−0.1, 2^10, e^(ln V); brackets around an exponent belong to it. */
const power = /(\^)(\([^()]*\)|−?[\p{L}\p{N}]+(?:\.\d+)?)/u;

/**
 * A string of the page with its powers as superscripts: written e^x, or e^(ln V) with more than one word. For larger formulas
 * see math.js.
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
 * Screen readers and the clipboard get the sign and the brackets as well: e^(3.2 − 1), not e3.2 − 1.
 * @param {string} exponent
 */
function raised(exponent) {
  const inside = /^\((.*)\)$/.exec(exponent)?.[1];
  const unseen = (/** @type {string} */ sign) => html`<span class="visually-hidden">${sign}</span>`;
  if (inside === undefined) return html`<sup>${unseen('^')}${exponent}</sup>`;
  return html`<sup>${unseen('^(')}${inside}${unseen(')')}</sup>`;
}
