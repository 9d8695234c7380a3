/** Samples as it learns: when they are taken, that only the weights tell them apart, and that they are kept with a model. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { parse, serialize } from '../../web/engine/model-file/safetensors.js';
import { nextMark } from '../../web/state/samples.js';
import { heard, startedStore, until } from './store-helpers.js';

/** Three sentences with different beginnings, one update an epoch. */
const SETTINGS = { text: 'hello\nworld\nhouse\nnetwork', hiddenSize: 8, batchSize: 0, optimizer: 'adam' };

/** @param {import('node:test').TestContext} context @param {Record<string, unknown>} [settings] */
async function sampledStore(context, settings = {}) {
  const store = await startedStore(context, { ...SETTINGS, ...settings });
  await store.takeSamples();
  await until(store, ({ samples }) => samples.length > 0);
  return store;
}

/** @param {Awaited<ReturnType<typeof startedStore>>} store @param {number} step */
async function trainTo(store, step) {
  await store.train({ steps: step - (store.status?.step ?? 0) });
  await until(store, ({ status }) => status?.step === step);
}

const steps = (/** @type {{ samples: readonly { step: number }[] }} */ { samples }) => samples.map(({ step }) => step);

test('the marks are 0, 10, 30, 100, 300, …', () => {
  const marks = [nextMark(-1)];
  while (marks.length < 14) marks.push(nextMark(/** @type {number} */ (marks.at(-1))));
  assert.deepEqual(marks, [0, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6, 3e6, 1e7]);
  assert.deepEqual([nextMark(9), nextMark(12), nextMark(99), nextMark(299)], [10, 30, 100, 300]);
});

test('a sample is taken at each mark that is reached, and by hand in between', async (context) => {
  const store = await sampledStore(context);
  for (const [at, expected] of /** @type {const} */ ([
    [9, [0]],
    [10, [0, 10]],
    [30, [0, 10, 30]],
    [31, [0, 10, 30]],
  ])) {
    await trainTo(store, at);
    await until(store, ({ samples }) => samples.length >= expected.length);
    assert.deepEqual(steps(store), expected);
  }
  store.sampling?.take();
  await until(store, ({ samples }) => samples.length > 3);
  assert.deepEqual(steps(store), [0, 10, 30, 31]);
  // Without an end, each mark that is passed has one that is not before it.
  store.train();
  await until(store, ({ samples }) => Number(samples.at(-1)?.step) >= 1000);
  await store.pause();
  assert.deepEqual(
    [...new Set(steps(store))].sort((a, b) => a - b),
    steps(store),
  );
});

test('a sample is what the engine itself writes with these weights: a line for each beginning, the same numbers each time', async (context) => {
  const store = await sampledStore(context);
  await trainTo(store, 30);
  await until(store, ({ samples }) => steps({ samples }).includes(30));
  const { vocabulary } = /** @type {NonNullable<typeof store.data>} */ (store.data);
  const lines = [];
  for (const letter of ['h', 'w', 'n']) {
    const inputs = Int32Array.of(vocabulary.id(letter));
    const { ids } = await store.call('generate', { inputs, length: 60, seed: 1, endId: vocabulary.endId });
    lines.push(
      letter +
        [...ids]
          .filter((id) => id !== vocabulary.endId)
          .map((id) => vocabulary.token(id))
          .join(''),
    );
  }
  assert.equal(store.samples.at(-1)?.text, lines.join('\n'));
  // Another store of the same seed has the same samples.
  const again = await sampledStore(context);
  await trainTo(again, 30);
  await until(again, ({ samples }) => steps({ samples }).includes(30));
  assert.deepEqual(again.samples.at(-1), store.samples.at(-1));
  assert.deepEqual(again.samples[0], store.samples[0]);
  assert.notEqual(store.samples[0].text, store.samples[1].text);
});

test('another model begins anew, from its untrained weights even while it is trained on', async (context) => {
  const store = await sampledStore(context);
  store.train();
  await until(store, ({ samples }) => samples.length > 2);
  store.setSetting('hiddenSize', 9);
  await store.settled();
  await until(store, ({ samples }) => samples.length > 1);
  assert.equal(store.settings.hiddenSize, 9);
  assert.ok(steps(store)[0] < 10, `the first is of update ${steps(store)[0]}`);
});

test('samples are kept in a saved model, and go on from there', async (context) => {
  const store = await sampledStore(context);
  await trainTo(store, 30);
  await until(store, ({ samples }) => steps({ samples }).includes(30));
  const bytes = await store.save();
  const opened = await sampledStore(context, { text: 'abab' });
  assert.equal(await opened.open(bytes), null);
  assert.deepEqual(opened.samples, store.samples);
  await until(opened, ({ status }) => status?.step === 30);
  await trainTo(opened, 100);
  await trainTo(store, 100);
  for (const one of [store, opened]) await until(one, ({ samples }) => steps({ samples }).includes(100));
  assert.deepEqual(opened.samples, store.samples);
});

test('a file whose samples cannot be is refused, a file without any is opened', async (context) => {
  const store = await sampledStore(context);
  const bytes = await store.save();
  const withSamples = (/** @type {unknown} */ samples) => {
    const contents = parse(bytes.slice());
    const meta = JSON.parse(/** @type {string} */ (contents.metadata.get('meta')));
    contents.metadata.set('meta', JSON.stringify({ ...meta, samples }));
    return serialize(contents);
  };
  const hostile = [
    ...[null, {}, 'text', 7, [null], [[]], [{}], [{ step: 0 }], [{ step: 0, text: 1 }], [{ step: -1, text: '' }]],
    ...[[{ step: 0.5, text: '' }], [{ step: '0', text: '' }], [{ step: 0, text: 'a'.repeat(10_001) }]],
    [
      { step: 3, text: '' },
      { step: 3, text: '' },
    ],
    Array.from({ length: 201 }, (_, step) => ({ step, text: '' })),
  ];
  for (const samples of hostile) {
    const error = await store.open(withSamples(samples));
    assert.equal(error?.details.problem, 'bad-samples', JSON.stringify(samples).slice(0, 60));
  }
  assert.equal(await store.open(withSamples(undefined)), null);
  assert.equal(await store.open(withSamples([{ step: 0, text: '<b>\u202e' }])), null);
  assert.deepEqual(store.samples, [{ step: 0, text: '<b>\u202e' }]);
});

test('of a network that has diverged there is no sample, and asking for one says so', async (context) => {
  const settings = { cell: 'rnn', activation: 'identity', optimizer: 'sgd', learningRate: 100, clipNorm: 0 };
  const store = await sampledStore(context, settings);
  const diverged = heard(store, 'diverged');
  await store.train({ steps: 500 });
  await until(store, ({ phase }) => phase === 'diverged');
  assert.equal(diverged.length, 1);
  const before = store.samples;
  store.sampling?.take();
  await until(store, ({ sampling }) => sampling?.pending === false);
  assert.equal(store.sampling?.failed, true);
  assert.deepEqual(store.samples, before);
});
