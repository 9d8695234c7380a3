/**
 * How well each hidden unit tells something about the places of a text. A unit is chosen on the first half of the places; its
 * score is of the second half, which it was not chosen on, and stands beside what chance gives there.
 */
import { splitOf } from './unit-split.js';

/**
 * @typedef {import('./unit-split.js').Labels} Labels
 * @typedef {object} UnitScores an entry for each unit. A score is 1 where a unit tells it without fail, 0 where it tells nothing:
 *   of yes and no, 2·AUC − 1, with AUC the probability that the unit is larger at a "yes" than at a "no" (ties count half); of a
 *   count, the squared correlation
 * @property {Float32Array} chosen of the first half, with a sign: negative where the unit is smaller at a "yes", or with the count
 * @property {Float32Array} scores of the second half; negative where it has the other sign there
 * @property {Float32Array} chance the magnitude that 95 of 100 scores with labels in wrong places stay below
 * @property {Int32Array} order of the units, the best of the first half first
 * @property {number} places how many count
 * @property {number} yes
 */

/** Of these 99 scores, 5 may be above the line of chance: then the true one is above it in 5 of 100, if it is one of them. */
const ROTATIONS = 99;
const ABOVE_CHANCE = 5;

/** Repetitions of the label's pattern that are moved together, and their least length in places. */
const CYCLES_MOVED_TOGETHER = 4;
const MIN_STRETCH = 20;

/**
 * @param {Float32Array} activity [places, units]
 * @param {number} units H
 * @param {Labels} labels
 * @returns {import('./chunks.js').TimeSliced<UnitScores | null>} null: too few places, see splitOf
 */
export function* scoreUnits(activity, units, labels) {
  const { places, half, yes, enough } = splitOf(labels);
  if (!enough) return null;
  const numbers = Float32Array.from(places, (place) => labels.values[place]);
  const measureOf = labels.kind === 'count' ? correlationWith : aucWith;
  const first = measureOf(numbers.subarray(0, half));
  const second = measureOf(numbers.subarray(half));
  const wrong = [];
  for (const rotated of rotations(numbers.subarray(half), cycleLength(numbers, labels.kind))) {
    wrong.push(measureOf(rotated));
    yield undefined;
  }
  const result = {
    chosen: new Float32Array(units),
    scores: new Float32Array(units),
    chance: new Float32Array(units),
    order: Int32Array.from({ length: units }, (_, unit) => unit),
    places: places.length,
    yes,
  };
  const values = new Float32Array(places.length);
  for (let unit = 0; unit < units; unit++) {
    for (let i = 0; i < places.length; i++) values[i] = activity[places[i] * units + unit];
    const chosen = first.score(first.prepared(values.subarray(0, half)));
    yield undefined;
    const prepared = second.prepared(values.subarray(half));
    yield undefined;
    result.chosen[unit] = chosen;
    result.scores[unit] = second.score(prepared) * (chosen < 0 ? -1 : 1);
    const byChance = wrong.map((measure) => Math.abs(measure.score(prepared))).sort((a, b) => b - a);
    result.chance[unit] = byChance[ABOVE_CHANCE - 1];
    yield undefined;
  }
  const size = (/** @type {number} */ unit) => Math.abs(result.chosen[unit]) || 0; // NaN is the worst
  result.order.sort((a, b) => size(b) - size(a) || a - b);
  return result;
}

/**
 * A measure of how well numbers tell these labels. `prepared` does once what all labels of the same places need.
 * @typedef {{prepared: (values: Float32Array) => Float32Array, score: (prepared: Float32Array) => number}} Measure
 */

/**
 * 2·AUC − 1, by the sum of the ranks at the "yes" places (Mann and Whitney 1947).
 * @param {Float32Array} labels 0 or 1
 * @returns {Measure}
 */
