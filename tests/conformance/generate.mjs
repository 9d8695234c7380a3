// Random conformance cases: every cell, every optimizer, up to three layers, batches of one, one-step
// sequences, uneven windows, initial states, with or without biases. The expected numbers come from the
// reference. One seed always gives the same case.
//
//   node tests/conformance/generate.mjs FOLDER SEED...     writes FOLDER/random-SEED.json

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { parameterShapes, parseCase } from './case.mjs';
import { runReference } from './reference/reference.mjs';
import { nest } from './results.mjs';

/** A small seeded generator (mulberry32), uniform in [0, 1). */
class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = Math.imul(seed + 1, 0x9e3779b1);
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  between(low, high) {
    return low + (high - low) * this.next();
  }

  /**
   * @template T
   * @param {readonly T[]} choices
   * @returns {T}
   */
  pick(choices) {
    return choices[Math.floor(this.next() * choices.length)];
  }

  /**
   * @param {readonly number[]} shape
   * @param {number} bound numbers are uniform in ±bound
   */
  tensor(shape, bound) {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return nest(
      Array.from({ length: size }, () => this.between(-bound, bound)),
      shape,
    );
  }
}

/** @type {((random: Random) => {type: string, learningRate: number})[]} in the form of `train.optimizer` */
const optimizers = [
  (random) => ({ type: 'sgd', learningRate: random.between(0.02, 0.1) }),
  (random) => ({ type: 'momentum', learningRate: random.between(0.01, 0.05), momentum: random.between(0, 0.9) }),
  (random) => ({ type: 'momentum', learningRate: 0.02, momentum: random.between(0.1, 0.9), nesterov: true }),
  () => ({ type: 'rmsprop', learningRate: 0.01, decay: 0.95, epsilon: 1e-8 }),
  () => ({ type: 'adagrad', learningRate: 0.02, epsilon: 1e-10 }),
  () => ({ type: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }),
  () => ({ type: 'adamw', learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 }),
];

const networks = [
  { cell: 'rnn', activation: 'tanh' },
  { cell: 'rnn', activation: 'relu' },
  { cell: 'rnn', activation: 'identity' },
  { cell: 'rnn', activation: 'listing' },
  { cell: 'gru', activation: null },
  { cell: 'lstm', activation: null },
];

/**
 * @param {Random} random
 * @param {'listing' | 'batch' | 'none'} schedule
 * @param {number} seed
 */
function makeTraining(random, schedule, seed) {
  if (schedule === 'none') return undefined;
  const optimizer = optimizers[seed % optimizers.length](random);
  const clipNorm = random.pick([null, 0.05, 5]);
  if (schedule === 'listing') {
    optimizer.learningRate *= random.pick([1, 20]); // the loss must also rise now and then
    return { schedule, optimizer, clipNorm, epochs: random.pick([1, 4, 7]), evaluateEvery: random.pick([1, 2, 3]) };
  }
  return { schedule, optimizer, clipNorm, steps: random.pick([1, 3, 5]), truncate: random.pick([null, 1, 2, 3]) };
}

/**
 * @param {Random} random
 * @param {number} vocabularySize
 * @param {boolean} equalLengths
 */
function makeSequences(random, vocabularySize, equalLengths) {
  const lengths = [1, 2, 3, 5, 8];
  const common = random.pick(lengths);
  return Array.from({ length: random.pick([1, 2, 3, 5, 9]) }, () => {
    const length = equalLengths ? common : random.pick(lengths);
    const ids = () => Array.from({ length }, () => Math.floor(random.next() * vocabularySize));
    return { inputs: ids(), targets: ids() };
  });
}

/**
 * A case as it would stand in a file, with every field that can be expected of it.
 * @param {number} seed 0, 1, 2, …
 * @param {'float32' | 'float64'} [precision]
 */
export function makeCase(seed, precision = 'float64') {
  const random = new Random(seed);
  const model = {
    ...networks[seed % networks.length],
    vocabularySize: random.pick([2, 5, 7, 8, 19]),
    hiddenSize: random.pick([1, 2, 3, 4, 7, 8, 13, 17, 33]),
    layers: random.pick([1, 1, 2, 3]),
    bias: random.next() < 0.7,
  };
  const schedule = random.pick(/** @type {const} */ (['listing', 'batch', 'batch', 'none']));
  const sequences = makeSequences(random, model.vocabularySize, schedule === 'batch');
  const shapes = parameterShapes(/** @type {import('./case.mjs').Model} */ (model));
  const bound = 1.2 / Math.sqrt(model.hiddenSize);
  const parameters = Object.fromEntries(shapes.map(({ name, shape }) => [name, random.tensor(shape, bound)]));
  const stateShape = [model.layers, sequences.length, model.hiddenSize];
  const h = random.tensor(stateShape, 1);
  const state = model.cell === 'lstm' ? { h, c: random.tensor(stateShape, 1.5) } : { h };
  const raw = {
    name: `random-${seed}${precision === 'float32' ? '-float32' : ''}`,
    precision,
    model,
    parameters,
    ...(random.next() < 0.5 ? { initialState: state } : {}),
    sequences,
    train: makeTraining(random, schedule, seed),
    tolerance: precision === 'float32' ? 1e-3 : 1e-9,
  };
  return { ...raw, expect: expectedOf(raw) };
}

/**
 * @param {object} raw a case without expectations
 * @returns {Record<string, unknown>} everything the reference gives for it
 * @throws {Error} where its training diverges: JSON has no NaN, and no engine could be held to it
 */
function expectedOf(raw) {
  const testCase = parseCase(JSON.stringify({ ...raw, expect: { meanLoss: 0 } }));
  const reference = runReference(testCase);
  if (JSON.stringify(reference).includes('null')) throw new Error(`${testCase.name} diverges`);
  const results = Object.entries(reference);
  return Object.fromEntries(results.filter(([, value]) => value !== undefined));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, ...seeds] = process.argv.slice(2);
  for (const seed of seeds) {
    writeFileSync(join(folder, `random-${seed}.json`), JSON.stringify(makeCase(Number(seed))));
  }
}
