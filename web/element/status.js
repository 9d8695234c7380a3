/**
 * @param {import('../state/store.js').Store} store
 * @returns {{ epoch: number, step: number, loss: number | null, training: boolean, phase: string } | null} loss: per token of
 *   the training text, nats; null before it is known
 */
export function statusOf({ status, training, phase }) {
  if (!status) return null;
  const loss = Number.isFinite(status.trainingLoss) ? status.trainingLoss : null;
  return { epoch: status.epoch, step: status.step, loss, training, phase };
}
