/** A model saved by the page and opened again: text, settings, curves, and a training that goes on to the last bit. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { parse, serialize, tensorOf } from '../../web/engine/model-file/safetensors.js';
import { EngineError } from '../../web/engine/errors.js';
import { readSavedModel } from '../../web/state/saved-model.js';
import { mutated } from '../engine/mutations.js';
import { seededRandom } from './random-text.js';
import { heard, startedStore, until } from './store-helpers.js';

/** @typedef {Awaited<ReturnType<typeof startedStore>>} Store */

const TEXT = '今天天气真好\n我们去公园散步\n花都开了\n小鸟在树上唱歌\n你也来吧';

/** Three updates an epoch, in another order each time, each in two windows, clipped. */
const SETTINGS = {
  text: TEXT,
  optimizer: 'adam',
  learningRate: 0.02,
  batchSize: 2,
  shuffle: true,
  truncate: 4,
  clipNorm: 0.5,
  hiddenSize: 12,
};

/** Updates until the file is saved: in the middle of an epoch. */
const BEFORE = 23;
const AFTER = 200;

/** Losses of the next updates, exactly. @param {Store} store @param {number} count */
async function losses(store, count) {
  const all = [];
  for (let i = 0; i < count; i++) all.push((await store.call('step', { unit: 'window' })).loss);
  return all;
}

/** What the store shows of itself, and a file must bring back. @param {Store} store */
const shown = ({ text, given, settings, data, info, history, updateHistory }) => ({
  text,
  given,
  settings,
  tokens: data?.vocabulary.tokens,
  training: data?.training,
  parameters: info?.parameters,
  history: history.all(),
  updates: updateHistory.all(),
});

/**
 * @param {Uint8Array} bytes
 * @param {(contents: import('../../web/engine/model-file/safetensors.js').Contents) => unknown} change
 */
function changed(bytes, change) {
  const contents = parse(bytes.slice());
  change(contents);
  return serialize(contents);
}

/** @param {Awaited<ReturnType<Store['open']>>} error */
const problem = (error) => error?.details.problem;

for (const settings of [
  { cell: 'rnn', layers: 1 },
  { cell: 'gru', layers: 2, schedule: 'halving' },
  { cell: 'lstm', layers: 1, heldOut: 0.2 },
  { cell: 'lstm', layers: 2, schedule: 'cosine', precision: 'float64' },
  { cell: 'gru', layers: 1, streams: 2, unit: 'words', optimizer: 'rmsprop' },
]) {
  test(`what is opened goes on as if there had been no break: ${JSON.stringify(settings)}`, async (t) => {
    const unbroken = await startedStore(t, { ...SETTINGS, ...settings });
    const opened = await startedStore(t, { text: 'abab', cell: 'rnn', hiddenSize: 3, language: 'zh' });
    await losses(unbroken, BEFORE);
    await until(unbroken, ({ status }) => status?.step === BEFORE);
    const bytes = await unbroken.save();
    const before = shown(unbroken);
    const reset = heard(opened, 'reset');

    assert.equal(await opened.open(bytes), null);
    assert.deepEqual(shown(opened), {
      ...before,
      given: { ...before.given, language: 'zh' },
      settings: { ...before.settings, language: 'zh' },
    });
    assert.equal(opened.status?.step, BEFORE);
    assert.deepEqual(reset, [{ code: 'file', settings: [] }]);
    assert.equal(
      opened.calls.filter((name) => name === 'create').length,
      1,
      'the network of the file is not made anew',
    );
    assert.deepEqual(await opened.save(), bytes, 'saved again, it is the same file');

    assert.deepEqual(await losses(opened, AFTER), await losses(unbroken, AFTER));
    assert.deepEqual(await opened.call('parameters'), await unbroken.call('parameters'));
  });
}

test('one Undo leads back to the text and settings before the file, and a second to those before', async (t) => {
  const store = await startedStore(t, SETTINGS);
  const bytes = await store.save();
  store.setText('abab');
  await store.settled();
  store.setSetting('hiddenSize', 7);
  await store.settled();
  const before = store.given;
  assert.equal(await store.open(bytes), null);
  assert.equal(store.text, TEXT);
  store.undo();
  await store.settled();
  assert.deepEqual(store.given, before);
  assert.equal(store.data?.text, 'abab');
  assert.equal(store.settings.hiddenSize, 7);
  store.undo();
  assert.equal(store.settings.hiddenSize, 12);
});

test('what was chosen from the text and not set is as it was in the file, and not set afterwards', async (t) => {
  const store = await startedStore(t, { ...SETTINGS, hiddenSize: null, learningRate: null });
  const bytes = await store.save();
  const other = await startedStore(t);
  await other.open(bytes);
  assert.deepEqual(Object.keys(other.given).sort(), Object.keys(store.given).sort());
  // Another version of the page might have chosen another size: the network in the file has the size it has.
  const wider = await startedStore(t, { ...SETTINGS, hiddenSize: 21 });
  const file = changed(await wider.save(), ({ metadata }) => {
    const meta = JSON.parse(metadata.get('meta') ?? '');
    delete meta.given['hidden-size'];
    metadata.set('meta', JSON.stringify(meta));
  });
  assert.equal(await other.open(file), null);
  assert.equal(other.settings.hiddenSize, 21);
});

