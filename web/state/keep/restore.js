/** From the parts that were kept to what a store goes on from. */
import { parse } from '../../engine/model-file/safetensors.js';
import { formatSetting } from '../parse.js';
import { formOf, givenIn, samplesOf } from '../saved-model.js';
import { settingsTable } from '../settings.js';
import { fromEntries } from '../entries.js';
import { workIn } from './read-records.js';
import { fromBytes } from './records.js';

/**
 * @typedef {import('../settings.js').Settings} Settings
 * @typedef {import('../long-text.js').LongText} LongText
 * @typedef {{ form: import('../form.js').Form, checkpoint: { file: Uint8Array<ArrayBuffer>, before?: Uint8Array<ArrayBuffer> }, samples: import('../live-model.js').LiveModel['samples'], repeatable: boolean }} KeptModel repeatable: see LiveModel, when the checkpoint was taken
 * @typedef {{ lesson: string, place: number, entered: boolean, met: boolean, own: Readonly<Record<string, string>> } | null} LessonPlace entered: whether the step's text and settings were set; own: the reader's settings, which the lesson gives back
 * @typedef {{ panel: string, lesson: LessonPlace }} Place on the page
 * @typedef {Readonly<Record<string, string>>} Spelled settings as in a link
 */

/**
 * @typedef {object} KeptOfLong a network of a long text, which has yet to be read
 * @property {LongText} text
 * @property {Settings} settings to read it with
 * @property {() => { settings: Partial<Settings>, model: KeptModel }} complete once it is read; throws 'badFile'
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
 * @property {LongText | null} long in place of a text
 * @property {LongText | null} aside the reader's text, if it is a long one, in a lesson
 * @property {KeptModel | null} model null: none, or it cannot be read
 * @property {KeptOfLong | null} ofLong in place of a model
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
export const read = (entries) => fromEntries(Object.entries(Object(entries))).settings;

/**
 * @param {import('./records.js').Kept} stored
 * @param {Partial<Settings>} own what the author of the page sets now
 * @returns {Promise<Kept | null>} null: nothing was kept; rejects if code that is needed for it does not load
 */
export async function restoredFrom({ parts, damaged }, own) {
  const work = workIn(parts.work);
  const text = fromBytes(parts.text);
  if (!work && typeof text !== 'string' && !parts.long && damaged.length === 0) return null;
  const isLong = text?.long === true;
  const now = followed({ ...read(work?.given), ...(typeof text === 'string' && { text }) }, read(work?.own), own);
  if (isLong) delete now.text;
  const found = await modelAndLong(parts, now);
  const long = isLong ? found.long : null;
  return {
    settings: found.short ? settingsOf(found.short, now) : now,
    hidden: work?.hidden ?? [],
    training: work?.training ?? false,
    selfStarted: work?.selfStarted ?? false,
    finishedLessons: work?.finishedLessons ?? [],
    place: work?.place ?? { panel: '', lesson: null },
    long,
    aside: isLong ? null : found.long,
    model: found.short?.kept ?? null,
    ofLong: found.ofLong,
    damaged: damaged.length > 0 || found.unreadable || (isLong && !long),
  };
}

/**
 * The network and the long text that were kept, as far as they can be read.
 *
 * @param {import('./records.js').Parts} parts
 * @param {Partial<Settings>} now
 * @returns {Promise<{ short: KeptShort | null, ofLong: KeptOfLong | null, long: LongText | null, unreadable: boolean }>}
 */
async function modelAndLong(parts, now) {
  // Outside of what finds damage: code that does not come says nothing about what was kept.
  const code = parts.long && (await import('../long-text.js'));
  /** @type {LongText | null} */
  let long = null;
  try {
    if (parts.long && code) long = code.longTextIn(parts.long);
    const network = fromBytes(parts.network);
    const ofLong = network?.long && long ? modelOfLong(parts, long, now) : null;
    const short = typeof network?.text === 'string' ? modelOf(parts, network.text, now) : null;
    return { short, ofLong, long, unreadable: false };
  } catch {
    return { short: null, ofLong: null, long, unreadable: true };
  }
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

/** @typedef {{ kept: KeptModel, taken: Partial<Settings> }} KeptShort taken: what was set when the checkpoint was taken */

/**
 * @param {import('./records.js').Parts} parts
 * @param {string | LongText} text of the network; a long one has been read
 * @param {Partial<Settings>} now
 * @returns {KeptShort | null}
 * @throws {import('../../engine/errors.js').EngineError} 'badFile'
 */
function modelOf({ latest, whole }, text, now) {
  const file = latest ?? whole;
  if (!file) return null;
  const { metadata } = parse(file);
  const form = formOf(metadata, text, now);
  const meta = fromBytes(new TextEncoder().encode(metadata.get('meta')));
  return {
    kept: {
      form,
      checkpoint: { file, before: latest && whole },
      samples: samplesOf(metadata),
      repeatable: meta?.repeatable === true,
    },
    taken: { ...read(meta?.given), ...(typeof text === 'string' && { text }) },
  };
}

/**
 * @param {import('./records.js').Parts} parts
 * @param {LongText} text
 * @param {Partial<Settings>} now
 * @returns {KeptOfLong | null}
 * @throws {import('../../engine/errors.js').EngineError} 'badFile'
 */
function modelOfLong(parts, text, now) {
  const file = parts.latest ?? parts.whole;
  if (!file) return null;
  const { settings } = givenIn(parse(file).metadata, text, now);
  const complete = () => {
    const model = /** @type {KeptShort} */ (modelOf(parts, text, now));
    return { settings: settingsOf(model, now), model: model.kept };
  };
  return { text, settings, complete };
}

/**
 * The settings of the kept network, and on top of them what was changed after its last checkpoint: so that nothing but such a
 * change makes another network.
 *
 * @param {KeptShort} model
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
