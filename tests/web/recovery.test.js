/** A worker that dies: another one goes on from the latest checkpoint, and training ends where it would have ended. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pause, startedStore, until } from './store-helpers.js';

/** @typedef {Awaited<ReturnType<typeof startedStore>>} Store */

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

/** Its evaluations by their steps. @param {Store} store */
const losses = ({ history }) => new Map([...history.step].map((step, i) => [step, history.trainingLoss[i]]));

/** @param {Store} store @param {Store} unbroken */
function assertSame(store, unbroken) {
  const expected = losses(unbroken);
  const got = losses(store);
  assert.ok(got.size > 10, `${got.size} evaluations`);
  for (const [step, loss] of got) if (expected.has(step)) assert.equal(loss, expected.get(step), `step ${step}`);
}

/** Until a checkpoint of the present model has been taken. @param {Store} store */
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
