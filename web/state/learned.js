/** A text that was learned counts as learned down to this share of what is possible: near it, single predictions come and go. */
const KEPT_SHARE = 0.9;

/**
 * Whether the network has learned its text: every prediction is right that can be.
 *
 * @param {number} accuracy 0..1
 * @param {number} bound the most that is possible, 0..1
 * @param {boolean} before whether it had learned it at the evaluation before
 */
export function isLearned(accuracy, bound, before) {
  return accuracy >= (before ? KEPT_SHARE * bound : bound - 1e-9);
}
