/** Shards of a batch, computed by other workers: the same bits with any number of them, whatever happens meanwhile. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { loadEngine } from '../../web/engine/load.js';
import { Session } from '../../web/engine/session.js';
import { LONGEST_WAIT_MS } from '../longest-wait.js';

/**
 * @typedef {import('../../web/engine/types.js').EngineOptions} EngineOptions
 * @typedef {import('../../web/engine/port.js').Port} Port
 * @typedef {import('node:test').TestContext} TestContext
 */

const vocabularySize = 20;

/** So many sequences of different lengths, some tokens unknown, some targets ignored. */
const ragged = Array.from({ length: 21 }, (_, i) => {
  const length = 14 + ((7 * i) % 17);
  return {
    inputs: Array.from({ length }, (_, t) => ((3 * i + t * t) % (vocabularySize + 1)) - 1),
    targets: Array.from({ length }, (_, t) => ((5 * i + 2 * t) % (vocabularySize + 1)) - 1),
  };
});

/** Batches whose shards are worth a message. @type {EngineOptions} */
const base = { hiddenSize: 128, batchSize: 16, shards: 4, clipNorm: 0.05, learningRate: 0.003, shuffle: true };

/** @type {Record<string, EngineOptions>} */
const cases = {
  'lstm, truncated windows': { ...base, cell: 'lstm', truncate: 13 },
  'gru, whole sequences, two layers': { ...base, cell: 'gru', hiddenSize: 96, layers: 2 },
  'rnn without biases, three shards': { ...base, cell: 'rnn', hiddenSize: 192, bias: false, shards: 3 },
};

/** A session in this thread, and the workers that it has started. @param {TestContext} t @param {number} workers @param {number} [idleMs] */
async function sessionWith(t, workers, idleMs) {
  /** @type {Worker[]} */
  const started = [];
  let shards = 0;
  const create = () => {
    const worker = new Worker(new URL('../../web/engine/worker.js', import.meta.url));
    worker.on('message', ({ kind }) => kind === 'shard' && shards++);
    started.push(worker);
    return /** @type {Port} */ (/** @type {unknown} */ (worker));
  };
  const session = new Session({ module: await loadEngine(), helpers: { create, workers, idleMs } });
  t.after(() => session.dispose());
  return { session, started, returned: () => shards };
}

/** @param {Session} session @param {EngineOptions} settings */
const create = (session, settings) => session.create({ settings, training: ragged, vocabularySize });

/** Trains until so many shards have come from workers, which take a while to start; then begins again. @param {Awaited<ReturnType<typeof sessionWith>>} one @param {EngineOptions} settings */
async function warmedUp(one, settings) {
  await create(one.session, settings);
  const end = performance.now() + LONGEST_WAIT_MS;
  const enough = one.returned() + 8;
  while (one.returned() < enough) {
    assert.ok(performance.now() < end, 'no shard has come back');
    await one.session.step({ unit: 'window' });
  }
  await create(one.session, settings);
}

/** The losses of the next steps, and all weights after them. @param {Session} session @param {number} steps */
async function run(session, steps) {
  const losses = [];
  for (let i = 0; i < steps; i++) {
    const { loss, gradientNorm } = await session.step({ unit: 'window' });
    losses.push(loss, gradientNorm);
  }
  return { losses, weights: await session.parameters() };
}

/** @param {TestContext} t @param {EngineOptions} settings */
async function alone(t, settings) {
  const { session } = await sessionWith(t, 0);
  await create(session, settings);
  return run(session, 30);
}

for (const [name, settings] of Object.entries(cases)) {
  test(`${name}: the same bits with 0, 1, 2 and 3 workers`, async (t) => {
    const expected = await alone(t, settings);
    assert.notDeepEqual(
      (await alone(t, { ...settings, shards: 1 })).losses,
      expected.losses,
      'other shards, other bits',
    );
    for (const workers of [1, 2, 3]) {
      const one = await sessionWith(t, workers);
      await warmedUp(one, settings);
      const before = one.returned();
      assert.deepEqual(await run(one.session, 30), expected, `${workers} workers`);
      assert.ok(one.returned() >= before + 20, `${one.returned() - before} shards came from workers`);
      assert.equal(one.started.length, Math.min(workers, Number(settings.shards) - 1));
    }
  });
}

const lstm = cases['lstm, truncated windows'];

test('a worker that dies in the middle: its shards are computed here, and another takes its place', async (t) => {
  const expected = await alone(t, lstm);
  const one = await sessionWith(t, 2);
  await warmedUp(one, lstm);
  one.started[0].once('message', () => one.started[0].terminate());
  const killing = setTimeout(() => one.started[1].terminate(), 30);
  assert.deepEqual(await run(one.session, 30), expected);
  clearTimeout(killing);
  assert.ok(one.started.length > 2, 'no worker was started again');
});

test('where no worker can be started, or none answers, training goes on by itself', async (t) => {
  const expected = await alone(t, lstm);
  const refusing = () => {
    throw new Error('forbidden here');
  };
  const deaf = () =>
    /** @type {Port} */ (/** @type {unknown} */ (new Worker('setInterval(() => {}, 1000)', { eval: true })));
  for (const create of [refusing, deaf]) {
    const session = new Session({ module: await loadEngine(), helpers: { create, workers: 2 } });
    t.after(() => session.dispose());
    await session.create({ settings: lstm, training: ragged, vocabularySize });
    assert.deepEqual(await run(session, 30), expected);
  }
});

