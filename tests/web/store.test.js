import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differingNames } from '../../web/state/earlier-runs.js';
import { LISTING_TEXT } from '../../web/text/index.js';
import { presetOf } from '../../web/text/presets.js';
import { fromHash } from '../../web/state/url.js';
import { heard, pause, startedStore, until } from './store-helpers.js';

test('the first model is made from the two sentences of the listing, and guesses among eleven tokens', async (context) => {
  const store = await startedStore(context);
  assert.equal(store.phase, 'idle');
  assert.deepEqual([store.modelVersion, store.data?.text, store.info?.vocabularySize], [1, LISTING_TEXT, 11]);
  assert.equal(store.guessingLoss, Math.log(11));
  assert.deepEqual(store.lastReset, { code: 'start', settings: [] });
});

test('training fills the history until paused, and the ten next characters turn right', async (context) => {
  const store = await startedStore(context);
  const ended = store.train();
  assert.equal(store.phase, 'training');
  await until(store, ({ history }) => history.length > 20);
  await store.pause();
  assert.equal((await ended).reason, 'superseded');
  assert.equal(store.phase, 'idle');
  const { epoch, trainingLoss, heldOutLoss, learningRate } = store.history;
  // The first evaluation is of untrained weights: near the loss of pure guessing, ln V.
  assert.ok(Math.abs(trainingLoss[0] - store.guessingLoss) < 0.3);
  assert.ok(trainingLoss[trainingLoss.length - 1] < 0.1);
  assert.deepEqual([...epoch.slice(0, 3)], [0, 5, 10]);
  assert.ok(heldOutLoss.every(Number.isNaN) && learningRate.every((rate) => rate === 0.1));
  const { sequences } = await store.call('predictAll');
  const right = sequences.flatMap(({ ids }, i) => [...ids].map((id, t) => id === store.data?.training[i].targets[t]));
  assert.deepEqual(right, new Array(10).fill(true));
});

test('a structural change makes one new model once typing has paused, says why, and keeps the old curve if the text is the same', async (context) => {
  const store = await startedStore(context);
  await store.train({ epochs: 20 });
  const resets = heard(store, 'reset');
  store.setSetting('hiddenSize', '8');
  for (const text of ['h', 'he', 'hel', 'hello\nworld']) {
    store.setText(text);
    assert.equal(store.draft.text, text);
    await pause(20);
  }
  assert.ok(store.pending);
  assert.deepEqual([store.modelVersion, store.data?.text], [1, LISTING_TEXT]);
  await until(store, ({ pending }) => !pending);
  assert.equal(store.modelVersion, 2);
  assert.deepEqual(resets, [{ code: 'text', settings: ['hiddenSize', 'text'] }]);
  assert.deepEqual([store.data?.text, store.info?.settings.hiddenSize, store.history.length], ['hello\nworld', 8, 0]);
  assert.equal(store.runs.length, 0, 'losses on another text say nothing here');

  await store.train({ epochs: 20 });
  store.setSetting('hiddenSize', 6);
  await until(store, ({ modelVersion: model }) => model === 3);
  const [run] = store.runs;
  assert.deepEqual(differingNames(run.settings, store.settings), ['hiddenSize']);
  assert.equal(run.settings.hiddenSize, 8);
  assert.deepEqual([...run.history.epoch], [0, 5, 10, 15]);
});

test('training that goes on without limit goes on in the new model; reset stops it', async (context) => {
  const store = await startedStore(context);
  store.train();
  await until(store, ({ history }) => history.length > 2);
  store.setText('one\ntwo');
  await until(store, ({ modelVersion: model, history }) => model === 2 && history.length > 2);
  assert.equal(store.phase, 'training');
  await store.reset();
  assert.equal(store.phase, 'idle');
  assert.deepEqual([store.modelVersion, store.lastReset?.code, store.status?.step], [3, 'user', 0]);
});

