/** Questions to a worker that is at work: what it is at, and what is asked meanwhile. */
import assert from 'node:assert/strict';
import { createModel } from '../../web/engine/index.js';

/** @typedef {import('../../web/engine/index.js').Model} Model */

/** Text of pseudo-random tokens. @param {number} length @param {number} size */
function text(length, size) {
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
  const model = await createModel(settings, { training, vocabularySize: 64, worker: true });
  t.after(() => model.dispose());
  return model;
}

// So long that every question below is asked a few dozen times while one answer is worked out.
export const streams = Array.from({ length: 8 }, () => text(5000, 64));

/**
 * @typedef {object} Work
 * @property {string} name
 * @property {(t: import('node:test').TestContext) => Promise<{ work: Promise<unknown>, ask: () => Promise<unknown> }>} start
 */

/** @type {Work[]} */
export const works = [
  {
    name: 'predict and status while training',
    start: async (t) => {
      const model = await inWorker(t, { hiddenSize: 64, batchSize: 0, truncate: 25, evaluateEvery: 1e6 }, streams);
      await model.train({ steps: 200 }); // compilers still work on what runs for the first time
      const ask = async () => {
        await model.predict({ inputs: [1, 2, 3] });
        const { phase, step } = await model.status();
        assert.ok(phase === 'training' || step === 2200);
      };
      return { work: Promise.resolve(model.train({ steps: 2000 })), ask };
    },
  },
  {
    name: 'status during the evaluation of a long text before an epoch',
    start: async (t) => {
      const long = Array.from({ length: 8 }, () => text(40_000, 64));
      const model = await inWorker(t, { hiddenSize: 64, batchSize: 0, truncate: 25, evaluateEvery: 1 }, long);
      return { work: Promise.resolve(model.train({ steps: 1 })), ask: () => model.status() };
    },
  },
  .../** @type {[string, (model: Model) => Promise<unknown>][]} */ ([
    ['a gradient check', (model) => model.gradientCheck({ inputs: [1, 2, 3, 4], targets: [2, 3, 4, 5], sample: 4000 })],
    ['an evaluation', (model) => model.evaluate()],
    ['predictions of all sequences', (model) => model.predictAll()],
    ['writing on', (model) => model.generate({ inputs: [1], length: 2000 })],
    ['the flow of gradients', (model) => model.gradientFlow({ ...text(200, 64) })],
  ]).map(([name, read]) => ({
    name: `status during ${name}`,
    start: async (/** @type {import('node:test').TestContext} */ t) => {
      const model = await inWorker(t, { cell: 'lstm', hiddenSize: 96 }, streams);
      await read(model); // compilers still work on what runs for the first time
      return { work: read(model), ask: () => model.status() };
    },
  })),
];
