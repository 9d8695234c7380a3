/** Symbols for invisible tokens, and the direction of a line. */
import { leavesNoInk } from './invisible.js';
import { codePointName } from './normalize.js';
import { END_MARK } from './vocabulary.js';
import { GLUE } from './words.js';

/**
 * @typedef {object} VisibleToken
 * @property {string} label visible
 * @property {'text'|'space'|'end'|'glue'|'invisible'} kind distinguishes an end mark from a ⏎ in the text
 */

/** @type {Record<string, string>} */
const SPACES = { ' ': '␣', '\t': '⇥', '\u00a0': '⍽', '\u3000': '□' };
const MARKS_ONLY = /^\p{M}+$/u;

/**
 * @param {string} token
 * @returns {VisibleToken}
 */
export function visible(token) {
  if (token === END_MARK) return { label: '⏎', kind: 'end' };
  if (token === GLUE) return { label: '⁀', kind: 'glue' };
  if (/^[ \t\u00a0\u3000]+$/.test(token)) {
    return { label: Array.from(token, (space) => SPACES[space]).join(''), kind: 'space' };
  }
  if (leavesNoInk(token)) return { label: Array.from(token, codePointName).join(' '), kind: 'invisible' };
  // A combining mark alone would combine with the preceding character.
  if (MARKS_ONLY.test(token)) return { label: `◌${token}`, kind: 'text' };
  return { label: token, kind: 'text' };
}

export const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Mende_Kikakui}]/u;
const STRONG = /\p{L}/u;

/**
 * The direction of a line by its first letter, as HTML's dir=auto.
 *
 * @param {readonly string[]} tokens
 * @returns {'ltr'|'rtl'}
 */
export function directionOf(tokens) {
  for (const token of tokens) {
    const letter = STRONG.exec(token);
    if (letter) return RIGHT_TO_LEFT.test(letter[0]) ? 'rtl' : 'ltr';
  }
  return 'ltr';
}
