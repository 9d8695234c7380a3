// Reads a conformance case and refuses anything that is not one, naming the field and the reason.
// The form is described in tests/conformance/README.md.

import * as check from './checks.mjs';
import { checkExpect } from './expect.mjs';
import { checkTraining } from './training.mjs';

/** @typedef {'rnn' | 'gru' | 'lstm'} Cell */
/**
 * @typedef {object} Model
 * @property {Cell} cell
 * @property {'tanh' | 'relu' | 'identity' | 'listing' | null} activation null for gru and lstm
 * @property {number} vocabularySize V
 * @property {number} hiddenSize H
 * @property {number} layers L
 * @property {boolean} bias
 */
/** @typedef {{name: string, shape: number[], values: Float64Array}} Parameter row-major */
/**
 * @typedef {object} Sequence
 * @property {Int32Array} inputs T token ids
 * @property {Int32Array} targets T token ids
 * @property {{h: Float64Array, c?: Float64Array}} [initialState] L·H each, layer by layer
 */
/**
 * @typedef {object} Case
 * @property {string} name
 * @property {'float32' | 'float64'} precision
 * @property {Model} model
 * @property {Parameter[]} parameters
 * @property {Sequence[]} sequences
 * @property {import('./training.mjs').Training | null} train
 * @property {Record<string, unknown>} expect
 * @property {number} tolerance
 * @property {string[]} remarks unknown fields that hold only text and were left out
 */

const fields = [
  'name',
  'source',
  'precision',
  'model',
  'parameters',
  'initialState',
  'sequences',
  'train',
  'tolerance',
  'expect',
];

/**
 * @param {string} text of the file
 * @returns {Case}
 * @throws {check.InvalidCase}
 */
export function parseCase(text) {
  const problems = new check.Problems();
  let raw;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new check.InvalidCase([`not JSON: ${/** @type {Error} */ (error).message}`]);
  }
  if (!check.isObject(raw)) {
    throw new check.InvalidCase([`the file: expected an object, got ${check.describe(raw)}`]);
  }
  const remarks = checkFields(problems, raw);
  const name = checkName(problems, raw.name);
  const precision = check.choice(problems, 'precision', raw.precision, ['float64', 'float32']);
  const tolerance = check.number(problems, 'tolerance', raw.tolerance, { minimum: 0 });
  const model = checkModel(problems, raw.model);
  problems.throwIfAny(); // every shape below depends on the model

  const parameters = checkParameters(problems, raw.parameters, model);
  const sequences = checkSequences(problems, raw.sequences, model.vocabularySize);
  problems.throwIfAny(); // the initial state and the batch depend on the sequences

  checkInitialState(problems, raw.initialState, model, sequences);
  const train = checkTraining(problems, raw.train, sequences);
  const expect = checkExpect(problems, raw.expect);
  problems.throwIfAny();
  return { name, precision, model, parameters, sequences, train, expect, tolerance, remarks };
}

/**
 * A misspelt field could hold what the engine must use, so only text (a note, a source) is let by.
 * @param {check.Problems} problems
 * @param {Record<string, unknown>} raw
 * @returns {string[]}
 */
function checkFields(problems, raw) {
  const remarks = [];
  for (const [field, value] of Object.entries(raw)) {
    if (fields.includes(field)) continue;
    if (typeof value === 'string') remarks.push(`${field}: unknown field, left out: ${value}`);
    else problems.add(field, `unknown field; expected only ${fields.join(', ')}`);
  }
  return remarks;
}

/**
 * @param {check.Problems} problems
 * @param {unknown} name
 * @returns {string}
 */
function checkName(problems, name) {
  if (typeof name === 'string' && /^\S+$/.test(name)) return name;
  problems.add('name', `expected a word without spaces, got ${check.describe(name)}`);
  return '';
}

/**
 * @param {check.Problems} problems
 * @param {unknown} value
 * @returns {Model}
 */
function checkModel(problems, value) {
  const raw = check.object(problems, 'model', value);
  const names = ['cell', 'activation', 'vocabularySize', 'hiddenSize', 'layers', 'bias'];
  check.onlyKnown(problems, 'model', raw, names);
  const cell = check.choice(problems, 'model.cell', raw.cell, ['rnn', 'gru', 'lstm']);
  /** @type {Model['activation']} */
  let activation = null;
  if (cell === 'rnn') {
    const activations = /** @type {const} */ (['tanh', 'relu', 'identity', 'listing']);
    activation = check.choice(problems, 'model.activation', raw.activation, activations);
  } else if (raw.activation !== null && raw.activation !== undefined) {
    const got = check.describe(raw.activation);
    problems.add('model.activation', `expected null, got ${got}: a ${cell} has its own`);
  }
  return {
    cell,
    activation,
    vocabularySize: check.integer(problems, 'model.vocabularySize', raw.vocabularySize, 1),
    hiddenSize: check.integer(problems, 'model.hiddenSize', raw.hiddenSize, 1),
    layers: check.integer(problems, 'model.layers', raw.layers, 1),
    bias: check.boolean(problems, 'model.bias', raw.bias),
  };
}

