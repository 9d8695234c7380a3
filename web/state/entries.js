/** Settings by their spelling in links and attributes: 'hidden-size', and 'hidden-size_hide' about its control. */
import { parseSetting } from './parse.js';
import { settingNames, settingsTable } from './settings.js';

export const HIDE = '_hide';

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
