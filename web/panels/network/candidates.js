import { BAR_ROWS } from './geometry.js';

/**
 * The tokens whose probabilities are shown at a time step: the right one always first, then its strongest rivals.
 *
 * @param {ArrayLike<number>} probabilities of all tokens
 * @param {number} target id of the right token; −1 where nothing is asked
 * @param {readonly number[]} [before] those shown so far: a rival that is still among the strongest keeps its place, so that
 *   nothing jumps while the network trains
 * @returns {number[]} ids
 */
export function candidatesOf(probabilities, target, before = []) {
  const room = target >= 0 ? BAR_ROWS - 1 : BAR_ROWS;
  const rivals = strongest(probabilities, target, room);
  const slots = before.slice(before.length - room).map((id) => (rivals.includes(id) ? id : -1));
  const rest = rivals.filter((id) => !slots.includes(id));
  const placed = slots.map((id) => (id >= 0 ? id : (rest.shift() ?? -1))).filter((id) => id >= 0);
  const all = [...placed, ...rest].slice(0, room);
  return target >= 0 ? [target, ...all] : all;
}

/**
 * Ids of the largest, in order; of equals the lower one first, as the engine chooses.
 * @param {ArrayLike<number>} values @param {number} without @param {number} count
 */
function strongest(values, without, count) {
  /** @type {number[]} */
  const found = [];
  for (let id = 0; id < values.length; id++) {
    if (id === without) continue;
    if (found.length === count && !(values[id] > values[found[count - 1]])) continue;
    let place = found.length;
    while (place > 0 && values[id] > values[found[place - 1]]) place -= 1;
    found.splice(place, 0, id);
    if (found.length > count) found.pop();
  }
  return found;
}

/** The most probable; of equals the lowest id. @param {ArrayLike<number>} probabilities */
export const mostProbable = (probabilities) => strongest(probabilities, -1, 1)[0];
