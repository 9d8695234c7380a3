/**
 * The minimum of the held-out loss, and the recorded losses as CSV.
 *
 * @typedef {{x: ArrayLike<number>, y: ArrayLike<number>}} Curve
 */

/** The held-out loss counts as risen above its minimum from this relative difference on. */
const RISE_THRESHOLD = 0.01;

/**
 * @param {Curve} heldOut
 * @param {Curve} training at the same x
 * @returns {{x: number, y: number, overfits: boolean} | null} overfits: the held-out loss has risen since its minimum while the
 *   training loss kept falling; null if the minimum is the latest value
 */
export function lowestHeldOut({ x, y }, training) {
  let best = -1;
  for (let i = 0; i < y.length; i++) if (Number.isFinite(y[i]) && (best < 0 || y[i] < y[best])) best = i;
  const last = y.length - 1;
  if (best < 0 || best >= last) return null;
  const overfits = y[last] > y[best] * (1 + RISE_THRESHOLD) && training.y[last] < training.y[best];
  return { x: x[best], y: y[best], overfits };
}

const csvColumns = /** @type {const} */ ({
  epoch: 'epoch',
  step: 'updates',
  trainingLoss: 'training_loss_mean_nats',
  heldOutLoss: 'held_out_loss_mean_nats',
  learningRate: 'learning_rate',
});

/**
 * Every recorded evaluation in full precision; a missing loss is an empty field.
 * @param {Record<keyof typeof csvColumns, ArrayLike<number>>} history
 */
export function csvOf(history) {
  const names = /** @type {(keyof typeof csvColumns)[]} */ (Object.keys(csvColumns));
  const written = (/** @type {number} */ value) => (Number.isNaN(value) ? '' : String(value));
  const rows = Array.from(history.epoch, (_, i) => names.map((name) => written(history[name][i])).join(','));
  return `${[names.map((name) => csvColumns[name]).join(','), ...rows].join('\r\n')}\r\n`;
}
