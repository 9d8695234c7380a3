/** Whether a worker still answers: one that hangs is noticed, one on a busy machine or beside a sleeping page is left alone. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Worker } from 'node:worker_threads';
import { EngineClient } from '../../web/engine/client.js';
import { Watchdog } from '../../web/engine/watchdog.js';
import { rejection, sentences, vocabularySize } from './helpers.js';

/** A worker that answers what it is asked, until it is asked for its info: then it is busy for ever. */
const hanging = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage({ kind: 'hello' });
  parentPort.on('message', ({ kind, id, name }) => {
    if (kind === 'start') parentPort.postMessage({ kind: 'ready' });
    while (name === 'info') {}
    if (name === 'status') parentPort.postMessage({ kind: 'result', id, value: { phase: 'idle' } });
  });`;

/** Becomes 1 when the worker below may answer. */
const told = new Int32Array(new SharedArrayBuffer(4));
/** The same, but it is busy only until it is told otherwise. */
const busyUntilTold = `
  const { workerData: told } = require('node:worker_threads');
  ${hanging.replace('{}', 'if (Atomics.load(told, 0)) break;').replace("name === 'status'", 'id !== undefined')}`;

/** @param {import('node:test').TestContext} t @param {Worker} worker */
function clientOf(t, worker) {
  const client = new EngineClient({ createWorker: () => /** @type {any} */ (worker) });
  t.after(() => client.dispose());
  return client;
}

/** With the real engine. @param {import('node:test').TestContext} t */
const realClient = (t) => clientOf(t, new Worker(new URL('../../web/engine/worker.js', import.meta.url)));

/** With the real engine, and counted. @param {import('node:test').TestContext} t */
function countedProbes(t) {
  const probes = { count: 0, start: () => realClient(t) };
  return {
    probes,
    start: () => {
      probes.count += 1;
      return probes.start();
    },
  };
}

const none = () => 0;

/** So many ticks of the watchdog's clock, and more. */
const pause = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a worker that hangs is given up once another one has answered; all that is pending settles', async (t) => {
  const client = clientOf(t, new Worker(hanging, { eval: true }));
  const dog = new Watchdog(client, () => realClient(t), none);
  t.after(() => dog.end());
  await client.status();
  const error = await rejection(client.info(), 'workerFailed');
  assert.match(error.message, /does not answer/);
  await rejection(client.status(), 'workerFailed');
});

test('where no other worker gets to answer either, the machine is busy: nobody is given up', async (t) => {
  const client = clientOf(t, new Worker(hanging, { eval: true }));
  /** @type {(() => void)[]} */
  const answers = [];
  let probes = 0;
  const startProbe = () => {
    probes += 1;
    return {
      call: () => new Promise((/** @type {(value?: any) => void} */ resolve) => answers.push(resolve)),
      dispose: () => {},
    };
  };
  const dog = new Watchdog(client, startProbe, none);
  t.after(() => dog.end());
  await client.status();
  const asked = client.info();
  let settled = false;
  asked.catch(() => {}).finally(() => (settled = true));
  while (probes === 0) await pause(50);
  await pause(1500);
  assert.deepEqual([settled, probes, answers.length], [false, 1, 1]);
  // Its answers, one after the other: it has a network, and has trained it.
  answers[0]();
  while (answers.length < 2) await pause(10);
  assert.equal(settled, false);
  answers[1]();
  await rejection(asked, 'workerFailed');
});

test('a worker that answers while another one still works is not given up', async (t) => {
  const client = clientOf(t, new Worker(busyUntilTold, { eval: true, workerData: told }));
  const { probes, start } = countedProbes(t);
  let trained = 0;
  const startProbe = () => {
    const probe = start();
    const call = async (/** @type {any} */ name, /** @type {any} */ args) => {
      const result = await probe.call(name, args);
      // It has a network now, but has not trained it: a moment that a busy machine may make long.
      if (name === 'create') Atomics.store(told, 0, 1);
      while (name === 'create' && !answered) await pause(10);
      if (name === 'train') trained = /** @type {any} */ (result).step;
      return result;
    };
    return { call, dispose: () => probe.dispose() };
  };
  const dog = new Watchdog(client, startProbe, none);
  t.after(() => dog.end());
  await client.status();
  let answered = false;
  await client.info().then(() => (answered = true));
  while (trained === 0) await pause(10);
  assert.deepEqual([probes.count, trained], [1, 800]);
  assert.equal((await client.status()).phase, 'idle');
});

test('a page that sleeps itself does not take its worker for dead, and an idle one asks nothing', async (t) => {
  const client = realClient(t);
  const { probes, start } = countedProbes(t);
  const dog = new Watchdog(client, start, none);
  t.after(() => dog.end());
  await client.create({ training: sentences, vocabularySize });
  const training = client.train();
  for (let i = 0; i < 3; i++) {
    await pause(300);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
  }
  assert.equal((await client.pause()).phase, 'idle');
  assert.equal((await training).reason, 'paused');
  assert.equal(probes.count, 0);

  const { call } = client;
  /** @type {string[]} */
  const calls = [];
  client.call = (name, ...rest) => {
    calls.push(name);
    return call.call(client, name, ...rest);
  };
  await pause(800);
  assert.deepEqual(calls, []);
});

test('a large network is given more time for an answer', async (t) => {
  const client = clientOf(t, new Worker(hanging, { eval: true }));
  const { probes, start } = countedProbes(t);
  const dog = new Watchdog(client, start, () => 1e9);
  t.after(() => dog.end());
  await client.status();
  const asked = client.info();
  asked.catch(() => {});
  await pause(2500);
  assert.equal(probes.count, 0);
});
