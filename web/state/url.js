/**
 * Settings in a link: '#hidden-size=8&cell=lstm'. Only what was set is written, so links stay short, and what is
 * chosen from the text or by default follows the page when it improves. A long text is written compressed (raw deflate, base64url)
 * under 'text-z'. This is the reading; the writing, url-writer.js, is loaded when it is used.
 */
import { parseSetting } from './parse.js';
import { settingNames, settingsTable } from './settings.js';

export const COMPRESSED_TEXT = 'text-z';
export const HIDE = '_hide';
/** UTF-8 bytes; a link must not be able to fill the memory. */
const MAX_BYTES = 16_000_000;

/** Names of the settings by their spelling in links and attributes. */
const NAMES = new Map(settingNames.map((name) => [settingsTable[name].key, name]));

/**
 * @typedef {object} Given what a link or an element asks for
 * @property {Partial<import('./settings.js').Settings>} settings valid values only
 * @property {Set<string>} hidden names of settings whose control is hidden
 * @property {import('./parse.js').SettingError[]} errors
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
  for (const [key, value] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (key !== COMPRESSED_TEXT) {
      entries.push([key, value]);
      continue;
    }
    try {
      entries.push(['text', await inflate(value)]);
    } catch {
      errors.push({ code: 'badLink', setting: 'text', value });
    }
  }
  const given = fromEntries(entries);
  return { ...given, errors: [...given.errors, ...errors] };
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

/**
 * @param {string} base64url
 * @returns {Promise<string>}
 * @throws if it is not base64url, not deflate, not UTF-8, or too long
 */
async function inflate(base64url) {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > MAX_BYTES) {
      await reader.cancel();
      throw new RangeError('The text in the link is too long.');
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}
