/** Models made of what a file has: a saved one, or one that goes on from a checkpoint. Loaded when the first file is opened. */
import { packed } from '../dataset.js';
import { engineSettings } from '../engine-settings.js';
import { EngineError } from '../errors.js';
import { handingOver } from '../handing-over.js';
import { loadedCode } from '../loaded-code.js';
import { forEngine, Model, refuseTooLarge } from '../model.js';
import { runTimeSliced } from '../scheduling.js';
import { fileError } from './file-error.js';
import { readModelFile } from './model-reader.js';

/**
 * @typedef {import('./model-file.js').ModelFile} ModelFile
 * @typedef {import('./model-file.js').PackedSequences} PackedSequences
 * @typedef {ReturnType<typeof import('../corpus.js')['dataInFile']>} DataOfText
 */

/**
 * A model goes on from a checkpoint.
 *
 * @param {import('../load.js').EngineModule} module
 * @param {Model} fresh of the same data; it is that model, or given up
 * @param {NonNullable<import('../protocol.js').CreateArguments['checkpoint']>} checkpoint
 * @param {() => void} check throws when the model is not wanted any more
 * @returns {Promise<{model: Model, rows: Pick<ModelFile, 'history' | 'updates'>[]}>} rows: oldest first
 * @throws {EngineError} 'badFile'
 */
export async function continued(module, fresh, { file: bytes, before }, check) {
  const data = { training: lengthsOf(fresh.training), heldOut: lengthsOf(fresh.heldOut) };
  /** @type {ModelFile[]} */
  let rows;
  try {
    const read = (/** @type {Uint8Array} */ one) => readModelFile(one, module.parameterList, data);
    const file = read(bytes);
    if (file.vocabularySize !== fresh.vocabularySize) throw fileError('bad-setting', 'vocabularySize');
    rows = before ? [read(before), file] : [file];
    if (tookUp(module, fresh, file)) return { model: fresh, rows };
  } catch (error) {
    fresh.delete();
    throw error;
  }
  const { tokens, meta, sourceText, text, passages, training, heldOut } = fresh;
  fresh.delete(); // two large ones might not fit
  const file = { .../** @type {ModelFile} */ (rows.at(-1)), tokens, meta, text: sourceText };
  const model = await resumed(module, file, { training, heldOut }, check);
  return { model: Object.assign(model, { text, passages }), rows };
}

/**
 * Takes up a checkpoint, unless it is of another kind of network.
 *
 * @param {import('../load.js').EngineModule} module @param {Model} fresh @param {ModelFile} file
 * @returns {boolean} whether it has
 */
function tookUp(module, fresh, { settings, checkpoint }) {
  const names = /** @type {(keyof Model['settings'])[]} */ (Object.keys(settings));
  const changed = names.filter((name) => settings[name] !== fresh.settings[name]);
  if (changed.some((name) => engineSettings[name].effect !== 'live')) return false;
  fresh.updateSettings(module, Object.fromEntries(changed.map((name) => [name, settings[name]])));
  fresh.engine.resume(checkpoint);
  return true;
}

/** All that is read of data where a file has none. @param {Model['training']} sequences @returns {PackedSequences} */
const lengthsOf = (sequences) => ({
  ...packed([]),
  lengths: Int32Array.from(sequences, ({ inputs }) => inputs.length),
});

/**
 * A file of which a model can be made, and its data, as parts of the text that they were cut from if that is given.
 *
 * @param {import('../load.js').EngineModule} module
 * @param {import('../protocol.js').LoadArguments} args
 * @param {(corpus: typeof import('../corpus.js'), source: import('../protocol.js').TextSource) => Promise<import('../corpus.js').LongText>} readText
 * @returns {Promise<{file: ModelFile, data: Parameters<typeof resumed>[2]}>}
 * @throws {EngineError} 'badFile', or 'tooLarge' as from create
 */
export async function fileAndData(module, { bytes, text }, readText) {
  if (!(bytes instanceof Uint8Array)) throw new EngineError('badArgument', 'bytes must be a Uint8Array.');
  const file = readModelFile(bytes, module.parameterList);
  const data = { training: unpacked(file.training), heldOut: unpacked(file.heldOut) };
  refuseTooLarge(module, file.settings, file.vocabularySize, data.training, data.heldOut);
  if (!text) return { file, data };
  const corpus = await loadedCode(() => import('../corpus.js'), 'load');
  return { file, data: corpus.dataInFile(file, await readText(corpus, text), text) };
}

/**
 * A model as it was saved, down to the last bit. Its data are given to the engine in slices, with the event loop in between.
 *
 * @param {import('../load.js').EngineModule} module
 * @param {ModelFile} file
 * @param {{ training: Model['training'], heldOut: Model['heldOut'] } & Partial<DataOfText>} data of the file
 * @param {() => void} check throws when the model is not wanted any more
 * @returns {Promise<Model>}
 */
export async function resumed(module, { settings, vocabularySize, tokens, meta, text, checkpoint }, data, check) {
  const parameters = module.parameterList(settings, vocabularySize);
  const engine = module.Engine.create(forEngine(settings), vocabularySize);
  try {
    await runTimeSliced(handingOver(data, engine), check);
    engine.resume(checkpoint);
  } catch (error) {
    engine.delete();
    throw error;
  }
  const naming = { vocabularySize, tokens, meta, text };
  const model = new Model(engine, parameters, settings, naming, data.training, data.heldOut);
  model.text = data.description;
  model.passages = data.passages;
  return model;
}

/**
 * The inverse of `packed`.
 * @param {PackedSequences} packed
 * @returns {import('../dataset.js').CheckedSequence[]}
 */
function unpacked({ lengths, inputs, targets, hidden, cell }) {
  const part = (/** @type {Float64Array} */ states, /** @type {number} */ i) => {
    const size = states.length / lengths.length;
    return states.slice(i * size, (i + 1) * size);
  };
  let at = 0;
  return Array.from(lengths, (length, i) => {
    const begin = at;
    at += length;
    return {
      inputs: inputs.slice(begin, at),
      targets: targets.slice(begin, at),
      hidden: part(hidden, i),
      cell: part(cell, i),
    };
  });
}
