/** Questions to a worker that is at work: what it is at, and what is asked meanwhile. */
import assert from 'node:assert/strict';
import { createModel } from '../../web/engine/index.js';

/** @typedef {import('../../web/engine/index.js').Model} Model */

/** Text of pseudo-random tokens. @param {number} length @param {number} size */
export function text(length, size) {
  let state = 1;
  const ids = Int32Array.from({ length: length + 1 }, () => {
    state = (state * 48271) % 2147483647;
    return state % size;
  });
  return { inputs: ids.subarray(0, length), targets: ids.subarray(1) };
}

/**
 * Asks one question after the other while something goes on.
 * @param {Promise<unknown>} work
 * @param {() => Promise<unknown>} ask
 * @returns {Promise<number[]>} the processor time of this process for each answer, ms, ascending
 */
export async function askDuring(work, ask) {
  let working = true;
  const done = work.then(() => {
    working = false;
  });
  const milliseconds = [];
  while (working) {
    const before = process.cpuUsage();
    await ask();
    const { user, system } = process.cpuUsage(before);
    milliseconds.push((user + system) / 1000);
  }
  await done;
  return milliseconds.sort((a, b) => a - b);
}

/**
 * @param {import('node:test').TestContext} t
 * @param {import('../../web/engine/index.js').EngineOptions} settings
 * @param {ReturnType<typeof text>[]} training
 */
export async function inWorker(t, settings, training) {
  const model = await createModel(settings, { training, vocabularySize: 64 }, { worker: true });
  t.after(() => model.dispose());
  return model;
}

/**
 * @typedef {import('../../web/engine/index.js').EngineOptions} EngineOptions
 * @typedef {object} Work one call that takes many seconds, and what is asked meanwhile
 * @property {string} name
 * @property {(t: import('node:test').TestContext) => Promise<{ work: Promise<unknown>, ask: () => Promise<unknown> }>} start
 */

/** Eight texts side by side. @param {number} length */
export const streams = (length) => Array.from({ length: 8 }, () => text(length, 64));

const lstm = /** @type {const} */ ({ cell: 'lstm', hiddenSize: 96, truncate: 20 });
/** So many weights that one time step takes several milliseconds. */
const wide = /** @type {const} */ ({ cell: 'lstm', hiddenSize: 512, layers: 4 });

/** @type {[string, EngineOptions, number, (model: Model) => PromiseLike<unknown>][]} name, settings, tokens of each stream, call */
const reads = [
  ['a gradient check', lstm, 50, (model) => model.gradientCheck({ ...text(4, 64), sample: 60_000 })],
  [
    'one entry after the other of a gradient check',
    lstm,
    50,
    (model) => model.gradientCheck({ ...text(10_000, 64), sample: 50 }),
  ],
  ['an evaluation', lstm, 200_000, (model) => model.evaluate()],
  ['predictions of all sequences', lstm, 200_000, (model) => model.predictAll()],
  ['writing on', lstm, 50, (model) => model.generate({ inputs: [1], length: 100_000 })],
  ['the flow of gradients', lstm, 50, (model) => model.gradientFlow({ ...text(1500, 64) })],
  [
    'the scores of all units',
    lstm,
    200_000,
    (model) => model.unitActivity({ labels: { kind: 'yesNo', values: new Uint8Array(100_000).map((_, i) => i & 1) } }),
  ],
  ['influence', lstm, 50, (model) => model.influence({ ...text(1500, 64), positions: [...Array(1500).keys()] })],
  ['the dry run of a step in a long text', lstm, 50, (model) => model.dryRunStep({ ...text(200_000, 64) })],
  ['a trace', wide, 50, (model) => model.trace({ ...text(500, 64) })],
  ['a contribution', wide, 50, (model) => model.contribution({ ...text(500, 64), t: 0, name: 'weight_hh_l0' })],
  ['the gradient of all training data', wide, 60, (model) => model.gradients({ all: true })],
  [
    'the evaluation of a long text before an epoch',
    { hiddenSize: 64, batchSize: 0, truncate: 25, evaluateEvery: 1 },
    500_000,
    (model) => model.train({ steps: 1 }),
  ],
];

const training = { hiddenSize: 64, batchSize: 0, truncate: 25, evaluateEvery: 1e6 };

/** @type {Work[]} */
export const works = [
  {
    name: 'predict and status while training',
    start: async (t) => {
      const model = await inWorker(t, training, streams(5000));
      const ask = async () => {
        await model.predict({ inputs: [1, 2, 3] });
        const { phase, step } = await model.status();
        assert.ok(phase === 'training' || step === 10_000);
      };
      return { work: Promise.resolve(model.train({ steps: 10_000 })), ask };
    },
  },
  ...reads.map(([name, settings, length, read]) => ({
    name: `status during ${name}`,
    start: async (/** @type {import('node:test').TestContext} */ t) => {
      const model = await inWorker(t, settings, streams(length));
      return { work: Promise.resolve(read(model)), ask: () => model.status() };
    },
  })),
];
