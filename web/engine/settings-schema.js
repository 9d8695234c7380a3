/**
 * Settings described as data: a name, a type, a default, a range. Whoever has such a table (the engine, the page) has
 * the checking, the types and the sentences for free.
 */
import { SettingsError } from './errors.js';

/**
 * @typedef {{type: 'choice', choices: readonly string[]}} ChoiceRule
 * @typedef {{type: 'boolean'}} BooleanRule
 * @typedef {{type: 'integer' | 'number', min: number, max: number, exclusiveMin?: true, exclusiveMax?: true}} NumberRule
 * @typedef {ChoiceRule | BooleanRule | NumberRule} Rule which values are allowed
 */

/**
 * When a setting has an effect, by the values of others: one of those listed, a number above another, or any but one.
 * All of them have to hold; without conditions it always has.
 * @typedef {Readonly<Record<string, readonly (string | boolean | number)[] | {above: number} | {not: number}>>} Conditions
 */

/**
 * A row of a table. `help` is the English of the API and of .github/SETTINGS.md; the page has words of its own in web/i18n.
 * @typedef {{help: string, when?: Conditions}} Described
 * @typedef {Described & ((ChoiceRule & {default: string}) | (BooleanRule & {default: boolean})
 *   | (NumberRule & {default: number}))} Setting
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
 * @param {Rule} rule
 * @returns {string | number | boolean} the value itself
 * @throws {SettingsError}
 */
export function checked(name, value, rule) {
  if (rule.type === 'choice') {
    if (typeof value === 'string' && rule.choices.includes(value)) return value;
    throw new SettingsError('notAChoice', name, value, `one of ${rule.choices.join(', ')}`, {
      choices: rule.choices,
    });
  }
  if (rule.type === 'boolean') {
    if (typeof value === 'boolean') return value;
    throw new SettingsError('notABoolean', name, value, 'true or false');
  }
  const { min, max, exclusiveMin, exclusiveMax } = rule;
  /** @param {import('./errors.js').SettingsProblem} problem */
  const refuse = (problem) =>
    new SettingsError(problem, name, value, rangeInWords(rule), { min, max, exclusiveMin, exclusiveMax });
  if (typeof value !== 'number' || Number.isNaN(value)) throw refuse('notANumber');
  if (value < min || value > max || (exclusiveMin && value === min) || (exclusiveMax && value === max))
    throw refuse('outOfRange');
  if (rule.type === 'integer' && !Number.isInteger(value)) throw refuse('notAnInteger');
  return value;
}

/**
 * @param {NumberRule} rule
 * @returns {string} such as "a number above 0 and at most 100"
 */
export function rangeInWords({ type, min, max, exclusiveMin, exclusiveMax }) {
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  return `${noun} ${exclusiveMin ? 'above' : 'from'} ${min} ${exclusiveMax ? 'and below' : exclusiveMin ? 'and at most' : 'to'} ${max}`;
}

/**
 * Whether a setting has an effect beside these others.
 * @param {{readonly when?: Conditions}} row
 * @param {Readonly<Record<string, unknown>>} values of the others
 */
export function hasEffect({ when = {} }, values) {
  return Object.entries(when).every(([name, condition]) =>
    'above' in condition
      ? Number(values[name]) > condition.above
      : 'not' in condition
        ? values[name] !== condition.not
        : condition.includes(/** @type {string | boolean | number} */ (values[name])),
  );
}

/**
 * The row of a setting.
 * @template {SettingsTable} T
 * @param {T} table
 * @param {string} name
 * @returns {T[keyof T]}
 * @throws {SettingsError} when there is none
 */
export function known(table, name) {
  if (Object.hasOwn(table, name)) return /** @type {T[keyof T]} */ (table[name]);
  throw new SettingsError('unknownSetting', name, undefined, `one of ${Object.keys(table).join(', ')}`);
}
