import { joinTokens, tokenizeLines } from '../../text/tokenize.js';
import { normalize } from '../../text/normalize.js';

/**
 * @typedef {import('../../text/prepare.js').TextData} TextData
 * @typedef {'training' | 'heldOut'} Which
 */

/**
 * Position of a sequence's token in the text.
 * @returns {{line: number, position: number} | null} null if the sequence is not a line, as in a long text
 * @param {TextData} data @param {Which} which @param {number} index of the sequence @param {number} step
 */
export function textPositionOf(data, which, index, step) {
  if (data.long) return null;
  const line = data.lines.findIndex((one) => one.which === which && one.index === index);
  if (line >= 0) return { line, position: step };
  if (data.streams > 0 || data.lines.length !== 1) return null;
  // The held-out sequence of a single sentence is its end.
  return { line: 0, position: which === 'training' ? step : step + data.training[0].inputs.length };
}

/**
 * The text with one token of one line replaced; the other lines are kept as typed.
 *
 * @param {TextData} data
 * @param {number} line index into data.lines
 * @param {number} position of the token in it
 * @param {string} typed its replacement; '' removes the token
 * @param {string} [locale]
 * @returns {string}
 */
export function retyped(data, line, position, typed, locale = 'en') {
  const { unit } = data;
  const raw = normalize(data.text).text.split('\n');
  const filled = raw.flatMap((one, i) => (one.trim() === '' ? [] : [i]));
  const [tokens] = tokenizeLines(raw[filled[line]], { unit, locale }).lines;
  const replaced = [...tokens.slice(0, position), ...(typed === '' ? [] : [typed]), ...tokens.slice(position + 1)];
  raw[filled[line]] = joinTokens(replaced, unit);
  return raw.join('\n');
}
