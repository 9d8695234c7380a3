/**
 * What the page adds to a model's file: its text, the settings as they were given, the samples; and the way back.
 * Loaded when the first file is saved or opened.
 */
import { concatenated } from '../engine/dataset.js';
import { FORMAT, VERSION, WEIGHTS_ONLY } from '../engine/model-file/model-file.js';
import { fileError } from '../engine/model-file/file-error.js';
import { EngineError } from '../engine/errors.js';
import { parseStrings } from '../engine/model-file/json.js';
import { numbersOf, parse } from '../engine/model-file/safetensors.js';
import { compressed, decompressed } from './compress.js';
import { Form } from './form.js';
import { formatSetting } from './parse.js';
import { readSamples } from './sample-list.js';
import { engineSettingNames, settingNames, settingsTable } from './settings.js';
import { fromEntries, readKey } from './entries.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./long-text.js').LongText} LongText
 * @typedef {import('../text/sequences.js').Sequence} Sequence
 * @typedef {import('../engine/model-file/safetensors.js').Contents} Contents
 * @typedef {{ bytes: Uint8Array, form: Form, samples: import('./live-model.js').LiveModel['samples'] }} SavedModel form: with the text and the settings of the file
 */

/**
 * Of what stands in the metadata under `meta`: `given` has the settings that were set, spelled as in a link. Of a long text `long`
 * describes the files, see long-text.js, whose bytes stand compressed by gzip in the tensor `text`.
 */
const PAGE_VERSION = 1;

/**
 * @param {import('./live-model.js').LiveModel} model
 * @param {Form} form
 * @param {{ weightsOnly?: boolean }} options
 * @returns {Promise<Uint8Array>}
 * @throws {EngineError} 'badText' if the file of a long text cannot be read any more; 'noModel'
 */
export async function savedFile(model, form, options) {
  const { version } = model;
  const args = await savingArguments(model, form, options);
  return version === model.version ? model.call('save', args) : savedFile(model, form, options);
}

/**
 * @param {import('./live-model.js').LiveModel} model
 * @param {Form} form
 * @param {{ weightsOnly?: boolean }} options
 * @returns {Promise<import('../engine/protocol.js').SaveArguments>}
 */
async function savingArguments(model, form, { weightsOnly = false }) {
  const { data, settings } = model;
  if (!data || !settings) return {};
  const tokens = [...data.vocabulary.tokens];
  if (weightsOnly) return { weightsOnly, tokens };
  const meta = metaOf(settings, form, model.samples);
  if (!data.long) return { tokens, text: wellFormed(data.text), meta };
  const { describedLongText } = await import('./long-text.js');
  const { files, cut = false } = /** @type {import('../engine/protocol.js').TextSource} */ (data.long.source);
  const { description, bytes } = describedLongText({ name: data.long.name, files, cut });
  const text = await compressed(bytes, 'gzip').catch(() => {
    throw new EngineError('badText', 'The file of the text cannot be read any more.', { issue: 'file-unreadable' });
  });
  return { tokens, text, meta: { ...meta, long: description } };
}

/**
 * What stands in a file under `meta`.
 *
 * @param {Settings} made the settings with which the model was made
 * @param {Pick<Form, 'given' | 'settings'>} form
 * @param {import('./live-model.js').LiveModel['samples']} samples
 */
export const metaOf = (made, form, samples) => ({ page: PAGE_VERSION, given: givenOf(made, form), samples });

/**
 * What was set, of the model rather than the page. Of a text that cannot be trained on, nothing is in the model yet: then the
 * settings are those of the model.
 *
 * @param {Settings} made the settings with which the model was made
 * @param {Pick<Form, 'given' | 'settings'>} form
 */
function givenOf(made, { given, settings }) {
  const names = settingNames.filter((name) => name in given && name !== 'text' && isOfNetwork(name));
  const valueFor = (/** @type {string} */ name) =>
    settingsTable[name].effect === 'structural' ? made[name] : settings[name];
  return Object.fromEntries(names.map((name) => [settingsTable[name].key, formatSetting(name, valueFor(name))]));
}

/** Half a surrogate pair becomes U+FFFD: it has no place in a file. @param {string} text */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, '\ufffd');

/**
 * Reads the page's part of a file; the engine reads the rest.
 *
 * @param {Uint8Array | ArrayBuffer | Blob} file
 * @param {Readonly<Partial<Settings>>} given what is set now: of it the settings of the page itself are kept
 * @param {() => import('./long-text.js').Reader} reader asked for where there is a long text to read
 * @returns {Promise<SavedModel>}
 * @throws {EngineError} 'badFile'; 'replaced' if the long text is not wanted any more
 */
export async function readSavedModel(file, given, reader) {
  const bytes = new Uint8Array(file instanceof Blob ? await file.arrayBuffer() : file);
  const contents = parse(bytes);
  const { metadata } = contents;
  if (metadata.get('format') !== FORMAT) throw fileError('not-a-model');
  if (metadata.get('version') !== VERSION) throw fileError('unknown-version', metadata.get('version'));
  if (metadata.get('contents') === WEIGHTS_ONLY) throw fileError('weights-only');
  const text = metadata.get('text') ?? (await longTextIn(contents, given, reader));
  const form = formOf(metadata, text, given);
  if (!isTrainedOn(form.draft, contents)) throw fileError('other-tokens');
  return { bytes, form, samples: samplesOf(metadata) };
}

/**
 * @param {Contents} contents
 * @param {Readonly<Partial<Settings>>} given
 * @param {() => import('./long-text.js').Reader} reader
 * @returns {Promise<LongText>} read with the settings of the file
 */
