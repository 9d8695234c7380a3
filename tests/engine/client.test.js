/** The client and the worker's side of the protocol: over a MessageChannel in this thread, and over a real worker thread. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Worker } from 'node:worker_threads';
import { EngineClient } from '../../web/engine/client.js';
import { Model } from '../../web/engine/model.js';
import { serve } from '../../web/engine/serve.js';
import { rejection, sentences, stepLosses, trainedOnSentences, vocabularySize } from './helpers.js';

/**
 * @typedef {import('../../web/engine/client.js').EngineClient} Client
 * @typedef {import('../../web/engine/types.js').Update} Update
 */

/** A client whose session runs in this thread, behind a port. @param {import('node:test').TestContext} t */
function overPort(t) {
  const { port1, port2 } = new MessageChannel();
  serve(port2);
  const client = new EngineClient({ createWorker: () => port1 });
  t.after(() => client.dispose());
  return client;
}

/** @param {string} script @returns {{client: Client, worker: Worker}} */
function overWorker(script) {
  const worker = new Worker(script, { eval: true });
  return { client: new EngineClient({ createWorker: () => /** @type {any} */ (worker) }), worker };
}

/** A client of the script that Node's worker runs. @param {import('node:test').TestContext} t */
function overThread(t) {
  const worker = new Worker(new URL('../../web/engine/worker.js', import.meta.url));
  const client = new EngineClient({ createWorker: () => /** @type {any} */ (worker) });
  t.after(() => client.dispose());
  return { client, worker };
}

/** @param {Client} client @param {import('./helpers.js').EngineOptions} [settings] */
const create = (client, settings) => client.create({ settings, training: sentences, vocabularySize });

/** @param {Client} client @returns {Update[]} filled as they come */
function updatesOf(client) {
  /** @type {Update[]} */
  const updates = [];
  client.addEventListener('update', (event) => updates.push(/** @type {CustomEvent} */ (event).detail));
  return updates;
}

/** Waits for something that is on its way; a test that waits in vain fails by its time limit. @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('calls before the worker is ready wait for it, and give what a session in this thread gives', async (t) => {
  const { client } = overThread(t);
  const calls = [create(client, { cell: 'gru' }), client.step(), client.predictAll(), client.trace({ sequence: 0 })];
  const session = await trainedOnSentences(t, { cell: 'gru' });
  const expected = [
    await session.info(),
    await session.step(),
    await session.predictAll(),
    await session.trace({ sequence: 0 }),
  ];
  const [info, status, predictions, trace] = await Promise.all(calls);
  assert.deepEqual(info, expected[0]);
  assert.deepEqual(predictions, expected[2]);
  assert.deepEqual(trace, expected[3]);
  const clock = { trainingSeconds: 0, tokensPerSecond: 0 };
  assert.deepEqual({ ...status, ...clock }, { ...expected[1], ...clock });
});

test('the same seed gives the same losses in a worker thread as in this one', async (t) => {
  const { client } = overThread(t);
  await create(client, { cell: 'lstm', shuffle: true });
  const session = await trainedOnSentences(t, { cell: 'lstm', shuffle: true });
  assert.deepEqual(await stepLosses(client, 60), await stepLosses(session, 60));
});

test('errors arrive with their class, code and details', async (t) => {
  const client = overPort(t);
  const setting = await rejection(create(client, { learningRate: -1 }), 'outOfRange');
  assert.equal(setting.name, 'SettingsError');
  assert.deepEqual([setting.setting, setting.value, setting.range.max], ['learningRate', -1, 100]);
  const data = await rejection(client.create({ training: [], vocabularySize: 3 }), 'badData');
  assert.equal(data.name, 'EngineError');
  await rejection(client.predictAll(), 'noModel');
  await rejection(client.call(/** @type {any} */ ('fly')), 'unknownCall');
});

test('arguments that cannot be sent reject their own call only', async (t) => {
  const client = overPort(t);
  await create(client);
  await rejection(client.create(/** @type {any} */ ({ meta: { f: () => 1 } })), 'badArgument');
  assert.equal((await client.status()).phase, 'idle');
});

test('an aborted call rejects at once with the reason, and training stops', async (t) => {
  const client = overPort(t);
  const updates = updatesOf(client);
  await create(client);
  const abort = new AbortController();
  const training = client.train({}, { signal: abort.signal });
  await until(() => updates.some(({ status }) => status.phase === 'training'));
  abort.abort(new Error('enough'));
  await assert.rejects(training, { message: 'enough' });
  assert.equal((await client.status()).phase, 'idle');
  await assert.rejects(client.predictAll({}, { signal: abort.signal }), { message: 'enough' });
});

