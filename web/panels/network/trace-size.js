/** Numbers of a trace, at most. */
const MAX_VALUES = 300_000;

/**
 * Time steps of a sequence whose trace the board asks for at every update: of longer sequences of a large network only the
 * beginning is shown.
 * @param {import('../../engine/types.js').ModelInfo | null} info
 * @returns {number} 16..400
 */
export function maxTracedTokens(info) {
  if (!info) return 1;
  const { hiddenSize, layers, cell } = info.settings;
  const gates = { rnn: 1, gru: 3, lstm: 4 }[cell];
  const perStep = layers * hiddenSize * (5 + 6 * gates) + 5 * info.vocabularySize;
  return Math.max(16, Math.min(400, Math.floor(MAX_VALUES / perStep)));
}
