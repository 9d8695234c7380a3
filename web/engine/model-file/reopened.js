/** Models made of what a file has: a saved one, or one that goes on from a checkpoint. Loaded when the first file is opened. */
import { EngineError } from '../errors.js';
import { loadedCode } from '../loaded-code.js';
import { forEngine, Model, refuseTooLarge } from '../model.js';
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
 * @param {Model} fresh of the same data; it is given up
 * @param {NonNullable<import('../protocol.js').CreateArguments['checkpoint']>} checkpoint
 * @returns {{model: Model, rows: Pick<ModelFile, 'history' | 'updates'>[]}} rows: oldest first
 * @throws {EngineError} 'badFile'
 */
export function continued(module, fresh, { file: bytes, before }) {
  const { tokens, meta, sourceText, text, passages } = fresh;
  /** @type {ModelFile[]} */
  let rows;
  try {
    const data = { training: fresh.engine.training(), heldOut: fresh.engine.heldOut() };
    const read = (/** @type {Uint8Array} */ one) => readModelFile(one, module.parameterList, data);
    const file = read(bytes);
    if (file.vocabularySize !== fresh.vocabularySize) throw fileError('bad-setting', 'vocabularySize');
    rows = before ? [read(before), file] : [file];
  } finally {
    fresh.delete(); // two large ones might not fit
  }
  const model = resumed(module, { .../** @type {ModelFile} */ (rows.at(-1)), tokens, meta, text: sourceText });
  Object.assign(model, { text, passages });
  return { model, rows };
}

/**
 * A file of which a model can be made, and its data as parts of the text that they were cut from, if that is given.
 *
 * @param {import('../load.js').EngineModule} module
 * @param {import('../protocol.js').LoadArguments} args
 * @param {(corpus: typeof import('../corpus.js'), source: import('../protocol.js').TextSource) => Promise<import('../corpus.js').LongText>} readText
 * @returns {Promise<{file: ModelFile, data?: DataOfText}>}
 * @throws {EngineError} 'badFile', or 'tooLarge' as from create
 */
export async function fileAndData(module, { bytes, text }, readText) {
  if (!(bytes instanceof Uint8Array)) throw new EngineError('badArgument', 'bytes must be a Uint8Array.');
  const file = readModelFile(bytes, module.parameterList);
  refuseTooLarge(module, file.settings, file.vocabularySize, unpacked(file.training), unpacked(file.heldOut));
  if (!text) return { file };
  const corpus = await loadedCode(import('../corpus.js'), 'load');
  return { file, data: corpus.dataInFile(file, await readText(corpus, text), text) };
}

/**
 * A model as it was saved, down to the last bit.
 *
 * @param {import('../load.js').EngineModule} module
 * @param {ModelFile} file
 * @param {DataOfText} [data] the same as in the file
 * @returns {Model}
 */
export function resumed(module, { settings, vocabularySize, tokens, meta, text, training, heldOut, checkpoint }, data) {
  const parameters = module.parameterList(settings, vocabularySize);
  const engine = module.Engine.resume(forEngine(settings), vocabularySize, training, heldOut, checkpoint);
  const naming = { vocabularySize, tokens, meta, text };
  const { training: own, heldOut: held } = data ?? { training: unpacked(training), heldOut: unpacked(heldOut) };
  const model = new Model(engine, parameters, settings, naming, own, held);
  model.text = data?.description;
  model.passages = data?.passages;
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
