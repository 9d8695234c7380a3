/** How the work grows: what is timed, as a function of what, a few points each. */
import { jobNamed, randomSequence } from './cases.js';

/**
 * @typedef {import('../../web/engine/index.js').Model} Model
 * @typedef {object} Growth
 * @property {string} what       is timed
 * @property {string} of         what it is a function of
 * @property {readonly number[]} points
 * @property {(x: number) => import('./cases.js').Job} job
 * @property {(model: Model, x: number) => PromiseLike<unknown>} work
 */

/** Characters side by side in the long text. */
const STREAMS = 16;
const VOCABULARY = 65;

/** A text as char-rnn trains on it: in streams, the gradient cut every 25 steps. @param {number} length @returns {import('./cases.js').Job} */
const longText = (length) => ({
  settings: { hiddenSize: 64, batchSize: 0, truncate: 25, evaluateEvery: 1e6 },
  data: {
    training: Array.from({ length: STREAMS }, (_, i) => randomSequence(length / STREAMS, VOCABULARY, i)),
    vocabularySize: VOCABULARY,
  },
});

/** Several, so that the message around them does not count. */
const tenSteps = (/** @type {Model} */ model) => model.train({ steps: 10 });
const LENGTHS = [4000, 8000, 16_000, 32_000];

/** @type {Growth[]} */
export const GROWTHS = [
  {
    ...{ what: 'ten steps, lstm H=64 B=8', of: 'T, time steps', points: [25, 50, 100, 200, 400] },
    ...{ job: (x) => jobNamed(`lstm V=65 H=64 T=${x} B=8`), work: tenSteps },
  },
  {
    ...{ what: 'ten steps, lstm T=25 B=8', of: 'H, hidden units', points: [32, 64, 128, 256, 512] },
    ...{ job: (x) => jobNamed(`lstm V=65 H=${x} T=25 B=8`), work: tenSteps },
  },
  {
    ...{ what: 'ten steps, lstm H=64 T=25', of: 'B, sequences in a batch', points: [4, 8, 16, 32, 64] },
    ...{ job: (x) => jobNamed(`lstm V=65 H=64 T=25 B=${x}`), work: tenSteps },
  },
  {
    ...{ what: 'an epoch, rnn H=64', of: 'characters of the text', points: LENGTHS },
    ...{ job: longText, work: (model) => model.step({ unit: 'epoch' }) },
  },
  {
    ...{ what: 'an evaluation, rnn H=64', of: 'characters of the text', points: LENGTHS },
    ...{ job: longText, work: (model) => model.evaluate() },
  },
  {
    ...{ what: 'writing, rnn H=64', of: 'characters written', points: [1000, 2000, 4000, 8000] },
    ...{ job: () => longText(STREAMS * 25), work: (model, length) => model.generate({ inputs: [0], length }) },
  },
];
