/**
 * The reading calls about gradients: of every parameter, the gradient check, and how far gradients reach. Loaded when the first is
 * asked for.
 */
import {
  assertTraceFits,
  assertTraceFitsAll,
  choice,
  integer,
  integers,
  parameterNamed,
  reductionOf,
  sequenceOf,
} from './arguments.js';
import { cut, finished, inPieces } from './chunks.js';
import { concatenated, packed } from './dataset.js';
import { engineSettings } from './engine-settings.js';
import { asStored } from './trace.js';

/**
 * @typedef {import('./queries.js').Reader} Reader
 * @typedef {import('./dataset.js').CheckedSequence} CheckedSequence
 * @typedef {import('./types.js').GradientCheck} GradientCheck
 */

/** @template Result @typedef {import('./queries.js').TimeSliced<Result>} TimeSliced */

/** An analytic gradient is true when it agrees this well with differences of the loss, in double. */
const TOLERANCE = 1e-7;

/**
 * @param {Reader} reader
 * @param {{t: number, name: string, reduction?: string}} args and a SequenceChoice
 * @returns {TimeSliced<import('./types.js').Numbers>}
 */
export function* contribution({ model, network }, { t, name, reduction = 'sum', ...choice }) {
  const sequence = assertTraceFits(model, sequenceOf(model, choice));
  const { shape } = parameterNamed(model, name);
  const step = integer('t', t, { min: 0, max: sequence.inputs.length - 1 });
  const values = yield* finished(network.contribution(packed([sequence]), reductionOf(model, reduction), name, step));
  return { values, shape };
}

/**
 * @param {Reader} reader
 * @param {{all?: boolean, reduction?: string, name?: string}} args or a SequenceChoice
 * @returns {TimeSliced<import('./types.js').ParameterValues[]>}
 */
export function* gradients({ model, network }, { all, reduction, name, ...choice }) {
  const sequences = all ? model.data('training') : [sequenceOf(model, choice)];
  const fitting = packed(assertTraceFitsAll(model, sequences));
  const found = yield* finished(network.gradients(fitting, reductionOf(model, reduction)));
  return asStored(model, found, name);
}

/**
 * Truncation defaults to the model's own, so that the check is of the gradient training follows.
 * @param {Reader} reader
 * @param {{all?: boolean, sample?: number, seed?: number, truncate?: number}} args or a SequenceChoice
 * @returns {TimeSliced<import('./types.js').GradientCheck>}
 */
export function* gradientCheck({ model, network }, { all, sample, seed, truncate, ...choice }) {
  const { settings } = model;
  const sequences = assertTraceFitsAll(model, all ? model.data('training') : [sequenceOf(model, choice)]);
  const window = integer('truncate', truncate, { ...engineSettings.truncate, default: settings.truncate });
  const check = network.gradientCheck(
    packed(sequences),
    window,
    integer('sample', sample, { default: 20000, min: 1, max: 1e9 }),
    integer('seed', seed, { ...engineSettings.seed, default: settings.seed }),
  );
  try {
    while (!check.advance()) yield { done: check.done(), total: check.total() };
    const parameters = check.result();
    const worstRelativeError = parameters.reduce((worst, next) => largest(worst, next.worstRelativeError), 0);
    const passed = worstRelativeError <= TOLERANCE;
    const truncated = window > 0 && sequences.some(({ inputs }) => inputs.length > window);
    const reason = passed ? '' : yield* whyNot({ model, network }, sequences, truncated);
    const total = model.parameterCount;
    return { parameters, worstRelativeError, tolerance: TOLERANCE, passed, reason, checked: check.total(), total };
  } finally {
    check.delete();
  }
}

/**
 * NaN is the worst of errors.
 * @param {number} a
 * @param {number} b
 */
function largest(a, b) {
  return a >= b || Number.isNaN(a) ? a : b;
}

/**
 * @param {Reader} reader
 * @param {CheckedSequence[]} sequences
 * @param {boolean} truncated
 * @returns {TimeSliced<GradientCheck['reason']>}
 */
function* whyNot({ model, network }, sequences, truncated) {
  const { cell, activation } = model.settings;
  if (cell === 'rnn' && activation === 'listing') return 'listing';
  if (truncated) return 'truncated';
  if (cell !== 'rnn' || activation !== 'relu') return 'mismatch';
  for (const sequence of sequences) if (yield* nearKink(network, sequence)) return 'kink';
  return 'mismatch';
}

/**
 * Whether a ReLU stands so close to its corner that even the smallest differences reach across it.
 * @param {Reader['network']} network
 * @param {CheckedSequence} sequence
 * @returns {TimeSliced<boolean>}
 */
function* nearKink(network, sequence) {
  const { layersData } = yield* finished(network.trace(packed([sequence]), 'sum'));
  return layersData.some(({ preActivation }) => preActivation.values.some((value) => Math.abs(value) < 1e-5));
}

