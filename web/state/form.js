/**
 * The settings as a form holds them: what was set, what is chosen from the text for the rest, what was typed where that was
 * refused, and the text with what follows from it.
 */
import { prepareText, preparingText } from '../text/index.js';
import { chooseSettings, factsOf } from './choose.js';
import { parseSetting } from './parse.js';
import { applies, defaults, settingNames, settingsTable } from './settings.js';
import { UndoStack } from './undo.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./parse.js').SettingError} SettingError
 */

/** Longer texts are not cut into tokens at every key (3 ms for so many characters), but once the typing pauses, in slices. */
const LONG_TEXT_CHARACTERS = 10_000;

/** Settings that the sequences are made from. */
const TEXT_SETTINGS = ['text', 'unit', 'endOfSentence', 'heldOut', 'streams'];

export class Form {
  /** @type {Readonly<Partial<Settings>>} what was set; everything else is chosen or as by default */
  #given = Object.freeze({});
  /** @type {Settings} */
  #settings = defaults;
  /** @type {Readonly<Record<string, SettingError>>} */
  #errors = Object.freeze({});
  /** @type {UndoStack<Readonly<Partial<Settings>>>} */
  #undo = new UndoStack();
  /** @type {ReturnType<typeof preparingText> | null} the cutting of a long text into tokens, not done yet */
  #preparation = null;
  /** @type {string | null} what an input method is composing */
  #composed = null;
  #startText;

  /**
   * @param {Record<string, unknown>} given raw values; refused ones leave the default and an error
   * @param {Iterable<string>} hidden names of settings
   * @param {readonly SettingError[]} refused values that were refused before
   * @param {(settings: Partial<Settings>) => string} [startText] the text where none is given, in the reader's language
   */
  constructor(given, hidden, refused, startText = () => defaults.text) {
    this.#startText = startText;
    this.hidden = new Set(hidden);
    const { values, errors } = parseAll(given);
    this.#errors = Object.freeze({ ...Object.fromEntries(refused.map((error) => [error.setting, error])), ...errors });
    /** The text cut into tokens; of a long text that is `preparing`, the one before. */
    this.draft = prepareText('');
    /** @type {import('./choose.js').Choice['reason']} why the network is of this kind and size, where that was chosen */
    this.reason = 'small';
    this.#replace(values);
    this.prepare();
  }

  /** Complete and frozen. */
  get settings() {
    return this.#settings;
  }

  /** What was set by the reader, a link or an attribute; frozen. */
  get given() {
    return this.#given;
  }

  /** Names of the settings whose value was chosen from the text. @returns {ReadonlySet<string>} */
  get chosen() {
    return this.#chosen;
  }

