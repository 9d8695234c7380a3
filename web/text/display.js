/** How tokens that cannot be seen are shown, and which way a line runs. */
import { leavesNoInk } from './invisible.js';
import { codePointName } from './normalize.js';
import { END_MARK } from './vocabulary.js';
import { GLUE } from './words.js';

/**
 * @typedef {object} VisibleToken
 * @property {string} label something to see
 * @property {'text'|'space'|'end'|'glue'|'invisible'} kind so that a space, an end mark and a typed ⏎ can be styled apart
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
  // A combining mark alone would sit on whatever is printed before it.
  if (MARKS_ONLY.test(token)) return { label: `◌${token}`, kind: 'text' };
  return { label: token, kind: 'text' };
}

export const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Mende_Kikakui}]/u;
const STRONG = /\p{L}/u;

/**
 * The direction of a line by its first letter, the rule HTML's dir=auto follows.
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
