/**
 * The lessons as data: for each step the settings it applies, the panel it opens, its target, and the condition it waits for. The
 * texts are in web/i18n: 'lessons.<lesson>.<step>', '….do' for the reader's task, '….touch' for variants on touch screens.
 *
 * @typedef {import('../state/store.js').Store} Store
 * @typedef {Record<string, any>} Done actions reported by panels since the step began, by name; see PanelElement.report()
 *
 * @typedef {object} Apply
 * @property {Readonly<Record<string, unknown>>} [settings]
 * @property {boolean} [fresh] re-initialize the network; its curve so far is kept for comparison
 * @property {boolean} [alone] clear earlier curves
 *
 * @typedef {object} LessonStep
 * @property {string} id
 * @property {Apply} [apply] on entering, forward
 * @property {{id: string} & Record<string, unknown>} [open] panel and properties to set on it
 * @property {readonly string[]} [point] path of selectors (see finding.js) to the target that the ring marks
 * @property {readonly string[]} [show] path to what must be visible, if it is not the target
 * @property {(store: Store, step: {before: Before, done: Done}) => boolean} [until] condition that the
 *   reader's task is done; none: there is no task
 * @property {boolean} [pause] pause the training when the condition is met: the next step begins with that network
 * @property {boolean} [tutorial] cite the tutorial
 * @property {(store: Store) => Record<string, string | string[]>} [values] for the step's texts
 *
 * @typedef {{text: string, model: number, settings: Store['settings']}} Before the page when the step began
 *
 * @typedef {object} Lesson
 * @property {string} id
 * @property {number} minutes it takes, about
 * @property {keyof typeof lessonTexts} text its example
 * @property {readonly LessonStep[]} steps
 */
import {
  asPrinted,
  byHand,
  forBrackets,
  forNames,
  LESSON_LANGUAGES,
  lessonTexts,
  onTutorial,
  quickly,
  slowly,
} from './lesson-settings.js';

export { LESSON_LANGUAGES, lessonTexts };

const train = ['rnn-control-bar', 'button.train'];
/** Of a line of brackets: the time step, from 0, that has to predict the closing one. */
const BRACKET_STEP = 7;
/** Path into a lazily loaded panel. @param {string} id @param {string[]} path */
const inPanel = (id, ...path) => [`rnn-panel-slot[data-panel="${id}"]`, `rnn-${id}-panel`, ...path];

/** Default target of the steps that open a panel. @type {Record<string, readonly string[]>} */
const defaultTargets = {
  network: ['rnn-network-panel', 'rnn-network-board'],
  predictions: ['rnn-predictions-panel', 'rnn-prediction-rows'],
  loss: ['rnn-loss-panel', 'rnn-line-chart'],
  writing: ['rnn-writing-panel', 'input'],
  weights: inPanel('weights', 'rnn-heat-map'),
  states: inPanel('states', 'rnn-heat-map'),
  memory: inPanel('memory', '.look > :first-child'),
  flow: inPanel('flow', 'rnn-line-chart'),
  step: inPanel('step', 'rnn-step-transport'),
  check: inPanel('check', '.body button'),
  race: inPanel('race', 'button.primary'),
};

/** Path to the target of a step. @param {LessonStep} step @returns {readonly string[]} empty: no target */
export const pointOf = ({ point, open }) => point ?? (open ? defaultTargets[open.id] : []);

/** Path to what must be visible during a step. @param {LessonStep} step @returns {readonly string[]} */
export function sightOf(step) {
  if (step.show) return step.show;
  // The control bar is sticky, so always visible: show the panel in which its effect is seen.
  return step.point === train && step.open ? defaultTargets[step.open.id] : pointOf(step);
}

const nextStage = inPanel('step', 'rnn-step-transport', 'button.next');

const stage = inPanel('step', 'rnn-step-stage');

const trainedFor = (/** @type {number} */ epochs) => (/** @type {Store} */ store) =>
  (store.status?.epoch ?? 0) >= epochs;
const lossBelow = (/** @type {number} */ limit) => (/** @type {Store} */ store) => {
  const losses = store.history.trainingLoss;
  return losses.length > 0 && losses[losses.length - 1] < limit;
};
const hasHalved = (/** @type {Store} */ store) => store.events.some(({ type }) => type === 'halved');
/** A step in which the reader trains until a condition is met. @param {LessonStep['until']} until */
const training = (until) => ({ point: train, until, pause: true });

/** The held-out sentences. @param {Store} store */
function heldOutNames({ data }) {
  const names = (data?.heldOut ?? []).map(({ inputs }) =>
    Array.from(inputs, (id) => data?.vocabulary.token(id) ?? '').join(''),
  );
  return { names };
}

/** Some tokens of the vocabulary. @param {Store} store */
function someTokens({ data }) {
  const tokens = [...(data?.vocabulary.tokens ?? [])].filter((token) => token !== '\n');
  return { first: tokens[0], second: tokens[1], fourth: tokens[3], last: tokens[tokens.length - 1] };
}

const recap = Object.freeze({ id: 'recap' });

