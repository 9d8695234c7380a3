/** Writes what model-file.js describes. Loaded when the first file is saved. */
import { engineSettings } from '../engine-settings.js';
import { floatText, stringText } from './json.js';
import {
  ADDED_SETTINGS,
  CHECKPOINT,
  COUNTERS,
  FORMAT,
  HISTORY_COLUMNS,
  UPDATE_COLUMNS,
  VERSION,
  WEIGHTS_ONLY,
} from './model-file.js';
import { checkTokens, metaText } from './naming.js';
import { serialize, tensorOf } from './safetensors.js';

/**
 * @typedef {import('./model-file.js').ModelFile} ModelFile
 * @typedef {import('./model-file.js').Checkpoint} Checkpoint
 * @typedef {import('./model-file.js').Evaluations} Evaluations
 * @typedef {import('./model-file.js').PackedSequences} PackedSequences
 * @typedef {import('../types.js').EngineSettings} EngineSettings
 * @typedef {import('../types.js').ParameterInfo} ParameterInfo
 * @typedef {import('./safetensors.js').Tensor} Tensor
 */

/**
 * @param {import('../model.js').Model} model
 * @param {import('../metrics-recorder.js').MetricsRecorder} metrics whose record is to be found again in the file
 * @param {import('../protocol.js').SaveArguments} args
 * @returns {Uint8Array<ArrayBuffer>} the file
 * @throws {import('../errors.js').EngineError} 'badArgument'
 */
export function savedModel(model, metrics, args) {
  const { engine, settings, vocabularySize, parameters } = model;
  const { tokens = model.tokens, meta = model.meta, text = model.sourceText } = args;
  checkTokens(tokens, vocabularySize);
  const network = { settings, vocabularySize, tokens, checkpoint: engine.checkpoint() };
  if (args.weightsOnly) return writeWeightsFile(network, parameters);
  // The engine's own copy of the data: it has them as they were in the file that they came from.
  const data = { training: engine.training(), heldOut: engine.heldOut() };
  const record = { history: metrics.historyFrom(), updates: metrics.updatesFrom() };
  return writeModelFile({ ...network, meta, text, ...data, ...record }, parameters);
}

/**
 * What changes while a model is trained: as large as its weights, however long the text and the training are.
 *
 * @param {import('../model.js').Model} model
 * @param {import('../metrics-recorder.js').MetricsRecorder} metrics
 * @param {import('../protocol.js').CheckpointArguments} args
 * @returns {import('../protocol.js').CheckpointResult}
 */
export function checkpointOf({ engine, settings, vocabularySize, parameters }, metrics, { since, meta = {} }) {
  const before = performance.now();
  /** @type {Map<string, Tensor>} */
  const tensors = new Map();
  const checkpoint = engine.checkpoint();
  const [history, updates] = [metrics.historyFrom(since), metrics.updatesFrom(since)];
  addCheckpoint(tensors, checkpoint, settings, parameters);
  addRecord(tensors, history, updates);
  const metadata = networkMetadata({ settings, vocabularySize, tokens: [] }).set('contents', CHECKPOINT);
  addCounters(metadata, checkpoint, meta);
  const file = serialize({ tensors, metadata });
  const rows = history.step.length + updates.step.length;
  return { file, step: checkpoint.step, rows, milliseconds: performance.now() - before };
}

/**
 * @param {ModelFile} model
 * @param {ParameterInfo[]} layout of its parameters
 * @returns {Uint8Array<ArrayBuffer>} the file
 */
export function writeModelFile(model, layout) {
  const { settings, meta, text, training, heldOut, history, updates, checkpoint } = model;
  /** @type {Map<string, Tensor>} */
  const tensors = new Map();
  addCheckpoint(tensors, checkpoint, settings, layout);
  addDataset(tensors, 'training.', training, settings);
  addDataset(tensors, 'held_out.', heldOut, settings);
  addRecord(tensors, history, updates);
  const metadata = networkMetadata(model);
  addCounters(metadata, checkpoint, meta);
  if (typeof text === 'string') metadata.set('text', text);
  else if (text) tensors.set('text', tensorOf(text, [text.length]));
  return serialize({ tensors, metadata });
}

/**
 * The weights alone, for other programs: nothing of the data they were trained on.
 *
 * @param {Pick<ModelFile, 'settings' | 'vocabularySize' | 'tokens'> & { checkpoint: { parameters: Float64Array } }} model
 * @param {ParameterInfo[]} layout of its parameters
 * @returns {Uint8Array<ArrayBuffer>} the file
 */
function writeWeightsFile(model, layout) {
  /** @type {Map<string, Tensor>} */
  const tensors = new Map();
  addParameters(tensors, '', model.checkpoint.parameters, model.settings, layout);
  return serialize({ tensors, metadata: networkMetadata(model).set('contents', WEIGHTS_ONLY) });
}

/** @param {Pick<ModelFile, 'settings' | 'vocabularySize' | 'tokens'>} network */
function networkMetadata({ settings, vocabularySize, tokens }) {
  const metadata = new Map([
    ['format', FORMAT],
    ['version', VERSION],
    ['vocabularySize', String(vocabularySize)],
    ['settings', settingsText(settings)],
  ]);
  if (tokens.length > 0) metadata.set('tokens', `[${tokens.map(stringText).join(',')}]`);
  return metadata;
}

