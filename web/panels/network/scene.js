/**
 * View model of the board: the numbers of the time steps in the window, taken from a trace.
 *
 * @typedef {import('../../engine/types.js').Trace} Trace
 * @typedef {import('../../engine/types.js').Numbers} Numbers
 * @typedef {object} Column
 * @property {number} step from 0
 * @property {number} input id
 * @property {number} target id; −1: no target
 * @property {number} predicted id of the most probable token
 * @property {{id: number, probability: number}[]} candidates the target first
 * @property {'right' | 'wrong' | ''} verdict
 * @property {boolean} unread the network is stepped through token by token and has not read this one yet
 * @property {Float64Array[]} hidden of each layer
 * @property {number[]} inputNorms ‖input projection‖ of each layer
 * @property {number[]} recurrentNorms ‖recurrent projection‖
 * @property {number[]} gradientNorms ‖∂L/∂h‖
 * @property {number[]} gradientNormsFromOutput ‖the part of it through the output, or the layer above‖
 * @property {number[]} gradientNormsFromNextStep ‖the part of it through the next time step‖
 *
 * @typedef {object} Scene
 * @property {Column[]} columns
 * @property {number} hidden units of a layer
 * @property {number} layers
 * @property {number} largestState end of the color scale
 * @property {boolean} atStart whether the first column is the sentence's first
 * @property {boolean} atEnd whether the last column is the sentence's last
 * @property {number} readColumn column of the token read last, token by token; −1: none
 */
import { largestMagnitude } from '../../theme/scales.js';
import { candidatesOf, mostProbable } from './candidates.js';

/** Row of a field of the trace, not copied. @param {Numbers} numbers [T, n] @param {number} step @returns {Float64Array} [n] */
export const rowOf = ({ values, shape }, step) => values.subarray(step * shape[1], (step + 1) * shape[1]);

/** @param {ArrayLike<number>} values */
function norm(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

/**
 * @param {Trace} trace
 * @param {{first: number, count: number, read: number | null, shown: Map<number, number[]>, keepOrder: boolean}} options
 *   shown: candidates by time step, updated; keepOrder: they keep their positions
 * @returns {Scene}
 */
export function sceneOf(trace, { first, count, read, shown, keepOrder }) {
  const columns = Array.from({ length: Math.min(count, trace.T - first) }, (_, i) => {
    const step = first + i;
    const column = columnOf(trace, step, keepOrder ? shown.get(step) : undefined);
    shown.set(
      step,
      column.candidates.map(({ id }) => id),
    );
    return { ...column, unread: read !== null && step > read };
  });
  const bounded = trace.cell !== 'rnn' || trace.activation === 'tanh';
  const largest = bounded ? 1 : Math.max(...trace.layersData.map(({ hidden }) => largestMagnitude(hidden.values)));
  return {
    columns,
    hidden: trace.H,
    layers: trace.layers,
    largestState: largest,
    atStart: first === 0,
    atEnd: first + columns.length >= trace.T,
    readColumn: read === null ? -1 : read - first,
  };
}

/** @param {Trace} trace @param {number} step @param {readonly number[]} [before] */
function columnOf(trace, step, before) {
  const probabilities = rowOf(trace.probabilities, step);
  const target = trace.targets[step];
  const predicted = mostProbable(probabilities);
  const ofLayers = (/** @type {(layer: import('../../engine/types.js').LayerTrace) => Numbers} */ pick) =>
    trace.layersData.map((layer) => norm(rowOf(pick(layer), step)));
  return {
    ...{ step, input: trace.inputs[step], target, predicted },
    candidates: candidatesOf(probabilities, target, before).map((id) => ({ id, probability: probabilities[id] })),
    verdict: /** @type {Column['verdict']} */ (target < 0 ? '' : predicted === target ? 'right' : 'wrong'),
    hidden: trace.layersData.map(({ hidden }) => rowOf(hidden, step)),
    inputNorms: ofLayers(({ inputProjection }) => inputProjection),
    recurrentNorms: ofLayers(({ recurrentProjection }) => recurrentProjection),
    gradientNorms: ofLayers(({ backward }) => backward.dHidden),
    gradientNormsFromOutput: ofLayers(({ backward }) => backward.dHiddenFromOutput),
    gradientNormsFromNextStep: ofLayers(({ backward }) => backward.dHiddenFromNext),
  };
}
