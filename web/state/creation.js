/** From a text and settings to the model that is made of them, and back to what can be shown of the text. */
import { engineSettingsOf } from './settings.js';

/**
 * @typedef {import('../text/prepare.js').TextData} TextData
 * @typedef {import('./settings.js').Settings} Settings
 */

/**
 * @param {TextData} data
 * @param {Settings} settings
 * @returns {import('../engine/protocol.js').CreateArguments | import('../engine/protocol.js').CreateFromText}
 */
export function creationOf({ training, heldOut, vocabulary, long }, settings) {
  const engineSettings = engineSettingsOf(settings);
  const text = textOf({ long }, settings);
  if (text) return { settings: engineSettings, text };
  const bare = (/** @type {import('../text/sequences.js').Sequence} */ { inputs, targets }) => ({ inputs, targets });
  return {
    settings: engineSettings,
    training: training.map(bare),
    heldOut: heldOut.map(bare),
    vocabularySize: vocabulary.size,
  };
}

/**
 * A long text and how it is cut.
 *
 * @param {Pick<TextData, 'long'>} data
 * @param {Settings} settings
 * @returns {import('../engine/protocol.js').TextData | undefined}
 */
export function textOf({ long }, { streams, heldOut }) {
  return long && { .../** @type {import('../engine/protocol.js').TextSource} */ (long.source), streams, heldOut };
}

/**
 * What a model was made of: of a long text with the beginnings of its sequences.
 *
 * @param {TextData} data
 * @param {import('../engine/types.js').ModelInfo} info
 * @returns {TextData}
 */
export function dataOf(data, { text }) {
  if (!text || !data.long) return data;
  const { training, heldOut, ...counts } = text;
  const { direction } = data.long.summary;
  const lines = (/** @type {'training'|'heldOut'} */ which) =>
    text[which].map((_, index) => ({ tokens: [], direction, which, index }));
  const numbered = (/** @type {typeof training} */ sequences) => sequences.map((one) => ({ ...one, line: -1 }));
  return {
    ...data,
    training: numbered(training),
    heldOut: numbered(heldOut),
    lines: [...lines('training'), ...lines('heldOut')],
    long: { ...data.long, ...counts },
  };
}

/**
 * How calls name a sequence of the data that are shown.
 *
 * @param {TextData} data
 * @param {'training' | 'heldOut'} which
 * @param {number} index
 */
export function sourceOf({ long }, which, index) {
  return which === 'heldOut' ? { heldOut: index } : { sequence: index, place: long?.place };
}

/** Sequences of the training data, and tokens in all of them together. @param {TextData} data */
export function sizeOf({ training, long }) {
  if (long) return { sequences: long.sequences, tokens: long.trainingTokens };
  return { sequences: training.length, tokens: training.reduce((sum, { inputs }) => sum + inputs.length, 0) };
}

/** How a loss is to be worked out beside the training: of a long text on a sample. @param {TextData | null} data @param {Settings} settings */
export const evaluationArgs = (data, { evaluationSample }) =>
  data?.long ? { sample: evaluationSample || 10_000 } : {};
