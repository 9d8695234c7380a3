/**
 * The settings as a form holds them: what was set, what is chosen from the text for the rest, what was typed where that was
 * refused, and the text with what follows from it.
 */
import { prepareText } from '../text/index.js';
import { chooseSettings, factsOf } from './choose.js';
import { parseSetting } from './parse.js';
import { applies, defaults, settingNames, settingsTable } from './settings.js';
import { UndoStack } from './undo.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./parse.js').SettingError} SettingError
 * @typedef {import('./long-text.js').LongText} LongText
 */

/** Settings that the sequences are made from. */
const TEXT_SETTINGS = ['text', 'unit', 'endOfSentence', 'heldOut', 'streams'];

export class Form {
  /** @type {Readonly<Partial<Settings>>} what was set; everything else is chosen or as by default */
  #given = Object.freeze({});
  /** @type {Settings} */
  #settings = defaults;
  /** @type {Readonly<Record<string, SettingError>>} */
  #errors = Object.freeze({});
  /** @type {UndoStack<{ given: Readonly<Partial<Settings>>, long: LongText | null, names: string[] }>} names: of what changed then */
  #undo = new UndoStack();
  /** @type {LongText | null} in place of the setting `text` */
  #long = null;
  /** @type {string | null} what an input method is composing */
  #composed = null;
  #startText;

  /**
   * @param {Record<string, unknown>} given raw values; refused ones leave the default and an error
   * @param {Iterable<string>} hidden names of settings
   * @param {readonly SettingError[]} refused values that were refused before
   * @param {(settings: Partial<Settings>) => string} [startText] the text where none is given, in the reader's language
   * @param {LongText | null} [long] in place of a text
   */
  constructor(given, hidden, refused, startText = () => defaults.text, long = null) {
    this.#startText = startText;
    this.hidden = new Set(hidden);
    const { values, errors } = parseAll(given);
    this.#errors = Object.freeze({ ...Object.fromEntries(refused.map((error) => [error.setting, error])), ...errors });
    /** The text cut into tokens; while a long text has not been read with the present settings, as it was before. */
    this.draft = prepareText('');
    /** @type {import('./choose.js').Choice['reason']} why the network is of this kind and size, where that was chosen */
    this.reason = 'small';
    this.#replace(values, long);
  }

