/** Writes what model-file.js describes. Loaded when the first file is saved. */
import { engineSettings } from '../engine-settings.js';
import { floatText, stringText } from './json.js';
import { ADDED_SETTINGS, COUNTERS, FORMAT, HISTORY_COLUMNS, VERSION } from './model-file.js';
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
 * @param {ModelFile} model
 * @param {ParameterInfo[]} layout of its parameters
 * @returns {Uint8Array<ArrayBuffer>} the file
 */
export function writeModelFile(model, layout) {
  const { settings, vocabularySize, tokens, meta, training, heldOut, history, checkpoint } = model;
  /** @type {Map<string, Tensor>} */
  const tensors = new Map();
  addCheckpoint(tensors, checkpoint, settings, layout);
  addDataset(tensors, 'training.', training, settings);
  addDataset(tensors, 'held_out.', heldOut, settings);
  addHistory(tensors, history);
  const metadata = new Map([
    ['format', FORMAT],
    ['version', VERSION],
    ['vocabularySize', String(vocabularySize)],
    ['settings', settingsText(settings)],
    ['training', JSON.stringify(Object.fromEntries(COUNTERS.map((name) => [name, checkpoint[name]])))],
    ['meta', JSON.stringify(meta)],
  ]);
  if (tokens.length > 0) metadata.set('tokens', `[${tokens.map(stringText).join(',')}]`);
  return serialize({ tensors, metadata });
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
  const inPrecision = (/** @type {Float64Array} */ numbers) =>
    settings.precision === 'float32' ? new Float32Array(numbers) : numbers;
  const addParameters = (/** @type {string} */ prefix, /** @type {Float64Array} */ numbers) => {
    let at = 0;
    for (const { name, shape } of numbers.length > 0 ? layout : []) {
      const begin = at;
      at += shape.reduce((a, b) => a * b);
      tensors.set(prefix + name, tensorOf(inPrecision(numbers.subarray(begin, at)), shape));
    }
  };
  const addState = (/** @type {string} */ prefix, /** @type {Float64Array} */ numbers) => {
    const { layers, hiddenSize } = settings;
    const size = numbers.length / layers;
    for (let k = 0; size > 0 && k < layers; k++) {
      const layer = numbers.subarray(k * size, (k + 1) * size);
      tensors.set(`${prefix}${k}`, tensorOf(inPrecision(layer), [size / hiddenSize, hiddenSize]));
    }
  };
  addParameters('', parameters);
  addParameters('optimizer.first.', firstMoment);
  addParameters('optimizer.second.', secondMoment);
  addState('state.hidden_l', hidden);
  addState('state.cell_l', cell);
  tensors.set('training.order', tensorOf(BigInt64Array.from(order, BigInt), [order.length]));
  if (lastRecordedLoss.length > 0) tensors.set('training.last_recorded_loss', tensorOf(lastRecordedLoss, []));
  tensors.set('random.state', tensorOf(new BigUint64Array(random.slice().buffer), [random.length / 2]));
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

/** @param {Map<string, Tensor>} tensors @param {Evaluations} history */
function addHistory(tensors, history) {
  const rows = history.epoch.length;
  const columns = HISTORY_COLUMNS.length;
  const numbers = Float64Array.from({ length: rows * columns }, (_, i) => {
    return history[HISTORY_COLUMNS[i % columns]][Math.floor(i / columns)];
  });
  tensors.set('history', tensorOf(numbers, [rows, columns]));
}
