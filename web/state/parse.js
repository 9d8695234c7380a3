/** Settings from and to text: what a reader types, a link carries, or an attribute says. */
import { SettingsError } from '../engine/errors.js';
import { checked } from '../engine/settings-schema.js';
import { plainNumber } from './numerals.js';
import { settingsTable } from './settings.js';

/**
 * @typedef {object} SettingError why a value was refused; plain data, the sentence is in web/i18n
 * @property {string} code notANumber, ambiguousNumber, notAnInteger, outOfRange, notAChoice, notABoolean, notAText, badLink, or the engine's
 * @property {string} setting
 * @property {unknown} value as given
 * @property {number} [min]
 * @property {number} [max]
 * @property {boolean} [exclusiveMin] min itself is not allowed
 * @property {boolean} [exclusiveMax]
 * @property {readonly string[]} [choices]
 */

/** @typedef {import('./settings.js').SettingValue} SettingValue */

/** @typedef {{ value: SettingValue, error?: SettingError } | { value?: undefined, error: SettingError }} Parsed both: a part of a list */

const TRUE = ['true', '1', 'yes', 'on', ''];
const FALSE = ['false', '0', 'no', 'off'];

/**
 * @param {string} name of a setting that there is
 * @param {unknown} raw text, or a value of the setting's own type
 * @returns {Parsed}
 */
export function parseSetting(name, raw) {
  const row = settingsTable[name];
  if (row.type === 'text') {
    return typeof raw === 'string' ? { value: raw } : { error: { code: 'notAText', setting: name, value: raw } };
  }
  if (row.type === 'list') return parseList(name, raw, row.choices);
  if (row.type !== 'choice' && row.type !== 'boolean' && typeof raw === 'string' && plainNumber(raw) === null) {
    return { error: { code: 'ambiguousNumber', setting: name, value: raw } };
  }
  try {
    return { value: checked(name, typed(raw, row), row) };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { error: { code: error.code, setting: name, value: raw, ...error.range } };
  }
}

/**
 * @param {unknown} raw
 * @param {{ type: string, choices?: readonly string[] }} row
 * @returns {unknown} of the type if the text can be read as one, NaN or the text itself if not
 */
function typed(raw, { type, choices = [] }) {
  if (typeof raw !== 'string') return raw;
  const text = raw.normalize('NFKC').trim();
  const small = text.toLowerCase();
  // Nobody means another choice by another case.
  if (type === 'choice') return choices.find((choice) => choice.toLowerCase() === small) ?? text;
  if (type === 'boolean') return TRUE.includes(small) ? true : FALSE.includes(small) ? false : raw;
  // A typed −0 is 0: it could not be written again.
  return (plainNumber(raw) ?? Number.NaN) + 0;
}

/**
 * @param {string} name
 * @param {unknown} raw comma-separated text, or a list
 * @param {readonly string[]} choices
 * @returns {Parsed} in the order of the choices, each once; beside an error those of them that there are
 */
function parseList(name, raw, choices) {
  const items =
    typeof raw === 'string'
      ? raw
          .normalize('NFKC')
          .split(/[,、]/)
          .filter((item) => item.trim())
      : raw;
  if (!Array.isArray(items) || items.length === 0) {
    return { error: { code: 'notAChoice', setting: name, value: raw, choices } };
  }
  const given = items.map((item) => String(item).trim().toLowerCase());
  const value = Object.freeze(choices.filter((choice) => given.includes(choice.toLowerCase())));
  const known = choices.map((choice) => choice.toLowerCase());
  const wrong = given.findIndex((item) => !known.includes(item));
  if (wrong < 0) return { value };
  const error = { code: 'notAChoice', setting: name, value: String(items[wrong]).trim(), choices };
  return value.length > 0 ? { value, error } : { error };
}

/**
 * The text that `parseSetting` reads as this value.
 *
 * @param {string} name of a setting that there is
 * @param {SettingValue} value
 * @returns {string}
 */
export function formatSetting(name, value) {
  return settingsTable[name].type === 'list' ? /** @type {readonly string[]} */ (value).join(',') : String(value);
}
