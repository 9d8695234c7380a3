/**
 * What a playground holds, as one string: the model's file with text and settings, as `Store.save` makes it, and beside that what is
 * not of the network. And the model's file alone.
 *
 * The string: 'rnn2.', then, deflated and in base64url, the length of a JSON object in bytes (uint32, little endian), the object
 * { given, hidden }, and the file; without a network nothing follows. Earlier versions wrote 'rnn1.': their object has the
 * `settings` in force, too, and their file neither text nor settings of the page.
 */
import { deflated, inflated } from './compress.js';
import { parseSetting } from './parse.js';
import { settingsTable } from './settings.js';
import { fileError } from '../engine/model-file/file-error.js';
import { parse } from '../engine/model-file/safetensors.js';

/** @typedef {import('./store.js').Store} Store */

const VERSION = 'rnn2.';
const EARLIER_VERSION = 'rnn1.';

/** Inflated. A model of the largest network that a page trains, with the optimizer's moments, has some 100 MB; so has a text of 10 MB. */
const MAX_BYTES = 400_000_000;

/**
 * Takes network, text and settings from a file that the element, the page or a program has saved. One without its text is of the
 * present text and settings.
 *
 * @param {Store} store
 * @param {Uint8Array} bytes
 * @throws {import('../engine/errors.js').EngineError} if it is no model's file; an Error if it is one of another text or settings
 */
export async function openModel(store, bytes) {
  const error = await store.open(bytes);
  if (error?.details.problem === 'no-text') await openNetwork(store, bytes);
  else if (error) throw error;
}

/**
 * Puts a saved network in the place of the present one, of the same text and settings.
 *
 * @param {Store} store
 * @param {Uint8Array} bytes
 * @throws {import('../engine/errors.js').EngineError} if it is no model's file; an Error if it is one of another text or settings
 */
async function openNetwork(store, bytes) {
  await store.settled();
  const settings = settingsIn(bytes);
  if (store.info) refuseOther(store.info, settings);
  // The curve begins anew, and the file's is appended to it.
  await store.reset();
  const { info, failure } = store;
  if (failure) throw failure;
  if (!info) throw new Error('There is no network: the text cannot be trained on.');
  refuseOther(info, settings);
  const opened = await store.call('load', { bytes });
  // The controls show what it is trained with.
  const live = Object.entries(opened.settings).filter(
    ([name, value]) =>
      settingsTable[name]?.effect === 'live' && String(/** @type {any} */ (store.settings)[name]) !== String(value),
  );
  if (live.length > 0) store.setSettings(Object.fromEntries(live));
  const { step } = await store.call('status');
  await reached(store, step);
}

/** @param {Uint8Array} bytes of a model @returns {Record<string, unknown>} the engine's settings in it, `vocabularySize` among them */
function settingsIn(bytes) {
  try {
    const { metadata } = parse(bytes);
    const vocabularySize = metadata.get('vocabularySize');
    return { ...JSON.parse(metadata.get('settings') ?? ''), ...(vocabularySize !== undefined && { vocabularySize }) };
  } catch (error) {
    throw error instanceof SyntaxError ? fileError('bad-json', 'settings') : error;
  }
}

/** @param {import('../engine/types.js').ModelInfo} info @param {Record<string, unknown>} file its settings */
function refuseOther({ settings, vocabularySize }, file) {
  const now = /** @type {Record<string, unknown>} */ ({ ...settings, vocabularySize });
  const differs = (/** @type {string} */ name) =>
    (name === 'vocabularySize' || settingsTable[name]?.effect === 'structural') &&
    String(file[name]) !== String(now[name]);
  if (Object.keys(file).some(differs))
    throw new Error('This model was trained on another text, or with other settings, than are set here.');
}

/** Resolves once the page knows of an optimizer step. @param {Store} store @param {number} step @returns {Promise<void>} */
const reached = (store, step) =>
  new Promise((resolve) => {
    const unsubscribe = store.subscribe(
      ({ status, failure }) => status?.step === step || failure !== null,
      (done) => {
        if (!done) return;
        // Not within the call that makes the subscription.
        queueMicrotask(() => unsubscribe());
        resolve();
      },
      { immediate: true },
    );
  });

/** @param {Store} store @returns {Promise<string>} */
export async function stateOf(store) {
  await store.settled();
  const model = store.info ? await store.save() : new Uint8Array(0);
  const { given, hidden } = store;
  const description = new TextEncoder().encode(JSON.stringify({ given, hidden: [...hidden] }));
  const bytes = new Uint8Array(4 + description.length + model.length);
  new DataView(bytes.buffer).setUint32(0, description.length, true);
  bytes.set(description, 4);
  bytes.set(model, 4 + description.length);
  return VERSION + (await deflated(bytes));
}

/**
 * @param {Store} store
 * @param {string} state of `stateOf`
 * @throws {Error} if it is none; then nothing has changed
 */
export async function restoreState(store, state) {
  const { version, given, settings, hidden, model } = await read(state);
  const { training } = store;
  await store.pause();
  try {
    if (version === VERSION) await take(store, given, model);
    else await takeEarlier(store, given, settings, model);
  } catch (error) {
    if (training) store.train();
    throw error;
  }
  store.hidden.clear();
  for (const name of hidden) store.hidden.add(name);
}

/** @param {Store} store @param {Record<string, any>} given @param {Uint8Array} model */
async function take(store, given, model) {
  if (model.length === 0) {
    store.restore(given);
    return store.settled();
  }
  const error = await store.open(model);
  if (error) throw error.code === 'badFile' ? damaged() : error;
  // Of the page, or what was typed and could not be trained on.
  const { given: now } = store;
  const names = new Set([...Object.keys(given), ...Object.keys(now)]);
  const others = [...names].filter((name) => String(given[name]) !== String(now[name]));
  if (others.length > 0) store.setSettings(Object.fromEntries(others.map((name) => [name, given[name] ?? null])));
  await store.settled();
}

/** @param {Store} store @param {Record<string, any>} given @param {Record<string, any>} settings @param {Uint8Array} model */
async function takeEarlier(store, given, settings, model) {
  store.restore(given);
  // What was chosen from the text may be chosen otherwise by now.
  const others = Object.entries(settings).filter(([name, value]) => String(store.settings[name]) !== String(value));
  store.setSettings(Object.fromEntries(others));
  await store.settled();
  if (model.length > 0) await openNetwork(store, model);
}

const damaged = () => new Error('This is no state of a playground, or it is damaged.');

/** @param {string} state */
async function read(state) {
  try {
    const version = [VERSION, EARLIER_VERSION].find((one) => state.startsWith(one));
    if (!version) throw new Error();
    const bytes = await inflated(state.slice(version.length), MAX_BYTES);
    const length = new DataView(bytes.buffer).getUint32(0, true);
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4, 4 + length));
    const { given, settings = {}, hidden } = JSON.parse(json);
    const known = (/** @type {string} */ name) => Object.hasOwn(settingsTable, name);
    return {
      version,
      given: valid(given),
      settings: valid(settings),
      hidden: [...hidden].filter(known),
      model: bytes.subarray(4 + length),
    };
  } catch {
    throw damaged();
  }
}

/** @param {Record<string, unknown>} values @returns {Record<string, any>} those that are settings still, with a value there is */
function valid(values) {
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const [name, raw] of Object.entries(values)) {
    if (!Object.hasOwn(settingsTable, name)) continue;
    const { value, error } = parseSetting(name, raw);
    if (!error) found[name] = value;
  }
  return found;
}
