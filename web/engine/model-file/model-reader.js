/**
 * Reads what model-file.js describes. Everything is checked: a model that was read can be trained without further checks.
 */
import { concatenated } from '../dataset.js';
import { engineSettings, resolve } from '../engine-settings.js';
import { SettingsError } from '../errors.js';
import { optimizers } from '../optimizers.js';
import { checked } from '../settings-schema.js';
import { fileError } from './file-error.js';
import { parseFlatObject, parseStrings } from './json.js';
import {
  ADDED_SETTINGS,
  COUNTERS,
  FORMAT,
  HISTORY_COLUMNS,
  UPDATE_COLUMNS,
  VERSION,
  WEIGHTS_ONLY,
} from './model-file.js';
import { numbersOf, parse } from './safetensors.js';

/**
 * @typedef {import('./model-file.js').ModelFile} ModelFile
 * @typedef {import('./model-file.js').Checkpoint} Checkpoint
 * @typedef {import('./model-file.js').Evaluations} Evaluations
 * @typedef {import('./model-file.js').PackedSequences} PackedSequences
 * @typedef {import('../types.js').EngineSettings} EngineSettings
 * @typedef {import('../types.js').ParameterInfo} ParameterInfo
 * @typedef {import('./json.js').JsonScalar} JsonScalar
 * @typedef {import('./safetensors.js').Contents} Contents
 * @typedef {import('./safetensors.js').Dtype} Dtype
 */

/** Counters stay exact as numbers up to here. */
const MAX_COUNT = 2 ** 53;
const MAX_INT32 = 2 ** 31 - 1;
/** Objects and lists in each other. */
const MAX_META_DEPTH = 1000;

/** @typedef {{training: PackedSequences, heldOut: PackedSequences}} Data */

/**
 * @param {Uint8Array} bytes
 * @param {(settings: EngineSettings, vocabularySize: number) => ParameterInfo[]} layoutOf the parameters of such a network
 * @param {Data} [data] of a checkpoint, which has none
 * @returns {ModelFile}
 * @throws {import('../errors.js').EngineError} 'badFile'
 */
export function readModelFile(bytes, layoutOf, data) {
  const { tensors, metadata } = parse(bytes);
  const source = new TensorSource(tensors);
  if (metadata.get('format') !== FORMAT) throw fileError('not-a-model');
  const version = metadata.get('version') ?? '';
  if (version !== VERSION) throw fileError('unknown-version', version);
  if (metadata.get('contents') === WEIGHTS_ONLY) throw fileError('weights-only');
  const settings = readSettings(metadata.get('settings') ?? '');
  const vocabularySize = readVocabularySize(metadata.get('vocabularySize') ?? '');
  const layout = layoutOf(settings, vocabularySize);
  // The parameters first: they confirm V before V strings are read.
  for (const { name, shape } of layout) source.expect(name, dtypeOf(settings), shape);
  const tokens = readTokens(metadata.get('tokens'), vocabularySize);
  const training = data?.training ?? readDataset(source, 'training.', settings, vocabularySize);
  const heldOut = data?.heldOut ?? readDataset(source, 'held_out.', settings, vocabularySize);
  const history = readHistory(source);
  const updates = source.has('updates') ? readUpdates(source) : undefined;
  const text = source.has('text') ? source.take('text', 'U8', [undefined]) : metadata.get('text');
  const checkpoint = {
    ...readParameters(source, settings, layout),
    ...readPosition(source, metadata.get('training') ?? '', settings, training),
    random: readRandom(source),
  };
  source.assertUsedUp();
  return {
    settings,
    vocabularySize,
    tokens,
    meta: readMeta(metadata.get('meta')),
    text,
    training,
    heldOut,
    history,
    updates,
    checkpoint,
  };
}

/** Gives the tensors of a file one by one. */
class TensorSource {
  #tensors;
  #taken = new Set();

  /** @param {Contents['tensors']} tensors */
  constructor(tensors) {
    this.#tensors = tensors;
  }

  /** @param {string} name */
  has(name) {
    return this.#tensors.has(name);
  }

  /**
   * @param {string} name
   * @param {Dtype} dtype
   * @param {readonly (number | undefined)[]} shape undefined: of any size
   * @returns {import('./safetensors.js').Tensor}
   */
  expect(name, dtype, shape) {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw fileError('missing-tensor', name);
    if (tensor.dtype !== dtype) throw fileError('wrong-type', name);
    const fits = (/** @type {number} */ size, /** @type {number} */ i) => shape[i] === undefined || shape[i] === size;
    if (tensor.shape.length !== shape.length || !tensor.shape.every(fits)) throw fileError('wrong-shape', name);
    return tensor;
  }

  /**
   * Its numbers.
   * @template {Dtype} D
   * @param {string} name
   * @param {D} dtype
   * @param {readonly (number | undefined)[]} shape
   */
  take(name, dtype, shape) {
    const { data } = this.expect(name, dtype, shape);
    this.#taken.add(name);
    return numbersOf({ dtype, data });
  }

