/** The reader's text inside a sentence of the page: shortened, kept apart from the page's own direction, and visible. */
import { RIGHT_TO_LEFT, visible } from './display.js';
import { codePointName } from './normalize.js';
import { segmentsOf } from './segment.js';

/** Characters that turn the direction of what follows and have no picture of their own. */
const STEERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The longest quotation in a sentence, in characters as a reader counts them. */
export const MAX_QUOTED = 40;

/**
 * The beginning and the end of a text, with an ellipsis between: the end is where reading goes on.
 *
 * @param {string} text
 * @param {number} [most] characters as a reader counts them, ellipsis included
 * @returns {string}
 */
export function shorten(text, most = MAX_QUOTED) {
  if (text.length <= most) return text;
  // Of a book only its two ends are cut into characters.
  const reach = 16 * most;
  const characters = (/** @type {string} */ part) => segmentsOf(part, 'grapheme', 'en', Infinity);
  const whole = text.length <= reach ? characters(text) : null;
  if (whole && whole.length <= most) return text;
  const ending = Math.floor((most - 1) / 2);
  const start = (whole ?? characters(text.slice(0, reach))).slice(0, most - 1 - ending).join('');
  const end = ending > 0 ? (whole ?? characters(text.slice(-reach))).slice(-ending).join('') : '';
  // Between words rather than within one, where a space is near.
  return `${start.replace(/\s+\S{0,7}$/u, '')}…${end.replace(/^\S{0,7}\s+/u, '')}`;
}

/**
 * Text that may run from right to left, so that it turns nothing around it. What runs from left to right anyway needs no
 * marks, and gets none.
 *
 * @param {string} text
 * @returns {string}
 */
export function isolated(text) {
  const named = text.replace(STEERING, (sign) => codePointName(sign));
  return RIGHT_TO_LEFT.test(named) ? `\u2068${named}\u2069` : named;
}

/**
 * A token as a label, where there is no room for its name in words.
 *
 * @param {string} token
 * @param {number} [most] characters
 * @returns {string}
 */
export const tokenLabel = (token, most = 16) => isolated(shorten(visible(token).label, most));

/**
 * A beginning, or any other stretch of the reader's text, in a sentence of the page. Spaces at its ends, which belong to
 * it and which nobody would see, are shown by their signs; line breaks as ends of sentences.
 *
 * @param {string} text
 * @param {number} [most] characters
 * @returns {string}
 */
export function quoted(text, most) {
  const signs = (/** @type {string} */ blank) => Array.from(blank, (sign) => visible(sign).label).join('');
  const lines = text.replace(/\n/g, () => visible('\n').label);
  return isolated(shorten(lines.replace(/^\s+|\s+$/gu, signs), most));
}
