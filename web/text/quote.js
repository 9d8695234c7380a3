/** Quotes the reader's text in a sentence of the page: shortened, isolated in direction, with visible spaces. */
import { RIGHT_TO_LEFT, visible } from './display.js';
import { codePointName } from './normalize.js';
import { segmentsOf } from './segment.js';

/** Invisible characters that control the text direction. */
const STEERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Length of a quotation in grapheme clusters. */
const MAX_QUOTED = 40;

/**
 * The beginning and the end of a text with an ellipsis in between. The end is kept because the network's output follows it.
 *
 * @param {string} text
 * @param {number} [maxLength] grapheme clusters, ellipsis included
 * @returns {string}
 */
export function shorten(text, maxLength = MAX_QUOTED) {
  if (text.length <= maxLength) return text;
  // Only the two ends of a long text are segmented: code units of each.
  const segmented = 16 * maxLength;
  const characters = (/** @type {string} */ part) => segmentsOf(part, 'grapheme', 'en', Infinity);
  const whole = text.length <= segmented ? characters(text) : null;
  if (whole && whole.length <= maxLength) return text;
  const ending = Math.floor((maxLength - 1) / 2);
  const start = (whole ?? characters(text.slice(0, segmented))).slice(0, maxLength - 1 - ending).join('');
  const end = ending > 0 ? (whole ?? characters(text.slice(-segmented))).slice(-ending).join('') : '';
  // Cut between words if a space is near.
  return `${start.replace(/\s+\S{0,7}$/u, '')}…${end.replace(/^\S{0,7}\s+/u, '')}`;
}

/**
 * Right-to-left text wrapped in bidi isolates, so that it does not affect the text around it.
 *
 * @param {string} text
 * @returns {string}
 */
export function isolated(text) {
  const named = text.replace(STEERING, (sign) => codePointName(sign));
  return RIGHT_TO_LEFT.test(named) ? `\u2068${named}\u2069` : named;
}

/**
 * A token as a short label.
 *
 * @param {string} token
 * @param {number} [maxLength] grapheme clusters
 * @returns {string}
 */
export const tokenLabel = (token, maxLength = 16) => isolated(shorten(visible(token).label, maxLength));

/**
 * A part of the reader's text within a sentence of the page. Spaces at its ends and line breaks are shown as symbols.
 *
 * @param {string} text
 * @param {number} [maxLength] grapheme clusters
 * @returns {string}
 */
export function quoted(text, maxLength) {
  const signs = (/** @type {string} */ blank) => Array.from(blank, (sign) => visible(sign).label).join('');
  const lines = text.replace(/\n/g, () => visible('\n').label);
  return isolated(shorten(lines.replace(/^\s+|\s+$/gu, signs), maxLength));
}