test('progress of a long call arrives while it runs', async (t) => {
  const { client } = overThread(t);
  await create(client, { hiddenSize: 64, cell: 'lstm' });
  /** @type {import('../../web/engine/protocol.js').Progress[]} */
  const seen = [];
  await client.gradientCheck({ all: true, sample: 2000 }, { onProgress: (progress) => seen.push(progress) });
  assert.ok(seen.length > 0);
  assert.ok(seen.every(({ done, total }, i) => total === 2000 && done > 0 && (i === 0 || done > seen[i - 1].done)));
});

test('watched views come when they are added and again after the weights changed, and only then', async (t) => {
  const client = overPort(t);
  const updates = updatesOf(client);
  await create(client, { precision: 'float64' });
  await client.watch({ views: { p: { call: 'predictAll' }, wrong: { call: 'trace', args: { sequence: 7 } } } });
  await until(() => updates.some(({ views }) => 'p' in views));
  const first = updates.findLast(({ views }) => 'p' in views)?.views ?? {};
  assert.deepEqual(first.p, { value: await client.predictAll(), step: 0 });
  assert.equal('error' in first.wrong && first.wrong.error.code, 'outOfRange');

  updates.length = 0;
  await client.updateSettings({ clipNorm: 1 });
  await until(() => updates.length > 0);
  assert.deepEqual(
    updates.flatMap(({ views }) => Object.keys(views)),
    [],
  );

  updates.length = 0;
  await client.step();
  await until(() => updates.some(({ views }) => 'p' in views));
  assert.deepEqual(updates.findLast(({ views }) => 'p' in views)?.views.p, {
    value: await client.predictAll(),
    step: 1,
  });

  await client.watch({ views: {} });
  updates.length = 0;
  await client.step();
  await until(() => updates.length > 1);
  assert.deepEqual(
    updates.flatMap(({ views }) => Object.keys(views)),
    [],
  );
  await rejection(client.watch({ views: { t: /** @type {any} */ ({ call: 'train' }) } }), 'badArgument');
});

test('of watch calls in quick succession the latest counts, and the others reject as aborted', async (t) => {
  const client = overPort(t);
  await create(client);
  const calls = ['a', 'b', 'c'].map((key) => client.watch({ views: { [key]: { call: 'parameters' } } }));
  const outcomes = await Promise.allSettled(calls);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected', 'fulfilled'],
  );
  assert.ok(outcomes.slice(0, 2).every((outcome) => 'reason' in outcome && outcome.reason.name === 'AbortError'));
});

test('no update is sent while the one before is not acknowledged, and no row is lost meanwhile', async (t) => {
  const { port1, port2 } = new MessageChannel();
  serve(port2);
  let holding = false;
  /** @type {(() => void)[]} */
  const held = [];
  const port = {
    ...{ addEventListener: port1.addEventListener.bind(port1), start: () => port1.start(), close: () => port1.close() },
    postMessage: (/** @type {any} */ message) => {
      if (holding && message.kind === 'acknowledge') held.push(() => port1.postMessage(message));
      else port1.postMessage(message);
    },
  };
  const client = new EngineClient({ createWorker: () => port });
  t.after(() => client.dispose());
  const updates = updatesOf(client);
  await create(client, { evaluateEvery: 1, hiddenSize: 2 });
  await until(() => updates.length > 0);
  holding = true;
  updates.length = 0;
  const training = client.train();
  await until(() => held.length > 0);
  const before = updates.length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(updates.length, before, 'updates while none was acknowledged');
  holding = false;
  for (const release of held.splice(0)) release();
  await until(() => updates.length > before);
  await client.pause();
  const { epoch } = await training;
  const rows = updates.flatMap(({ history }) => [...history.epoch]);
  assert.deepEqual(
    rows,
    Array.from({ length: rows.length }, (_, i) => i),
  );
  assert.ok(rows.length >= epoch, `${rows.length} rows of ${epoch} epochs`);
});