test('a worker that keeps its shard to itself is given up', async (t) => {
  const expected = await alone(t, lstm);
  const script = `const { parentPort } = require('node:worker_threads');
    parentPort.on('message', ({ kind }) => kind === 'help' && parentPort.postMessage({ kind: 'ready' }));
    parentPort.postMessage({ kind: 'hello' });`;
  let started = 0;
  const create = () => {
    started++;
    return /** @type {Port} */ (/** @type {unknown} */ (new Worker(script, { eval: true })));
  };
  const session = new Session({ module: await loadEngine(), helpers: { create, workers: 1 } });
  t.after(() => session.dispose());
  await session.create({ settings: lstm, training: ragged, vocabularySize });
  const end = run(session, 30);
  assert.deepEqual(await end, expected);
  assert.ok(started >= 1 && started <= 3, `${started} workers were started`);
});

/**
 * What is done to a model between its steps, and in the middle of one.
 * @param {Session} session
 * @param {boolean} reload whether it is saved and loaded in the middle of a batch
 */
async function meddle(session, reload) {
  const losses = [(await run(session, 7)).losses];
  const training = session.train();
  await new Promise((resolve) => setTimeout(resolve, 7)); // wherever it is then, it goes back to the beginning
  await session.pause();
  await training;
  await session.rollBack({ halveRate: true });
  losses.push((await run(session, 5)).losses);
  await session.setParameter({ name: 'weight_hh_l0', values });
  losses.push((await run(session, 2)).losses);
  assert.notEqual((await session.peekNextBatch()).begin, 0, 'in the middle of a batch');
  await session.updateSettings({ shards: 3, clipNorm: 0, learningRate: 0.001 });
  if (reload) await session.load({ bytes: await session.save() });
  return [losses, await run(session, 6)];
}

const values = Float64Array.from({ length: 4 * 128 * 128 }, (_, i) => Math.sin(i) / 10);
const rarely = { evaluateEvery: 1000 };

test('weights set by hand, settings changed, gone back, saved and loaded in the middle of a batch: the same bits', async (t) => {
  const none = await sessionWith(t, 0);
  await create(none.session, { ...lstm, ...rarely });
  const expected = await meddle(none.session, false);
  const two = await sessionWith(t, 2);
  await warmedUp(two, { ...lstm, ...rarely });
  assert.deepEqual(await meddle(two.session, true), expected);
});

test('weights changed while shards are out: the step begins anew with them', async (t) => {
  const none = await sessionWith(t, 0);
  await create(none.session, { ...lstm, ...rarely });
  await run(none.session, 1);
  await none.session.setParameter({ name: 'weight_hh_l0', values });
  const expected = await run(none.session, 3);
  const two = await sessionWith(t, 2);
  await warmedUp(two, { ...lstm, ...rarely });
  await run(two.session, 1);
  const step = two.session.step({ unit: 'window' }); // gives its shards away at once
  await two.session.setParameter({ name: 'weight_hh_l0', values });
  const { loss, gradientNorm } = await step;
  const { losses, weights } = await run(two.session, 2);
  assert.deepEqual({ losses: [loss, gradientNorm, ...losses], weights }, expected);
});

test('workers that nobody needs end, and come back when they are needed', async (t) => {
  const one = await sessionWith(t, 2, 300);
  await warmedUp(one, lstm);
  const ends = one.started.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
  const awake = setInterval(() => {}, 1000); // neither they nor their timer keep a program alive
  await Promise.all(ends);
  clearInterval(awake);
  const before = one.started.length;
  await warmedUp(one, lstm);
  assert.equal(one.started.length, before + 2);
});

test('disposing of the session ends its workers, also in the middle of a step', async (t) => {
  const one = await sessionWith(t, 3);
  await warmedUp(one, lstm);
  const training = one.session.train();
  await new Promise((resolve) => setTimeout(resolve, 40));
  const ends = one.started.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
  one.session.dispose();
  await Promise.all([assert.rejects(training, { code: 'disposed' }), ...ends]);
});

test('workers that take longer than idle ones may live are waited for', async (t) => {
  const expected = await alone(t, lstm);
  let returned = 0;
  const slowly = () => {
    const worker = new Worker(new URL('../../web/engine/worker.js', import.meta.url));
    worker.on('message', ({ kind }) => kind === 'shard' && returned++);
    const { postMessage } = worker;
    worker.postMessage = (message, ...rest) =>
      void setTimeout(() => postMessage.call(worker, message, ...rest), message.kind === 'shard' ? 200 : 0);
    return /** @type {Port} */ (/** @type {unknown} */ (worker));
  };
  const session = new Session({ module: await loadEngine(), helpers: { create: slowly, workers: 1, idleMs: 40 } });
  t.after(() => session.dispose());
  await create(session, lstm);
  while (returned === 0) await session.step({ unit: 'window' });
  await create(session, lstm);
  assert.deepEqual(await run(session, 30), expected);
  assert.ok(returned > 1);
});
