/**
 * Links between stages and the drawing, both ways. A drawing id names a node or an arrow of the unrolled network, such as
 * 'h:0:2'; the list of them is in ../drawing/drawing-layout.js.
 */
import { quantitiesOf } from './expression.js';

/** @typedef {import('./stage.js').Stage} Stage */

/**
 * @param {Stage} stage
 * @returns {{sources: Set<string>, results: Set<string>}} ids of the operands, and of what the stage computes; disjoint
 */
export function drawingIdsOf({ blocks, reveals }) {
  const sources = new Set();
  const results = new Set(reveals);
  for (const { equations } of blocks)
    for (const { result, formula } of equations) {
      if (result.drawingId) results.add(result.drawingId);
      for (const { drawingId } of quantitiesOf(formula)) if (drawingId) sources.add(drawingId);
    }
  for (const drawingId of results) sources.delete(drawingId);
  return { sources, results };
}

/**
 * @param {string} drawingId
 * @returns {{letter: string, layer: number | undefined, timeStep: number}} layer: only of hidden states, cell states and the
 *   arrows into them
 */
export function parseDrawingId(drawingId) {
  const [, derivative, letter, layer] = /^(d?)([hcUWC]):(\d+):/.exec(drawingId) ?? [];
  return {
    letter: `${derivative ? '∂L/∂' : ''}${letter}`,
    layer: layer === undefined ? undefined : Number(layer),
    timeStep: Number(drawingId.slice(drawingId.lastIndexOf(':') + 1)),
  };
}

/** @param {Stage} stage */
const quantitiesIn = ({ blocks }) =>
  blocks.flatMap(({ equations }) => equations.flatMap(({ result, formula }) => [result, ...quantitiesOf(formula)]));

/**
 * The stage that pressing a part of the drawing opens: the one that computes it; for inputs, the first that reads it.
 * @param {readonly Stage[]} stages
 * @param {string} drawingId
 * @returns {number} -1 for none
 */
export function stageIndexFor(stages, drawingId) {
  const computing = stages.findIndex(({ reveals }) => reveals.includes(drawingId));
  if (computing >= 0) return computing;
  return stages.findIndex((stage) => quantitiesIn(stage).some((quantity) => quantity.drawingId === drawingId));
}

/**
 * The quantity of a stage that a part of the drawing stands for.
 * @param {Stage} stage
 * @param {string} drawingId
 * @returns {import('./quantity.js').Quantity} the last result with that id, else an operand, else the stage's result
 */
export function quantityAt(stage, drawingId) {
  const equations = stage.blocks.flatMap((block) => block.equations);
  const result = equations.findLast(({ result }) => result.drawingId === drawingId)?.result;
  const found = result ?? quantitiesIn(stage).find((quantity) => quantity.drawingId === drawingId);
  return found ?? equations[equations.length - 1].result;
}

/**
 * The stage of the same kind at the next time step in a direction; at the end of a phase, the beginning of the next phase
 * (or of the previous one).
 * @param {readonly Stage[]} stages
 * @param {number} index
 * @param {1 | -1} direction
 * @returns {number}
 */
export function stageIndexAtNextTimeStep(stages, index, direction) {
  const { timeStep, phase, kind } = stages[index];
  for (let i = index + direction; i >= 0 && i < stages.length; i += direction) {
    const other = stages[i];
    if (other.phase !== phase) return direction > 0 ? i : stages.findIndex((stage) => stage.phase === other.phase);
    if (other.timeStep !== timeStep && other.kind === kind) return i;
  }
  return direction > 0 ? stages.length - 1 : 0;
}