test('the same seed gives the same curve after a reset', async (context) => {
  const store = await startedStore(context);
  await store.train({ epochs: 50 });
  await store.reset();
  await store.train({ epochs: 50 });
  assert.deepEqual(store.history.trainingLoss, store.runs[0].history.trainingLoss);
});

test('a live setting changes the model there is, at once, even while it trains', async (context) => {
  const store = await startedStore(context);
  store.train();
  await until(store, ({ history }) => history.length > 0);
  assert.equal(store.setSetting('learningRate', '0.05'), null);
  await until(store, ({ status }) => status?.learningRate === 0.05);
  assert.equal(store.modelVersion, 1);
  assert.equal(store.phase, 'training');
});

test('a live setting changed while a model is being made holds for that model', async (context) => {
  const store = await startedStore(context);
  const making = store.reset();
  store.setSetting('learningRate', 0.02);
  await making;
  await until(store, ({ status }) => status?.learningRate === 0.02);
  assert.equal((await store.call('info')).settings.learningRate, 0.02);
});

test('what an input method is composing is shown, but not cut into tokens before it is done', async (context) => {
  const store = await startedStore(context);
  store.setText('你好n', { composing: true });
  assert.deepEqual([store.text, store.draft.text, store.pending], ['你好n', LISTING_TEXT, false]);
  store.setText('你好ni', { composing: true });
  store.setText('你好你', { composing: false });
  assert.deepEqual([store.text, store.draft.text, store.pending], ['你好你', '你好你', true]);
});

test('pressing train right after typing trains on what was typed', async (context) => {
  const store = await startedStore(context);
  store.setText('left\nright');
  await store.train({ epochs: 1 });
  assert.deepEqual([store.data?.text, store.modelVersion, store.status?.epoch], ['left\nright', 2, 1]);
});

test('step: one optimizer step or one epoch', async (context) => {
  const store = await startedStore(context);
  assert.equal(await store.step('window'), true);
  assert.deepEqual([store.status?.step, store.status?.epoch], [1, 0]);
  await store.step('epoch', 3);
  assert.equal(store.status?.epoch, 3);
  assert.equal(store.phase, 'idle');
});

test('step by token: each token of the sentence, then its update, then the next sentence; the same run as otherwise', async (context) => {
  const store = await startedStore(context);
  const seen = [];
  for (let i = 0; i < 8; i++) {
    await store.step('token');
    const { tokenStep: reading, status } = store;
    seen.push([reading?.sequences[0], reading?.at, reading?.updated, status?.step ?? 0]);
  }
  assert.deepEqual(seen, [
    ...[0, 1, 2, 3, 4].map((at) => [0, at, false, 0]),
    [0, 4, true, 1],
    ...[0, 1].map((at) => [1, at, false, 1]),
  ]);
  await store.step('token', 4);
  assert.equal(store.status?.epoch, 1);

  const straight = await startedStore(context);
  await straight.step('epoch');
  assert.deepEqual(await store.call('parameters'), await straight.call('parameters'));
});

test('reading by token follows windows and batches, and ends where the network goes on without it', async (context) => {
  const store = await startedStore(context, { batchSize: 0, truncate: 3 });
  await store.step('token', 3);
  assert.deepEqual([store.tokenStep?.sequences, store.tokenStep?.at, store.tokenStep?.end], [[0, 1], 2, 3]);
  await store.step('token', 2);
  assert.deepEqual([store.tokenStep?.at, store.tokenStep?.end, store.status?.step], [3, 5, 1]);
  await store.step('epoch');
  assert.equal(store.tokenStep, null);
  await store.step('token');
  store.setSetting('hiddenSize', 5);
  await store.settled();
  assert.equal(store.tokenStep, null);
});

test('the speed can be changed while training, and a limit still holds', async (context) => {
  const store = await startedStore(context, { pace: '2', paceUnit: 'epoch' });
  const ended = store.train({ epochs: 40 });
  await until(store, ({ status }) => (status?.epoch ?? 0) >= 1);
  store.setSetting('pace', 0);
  assert.deepEqual(await ended, { reason: 'finished' });
  assert.equal(store.status?.epoch, 40);
});

