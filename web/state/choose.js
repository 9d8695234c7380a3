/**
 * Settings that fit the text, for whatever the reader has not set. The rules were found by training on short texts of many
 * kinds and tried on seventy others (tests/learning): within some hundred updates each is learned by heart.
 */
import { optimizers } from '../engine/optimizers.js';
import { contextNeeded } from '../text/bound.js';
import { defaults } from './settings.js';

/** @typedef {import('./settings.js').Settings} Settings */

/**
 * @typedef {object} Facts what is chosen by
 * @property {number} tokens in all training sequences
 * @property {number} sequences
 * @property {number} longest tokens of the longest training sequence
 * @property {number} streams 0: each line is a sequence
 * @property {boolean} [repeats] whether it takes more than MAX_CONTEXT_FOR_RNN tokens to know what comes next: “abababab…” ends
 *   where only counting tells
 */

/**
 * @typedef {object} Choice
 * @property {Partial<Settings>} values
 * @property {'small'|'medium'|'large'|'repeats'|'longLines'|'manyLines'|'streams'|'long'} reason of the network's kind and size; web/i18n has the sentence
 */

/** A text with no more tokens than this can be read off a few units. */
const SMALL = 24;
const MEDIUM = 120;
/** A vanilla RNN learns longer lines, too, but its loss jumps up again now and then; gates keep it down. */
const MAX_TOKENS_FOR_RNN = 64;
/** What is farther back than this, a vanilla RNN of these sizes does not keep: “ab” 20 times it never learns to end, a GRU does. */
const MAX_CONTEXT_FOR_RNN = 12;
/** Sequences that make one update together: their mean gradient is smooth, and several are computed at once. */
export const MAX_BATCH = 64;
/** Time steps of a window of a long stream. */
const WINDOW = 32;
/** Tokens that a stream of a long text has, about: enough to learn from, and enough updates to an epoch. */
const STREAM_LENGTH = 3000;
const MAX_STREAMS = 32;
/** Learning rate for a loss that is summed: the tutorial's. */
const MAX_RATE_OF_SUM = 0.1;
/** Into so many parts a batch is cut where a step takes some time, for as many processor cores. */
const SHARDS = 4;
const MIN_SEQUENCES_TO_CUT = 16;
/** Multiply-adds of an optimizer step, forward and backward: some five milliseconds. */
const MIN_PRODUCTS_TO_CUT = 80e6;
/** Evaluating a text after every epoch is worth its time up to so many tokens. */
const EVALUATED_OFTEN = 1000;

/**
 * @param {Pick<import('../text/prepare.js').TextData, 'training'|'streams'|'lines'>} data a text that cannot be trained on, being too
 *   long say, has no sequences: its lines are what would be trained on
 * @returns {Facts}
 */
export function factsOf({ training, streams, lines }) {
  const lengths =
    training.length > 0 ? training.map(({ inputs }) => inputs.length) : lines.map(({ tokens }) => tokens.length);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  return {
    tokens,
    sequences: lengths.length,
    longest: lengths.reduce((most, length) => Math.max(most, length), 0),
    streams,
    repeats: tokens <= MEDIUM && contextNeeded(training, MAX_CONTEXT_FOR_RNN + 1) > MAX_CONTEXT_FOR_RNN,
  };
}

/**
 * @param {Facts} facts
 * @param {Partial<Settings>} given what the reader has set; what is chosen has to suit it
 * @returns {Choice}
 */
