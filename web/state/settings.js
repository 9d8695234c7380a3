/**
 * Everything a reader, a link or an embedding page can set, a row each: the engine's settings (web/engine/engine-settings.js,
 * taken over) and the page's own. The form, links, the attributes of the element and .github/SETTINGS.md are all made from it;
 * the words are in web/i18n/<language>/settings.js.
 */
import { engineSettings } from '../engine/engine-settings.js';
import { generationSettings } from '../engine/generation-settings.js';
import { hasEffect } from '../engine/settings-schema.js';
import { locales } from '../i18n/index.js';
import { LISTING_TEXT } from '../text/listing.js';
import { PANEL_CHOICES, PANELS } from './panel-names.js';

/**
 * @typedef {import('../engine/engine-settings.js').Group|'text'|'writing'|'page'} Group part of the form
 * @typedef {'structural'|'live'|'page'} Effect structural: another model; live: the model is updated; page: only the page changes
 * @typedef {import('../engine/settings-schema.js').Conditions} Conditions
 * @typedef {{ group: Group, effect: Effect, when?: Conditions }} Placing
 * @typedef {Placing & { type: 'text', default: string }} TextRow
 * @typedef {Placing & { type: 'list', default: readonly string[], choices: readonly string[] }} ListRow not empty, each name once
 * @typedef {Placing & { type: 'choice', default: string, choices: readonly string[] }} ChoiceRow
 * @typedef {Placing & { type: 'boolean', default: boolean }} BooleanRow
 * @typedef {Placing & { type: 'integer'|'number', default: number, min: number, max: number,
 *   exclusiveMin?: true, exclusiveMax?: true }} NumberRow
 * @typedef {TextRow|ListRow|ChoiceRow|BooleanRow|NumberRow} Row
 */

/**
 * @template {Readonly<Record<string, Row>>} T
 * @typedef {{ readonly [Name in keyof T]: T[Name]['type'] extends 'text' ? string
 *   : T[Name]['type'] extends 'list' ? readonly string[]
 *   : T[Name] extends { type: 'choice', choices: readonly (infer Choice)[] } ? Choice
 *   : T[Name]['type'] extends 'boolean' ? boolean : number }} ValuesOf
 */

/** @typedef {string} SettingName one of `settingNames` */
/** @typedef {string|number|boolean|readonly string[]} SettingValue */
/**
 * Every setting by name; a name that is only known when the program runs gives a SettingValue.
 *
 * @typedef {import('../engine/engine-settings.js').EngineSettings & ValuesOf<typeof pageTable>
 *   & Readonly<Record<string, SettingValue>>} Settings
 */
/**
 * `key` is its spelling in URLs and attributes.
 *
 * @typedef {Readonly<Row & { name: string, key: string, choices?: readonly string[], min?: number, max?: number,
 *   exclusiveMin?: true, exclusiveMax?: true }>} Setting
 */

/**
 * Rows of the engine with another default on this page. What the page chooses from the text (choose.js) has the default that is
 * in force while there is no text.
 */
const engineRowsHere = /** @satisfies {Readonly<Record<string, Row>>} */ (
  /** @type {const} */ ({
    hiddenSize: { ...engineSettings.hiddenSize, default: 16 },
    initialization: { ...engineSettings.initialization, default: 'orthogonal' },
    clipNorm: { ...engineSettings.clipNorm, default: 1 },
    // All sentences of a short text in one update, and a point of the loss curve after each.
    batchSize: { ...engineSettings.batchSize, default: 0 },
    evaluateEvery: { ...engineSettings.evaluateEvery, default: 1 },
  })
);

