/**
 * The lessons as data: what each step sets on the page, which panel it opens, what it points at, and what it waits for. The words
 * are in web/i18n ('lessons.<lesson>.<step>' and, for what the reader is to do, '….do'; with '.touch' where a finger does it
 * otherwise than a mouse).
 *
 * @typedef {import('../state/store.js').Store} Store
 * @typedef {Record<string, any>} Done what panels reported since the step began, by name; see PanelElement.report()
 *
 * @typedef {object} Apply
 * @property {Readonly<Record<string, unknown>>} [settings]
 * @property {boolean} [fresh] the network begins again, untrained; its curve so far stays for comparison
 * @property {boolean} [alone] earlier curves go
 *
 * @typedef {object} LessonStep
 * @property {string} id
 * @property {Apply} [apply] on entering, forward
 * @property {{id: string} & Record<string, unknown>} [open] panel and properties to set on it
 * @property {readonly string[]} [point] selectors, each inside the shadow root of the one before: what the step speaks of
 * @property {readonly string[]} [show] what else must be seen to follow the step
 * @property {(store: Store, step: {before: Before, done: Done}) => boolean} [until] what the reader is to do; none: just go on
 * @property {boolean} [pause] whether training stops there: the next step begins with what this one has reached
 * @property {boolean} [tutorial] whether the step speaks of the tutorial, which is then named in full
 * @property {(store: Store) => Record<string, string>} [values] what the step's sentences read off the page
 *
 * @typedef {{text: string, model: number, settings: Store['settings']}} Before the page as it was on entering the step
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
  lessonTexts,
  onTutorial,
  quickly,
  slowly,
} from './lesson-settings.js';

export { lessonTexts };

const train = ['rnn-control-bar', 'button.train'];
/** Something in an instrument panel. @param {string} id @param {string[]} path */
const inPanel = (id, ...path) => [`rnn-panel-slot[data-panel="${id}"]`, `rnn-${id}-panel`, ...path];

/** The part of each panel that its steps speak of, where they name no other. @type {Record<string, readonly string[]>} */
const subjects = {
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

/** What a step points at. @param {LessonStep} step @returns {readonly string[]} none: at nothing */
export const pointOf = ({ point, open }) => point ?? (open ? subjects[open.id] : []);

/** What must be in sight during a step. @param {LessonStep} step @returns {readonly string[]} */
export function sightOf(step) {
  if (step.show) return step.show;
  // The bar is always in sight: what it sets going is to be seen.
  return step.point === train && step.open ? subjects[step.open.id] : pointOf(step);
}

const nextStage = inPanel('step', 'rnn-step-transport', 'button.next');
/** The numbers of the stage, with the buttons above them. */
const stage = inPanel('step', 'rnn-step-stage');

const trainedFor = (/** @type {number} */ epochs) => (/** @type {Store} */ store) =>
  (store.status?.epoch ?? 0) >= epochs;
const lossBelow = (/** @type {number} */ limit) => (/** @type {Store} */ store) => {
  const losses = store.history.trainingLoss;
  return losses.length > 0 && losses[losses.length - 1] < limit;
};
const hasHalved = (/** @type {Store} */ store) => store.events.some(({ type }) => type === 'halved');
/** A reader presses Train: the step is over, and the training with it, when the condition holds. @param {LessonStep['until']} until */
const training = (until) => ({ point: train, until, pause: true });

/** The sentences that are held out, as they are written. @param {Store} store */
function heldOutNames({ data }) {
  const names = (data?.heldOut ?? []).map(({ inputs }) =>
    Array.from(inputs, (id) => data?.vocabulary.token(id) ?? '').join(''),
  );
  return { names: names.join(', ') };
}

/** Some tokens of the vocabulary, to speak of. @param {Store} store */
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
        // W h joins in at the second step: there, and not before, the memory has done something.
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
        // The last step has no future, the first one no past: in between there are both parts.
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
        point: ['rnn-notices', 'button'],
        until: (store) => store.phase !== 'diverged' && store.phase !== 'loading',
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
      { id: 'flow', open: { id: 'flow', relative: true, whole: false } },
      {
        id: 'compare',
        open: { id: 'flow', relative: true },
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
    id: 'memorising',
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