/** @param {Map<string, string>} metadata @param {Checkpoint} checkpoint @param {Record<string, unknown>} meta */
function addCounters(metadata, checkpoint, meta) {
  metadata.set('training', JSON.stringify(Object.fromEntries(COUNTERS.map((name) => [name, checkpoint[name]]))));
  metadata.set('meta', metaText(meta));
}

/** @param {Map<string, Tensor>} tensors @param {Evaluations} history @param {import('../types.js').Running} [updates] */
function addRecord(tensors, history, updates) {
  tensors.set('history', table(history, HISTORY_COLUMNS));
  if (updates && updates.step.length > 0) tensors.set('updates', table(updates, UPDATE_COLUMNS));
}

/** In alphabetical order, and as a C++ program writes numbers. @param {EngineSettings} settings */
function settingsText(settings) {
  const names = /** @type {(keyof EngineSettings)[]} */ (Object.keys(engineSettings))
    .filter((name) => !(ADDED_SETTINGS.has(name) && settings[name] === engineSettings[name].default))
    .sort();
  const members = names.map((name) => {
    const value = settings[name];
    const isFloat = engineSettings[name].type === 'number';
    return `${stringText(name)}:${isFloat ? floatText(Number(value)) : JSON.stringify(value)}`;
  });
  return `{${members.join(',')}}`;
}

/**
 * @param {Map<string, Tensor>} tensors
 * @param {Checkpoint} checkpoint
 * @param {EngineSettings} settings
 * @param {ParameterInfo[]} layout
 */
function addCheckpoint(tensors, checkpoint, settings, layout) {
  const { parameters, firstMoment, secondMoment, hidden, cell, order, lastRecordedLoss, random } = checkpoint;
  const addState = (/** @type {string} */ prefix, /** @type {Float64Array} */ numbers) => {
    const { layers, hiddenSize } = settings;
    const size = numbers.length / layers;
    for (let k = 0; size > 0 && k < layers; k++) {
      const layer = numbers.subarray(k * size, (k + 1) * size);
      tensors.set(`${prefix}${k}`, tensorOf(inPrecision(layer, settings), [size / hiddenSize, hiddenSize]));
    }
  };
  addParameters(tensors, '', parameters, settings, layout);
  addParameters(tensors, 'optimizer.first.', firstMoment, settings, layout);
  addParameters(tensors, 'optimizer.second.', secondMoment, settings, layout);
  addState('state.hidden_l', hidden);
  addState('state.cell_l', cell);
  tensors.set('training.order', tensorOf(BigInt64Array.from(order, BigInt), [order.length]));
  if (lastRecordedLoss.length > 0) tensors.set('training.last_recorded_loss', tensorOf(lastRecordedLoss, []));
  tensors.set('random.state', tensorOf(new BigUint64Array(random.slice().buffer), [random.length / 2]));
}

/** @param {Float64Array} numbers @param {EngineSettings} settings */
const inPrecision = (numbers, { precision }) => (precision === 'float32' ? new Float32Array(numbers) : numbers);

/**
 * @param {Map<string, Tensor>} tensors
 * @param {string} prefix
 * @param {Float64Array} numbers of all parameters, or none
 * @param {EngineSettings} settings
 * @param {ParameterInfo[]} layout
 */
function addParameters(tensors, prefix, numbers, settings, layout) {
  let at = 0;
  for (const { name, shape } of numbers.length > 0 ? layout : []) {
    const begin = at;
    at += shape.reduce((a, b) => a * b);
    tensors.set(prefix + name, tensorOf(inPrecision(numbers.subarray(begin, at), settings), shape));
  }
}

/**
 * @param {Map<string, Tensor>} tensors
 * @param {string} prefix
 * @param {PackedSequences} data
 * @param {EngineSettings} settings
 */
function addDataset(tensors, prefix, { lengths, inputs, targets, hidden, cell }, { layers, hiddenSize }) {
  const stateShape = [lengths.length, layers * hiddenSize];
  tensors.set(`${prefix}lengths`, tensorOf(BigInt64Array.from(lengths, BigInt), [lengths.length]));
  tensors.set(`${prefix}inputs`, tensorOf(inputs, [inputs.length]));
  tensors.set(`${prefix}targets`, tensorOf(targets, [targets.length]));
  if (hidden.length > 0) tensors.set(`${prefix}initial_hidden`, tensorOf(hidden, stateShape));
  if (cell.length > 0) tensors.set(`${prefix}initial_cell`, tensorOf(cell, stateShape));
}

/**
 * @template {string} Name
 * @param {Record<Name, ArrayLike<number>>} columns of equal length
 * @param {readonly Name[]} names in the order of the table
 * @returns {Tensor} rows × names
 */
function table(columns, names) {
  const rows = columns[names[0]].length;
  const numbers = Float64Array.from({ length: rows * names.length }, (_, i) => {
    return columns[names[i % names.length]][Math.floor(i / names.length)];
  });
  return tensorOf(numbers, [rows, names.length]);
}