  /** @type {ReadonlySet<string>} */
  #chosen = new Set();

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
   * @param {Readonly<Record<string, unknown>>} given raw values by name; null: no longer set, so chosen or as by default again
   * @returns {{ changed: string[], errors: Record<string, SettingError> | null }} names whose value in force is another now
   */
  take(given) {
    const released = Object.keys(given).filter((name) => given[name] === null);
    const { values, errors } = parseAll(without(given, released));
    const refused = Object.keys(errors).length > 0;
    const others = Object.entries(this.#errors).filter(([name]) => !(name in given));
    this.#errors = Object.freeze({ ...Object.fromEntries(others), ...errors });
    if (refused) return { changed: [], errors };
    return { changed: this.#change({ ...without(this.#given, released), ...values }), errors: null };
  }

  /**
   * All settings as they would be if these were set, the text being the same.
   *
   * @param {Readonly<Record<string, unknown>>} values valid; null: no longer set
   * @returns {Settings}
   */
  settingsAfter(values) {
    const released = Object.keys(values).filter((name) => values[name] === null);
    const given = { ...without(this.#given, released), ...without(values, released) };
    const set = combined(defaults, { text: this.#settings.text, ...given });
    return combined(set, chooseSettings(this.#facts, /** @type {Partial<Settings>} */ (given)).values);
  }

  /**
   * Sets these and nothing else, as one change.
   *
   * @param {Readonly<Partial<Settings>>} given valid
   * @returns {string[]} names whose value in force is another now
   */
  replaceGiven(given) {
    this.#errors = Object.freeze({});
    this.#composed = null;
    this.separateUndo();
    return this.#change(given);
  }

  /**
   * Takes over all that another form holds, as one change.
   *
   * @param {Form} other whose text has been cut into tokens
   */
  become(other) {
    const before = this.#given;
    this.#errors = Object.freeze({});
    this.#composed = null;
    this.#preparation = null;
    this.draft = other.draft;
    this.reason = other.reason;
    this.#given = other.#given;
    this.#settings = other.#settings;
    this.#chosen = other.#chosen;
    this.#facts = other.#facts;
    const names = settingNames.filter((name) => String(before[name]) !== String(this.#given[name]));
    this.separateUndo();
    if (names.length > 0) this.#undo.remember(before, names);
    this.separateUndo();
  }

  /**
   * A value that the engine changed by itself; nothing to undo.
   *
   * @param {Partial<Settings>} values valid
   */
  follow(values) {
    this.#replace({ ...this.#given, ...values });
  }

  /** The next change can be undone by itself. */
  separateUndo() {
    this.#undo.separate();
  }

  /** Goes back by one change. @returns {string[]} names whose value in force is another now */
  undo() {
    const given = this.#undo.take();
    if (!given) return [];
    const before = this.#settings;
    this.#errors = Object.freeze({});
    this.#composed = null;
    this.#replace(given);
    return changedNames(before, this.#settings);
  }

  /** @param {Readonly<Partial<Settings>>} given */
  #change(given) {
    const before = this.#settings;
    const earlier = this.#given;
    const now = given;
    const names = settingNames.filter(
      (name) => name in earlier !== name in now || String(earlier[name]) !== String(now[name]),
    );
    if (names.length === 0) return [];
    this.#replace(given);
    const changed = changedNames(before, this.#settings);
    // Typing changes what is chosen, too; that is no step of its own.
    this.#undo.remember(earlier, names);
    return changed;
  }

  /** @param {Readonly<Partial<Settings>>} given */
  #replace(given) {
    const before = this.#settings;
    this.#given = Object.freeze({ ...given });
    const set = combined(defaults, { text: this.#startText(given), ...given });
    const textChanged = TEXT_SETTINGS.some((name) => set[name] !== before[name]);
    if (textChanged || this.draft.text !== set.text) {
      // The latest text wins: what has been prepared of another is dropped.
      this.#preparation = set.text.length > LONG_TEXT_CHARACTERS ? preparingText(set.text, set) : null;
      if (!this.#preparation) this.draft = prepareText(set.text, set);
    }
    this.#choose(set);
  }

  /** Whether the text is another than the draft's by now, see `prepare`. */
  get preparing() {
    return this.#preparation !== null;
  }

  /**
   * Cuts the text into tokens if that has been put off.
   *
   * @param {number} [deadline] as of performance.now(); what is not done by then is gone on with at the next call
   * @returns {string[]} names of the settings that are chosen otherwise for it, once it is done
   */
  prepare(deadline = Number.POSITIVE_INFINITY) {
    while (this.#preparation) {
      const { done, value } = this.#preparation.next();
      if (done) return this.#finish(value);
      if (performance.now() >= deadline) break;
    }
    return [];
  }

  /** @param {import('../text/prepare.js').TextData} draft */
  #finish(draft) {
    const before = this.#settings;
    this.#preparation = null;
    this.draft = draft;
    this.#choose(combined(defaults, { text: before.text, ...this.#given }));
    return changedNames(before, this.#settings);
  }

  /** @param {Settings} set what was set, and defaults */
  #choose(set) {
    // While the field is empty, what was chosen stays.
    const facts = this.draft.tokenCount > 0 ? factsOf(this.draft) : this.#facts;
    this.#facts = facts;
    const { values, reason } = chooseSettings(facts, this.#given);
    this.reason = reason;
    this.#chosen = new Set(Object.keys(values).filter((name) => !(name in this.#given)));
    this.#settings = combined(set, values);
  }

  /** @type {import('./choose.js').Facts} of the last text that was not empty */
  #facts = { tokens: 0, sequences: 0, longest: 0, streams: 0 };
}

/**
 * @template {Readonly<Record<string, unknown>>} T
 * @param {T} values @param {readonly string[]} names
 * @returns {T}
 */
function without(values, names) {
  return /** @type {T} */ (Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name))));
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