  assertUsedUp() {
    for (const name of this.#tensors.keys()) if (!this.#taken.has(name)) throw fileError('unexpected-tensor', name);
  }
}

/** Of the parameters. @param {EngineSettings} settings */
const dtypeOf = ({ precision }) => (precision === 'float32' ? 'F32' : 'F64');

/** One after the other, in double. @param {(Float32Array | Float64Array)[]} parts */
const joined = (parts) => /** @type {Float64Array} */ (concatenated(parts, Float64Array));

// --- metadata ---------------------------------------------------------------------

/** @param {string} text @returns {EngineSettings} */
function readSettings(text) {
  const object = parseFlatObject(text);
  if (!object) throw fileError('bad-json', 'settings');
  for (const name of Object.keys(engineSettings))
    if (!object.has(name) && !ADDED_SETTINGS.has(name)) throw fileError('bad-setting', name);
  const entries = Array.from(object, ([name, value]) => [name, readSetting(name, value)]);
  return resolve(Object.fromEntries(entries));
}

/** @param {string} name @param {JsonScalar} scalar */
function readSetting(name, scalar) {
  if (!Object.hasOwn(engineSettings, name)) throw fileError('bad-setting', name);
  const row = engineSettings[/** @type {keyof EngineSettings} */ (name)];
  // An integer is written as one: 2.0 is none.
  if (row.type === 'integer' && scalar.kind === 'number') throw fileError('bad-setting', name);
  const value = typeof scalar.value === 'bigint' ? Number(scalar.value) : scalar.value;
  try {
    return checked(name, value, row);
  } catch (error) {
    throw error instanceof SettingsError ? fileError('bad-setting', name) : error;
  }
}

/** @param {string} text */
function readVocabularySize(text) {
  const size = /^\d+$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > MAX_INT32) throw fileError('bad-setting', 'vocabularySize');
  return size;
}

/** @param {string | undefined} text @param {number} vocabularySize */
function readTokens(text, vocabularySize) {
  const tokens = text === undefined ? [] : parseStrings(text, vocabularySize);
  if (!tokens) throw fileError('bad-tokens', 'tokens');
  return tokens;
}

/**
 * Other programs may have written it: what is no JSON object, or too deep to be cloned and written again, is not ours.
 * @param {string | undefined} text
 * @returns {Record<string, unknown>}
 */
function readMeta(text = '') {
  try {
    const meta = JSON.parse(text);
    const isObject = typeof meta === 'object' && meta !== null && !Array.isArray(meta);
    return isObject && isShallow(meta, MAX_META_DEPTH) ? meta : {};
  } catch {
    return {};
  }
}

/** @param {unknown} value @param {number} levels @returns {boolean} */
function isShallow(value, levels) {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1));
}

// --- data and history ---------------------------------------------------------------

/**
 * @param {TensorSource} source
 * @param {string} prefix
 * @param {EngineSettings} settings
 * @param {number} vocabularySize
 * @returns {PackedSequences}
 */
function readDataset(source, prefix, { layers, hiddenSize }, vocabularySize) {
  const lengths = Array.from(source.take(`${prefix}lengths`, 'I64', [undefined]), Number);
  const inputs = source.take(`${prefix}inputs`, 'I32', [undefined]);
  const targets = source.take(`${prefix}targets`, 'I32', [inputs.length]);
  const isId = (/** @type {number} */ id) => id >= -1 && id < vocabularySize;
  if (!inputs.every(isId)) throw fileError('bad-value', `${prefix}inputs`);
  if (!targets.every(isId)) throw fileError('bad-value', `${prefix}targets`);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (lengths.some((length) => length < 1) || total !== inputs.length) throw fileError('bad-value', `${prefix}lengths`);
  const states = (/** @type {string} */ name) =>
    source.has(name) ? source.take(name, 'F64', [lengths.length, layers * hiddenSize]) : new Float64Array(0);
  const hidden = states(`${prefix}initial_hidden`);
  const cell = states(`${prefix}initial_cell`);
  return { lengths: Int32Array.from(lengths), inputs, targets, hidden, cell };
}

/** @param {TensorSource} source @returns {Evaluations} */
function readHistory(source) {
  const { halved, ...rest } = readTable(source, 'history', HISTORY_COLUMNS);
  const { epoch, step } = rest;
  if (!epoch.every(isPlace) || !step.every(isCount) || !halved.every((value) => value === 0 || value === 1))
    throw fileError('bad-value', 'history');
  return { ...rest, halved: Uint8Array.from(halved) };
}

/** @param {TensorSource} source @returns {import('../types.js').Running} */
function readUpdates(source) {
  const updates = readTable(source, 'updates', UPDATE_COLUMNS);
  if (!updates.step.every(isCount)) throw fileError('bad-value', 'updates');
  return updates;
}

/**
 * @template {string} Name
 * @param {TensorSource} source
 * @param {string} name
 * @param {readonly Name[]} columns
 * @returns {Record<Name, Float64Array>}
 */
