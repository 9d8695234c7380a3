/**
 * Which parts of the drawing belong to a stage, and which stage to a part of the drawing.
 */
import { quantitiesOf } from './expression.js';

/** @typedef {import('./stage.js').Stage} Stage */

/**
 * Parts of the drawing a stage reads, and the one it makes.
 * @param {Stage} stage
 * @returns {{sources: Set<string>, results: Set<string>}}
 */
export function placesOf({ blocks, writes }) {
  const sources = new Set();
  const results = new Set(writes);
  for (const { equations } of blocks)
    for (const { result, formula } of equations) {
      if (result.place) results.add(result.place);
      for (const { place } of quantitiesOf(formula)) if (place) sources.add(place);
    }
  for (const place of results) sources.delete(place);
  return { sources, results };
}

/**
 * The stage that makes a part of the drawing: of several the last before `index`, else the first.
 * @param {readonly Stage[]} stages
 * @param {string} place
 * @returns {number} -1 for none
 */
export function stageMaking(stages, place) {
  return stages.findIndex(({ writes }) => writes.includes(place));
}

/**
 * The same thing one time step on: the next stage in a direction with another step, at the same place within the step
 * where the step has one.
 * @param {readonly Stage[]} stages
 * @param {number} index
 * @param {1 | -1} direction
 */
export function neighbouringStep(stages, index, direction) {
  const { t, phase, kind } = stages[index];
  for (let i = index + direction; i >= 0 && i < stages.length; i += direction) {
    const other = stages[i];
    if (other.phase !== phase) return direction > 0 ? i : stages.findIndex((stage) => stage.phase === other.phase);
    if (other.t !== t && other.kind === kind) return i;
  }
  return direction > 0 ? stages.length - 1 : 0;
}
