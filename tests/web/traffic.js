/** What crosses between the page and the worker, and views as the first screen of the page holds them: for tests and for measuring. */
import { Worker } from 'node:worker_threads';
import { EngineClient } from '../../web/engine/client.js';
import { Store } from '../../web/state/store.js';
import { encodePrompt, LISTING_TEXT, TUTORIAL_SETTINGS } from '../../web/text/index.js';

const script = new URL('../../web/engine/worker.js', import.meta.url);

/**
 * @typedef {object} Message
 * @property {'in' | 'out'} direction out: from the page to the worker
 * @property {string} kind
 * @property {string} [name] of a call
 * @property {string[]} views in an update
 * @property {number} bytes of its typed arrays, numbers and text, about
 */

/** @param {unknown} value @returns {number} */
function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return 8;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [key, part]) => sum + key.length + bytesOf(part), 0);
}

/** A real worker that notes every message. @returns {{ port: any, worker: Worker, messages: Message[] }} */
export function recordedWorker() {
  const worker = new Worker(script);
  /** @type {Message[]} */
  const messages = [];
  const note = (/** @type {'in' | 'out'} */ direction, /** @type {any} */ message) =>
    messages.push({
      direction,
      kind: message.kind,
      name: message.name,
      views: Object.keys(message.update?.views ?? {}),
      bytes: bytesOf(message),
    });
  const port = {
    on: worker.on.bind(worker),
    terminate: () => worker.terminate(),
    postMessage: (/** @type {any} */ message, /** @type {any} */ transfer) => {
      note('out', message);
      worker.postMessage(message, transfer);
    },
  };
  worker.on('message', (message) => note('in', message));
  return { port, worker, messages };
}

/**
 * A store with a real, recorded worker.
 *
 * @param {{ after: (end: () => void) => void }} context
 * @param {Record<string, unknown>} [settings]
 */
export async function recordedStore(context, settings = {}) {
  const { port, messages } = recordedWorker();
  const store = new Store({
    settings: { ...TUTORIAL_SETTINGS, text: LISTING_TEXT, pace: 0, evaluateEvery: 5, ...settings },
    createClient: () => new EngineClient({ createWorker: () => port }),
  });
  context.after(() => store.dispose());
  await store.start();
  return { store, messages };
}

/**
 * What the panels of the first screen ask for, each by its key: control bar, loss, network, predictions and writing.
 *
 * @param {Store} store
 * @returns {Record<string, import('../../web/engine/protocol.js').View>}
 */
export function firstScreenViews(store) {
  const { data, info, settings } = store;
  if (!data || !info) return {};
  const prompt = encodePrompt(data, data.lines[0].tokens[0]).inputs;
  const { temperature, topK, topP, length, strategy, beamWidth } = settings;
  const { endId } = data.vocabulary;
  const written = { inputs: prompt, length, strategy, beamWidth, seed: 1, temperature, topK, topP };
  return {
    'bar/score': { call: 'evaluate', args: { which: 'training' } },
    ...(!store.training && { 'loss/training': { call: 'evaluate', args: { which: 'training' } } }),
    'network/trace': { call: 'trace', args: { sequence: 0, limit: 400 } },
    'network/parameters': { call: 'parameters', args: {} },
    'predictions/page': { call: 'predictAll', args: { which: 'training', from: 0, count: data.training.length } },
    'writing/next': { call: 'distribution', args: { inputs: prompt, temperature } },
    'writing/continuation': { call: 'generate', args: { ...written, ...(endId >= 0 && { endId }) } },
  };
}
