import { visible } from '../../text/index.js';

/**
 * The most probable tokens of a distribution as bars.
 *
 * @param {{order: ArrayLike<number>, shares: ArrayLike<number>}} distribution of the engine; order: ids, most probable first
 * @param {{token: (id: number) => string}} vocabulary
 * @param {import('../../i18n/index.js').Translator} t
 * @param {number} count
 * @returns {import('../../charts/bars.js').Bar[]}
 */
export function distributionBars({ order, shares }, vocabulary, t, count) {
  return Array.from({ length: Math.min(count, order.length) }, (_, i) => {
    const id = order[i];
    const token = vocabulary.token(id);
    const { label, kind } = visible(token);
    return {
      id,
      label,
      name: kind === 'text' ? undefined : t.token(token),
      value: shares[id],
      text: t.format.probability(shares[id]),
    };
  });
}
