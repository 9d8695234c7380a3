/** What is measured. A case's name says all of it, here and to cpp/bench/training.cpp. */

/** Cell, vocabulary, hidden units, time steps and sequences in a batch; Adam, unless it is the tutorial's listing. */
export const CASES = [
  'rnn V=10 H=100 T=5 B=1 listing',
  'rnn V=11 H=16 T=5 B=1',
  'rnn V=50 H=100 T=25 B=1',
  'rnn V=65 H=128 T=50 B=32',
  'gru V=65 H=128 T=50 B=32',
  'lstm V=65 H=128 T=50 B=32',
  'lstm V=65 H=256 T=50 B=32',
  'lstm V=65 H=512 T=50 B=32',
  'rnn V=5000 H=128 T=20 B=1',
];

/**
 * @typedef {import('../../web/engine/index.js').EngineOptions} EngineOptions
 * @typedef {import('../../web/engine/index.js').Data} Data
 * @typedef {{settings: EngineOptions, data: Data}} Job a network and what it learns
 */

/** An evaluation at so many epochs that none falls into a measurement. */
const NEVER = 1e6;

/** The tutorial's job: its network and settings, two sentences that run on into each other, evaluated every five epochs. */
const LISTING = /** @satisfies {EngineOptions} */ ({
  activation: 'listing',
  bias: false,
  initialization: 'listing',
  optimizer: 'sgd',
  learningRate: 0.005,
  schedule: 'halving',
  reduction: 'sum',
  batchSize: 1,
  evaluateEvery: 5,
});

/** Pseudo-random tokens. @param {number} length @param {number} vocabularySize @param {number} seed */
export function randomSequence(length, vocabularySize, seed) {
  let state = seed + 1;
  const ids = Int32Array.from({ length: length + 1 }, () => {
    state = (state * 48271) % 2147483647;
    return state % vocabularySize;
  });
  return { inputs: ids.subarray(0, length), targets: ids.subarray(1) };
}

/** Two sentences of the same length. @param {number} length @param {number} vocabularySize */
const sentences = (length, vocabularySize) =>
  [0, 1].map((sentence) => {
    const ids = Array.from({ length: length + 1 }, (_, t) => (sentence * length + t) % vocabularySize);
    return { inputs: ids.slice(0, length), targets: ids.slice(1) };
  });

/** @param {string} name of a case @returns {Job} */
export function jobNamed(name) {
  const found = /^(rnn|gru|lstm) V=(\d+) H=(\d+) T=(\d+) B=(\d+)( listing)?$/.exec(name);
  if (!found) throw new Error(`“${name}” is not the name of a case.`);
  const cell = /** @type {'rnn' | 'gru' | 'lstm'} */ (found[1]);
  const [vocabularySize, hiddenSize, length, batch] = found.slice(2, 6).map(Number);
  if (found[6])
    return {
      settings: { cell, hiddenSize, ...LISTING },
      data: { training: sentences(length, vocabularySize), vocabularySize },
    };
  const training = Array.from({ length: batch }, (_, i) => randomSequence(length, vocabularySize, i));
  return { settings: { cell, hiddenSize, batchSize: 0, evaluateEvery: NEVER }, data: { training, vocabularySize } };
}
