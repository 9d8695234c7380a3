/**
 * Settings described as data: a name, a type, a default, a range. Whoever has such a table (the engine, the page) has
 * the checking, the types and the sentences for free.
 */
import { SettingsError } from './errors.js';

/**
 * @typedef {{live?: true, structural?: true, help: string}} Common
 * @typedef {Common & {type: 'choice', default: string, choices: readonly string[]}} ChoiceSetting
 * @typedef {Common & {type: 'boolean', default: boolean}} BooleanSetting
 * @typedef {Common & {type: 'integer' | 'number', default: number, min: number, max: number,
 *   exclusiveMin?: true, exclusiveMax?: true}} NumberSetting
 * @typedef {ChoiceSetting | BooleanSetting | NumberSetting} Setting
 * @typedef {Readonly<Record<string, Setting>>} SettingsTable
 */

/**
 * @template {SettingsTable} T
 * @typedef {{readonly [Name in keyof T]: T[Name] extends {choices: readonly (infer Choice)[]} ? Choice
 *   : T[Name] extends {type: 'boolean'} ? boolean : number}} ValuesOf the values a table describes
 */

/**
 * Completes values with the table's defaults; a value of `undefined` counts as left out.
 * @template {SettingsTable} T
 * @param {T} table
 * @param {Readonly<Record<string, unknown>>} values
 * @returns {ValuesOf<T>} complete and frozen
 * @throws {SettingsError} for an unknown name or a value outside its range
 */
export function complete(table, values) {
  for (const name of Object.keys(values)) known(table, name);
  const entries = Object.entries(table).map(([name, setting]) => {
    const value = values[name];
    return [name, value === undefined ? setting.default : checked(name, value, setting)];
  });
  return Object.freeze(Object.fromEntries(entries));
}

/**
 * Checks one value against its row of a table.
 * @param {string} name for the error
 * @param {unknown} value numbers as numbers: text from a form is parsed by the form
 * @param {Setting} setting
 * @returns {string | number | boolean} the value itself
 * @throws {SettingsError}
 */
export function checked(name, value, setting) {
  if (setting.type === 'choice') {
    if (typeof value === 'string' && setting.choices.includes(value)) return value;
    throw new SettingsError('notAChoice', name, value, `one of ${setting.choices.join(', ')}`, {
      choices: setting.choices,
    });
  }
  if (setting.type === 'boolean') {
    if (typeof value === 'boolean') return value;
    throw new SettingsError('notABoolean', name, value, 'true or false');
  }
  const { min, max, exclusiveMin, exclusiveMax } = setting;
  /** @param {import('./errors.js').SettingsProblem} problem */
  const refuse = (problem) =>
    new SettingsError(problem, name, value, rangeInWords(setting), { min, max, exclusiveMin, exclusiveMax });
  if (typeof value !== 'number' || Number.isNaN(value)) throw refuse('notANumber');
  if (value < min || value > max || (exclusiveMin && value === min) || (exclusiveMax && value === max))
    throw refuse('outOfRange');
  if (setting.type === 'integer' && !Number.isInteger(value)) throw refuse('notAnInteger');
  return value;
}

/**
 * @param {NumberSetting} setting
 * @returns {string} such as "a number above 0 and at most 100"
 */
export function rangeInWords({ type, min, max, exclusiveMin, exclusiveMax }) {
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  return `${noun} ${exclusiveMin ? 'above' : 'from'} ${min} ${exclusiveMax ? 'and below' : exclusiveMin ? 'and at most' : 'to'} ${max}`;
}

/**
 * The row of a setting.
 * @param {SettingsTable} table
 * @param {string} name
 * @returns {Setting}
 * @throws {SettingsError} when there is none
 */
export function known(table, name) {
  if (Object.hasOwn(table, name)) return /** @type {Setting} */ (table[name]);
  throw new SettingsError('unknownSetting', name, undefined, `one of ${Object.keys(table).join(', ')}`);
}
