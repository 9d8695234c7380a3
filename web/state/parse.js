/** Settings from and to text: what a reader types, a link carries, or an attribute says. */
import { SettingsError } from '../engine/errors.js';
import { checked } from '../engine/table.js';
import { settingsTable } from './settings.js';

/**
 * @typedef {object} SettingError why a value was refused; plain data, the sentence is in web/i18n
 * @property {string} code notANumber, notAnInteger, outOfRange, notAChoice, notABoolean, notAText, badLink, or the engine's
 * @property {string} setting
 * @property {unknown} value as given
 * @property {number} [min]
 * @property {number} [max]
 * @property {boolean} [exclusiveMin] min itself is not allowed
 * @property {boolean} [exclusiveMax]
 * @property {readonly string[]} [choices]
 */

/** @typedef {import('./settings.js').SettingValue} SettingValue */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const TRUE = ['true', '1', 'yes', 'on', ''];
const FALSE = ['false', '0', 'no', 'off'];

/**
 * @param {string} name of a setting that there is
 * @param {unknown} raw text, or a value of the setting's own type
 * @returns {{ value: SettingValue, error?: undefined } | { value?: undefined, error: SettingError }}
 */
export function parseSetting(name, raw) {
  const row = settingsTable[name];
  if (row.type === 'text') {
    return typeof raw === 'string' ? { value: raw } : { error: { code: 'notAText', setting: name, value: raw } };
  }
  if (row.type === 'list') return parseList(name, raw, row.choices);
  try {
    return { value: checked(name, typed(raw, row.type), { ...row, help: '' }) };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { error: { code: error.code, setting: name, value: raw, ...error.range } };
  }
}

/**
 * @param {unknown} raw
 * @param {'choice'|'boolean'|'integer'|'number'} type
 * @returns {unknown} of the type if the text can be read as one, NaN or the text itself if not
 */
function typed(raw, type) {
  if (typeof raw !== 'string') return raw;
  // NFKC: a Chinese or Japanese keyboard may type １．５ for 1.5.
  const text = raw.normalize('NFKC').trim();
  if (type === 'choice') return text;
  if (type === 'boolean') return TRUE.includes(text) ? true : FALSE.includes(text) ? false : raw;
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}

/**
 * @param {string} name
 * @param {unknown} raw comma-separated text, or a list
 * @param {readonly string[]} choices
 * @returns {ReturnType<typeof parseSetting>} in the order of the choices, each once
 */
function parseList(name, raw, choices) {
  const given = typeof raw === 'string' ? raw.split(',').map((item) => item.trim()) : raw;
  const wrong = Array.isArray(given) ? given.find((item) => !choices.includes(item)) : given;
  if (!Array.isArray(given) || given.length === 0 || wrong !== undefined) {
    return { error: { code: 'notAChoice', setting: name, value: wrong ?? raw, choices } };
  }
  return { value: Object.freeze(choices.filter((choice) => given.includes(choice))) };
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
