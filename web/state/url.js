/**
 * Settings in a link: '#hidden-size=8&cell=lstm'. Only what was set is written, so links stay short, and what is
 * chosen from the text or by default follows the page when it improves. A long text is written compressed (raw deflate, base64url)
 * under 'text-z'. This is the reading; the writing, url-writer.js, is loaded when it is used.
 */
import { fromEntries } from './entries.js';

export const COMPRESSED_TEXT = 'text-z';
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

/** @typedef {import('./entries.js').Given} Given */

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