/** @type {readonly Lesson[]} */
export const lessons = Object.freeze([
  {
    id: 'sees',
    minutes: 3,
    text: 'sentences',
    steps: [
      {
        id: 'ids',
        apply: { settings: onTutorial() },
        open: { id: 'text', listed: true },
        point: ['rnn-text-panel', '.vocabulary'],
      },
      {
        id: 'type',
        point: ['rnn-text-panel', 'textarea'],
        until: (store, { before }) => store.text !== before.text && store.draft.valid,
        values: someTokens,
      },
      { id: 'column', open: { id: 'weights', parameter: 'weight_ih_l0' } },
      { id: 'targets', open: { id: 'predictions' } },
      recap,
    ],
  },
  {
    id: 'forward',
    minutes: 4,
    text: 'sentences',
    steps: [
      { id: 'rule', apply: { settings: onTutorial(byHand) }, open: { id: 'states' } },
      {
        id: 'walk',
        open: { id: 'step' },
        point: nextStage,
        show: stage,
        // At the first time step h is 0: only from the second on does W h contribute.
        until: (_, { done }) => done.stage?.step === 2 && done.stage.kind !== 'lookup',
      },
      { id: 'same', open: { id: 'states' } },
      { id: 'depends', open: { id: 'memory' } },
      recap,
    ],
  },
  {
    id: 'loss',
    minutes: 3,
    text: 'sentences',
    steps: [
      { id: 'start', apply: { settings: onTutorial(slowly) }, open: { id: 'predictions' } },
      { id: 'equal', open: { id: 'loss' } },
      { id: 'train', open: { id: 'loss' }, ...training(lossBelow(0.1)) },
      { id: 'perplexity', open: { id: 'loss' } },
      recap,
    ],
  },
  {
    id: 'bptt',
    minutes: 6,
    text: 'sentences',
    steps: [
      {
        id: 'back',
        apply: { settings: onTutorial(byHand) },
        open: { id: 'step', stage: 'dLogits 5' },
        point: stage,
      },
      {
        id: 'split',
        open: { id: 'step' },
        point: nextStage,
        show: stage,
        // Between the first and the last time step ∂L/∂h has two parts.
        until: (_, { done }) => done.stage?.kind === 'dHidden' && done.stage.step > 1 && done.stage.step < 5,
      },
      {
        id: 'sum',
        open: { id: 'step' },
        point: nextStage,
        show: stage,
        until: (_, { done }) => done.stage?.phase === 'update',
      },
      {
        id: 'check',
        open: { id: 'check' },
        until: (_, { done }) => done.gradientCheck?.passed === true,
      },
      recap,
    ],
  },
  {
    id: 'rate',
    minutes: 5,
    text: 'sentences',
    steps: [
      {
        id: 'small',
        apply: { settings: onTutorial({ learningRate: 0.002, ...quickly }) },
        open: { id: 'loss' },
        ...training(trainedFor(60)),
      },
      {
        id: 'larger',
        apply: { settings: { learningRate: 0.2 }, fresh: true },
        open: { id: 'loss' },
        ...training(trainedFor(60)),
      },
      {
        id: 'tooLarge',
        apply: { settings: { activation: 'identity', learningRate: 5 } },
        open: { id: 'loss' },
        point: train,
        until: (store) => store.phase === 'diverged',
      },
      {
        id: 'back',
        point: ['rnn-diagnosis-notice', 'button:not(.primary)'],
        // Not Undo, which would bring back a network that has learned nothing.
        until: ({ phase, settings }) =>
          phase !== 'diverged' &&
          phase !== 'loading' &&
          settings.activation === 'identity' &&
          settings.learningRate < 5,
      },
      {
        id: 'halving',
        apply: { settings: onTutorial({ learningRate: 1.5, schedule: 'halving', ...slowly }), alone: true },
        open: { id: 'loss' },
        tutorial: true,
        ...training((store) => hasHalved(store) && lossBelow(0.1)(store)),
      },
      recap,
    ],
  },
  {
    id: 'listing',
    minutes: 4,
    text: 'sentences',
    steps: [
      {
        id: 'code',
        apply: { settings: onTutorial({ ...asPrinted, ...byHand }) },
        open: { id: 'step', stage: 'delta 5' },
        point: inPanel('step', 'rnn-step-program', 'li.now'),
        tutorial: true,
      },
      {
        id: 'red',
        apply: { settings: { hiddenSize: asPrinted.hiddenSize } },
        open: { id: 'check' },
        until: (_, { done }) => done.gradientCheck?.passed === false,
      },
      {
        id: 'green',
        open: { id: 'check' },
        point: inPanel('check', 'button.primary'),
        until: (store, { done }) => store.settings.activation === 'tanh' && done.gradientCheck?.passed === true,
      },
      recap,
    ],
  },
  {
    id: 'vanishing',
    minutes: 8,
    text: 'brackets',
    steps: [
      {
        id: 'text',
        apply: { settings: onTutorial({ ...forBrackets, cell: 'rnn', ...quickly }) },
        open: { id: 'predictions' },
        ...training(trainedFor(100)),
      },
      { id: 'guess', open: { id: 'predictions' } },
      { id: 'flow', open: { id: 'flow', relative: true, whole: false, origin: BRACKET_STEP } },
      {
        id: 'compare',
        open: { id: 'flow', relative: true, origin: BRACKET_STEP },
        point: inPanel('flow', '.choices button'),
        until: (_, { done }) => done.cellsCompared === true,
      },
      {
        id: 'gates',
        apply: { settings: { cell: 'lstm' } },
        open: { id: 'predictions' },
        ...training(trainedFor(100)),
      },
      { id: 'open', open: { id: 'states', quantity: 'f' } },
      { id: 'race', open: { id: 'race' }, until: (_, { done }) => done.race === true },
      recap,
    ],
  },
  {
    id: 'memorizing',
    minutes: 4,
    text: 'names',
    steps: [
      {
        id: 'split',
        apply: { settings: onTutorial({ ...forNames, ...quickly }) },
        point: ['rnn-text-panel', '.tokens'],
        values: heldOutNames,
      },
      { id: 'train', open: { id: 'loss' }, ...training(trainedFor(60)) },
      { id: 'gap', open: { id: 'loss' } },
      { id: 'write', open: { id: 'writing' } },
      recap,
    ],
  },
]);
