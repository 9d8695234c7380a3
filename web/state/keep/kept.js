/** From the parts that were kept to what a store goes on from. */
import { parse } from '../../engine/model-file/safetensors.js';
import { formatSetting } from '../parse.js';
import { formOf, samplesOf } from '../saved-model.js';
import { settingsTable } from '../settings.js';
import { fromEntries } from '../url.js';
import { fromBytes } from './records.js';

/**
 * @typedef {import('../settings.js').Settings} Settings
 * @typedef {{ form: import('../form.js').Form, checkpoint: { file: Uint8Array<ArrayBuffer>, before?: Uint8Array<ArrayBuffer> }, samples: import('../live-model.js').LiveModel['samples'] }} KeptModel
 * @typedef {{ lesson: string, place: number, met: boolean, own: Readonly<Record<string, string>> } | null} LessonPlace own: the reader's settings, which the lesson gives back
 * @typedef {{ panel: string, lesson: LessonPlace }} Place on the page
 * @typedef {Readonly<Record<string, string>>} Spelled settings as in a link
 */

/**
 * @typedef {object} Work the part of that name
 * @property {Spelled} given all that was set but the text
 * @property {Spelled} own what the author of the page had set
 * @property {readonly string[]} hidden
 * @property {boolean} training
 * @property {boolean} selfStarted whether it trains because the page started it, so for a while only
 * @property {readonly string[]} finishedLessons
 * @property {Place} place
 */

/**
 * @typedef {object} Kept
 * @property {Partial<Settings>} settings
 * @property {readonly string[]} hidden
 * @property {boolean} training
 * @property {boolean} selfStarted
 * @property {readonly string[]} finishedLessons
 * @property {Place} place
 * @property {KeptModel | null} model null: none, or it cannot be read
 * @property {boolean} damaged whether a part of it could not be read
 */

/** @param {Readonly<Partial<Settings>>} given @returns {Spelled} */
export function spelled(given) {
  const entries = Object.entries(
    /** @type {Readonly<Record<string, import('../settings.js').SettingValue>>} */ (given),
  );
  return Object.fromEntries(entries.map(([name, value]) => [settingsTable[name].key, formatSetting(name, value)]));
}

/** @param {Spelled | undefined} entries @returns {Partial<Settings>} */
export const read = (entries) => fromEntries(Object.entries(entries ?? {})).settings;

/**
 * @param {import('./records.js').Kept} stored
 * @param {Partial<Settings>} own what the author of the page sets now
 * @returns {Kept | null} null: nothing was kept
 */
export function keptFrom({ parts, damaged }, own) {
  const work = /** @type {Partial<Work> | undefined} */ (fromBytes(parts.work));
  const text = fromBytes(parts.text);
  if (!work && typeof text !== 'string' && damaged.length === 0) return null;
  const now = followed({ ...read(work?.given), ...(typeof text === 'string' && { text }) }, read(work?.own), own);
  let model = null;
  let unreadable = damaged.length > 0;
  try {
    model = modelOf(parts, now);
  } catch {
    unreadable = true;
  }
  return {
    settings: model ? settingsOf(model, now) : now,
    hidden: work?.hidden ?? [],
    training: work?.training ?? false,
    selfStarted: work?.selfStarted ?? false,
    finishedLessons: work?.finishedLessons ?? [],
    place: work?.place ?? { panel: '', lesson: null },
    model: model?.kept ?? null,
    damaged: unreadable,
  };
}

/**
 * Where the author has set something else since, and the reader had left it as it was, the author is followed.
 *
 * @param {Partial<Settings>} given
 * @param {Partial<Settings>} before the author's
 * @param {Partial<Settings>} own the author's now
 */
function followed(given, before, own) {
  const result = { ...given };
  for (const name of new Set([...Object.keys(before), ...Object.keys(own)])) {
    if (String(before[name]) !== String(given[name])) continue;
    if (name in own) Object.assign(result, { [name]: own[name] });
    else delete result[name];
  }
  return result;
}

/**
 * @param {import('./records.js').Parts} parts
 * @param {Partial<Settings>} now
 * @returns {{ kept: KeptModel, taken: Partial<Settings> } | null} taken: what was set when the checkpoint was taken
 * @throws {import('../../engine/errors.js').EngineError} 'badFile'
 */
function modelOf({ network, latest, whole }, now) {
  const text = fromBytes(network)?.text;
  const file = latest ?? whole;
  if (!file || typeof text !== 'string') return null;
  const { metadata } = parse(file);
  const form = formOf(metadata, text, now);
  const given = read(fromBytes(new TextEncoder().encode(metadata.get('meta')))?.given);
  return {
    kept: { form, checkpoint: { file, before: latest && whole }, samples: samplesOf(metadata) },
    taken: { ...given, text },
  };
}

/**
 * The settings of the kept network, and on top of them what was changed after its last checkpoint: so that nothing but such a
 * change makes another network.
 *
 * @param {{ kept: KeptModel, taken: Partial<Settings> }} model
 * @param {Partial<Settings>} now
 */
function settingsOf({ kept, taken }, now) {
  const result = { ...kept.form.given };
  for (const name of new Set([...Object.keys(taken), ...Object.keys(now)])) {
    if (String(taken[name]) === String(now[name])) continue;
    if (name in now) Object.assign(result, { [name]: now[name] });
    else delete result[name];
  }
  return result;
}
