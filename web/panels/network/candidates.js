import { BAR_ROWS } from './geometry.js';

/**
 * The tokens whose probabilities are shown at a time step: the target first, then the most probable others.
 *
 * @param {ArrayLike<number>} probabilities of all tokens
 * @param {number} target id; −1: no target
 * @param {readonly number[]} [previous] those shown so far: tokens that stay keep their positions, so that nothing jumps while
 *   the network trains
 * @returns {number[]} ids
 */
export function candidatesOf(probabilities, target, previous = []) {
  const count = target >= 0 ? BAR_ROWS - 1 : BAR_ROWS;
  const others = mostProbableOthers(probabilities, target, count);
  const slots = previous.slice(previous.length - count).map((id) => (others.includes(id) ? id : -1));
  const rest = others.filter((id) => !slots.includes(id));
  const placed = slots.map((id) => (id >= 0 ? id : (rest.shift() ?? -1))).filter((id) => id >= 0);
  const all = [...placed, ...rest].slice(0, count);
  return target >= 0 ? [target, ...all] : all;
}

/**
 * Ids of the largest values, in descending order; of equal ones the lower id first, as in the engine.
 * @param {ArrayLike<number>} values @param {number} without @param {number} count
 */
function mostProbableOthers(values, without, count) {
  /** @type {number[]} */
  const found = [];
  for (let id = 0; id < values.length; id++) {
    if (id === without) continue;
    if (found.length === count && !(values[id] > values[found[count - 1]])) continue;
    let position = found.length;
    while (position > 0 && values[id] > values[found[position - 1]]) position -= 1;
    found.splice(position, 0, id);
    if (found.length > count) found.pop();
  }
  return found;
}

/** Argmax; of equal ones the lowest id. @param {ArrayLike<number>} probabilities */
export const mostProbable = (probabilities) => mostProbableOthers(probabilities, -1, 1)[0];