test('of many models asked for at once the last is made, and nobody waits for ever', async (context) => {
  const store = await startedStore(context);
  const sizes = [3, 4, 5, 6, 7];
  const made = sizes.map((size) => {
    store.setSetting('hiddenSize', size);
    return store.reset();
  });
  await Promise.all(made);
  assert.equal(store.info?.settings.hiddenSize, 7);
  assert.ok(!store.pending && store.phase === 'idle');
  // The store's first, and the last of these: the others were over before they began.
  assert.equal(store.calls.filter((name) => name === 'create').length, 2);
});

test('the listing’s rule is told with the losses and rates it compared', async (context) => {
  const store = await startedStore(context, { schedule: 'halving', learningRate: 3, evaluateEvery: 1 });
  const halved = heard(store, 'halved');
  await store.train({ epochs: 60 });
  assert.ok(halved.length > 0);
  for (const { from, to, lossBefore, loss } of halved) {
    assert.ok(loss > lossBefore);
    assert.equal(to, from / 2);
  }
  assert.deepEqual(
    store.events.filter(({ type }) => type === 'halved'),
    halved,
  );
});

test('undo brings back text and settings, step by step', async (context) => {
  const store = await startedStore(context);
  assert.equal(store.canUndo, false);
  store.setSetting('hiddenSize', 4);
  store.setText('a b');
  store.setText('a bc');
  store.setSetting('learningRate', 0.5);
  store.undo();
  assert.equal(store.settings.learningRate, 0.1);
  store.undo();
  assert.deepEqual([store.text, store.settings.hiddenSize], [LISTING_TEXT, 4]);
  await store.settled();
  assert.deepEqual([store.data?.text, store.lastReset?.code], [LISTING_TEXT, 'undo']);
  store.undo();
  assert.deepEqual([store.settings.hiddenSize, store.canUndo], [16, false]);
});

test('undo takes back what makes another network; the theme, the language and the prompt set since stay', async (context) => {
  const store = await startedStore(context);
  store.setText('a b');
  await store.settled();
  for (const [name, value] of Object.entries({ theme: 'dark', language: 'zh', beginning: 'a', pace: 3 }))
    store.setSetting(name, value);
  store.undo();
  await store.settled();
  const { theme, language, beginning, pace } = store.settings;
  assert.deepEqual([store.text, store.canUndo], [LISTING_TEXT, false]);
  assert.deepEqual({ theme, language, beginning, pace }, { theme: 'dark', language: 'zh', beginning: 'a', pace: 3 });
});

test('undo of a preset brings back the prompt that it has taken away', async (context) => {
  const store = await startedStore(context, { beginning: 'my prompt' });
  store.applyPreset(presetOf('counting'));
  assert.equal(store.settings.beginning, '');
  store.setSetting('theme', 'dark');
  store.undo();
  assert.deepEqual([store.settings.beginning, store.settings.theme], ['my prompt', 'dark']);
});

test('a preset sets text and network; language, theme and speed stay; undo takes all of it back', async (context) => {
  const store = await startedStore(context, { language: 'zh', theme: 'dark', pace: 5, seed: 9, layers: 2 });
  store.applyPreset(presetOf('counting'));
  await store.settled();
  assert.deepEqual(store.lastReset?.preset, 'counting');
  const { cell, layers, seed, language, theme, pace } = store.settings;
  assert.deepEqual(
    { cell, layers, seed, language, theme, pace },
    { cell: 'lstm', layers: 1, seed: 1, language: 'zh', theme: 'dark', pace: 5 },
  );
  assert.equal(store.info?.settings.cell, 'lstm');
  assert.throws(() => presetOf('nothing'), RangeError);
  store.undo();
  assert.deepEqual([store.text, store.settings.layers], [LISTING_TEXT, 2]);
});