/**
 * The parameters a model has, with PyTorch's names and shapes.
 * @param {Model} model
 * @returns {{name: string, shape: number[]}[]}
 */
export function parameterShapes({ cell, vocabularySize: V, hiddenSize: H, layers, bias }) {
  const rows = { rnn: 1, gru: 3, lstm: 4 }[cell] * H;
  const shapes = [];
  for (let layer = 0; layer < layers; ++layer) {
    shapes.push({ name: `weight_ih_l${layer}`, shape: [rows, layer === 0 ? V : H] });
    shapes.push({ name: `weight_hh_l${layer}`, shape: [rows, H] });
    if (bias) shapes.push({ name: `bias_ih_l${layer}`, shape: [rows] });
    if (bias) shapes.push({ name: `bias_hh_l${layer}`, shape: [rows] });
  }
  shapes.push({ name: 'weight_out', shape: [V, H] });
  if (bias) shapes.push({ name: 'bias_out', shape: [V] });
  return shapes;
}

/**
 * @param {check.Problems} problems
 * @param {unknown} value
 * @param {Model} model
 * @returns {Parameter[]}
 */
function checkParameters(problems, value, model) {
  const raw = check.object(problems, 'parameters', value);
  const shapes = parameterShapes(model);
  for (const name of Object.keys(raw)) {
    if (shapes.some((parameter) => parameter.name === name)) continue;
    const reason = `${model.layers} ${model.cell} layer(s), bias ${model.bias}, have none of that name`;
    problems.add(`parameters.${name}`, reason);
  }
  return shapes.map(({ name, shape }) => ({
    name,
    shape,
    values: check.tensor(problems, `parameters.${name}`, raw[name], shape),
  }));
}

/**
 * @param {check.Problems} problems
 * @param {unknown} value
 * @param {number} vocabularySize
 * @returns {Sequence[]}
 */
function checkSequences(problems, value, vocabularySize) {
  if (!Array.isArray(value) || value.length === 0) {
    problems.add('sequences', `expected at least one, got ${check.describe(value)}`);
    return [];
  }
  return value.map((element, index) => {
    const path = `sequences[${index}]`;
    const raw = check.object(problems, path, element);
    check.onlyKnown(problems, path, raw, ['inputs', 'targets']);
    const inputs = checkIds(problems, `${path}.inputs`, raw.inputs, vocabularySize);
    const targets = checkIds(problems, `${path}.targets`, raw.targets, vocabularySize);
    if (inputs.length !== targets.length) {
      const reason = `expected ${inputs.length} ids, as many as inputs, got ${targets.length}`;
      problems.add(`${path}.targets`, reason);
    }
    return { inputs, targets };
  });
}

/**
 * @param {check.Problems} problems
 * @param {string} path
 * @param {unknown} value
 * @param {number} vocabularySize
 * @returns {Int32Array}
 */
function checkIds(problems, path, value, vocabularySize) {
  if (!Array.isArray(value) || value.length === 0) {
    problems.add(path, `expected at least one token id, got ${check.describe(value)}`);
    return new Int32Array(0);
  }
  return Int32Array.from(value, (id, t) => check.integer(problems, `${path}[${t}]`, id, 0, vocabularySize - 1));
}

/**
 * Gives each sequence its part of the state, which the file lists by layer and then by sequence.
 * @param {check.Problems} problems
 * @param {unknown} value
 * @param {Model} model
 * @param {Sequence[]} sequences
 */
function checkInitialState(problems, value, model, sequences) {
  if (value === null || value === undefined) return;
  const raw = check.object(problems, 'initialState', value);
  const { hiddenSize: H, layers: L, cell } = model;
  const kinds = cell === 'lstm' ? ['h', 'c'] : ['h'];
  check.onlyKnown(problems, 'initialState', raw, kinds);
  const shape = [L, sequences.length, H];
  const [h, c] = kinds.map((kind) => check.tensor(problems, `initialState.${kind}`, raw[kind], shape));
  sequences.forEach((sequence, index) => {
    /** @type {(all: Float64Array) => Float64Array} */
    const part = (all) =>
      Float64Array.from({ length: L * H }, (_, k) => {
        const layer = Math.floor(k / H);
        return all[(layer * sequences.length + index) * H + (k % H)];
      });
    sequence.initialState = c ? { h: part(h), c: part(c) } : { h: part(h) };
  });
}
