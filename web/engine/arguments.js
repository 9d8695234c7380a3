/**
 * The arguments of calls that read a model, checked by the rules of the tables of settings, so that errors read the same.
 */
import { cut } from './chunks.js';
import { checkedSequence } from './dataset.js';
import { engineSettings } from './engine-settings.js';
import { EngineError } from './errors.js';
import { checked } from './settings-schema.js';

/**
 * @typedef {import('./model.js').Model} Model
 * @typedef {import('./dataset.js').CheckedSequence} CheckedSequence
 */

/**
 * @param {string} name for the error
 * @param {unknown} value
 * @param {{default?: number, min: number, max: number}} range without a default the value must be given
 * @returns {number}
 */
export function integer(name, value, { default: fallback, min, max }) {
  if (value === undefined && fallback !== undefined) return fallback;
  return /** @type {number} */ (checked(name, value, { type: 'integer', min, max }));
}

/**
 * @param {string} name
 * @param {unknown} values
 * @param {{min: number, max: number}} range of each
 * @returns {number[]}
 */
export function integers(name, values, range) {
  const isList = Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
  if (!isList) throw new EngineError('badArgument', `${name} must be a list of integers.`, { name });
  return Array.from(/** @type {ArrayLike<unknown>} */ (values), (value) => integer(name, value, range));
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {{default: number, min: number, max: number, exclusiveMin?: true, exclusiveMax?: true}} range
 * @returns {number}
 */
export function number(name, value, range) {
  if (value === undefined) return range.default;
  return /** @type {number} */ (checked(name, value, { type: 'number', ...range }));
}

/**
 * @template {string} Choice
 * @param {string} name
 * @param {unknown} value
 * @param {readonly Choice[]} choices the first is the default
 * @returns {Choice}
 */
export function choice(name, value, choices) {
  if (value === undefined) return choices[0];
  return /** @type {Choice} */ (checked(name, value, { type: 'choice', choices }));
}

/**
 * The sequence a call is about.
 * @param {Model} model
 * @param {{sequence?: unknown, heldOut?: unknown, place?: unknown, limit?: unknown, inputs?: unknown}} args a SequenceChoice
 * @returns {CheckedSequence}
 */
export function sequenceOf(model, args) {
  const { sequence, heldOut, place, limit, inputs } = args;
  const begin = (/** @type {CheckedSequence} */ whole) =>
    limit === undefined ? whole : cut(whole, 0, integer('limit', limit, { min: 1, max: 1e9 }));
  if (sequence !== undefined) return begin(chosen('sequence', sequence, trainingAt(model, place)));
  if (heldOut !== undefined) return begin(chosen('heldOut', heldOut, model.data('heldOut')));
  if (inputs === undefined)
    throw new EngineError('badArgument', 'Say which sequence is meant: `sequence`, `heldOut` or `inputs`.');
  return checkedSequence(/** @type {import('./types.js').Sequence} */ (args), 'arguments', model.shape);
}

/** The training data, or the passages of a text from a place on. @param {Model} model @param {unknown} place */
export const trainingAt = (model, place) =>
  place === undefined ? model.data('training') : passagesOf(model).at(place);

/** @param {Model} model */
export function passagesOf({ passages }) {
  if (passages) return passages;
  throw new EngineError('badArgument', 'The model has no text.');
}

/**
 * @param {string} name
 * @param {unknown} index
 * @param {readonly CheckedSequence[]} data
 */
function chosen(name, index, data) {
  if (data.length === 0) throw new EngineError('noData', 'The model has no training data.');
  return data[integer(name, index, { min: 0, max: data.length - 1 })];
}

/**
 * Some calls keep every intermediate of whole sequences: too long ones would not fit into memory.
 * @param {Model} model
 * @param {CheckedSequence[]} sequences
 * @returns {CheckedSequence[]} the same
 * @throws {EngineError} 'tooLong'
 */
export function assertTraceFitsAll(model, sequences) {
  const { layers, hiddenSize, vocabularySize } = model.shape;
  const length = sequences.reduce((sum, { inputs }) => sum + inputs.length, 0);
  const perToken = 5 * vocabularySize + layers * (36 * hiddenSize + 60); // 60: what many small buffers take besides
  const room = Math.min(MAX_TRACE_VALUES, MAX_READING_VALUES - 2 * model.parameterCount);
  const limit = Math.max(1, Math.floor(room / perToken));
  if (length <= limit) return sequences;
  throw new EngineError(
    'tooLong',
    `These are ${length} tokens, but every number of at most ${limit} can be kept at once.`,
    { length, limit },
  );
}

/** Of 8 bytes: a few hundred megabytes. */
const MAX_TRACE_VALUES = 4e7;
/** Likewise, with the gradient of every weight and another copy of the weights: what the largest model leaves of 2 GB. */
const MAX_READING_VALUES = 7e7;

/**
 * @param {Model} model
 * @param {CheckedSequence} sequence
 * @returns {CheckedSequence} the same
 * @throws {EngineError} 'tooLong'
 */
export function assertTraceFits(model, sequence) {
  return assertTraceFitsAll(model, [sequence])[0];
}

/**
 * @param {Model} model
 * @param {unknown} value
 */
export function reductionOf(model, value) {
  if (value === undefined) return model.settings.reduction;
  return choice('reduction', value, engineSettings.reduction.choices);
}

/**
 * @param {Model} model
 * @param {unknown} name
 * @returns {import('./types.js').ParameterInfo}
 * @throws {import('./errors.js').SettingsError}
 */
export function parameterNamed(model, name) {
  const { parameters } = model;
  choice(
    'name',
    name ?? null,
    parameters.map(({ name }) => name),
  );
  return /** @type {import('./types.js').ParameterInfo} */ (parameters.find((parameter) => parameter.name === name));
}
