/**
 * Texts to begin with, each with the settings that make its point. Names and points are in web/i18n ('presets.<id>.name' and
 * '.point'); settings not named here are chosen from the text. tests/web/presets.test.js trains every one of them.
 */

import { LISTING_TEXT, TUTORIAL_SETTINGS } from './listing.js';

/**
 * @typedef {object} Preset
 * @property {string} id
 * @property {string} text
 * @property {'characters'|'words'} unit
 * @property {'mark'|'run-on'} endOfSentence
 * @property {Readonly<Record<string, string|number|boolean>>} settings names and values as in web/state/settings.js
 */

/** @type {Preset[]} */
const list = [
  {
    id: 'twoSentences',
    text: LISTING_TEXT,
    unit: 'characters',
    endOfSentence: 'mark',
    settings: TUTORIAL_SETTINGS,
  },
  {
    id: 'hello',
    text: 'hello\nworld',
    unit: 'characters',
    endOfSentence: 'mark',
    settings: {},
  },
  {
    id: 'tutorial',
    text: LISTING_TEXT,
    unit: 'characters',
    endOfSentence: 'run-on',
    settings: {
      ...TUTORIAL_SETTINGS,
      ...{ activation: 'listing', hiddenSize: 100, learningRate: 0.005, schedule: 'halving', evaluateEvery: 5 },
    },
  },
  {
    id: 'quietNight',
    text: '床前明月光\n疑是地上霜\n举头望明月\n低头思故乡',
    unit: 'characters',
    endOfSentence: 'mark',
    settings: {},
  },
  {
    id: 'storkTower',
    text: '白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼',
    unit: 'characters',
    endOfSentence: 'mark',
    settings: { hiddenSize: 8 },
  },
  {
    id: 'brackets',
    text: '（两个黄鹂鸣翠柳）\n「两个黄鹂鸣翠柳」\n《两个黄鹂鸣翠柳》',
    unit: 'characters',
    endOfSentence: 'mark',
    settings: {
      ...{ cell: 'lstm', forgetBias: 3, bias: true, initialization: 'pytorch' },
      ...{ optimizer: 'adam', learningRate: 0.03, reduction: 'mean', clipNorm: 1 },
    },
  },
  {
    id: 'rhyme',
    text: [
      'Twinkle, twinkle, little star,',
      'How I wonder what you are!',
      'Up above the world so high,',
      'Like a diamond in the sky.',
    ].join('\n'),
    unit: 'characters',
    endOfSentence: 'mark',
    settings: {},
  },
  {
    id: 'abab',
    text: 'abababab',
    unit: 'characters',
    endOfSentence: 'run-on',
    settings: { hiddenSize: 2 },
  },
  {
    id: 'counting',
    text: Array.from({ length: 8 }, (_, i) => 'a'.repeat(i + 1) + 'b'.repeat(i + 1)).join('\n'),
    unit: 'characters',
    endOfSentence: 'mark',
    settings: { cell: 'lstm', optimizer: 'adam', learningRate: 0.01, bias: true, reduction: 'mean', batchSize: 0 },
  },
  {
    id: 'emoji',
    text: '👩‍👩‍👧🏠🌳👋🏽👨‍👩‍👦\n🇨🇳🐼🎋🐼💤\n🌧️☂️🌈☀️😎',
    unit: 'characters',
    endOfSentence: 'mark',
    settings: {},
  },
  {
    id: 'code',
    text: [
      'def mean(numbers):',
      '    total = 0',
      '    for n in numbers:',
      '        total += n',
      '    return total / len(numbers)',
    ].join('\n'),
    unit: 'characters',
    endOfSentence: 'mark',
    settings: {},
  },
  {
    id: 'names',
    text: [
      ...['Anna', 'Hannah', 'Johanna', 'Susanna', 'Marianne', 'Maria', 'Marie', 'Marina', 'Martina', 'Martin'],
      ...['Marcel', 'Marcus', 'Lucas', 'Lucia', 'Julia', 'Julian', 'Juliana', 'Adrian', 'Adriana', 'Diana'],
      ...['Daniel', 'Daniela', 'Gabriel', 'Gabriela', 'Michael', 'Michaela', 'Rafael', 'Samuel', 'Emanuel', 'Emma'],
      ...['Emil', 'Emilia', 'Amelia', 'Cecilia', 'Celia', 'Delia', 'Helena', 'Elena', 'Selena', 'Serena'],
    ].join('\n'),
    unit: 'characters',
    endOfSentence: 'mark',
    settings: { heldOut: 0.2 },
  },
];

export const presets = Object.freeze(list);

/** @param {string} id @returns {Preset} @throws {RangeError} if there is none of that name */
export function presetOf(id) {
  const preset = presets.find((one) => one.id === id);
  if (!preset) throw new RangeError(`There is no preset called ${id}.`);
  return preset;
}
