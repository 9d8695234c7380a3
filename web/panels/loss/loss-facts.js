/**
 * What the loss panel says of the curves: where the held-out loss is lowest, and all numbers as a file.
 *
 * @typedef {{x: ArrayLike<number>, y: ArrayLike<number>}} Curve
 */

/** From so much above its lowest value on the held-out loss counts as risen, as a share of it. */
const RISE_THRESHOLD = 0.01;

/**
 * @param {Curve} heldOut
 * @param {Curve} training at the same places
 * @returns {{x: number, y: number, overfits: boolean} | null} overfits: since then the held-out loss has risen while that of
 *   the training went on falling; null while the lowest value is the latest one
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
 * Every recorded evaluation, in full precision; a loss that there is not is an empty field.
 * @param {Record<keyof typeof csvColumns, ArrayLike<number>>} history
 */
export function csvOf(history) {
  const names = /** @type {(keyof typeof csvColumns)[]} */ (Object.keys(csvColumns));
  const written = (/** @type {number} */ value) => (Number.isNaN(value) ? '' : String(value));
  const rows = Array.from(history.epoch, (_, i) => names.map((name) => written(history[name][i])).join(','));
  return `${[names.map((name) => csvColumns[name]).join(','), ...rows].join('\r\n')}\r\n`;
}

/** @param {string} name @param {string} text */
export function download(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  // The download has begun with the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
