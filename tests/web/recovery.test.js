/** A worker that dies: another one goes on from the latest checkpoint, and training ends where it would have ended. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineClient } from '../../web/engine/client.js';
import { queries } from '../../web/engine/queries.js';
import { serve } from '../../web/engine/serve.js';
import { Race } from '../../web/state/race.js';
import { Store } from '../../web/state/store.js';
import { createClient } from './node-engine.js';
import { pause, startedStore, until } from './store-helpers.js';

/** @typedef {Awaited<ReturnType<typeof startedStore>>} StartedStore */

const TEXT = '今天天气真好\n我们去公园散步\n花都开了\n小鸟在树上唱歌\n你也来吧';
const SETTINGS = {
  text: TEXT,
  optimizer: 'adam',
  batchSize: 2,
  shuffle: true,
  truncate: 4,
  evaluateEvery: 1,
  pace: 300,
};

/** Its evaluations by their steps. @param {StartedStore} store */
const losses = ({ history }) => new Map([...history.step].map((step, i) => [step, history.trainingLoss[i]]));

/** @param {StartedStore} store @param {StartedStore} unbroken */
function assertSame(store, unbroken) {
  const expected = losses(unbroken);
  const got = losses(store);
  assert.ok(got.size > 10, `${got.size} evaluations`);
  for (const [step, loss] of got) if (expected.has(step)) assert.equal(loss, expected.get(step), `step ${step}`);
}

/** Until a checkpoint of the present model has been taken. @param {StartedStore} store */
const untilCheckpoint = (store) => until(store, ({ checkpoint }) => checkpoint !== null);

test('a worker that dies while it trains is replaced: training goes on from the checkpoint to the last bit', async (t) => {
  const store = await startedStore(t, SETTINGS);
  store.train();
  await untilCheckpoint(store);
  await pause(150);
  const at = store.status?.step ?? 0;
  const asked = store.call('gradientCheck', { all: true });
  await store.workers.at(-1)?.terminate();
  await assert.rejects(asked, { code: 'workerFailed' });
  await until(store, ({ recovered }) => recovered !== null);
  assert.deepEqual([store.failure, store.phase], [null, 'training']);
  const { step = 0, lost = 0 } = store.recovered ?? {};
  assert.ok(step > 0 && step + lost >= at, `${step} and ${lost} are ${at}`);
  await until(store, ({ status }) => (status?.step ?? 0) > at + 60);
  await store.pause();

  const unbroken = await startedStore(t, { ...SETTINGS, pace: 0 });
  await unbroken.train({ steps: store.status?.step });
  assertSame(store, unbroken);
});

test('at rest, too, and with what was set since the checkpoint; undo, text and earlier runs stay', async (t) => {
  const store = await startedStore(t, SETTINGS);
  await store.train({ steps: 40 });
  await store.reset();
  await store.train({ steps: 50 });
  await until(store, ({ checkpoint }) => checkpoint?.step === 50);
  store.setSetting('learningRate', 0.004);
  const { runs, history } = store;
  const before = [...history.trainingLoss];
  await store.workers.at(-1)?.terminate();
  // Nothing is pending, so it is noticed when something is asked.
  await until(store, ({ recovered }) => recovered !== null);
  assert.deepEqual(store.recovered, { step: 50, lost: 0 });
  assert.deepEqual([store.failure, store.phase, store.runs], [null, 'idle', runs]);
  assert.deepEqual([...store.history.trainingLoss], before);
  assert.equal((await store.call('info')).settings.learningRate, 0.004);
  await store.train({ steps: 20 });

  const unbroken = await startedStore(t, { ...SETTINGS, pace: 0 });
  await unbroken.train({ steps: 50 });
  unbroken.setSetting('learningRate', 0.004);
  await unbroken.train({ steps: 20 });
  assertSame(store, unbroken);
});

test('a lane of a race whose worker dies goes on with another, to the same end as the others', async (t) => {
  const store = await startedStore(t, SETTINGS);
  const { data, settings } = store;
  /** @type {any[]} */
  const clients = [];
  const race = new Race({
    data: /** @type {NonNullable<typeof data>} */ (data),
    lanes: ['a', 'b'].map((id) => ({ id, settings })),
    createClient: () => {
      const client = createClient();
      clients.push(client);
      return client;
    },
  });
  t.after(() => race.dispose());
  const ended = race.run({ steps: 60_000 });
  await new Promise((resolve) => {
    const look = () => {
      if ((race.lanes[1].status?.step ?? 0) < 500) return;
      race.removeEventListener('change', look);
      resolve(undefined);
    };
    race.addEventListener('change', look);
  });
  await clients[1].worker.terminate();
  await ended;
  const [a, b] = race.lanes;
  assert.deepEqual([a.phase, b.phase, a.replaced, b.replaced], ['finished', 'finished', 0, 1]);
  assert.deepEqual([b.status?.step, b.result], [a.status?.step, a.result]);
  const expected = new Map([...a.history.step].map((step, i) => [step, a.history.trainingLoss[i]]));
  const both = [...b.history.step].filter((step) => expected.has(step));
  assert.ok(both.length > 20, `${both.length} evaluations at the same steps`);
  for (const [i, step] of [...b.history.step].entries())
    if (expected.has(step)) assert.equal(b.history.trainingLoss[i], expected.get(step));
});

/** A store whose worker is this thread, so that its code can be changed. @param {import('node:test').TestContext} t */
async function storeInThread(t) {
  const store = new Store({
    settings: { ...SETTINGS, pace: 0 },
    createClient: () => {
      const { port1, port2 } = new MessageChannel();
      serve(port2);
      return new EngineClient({ createWorker: () => port1 });
    },
  });
  t.after(() => store.dispose());
  await store.start();
  return store;
}

/** @param {Store} store */
const failure = (store) => store.view('states/trace')?.error ?? null;

/** @param {Store} store */
const watchTrace = (store) => store.watch('states/trace', { call: 'trace', args: { sequence: 0 } });

test('a view that fails by a mistake of the engine is dropped and says so; training and the others go on, and it can be tried again', async (t) => {
  const store = await storeInThread(t);
  const broken = t.mock.method(queries, 'trace', () => {
    throw new TypeError('x is undefined');
  });
  const release = watchTrace(store);
  t.after(store.watch('weights/all', { call: 'parameters' }));
  store.train();
  await until(store, () => failure(store) !== null);
  const { step = 0 } = store.status ?? {};
  await until(store, () => (store.view('weights/all')?.step ?? 0) > step + 100);
  assert.deepEqual([store.phase, store.failure, store.recovered], ['training', null, null]);
  assert.deepEqual(
    [failure(store).code, failure(store).message],
    ['internal', 'trace failed: TypeError: x is undefined'],
  );
  assert.equal(broken.mock.callCount(), 1, 'it is not read again by itself');

  broken.mock.restore();
  release();
  t.after(watchTrace(store));
  await until(store, () => store.view('states/trace')?.value !== undefined);
  assert.deepEqual([failure(store), store.phase], [null, 'training']);
  await store.pause();
});

test('a view that has been dropped is read again with another model', async (t) => {
  const store = await storeInThread(t);
  const broken = t.mock.method(queries, 'trace', () => {
    throw new TypeError('x is undefined');
  });
  t.after(watchTrace(store));
  await until(store, () => failure(store) !== null);
  broken.mock.restore();
  await store.reset();
  await until(store, () => store.view('states/trace')?.value !== undefined);
  assert.equal(failure(store), null);
});
