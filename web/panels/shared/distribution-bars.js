import { visible } from '../../text/index.js';

/**
 * @typedef {import('../../charts/bars.js').Bar} Bar
 * @typedef {{token: (id: number) => string}} Vocabulary
 * @typedef {import('../../i18n/index.js').Translator} Translator
 */

/** Bars in sight at once; the others are there to scroll to. For a finger they are higher, and fewer. */
export const barsInSight = globalThis.matchMedia?.('(pointer: coarse)').matches ? 6 : 8;

/**
 * A token's share as a bar.
 * @param {number} id
 * @param {number} share
 * @param {Vocabulary} vocabulary
 * @param {Translator} t
 * @param {number} [marked] id of the token that matters
 * @returns {Bar}
 */
export function barOf(id, share, vocabulary, t, marked) {
  const token = vocabulary.token(id);
  const { label, kind } = visible(token);
  const unseen = kind !== 'text' && kind !== 'invisible';
  return {
    id,
    label,
    name: unseen ? t.token(token) : undefined,
    value: share,
    text: t.format.probability(share),
    mark: id === marked,
  };
}

/**
 * All tokens of a distribution as bars, the most probable first; each is made when it is shown.
 * @param {{order: ArrayLike<number>, probabilities: ArrayLike<number>}} distribution of the engine; order: ids
 * @param {Vocabulary} vocabulary
 * @param {Translator} t
 * @param {number} [marked] id of the token that matters
 * @returns {import('../../charts/bars.js').Bars}
 */
export function distributionBars({ order, probabilities }, vocabulary, t, marked) {
  return { length: order.length, at: (i) => barOf(order[i], probabilities[order[i]], vocabulary, t, marked) };
}

/**
 * What there is beyond the bars in sight, in words; '' for nothing.
 * @param {{order: ArrayLike<number>, probabilities: ArrayLike<number>}} distribution
 * @param {Translator} t
 */
export function otherTokens({ order, probabilities }, t) {
  const count = order.length - barsInSight;
  if (count <= 0) return '';
  let share = 0;
  for (let i = barsInSight; i < order.length; i++) share += probabilities[order[i]];
  return t('predictions.others', { count, share: t.format.probability(share) });
}
