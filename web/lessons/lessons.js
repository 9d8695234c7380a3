/**
 * The lessons as data: what each step sets on the page, which panel it opens, what it points at, and what it waits for. The words
 * are in web/i18n ('lessons.<lesson>.<step>' and, for what the reader is to do, '….do').
 *
 * @typedef {import('../state/store.js').Store} Store
 * @typedef {Record<string, any>} Done what panels reported since the step began, by name; see PanelElement.report()
 *
 * @typedef {object} LessonStep
 * @property {string} id
 * @property {{preset?: string, settings?: Record<string, unknown>}} [apply] on entering, forwards
 * @property {{id: string} & Record<string, unknown>} [open] panel and properties to set on it
 * @property {readonly string[]} [point] selectors, each inside the shadow root of the one before
 * @property {(store: Store, step: {before: Before, done: Done}) => boolean} [until] what the reader is to do; none: just go on
 * @property {boolean} [pause] whether training stops there: the next step begins with what this one has reached
 *
 * @typedef {{text: string, model: number, settings: Store['settings']}} Before the page as it was on entering the step
 *
 * @typedef {{id: string, steps: readonly LessonStep[]}} Lesson
 */

const train = ['rnn-control-bar', 'button.train'];
/** Something in an instrument panel. @param {string} id @param {string[]} path */
const inPanel = (id, ...path) => [`rnn-panel-slot[data-panel="${id}"]`, `rnn-${id}-panel`, ...path];
/** The heading of what a step opens: where to look, if it points at nothing in particular. @param {LessonStep} step */
export function pointOf({ point, open }) {
  if (point || !open) return point ?? [];
  const inStage = ['network', 'predictions', 'loss', 'writing'].includes(open.id);
  return inStage ? [`rnn-${open.id}-panel`, 'h2'] : inPanel(open.id, 'h2');
}
const nextStage = inPanel('step', 'rnn-step-transport', 'button.next');

/** Small enough to be followed by hand. */
const byHand = { hiddenSize: 4 };
/** Slow enough that the curve is seen to fall, and that training stops where the step says. */
const slowly = { pace: 10, paceUnit: 'epoch' };
const quickly = { pace: 30, paceUnit: 'epoch' };

const trainedFor = (/** @type {number} */ epochs) => (/** @type {Store} */ store) =>
  (store.status?.epoch ?? 0) >= epochs;
const lossBelow = (/** @type {number} */ limit) => (/** @type {Store} */ store) => {
  const losses = store.history.trainingLoss;
  return losses.length > 0 && losses[losses.length - 1] < limit;
};
/** A reader presses Train: the step is over, and the training with it, when the condition holds. @param {LessonStep['until']} until */
const training = (until) => ({ point: train, until, pause: true });

/** @type {readonly Lesson[]} */
export const lessons = Object.freeze([
  {
    id: 'sees',
    steps: [
      {
        id: 'ids',
        apply: { preset: 'listing' },
        open: { id: 'text', listed: true },
        point: ['rnn-text-panel', '.vocabulary'],
      },
      {
        id: 'type',
        point: ['rnn-text-panel', 'textarea'],
        until: (store, { before }) => store.text !== before.text && store.draft.valid,
      },
      { id: 'column', open: { id: 'weights', parameter: 'weight_ih_l0' } },
      { id: 'targets', open: { id: 'predictions' } },
    ],
  },
  {
    id: 'forward',
    steps: [
      { id: 'rule', apply: { preset: 'listing', settings: byHand }, open: { id: 'states' } },
      { id: 'walk', open: { id: 'step' }, point: nextStage, until: (_, { done }) => done.stage?.index >= 5 },
      { id: 'same', open: { id: 'states' } },
      { id: 'depends', open: { id: 'memory' } },
    ],
  },
  {
    id: 'loss',
    steps: [
      { id: 'start', apply: { preset: 'listing', settings: slowly }, open: { id: 'predictions' } },
      { id: 'equal', open: { id: 'loss' } },
      { id: 'train', open: { id: 'loss' }, ...training(lossBelow(0.1)) },
      { id: 'perplexity', open: { id: 'loss' } },
    ],
  },
  {
    id: 'bptt',
    steps: [
      { id: 'back', apply: { preset: 'listing', settings: byHand }, open: { id: 'step', stage: 'dLogits 5' } },
      {
        id: 'split',
        open: { id: 'step' },
        point: nextStage,
        // The last step has no future, the first one no past: in between there are both parts.
        until: (_, { done }) => done.stage?.kind === 'dHidden' && done.stage.step > 1 && done.stage.step < 5,
      },
      { id: 'sum', open: { id: 'step' }, point: nextStage, until: (_, { done }) => done.stage?.phase === 'update' },
      {
        id: 'check',
        open: { id: 'check' },
        point: inPanel('check', '.body button'),
        until: (_, { done }) => done.gradientCheck?.passed === true,
      },
    ],
  },
  {
    id: 'rate',
    steps: [
      {
        id: 'small',
        apply: { preset: 'listing', settings: { learningRate: 0.002, pace: 100, paceUnit: 'epoch' } },
        open: { id: 'loss' },
        ...training(trainedFor(300)),
      },
      {
        id: 'larger',
        apply: { settings: { learningRate: 0.2, ...quickly } },
        open: { id: 'loss' },
        ...training(lossBelow(0.1)),
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
        apply: { preset: 'listing', settings: { learningRate: 1.5, schedule: 'halving', ...slowly } },
        open: { id: 'loss' },
        ...training((store) => store.events.some(({ type }) => type === 'halved')),
      },
    ],
  },
  {
    id: 'listing',
    steps: [
      { id: 'code', apply: { preset: 'tutorial' }, open: { id: 'check' } },
      {
        id: 'red',
        open: { id: 'check' },
        point: inPanel('check', '.body button'),
        until: (_, { done }) => done.gradientCheck?.passed === false,
      },
      {
        id: 'green',
        open: { id: 'check' },
        point: inPanel('check', 'button.primary'),
        until: (store, { done }) => store.settings.activation === 'tanh' && done.gradientCheck?.passed === true,
      },
      { id: 'moral' },
    ],
  },
  {
    id: 'vanishing',
    steps: [
      {
        id: 'text',
        apply: { preset: 'brackets', settings: { cell: 'rnn', ...quickly } },
        open: { id: 'predictions' },
        ...training(trainedFor(100)),
      },
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
      {
        id: 'race',
        open: { id: 'race' },
        point: inPanel('race', 'button.primary'),
        until: (_, { done }) => done.race === true,
      },
    ],
  },
  {
    id: 'memorising',
    steps: [
      { id: 'split', apply: { preset: 'names', settings: quickly }, point: ['rnn-text-panel', '.tokens'] },
      { id: 'train', open: { id: 'loss' }, ...training(trainedFor(60)) },
      { id: 'gap', open: { id: 'loss' } },
      { id: 'write', open: { id: 'writing' } },
    ],
  },
]);
