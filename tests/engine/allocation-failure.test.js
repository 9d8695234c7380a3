/**
 * An allocation of the engine that fails, at any point of any call: the call rejects with one error that says why, and another worker
 * goes on from the last checkpoint, with the losses to the last bit that there would have been. The test suite fails every
 * STRIDE-th allocation of each call, from another beginning in each; ALLOCATIONS=all fails every one.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { EngineClient } from '../../web/engine/client.js';
import { serve } from '../../web/engine/serve.js';
import { engineWithFailingMemory, watchAllocations } from './failing-memory.js';
import { rejection, sentences, stepLosses, vocabularySize } from './helpers.js';

const STRIDE = process.env.ALLOCATIONS === 'all' ? 1 : 97;
/** Losses compared after each failure. */
const STEPS = 4;

const compiled = await engineWithFailingMemory();

/** @typedef {import('../../web/engine/client.js').EngineClient} Client */

/** The session runs in this thread, so that its memory can be reached. @returns {Client} */
function newClient() {
  const { port1, port2 } = new MessageChannel();
  serve(port2);
  return new EngineClient({ createWorker: () => port1, wasm: { compiled } });
}

/** @type {import('./helpers.js').EngineOptions} */
const settings = {
  cell: 'lstm',
  hiddenSize: 6,
  layers: 2,
  optimizer: 'adam',
  shuffle: true,
  truncate: 3,
  evaluateEvery: 1,
};
const data = { training: sentences, heldOut: sentences.slice(0, 1), vocabularySize };
const other = /** @type {const} */ ({ cell: 'gru', hiddenSize: 9, batchSize: 1 });

/** In the middle of an epoch and of a batch. @param {Client} client */
async function trained(client) {
  await client.create({ settings, ...data });
  await client.step({ unit: 'window', count: 3 });
  return client;
}

/** @type {Record<string, (client: Client, saved: Uint8Array) => Promise<unknown>>} */
const CALLS = {
  create: (client) => client.create({ settings: other, ...data }),
  load: (client, bytes) => client.load({ bytes }),
  step: (client) => client.step({ unit: 'window' }),
  'train over an evaluation': (client) => client.train({ epochs: 2 }),
  evaluate: (client) => client.evaluate({ which: 'heldOut' }),
  predictAll: (client) => client.predictAll(),
  predict: (client) => client.predict({ sequence: 1 }),
  generate: (client) => client.generate({ length: 3, seed: 1 }),
  'generate by a beam': (client) => client.generate({ length: 3, strategy: 'beam' }),
  trace: (client) => client.trace({ sequence: 0 }),
  dryRunStep: (client) => client.dryRunStep({ sequence: 0 }),
  gradients: (client) => client.gradients({ all: true }),
  gradientCheck: (client) => client.gradientCheck({ all: true, sample: 20 }),
  influence: (client) => client.influence({ sequence: 0 }),
  gradientFlow: (client) => client.gradientFlow({ sequence: 0 }),
  checkpoint: (client) => client.checkpoint(),
  save: (client) => client.save(),
  'watched views': (client) =>
    client.watch({ views: { p: { call: 'predictAll' }, w: { call: 'parameters' } } }).then(() => updated(client)),
};

/** Resolves with the next update that has views, or rejects with the failure that comes instead. @param {Client} client */
const updated = (client) =>
  new Promise((resolve, reject) => {
    client.addEventListener('update', (event) => {
      const { views } = /** @type {CustomEvent} */ (event).detail;
      if (Object.keys(views).length > 0) resolve(undefined);
    });
    client.addEventListener('failure', (event) => reject(/** @type {CustomEvent} */ (event).detail));
  });

test('memory that ends at any allocation of a call: the call says so, and another worker goes on to the last bit', async (t) => {
  // Where Emscripten says that it aborts. No mock of node:test, which would keep what it is told.
  const { error: sayError } = console;
  console.error = () => {};
  t.after(() => {
    console.error = sayError;
  });
  const allocations = watchAllocations(t);
  const unbroken = await trained(newClient());
  t.after(() => unbroken.dispose());
  const [saved, { file }] = [await unbroken.save(), await unbroken.checkpoint()];
  const expected = await stepLosses(unbroken, STEPS);

  /** @param {(client: Client, saved: Uint8Array) => Promise<unknown>} call @param {number} n the allocation that fails */
  async function failAt(call, n) {
    const client = await trained(newClient());
    /** @type {any[]} */
    const failures = [];
    client.addEventListener('failure', (event) => failures.push(/** @type {CustomEvent} */ (event).detail));
    allocations.fail(n);
    const error = await call(client, saved).then(
      () => null,
      (reason) => reason,
    );
    const hasFailed = allocations.hasFailed;
    allocations.none();
    // How often views are asked for depends on the time: this run came to its end with fewer allocations.
    if (!hasFailed) {
      client.dispose();
      return null;
    }
    // embind needs no memory for the name of a parameter on its way to JavaScript, and does not say that it had none.
    if (!error) {
      await client.status();
      client.dispose();
      return false;
    }
    assert.deepEqual([error.code, error.message], ['workerFailed', 'The engine has stopped: it is out of memory.']);
    assert.deepEqual(failures, [error]);
    await rejection(client.status(), 'workerFailed');
    client.dispose();
    const next = newClient();
    await next.create({ settings, ...data, checkpoint: { file } });
    assert.deepEqual(await stepLosses(next, STEPS), expected);
    next.dispose();
    return true;
  }

  const all = { tried: 0, failed: 0 };
  for (const [index, [name, call]] of Object.entries(CALLS).entries()) {
    const client = await trained(newClient());
    allocations.none();
    await call(client, saved);
    const { count } = allocations;
    client.dispose();
    let [tried, failed] = [0, 0];
    for (let n = 1 + (STRIDE > 1 ? (index * 7) % STRIDE : 0); n <= count; n += STRIDE) {
      const ended = await failAt(call, n);
      if (ended !== null) tried++;
      if (ended) failed++;
    }
    t.diagnostic(`${name}: ${tried} of ${count} allocations failed, ${failed} of them ended the worker`);
    all.tried += tried;
    all.failed += failed;
  }
  assert.ok(all.tried > 30, `${all.tried} tried`);
  assert.ok(all.failed > 0.9 * all.tried, `${all.failed} of ${all.tried}`);
});
