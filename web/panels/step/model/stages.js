/**
 * All stages of a walk, in order.
 */
import { backwardStages } from './backward.js';
import { forwardStages, lossStages } from './forward.js';
import { sumStages, updateStages } from './update.js';

/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('./stage.js').Phase} Phase */

/** @type {readonly Phase[]} */
export const phases = ['forward', 'loss', 'backward', 'sum', 'update'];

/** @param {import('./walk.js').Walk} walk @returns {Stage[]} */
export function stagesOf(walk) {
  return [forwardStages, lossStages, backwardStages, sumStages, updateStages].flatMap((make) => make(walk));
}

/**
 * Places of the drawing that have their numbers once the stage at `index` is done.
 * @param {readonly Stage[]} stages
 * @param {number} index
 * @returns {Set<string>}
 */
export function reachedPlaces(stages, index) {
  return new Set(stages.slice(0, index + 1).flatMap(({ writes }) => writes));
}
