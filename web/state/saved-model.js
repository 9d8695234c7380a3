/**
 * What the page adds to a model's file: its text, the settings as they were given, the samples; and the way back.
 * Loaded when the first file is saved or opened.
 */
import { concatenated } from '../engine/dataset.js';
import { FORMAT, VERSION, WEIGHTS_ONLY } from '../engine/model-file/model-file.js';
import { fileError } from '../engine/model-file/file-error.js';
import { parseStrings } from '../engine/model-file/json.js';
import { numbersOf, parse } from '../engine/model-file/safetensors.js';
import { Form } from './form.js';
import { formatSetting } from './parse.js';
import { readSamples } from './sample-list.js';
import { engineSettingNames, settingNames, settingsTable } from './settings.js';
import { fromEntries, readKey } from './url.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./long-text.js').LongText} LongText
 * @typedef {import('../text/sequences.js').Sequence} Sequence
 * @typedef {import('../engine/model-file/safetensors.js').Contents} Contents
 * @typedef {{ bytes: Uint8Array, form: Form, samples: import('./live-model.js').LiveModel['samples'] }} SavedModel form: with the text and the settings of the file
 */

/** Of what stands in the metadata under `meta`: `given` has the settings that were set, spelled as in a link. */
const PAGE_VERSION = 1;

/**
 * @param {import('./live-model.js').LiveModel} model
 * @param {Form} form
 * @param {{ weightsOnly?: boolean }} options
 * @returns {import('../engine/protocol.js').SaveArguments}
 */
export function savingArguments(model, form, { weightsOnly = false }) {
  if (!model.data || !model.settings) return {};
  const tokens = [...model.data.vocabulary.tokens];
  if (weightsOnly) return { weightsOnly, tokens };
  return {
    tokens,
    // A long text is not in the file: whoever opens it is told so.
    ...(model.data.long ? {} : { text: wellFormed(model.data.text) }),
    meta: metaOf(model.settings, form, model.samples),
  };
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
 * @param {Uint8Array} bytes
 * @param {Readonly<Partial<Settings>>} given what is set now: of it the settings of the page itself are kept
 * @returns {SavedModel}
 * @throws {import('../engine/errors.js').EngineError} 'badFile'
 */
export function readSavedModel(bytes, given) {
  const contents = parse(bytes);
  const { metadata } = contents;
  if (metadata.get('format') !== FORMAT) throw fileError('not-a-model');
  if (metadata.get('version') !== VERSION) throw fileError('unknown-version', metadata.get('version'));
  if (metadata.get('contents') === WEIGHTS_ONLY) throw fileError('weights-only');
  const text = metadata.get('text');
  if (text === undefined) throw fileError('no-text');
  const form = formOf(metadata, text, given);
  if (!isTrainedOn(form.draft, contents)) throw fileError('other-tokens');
  return { bytes, form, samples: samplesOf(metadata) };
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
 * @throws {import('../engine/errors.js').EngineError} 'badFile'
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
 * elsewhere.
 *
 * @param {import('../text/prepare.js').TextData} data
 * @param {Contents} contents
 */
function isTrainedOn({ valid, vocabulary, training, heldOut }, { tensors, metadata }) {
  const tokens = parseStrings(metadata.get('tokens') ?? '', vocabulary.size);
  if (!valid || !tokens?.every((token, id) => token === vocabulary.tokens[id])) return false;
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
