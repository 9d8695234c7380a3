/**
 * A worker at work answers in between: a deaf one would answer once, when the work is done. The time an answer takes is compared
 * with the time of the whole work in the same run, so that a busy machine makes no difference; milliseconds are printed only.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
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
 */
async function askDuring(work, ask) {
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

/** Share of the whole work that an answer may take: of a deaf worker, the first answer takes all of it. */
const PROMPT = 0.5;

/**
 * Whoever asks at a random moment asks during a long answer more often than during a short one: so 90 % of the time.
 * @param {import('node:test').TestContext} t
 * @param {number[]} sorted milliseconds
 */
function report(t, sorted) {
  const all = sorted.reduce((a, b) => a + b);
  let [time, i] = [0, 0];
  while (time < 0.9 * all) time += sorted[i++];
  const typical = sorted[i - 1];
  const [count, longest] = [sorted.length, sorted[sorted.length - 1]];
  t.diagnostic(
    `${count} answers, 90 % of the time within ${typical.toFixed(1)} ms, all within ${longest.toFixed(1)} ms of ${all.toFixed(0)} ms`,
  );
  return { typical, all };
}

/** @param {import('node:test').TestContext} t @param {number[]} sorted milliseconds */
function assertPrompt(t, sorted) {
  const { typical, all } = report(t, sorted);
  assert.ok(typical < PROMPT * all, `an answer takes ${typical} of ${all} ms`);
}

/**
 * @param {import('node:test').TestContext} t
 * @param {import('../../web/engine/index.js').EngineOptions} settings
 * @param {ReturnType<typeof text>[]} training
 */
async function inWorker(t, settings, training) {
  const model = await createModel(settings, { training, vocabularySize: 64, worker: true });
  t.after(() => model.dispose());
  return model;
}

// So long that every question below is asked a few dozen times while one answer is worked out.
const streams = Array.from({ length: 8 }, () => text(5000, 64));

test('predict and status are answered while training', async (t) => {
  const model = await inWorker(t, { hiddenSize: 64, batchSize: 0, truncate: 25, evaluateEvery: 1e6 }, streams);
  await model.train({ steps: 200 }); // compilers still work on what runs for the first time
  const training = model.train({ steps: 2000 });
  const ask = async () => {
    await model.predict({ inputs: [1, 2, 3] });
    const { phase, step } = await model.status();
    assert.ok(phase === 'training' || step === 2200);
  };
  assertPrompt(t, await askDuring(Promise.resolve(training), ask));
});

test('an evaluation of a long text before an epoch does not hold up answers', async (t) => {
  const long = Array.from({ length: 8 }, () => text(40_000, 64));
  const model = await inWorker(t, { hiddenSize: 64, batchSize: 0, truncate: 25, evaluateEvery: 1 }, long);
  const training = model.train({ steps: 1 });
  assertPrompt(t, await askDuring(Promise.resolve(training), () => model.status()));
});

for (const [name, read] of /** @type {[string, (model: Model) => Promise<unknown>][]} */ ([
  ['a gradient check', (model) => model.gradientCheck({ inputs: [1, 2, 3, 4], targets: [2, 3, 4, 5], sample: 4000 })],
  ['an evaluation', (model) => model.evaluate()],
  ['predictions of all sequences', (model) => model.predictAll()],
  ['writing on', (model) => model.generate({ inputs: [1], length: 2000 })],
  ['the flow of gradients', (model) => model.gradientFlow({ ...text(200, 64) })],
])) {
  test(`${name} does not hold up answers`, async (t) => {
    const model = await inWorker(t, { cell: 'lstm', hiddenSize: 96 }, streams);
    await read(model); // compilers still work on what runs for the first time
    assertPrompt(t, await askDuring(read(model), () => model.status()));
  });
}

test('pause is answered while training, and no step follows the answer', async (t) => {
  const model = await inWorker(t, { hiddenSize: 64, batchSize: 0, truncate: 25, evaluateEvery: 1e6 }, streams);
  const milliseconds = [];
  for (let i = 0; i < 10; i++) {
    const training = model.train();
    await model.status();
    const before = process.cpuUsage();
    const { step } = await model.pause();
    const { user, system } = process.cpuUsage(before);
    milliseconds.push((user + system) / 1000);
    assert.deepEqual([(await training).reason, (await training).step], ['paused', step]);
    assert.equal((await model.status()).step, step);
  }
  report(
    t,
    milliseconds.sort((a, b) => a - b),
  );
});
