/**
 * The places of a text at which hidden units are scored: whether there are enough of them, and where they are divided into those
 * that a unit is chosen on and those that its score is of.
 */

/** @typedef {'yesNo' | 'count'} LabelKind yesNo: 1 where something is so, 0 where it is not; count: any number */
/** @typedef {{kind: LabelKind, values: ArrayLike<number>}} Labels a number for each place (yesNo: 0 or 1); NaN: the place does not count */
/**
 * @typedef {object} Split
 * @property {Int32Array} places those that count, in order
 * @property {number} half how many of them a unit is chosen on: the first ones
 * @property {number} yes places where it is so; of a count, all
 * @property {boolean} enough whether a score says something
 */

/** Fewer places say nothing, nor do fewer where it is so, or where it is not. */
export const MIN_PLACES = 40;
export const MIN_YES = 8;

/** As many on each side of the middle, at least. */
const MIN_IN_HALF = 3;

/** @param {Labels} labels @returns {Split} */
export function splitOf({ kind, values }) {
  const places = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) places[count++] = i;
  const counted = places.slice(0, count);
  return kind === 'count' ? splitCount(counted, values) : splitYesNo(counted, values);
}

/** @param {Int32Array} places @param {ArrayLike<number>} values @returns {Split} */
function splitCount(places, values) {
  const half = places.length >> 1;
  const varies = (/** @type {Int32Array} */ part) => part.some((place) => values[place] !== values[part[0]]);
  const enough = places.length >= MIN_PLACES && varies(places.subarray(0, half)) && varies(places.subarray(half));
  return { places, half, yes: places.length, enough };
}

/** The middle has as many "yes" before it as behind it. @param {Int32Array} places @param {ArrayLike<number>} values @returns {Split} */
function splitYesNo(places, values) {
  const yes = places.reduce((sum, place) => sum + values[place], 0);
  let half = 0;
  for (let seen = 0; seen < yes >> 1; half++) seen += values[places[half]];
  const before = half - (yes >> 1);
  const behind = places.length - yes - before;
  const inHalves = Math.min(yes >> 1, before, behind);
  const enough =
    places.length >= MIN_PLACES && Math.min(yes, places.length - yes) >= MIN_YES && inHalves >= MIN_IN_HALF;
  return { places, half, yes, enough };
}
