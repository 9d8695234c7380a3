/**
 * What the board shows of a trace: the numbers of the time steps in the window, as the engine gave them.
 *
 * @typedef {import('../../engine/types.js').Trace} Trace
 * @typedef {import('../../engine/types.js').Numbers} Numbers
 * @typedef {object} Column
 * @property {number} step from 0
 * @property {number} input id
 * @property {number} target id; −1: nothing is asked
 * @property {number} predicted id of the most probable token
 * @property {{id: number, probability: number}[]} candidates the right one first
 * @property {'right' | 'wrong' | ''} verdict
 * @property {boolean} awaited the network is read token by token and has not come here
 * @property {Float64Array[]} hidden of each layer
 * @property {number[]} fromBelow of each layer: ‖what comes in from the token, or the layer below‖
 * @property {number[]} fromPast ‖what comes in from the step before‖
 * @property {number[]} gradient ‖∂L/∂h‖
 * @property {number[]} gradientFromOutput ‖the part of it that comes from above‖
 * @property {number[]} gradientFromFuture ‖the part of it that comes from the next step‖
 *
 * @typedef {object} Scene
 * @property {Column[]} columns
 * @property {number} hidden units of a layer
 * @property {number} layers
 * @property {number} largestState end of the colour scale
 * @property {boolean} begins whether the first column is the sentence's first
 * @property {boolean} ends whether the last column is the sentence's last
 * @property {number} read column the network is at, where it is read token by token; −1
 */
import { largestMagnitude } from '../../theme/scales.js';
import { candidatesOf, mostProbable } from './candidates.js';

/** @param {Numbers} numbers @param {number} step @returns {Float64Array} the row */
export const rowOf = ({ values, shape }, step) => values.subarray(step * shape[1], (step + 1) * shape[1]);

/** @param {ArrayLike<number>} values */
function norm(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

/**
 * @param {Trace} trace
 * @param {{first: number, count: number, read: number | null, shown: Map<number, number[]>, calm: boolean}} options
 *   shown: the candidates so far, by step; calm: they keep their places
 * @returns {Scene}
 */
export function sceneOf(trace, { first, count, read, shown, calm }) {
  const columns = Array.from({ length: Math.min(count, trace.T - first) }, (_, i) => {
    const step = first + i;
    const column = columnOf(trace, step, calm ? shown.get(step) : undefined);
    shown.set(
      step,
      column.candidates.map(({ id }) => id),
    );
    return { ...column, awaited: read !== null && step > read };
  });
  const bounded = trace.cell !== 'rnn' || trace.activation === 'tanh';
  const largest = bounded ? 1 : Math.max(...trace.layersData.map(({ hidden }) => largestMagnitude(hidden.values)));
  return {
    columns,
    hidden: trace.H,
    layers: trace.layers,
    largestState: largest,
    begins: first === 0,
    ends: first + columns.length >= trace.T,
    read: read === null ? -1 : read - first,
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
    fromBelow: ofLayers(({ inputProjection }) => inputProjection),
    fromPast: ofLayers(({ recurrentProjection }) => recurrentProjection),
    gradient: ofLayers(({ backward }) => backward.hidden),
    gradientFromOutput: ofLayers(({ backward }) => backward.hiddenFromOutput),
    gradientFromFuture: ofLayers(({ backward }) => backward.hiddenFromFuture),
  };
}
