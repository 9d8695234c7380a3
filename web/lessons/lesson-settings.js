/**
 * Texts and settings of the lessons. A lesson sets every setting of text, network, training and optimizer, so that it does not
 * depend on what the reader has set before.
 */
import { engineSettings } from '../engine/engine-settings.js';
import { TUTORIAL_SETTINGS } from '../text/index.js';

/** Of the lessons' texts; whoever reads the page in another language gets the first of them. */
export const LESSON_LANGUAGES = Object.freeze(/** @type {const} */ (['en', 'zh']));
/** @typedef {(typeof LESSON_LANGUAGES)[number]} LessonLanguage */

/**
 * Texts with the same structure in each language: equal tokens at the same positions, so that the network computes the same
 * numbers and the lesson's sentences hold for all.
 *
 * @type {Readonly<Record<string, Readonly<Record<LessonLanguage, string>>>>}
 */
export const lessonTexts = Object.freeze({
  sentences: { en: 'magic\nworld', zh: '你好李焕英\n夏洛特烦恼' },
  brackets: { en: '(reading)\n[reading]\n{reading}', zh: '（两个黄鹂鸣翠柳）\n「两个黄鹂鸣翠柳」\n《两个黄鹂鸣翠柳》' },
  names: {
    en: [
      ...['Anna', 'Hannah', 'Johanna', 'Susanna', 'Marianne', 'Maria', 'Marie', 'Marina', 'Martina', 'Martin'],
      ...['Marcel', 'Marcus', 'Lucas', 'Lucia', 'Julia', 'Julian', 'Juliana', 'Adrian', 'Adriana', 'Diana'],
      ...['Daniel', 'Daniela', 'Gabriel', 'Gabriela', 'Michael', 'Michaela', 'Rafael', 'Samuel', 'Emanuel', 'Emma'],
      ...['Emil', 'Emilia', 'Amelia', 'Cecilia', 'Celia', 'Delia', 'Helena', 'Elena', 'Selena', 'Serena'],
    ].join('\n'),
    zh: [
      ...['李小明', '刘志军', '赵文静', '张小丽', '杨志平', '王志敏', '陈文静', '王小芳', '陈志华', '李文敏'],
      ...['刘文伟', '赵小明', '张志华', '杨文强', '杨小明', '王志军', '李小丽', '刘志平', '赵志敏', '刘文静'],
      ...['赵小芳', '杨文敏', '王文伟', '陈小明', '李志华', '陈文强', '刘小明', '赵志军', '张文静', '杨小丽'],
      ...['王志平', '杨志敏', '王文静', '陈小芳', '刘文敏', '赵文伟', '张小明', '赵志华', '张文强', '王小明'],
    ].join('\n'),
  },
});

const engineDefaults = Object.fromEntries(
  Object.entries(engineSettings).map(([name, { default: value }]) => [name, value]),
);

/** The tutorial's network, on sentences with an end mark. */
const basis = Object.freeze({
  ...engineDefaults,
  ...TUTORIAL_SETTINGS,
  unit: 'characters',
  endOfSentence: 'mark',
  heldOut: 0,
  streams: 0,
  beginning: '',
});

/**
 * All settings of a lesson.
 *
 * @param {Readonly<Record<string, unknown>>} own those that differ from the tutorial's
 * @returns {Readonly<Record<string, unknown>>}
 */
export const onTutorial = (own = {}) => Object.freeze({ ...basis, ...own });

/** A network small enough to be followed by hand. */
export const byHand = Object.freeze({ hiddenSize: 4 });
/** Slow enough to see the loss fall, and to pause at the right epoch. */
export const slowly = Object.freeze({ pace: 10, paceUnit: 'epoch' });
export const quickly = Object.freeze({ pace: 30, paceUnit: 'epoch' });

/** The tutorial's program as printed: its sizes, learning rate, schedule, and its mistake. */
export const asPrinted = Object.freeze({
  ...{ activation: 'listing', hiddenSize: 100, learningRate: 0.005, schedule: 'halving', evaluateEvery: 5 },
  endOfSentence: 'run-on',
});

/** For the brackets. With this seed the plain RNN predicts each closing bracket with a probability of one third. */
export const forBrackets = Object.freeze({
  ...{ bias: true, forgetBias: 3, initialization: 'pytorch', seed: 3 },
  ...{ optimizer: 'adam', learningRate: 0.03, reduction: 'mean', clipNorm: 1 },
});

/** For the forty names, a fifth of them held out. */
export const forNames = Object.freeze({
  ...{ cell: 'gru', hiddenSize: 32, optimizer: 'adam', learningRate: 0.01, reduction: 'mean', heldOut: 0.2 },
});