export function aucWith(labels) {
  const yes = Int32Array.from(Array.from(labels.keys()).filter((i) => labels[i] === 1));
  const pairs = yes.length * (labels.length - yes.length);
  return {
    prepared: ranks,
    score: (ranked) => {
      let sum = 0;
      for (let i = 0; i < yes.length; i++) sum += ranked[yes[i]];
      return (2 * (sum - (yes.length * (yes.length + 1)) / 2)) / pairs - 1;
    },
  };
}

/** Ranks from 1; equal numbers share the mean of theirs. Not-a-number where there is one. @param {Float32Array} values */
function ranks(values) {
  if (values.some(Number.isNaN)) return new Float32Array(values.length).fill(Number.NaN);
  const sorted = values.slice().sort();
  return values.map((value) => {
    const below = countOf(sorted, (other) => other < value);
    const upTo = countOf(sorted, (other) => other <= value);
    return (below + 1 + upTo) / 2;
  });
}

/** How many come first for which it is so. @param {Float32Array} sorted @param {(value: number) => boolean} isSo */
function countOf(sorted, isSo) {
  let [least, most] = [0, sorted.length];
  while (least < most) {
    const middle = (least + most) >> 1;
    if (isSo(sorted[middle])) least = middle + 1;
    else most = middle;
  }
  return least;
}

/**
 * The squared Pearson correlation, with its sign; 0 where the numbers do not vary.
 * @param {Float32Array} labels
 * @returns {Measure}
 */
export function correlationWith(labels) {
  const normal = standardized(labels);
  return {
    prepared: standardized,
    score: (prepared) => {
      let r = 0;
      for (let i = 0; i < prepared.length; i++) r += prepared[i] * normal[i];
      return r * Math.abs(r);
    },
  };
}

/** Less their mean, and of length 1; zero where they do not vary. @param {Float32Array} values */
function standardized(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const norm = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  // Rounding of the mean alone is no variation.
  const varies = !(norm <= 1e-6 * Math.abs(mean) * Math.sqrt(values.length));
  return values.map((value) => (varies ? (value - mean) / norm : 0));
}

/** Places from one beginning of the label's pattern to the next, on average. @param {Float32Array} labels @param {Labels['kind']} kind */
function cycleLength(labels, kind) {
  let cycles = 1;
  for (let i = 1; i < labels.length; i++) {
    const begins = kind === 'count' ? labels[i] < labels[i - 1] : labels[i] > labels[i - 1];
    if (begins) cycles++;
  }
  return labels.length / cycles;
}

/**
 * The labels in wrong places: neighbors stay together, since neither labels nor units change independently from place to place.
 * All are moved around by one random amount, and then each stretch of some repetitions by another one, since labels that repeat
 * exactly, such as the places in verses of equal length, would come to lie on themselves.
 *
 * @param {Float32Array} labels
 * @param {number} cycle
 * @returns {Generator<Float32Array>} the same in every call: the line of chance does not tremble
 */
function* rotations(labels, cycle) {
  const random = randomIntegers();
  const stretch = Math.max(MIN_STRETCH, Math.round(CYCLES_MOVED_TOGETHER * cycle));
  const count = Math.max(1, Math.floor(labels.length / stretch));
  for (let n = 0; n < ROTATIONS; n++) {
    const moved = rotated(labels, random(labels.length));
    const pieces = Array.from({ length: count }, (_, i) => {
      const piece = moved.subarray((i * labels.length) / count, ((i + 1) * labels.length) / count);
      return count > 1 ? rotated(piece, random(piece.length)) : piece;
    });
    const whole = new Float32Array(labels.length);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    yield whole;
  }
}

/** @param {Float32Array} values @param {number} by */
function rotated(values, by) {
  const result = new Float32Array(values.length);
  result.set(values.subarray(by));
  result.set(values.subarray(0, by), values.length - by);
  return result;
}

/** Lehmer's generator with the multiplier of Park and Miller 1993. @returns {(below: number) => number} */
function randomIntegers() {
  let state = 20_150_521;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}
