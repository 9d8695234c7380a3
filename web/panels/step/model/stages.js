/** All stages of one optimizer step: forward, loss, backward, sum over time, update. */
import { backwardStages } from './backward.js';
import { forwardStages, lossStages } from './forward.js';
import { sumStages, updateStages } from './update.js';

/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('./stage.js').Phase} Phase */

/** @type {readonly Phase[]} */
export const PHASES = ['forward', 'loss', 'backward', 'sum', 'update'];

/** @param {import('./walk.js').Walk} walk @returns {Stage[]} */
export function stagesOf(walk) {
  return [forwardStages, lossStages, backwardStages, sumStages, updateStages].flatMap((make) => make(walk));
}

/**
 * Ids of the parts of the drawing whose numbers are known after the stage at `index`.
 * @param {readonly Stage[]} stages
 * @param {number} index
 * @returns {Set<string>}
 */
export function revealedDrawingIds(stages, index) {
  return new Set(stages.slice(0, index + 1).flatMap(({ reveals }) => reveals));
}
