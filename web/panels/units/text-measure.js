/** Tokens as they are shown in a running text, and as wide as a canvas writes them. */
import { directionOf, visible } from '../../text/index.js';
import { breaksBefore, layOutText } from './text-layout.js';

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{tokens: readonly string[], begins: Uint8Array, areWords: boolean}} text begins: 1 where a line begins
 * @param {{font: string, size: number, padding: number}} type family, px, and px of empty room on both sides of a token
 * @param {number} available px
 * @returns {{text: import('./text-layout.js').TextLayout, labels: string[], isSign: Uint8Array}} isSign: 1 where the label is a
 *   symbol for what cannot be seen
 */
export function layOutTokens(context, { tokens, begins, areWords }, type, available) {
  const shown = new Map(Array.from(new Set(tokens), (token) => [token, shownAs(token)]));
  const widths = widthsOf(context, shown, type);
  const shownOf = (/** @type {string} */ token) => /** @type {Shown} */ (shown.get(token));
  const text = layOutText(
    {
      width: Float32Array.from(tokens, (token) => widths.get(token) ?? 0),
      begins,
      breaks: breaksBefore(tokens, areWords),
      rightToLeft: directions(tokens, begins),
    },
    available,
  );
  const labels = tokens.map((token) => shownOf(token).label);
  return { text, labels, isSign: Uint8Array.from(tokens, (token) => Number(shownOf(token).isSign)) };
}

/** @typedef {{label: string, isSign: boolean}} Shown */

/** A space within a running text is one; what cannot be seen otherwise has a symbol. @param {string} token @returns {Shown} */
function shownAs(token) {
  const { label, kind } = visible(token);
  if (kind === 'space') return { label: '', isSign: true };
  return { label, isSign: kind !== 'text' };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Map<string, Shown>} shown
 * @param {{font: string, size: number, padding: number}} type
 * @returns {Map<string, number>} px
 */
function widthsOf(context, shown, { font, size, padding }) {
  /** @type {Map<string, number>} */
  const widths = new Map();
  for (const sign of [false, true]) {
    context.font = `${sign ? size * 0.75 : size}px ${font}`;
    for (const [token, { label, isSign }] of shown) {
      if (isSign !== sign) continue;
      const blank = token === '\t' ? 1.2 * size : token === '\u3000' ? size : 0.36 * size * [...token].length;
      widths.set(token, (label === '' ? blank : context.measureText(label).width + (sign ? 4 : 0)) + 2 * padding);
    }
  }
  return widths;
}

/** The direction of each line. @param {readonly string[]} tokens @param {Uint8Array} begins */
function directions(tokens, begins) {
  const rightToLeft = new Uint8Array(tokens.length);
  for (let from = 0; from < tokens.length; ) {
    let to = from + 1;
    while (to < tokens.length && !begins[to]) to++;
    if (directionOf(tokens.slice(from, to)) === 'rtl') rightToLeft.fill(1, from, to);
    from = to;
  }
  return rightToLeft;
}
