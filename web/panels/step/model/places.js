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
 * Of a place within a layer (hidden and cell states, and the arrows into them), which layer it is.
 * @param {string} place
 * @returns {{letter: string, layer: number | undefined, step: number}}
 */
export function partOfPlace(place) {
  const [, derivative, letter, layer] = /^(d?)([hcUWC]):(\d+):/.exec(place) ?? [];
  const step = Number(place.slice(place.lastIndexOf(':') + 1));
  return {
    letter: `${derivative ? '∂L/∂' : ''}${letter}`,
    layer: layer === undefined ? undefined : Number(layer),
    step,
  };
}

/** @param {Stage} stage */
const quantitiesIn = ({ blocks }) =>
  blocks.flatMap(({ equations }) => equations.flatMap(({ result, formula }) => [result, ...quantitiesOf(formula)]));

/**
 * The stage a part of the drawing leads to: the one that makes it; of what no stage makes, the first that needs it.
 * @param {readonly Stage[]} stages
 * @param {string} place
 * @returns {number} -1 for none
 */
export function stageMaking(stages, place) {
  const making = stages.findIndex(({ writes }) => writes.includes(place));
  if (making >= 0) return making;
  return stages.findIndex((stage) => quantitiesIn(stage).some((quantity) => quantity.place === place));
}

/**
 * What a stage has at a part of the drawing.
 * @param {Stage} stage
 * @param {string} place
 * @returns {import('./quantity.js').Quantity} of several the one made last; the stage's result if there is none
 */
export function quantityAt(stage, place) {
  const equations = stage.blocks.flatMap((block) => block.equations);
  const made = equations.findLast(({ result }) => result.place === place)?.result;
  const there = made ?? quantitiesIn(stage).find((quantity) => quantity.place === place);
  return there ?? equations[equations.length - 1].result;
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
