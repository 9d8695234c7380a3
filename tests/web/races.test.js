/**
 * Races of a store: stop, remove, reset, replace and await, in any order and without waiting for each other, with workers that die in
 * between. Everything settles, no rejection is left to nobody, and no worker outlives the store. The seed is in the name of a run;
 * more of them by the variable RACES.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { chance } from '../engine/faulty-port.js';
import { LONGEST_WAIT_MS } from '../longest-wait.js';
import { pause, startedStore, until } from './store-helpers.js';

const RUNS = Number(process.env.RACES ?? 6);
const FIRST_SEED = Number(process.env.SEED ?? 1);

/** Null after the longest wait; a timer that is left does not keep the process. @returns {Promise<null>} */
const tooLate = () => new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS, null).unref());

/** @typedef {Awaited<ReturnType<typeof startedStore>>} Store */

/** @type {unknown[]} */
const unhandled = [];
const note = (/** @type {unknown} */ error) => unhandled.push(error);
process.on('unhandledRejection', note);
after(() => process.off('unhandledRejection', note));

const TEXTS = ['one boat', 'two birds\nthree songs', '春眠不觉晓', ''];

/** @type {readonly ((store: Store, random: () => number) => unknown)[]} */
const ACTS = [
  (store, random) => store.setText(TEXTS[Math.floor(TEXTS.length * random())]),
  (store, random) => store.setSetting('hiddenSize', 2 + Math.floor(20 * random())),
  (store, random) => store.setSetting('cell', ['rnn', 'gru', 'lstm'][Math.floor(3 * random())]),
  (store) => store.train(),
  (store) => store.train({ steps: 20 }),
  (store) => store.pause(),
  (store) => store.step('epoch', 1),
  (store) => store.reset(),
  (store) => store.undo(),
  (store) => store.settled(),
  (store) => store.call('gradientCheck', { all: true, sample: 50 }),
  (store) => store.call('predictAll'),
  async (store) => store.open(await store.save()),
  (store) => store.workers.at(-1)?.terminate(),
];

/** @param {number} seed @param {import('node:test').TestContext} t */
async function race(seed, t) {
  const random = chance(seed);
  const store = await startedStore(t, { hiddenSize: 6 });
  /** @type {Promise<unknown>[]} */
  const asked = [];
  const count = 10 + Math.floor(30 * random());
  for (let i = 0; i < count; i++) {
    const act = ACTS[Math.floor(ACTS.length * random())];
    const promise = (async () => act(store, random))();
    promise.catch(() => {}); // looked at below
    asked.push(promise);
    if (random() < 0.5) await pause(60 * random());
  }
  if (random() < 0.5) await pause(300 * random());
  const exits = store.workers.map((worker) => (worker.threadId === -1 ? null : once(worker, 'exit')));
  store.dispose();
  const ended = await Promise.race([Promise.allSettled(asked), tooLate()]);
  assert.ok(ended, 'a promise is pending still after the store is gone');
  for (const end of ended) {
    if (end.status === 'rejected')
      assert.ok(end.reason.code ?? end.reason.name === 'AbortError', String(end.reason.stack));
  }
  assert.ok(await Promise.race([Promise.all(exits), tooLate()]), 'a worker outlives the store');
  t.diagnostic(`seed ${seed}: ${count} acts, ${ended.filter(({ status }) => status === 'rejected').length} refused`);
}

test(`acts of all kinds that do not wait for each other, ${RUNS} runs`, async (t) => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) await t.test(`seed ${seed}`, (sub) => race(seed, sub));
  await pause(50); // a rejection that nobody waits for is told of a moment later
  assert.deepEqual(unhandled, []);
});

test('what is asked while another network is being made is answered of the one that the page shows, or refused', async (t) => {
  const store = await startedStore(t, { hiddenSize: 32, text: 'abcdef' });
  // The first update of the next network waits for it.
  store.watch('test/slow', { call: 'gradientCheck', args: { all: true, sample: 3000 } });
  await until(store, () => store.view('test/slow') !== undefined);
  const first = store.modelVersion;
  let answered = 0;
  let refused = 0;
  for (const text of ['gh', 'ijklmnop', 'qr\nst\nuv']) {
    store.setText(text);
    while (store.data?.text !== text || store.pending) {
      try {
        const { sequences } = await store.call('predictAll');
        const wanted = store.data?.training.map(({ inputs }) => inputs.length);
        assert.deepEqual(
          sequences.map(({ ids }) => ids.length),
          wanted,
        );
        answered += 1;
      } catch (error) {
        if (/** @type {any} */ (error).code !== 'replaced') throw error;
        refused += 1;
      }
    }
  }
  assert.equal(store.modelVersion, first + 3);
  t.diagnostic(`${answered} answered, ${refused} refused`);
  assert.ok(answered > 0);
});

test('out of sight and back before the worker has answered: training goes on', async (t) => {
  const store = await startedStore(t);
  store.train();
  await until(store, ({ status }) => Number(status?.step) > 0);
  store.hold(true);
  store.hold(false);
  // Answered after the pause, and after what the worker had under way then.
  for (let i = 0; i < 10; i++) await store.call('predictAll');
  const step = Number(store.status?.step);
  await until(store, ({ status }) => Number(status?.step) > step + 100);
  assert.ok(store.training);
});

test('a setting changed while a file is being opened is not the opened network’s', async (t) => {
  const store = await startedStore(t, { hiddenSize: 6, learningRate: 0.02 });
  const file = await store.save();
  store.setSetting('learningRate', 0.5);
  const opening = store.open(file);
  while (!store.calls.includes('load')) await pause(0);
  store.setSetting('learningRate', 0.25);
  assert.equal(await opening, null);
  const { learningRate } = (await store.call('info')).settings;
  assert.deepEqual([store.settings.learningRate, learningRate], [0.02, 0.02]);
});
