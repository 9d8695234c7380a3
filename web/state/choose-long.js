/** The settings that are chosen for a text of megabytes. */
import { chooseSettings, MAX_BATCH, rateFor, shardsFor } from './choose.js';

/** @typedef {import('./settings.js').Settings} Settings */

/** A long text: streams side by side, time steps of a window, share of the text at its end that is held out. */
const LONG_STREAMS = 32;
const LONG_WINDOW = 64;
const LONG_HELD_OUT = 0.1;
const LONG_HIDDEN_SIZE = 128;
const LONG_RATE = 0.005;
const LONG_CLIP_NORM = 5;
/** Of AdamW, per unit of learning rate. Without it the network is at its best on what is held out after three minutes, and overfits from then on. */
const LONG_WEIGHT_DECAY = 0.1;
/** Tokens of an evaluation's sample: its error is about 0.02 nats, the same at every point of a curve. */
const LONG_SAMPLE = 10_000;

/**
 * For a text of megabytes: what learns most of it in the first minutes, as measured on tiny Shakespeare and Tang poems.
 *
 * @param {import('../text/long-text.js').LongTextSummary} summary
 * @param {Partial<Settings>} given
 * @returns {import('./choose.js').Choice}
 */
export function chooseForLong({ tokenCount, lineCount: lines, longestLine }, given) {
  const { streams = LONG_STREAMS, heldOut = LONG_HELD_OUT } = given;
  const trained = Math.floor((tokenCount + lines) * (1 - heldOut));
  /** @type {import('./choose.js').Facts} */
  const facts =
    streams > 0
      ? { tokens: trained, sequences: streams, longest: Math.ceil(trained / streams), streams }
      : { tokens: trained, sequences: lines, longest: longestLine, streams };
  const forAny = chooseSettings(facts, {}).values;
  const chosen = {
    ...forAny,
    ...{ streams, heldOut, cell: 'gru', hiddenSize: LONG_HIDDEN_SIZE, batchSize: streams > 0 ? 0 : MAX_BATCH / 2 },
    ...{ truncate: streams > 0 ? LONG_WINDOW : 0, movingWindows: true, evaluationSample: LONG_SAMPLE },
    ...{ optimizer: /** @type {const} */ ('adamw'), weightDecay: LONG_WEIGHT_DECAY, clipNorm: LONG_CLIP_NORM },
    ...{ learningRate: LONG_RATE, schedule: /** @type {const} */ ('inverseSqrt') },
    ...given,
  };
  const shards = shardsFor(/** @type {Settings} */ (chosen), facts);
  // The measured rate is that of Adam, with weight decay or without.
  const rates =
    given.optimizer && !['adam', 'adamw'].includes(given.optimizer)
      ? { learningRate: rateFor(/** @type {Settings} */ (chosen), facts) }
      : {};
  const values = /** @type {Partial<Settings>} */ ({ ...chosen, shards, ...rates, ...given });
  return { reason: streams === 0 ? 'manyLines' : 'long', values };
}