const pageTable = /** @satisfies {Readonly<Record<string, Row>>} */ (
  /** @type {const} */ ({
    text: { type: 'text', default: LISTING_TEXT, group: 'text', effect: 'structural' },
    unit: {
      type: 'choice',
      default: 'characters',
      choices: ['characters', 'words'],
      group: 'text',
      effect: 'structural',
    },
    endOfSentence: {
      type: 'choice',
      default: 'mark',
      choices: ['mark', 'run-on'],
      group: 'text',
      effect: 'structural',
    },
    // Share of the sentences, or of the tail of a single text, that is not trained on.
    heldOut: { type: 'number', default: 0, min: 0, max: 0.5, group: 'text', effect: 'structural' },
    // 0: each line is a sentence. B: all lines are one long text, cut into B streams.
    streams: { type: 'integer', default: 0, min: 0, max: 256, group: 'text', effect: 'structural' },
    beginning: { type: 'text', default: '', group: 'writing', effect: 'page' },
    strategy: { ...generationSettings.strategy, group: 'writing', effect: 'page' },
    // Not 0, for which there is the strategy 'greedy'; beyond 10 every token is about as probable as any other.
    temperature: {
      ...{ ...generationSettings.temperature, max: 10, exclusiveMin: true },
      ...{ group: 'writing', effect: 'page' },
    },
    // No text here has as many tokens (web/text/issues.js).
    topK: { ...generationSettings.topK, max: 100_000, group: 'writing', effect: 'page' },
    topP: { ...generationSettings.topP, group: 'writing', effect: 'page' },
    // More beams and longer texts than these would keep the reader waiting.
    beamWidth: { ...generationSettings.beamWidth, max: 16, group: 'writing', effect: 'page' },
    length: { ...generationSettings.length, default: 60, max: 2000, group: 'writing', effect: 'page' },
    // Steps or epochs per second; 0 is as fast as it goes, and that is over before anybody has seen it begin.
    pace: { type: 'number', default: 10, min: 0, max: 1000, group: 'training', effect: 'page' },
    paceUnit: {
      type: 'choice',
      default: 'epoch',
      choices: ['step', 'epoch'],
      group: 'training',
      effect: 'page',
      when: { pace: { above: 0 } },
    },
    autoplay: { type: 'boolean', default: false, group: 'page', effect: 'page' },
    lossScale: {
      type: 'choice',
      default: 'linear',
      choices: ['linear', 'logarithmic'],
      group: 'page',
      effect: 'page',
    },
    language: { type: 'choice', default: 'auto', choices: ['auto', ...locales], group: 'page', effect: 'page' },
    theme: { type: 'choice', default: 'auto', choices: ['auto', 'light', 'dark'], group: 'page', effect: 'page' },
    panels: { type: 'list', default: PANELS, choices: PANEL_CHOICES, group: 'page', effect: 'page' },
  })
);

/** @returns {Readonly<Record<string, Setting>>} in the order of the form and of links */
function makeTable() {
  const rows = Object.entries({ ...engineSettings, ...engineRowsHere, ...pageTable });
  return Object.freeze(
    Object.fromEntries(rows.map(([name, row]) => [name, Object.freeze({ ...row, name, key: kebabCase(name) })])),
  );
}

/** @param {string} name */
function kebabCase(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export const settingsTable = makeTable();

export const settingNames = Object.freeze(Object.keys(settingsTable));

/** What is in force where nothing is set and there is no text to choose by. */
export const defaults = Object.freeze(
  /** @type {Settings} */ (Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].default]))),
);

/** Names of the settings that the engine gets. */
export const engineSettingNames = Object.freeze(
  /** @type {(keyof import('../engine/engine-settings.js').EngineSettings)[]} */ (Object.keys(engineSettings)),
);

/**
 * The engine's part of the settings.
 *
 * @param {Settings} settings
 * @returns {import('../engine/engine-settings.js').EngineSettings}
 */
export function engineSettingsOf(settings) {
  return /** @type {any} */ (Object.fromEntries(engineSettingNames.map((name) => [name, settings[name]])));
}

/**
 * Whether a setting has any effect beside these others, and its control is worth showing.
 *
 * @param {string} name
 * @param {Settings} settings
 */
export function applies(name, settings) {
  return hasEffect(settingsTable[name], settings);
}