test('a link made of the store gives the same store', async (context) => {
  const store = await startedStore(context, { text: 'ab\ncd', cell: 'gru', hiddenSize: 5, temperature: 0.7 });
  const { settings, errors } = await fromHash(await store.hash());
  const copy = await startedStore(context, settings);
  assert.deepEqual([errors, copy.settings], [[], store.settings]);
});

test('two stores have nothing to do with each other', async (context) => {
  const [one, other] = await Promise.all([startedStore(context), startedStore(context, { text: 'ab\ncd' })]);
  await one.train({ epochs: 10 });
  one.setSetting('language', 'zh');
  assert.deepEqual([other.status?.epoch, other.history.length, other.locale], [0, 0, 'en']);
});

test('held-out sentences have a loss of their own', async (context) => {
  const store = await startedStore(context, { text: 'abc\nabd\nabe\nabf', heldOut: 0.25 });
  await store.train({ epochs: 10 });
  assert.ok(store.history.heldOutLoss.every((loss) => loss > 0));
  assert.equal(store.data?.heldOut.length, 1);
});

test('a long text in streams is trained on, window by window', async (context) => {
  const text = 'the quick brown fox jumps over the lazy dog\n'.repeat(60);
  const store = await startedStore(context, { text, streams: 4, batchSize: 0, truncate: 20 });
  await store.step('window');
  assert.equal(store.status?.tokensSeen, 4 * 20);
  await store.train({ epochs: 2 });
  const tokens = store.data?.training.reduce((sum, { inputs }) => sum + inputs.length, 0) ?? 0;
  assert.ok((store.status?.tokensSeen ?? 0) >= tokens);
});

test('a change that comes while a model is being made still becomes a model, and one taken back does not', async (context) => {
  const store = await startedStore(context);
  store.setSetting('hiddenSize', 8);
  const making = store.settled();
  store.setSetting('hiddenSize', 9);
  await making;
  assert.deepEqual([store.info?.settings.hiddenSize, store.pending], [8, true]);
  await store.settled();
  assert.deepEqual([store.info?.settings.hiddenSize, store.pending], [9, false]);

  store.setSetting('hiddenSize', 10);
  const other = store.settled();
  store.setSetting('hiddenSize', 9);
  await other;
  await store.settled();
  assert.deepEqual([store.info?.settings.hiddenSize, store.settings.hiddenSize, store.pending], [9, 9, false]);
});

test('pausing while the model for a training is still being made means that it does not train', async (context) => {
  const store = await startedStore(context);
  store.setText('left\nright');
  const trained = store.train();
  store.pause();
  assert.deepEqual(await trained, { reason: 'superseded' });
  assert.deepEqual([store.phase, store.status?.step], ['idle', 0]);
});

test('a training for a time ends in time though its speed is changed meanwhile; one of so many steps makes that many', async (context) => {
  const store = await startedStore(context);
  const ended = store.train({ seconds: 2 });
  for (let i = 0; i < 4; i++) {
    await pause(200);
    store.setSetting('pace', i % 2 === 0 ? 500 : 0);
  }
  assert.equal((await ended).reason, 'finished');
  const asked = store.trainings.map(({ seconds }) => seconds);
  assert.ok(asked.length > 1, 'the speed has been changed while it trained');
  // What is asked for after i changes is at most the rest: so long the test has paused before each. A timer may be a little early.
  for (const [i, seconds] of asked.entries()) assert.ok(seconds <= 2 - 0.19 * i, `asked for ${asked} s`);

  store.setSetting('pace', 0);
  store.train();
  await pause(300);
  // The page is busy, and does not hear of what the engine does meanwhile.
  for (const end = performance.now() + 300; performance.now() < end; );
  store.setSetting('pace', 400);
  const all = store.train({ steps: 200 });
  const { step: from } = await store.call('status');
  await pause(100);
  store.setSetting('pace', 500);
  assert.equal((await all).reason, 'finished');
  const { step } = await store.call('status');
  assert.ok(Math.abs(step - from - 200) <= 5, `${step - from} of 200 steps`);
});
