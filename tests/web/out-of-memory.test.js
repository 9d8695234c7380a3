/**
 * A machine whose memory ends: the network that does not fit, or the reading that needs too much, is refused in a sentence, and the
 * network there was goes on, to the last bit.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineClient } from '../../web/engine/client.js';
import { serve } from '../../web/engine/serve.js';
import { Store } from '../../web/state/store.js';
import { LISTING_TEXT } from '../../web/text/index.js';
import { engineWithFailingMemory, watchAllocations } from '../engine/failing-memory.js';
import { locales, translator } from '../languages.js';
import { startedStore, until } from './store-helpers.js';

const SETTINGS = { text: LISTING_TEXT, cell: 'gru', hiddenSize: 8, optimizer: 'adam', shuffle: true, truncate: 4 };
const SIZES = { batchSize: 2, evaluateEvery: 1, pace: 0 };

/** @param {import('node:test').TestContext} t @param {WebAssembly.Module} compiled */
async function storeWith(t, compiled) {
  const store = new Store({
    settings: { ...SETTINGS, ...SIZES },
    createClient: () => {
      const { port1, port2 } = new MessageChannel();
      serve(port2);
      return new EngineClient({ createWorker: () => port1, wasm: { compiled } });
    },
  });
  t.after(() => store.dispose());
  await store.start();
  await store.train({ steps: 9 });
  await until(store, ({ checkpoint }) => checkpoint?.step === 9);
  return store;
}

/** Losses of the next updates. @param {Store} store */
async function lossesOf(store) {
  const losses = [];
  for (let i = 0; i < 5; i++) {
    await store.call('step', { unit: 'window' });
    losses.push((await store.call('status')).loss);
  }
  return losses;
}

const isBack = (/** @type {Store} */ { recovered, phase }) => recovered !== null && phase !== 'empty';

test('a network for which there is no memory is refused, and the one before goes on as if nothing had been', async (t) => {
  t.mock.method(console, 'error', () => {}); // where Emscripten says that it aborts
  const compiled = await engineWithFailingMemory({ maxBytes: 24e6 });
  const expected = await lossesOf(await storeWith(t, compiled));
  const store = await storeWith(t, compiled);
  // More than once: what cannot be made says nothing about the network that is.
  for (let i = 0; i < 5; i++) {
    store.setSettings({ hiddenSize: 512, layers: 2 + (i % 2) });
    await store.settled();
    await until(store, ({ failure }) => failure !== null);
    await until(store, isBack);
    assert.equal(/** @type {any} */ (store.failure).code, 'tooLarge');
    for (const locale of locales)
      assert.match(translator(locale).failure(/** @type {Error} */ (store.failure)), /more memory|内存/);
    assert.deepEqual([store.recovered, store.status?.step], [{ step: 9, lost: 0 }, 9]);
    store.dismissRecovery();
  }
  assert.deepEqual(await lossesOf(store), expected);
  store.setSettings({ hiddenSize: 8, layers: 1 });
  assert.deepEqual(
    [store.failure, store.phase, store.pending],
    [null, 'idle', false],
    'back at the settings of that network',
  );
  store.setSettings({ hiddenSize: 8, layers: 1, cell: 'lstm' });
  await store.settled();
  assert.deepEqual([store.failure, store.phase], [null, 'idle']);
  assert.equal((await store.train({ steps: 3 })).reason, 'finished');
  await until(store, ({ checkpoint }) => checkpoint?.step === 3);
});

test('a file that memory does not suffice for is refused, and the training goes on', async (t) => {
  t.mock.method(console, 'error', () => {});
  const large = await startedStore(t, { cell: 'gru', hiddenSize: 512, layers: 2 });
  const file = await large.save();
  const store = await storeWith(t, await engineWithFailingMemory({ maxBytes: 24e6 }));
  for (let i = 0; i < 2; i++) {
    store.train();
    await until(store, ({ phase }) => phase === 'training');
    assert.equal((await store.open(file))?.code, 'tooLarge');
    await until(store, isBack);
    assert.deepEqual([store.failure, store.phase, store.settings.hiddenSize], [null, 'training', 8]);
    const { step } = /** @type {NonNullable<typeof store.status>} */ (store.status);
    await until(store, ({ status }) => (status?.step ?? 0) > step);
    store.dismissRecovery();
    await store.pause();
  }
});

test('a view, a question and a step for which there is no memory: the network goes on from its last checkpoint', async (t) => {
  t.mock.method(console, 'error', () => {});
  const allocations = watchAllocations(t);
  const compiled = await engineWithFailingMemory();
  const expected = await lossesOf(await storeWith(t, compiled));
  /** @type {Record<string, (store: Store) => unknown>} */
  const actions = {
    'a view': (store) => store.watch('panel/weights', { call: 'parameters' }),
    'a question': (store) => assert.rejects(store.call('trace', { sequence: 0 }), { code: 'workerFailed' }),
    'a step': (store) => store.step('window', 1).catch(() => {}),
    'a checkpoint': (store) => assert.rejects(store.call('checkpoint'), { code: 'workerFailed' }),
  };
  for (const [name, act] of Object.entries(actions)) {
    const store = await storeWith(t, compiled);
    allocations.fail(3);
    await act(store);
    await until(store, isBack);
    assert.deepEqual([store.failure, store.phase, store.recovered], [null, 'idle', { step: 9, lost: 0 }], name);
    assert.deepEqual(await lossesOf(store), expected, name);
  }
});

test('a network that does not fit, and another asked for while it is made: the other is there in the end', async (t) => {
  t.mock.method(console, 'error', () => {});
  const store = await storeWith(t, await engineWithFailingMemory({ maxBytes: 24e6 }));
  store.setSettings({ hiddenSize: 512, layers: 2 });
  const first = store.settled();
  store.setSettings({ hiddenSize: 12, layers: 1 });
  await Promise.all([first, store.settled()]);
  assert.deepEqual([store.failure, store.phase, store.status?.step], [null, 'idle', 0]);
  assert.deepEqual(store.info?.parameters.find(({ name }) => name.startsWith('weight_hh'))?.shape, [36, 12]);
});

test('a network that does not fit, taken back while the one before is brought back: that one goes on', async (t) => {
  t.mock.method(console, 'error', () => {});
  const store = await storeWith(t, await engineWithFailingMemory({ maxBytes: 24e6 }));
  store.setSettings({ hiddenSize: 512, layers: 2 });
  await store.settled();
  assert.equal(store.recovered, null, 'the one before is not there yet');
  store.undo();
  await until(store, isBack);
  assert.deepEqual([store.failure, store.phase, store.settings.hiddenSize], [null, 'idle', 8]);
  assert.equal((await store.train({ steps: 3 })).reason, 'finished');
});

test('a network that does not fit, and a file opened while the one before is brought back: a bad one is named as that', async (t) => {
  t.mock.method(console, 'error', () => {});
  const store = await storeWith(t, await engineWithFailingMemory({ maxBytes: 24e6 }));
  const good = await store.save();
  store.setSettings({ hiddenSize: 512, layers: 2 });
  await store.settled();
  assert.equal((await store.open(good.slice(0, 200)))?.code, 'badFile');
  await until(store, isBack);
  assert.equal(store.status?.step, 9);
  assert.equal(await store.open(good), null);
  assert.equal((await store.train({ steps: 3 })).reason, 'finished');
});