test('a page that has yet to paint the last update is sent none, and training goes on to its end', async (t) => {
  const { port1, port2 } = new MessageChannel();
  serve(port2);
  /** @type {(() => void)[]} */
  const frames = [];
  const painted = () => new Promise((/** @type {(value: void) => void} */ resolve) => frames.push(resolve));
  const client = new EngineClient({ createWorker: () => port1, painted });
  t.after(() => client.dispose());
  const updates = updatesOf(client);
  await create(client, { evaluateEvery: 1, hiddenSize: 2 });
  await until(() => updates.length === 1);
  const end = await client.train({ seconds: 0.3 });
  assert.equal(end.reason, 'finished');
  assert.ok(end.epoch > 1);
  // What happened is told at the end of a training at any rate; nothing was in between, though there was time for it.
  await until(() => updates.length === 2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(updates.length, 2);
  assert.equal(updates[1].status.step, end.step);
  for (const paint of frames.splice(0)) paint();
  await client.watch({ views: { p: { call: 'parameters' } } });
  await until(() => updates.some(({ views }) => 'p' in views));
});

test('what is answered about the model’s own data is a copy: the data stay', async (t) => {
  const { client } = overThread(t);
  await create(client);
  const first = await client.trace({ sequence: 0 });
  assert.deepEqual(await client.trace({ sequence: 0 }), first);
  assert.deepEqual([...first.inputs], sentences[0].inputs);
  assert.equal((await client.train({ epochs: 1 })).reason, 'finished');
});

const dying = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage({ kind: 'hello' });
  parentPort.on('message', ({ kind }) => {
    if (kind === 'start') parentPort.postMessage({ kind: 'ready' });
    if (kind === 'call') END;
  });`;

for (const [how, end, reason] of /** @type {const} */ ([
  ['throws', "throw new Error('out of memory')", 'out of memory'],
  ['exits', 'process.exit(3)', 'exited with code 3'],
])) {
  test(`a worker that ${how} rejects every pending and every later call with the reason`, async () => {
    const { client } = overWorker(dying.replace('END', end));
    /** @type {any[]} */
    const failures = [];
    client.addEventListener('failure', (event) => failures.push(/** @type {CustomEvent} */ (event).detail));
    const errors = await Promise.all(
      [client.status(), client.train(), client.predictAll()].map((call) => rejection(call, 'workerFailed')),
    );
    for (const error of errors) assert.ok(error.message.includes(reason), error.message);
    await rejection(client.status(), 'workerFailed');
    assert.deepEqual(failures, [errors[0]]);
  });
}

test('a trap of the module is one error for all that is pending, and whoever asks later hears of it too', async (t) => {
  const client = overPort(t);
  const failures = [];
  client.addEventListener('failure', (event) => failures.push(/** @type {CustomEvent} */ (event).detail));
  // The module that the session of this client uses.
  const made = t.mock.method(Model, 'create');
  await create(client);
  const { Engine } = /** @type {any} */ (made.mock.calls[0].arguments[0]);
  const { step } = Engine.prototype;
  t.after(() => {
    Engine.prototype.step = step;
  });
  Engine.prototype.step = () => {
    throw new WebAssembly.RuntimeError('memory access out of bounds');
  };
  const pending = [client.train({ epochs: 5 }), client.predictAll(), client.trace({ sequence: 0 })];
  for (const error of await Promise.all(pending.map((call) => rejection(call, 'workerFailed'))))
    assert.match(error.message, /memory access out of bounds/);
  assert.equal(failures.length, 1);
  await rejection(client.info(), 'workerFailed');
  Engine.prototype.step = step;
  const next = overPort(t);
  await create(next);
  assert.equal((await next.step()).step, 1, 'a new client trains');
});

test('a real worker that is terminated while training rejects everything that is pending', async (t) => {
  const { client, worker } = overThread(t);
  await create(client);
  const pending = [client.train(), client.gradientCheck({ all: true, sample: 1e9 })];
  await worker.terminate();
  for (const call of pending) await rejection(call, 'workerFailed');
});

test('a worker that does not find its WebAssembly says so to every call', async () => {
  const worker = new Worker(new URL('../../web/engine/worker.js', import.meta.url));
  const url = new URL('./nothing.wasm', import.meta.url).href;
  const client = new EngineClient({ createWorker: () => /** @type {any} */ (worker), wasm: { url } });
  const error = await rejection(client.status(), 'loadFailed');
  assert.match(error.message, /nothing\.wasm/);
  await rejection(client.status(), 'loadFailed');
});

test('after dispose everything pending and everything later rejects as disposed', async (t) => {
  for (const client of [overPort(t), overThread(t).client]) {
    await create(client);
    const training = client.train();
    const reading = client.gradientCheck({ all: true });
    client.dispose();
    client.dispose();
    for (const call of [training, reading, client.status()]) await rejection(call, 'disposed');
  }
});

test('WebAssembly that cannot be sent to the worker is said, and nothing goes round in circles', async () => {
  for (const wasm of /** @type {any[]} */ ([{ binary: () => {} }, { url: Symbol('nowhere') }])) {
    const worker = new Worker(new URL('../../web/engine/worker.js', import.meta.url));
    const client = new EngineClient({ createWorker: () => /** @type {any} */ (worker), wasm });
    await rejection(client.status(), 'loadFailed');
  }
});