  /** The text, if it is too long to be a setting. */
  get long() {
    return this.#long;
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
    const long = 'text' in given ? null : this.#long;
    return { changed: this.#change({ ...without(this.#given, released), ...values }, long), errors: null };
  }

  /**
   * A long text takes the place of the one there is.
   *
   * @param {LongText} long read with the present settings
   * @returns {string[]} names whose value in force is another now, the text among them
   */
  open(long) {
    const errors = Object.entries(this.#errors).filter(([name]) => name !== 'text');
    this.#errors = Object.freeze(Object.fromEntries(errors));
    this.#composed = null;
    this.separateUndo();
    return this.#change(without(this.#given, ['text']), long);
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
    return combined(set, this.#choiceFor(set, /** @type {Partial<Settings>} */ (given)).values);
  }

  /**
   * Sets these and nothing else, as one change.
   *
   * @param {Readonly<Partial<Settings>>} given valid
   * @param {LongText | null} [long] in place of a text
   * @returns {string[]} names whose value in force is another now
   */
  replaceGiven(given, long = null) {
    this.#errors = Object.freeze({});
    this.#composed = null;
    this.separateUndo();
    return this.#change(given, long);
  }

  /**
   * Takes over all that another form holds, as one change.
   *
   * @param {Form} other whose text has been cut into tokens
   */
  become(other) {
    const before = { given: this.#given, long: this.#long };
    this.#errors = Object.freeze({});
    this.#composed = null;
    this.#long = other.#long;
    this.draft = other.draft;
    this.reason = other.reason;
    this.#given = other.#given;
    this.#settings = other.#settings;
    this.#chosen = other.#chosen;
    this.#facts = other.#facts;
    const names = settingNames.filter((name) => String(before.given[name]) !== String(this.#given[name]));
    if (before.long !== this.#long && !names.includes('text')) names.push('text');
    this.separateUndo();
    this.#remember(before, names);
    this.separateUndo();
  }

  /**
   * A value that the engine changed by itself; nothing to undo.
   *
   * @param {Partial<Settings>} values valid
   */
  follow(values) {
    this.#replace({ ...this.#given, ...values }, this.#long);
  }

  /** Sets these and nothing else, of the same long text if it is one; nothing to undo. @param {Readonly<Partial<Settings>>} given valid */
  begin(given) {
    this.#replace(given, this.#long);
  }

  /** The next change can be undone by itself. */
  separateUndo() {
    this.#undo.separate();
  }

  /** Goes back by one change. @returns {string[]} names whose value in force is another now */
  undo() {
    const earlier = this.#undo.take();
    if (!earlier) return [];
    this.#errors = Object.freeze({});
    this.#composed = null;
    // What has been set on the page since, such as its language, stays.
    const stays = settingNames.filter((name) => isOfPage(name) && !earlier.names.includes(name));
    const now = Object.entries(this.#given).filter(([name]) => stays.includes(name));
    return this.#follow({ ...without(earlier.given, stays), ...Object.fromEntries(now) }, earlier.long);
  }

  /**
   * Not what changes nothing but the page: the notice beside Undo speaks of the network.
   *
   * @param {{ given: Readonly<Partial<Settings>>, long: LongText | null }} before @param {string[]} names of what changes
   */
  #remember(before, names) {
    if (!names.every(isOfPage)) this.#undo.remember({ ...before, names }, names);
  }

  /** @param {Readonly<Partial<Settings>>} given @param {LongText | null} long */
  #change(given, long) {
    const earlier = { given: this.#given, long: this.#long };
    const names = settingNames.filter(
      (name) => name in earlier.given !== name in given || String(earlier.given[name]) !== String(given[name]),
    );
    if (long !== earlier.long && !names.includes('text')) names.push('text');
    if (names.length === 0) return [];
    const changed = this.#follow(given, long);
    // Typing changes what is chosen, too; that is no step of its own.
    this.#remember(earlier, names);
    return changed;
  }

  /** @param {Readonly<Partial<Settings>>} given @param {LongText | null} long */
  #follow(given, long) {
    const before = { settings: this.#settings, long: this.#long };
    this.#replace(given, long);
    const changed = changedNames(before.settings, this.#settings);
    return long === before.long || changed.includes('text') ? changed : [...changed, 'text'];
  }

  /** @param {Readonly<Partial<Settings>>} given @param {LongText | null} long */
  #replace(given, long) {
    const before = this.#settings;
    const another = long !== this.#long;
    this.#given = Object.freeze({ ...given });
    this.#long = long;
    const set = combined(defaults, { text: this.#startText(given), ...given, ...(long && { text: '' }) });
    const textChanged = TEXT_SETTINGS.some((name) => set[name] !== before[name]);
    if (!long && (another || textChanged || this.draft.text !== set.text)) this.draft = prepareText(set.text, set);
    this.#choose(set);
  }

  /** Whether a long text has yet to be read with the present settings. */
  get preparing() {
    return this.#long !== null && !this.#long.summary(this.#settings);
  }

  /** A long text has been read with the present settings. @returns {string[]} names of the settings that are chosen otherwise for it */
  read() {
    const before = this.#settings;
    this.#choose(combined(defaults, { text: '', ...this.#given }));
    return changedNames(before, this.#settings);
  }

  /** @param {Settings} set what was set, and defaults */
  #choose(set) {
    // While the field is empty, what was chosen stays.
    if (!this.#long && this.draft.tokenCount > 0) this.#facts = factsOf(this.draft);
    const { values, reason } = this.#choiceFor(set, this.#given);
    this.reason = reason;
    this.#chosen = new Set(Object.keys(values).filter((name) => !(name in this.#given)));
    this.#settings = combined(set, values);
    if (this.#long?.summary(set)) this.draft = this.#long.draft(this.#settings);
  }

  /** @param {Settings} set what was set, and defaults @param {Partial<Settings>} given */
  #choiceFor(set, given) {
    if (this.#long?.summary(set)) return this.#long.choose(set, given);
    return chooseSettings(this.#facts, given);
  }

  /** @type {import('./choose.js').Facts} of the last text that was not empty */
  #facts = { tokens: 0, sequences: 0, longest: 0, streams: 0 };
}

/** Whether it leaves the network as it is. @param {string} name */
const isOfPage = (name) => settingsTable[name].effect === 'page';

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
