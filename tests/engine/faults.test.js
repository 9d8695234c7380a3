/**
 * The client's promises: whatever happens to the messages between it and a real worker, every call settles, with a result or with an
 * error that says why, and no rejection is left to nobody. Random calls, which also stop, replace, abort and dispose; the seed of a
 * run that fails is in its name. More runs by the variable FAULTS.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Worker } from 'node:worker_threads';
import { EngineClient } from '../../web/engine/client.js';
import { Watchdog } from '../../web/engine/watchdog.js';
import { chance, faultyPort } from './faulty-port.js';
import { sentences, vocabularySize } from './helpers.js';

const RUNS = Number(process.env.FAULTS ?? 4);
const FIRST_SEED = Number(process.env.SEED ?? 1);

/** The watchdog's clock, faster than its own, so that a call which is one piece of work is given 5 s instead of 30. */
const TICK_MS = 40;

/** Until everything has settled at the latest, another worker's start included. */
const LIMIT_MS = 60_000;

/** Codes of what a call may end with instead of a result. */
const REASONS = ['workerFailed', 'loadFailed', 'disposed', 'noModel', 'replaced', 'busy', 'internal', 'badArgument'];

/** @type {unknown[]} */
const unhandled = [];
const note = (/** @type {unknown} */ error) => unhandled.push(error);
process.on('unhandledRejection', note);
after(() => process.off('unhandledRejection', note));

const realClient = () =>
  new EngineClient({
    createWorker: () => /** @type {any} */ (new Worker(new URL('../../web/engine/worker.js', import.meta.url))),
  });

/** @typedef {(client: EngineClient, signal: AbortSignal) => Promise<unknown>} Call */

/** @type {readonly Call[]} */
const CALLS = [
  (client) => client.create({ settings: { hiddenSize: 8 }, training: sentences, vocabularySize }),
  (client) => client.create({ settings: { cell: 'lstm' }, training: sentences, vocabularySize }),
  (client, signal) => client.train({}, { signal }),
  (client) => client.train({ steps: 50 }),
  (client) => client.pause(),
  (client) => client.step({ unit: 'window' }),
  (client) => client.status(),
  (client) => client.predictAll(),
  (client, signal) => client.gradientCheck({ all: true, sample: 200 }, { signal }),
  (client) => client.watch({ views: { p: { call: 'predictAll' } } }),
  (client) => client.updateSettings({ learningRate: 0.01 }),
  (client) => client.checkpoint({ delay: 20 }),
  (client) => client.save(),
];

/** Null after LIMIT_MS; a timer that is left does not keep the process. @returns {Promise<null>} */
const tooLate = () => new Promise((resolve) => setTimeout(resolve, LIMIT_MS, null).unref());

const pause = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {number} seed @param {import('./faulty-port.js').Faults} faults @param {import('node:test').TestContext} t */
async function run(seed, faults, t) {
  const random = chance(seed);
  const { port, worker, counts } = faultyPort(chance(seed + 1_000_000), faults);
  const client = new EngineClient({ createWorker: () => /** @type {any} */ (port) });
  const dog = new Watchdog(client, realClient, () => 500, TICK_MS);
  /** @type {AbortController[]} */
  const aborts = [];
  /** @type {Promise<unknown>[]} */
  const asked = [];
  const ask = (/** @type {Call} */ call) => {
    const abort = new AbortController();
    aborts.push(abort);
    const promise = call(client, abort.signal);
    promise.catch(() => {}); // looked at below, once all have been asked
    asked.push(promise);
  };
  try {
    ask(CALLS[0]);
    const count = 10 + Math.floor(30 * random());
    for (let i = 0; i < count; i++) {
      ask(CALLS[Math.floor(CALLS.length * random())]);
      if (random() < 0.1) aborts[Math.floor(aborts.length * random())].abort(new DOMException('enough', 'AbortError'));
      if (random() < 0.3) await pause(30 * random());
      if (random() < 0.01) client.dispose();
    }
    ask((one) => one.pause());
    // Whoever trains without a limit is stopped by somebody, here by the reader.
    for (const abort of aborts) setTimeout(() => abort.abort(new DOMException('enough', 'AbortError')), 1000);
    const left = new Set(asked);
    for (const one of asked)
      one.then(
        () => left.delete(one),
        () => left.delete(one),
      );
    const inTime = await Promise.race([Promise.allSettled(asked), tooLate()]);
    assert.ok(inTime, `${left.size} of ${asked.length} calls are pending still: ${client.pending.join(', ')}`);
    for (const end of inTime) {
      if (end.status === 'fulfilled') continue;
      const { name, code, message } = end.reason;
      assert.ok(name === 'AbortError' || REASONS.includes(code), `${code ?? name}: ${message}`);
      assert.match(message, /\S+ \S+|enough/);
    }
    const failed = inTime.filter(({ status }) => status === 'rejected').length;
    t.diagnostic(`seed ${seed}: ${asked.length} calls, ${failed} refused, 0 pending; ${JSON.stringify(counts)}`);
  } finally {
    dog.end();
    client.dispose();
    await worker.terminate();
  }
}

for (const [what, faults] of /** @type {const} */ ([
  ['that nothing happens to', { drop: 0, delay: 0, duplicate: 0 }],
  ['that are lost', { drop: 0.03, delay: 0, duplicate: 0 }],
  ['that are late and overtake each other', { drop: 0, delay: 0.3, duplicate: 0 }],
  ['that come twice', { drop: 0, delay: 0, duplicate: 0.3 }],
  ['of which all of that becomes', { drop: 0.02, delay: 0.2, duplicate: 0.1 }],
])) {
  test(`messages ${what}: every call settles (${RUNS} runs)`, async (t) => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++)
      await t.test(`seed ${seed}`, (sub) => run(seed, faults, sub));
    assert.deepEqual(unhandled, []);
  });
}

test('a call, or its answer, that is lost while the worker answers others is noticed within 2 s', async (t) => {
  for (const lost of ['call', 'result']) {
    let armed = false;
    const { port, worker } = faultyPort(() => 1, { drop: 0, delay: 0, duplicate: 0 });
    const { postMessage, on } = port;
    port.postMessage = (message) => {
      if (armed && lost === 'call' && message.name === 'predictAll') return;
      postMessage(message);
    };
    port.on = (type, listener) =>
      on(type, (value) => (armed && lost === 'result' && value.value?.sequences ? undefined : listener(value)));
    const client = new EngineClient({ createWorker: () => /** @type {any} */ (port) });
    const dog = new Watchdog(client, realClient, () => 500);
    t.after(() => worker.terminate());
    await client.create({ training: sentences, vocabularySize });
    armed = true;
    await assert.rejects(client.predictAll(), { code: 'workerFailed', message: /was lost/ });
    dog.end();
    client.dispose();
  }
});

test('a message that comes twice is acted upon once: the same steps, the same updates', async (t) => {
  const { port, worker } = faultyPort(() => 0, { drop: 0, delay: 0, duplicate: 1 });
  t.after(() => worker.terminate());
  const client = new EngineClient({ createWorker: () => /** @type {any} */ (port) });
  /** @type {any[]} */
  const updates = [];
  client.addEventListener('update', (event) => updates.push(/** @type {CustomEvent} */ (event).detail));
  await client.create({ training: sentences, vocabularySize });
  for (let i = 1; i <= 5; i++) assert.equal((await client.step({ unit: 'window' })).step, i);
  assert.equal(new Set(updates).size, updates.length);
  client.dispose();
});
