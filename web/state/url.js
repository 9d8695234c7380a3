/**
 * Settings in a link: '#hidden-size=8&cell=lstm'. Only what was set is written, so links stay short, and what is
 * chosen from the text or by default follows the page when it improves. A long text is written compressed (raw deflate, base64url)
 * under 'text-z'. This is the reading; the writing, url-writer.js, is loaded when it is used.
 */
import { parseSetting } from './parse.js';
import { settingNames, settingsTable } from './settings.js';

export const COMPRESSED_TEXT = 'text-z';
export const HIDE = '_hide';
export const UPDATES = 'updates';
/** A link to more than these updates says so; a million are minutes of training. */
const MAX_UPDATES = 1_000_000;
/** UTF-8 bytes; a link must not be able to fill the memory, nor to keep the browser busy with the layout of its text. */
const MAX_BYTES = 1_000_000;
const MAX_CHARACTERS = 300_000;
const MAX_LINES = 10_000;
/** Marks in a row on one letter: a browser takes quadratic time for their layout. No script has more than a handful. */
const MARKS = /\p{M}{33}/u;
/** Of a whole hash that a mail program has encoded once more. */
const ENCODED = /^#?[\w-]+%3D/i;

/** Names of the settings by their spelling in links and attributes. */
const NAMES = new Map(settingNames.map((name) => [settingsTable[name].key, name]));

/**
 * @typedef {object} Given what a link or an element asks for
 * @property {Partial<import('./settings.js').Settings>} settings valid values only
 * @property {Set<string>} hidden names of settings whose control is hidden
 * @property {import('./parse.js').SettingError[]} errors
 * @property {number} [updates] how far the network was trained, where a link says that
 */

/**
 * @param {string} hash with or without '#'; entries that are no settings are left to others
 * @returns {Promise<Given>} never rejects: what cannot be read stands in `errors`
 */
export async function fromHash(hash) {
  /** @type {[string, string][]} */
  const entries = [];
  /** @type {Given['errors']} */
  const errors = [];
  /** @type {number | undefined} */
  let updates;
  const refuse = (/** @type {string} */ code, /** @type {string} */ value) =>
    errors.push({ code, setting: 'text', value });
  if (ENCODED.test(hash) && !hash.includes('=')) refuse('badLink', hash);
  for (const [key, value] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (key === UPDATES) updates = readUpdates(value, () => refuse('badUpdates', value));
    else if (key === COMPRESSED_TEXT || key === 'text') {
      const text = await readText(key, value, refuse);
      if (text !== null) entries.push(['text', text]);
    } else entries.push([key, value]);
  }
  const given = fromEntries(entries);
  return { ...given, errors: [...given.errors, ...errors], ...(updates === undefined ? {} : { updates }) };
}

/** @param {string} value @param {() => void} refuse */
function readUpdates(value, refuse) {
  const updates = Number(value);
  if (/^\d{1,9}$/.test(value) && updates > 0 && updates <= MAX_UPDATES) return updates;
  refuse();
  return undefined;
}

/**
 * @param {string} key @param {string} value
 * @param {(code: string, value: string) => void} refuse
 * @returns {Promise<string | null>} null: refused
 */
async function readText(key, value, refuse) {
  let text = value;
  try {
    if (key === COMPRESSED_TEXT) {
      const { inflated } = await import('./compress.js');
      const bytes = await inflated(value, MAX_BYTES);
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    }
  } catch (error) {
    refuse(error instanceof RangeError ? 'heavyLink' : 'badLink', value);
    return null;
  }
  if (text.length <= MAX_CHARACTERS && !MARKS.test(text) && text.split('\n', MAX_LINES + 1).length <= MAX_LINES)
    return text;
  refuse('heavyLink', '');
  return null;
}

/**
 * @param {Iterable<readonly [string, string]>} entries key and text as in a link or in attributes
 * @returns {Given}
 */
export function fromEntries(entries) {
  /** @type {Given} */
  const given = { settings: {}, hidden: new Set(), errors: [] };
  for (const [key, text] of entries) {
    const { name, hides } = readKey(key);
    if (name === undefined) continue;
    if (hides) {
      if (text !== 'false') given.hidden.add(name);
      continue;
    }
    const { value, error } = parseSetting(name, text);
    if (error) given.errors.push(error);
    // Of a list, those that there are count beside the error.
    if (value !== undefined) Object.assign(given.settings, { [name]: value });
  }
  return given;
}

/**
 * @param {string} key as in a link or an attribute
 * @returns {{ name: string | undefined, hides: boolean }} of the setting it is about, if it is about one; hides: about its control
 */
export function readKey(key) {
  const hides = key.endsWith(HIDE);
  return { name: NAMES.get(hides ? key.slice(0, -HIDE.length) : key), hides };
}
