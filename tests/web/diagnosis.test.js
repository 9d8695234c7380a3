/**
 * Every way to fail, brought about with the real engine, is named, and setting what the diagnosis offers makes the network learn
 * the text: at least 95 % of what can be predicted.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TUTORIAL_SETTINGS } from '../../web/text/index.js';
import { startedStore, until } from './store-helpers.js';

const fox = 'The quick brown fox jumps over the lazy dog';
const poem =
  'The rain is falling all around,\nIt falls on field and tree,\nIt rains on the umbrellas here,\nAnd on the ships at sea.';
const brackets = '(abcdefghijklmnop)\n[abcdefghijklmnop]\n{abcdefghijklmnop}\n<abcdefghijklmnop>';

/** Epochs from one look at the diagnosis to the next. */
const CHUNK = 10;

/** As if nobody had set anything. */
const unset = Object.fromEntries(Object.keys(TUTORIAL_SETTINGS).map((name) => [name, null]));

/** @type {{ code: string, by: string, given: Record<string, unknown>, epochs?: number }[]} */
const ways = [
  { code: 'tooHigh', by: 'a rate of 5', given: { ...unset, text: fox, learningRate: 5 } },
  { code: 'tooHigh', by: 'a rate of 0.5 with Adam', given: { ...unset, text: poem, learningRate: 0.5 } },
  {
    code: 'plateauTooHigh',
    by: 'a rate of 5 on two short lines',
    // At such a rate a run is chaotic: with this seed its units saturate, with some others it goes on jumping.
    given: { ...unset, text: '你好李焕英\n夏洛特烦恼', learningRate: 5, seed: 3 },
  },
  { code: 'oscillating', by: "the tutorial's settings on a longer sentence", given: { text: fox } },
  { code: 'oscillating', by: "the tutorial's settings on a poem", given: { text: poem } },
  { code: 'tooLow', by: 'a rate of 0.00001', given: { ...unset, text: fox, learningRate: 1e-5 } },
  { code: 'tooLow', by: 'SGD at 0.001', given: { ...unset, text: poem, optimizer: 'sgd', learningRate: 0.001 } },
  { code: 'tooSmall', by: 'two units', given: { ...unset, text: fox, hiddenSize: 2 } },
  { code: 'tooSmall', by: 'three units', given: { ...unset, text: poem, hiddenSize: 3 } },
  {
    code: 'truncated',
    by: 'windows of one step',
    given: { ...unset, text: brackets, truncate: 1, cell: 'lstm', forgetBias: 3 },
  },
  {
    code: 'forgetting',
    by: 'a vanilla RNN and a bracket 16 letters back',
    given: { ...unset, text: brackets, cell: 'rnn' },
  },
  { code: 'linear', by: 'no activation', given: { ...unset, text: poem, activation: 'identity' } },
  {
    code: 'diverged',
    by: 'ReLU and a rate of 100',
    given: { ...unset, text: fox, activation: 'relu', optimizer: 'sgd', learningRate: 100, clipNorm: 0 },
  },
];

for (const { code, by, given } of ways) {
  test(`${code}, by ${by}: named, and mended by one press`, async (context) => {
    const store = await startedStore(context, { ...given, evaluateEvery: 1, pace: 0 });
    /** @type {Set<string>} */
    const codes = new Set();
    // Chunk by chunk: judged at the same places of the same curve, however fast the machine is.
    for (let epochs = 0; epochs < 3000 && !codes.has(code); epochs += CHUNK) {
      await store.train({ epochs: CHUNK });
      if (store.diagnosis) codes.add(store.diagnosis.code);
    }
    assert.ok(codes.has(code), `named: ${[...codes].join() || 'nothing'}`);
    const before = store.given;
    await store.mend();
    await store.train({ epochs: 600 });
    const { accuracy } = await store.call('evaluate', { which: 'training' });
    assert.ok(accuracy >= 0.95 * (store.bound?.accuracy ?? 1), `${accuracy} after the remedy`);
    store.undo();
    await store.settled();
    assert.deepEqual(store.given, before);
  });
}

test('the press that mends is undone by itself, however soon it followed what was typed', async (context) => {
  const store = await startedStore(context, { evaluateEvery: 1, pace: 0 });
  store.setSettings({ ...unset, text: fox });
  store.setSetting('learningRate', 5);
  await store.train({ epochs: 100 });
  await until(store, ({ diagnosis }) => diagnosis?.code === 'tooHigh');
  await store.mend();
  assert.equal(store.settings.learningRate, 0.01);
  store.undo();
  assert.equal(store.settings.learningRate, 5);
});

test('after going back to the best weights nothing is said of the divergence any more', async (context) => {
  const { given } = /** @type {typeof ways[number]} */ (ways.find(({ code }) => code === 'diverged'));
  const store = await startedStore(context, { ...given, pace: 0 });
  await store.train({ epochs: 50 });
  await until(store, ({ diagnosis }) => diagnosis?.code === 'diverged');
  await store.rollBack();
  assert.deepEqual([store.phase, store.diagnosis, store.settings.learningRate], ['idle', null, 50]);
});

test('nothing is said of a run that goes well', async (context) => {
  for (const text of [fox, poem, 'hello\nworld', 'ab', '床前明月光\n疑是地上霜\n举头望明月\n低头思故乡']) {
    const store = await startedStore(context, { ...unset, text });
    /** @type {string[]} */
    const said = [];
    store.subscribe(
      ({ diagnosis }) => diagnosis?.code,
      (code) => code && said.push(code),
    );
    await store.train({ epochs: 400 });
    assert.deepEqual(said, [], text);
  }
});
