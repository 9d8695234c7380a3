/**
 * The one table of everything a reader, a link or an embedding page can set: the engine's settings, with the defaults this page
 * starts from, and the page's own. The form, the URL, the attributes of the element and the documentation are all made from it.
 */
import { engineSettings } from '../engine/engine-settings.js';
import { locales } from '../i18n/index.js';
import { PANELS } from './panel-names.js';

/**
 * @typedef {'text'|'network'|'training'|'optimizer'|'writing'|'page'} Group part of the form
 * @typedef {'structural'|'live'|'page'} Effect structural: another model; live: the model is adjusted; page: only the page changes
 * @typedef {{ group: Group, effect: Effect }} Placing
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

/** The two sentences of the tutorial this page grew out of. */
export const LISTING_TEXT = '你好李焕英\n夏洛特烦恼';

/**
 * The settings of the tutorial's network, small enough to be read in full: plain SGD on the sum of a sentence's losses. Presets
 * and lessons that follow the tutorial name them; elsewhere settings are chosen from the text.
 */
export const TUTORIAL_SETTINGS = Object.freeze(
  /** @type {const} */ ({
    cell: 'rnn',
    activation: 'tanh',
    hiddenSize: 16,
    layers: 1,
    bias: false,
    initialization: 'listing',
    optimizer: 'sgd',
    learningRate: 0.1,
    clipNorm: 0,
    schedule: 'constant',
    reduction: 'sum',
    batchSize: 1,
    truncate: 0,
    // The two sentences are learned in some fifteen epochs: a curve needs a point for each.
    evaluateEvery: 1,
  }),
);

/** @type {Record<keyof import('../engine/engine-settings.js').EngineSettings, Group>} */
const ENGINE_GROUPS = {
  cell: 'network',
  activation: 'network',
  hiddenSize: 'network',
  layers: 'network',
  bias: 'network',
  initialization: 'network',
  forgetBias: 'network',
  seed: 'network',
  precision: 'network',
  optimizer: 'optimizer',
  learningRate: 'optimizer',
  momentum: 'optimizer',
  decay: 'optimizer',
  beta1: 'optimizer',
  beta2: 'optimizer',
  epsilon: 'optimizer',
  weightDecay: 'optimizer',
  clipNorm: 'optimizer',
  schedule: 'optimizer',
  warmupSteps: 'optimizer',
  totalSteps: 'optimizer',
  evaluateEvery: 'training',
  reduction: 'training',
  batchSize: 'training',
  truncate: 'training',
  shuffle: 'training',
};

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
    strategy: {
      type: 'choice',
      default: 'sample',
      choices: ['sample', 'greedy', 'beam'],
      group: 'writing',
      effect: 'page',
    },
    temperature: { type: 'number', default: 1, min: 0, max: 10, exclusiveMin: true, group: 'writing', effect: 'page' },
    topK: { type: 'integer', default: 0, min: 0, max: 100_000, group: 'writing', effect: 'page' },
    topP: { type: 'number', default: 1, min: 0, max: 1, exclusiveMin: true, group: 'writing', effect: 'page' },
    beamWidth: { type: 'integer', default: 4, min: 1, max: 16, group: 'writing', effect: 'page' },
    // Tokens to write, at most.
    length: { type: 'integer', default: 60, min: 1, max: 2000, group: 'writing', effect: 'page' },
    // Steps or epochs per second; 0 is as fast as it goes, and that is over before anybody has seen it begin.
    pace: { type: 'number', default: 10, min: 0, max: 1000, group: 'training', effect: 'page' },
    paceUnit: { type: 'choice', default: 'epoch', choices: ['step', 'epoch'], group: 'training', effect: 'page' },
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
    panels: { type: 'list', default: PANELS, choices: PANELS, group: 'page', effect: 'page' },
  })
);

/** @returns {Readonly<Record<string, Setting>>} */
function makeTable() {
  const engine = Object.entries(engineSettings).map(([name, { help, ...row }]) => {
    const group = ENGINE_GROUPS[/** @type {keyof typeof engineSettings} */ (name)];
    return [name, { ...row, group, effect: 'live' in row ? 'live' : 'structural' }];
  });
  const rows = { ...Object.fromEntries(engine), ...pageTable };
  for (const [name, value] of Object.entries(TUTORIAL_SETTINGS)) rows[name].default = value;
  for (const [name, row] of Object.entries(rows)) rows[name] = Object.freeze({ ...row, name, key: kebabCase(name) });
  return Object.freeze(rows);
}

/** @param {string} name */
function kebabCase(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export const settingsTable = makeTable();

export const settingNames = Object.freeze(Object.keys(settingsTable));

/** Every setting's default on this page; those of TUTORIAL_SETTINGS are in force only until there is a text to choose by. */
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

/** @type {Partial<Record<string, (s: Settings) => boolean>>} when a setting has an effect; the others always have */
const CONDITIONS = {
  activation: (s) => s.cell === 'rnn',
  forgetBias: (s) => s.cell === 'lstm' && s.bias,
  momentum: (s) => s.optimizer === 'momentum' || s.optimizer === 'nesterov',
  decay: (s) => s.optimizer === 'rmsprop',
  beta1: (s) => s.optimizer === 'adam' || s.optimizer === 'adamw',
  beta2: (s) => s.optimizer === 'adam' || s.optimizer === 'adamw',
  epsilon: (s) => ['rmsprop', 'adagrad', 'adam', 'adamw'].includes(s.optimizer),
  weightDecay: (s) => s.optimizer === 'adamw',
  warmupSteps: (s) => s.schedule === 'cosine',
  totalSteps: (s) => s.schedule === 'cosine',
  paceUnit: (s) => s.pace > 0,
  topK: (s) => s.strategy === 'sample',
  topP: (s) => s.strategy === 'sample',
  beamWidth: (s) => s.strategy === 'beam',
};

/**
 * Whether a setting has any effect beside these others, and its control is worth showing.
 *
 * @param {string} name
 * @param {Settings} settings
 */
export function applies(name, settings) {
  return CONDITIONS[name]?.(settings) ?? true;
}
