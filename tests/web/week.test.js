/**
 * A long time in one tab, in short: training, edits of the text and workers that die, again and again. What is held is then what was
 * held at the beginning, and no update is lost or made twice, also by a clock that is set back. `WEEK=1` makes
 * 10,000,000 updates and 10,000 edits, and 1,000 workers die; it takes most of an hour.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pause, startedStore, until } from './store-helpers.js';

const IS_LONG = Boolean(process.env.WEEK);

/** Updates in each round, and edits of the text before them; rounds after which what is held is compared, and all of them. */
const UPDATES = IS_LONG ? 10_000 : 100;
const EDITS = IS_LONG ? 10 : 1;
const WARM_UP = IS_LONG ? 100 : 10;
const ROUNDS = IS_LONG ? 1000 : 30;

/** A worker dies in each round of so many. */
const DEATH_EVERY = IS_LONG ? 1 : 5;

/** What may be more than at the beginning, bytes: the curves of the runs before are kept. */
const HEAP_SLACK = 3_000_000;

setFlagsFromString('--expose-gc');
const collect = /** @type {() => void} */ (runInNewContext('gc'));

/** What is held, after everything that can go has gone. */
async function held() {
  for (let i = 0; i < 4; i++) {
    collect();
    await pause(20);
  }
  const resources = process.getActiveResourcesInfo();
  return {
    heap: process.memoryUsage().heapUsed,
    // One for each worker.
    ports: resources.filter((name) => name === 'MessagePort').length,
  };
}

const TEXTS = ['one little boat\ntwo white birds', 'three old songs\nfour new words', '春眠不觉晓\n处处闻啼鸟'];

test(`${ROUNDS * EDITS} edits, ${Math.floor(ROUNDS / DEATH_EVERY)} workers that die, ${ROUNDS * UPDATES} updates: what is held is as after ${WARM_UP}`, async (t) => {
  const store = await startedStore(t, { hiddenSize: 8, pace: 0, evaluateEvery: 5 });
  let made = 0;
  /** @type {Awaited<ReturnType<typeof held>> | undefined} */
  let first;
  for (let round = 1; round <= ROUNDS; round++) {
    for (let edit = 1; edit <= EDITS; edit++) {
      store.setText(TEXTS[(round + edit) % TEXTS.length]);
      await store.settled();
    }
    await store.train({ steps: UPDATES });
    assert.equal(store.status?.step, UPDATES, `round ${round}`);
    made += UPDATES;
    if (round % DEATH_EVERY === 0) {
      await until(store, ({ checkpoint }) => checkpoint?.step === UPDATES);
      await store.workers.at(-1)?.terminate();
      await until(store, ({ recovered }) => recovered !== null);
      assert.deepEqual([store.status?.step, store.failure, store.recovered?.lost], [UPDATES, null, 0]);
      store.dismissRecovery();
    }
    // The tests' own list of workers and calls is no part of what is measured.
    store.workers.splice(0, store.workers.length - 1);
    store.calls.length = 0;
    if (round === WARM_UP) first = await held();
    if (round % 100 === 0) t.diagnostic(`round ${round}: ${JSON.stringify(await held())}`);
  }
  const last = await held();
  t.diagnostic(
    `${made} updates; held after ${WARM_UP} rounds ${JSON.stringify(first)}, after ${ROUNDS} ${JSON.stringify(last)}`,
  );
  assert.deepEqual(last.ports, first?.ports);
  assert.ok(last.heap < (first?.heap ?? 0) + HEAP_SLACK, `${last.heap} bytes, ${first?.heap} before`);
});

test('a clock that is set back again and again: no update is lost or made twice', async (t) => {
  const settings = { text: TEXTS[0], optimizer: 'adam', batchSize: 1, shuffle: true, evaluateEvery: 1 };
  const steps = IS_LONG ? 5000 : 300;
  const { now } = Date;
  let back = 0;
  // Each look at the clock is an hour earlier than the one before.
  Date.now = () => {
    back += 3_600_000;
    return now() - back;
  };
  t.after(() => {
    Date.now = now;
  });
  const store = await startedStore(t, settings);
  await store.train({ steps: Math.floor(steps / 2) });
  await until(store, ({ checkpoint }) => checkpoint?.step === Math.floor(steps / 2));
  await store.workers.at(-1)?.terminate();
  await until(store, ({ recovered }) => recovered !== null);
  await store.train({ steps: steps - Math.floor(steps / 2) });
  const got = [...store.history.step].map((step, i) => [step, store.history.trainingLoss[i]]);
  assert.equal(store.status?.step, steps);
  Date.now = now;

  const unbroken = await startedStore(t, settings);
  await unbroken.train({ steps });
  const expected = new Map([...unbroken.history.step].map((step, i) => [step, unbroken.history.trainingLoss[i]]));
  assert.equal(new Set(got.map(([step]) => step)).size, got.length, 'no evaluation twice');
  assert.ok(got.length > 10);
  for (const [step, loss] of got) if (expected.has(step)) assert.equal(loss, expected.get(step), `step ${step}`);
});