/**
 * @param {Reader} reader
 * @param {{positions?: unknown, target?: number | 'next' | 'predicted'}} args and a SequenceChoice
 * @returns {TimeSliced<{rows: import('./types.js').Influence[]}>}
 */
export function* influence({ model, network }, { positions, target = 'next', ...subject }) {
  const sequence = assertTraceFits(model, sequenceOf(model, subject));
  const { length } = sequence.inputs;
  const range = { min: 0, max: length - 1 };
  const asked = integers('positions', positions ?? [length - 1], range);
  const only = typeof target === 'number' ? integer('target', target, { min: 0, max: model.vocabularySize - 1 }) : -1;
  const of = typeof target === 'number' ? null : choice('target', target, /** @type {const} */ (['next', 'predicted']));
  const predicted = of === 'predicted' ? yield* predictedIds({ model, network }, sequence) : null;
  const rows = [];
  const job = network.singleOutputGradient(packed([sequence]));
  try {
    for (const position of asked) {
      const id = of === null ? only : (predicted ?? sequence.targets)[position];
      if (id < 0) continue; // where nothing is asked there is no logit to look at
      const progress = { done: rows.length, total: asked.length };
      while (!job.advance()) yield progress; // the forward pass, before the first
      job.backpropagateLogit(position, id);
      while (!job.advance()) yield progress;
      rows.push({ position, target: id, inputGradientNorms: job.norms() });
    }
    job.release();
    while (!job.advance()) yield { done: rows.length, total: asked.length };
  } finally {
    job.delete();
  }
  return { rows };
}

/**
 * @param {Reader} reader
 * @param {CheckedSequence} sequence
 * @returns {TimeSliced<Int32Array>} [T] most probable next tokens
 */
function* predictedIds({ model, network }, sequence) {
  const parts = yield* inPieces(model, sequence, (part) => network.predictions(part));
  return concatenated(
    parts.map(({ ids }) => ids),
    Int32Array,
  );
}

/**
 * From every step with a target in turn (or from `position` alone), the means over them. A step whose loss has no gradient
 * at all has no share of it either: it is left out of the ratios.
 * @param {Reader} reader
 * @param {{position?: number}} args and a SequenceChoice
 * @returns {TimeSliced<import('./types.js').GradientFlow>}
 */
export function* gradientFlow({ model, network }, { position, ...choice }) {
  const sequence = assertTraceFits(model, sequenceOf(model, choice));
  const length = sequence.inputs.length;
  const only = position === undefined ? -1 : integer('position', position, { min: 0, max: length - 1 });
  const from = [];
  for (let t = Math.max(only, 0); t < (only < 0 ? length : only + 1); t++) if (sequence.targets[t] >= 0) from.push(t);
  const steps = from.length > 0 ? from[from.length - 1] + 1 : 0;
  const { layers } = model.settings;
  const norms = new Mean(layers, steps);
  const ratios = new Mean(layers, steps);
  const job = network.singleOutputGradient(packed([cut(sequence, 0, steps)])); // later steps do not matter
  try {
    for (const [done, t] of from.entries()) {
      const progress = { done, total: from.length };
      while (!job.advance()) yield progress; // the forward pass, before the first
      job.backpropagateLoss(t);
      while (!job.advance()) yield progress;
      const flow = job.norms();
      for (let layer = 0; layer < layers; layer++) {
        const own = flow.subarray(layer * (t + 1), (layer + 1) * (t + 1));
        norms.add(layer, own);
        if (own[0] > 0) ratios.add(layer, own, own[0]);
      }
    }
    job.release();
    while (!job.advance()) yield { done: from.length, total: from.length };
  } finally {
    job.delete();
  }
  const counts = norms.counts.slice(0, steps); // alike in all layers
  return { norms: norms.values(), ratios: ratios.values(), counts, layers, steps, shape: [layers, steps] };
}

/** Means over origins, layer by layer and distance by distance; not-a-number where there is nothing to take one of. */
class Mean {
  /** @param {number} layers @param {number} steps */
  constructor(layers, steps) {
    this.steps = steps;
    this.sums = new Float64Array(layers * steps);
    this.counts = new Int32Array(layers * steps);
  }

  /** @param {number} layer @param {Float64Array} values by distance @param {number} [unit] they are measured in */
  add(layer, values, unit = 1) {
    const first = layer * this.steps;
    for (let k = 0; k < values.length; k++) {
      this.sums[first + k] += values[k] / unit;
      this.counts[first + k]++;
    }
  }

  values() {
    const means = new Float64Array(this.sums.length);
    for (let i = 0; i < means.length; i++) means[i] = this.sums[i] / this.counts[i];
    return means;
  }
}
