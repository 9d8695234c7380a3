/**
 * The engine for programs: the same in a page, a worker and Node.
 *
 *     const model = await createModel({ cell: 'lstm', hiddenSize: 64 }, { training, tokens });
 *     for await (const { epoch, trainingLoss } of model.train({ epochs: 100 })) console.log(epoch, trainingLoss);
 *     const { ids } = await model.generate({ inputs: [0], length: 20 });
 *     model.dispose();
 */
import { EngineClient } from './client.js';
import { loadEngine } from './load.js';
import { Model } from './public-model.js';
import { Session } from './session.js';
import { workerScript } from './worker-script.js';

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

/**
 * @typedef {object} Data
 * @property {Sequence[]} training
 * @property {Sequence[]} [heldOut] evaluated, never trained on
 * @property {string[]} [tokens] what the ids stand for; kept in the model file
 * @property {number} [vocabularySize] default: as many as tokens, or else as the ids need
 * @property {Record<string, unknown>} [meta] anything that can be written as JSON; kept in the model file
 */

/**
 * @typedef {object} LongText a text of up to 10 MB, cut into streams where the network is; `truncate` and `batchSize: 0` suit it
 * @property {string | Blob | Uint8Array | Partial<import('./protocol.js').TextData>} text as it is, in whatever encoding, compressed
 *   by gzip or not; or with how it is to be read and cut. Default: characters, 32 streams, the last tenth held out
 * @property {Record<string, unknown>} [meta]
 */

/**
 * A new network.
 * @param {EngineOptions} settings what differs from the defaults of `engineSettings`
 * @param {(Data | LongText) & Place} data
 * @returns {Promise<Model>}
 * @throws {import('./errors.js').SettingsError} names the setting, the value and the range
 * @throws {import('./errors.js').EngineError}
 */
export async function createModel(settings, { worker, workers, wasm, ...data }) {
  const args =
    'text' in data ? { ...data, text: textFrom(data.text) } : { ...data, vocabularySize: vocabularyOf(data) };
  const model = await modelIn({ worker, workers, wasm });
  return begun(model, () => model.call('create', { ...args, settings }));
}

/** @param {Data} data */
const vocabularyOf = (data) => data.vocabularySize ?? data.tokens?.length ?? sizeFor(data);

/** @param {LongText['text']} text */
function textFrom(text) {
  const isSource = typeof text === 'string' || text instanceof Blob || text instanceof Uint8Array;
  const given = isSource ? { files: [{ source: text }] } : text;
  return { id: 'text', unit: 'characters', endOfSentence: 'mark', streams: 32, heldOut: 0.1, ...given };
}

/**
 * A model from a file that `save` made; it goes on training as if there had been no break.
 * @param {Uint8Array} bytes
 * @param {Place} [place]
 * @returns {Promise<Model>}
 * @throws {import('./errors.js').EngineError} 'badFile', with the reason in details.problem
 */
export async function loadModel(bytes, place = {}) {
  const model = await modelIn(place);
  return begun(model, () => model.call('load', { bytes }));
}

/**
 * @param {Place} place
 * @returns {Promise<Model>}
 */
async function modelIn({ worker = false, workers, wasm }) {
  if (worker) {
    const client = new EngineClient({ wasm, workers });
    const model = new Model(client, () => client.dispose());
    client.addEventListener('update', (event) => model.receive(/** @type {CustomEvent} */ (event).detail));
    return model;
  }
  const module = await loadEngine(wasm);
  /** @type {Session} */
  const session = new Session({
    module,
    onUpdate: (update) => model.receive(update),
    helpers: { script: workerScript(), wasm, workers },
  });
  /** @type {Model} */
  const model = new Model(session, () => session.dispose());
  return model;
}

/**
 * @param {Model} model
 * @param {() => Promise<unknown>} begin
 */
async function begun(model, begin) {
  try {
    await begin();
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/**
 * @param {Data} data
 * @returns {number} the least vocabulary that has all ids
 */
function sizeFor({ training, heldOut = [] }) {
  let largest = 0;
  for (const { inputs, targets } of [...training, ...heldOut]) {
    for (const ids of [inputs, targets]) for (let i = 0; i < ids.length; i++) largest = Math.max(largest, ids[i]);
  }
  return largest + 1;
}
