// Networks whose export is run by onnxruntime, and the data they are trained on.

export const vocabularySize = 6;

export const training = [
  { inputs: [0, 1, 2, 3, 4], targets: [1, 2, 3, 4, 5] },
  { inputs: [3, 1, 0, 2], targets: [1, 0, 2, 5] },
];

/** Tokens of the sequence whose probabilities are compared. */
export const inputs = [0, 1, 2, 3, 1, 0, 2, 4];

const base = { hiddenSize: 5, learningRate: 0.02, batchSize: 0 };

export const cases = /** @type {const} */ ([
  { ...base, cell: 'rnn' },
  { ...base, cell: 'rnn', layers: 2, activation: 'relu', bias: false },
  { ...base, cell: 'rnn', layers: 2, activation: 'identity', learningRate: 0.003 },
  { ...base, cell: 'gru' },
  { ...base, cell: 'gru', layers: 2 },
  { ...base, cell: 'gru', bias: false },
  { ...base, cell: 'lstm' },
  { ...base, cell: 'lstm', layers: 2 },
  { ...base, cell: 'lstm', layers: 2, bias: false, precision: 'float64' },
]);