async function longTextIn({ tensors, metadata }, given, reader) {
  const tensor = tensors.get('text');
  if (!tensor) throw fileError('no-text');
  const { longTextOf, MAX_TEXT_BYTES, readLongText } = await import('./long-text.js');
  const { long: description } = objectIn(metadata.get('meta'), 'meta');
  const packed = /** @type {Uint8Array<ArrayBuffer>} */ (tensor.data);
  const bytes = await decompressed(packed, 'gzip', MAX_TEXT_BYTES).catch(() => null);
  const long = bytes && longTextOf(description, bytes);
  if (!long) throw fileError('bad-value', 'text');
  const { settings } = givenIn(metadata, long, given);
  const read = await readLongText(long, () => settings, reader()).catch((error) => {
    throw ['badText', 'textTooLarge'].includes(error.code) ? fileError('bad-value', 'text') : error;
  });
  if (!read) throw new EngineError('replaced', 'Another text was wanted meanwhile.');
  return long;
}

/** What the network wrote as it learned. @param {Contents['metadata']} metadata of its file */
export const samplesOf = (metadata) => readSamples(objectIn(metadata.get('meta'), 'meta').samples);

/**
 * The text and the settings of a model.
 *
 * @param {Contents['metadata']} metadata of its file
 * @param {string | LongText} text a long one has been read with the settings of `givenIn`
 * @param {Readonly<Partial<Settings>>} given of it the settings of the page itself are taken
 * @returns {Form}
 * @throws {EngineError} 'badFile'
 */
export function formOf(metadata, text, given) {
  const form = givenIn(metadata, text, given);
  setNetwork(form, objectIn(metadata.get('settings'), 'settings'));
  return form;
}

/** The same without what the network has otherwise than it would be chosen now. @type {typeof formOf} */
export function givenIn(metadata, text, given) {
  const page = Object.entries(given).filter(([name]) => settingsTable[name].group === 'page');
  const set = { ...Object.fromEntries(page), ...readGiven(metadata.get('meta')) };
  return typeof text === 'string' ? new Form({ ...set, text }, [], []) : new Form(set, [], [], undefined, text);
}

/** @param {string | undefined} text @returns {Partial<Settings>} */
function readGiven(text) {
  const meta = objectIn(text, 'meta');
  if (meta.page !== PAGE_VERSION) throw fileError('unknown-version', `${meta.page ?? ''}`);
  const entries = Object.entries(Object(meta.given)).map(([key, value]) => /** @type {const} */ ([key, `${value}`]));
  const { settings, hidden, errors } = fromEntries(entries);
  const wrong = errors[0]?.setting ?? [...hidden][0] ?? entries.find(([key]) => !isOfNetwork(readKey(key).name))?.[0];
  if (wrong !== undefined) throw fileError('bad-setting', wrong);
  return settings;
}

/** Whether it is a setting, and not one of the page itself. @param {string} [name] */
const isOfNetwork = (name) => name !== undefined && settingsTable[name].group !== 'page';

/**
 * The settings of the network in the file are in force, whatever this version of the page would choose for the text.
 *
 * @param {Form} form
 * @param {Record<string, unknown>} network the engine's settings in the file
 */
function setNetwork(form, network) {
  // A rate that was halved in training is the network's; what was set is the rate it began with.
  const followed = network.schedule === 'halving' ? ['learningRate'] : [];
  const different = engineSettingNames.filter(
    (name) => name in network && network[name] !== form.settings[name] && !followed.includes(name),
  );
  form.take(Object.fromEntries(different.map((name) => [name, network[name]])));
  const [refused] = Object.keys(form.errors);
  if (refused) throw fileError('bad-setting', refused);
}

/** @param {string | undefined} text @param {string} key @returns {Record<string, any>} */
function objectIn(text, key) {
  try {
    const value = JSON.parse(text ?? '');
    if (typeof value === 'object' && value !== null) return value;
  } catch {}
  throw fileError('bad-json', key);
}

/**
 * Whether the sequences are those of the file: another program, or other rules for where words end, may have cut the text
 * elsewhere. Those of a long text the engine compares.
 *
 * @param {import('../text/prepare.js').TextData} data
 * @param {Contents} contents
 */
function isTrainedOn({ valid, vocabulary, training, heldOut, long }, { tensors, metadata }) {
  const tokens = parseStrings(metadata.get('tokens') ?? '', vocabulary.size);
  if (!valid || !tokens?.every((token, id) => token === vocabulary.tokens[id])) return false;
  if (long) return true;
  const same = (/** @type {string} */ name, /** @type {Int32Array} */ numbers) => {
    const tensor = tensors.get(name);
    if (tensor?.dtype !== 'I32' && tensor?.dtype !== 'I64') return false;
    const there = numbersOf(tensor);
    return there.length === numbers.length && numbers.every((number, i) => number === Number(there[i]));
  };
  const sameSequences = (/** @type {string} */ prefix, /** @type {readonly Sequence[]} */ sequences) =>
    same(
      `${prefix}lengths`,
      Int32Array.from(sequences, ({ inputs }) => inputs.length),
    ) &&
    same(`${prefix}inputs`, joined(sequences.map(({ inputs }) => inputs))) &&
    same(`${prefix}targets`, joined(sequences.map(({ targets }) => targets)));
  return sameSequences('training.', training) && sameSequences('held_out.', heldOut);
}

/** @param {Int32Array[]} parts */
const joined = (parts) => /** @type {Int32Array} */ (concatenated(parts, Int32Array));
