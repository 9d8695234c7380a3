/** Writes settings into a link, as url.js reads them. Loaded with the first link that is made. */
import { deflated } from './compress.js';
import { formatSetting } from './parse.js';
import { settingNames, settingsTable } from './settings.js';
import { HIDE } from './entries.js';
import { COMPRESSED_TEXT, UPDATES } from './url.js';

/** Length of the percent-encoded text from which compressing is tried. */
const LONG = 200;

/**
 * @param {Partial<import('./settings.js').Settings>} given what was set
 * @param {Iterable<string>} [hidden] names of settings
 * @param {number} [updates] how far the network is trained, if the link is to say that
 * @returns {Promise<string>} '#…', or '' if nothing was set; a lone surrogate becomes U+FFFD, as links know none
 */
export async function toHash(given, hidden = [], updates = 0) {
  /** @type {[string, string][]} */
  const entries = [];
  for (const name of settingNames) {
    if (given[name] === undefined) continue;
    const text = formatSetting(name, given[name]);
    entries.push(name === 'text' ? await textEntry(text) : [settingsTable[name].key, text]);
  }
  for (const name of settingNames) {
    if (new Set(hidden).has(name)) entries.push([settingsTable[name].key + HIDE, 'true']);
  }
  if (updates > 0) entries.push([UPDATES, String(updates)]);
  return entries.length === 0 ? '' : `#${new URLSearchParams(entries)}`;
}

/**
 * @param {string} text
 * @returns {Promise<[string, string]>} whichever is shorter
 */
async function textEntry(text) {
  const plain = new URLSearchParams([['text', text]]).toString();
  if (plain.length < LONG) return ['text', text];
  // A browser without compression writes a longer link.
  const compressed = typeof CompressionStream === 'undefined' ? plain : await deflated(new TextEncoder().encode(text));
  return compressed.length < plain.length ? [COMPRESSED_TEXT, compressed] : ['text', text];
}
