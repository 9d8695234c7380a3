/** Settings that help where the present ones do not, offered at the press of a button. */
import { differingNames } from '../../state/runs.js';
import { defaults } from '../../state/settings.js';

/** @typedef {import('../../state/settings.js').Settings} Settings */

/** Steps of a size that suits nearly every text: the sum over a long sentence's losses is too much for plain SGD. */
export const steadier = Object.freeze({ reduction: 'mean', optimizer: 'adam', learningRate: 0.01, clipNorm: 5 });

/** Characters that a stream of a long text has, about: enough of them to learn from, and enough steps to an epoch. */
const streamLength = 3000;
const mostStreams = 32;

/** Time steps of a window: what the gradient flows back through. */
const windowLength = 32;

/** So many evaluations in a row above pure guessing are no accident. */
const enough = 5;

/**
 * What it takes to train on a text that is too long for sentences. Who has chosen an optimizer keeps it, and the network.
 *
 * @param {Settings} settings now
 * @param {number} tokenCount
 * @returns {Partial<Record<string, unknown>>} the settings to change
 */
export function asOneLongText(settings, tokenCount) {
  const streams = Math.max(1, Math.min(mostStreams, Math.round(tokenCount / streamLength)));
  const cut = { streams, truncate: windowLength, batchSize: 0, reduction: 'mean' };
  if (settings.optimizer !== defaults.optimizer) return cut;
  return { ...cut, ...steadier, cell: 'gru', hiddenSize: Math.max(settings.hiddenSize, 64) };
}

/**
 * Whether the network has been worse than pure guessing, and than its untrained self, ever since its first epoch or for some
 * time, and steadier steps could help.
 *
 * @param {Pick<import('../../state/store.js').Store, 'history'|'guessingLoss'|'phase'|'settings'>} store
 */
export function needsSteadierSteps({ history, guessingLoss, phase, settings }) {
  if (differingNames(/** @type {Settings} */ ({ ...settings, ...steadier }), settings).length === 0) return false;
  const from = history.epoch.findIndex((epoch) => epoch >= 1);
  const losses = from < 0 ? [] : [...history.trainingLoss.subarray(from)].slice(-enough);
  const limit = Math.max(guessingLoss, history.trainingLoss[0] ?? 0);
  // Not-a-number is no better than a large loss.
  return (losses.length > 1 || phase === 'diverged') && losses.every((loss) => !(loss <= limit));
}