test('a file saved while it is being trained, and opened while another is, is at rest', async (t) => {
  const store = await startedStore(t, SETTINGS);
  store.train();
  await until(store, ({ status }) => (status?.step ?? 0) > 5);
  const bytes = await store.save();
  await until(store, ({ status }) => (status?.step ?? 0) > 50);
  assert.equal(await store.open(bytes), null);
  assert.equal(store.training, false);
  assert.equal(store.phase, 'idle');
  const { step } = await store.call('status');
  assert.ok(store.history.step.every((at) => at <= step));
  assert.equal(store.status?.step, step);
  await store.train({ steps: 3 });
  assert.equal((await store.call('status')).step, step + 3);
});

test('files that are not the page’s, or are damaged, are refused in a word, and the network trains on', async (t) => {
  const store = await startedStore(t, SETTINGS);
  await losses(store, 5);
  const bytes = await store.save();
  store.train();
  const before = store.given;
  const version = store.modelVersion;
  const meta = (/** @type {unknown} */ value) =>
    changed(bytes, ({ metadata }) => metadata.set('meta', JSON.stringify(value)));
  /** @type {[string, Uint8Array][]} */
  const files = [
    ['file-too-short', new Uint8Array(0)],
    ['not-safetensors', new TextEncoder().encode('%PDF-1.7 and so on')],
    ['offsets-out-of-range', bytes.slice(0, -1)],
    ['not-a-model', serialize({ tensors: new Map([['a', tensorOf(new Float32Array(2), [2])]]), metadata: new Map() })],
    ['weights-only', await store.save({ weightsOnly: true })],
    ['no-text', await store.call('save')],
    ['unknown-version', changed(bytes, ({ metadata }) => metadata.set('version', '2'))],
    ['unknown-version', meta({})],
    ['unknown-version', meta({ page: 2, given: {} })],
    ['bad-setting', meta({ page: 1, given: { cell: 'transformer' } })],
    ['bad-setting', meta({ page: 1, given: { language: 'en' } })],
    ['bad-setting', meta({ page: 1, given: { unheard: '1' } })],
    ['bad-json', changed(bytes, ({ metadata }) => metadata.set('meta', '{'))],
    ['bad-json', changed(bytes, ({ metadata }) => metadata.delete('settings'))],
    ['other-tokens', changed(bytes, ({ metadata }) => metadata.set('text', `${TEXT}!`))],
    ['other-tokens', changed(bytes, ({ metadata }) => metadata.set('text', ''))],
    ['other-tokens', changed(bytes, ({ tensors }) => tensors.get('training.inputs')?.data.set([3]))],
    ['missing-tensor', changed(bytes, ({ tensors }) => tensors.delete('weight_hh_l0'))],
    ['bad-value', changed(bytes, ({ tensors }) => tensors.get('updates')?.data.fill(255))],
  ];
  for (const [expected, file] of files) assert.equal(problem(await store.open(file)), expected);
  assert.equal(store.training, true);
  assert.equal(store.failure, null);
  assert.deepEqual([store.given, store.modelVersion, store.pending], [before, version, false]);
  const step = store.status?.step ?? 0;
  await until(store, ({ status }) => (status?.step ?? 0) > step);
});

test('views that are held are answered by the network of the file, from its first update on', async (t) => {
  const store = await startedStore(t, SETTINGS);
  const bytes = await store.save();
  const other = await startedStore(t, { ...SETTINGS, seed: 7 });
  const view = /** @type {const} */ ({ call: 'predict', args: { sequence: 0 } });
  other.watch('test', view);
  await until(other, (one) => one.view('test')?.value !== undefined);
  await other.open(bytes);
  const expected = await store.call('predict', { sequence: 0 });
  await until(other, (one) => one.view('test')?.value !== undefined);
  assert.deepEqual(other.view('test')?.value, expected);
});

test('weights alone hold nothing of the text', async (t) => {
  const store = await startedStore(t, SETTINGS);
  const { tensors, metadata } = parse(await store.save({ weightsOnly: true }));
  assert.deepEqual([...tensors.keys()].sort(), (store.info?.parameters ?? []).map(({ name }) => name).sort());
  assert.deepEqual([...metadata.keys()].sort(), [
    'contents',
    'format',
    'settings',
    'tokens',
    'version',
    'vocabularySize',
  ]);
});

/** Changed files that are tried. */
const MUTATIONS = 1000;

test(`of ${MUTATIONS} changed files each is refused with a reason, or gives text and settings that the page can have`, async (t) => {
  const store = await startedStore(t, SETTINGS);
  const bytes = await store.save();
  const random = seededRandom(20_261_127);
  let refused = 0;
  for (let i = 0; i < MUTATIONS; i++) {
    try {
      const { form } = await readSavedModel(mutated([bytes], random), {}, () => assert.fail('no long text'));
      assert.deepEqual(form.errors, {});
      assert.equal(form.draft.valid, true);
    } catch (error) {
      assert.ok(error instanceof EngineError && error.code === 'badFile', `${i}: ${error}`);
      refused += 1;
    }
  }
  assert.ok(refused > MUTATIONS / 2, `${refused} refused`);
});
