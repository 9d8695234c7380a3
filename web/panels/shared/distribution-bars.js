import { END_MARK, GLUE, visible } from '../../text/index.js';

/**
 * @typedef {import('../../charts/bars.js').Bar} Bar
 * @typedef {{token: (id: number) => string}} Vocabulary
 * @typedef {import('../../i18n/index.js').Translator} Translator
 */

/** Bars visible without scrolling; fewer for fingers, whose bars are taller. */
export const VISIBLE_BARS = globalThis.matchMedia?.('(pointer: coarse)').matches ? 6 : 8;

/**
 * A token's probability as a bar.
 * @param {number} id
 * @param {number} probability
 * @param {Vocabulary} vocabulary
 * @param {Translator} t
 * @param {number} [marked] id of the highlighted token
 * @returns {Bar}
 */
export function barOf(id, probability, vocabulary, t, marked) {
  const token = vocabulary.token(id);
  const { label, kind } = visible(token);
  const unseen = kind !== 'text' && kind !== 'invisible';
  return {
    id,
    label,
    name: unseen ? t.token(token) : undefined,
    value: probability,
    text: t.format.probability(probability),
    mark: id === marked,
    // No prompt ends in either.
    fixed: token === END_MARK || token === GLUE,
  };
}

/**
 * All tokens of a distribution as a lazy list of bars, the most probable first.
 * @param {{order: ArrayLike<number>, probabilities: ArrayLike<number>}} distribution of the engine; order: ids
 * @param {Vocabulary} vocabulary
 * @param {Translator} t
 * @param {number} [marked] id of the highlighted token
 * @returns {import('../../charts/bars.js').Bars}
 */
export function distributionBars({ order, probabilities }, vocabulary, t, marked) {
  return { length: order.length, at: (i) => barOf(order[i], probabilities[order[i]], vocabulary, t, marked) };
}

/**
 * How many tokens are below the visible bars, and their total probability, in words; '' if there are none.
 * @param {{order: ArrayLike<number>, probabilities: ArrayLike<number>}} distribution
 * @param {Translator} t
 */
export function otherTokens({ order, probabilities }, t) {
  const count = order.length - VISIBLE_BARS;
  if (count <= 0) return '';
  let probability = 0;
  for (let i = VISIBLE_BARS; i < order.length; i++) probability += probabilities[order[i]];
  return t('predictions.others', { count, share: t.format.probability(probability) });
}
