/**
 * The settings as a form holds them: the last valid value of each, what was typed where that was refused, and the text with
 * what follows from it.
 */
import { prepareText } from '../text/index.js';
import { parseSetting } from './parse.js';
import { applies, defaults, settingNames, settingsTable } from './settings.js';
import { UndoStack } from './undo.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./parse.js').SettingError} SettingError
 */

/** Settings that the sequences are made from. */
const TEXT_SETTINGS = ['text', 'unit', 'endOfSentence', 'heldOut', 'streams'];

export class Form {
  /** @type {Settings} */
  #settings;
  /** @type {Readonly<Record<string, SettingError>>} */
  #errors = Object.freeze({});
  /** @type {UndoStack<Settings>} */
  #undo = new UndoStack();
  /** @type {string | null} what an input method is composing */
  #composed = null;

  /**
   * @param {Record<string, unknown>} given raw values; refused ones leave the default and an error
   * @param {Iterable<string>} hidden names of settings
   * @param {readonly SettingError[]} refused values that were refused before
   */
  constructor(given, hidden, refused) {
    this.hidden = new Set(hidden);
    const { values, errors } = parseAll(given);
    this.#settings = combined(defaults, values);
    this.#errors = Object.freeze({ ...Object.fromEntries(refused.map((error) => [error.setting, error])), ...errors });
    this.draft = prepareText(this.#settings.text, this.#settings);
  }

  /** Complete and frozen. */
  get settings() {
    return this.#settings;
  }

  get errors() {
    return this.#errors;
  }

  get canUndo() {
    return this.#undo.length > 0;
  }

  /** The text as it stands in its field, half-composed characters included. */
  get text() {
    return this.#composed ?? this.#settings.text;
  }

  /** @param {string | null} text what an input method has made so far; null when it is done */
  compose(text) {
    this.#composed = text;
  }

  /**
   * What a control shows: what was typed, even if it was refused.
   *
   * @param {string} name
   */
  raw(name) {
    return name in this.#errors ? this.#errors[name].value : this.#settings[name];
  }

  /**
   * Whether a control is worth showing: not hidden, and not without any effect.
   *
   * @param {string} name
   */
  shows(name) {
    return !this.hidden.has(name) && applies(name, this.#settings);
  }

  /**
   * Takes several values or none.
   *
   * @param {Readonly<Record<string, unknown>>} given raw values by name
   * @returns {{ changed: string[], errors: Record<string, SettingError> | null }} names whose value is another now
   */
  take(given) {
    const { values, errors } = parseAll(given);
    const refused = Object.keys(errors).length > 0;
    const others = Object.entries(this.#errors).filter(([name]) => !(name in given));
    this.#errors = Object.freeze({ ...Object.fromEntries(others), ...errors });
    if (refused) return { changed: [], errors };
    const changed = changedNames(this.#settings, values);
    if (changed.length > 0) this.#undo.remember(this.#settings, changed);
    this.#replace(combined(this.#settings, values), changed);
    return { changed, errors: null };
  }

  /**
   * A value that the engine changed by itself; nothing to undo.
   *
   * @param {Partial<Settings>} values valid
   */
  follow(values) {
    this.#settings = combined(this.#settings, values);
  }

  /** Goes back by one change. @returns {string[]} names whose value is another now */
  undo() {
    const before = this.#undo.take();
    if (!before) return [];
    const changed = changedNames(this.#settings, before);
    this.#errors = Object.freeze({});
    this.#composed = null;
    this.#replace(before, changed);
    return changed;
  }

  /**
   * @param {Settings} settings
   * @param {readonly string[]} changed
   */
  #replace(settings, changed) {
    this.#settings = settings;
    if (changed.some((name) => TEXT_SETTINGS.includes(name))) this.draft = prepareText(settings.text, settings);
  }
}

/**
 * @param {Settings} settings
 * @param {Partial<Settings>} values
 * @returns {Settings} frozen
 */
function combined(settings, values) {
  return Object.freeze(/** @type {Settings} */ ({ ...settings, ...values }));
}

/**
 * @param {Readonly<Record<string, unknown>>} given
 * @returns {{ values: Partial<Settings>, errors: Record<string, SettingError> }}
 */
function parseAll(given) {
  /** @type {Record<string, any>} */
  const values = {};
  /** @type {Record<string, SettingError>} */
  const errors = {};
  for (const [name, raw] of Object.entries(given)) {
    if (!Object.hasOwn(settingsTable, name)) {
      errors[name] = { code: 'unknownSetting', setting: name, value: raw };
      continue;
    }
    const { value, error } = parseSetting(name, raw);
    if (error) errors[name] = error;
    if (value !== undefined) values[name] = value;
  }
  return { values, errors };
}

/**
 * @param {Settings} before
 * @param {Readonly<Record<string, unknown>>} after some or all settings
 * @returns {string[]}
 */
export function changedNames(before, after) {
  // Lists are compared by their text.
  return settingNames.filter((name) => name in after && String(after[name]) !== String(before[name]));
}
