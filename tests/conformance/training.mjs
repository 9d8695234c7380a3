// Validates the `train` part of a conformance case.

import * as check from './checks.mjs';

/**
 * @typedef {object} Optimizer
 * @property {'sgd' | 'momentum' | 'rmsprop' | 'adagrad' | 'adam' | 'adamw'} type
 * @property {number} learningRate
 * @property {boolean} nesterov only with momentum
 * @property {Record<string, number>} constants the numbers this type has besides the learning rate
 */
/**
 * @typedef {object} Training
 * @property {'listing' | 'batch'} schedule
 * @property {number} passes over the data
 * @property {number} evaluateEvery epochs between two evaluations (`listing` only, else 0)
 * @property {number} clipNorm 0 for none
 * @property {number} truncate steps per window, 0 for whole sequences
 * @property {Optimizer} optimizer
 */

/** A fraction that still forgets: 0 ≤ x < 1. */
const fraction = { minimum: 0, below: 1 };

/**
 * The numbers of each type, with PyTorch's default where PyTorch has one that is in use.
 * @type {Record<Optimizer['type'], Record<string, {range: {minimum?: number, below?: number, above?: number}, default?: number}>>}
 */
const constantsOf = {
  sgd: {},
  momentum: { momentum: { range: fraction } },
  rmsprop: { decay: { range: fraction, default: 0.99 }, epsilon: { range: { above: 0 }, default: 1e-8 } },
  adagrad: { epsilon: { range: { above: 0 }, default: 1e-10 } },
  adam: {
    beta1: { range: fraction, default: 0.9 },
    beta2: { range: fraction, default: 0.999 },
    epsilon: { range: { above: 0 }, default: 1e-8 },
  },
  adamw: {
    beta1: { range: fraction, default: 0.9 },
    beta2: { range: fraction, default: 0.999 },
    epsilon: { range: { above: 0 }, default: 1e-8 },
    weightDecay: { range: { minimum: 0 }, default: 0.01 },
  },
};

/**
 * @param {check.Problems} problems
 * @param {unknown} value `train` of the file
 * @param {{inputs: Int32Array}[]} sequences
 * @returns {Training | null}
 */
export function checkTraining(problems, value, sequences) {
  if (value === null || value === undefined) return null;
  const raw = check.object(problems, 'train', value);
  const schedule = check.choice(problems, 'train.schedule', raw.schedule, ['listing', 'batch']);
  const listing = schedule === 'listing';
  const known = ['schedule', 'steps', 'epochs', 'reduction', 'clipNorm', 'optimizer'];
  check.onlyKnown(problems, 'train', raw, [...known, listing ? 'evaluateEvery' : 'truncate']);
  const reduction = listing ? 'sum' : 'mean';
  check.choice(problems, 'train.reduction', raw.reduction ?? reduction, [reduction]);
  if (!listing) checkEqualLengths(problems, sequences);
  return {
    schedule,
    passes: checkPasses(problems, raw, listing),
    evaluateEvery: listing ? check.integer(problems, 'train.evaluateEvery', raw.evaluateEvery, 1) : 0,
    clipNorm: orNone(raw.clipNorm, (limit) => check.number(problems, 'train.clipNorm', limit, { above: 0 })),
    truncate: orNone(listing ? null : raw.truncate, (k) => check.integer(problems, 'train.truncate', k, 1)),
    optimizer: checkOptimizer(problems, raw.optimizer),
  };
}

/**
 * @param {unknown} value
 * @param {(value: unknown) => number} read
 * @returns {number} 0 where the file has null or nothing
 */
function orNone(value, read) {
  return value === null || value === undefined ? 0 : read(value);
}

/**
 * @param {check.Problems} problems
 * @param {{inputs: Int32Array}[]} sequences
 */
function checkEqualLengths(problems, sequences) {
  const length = sequences[0].inputs.length;
  sequences.forEach(({ inputs }, index) => {
    if (inputs.length === length) return;
    const reason = `train.schedule batch needs sequences of equal length: ${length} in sequences[0]`;
    problems.add(`sequences[${index}].inputs`, `${reason}, ${inputs.length} here`);
  });
}

/**
 * Both schedules count passes over the data: `epochs` in a listing case, `steps` in a batch case.
 * @param {check.Problems} problems
 * @param {Record<string, unknown>} raw
 * @param {boolean} listing
 * @returns {number}
 */
function checkPasses(problems, raw, listing) {
  const [usual, other] = listing ? ['epochs', 'steps'] : ['steps', 'epochs'];
  const field = (raw[usual] ?? raw[other] ?? null) === (raw[usual] ?? null) ? usual : other;
  if (raw[field] !== (raw[other] ?? raw[field])) {
    problems.add(`train.${other}`, `contradicts train.${usual}: both count passes over the data`);
  }
  return check.integer(problems, `train.${field}`, raw[field], 0);
}

/**
 * @param {check.Problems} problems
 * @param {unknown} value
 * @returns {Optimizer}
 */
function checkOptimizer(problems, value) {
  const path = 'train.optimizer';
  const raw = check.object(problems, path, value);
  const types = /** @type {Optimizer['type'][]} */ (Object.keys(constantsOf));
  const type = check.choice(problems, `${path}.type`, raw.type, types);
  const flags = type === 'momentum' ? ['nesterov'] : [];
  const names = Object.keys(constantsOf[type]);
  check.onlyKnown(problems, path, raw, ['type', 'learningRate', ...names, ...flags]);
  /** @type {Record<string, number>} */
  const constants = {};
  for (const [name, { range, default: usual }] of Object.entries(constantsOf[type])) {
    constants[name] = check.number(problems, `${path}.${name}`, raw[name] ?? usual, range);
  }
  return {
    type,
    learningRate: check.number(problems, `${path}.learningRate`, raw.learningRate, { above: 0 }),
    nesterov: check.boolean(problems, `${path}.nesterov`, raw.nesterov ?? false),
    constants,
  };
}
