/**
 * What a network has to beat: the losses of n-gram models that were counted on the model's training data, on its held-out data.
 */
import { ngramLosses } from '../text/ngrams.js';
import { integer } from './arguments.js';
import { concatenated } from './dataset.js';
import { EngineError } from './errors.js';
import { sampleOf } from './sample.js';

/** @typedef {import('./dataset.js').CheckedSequence} CheckedSequence */
/** @typedef {import('./types.js').NgramLosses} NgramLosses */
/** @template Result @typedef {import('./chunks.js').TimeSliced<Result>} TimeSliced */

/** n of the longest n-grams. */
const MAX_ORDER = 5;

/** Different n-grams that may have to be kept, of all orders together: some 30 bytes each. */
const MAX_NGRAMS = 12e6;

/** Answers by model and sample: nothing of them changes as the network learns. @type {WeakMap<object, Map<number, NgramLosses>>} */
const known = new WeakMap();

/**
 * @param {import('./queries.js').Reader} reader
 * @param {{sample?: number}} args as of `evaluate`
 * @returns {TimeSliced<NgramLosses>}
 * @throws {EngineError} 'noHeldOut'; 'badData' where a target is not the next input: there are no n-grams to count then
 */
export function* countedLosses({ model }, args) {
  const sample = integer('sample', args.sample, { default: 0, min: 0, max: 1e9 });
  const answers = known.get(model) ?? new Map();
  known.set(model, answers);
  const answer = answers.get(sample) ?? (yield* counted(model, sample));
  answers.set(sample, answer);
  return answer;
}

/** @param {import('./model.js').Model} model @param {number} sample @returns {TimeSliced<NgramLosses>} */
function* counted(model, sample) {
  const { vocabularySize } = model;
  const heldOut = model.data('heldOut');
  const training = yield* textsOf(model.training, 'training');
  const predicted = yield* textsOf(sample > 0 ? sampleOf(heldOut, sample) : heldOut, 'heldOut');
  const texts = predicted.map(({ ids }) => ids);
  const given = predicted.map((text) => text.given);
  const losses = yield* ngramLosses(
    training.map(({ ids }) => ids),
    texts,
    vocabularySize,
    orderFor(training, vocabularySize),
    given,
  );
  const inVocabulary = (/** @type {Int32Array} */ ids) => ids.reduce((sum, id) => sum + Number(id >= 0), 0);
  return { losses, tokens: texts.reduce((sum, ids, i) => sum + inVocabulary(ids.subarray(given[i])), 0) };
}

/**
 * What sequences ask, each as one stretch of text: its first token, then its targets.
 * @param {readonly CheckedSequence[]} sequences
 * @param {string} which of the data, for the error
 * @returns {TimeSliced<{ ids: Int32Array, given: number }[]>} given: tokens at the beginning that are not asked for
 */
function* textsOf(sequences, which) {
  const texts = [];
  for (const [i, { inputs, targets }] of sequences.entries()) {
    let from = 0;
    while (from < targets.length && targets[from] < 0) from += 1;
    const last = targets.length - 1;
    for (let t = from; t < last; t++) {
      if (targets[t] === inputs[t + 1]) continue;
      throw new EngineError('badData', `${which}[${i}] is no text: targets[${t}] is not the next input.`, {
        which,
        i,
        t,
      });
    }
    const end = targets[last] >= 0 ? targets.subarray(last) : targets.subarray(0, 0);
    const ids = concatenated([inputs, end], Int32Array);
    texts.push({ ids, given: Math.min(ids.length, from + 1) });
    yield undefined;
  }
  return texts;
}

/**
 * n of the longest n-grams that there is room for: of each order there are at most as many different ones as the text has tokens.
 * @param {readonly { ids: Int32Array }[]} training
 * @param {number} vocabularySize
 */
function orderFor(training, vocabularySize) {
  const tokens = training.reduce((sum, { ids }) => sum + ids.length, 0);
  let different = 0;
  for (let order = 1; order <= MAX_ORDER; order++) {
    different += Math.min(tokens, vocabularySize ** order);
    if (different > MAX_NGRAMS) return Math.max(1, order - 1);
  }
  return MAX_ORDER;
}
