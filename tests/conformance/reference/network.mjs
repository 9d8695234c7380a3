// The network of the reference: forward pass and backpropagation through time, by simple loops in float64.

import { backwardStep, forwardStep } from './cells.mjs';
import { add, addOuter, affine, transposedTimes } from './linear.mjs';

/** @typedef {import('../case.mjs').Case} Case */
/** @typedef {import('../case.mjs').Sequence} Sequence */
/** @typedef {import('./cells.mjs').State} State */
/** @typedef {Record<string, Float64Array>} Named parameters or gradients by name */
/** @typedef {{layers: import('./cells.mjs').Step[], logProbabilities: number[]}} TimeStep */
/** @typedef {{steps: TimeStep[], loss: number, end: State[]}} Forward of one sequence; the loss is the sum, nats */

/**
 * @param {Case['model']} model
 * @param {Named} named
 * @param {number} layer
 */
function layerWeights({ bias, hiddenSize: H, cell }, named, layer) {
  const none = new Float64Array({ rnn: 1, gru: 3, lstm: 4 }[cell] * H);
  return {
    Wih: named[`weight_ih_l${layer}`],
    Whh: named[`weight_hh_l${layer}`],
    bih: bias ? named[`bias_ih_l${layer}`] : none,
    bhh: bias ? named[`bias_hh_l${layer}`] : none,
  };
}

/**
 * @param {Case['model']} model
 * @param {Sequence} sequence
 * @returns {State[]} of each layer before the first step
 */
export function startState({ layers, hiddenSize: H }, { initialState }) {
  /** @type {(values: Float64Array | undefined, layer: number) => number[]} */
  const part = (values, layer) => Array.from({ length: H }, (_, j) => values?.[layer * H + j] ?? 0);
  return Array.from({ length: layers }, (_, k) => ({ h: part(initialState?.h, k), c: part(initialState?.c, k) }));
}

/**
 * @param {number[]} logits
 * @returns {number[]} log softmax
 */
function logSoftmax(logits) {
  const maximum = Math.max(...logits);
  const logSum = maximum + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - maximum), 0));
  return logits.map((logit) => logit - logSum);
}

/**
 * @param {Case['model']} model
 * @param {Named} parameters
 * @param {Pick<Sequence, 'inputs' | 'targets'>} window
 * @param {State[]} start
 * @returns {Forward}
 */
export function forward(model, parameters, { inputs, targets }, start) {
  const noBias = new Float64Array(model.vocabularySize);
  let state = start;
  let loss = 0;
  const steps = Array.from(inputs, (id, t) => {
    /** @type {number[]} */
    let x = Array.from({ length: model.vocabularySize }, (_, i) => (i === id ? 1 : 0));
    const layers = state.map((before, k) => {
      const step = forwardStep(model, layerWeights(model, parameters, k), x, before);
      x = step.after.h;
      return step;
    });
    state = layers.map(({ after }) => after);
    const logProbabilities = logSoftmax(affine(parameters.weight_out, x, parameters.bias_out ?? noBias));
    loss -= logProbabilities[targets[t]];
    return { layers, logProbabilities };
  });
  return { steps, loss, end: state };
}

/**
 * Backpropagation through time; nothing comes from behind the last step.
 * @param {Case['model']} model
 * @param {Named} parameters
 * @param {Forward} pass
 * @param {Int32Array} targets
 * @returns {Named} gradient of the summed loss
 */
function backward(model, parameters, { steps }, targets) {
  const gradients = mapNamed(parameters, (values) => new Float64Array(values.length));
  const { layers, hiddenSize: H } = model;
  const zero = () => new Array(H).fill(0);
  let fromFuture = Array.from({ length: layers }, () => ({ h: zero(), c: zero() }));
  for (let t = steps.length - 1; t >= 0; --t) {
    const { logProbabilities, layers: records } = steps[t];
    const dLogits = logProbabilities.map((logP, id) => Math.exp(logP) - (id === targets[t] ? 1 : 0));
    addOuter(gradients.weight_out, dLogits, records[layers - 1].after.h);
    if (model.bias) add(gradients.bias_out, dLogits);
    let fromAbove = transposedTimes(parameters.weight_out, dLogits);
    const toPast = [...fromFuture];
    for (let k = layers - 1; k >= 0; --k) {
      add(fromAbove, fromFuture[k].h);
      const dAfter = { h: fromAbove, c: fromFuture[k].c };
      const into = layerWeights(model, gradients, k);
      const back = backwardStep(model, layerWeights(model, parameters, k), into, records[k], dAfter);
      [fromAbove, toPast[k]] = [back.x, back.before];
    }
    fromFuture = toPast;
  }
  return gradients;
}

/**
 * @param {Named} named
 * @param {(values: Float64Array, name: string) => Float64Array} change
 * @returns {Named}
 */
export function mapNamed(named, change) {
  return Object.fromEntries(Object.entries(named).map(([name, values]) => [name, change(values, name)]));
}

/**
 * One optimizer's view of a set of sequences: their loss and gradient from given states on.
 * @param {Case['model']} model
 * @param {Named} parameters
 * @param {Pick<Sequence, 'inputs' | 'targets'>[]} sequences
 * @param {State[][]} states of each sequence
 * @returns {{loss: number, tokens: number, gradients: Named, ends: State[][]}} sums over all tokens
 */
export function lossAndGradients(model, parameters, sequences, states) {
  const passes = sequences.map((sequence, s) => forward(model, parameters, sequence, states[s]));
  const total = mapNamed(parameters, (values) => new Float64Array(values.length));
  passes.forEach((pass, s) => {
    const gradients = backward(model, parameters, pass, sequences[s].targets);
    for (const [name, values] of Object.entries(gradients)) add(total[name], values);
  });
  return {
    loss: passes.reduce((sum, pass) => sum + pass.loss, 0),
    tokens: sequences.reduce((sum, { inputs }) => sum + inputs.length, 0),
    gradients: total,
    ends: passes.map(({ end }) => end),
  };
}

/**
 * @param {Case['model']} model
 * @param {Named} parameters
 * @param {Sequence[]} sequences
 * @returns {number} nats per token
 */
export function meanLoss(model, parameters, sequences) {
  const passes = sequences.map((sequence) => forward(model, parameters, sequence, startState(model, sequence)));
  const tokens = sequences.reduce((sum, { inputs }) => sum + inputs.length, 0);
  return passes.reduce((sum, { loss }) => sum + loss, 0) / tokens;
}
