/** Settings in words, for naming one network beside another: "GRU, 64 units", "learning rate 0.05". */
import { hasRelaxedSimd } from '../../engine/relaxed-simd.js';
import { differingNames } from '../../state/earlier-runs.js';
import { settingsTable } from '../../state/settings.js';

/**
 * @typedef {import('../../i18n/index.js').Translator} Translator
 * @typedef {import('../../state/settings.js').Settings} Settings
 */

/** Settings whose choices need no label: "GRU", not "cell: GRU". */
const SELF_EXPLANATORY = new Set(['cell', 'activation', 'optimizer']);

/** @param {Translator} t @param {string} name */
export const settingLabel = (t, name) => t.dynamic(`settings.${name}.label`);

/** What a setting does; undefined until these words are there, see `LaterHelp`. @param {Translator} t @param {string} name */
export const settingHelp = (t, name) => (t.has(`help.${name}`) ? t.dynamic(`help.${name}`) : undefined);

/** Why a value has no effect in this browser; '' if it has one. @param {Translator} t @param {string} name @param {unknown} value */
export const settingUnavailable = (t, name, value) =>
  name === 'arithmetic' && value === 'relaxed' && !hasRelaxedSimd() ? t('settings.arithmetic.unavailable') : '';

/** @param {Translator} t @param {string} name of a setting that is a choice @param {string} choice */
export const choiceName = (t, name, choice) => t.dynamic(`settings.${name}.choices.${choice}`);

/** A label within a sentence; abbreviations keep their capitals. @param {string} label */
const decapitalize = (label) => label.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());

/**
 * A setting's value, without its name.
 * @param {Translator} t
 * @param {string} name of a choice, a switch or a number
 * @param {unknown} value of the setting's own type
 */
export function valueInWords(t, name, value) {
  if (settingsTable[name].type === 'choice') return choiceName(t, name, String(value));
  return typeof value === 'boolean' ? t(value ? 'play.on' : 'play.off') : t.format.rate(Number(value));
}

/**
 * A setting's name and value.
 * @param {Translator} t
 * @param {string} name
 * @param {unknown} value of the setting's own type
 */
export function settingInWords(t, name, value) {
  const { type } = settingsTable[name];
  const label = decapitalize(settingLabel(t, name));
  if (name === 'text') return t('play.otherText');
  if (name === 'hiddenSize') return t('play.hiddenUnits', { count: value });
  const words = valueInWords(t, name, value);
  if (SELF_EXPLANATORY.has(name)) return words;
  return t(type === 'choice' || type === 'boolean' ? 'play.changed' : 'play.brief', { label, value: words });
}

/**
 * The settings that differ between two networks.
 * @param {Translator} t
 * @param {Settings} settings
 * @param {Settings} base
 * @returns {string} '' if none
 */
export function differencesInWords(t, settings, base) {
  return t.format.list(differingNames(settings, base).map((name) => settingInWords(t, name, settings[name])));
}
