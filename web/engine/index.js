/**
 * The engine for programs: the same in a page, a worker and Node.
 *
 *     const model = await createModel({ cell: 'lstm', hiddenSize: 64 }, { training, tokens }, { worker: true });
 *     for await (const { epoch, trainingLoss } of model.train({ epochs: 100 })) console.log(epoch, trainingLoss);
 *     const { ids } = await model.generate({ inputs: [0], length: 20 });
 *     model.dispose();
 */
import { checkCreation, checkLoading, isTextSource } from './call-arguments.js';
import { EngineClient } from './client.js';
import { EngineHere } from './engine-here.js';
import { loadEngine } from './load.js';
import { bytesOf } from './model-file/model-source.js';
import { Model } from './public-model.js';
import { Session } from './session.js';

export { EngineClient };
export { EngineError, SettingsError } from './errors.js';
export { Training } from './public-model.js';
export { loadEngine, Model, Session };
export { engineSettings, resolve as resolveSettings } from './engine-settings.js';
export { generationSettings } from './generation-settings.js';
export { optimizers } from './optimizers.js';

/**
 * @typedef {import('./types.js').EngineSettings} EngineSettings
 * @typedef {import('./types.js').EngineOptions} EngineOptions
 * @typedef {import('./types.js').Sequence} Sequence
 * @typedef {import('./types.js').Status} Status
 * @typedef {import('./types.js').Update} Update
 * @typedef {import('./types.js').Trace} Trace
 */

/**
 * @typedef {object} Place where a model runs
 * @property {boolean} [worker] in a worker of its own; else in this thread, in slices of some milliseconds
 * @property {number} [workers] that compute shards of its batches beside it, at most (setting `shards`); default: one less than
 *   there are processors. The result has the same bits with any number of them
 * @property {import('./load.js').WasmSource} [wasm] another engine.wasm than the one beside this file
 */

/** @typedef {Place & import('./protocol.js').CallOptions} ModelOptions the last argument, as of every call: there is the `signal` */

/**
 * @typedef {object} Data
 * @property {Sequence[]} training
 * @property {Sequence[]} [heldOut] evaluated, never trained on
 * @property {string[]} [tokens] what the ids stand for, one for each or none; kept in the model file
 * @property {number} [vocabularySize] default: as many as tokens, or else as the ids need
 * @property {Record<string, unknown>} [meta] anything that can be written as JSON; kept in the model file
 */

/**
 * @typedef {object} LongText a text of up to 10 MB, cut into streams where the network is; `truncate` and `batchSize: 0` suit it
 * @property {string | Blob | ArrayBuffer | ArrayBufferView | Partial<import('./protocol.js').TextData>} text as it is, in whatever encoding, compressed
 *   by gzip or not; or with how it is to be read and cut. Default: characters, 32 streams, the last tenth held out
 * @property {Record<string, unknown>} [meta]
 */

/**
 * A new network.
 * @param {EngineOptions} settings what differs from the defaults of `engineSettings`
 * @param {Data | LongText} data
 * @param {ModelOptions} [options] onProgress hears how much of a long text has been read, in bytes
 * @returns {Promise<Model>}
 * @throws {import('./errors.js').SettingsError} names the setting, the value and the range
 * @throws {import('./errors.js').EngineError}
 */
export async function createModel(settings, data, options) {
  checkCreation(settings, data, options);
  const args =
    'text' in data ? { ...data, text: textFrom(data.text) } : { ...data, vocabularySize: vocabularyOf(data) };
  return modelOf('create', { ...args, settings }, options);
}

/** @param {Data} data */
const vocabularyOf = (data) => data.vocabularySize ?? (data.tokens?.length || sizeFor(data));

/** @param {LongText['text']} text */
function textFrom(text) {
  /** @type {Partial<import('./protocol.js').TextData>} */
  const given = isTextSource(text) ? { files: [{ source: bytesWithin(text) }] } : text;
  const { id = 'text', unit = 'characters', endOfSentence = 'mark', streams = 32, heldOut = 0.1 } = given;
  const files = given.files?.map((file) => ({ ...file, source: bytesWithin(file.source) }));
  return { ...given, id, unit, endOfSentence, streams, heldOut, files };
}

/** @template T @param {T | ArrayBuffer | ArrayBufferView} source @returns {T | Uint8Array} */
function bytesWithin(source) {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  return ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : source;
}

/**
 * A model from a file that `save` made; it goes on training as if there had been no break.
 * @param {import('./model-file/model-source.js').ModelSource} source the file's bytes, a Blob, a Response, or its address
 * @param {ModelOptions} [options]
 * @returns {Promise<Model>}
 * @throws {import('./errors.js').EngineError} 'badFile', with the reason in details.problem; 'loadFailed' where it cannot be had
 */
export async function loadModel(source, options) {
  checkLoading(options);
  return modelOf('load', { bytes: await bytesOf(source, options?.signal) }, options);
}

/**
 * @param {'create' | 'load'} name
 * @param {object} args of that call
 * @param {ModelOptions} [options]
 * @returns {Promise<Model>}
 */
async function modelOf(name, args, { signal, onProgress, ...place } = {}) {
  signal?.throwIfAborted();
  const { engine, ...life } = await engineIn(place);
  try {
    const info = await engine.call(name, args, { signal, onProgress });
    signal?.throwIfAborted();
    return new Model(engine, info, life);
  } catch (error) {
    life.release();
    throw error;
  }
}

/** @typedef {ConstructorParameters<typeof Model>[2]} Life */

/**
 * @param {Place} place
 * @returns {Promise<Life & {engine: import('./public-model.js').Engine}>}
 */
async function engineIn({ worker = false, workers, wasm }) {
  if (worker) {
    const client = new EngineClient({ wasm, workers });
    return {
      engine: client,
      release: () => client.dispose(),
      listen: ({ update, failure }) => {
        client.addEventListener('update', (event) => update(/** @type {CustomEvent} */ (event).detail));
        client.addEventListener('failure', (event) => failure(/** @type {CustomEvent} */ (event).detail));
      },
    };
  }
  const engine = await EngineHere.in({ workers, wasm });
  return { engine, release: () => engine.release(), listen: (receiver) => engine.listen(receiver) };
}

/**
 * @param {Data} data
 * @returns {number} the least vocabulary that has all ids
 */
function sizeFor({ training, heldOut = [] }) {
  let largest = 0;
  for (const sequences of [training, heldOut]) {
    if (!Array.isArray(sequences)) return 1; // what is no data is refused where the network is
    for (const sequence of sequences)
      for (const ids of [sequence?.inputs, sequence?.targets])
        for (let i = 0; i < ids?.length; i++) largest = Math.max(largest, ids[i]);
  }
  return Number.isFinite(largest) ? largest + 1 : 1;
}
