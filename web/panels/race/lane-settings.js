import { parseSetting } from '../../state/parse.js';
import { applies, settingsTable } from '../../state/settings.js';

/**
 * Who races: the three cells, or one setting with two values. Everything else is as on the page.
 *
 * @typedef {import('../../state/settings.js').Settings} Settings
 * @typedef {import('../../state/settings.js').SettingName} SettingName
 * @typedef {{id: string, settings: Settings, colour: import('../../theme/palette.js').ColourName, dash: number[]}} Entrant
 */

const cells = /** @type {const} */ (['rnn', 'gru', 'lstm']);

/** Lines differ by dash as well as by colour. */
const dashes = [[], [8, 4], [2, 3]];

/** Settings that a race of two can be about. What belongs to the text or to the page is the same for all. */
export const comparable = /** @type {SettingName[]} */ (
  Object.values(settingsTable)
    .filter(({ group, name }) => ['network', 'optimizer', 'training'].includes(group) && !/pace/.test(name))
    .map(({ name }) => name)
);

/**
 * The cells, all else equal. The tutorial's missing tanh is a vanilla RNN's affair; it stays with that lane.
 * @param {Settings} settings
 * @returns {Entrant[]}
 */
export function cellEntrants(settings) {
  return cells.map((cell, i) => ({ id: cell, settings: { ...settings, cell }, colour: cell, dash: dashes[i] }));
}

/**
 * @param {Settings} settings
 * @param {SettingName} name
 * @param {readonly [string, string]} values as typed
 * @returns {{entrants: Entrant[], errors: (import('../../state/parse.js').SettingError | null)[]}} entrants empty if a
 *   value was refused
 */
export function twoEntrants(settings, name, values) {
  const parsed = values.map((value) => parseSetting(name, value));
  const errors = parsed.map((result) => ('error' in result ? (result.error ?? null) : null));
  if (errors.some(Boolean)) return { entrants: [], errors };
  const entrants = parsed.map((result, i) => ({
    id: `${i === 0 ? 'A' : 'B'}`,
    settings: { ...settings, [name]: /** @type {any} */ (result).value },
    colour: /** @type {const} */ ('training'),
    dash: dashes[i],
  }));
  return { entrants, errors };
}

/**
 * A value to race against the present one: the next choice, half or double, the other of two.
 * @param {SettingName} name
 * @param {unknown} value
 * @returns {string}
 */
export function rivalOf(name, value) {
  const setting = settingsTable[name];
  if (setting.type === 'choice')
    return setting.choices[(setting.choices.indexOf(String(value)) + 1) % setting.choices.length];
  if (setting.type === 'boolean') return String(!value);
  const number = Number(value);
  if (setting.type === 'integer')
    return String(number * 2 <= /** @type {any} */ (setting).max ? Math.max(1, number * 2) : Math.floor(number / 2));
  return String(number > 0 ? Number((number / 2).toPrecision(4)) : 1);
}

/** @param {Settings} settings @returns {SettingName[]} those that have an effect now */
export function comparableNow(settings) {
  return comparable.filter((name) => applies(name, settings));
}