function readTable(source, name, columns) {
  const numbers = source.take(name, 'F64', [undefined, columns.length]);
  const entries = columns.map((column, at) => [column, numbers.filter((_, i) => i % columns.length === at)]);
  return Object.fromEntries(entries);
}

/** @param {number} value */
const isPlace = (value) => value >= 0 && value <= MAX_COUNT;

/** @param {number} value */
const isCount = (value) => Number.isInteger(value) && isPlace(value);

// --- the checkpoint -------------------------------------------------------------------

/**
 * @param {TensorSource} source
 * @param {EngineSettings} settings
 * @param {ParameterInfo[]} layout
 */
function readParameters(source, settings, layout) {
  const take = (/** @type {string} */ prefix) =>
    joined(layout.map(({ name, shape }) => source.take(prefix + name, dtypeOf(settings), shape)));
  const moment = (/** @type {'first' | 'second'} */ which) => {
    const moments = /** @type {readonly string[]} */ (optimizers[settings.optimizer].moments);
    return moments.includes(which) ? take(`optimizer.${which}.`) : new Float64Array(0);
  };
  return { parameters: take(''), firstMoment: moment('first'), secondMoment: moment('second') };
}

/**
 * @param {TensorSource} source
 * @param {string} text
 * @param {EngineSettings} settings
 * @param {PackedSequences} training
 */
function readPosition(source, text, settings, { lengths }) {
  const counters = readCounters(text, lengths.length);
  const order = readOrder(source, lengths.length);
  const { firstSequence, windowBegin } = counters;
  if (order.length === 0 && (firstSequence > 0 || windowBegin > 0)) throw fileError('bad-value', 'training.order');
  const state = readState(
    source,
    counters,
    settings,
    Array.from(order, (sequence) => lengths[sequence]),
  );
  const lossName = 'training.last_recorded_loss';
  const lastRecordedLoss = source.has(lossName) ? source.take(lossName, 'F64', []) : new Float64Array(0);
  return { ...counters, order, ...state, lastRecordedLoss };
}

/**
 * @param {string} text a JSON object
 * @param {number} sequences
 * @returns {Pick<Checkpoint, typeof COUNTERS[number]>}
 */
function readCounters(text, sequences) {
  const object = parseFlatObject(text);
  if (!object) throw fileError('bad-json', 'training');
  const limits = /** @type {Partial<Record<string, number>>} */ ({
    firstSequence: Math.max(sequences - 1, 0),
    windowBegin: MAX_INT32,
  });
  const entries = COUNTERS.map((name) => {
    const scalar = object.get(name);
    object.delete(name);
    if (name === 'evaluated' && scalar?.kind === 'boolean') return [name, scalar.value];
    const count = name !== 'evaluated' && typeof scalar?.value === 'bigint' ? scalar.value : -1n;
    if (count < 0n || count > BigInt(limits[name] ?? MAX_COUNT)) throw fileError('bad-value', `training.${name}`);
    return [name, Number(count)];
  });
  for (const name of object.keys()) throw fileError('bad-value', `training.${name}`);
  return Object.fromEntries(entries);
}

/**
 * A permutation of the sequences, or empty between two epochs.
 * @param {TensorSource} source
 * @param {number} sequences
 */
function readOrder(source, sequences) {
  const order = Array.from(source.take('training.order', 'I64', [undefined]), Number);
  const isPermutation =
    new Set(order).size === sequences &&
    order.length === sequences &&
    order.every((sequence) => sequence >= 0 && sequence < sequences);
  if (order.length > 0 && !isPermutation) throw fileError('bad-value', 'training.order');
  return Int32Array.from(order);
}

/**
 * The state before the window at windowBegin, which must lie within the batch.
 * @param {TensorSource} source
 * @param {{firstSequence: number, windowBegin: number}} counters
 * @param {EngineSettings} settings
 * @param {number[]} lengths of the sequences in this epoch's order
 * @returns {{hidden: Float64Array, cell: Float64Array}} layer by layer, sequence by sequence
 */
function readState(source, { firstSequence, windowBegin }, settings, lengths) {
  const none = new Float64Array(0);
  if (windowBegin === 0) return { hidden: none, cell: none };
  const batch = lengths.slice(firstSequence, firstSequence + (settings.batchSize || lengths.length));
  const steps = batch.reduce((most, length) => Math.max(most, length), 0);
  if (windowBegin >= steps) throw fileError('bad-value', 'training.windowBegin');
  const take = (/** @type {string} */ name) =>
    joined(
      Array.from({ length: settings.layers }, (_, k) =>
        source.take(`${name}${k}`, dtypeOf(settings), [batch.length, settings.hiddenSize]),
      ),
    );
  return { hidden: take('state.hidden_l'), cell: settings.cell === 'lstm' ? take('state.cell_l') : none };
}

/** @param {TensorSource} source @returns {Uint32Array} the lower half of each word first */
function readRandom(source) {
  const words = source.take('random.state', 'U64', [4]);
  // The all-zero state is a fixed point of the generator, xoshiro256**.
  if (words.every((word) => word === 0n)) throw fileError('bad-value', 'random.state');
  return new Uint32Array(words.buffer);
}