export function chooseSettings(facts, given) {
  const { reason, cell, hiddenSize } = networkFor(facts);
  const chosen = {
    cell,
    activation: defaults.activation,
    hiddenSize,
    layers: defaults.layers,
    bias: defaults.bias,
    initialization: defaults.initialization,
    reduction: defaults.reduction,
    clipNorm: defaults.clipNorm,
    optimizer: defaults.optimizer,
    schedule: defaults.schedule,
    batchSize: facts.streams > 0 || facts.sequences <= MAX_BATCH ? 0 : MAX_BATCH / 2,
    truncate: facts.streams > 0 ? WINDOW : 0,
    evaluateEvery: facts.tokens <= EVALUATED_OFTEN ? 1 : 5,
    ...given,
  };
  const learningRate = rateFor(/** @type {Settings} */ (chosen), facts);
  const shards = shardsFor(/** @type {Settings} */ (chosen), facts);
  return { reason, values: /** @type {Partial<Settings>} */ ({ ...chosen, learningRate, shards, ...given }) };
}

/** Chosen for long texts only, see long-text.js. */
const CHOSEN_FOR_LONG = ['streams', 'heldOut', 'movingWindows', 'evaluationSample', 'weightDecay'];

const CHOSEN = new Set([
  ...Object.keys(chooseSettings({ tokens: 0, sequences: 0, longest: 0, streams: 0 }, {}).values),
  ...CHOSEN_FOR_LONG,
]);

/** Whether a setting is chosen from the text where nobody has set it. @param {string} name */
export function isChosen(name) {
  return CHOSEN.has(name);
}

/** @param {Facts} facts @returns {{ reason: Choice['reason'], cell: Settings['cell'], hiddenSize: number }} */
function networkFor({ tokens, longest, streams, repeats }) {
  if (streams > 0) return { reason: 'streams', cell: 'gru', hiddenSize: 64 };
  if (longest > MAX_TOKENS_FOR_RNN) return { reason: 'longLines', cell: 'gru', hiddenSize: 64 };
  if (repeats) return { reason: 'repeats', cell: 'gru', hiddenSize: 64 };
  if (tokens <= SMALL) return { reason: 'small', cell: 'rnn', hiddenSize: 16 };
  if (tokens <= MEDIUM) return { reason: 'medium', cell: 'rnn', hiddenSize: 32 };
  return { reason: 'large', cell: 'rnn', hiddenSize: 64 };
}

/**
 * A learning rate that suits the optimizer. Adam and its kin divide by the size of the gradient; for the others the rate
 * multiplies it, so a sum over the tokens of an update asks for a smaller one.
 *
 * @param {Settings} settings @param {Facts} facts
 */
export function rateFor({ optimizer, reduction, cell, activation, batchSize, clipNorm }, facts) {
  const { usual, careful, scaleFree } = optimizers[optimizer].rate;
  const rate = cell === 'rnn' && activation !== 'tanh' ? careful : usual;
  // A clipped sum is no longer than the limit, however many tokens it is of.
  if (scaleFree || reduction === 'mean' || clipNorm > 0) return rate;
  const sequences = Math.max(1, facts.sequences);
  const tokensOfUpdate = (facts.tokens / sequences) * (batchSize === 0 ? sequences : Math.min(batchSize, sequences));
  return Math.min(MAX_RATE_OF_SUM, Number((rate / Math.max(1, tokensOfUpdate)).toPrecision(1)));
}

/** @param {Settings} settings @param {Facts} facts */
export function shardsFor({ cell, hiddenSize, layers, batchSize, truncate, precision }, facts) {
  const sequences = Math.min(batchSize || facts.sequences, facts.sequences);
  if (sequences < MIN_SEQUENCES_TO_CUT || precision === 'float64') return 1;
  const tokens = sequences * Math.min(truncate || facts.longest, facts.tokens / facts.sequences);
  const gates = { rnn: 1, gru: 3, lstm: 4 }[cell];
  const weights = gates * hiddenSize ** 2 * (2 * layers - 1); // W_hh, and above the lowest layer W_ih
  return 3 * weights * tokens >= MIN_PRODUCTS_TO_CUT ? SHARDS : 1;
}

/** How many streams a text that is too long for sentences is cut into. @param {number} tokenCount */
export function streamsFor(tokenCount) {
  return Math.max(1, Math.min(MAX_STREAMS, Math.round(tokenCount / STREAM_LENGTH)));
}
