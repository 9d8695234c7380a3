/** The part of the text that the panel shows, as the engine has read it, and what a reader marked in it. */
import { MIN_PLACES, MIN_YES, splitOf } from '../../engine/unit-split.js';
import { featuresOf } from './text-features.js';
import { sameEntries } from '../../ui/same-entries.js';

/**
 * @typedef {import('../../engine/types.js').UnitActivity} UnitActivity
 * @typedef {import('../../engine/unit-split.js').Labels} Labels
 * @typedef {{from: number, to: number}} Range places of the data set; to: the one after the last
 * @typedef {import('./text-features.js').Passage & {begins: Uint8Array, from: number, ids: Int32Array, bounds: Int32Array, features: (import('./text-features.js').Feature & {enough: boolean})[]}} ShownPassage
 */

/**
 * @param {UnitActivity} activity
 * @param {ShownPassage | null} before returned if it is the same part of the same text
 * @param {{token: (id: number) => string, unit: 'characters' | 'words'}} text
 * @returns {ShownPassage}
 */
export function passageFrom({ inputs, targets, bounds, from }, before, { token, unit }) {
  const isSame = before && before.from === from && before.unit === unit && sameEntries(before.ids, inputs);
  if (isSame && sameEntries(before.bounds, bounds)) return before;
  const tokens = Array.from(inputs, token);
  const next = Array.from(targets, (id) => (id < 0 ? undefined : token(id)));
  const isBound = new Set(bounds);
  // Without end marks among its tokens, each sequence is a line; with them, one may begin in the middle of a line.
  const hasLines = tokens.includes('\n');
  const flags = (/** @type {(i: number) => boolean} */ isSo) => Uint8Array.from(tokens, (_, i) => Number(isSo(i)));
  const isLineBegin = (/** @type {number} */ i) =>
    hasLines ? tokens[i - 1] === '\n' || from + i === 0 : isBound.has(i);
  const passage = {
    ...{ tokens, next, unit },
    sequenceBegins: flags((i) => isBound.has(i)),
    lineBegins: flags(isLineBegin),
    lineEnds: flags((i) => tokens[i] !== '\n' && (next[i] === '\n' || (!hasLines && isBound.has(i + 1)))),
  };
  const begins = flags((i) => isLineBegin(i) || isBound.has(i));
  const features = featuresOf(passage).map((one) => ({ ...one, enough: splitOf(one).enough }));
  return { ...passage, begins, from, ids: inputs, bounds, features };
}

/** A mark is told from what stands around it: at least so many places on either side, if there are as many. */
const MIN_AROUND = MIN_YES;

/**
 * What a reader marked: yes there, no elsewhere, from the line with the first mark to the line with the last one, and in so many
 * lines around them that there are places enough. The rest of the text has not been looked at.
 *
 * @param {readonly Range[]} marks
 * @param {ShownPassage} passage
 * @returns {Labels | null} null without a mark in the passage
 */
export function labelsOfMarks(marks, { tokens, begins, from }) {
  const { length } = tokens;
  const values = new Float32Array(length);
  for (const mark of marks) values.fill(1, clamp(mark.from - from, length), clamp(mark.to - from, length));
  const firstMark = values.indexOf(1);
  if (firstMark < 0) return null;
  const lastMark = values.lastIndexOf(1);
  const around = Math.max(MIN_AROUND, Math.ceil((MIN_PLACES - (lastMark + 1 - firstMark)) / 2));
  let first = Math.max(0, firstMark - around);
  while (first > 0 && !begins[first]) first--;
  let end = Math.min(length, lastMark + 1 + around);
  while (end < length && !begins[end]) end++;
  values.fill(Number.NaN, 0, first);
  values.fill(Number.NaN, end);
  return { kind: 'yesNo', values };
}

/** @param {number} place @param {number} length */
const clamp = (place, length) => Math.max(0, Math.min(length, place));

/** @param {readonly Range[]} marks @param {number} place @returns {Range[]} without those that the place is in */
export const withoutMarkAt = (marks, place) => marks.filter(({ from, to }) => place < from || place >= to);
