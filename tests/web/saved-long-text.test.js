/** A network of a long text in a file: saved with the text as it came, opened again, and trained on to the last bit. */
import assert from 'node:assert/strict';
import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { parse, serialize, tensorOf } from '../../web/engine/model-file/safetensors.js';
import { readSavedModel } from '../../web/state/saved-model.js';
import { TUTORIAL_SETTINGS } from '../../web/text/index.js';
import { restoreState, stateOf } from '../../web/state/element-state.js';
import { mutated } from '../engine/mutations.js';
import { seededRandom } from './random-text.js';
import { startedStore, until } from './store-helpers.js';

/** @typedef {Awaited<ReturnType<typeof startedStore>>} Store */

/** Of 24,000 characters. @param {string} [name] */
const lines = (name = 'line') =>
  Array.from({ length: 1000 }, (_, i) => `${name} ${(i * 7919) % 1000} of a long text`.padEnd(23, '.')).join('\n');

/** What is chosen for a long text, but small; at full speed. */
const CHOSEN = Object.fromEntries(Object.keys(TUTORIAL_SETTINGS).map((name) => [name, null]));
const SETTINGS = { ...CHOSEN, text: 'ab', hiddenSize: 8 };

/**
 * Trained a little, and at rest.
 *
 * @param {Store} store
 * @param {import('../../web/engine/protocol.js').TextSource['files']} files
 */
async function trained(store, files, name = 'long.txt') {
  await store.openText(files, { name });
  await until(store, ({ data, status }) => data?.long !== undefined && Number(status?.step) > 3);
  await store.pause();
  await until(store, ({ training }) => !training);
}

/** Losses of the next updates, exactly. @param {Store} store @param {number} [count] */
async function losses(store, count = 40) {
  const all = [];
  for (let i = 0; i < count; i++) all.push((await store.call('step', { unit: 'window' })).loss);
  return all;
}

/** What the store shows of itself, and a file must bring back. @param {Store} store */
const shown = ({ given, settings, chosen, data, draft, long, info, status, samples, history, updateHistory }) => ({
  ...{ given, settings, chosen, samples, name: long?.name, step: status?.step, parameters: info?.parameters },
  ...{ tokens: data?.vocabulary.tokens, training: data?.training, heldOut: data?.heldOut, lines: data?.lines },
  ...{ counts: [data?.long?.sequences, data?.long?.trainingTokens, data?.long?.heldOutTokens], valid: draft.valid },
  ...{ beginning: long?.summary(settings)?.beginning, history: history.all(), updates: updateHistory.all() },
});

/** Several files, one compressed, one in an encoding that the reader has chosen: 你好. */
const FILES = [
  { source: new Blob([gzipSync(lines('first'))]) },
  { source: new Blob([Uint8Array.from([0xc4, 0xe3, 0xba, 0xc3, 0x0a])]), encoding: 'gb18030' },
  { source: lines('last') },
];

for (const settings of [{}, { cell: 'lstm', layers: 2 }, { streams: 0, unit: 'words' }]) {
  test(`what is opened goes on as if there had been no break: ${JSON.stringify(settings)}`, async (t) => {
    const unbroken = await startedStore(t, { ...SETTINGS, ...settings });
    const opened = await startedStore(t, { text: 'other', language: 'zh' });
    await trained(unbroken, FILES);
    await losses(unbroken, 5);
    await until(unbroken, ({ status, updateHistory }) => status?.step === updateHistory.step.at(-1));
    const bytes = await unbroken.save();
    const before = shown(unbroken);
    assert.ok(before.tokens?.some((token) => token.startsWith('好') || token === '你好'));

    assert.equal(await opened.open(bytes), null);
    assert.deepEqual(shown(opened), {
      ...before,
      given: { ...before.given, language: 'zh' },
      settings: { ...before.settings, language: 'zh' },
    });
    assert.deepEqual([opened.training, opened.opening], [false, null]);
    assert.equal(opened.calls.filter((name) => name === 'create').length, 1, 'the network is not made anew');
    assert.deepEqual(await losses(opened), await losses(unbroken));
    assert.deepEqual(await opened.call('parameters'), await unbroken.call('parameters'));

    opened.undo();
    await opened.settled();
    assert.deepEqual([opened.long, opened.data?.text], [null, 'other']);
  });
}

test('a pasted text that looks like a file of another kind is opened as the text that it is', async (t) => {
  const store = await startedStore(t, SETTINGS);
  await trained(store, [{ source: `ID3 is an algorithm\n${lines()}` }], '');
  const other = await startedStore(t);
  assert.equal(await other.open(await store.save()), null);
  assert.deepEqual(shown(other), shown(store));
  assert.deepEqual(other.long?.summary(other.settings)?.parts, store.long?.summary(store.settings)?.parts);
});

test('saved again it is the same file, also by a program that knows nothing of the text', async (t) => {
  const store = await startedStore(t, SETTINGS);
  await trained(store, FILES);
  const bytes = await store.save();
  const other = await startedStore(t);
  assert.equal(await other.open(bytes), null);
  assert.deepEqual(await other.save(), bytes);
  assert.deepEqual(await other.call('save'), bytes);
});

test('in the file the text stands as it came, compressed by gzip', async (t) => {
  const store = await startedStore(t, SETTINGS);
  const text = lines();
  await trained(store, [{ source: new Blob([text]) }]);
  const { tensors, metadata } = parse(await store.save());
  const tensor = tensors.get('text');
  assert.equal(tensor?.dtype, 'U8');
  assert.equal(gunzipSync(tensor?.data ?? '').toString(), text);
  assert.equal(metadata.has('text'), false);
  assert.deepEqual(JSON.parse(metadata.get('meta') ?? '').long, {
    ...{ name: 'long.txt', cut: false, files: [{ size: text.length }] },
  });
});

test('a file whose text is damaged or another is refused in a word, and the network stays', async (t) => {
  const store = await startedStore(t, SETTINGS);
  await trained(store, [{ source: new Blob([lines()]) }]);
  const bytes = await store.save();
  const before = shown(store);
  /** @param {(contents: import('../../web/engine/model-file/safetensors.js').Contents) => unknown} change */
  const changed = (change) => {
    const contents = parse(bytes.slice());
    change(contents);
    return serialize(contents);
  };
  const withText = (/** @type {Uint8Array} */ text) =>
    changed(({ tensors }) => tensors.set('text', tensorOf(text, [text.length])));
  const withMeta = (/** @type {unknown} */ long) =>
    changed(({ metadata }) =>
      metadata.set('meta', JSON.stringify({ ...JSON.parse(metadata.get('meta') ?? ''), long })),
    );
  const size = lines().length;
  // Of the same length, and with the same letters in the same order of their first appearance.
  const swapped = lines().replace('line 0', 'line 7').replace('line 7 of', 'line 0 of');
  /** @type {[string, Uint8Array][]} */
  const files = [
    ['no-text', changed(({ tensors }) => tensors.delete('text'))],
    ['bad-value', withText(new Uint8Array(0))],
    ['bad-value', withText(new TextEncoder().encode('no gzip'))],
    ['bad-value', withText(gzipSync(new Uint8Array(60_000_000)))],
    ['bad-value', withText(gzipSync(lines().slice(1)))],
    ['bad-value', withMeta(undefined)],
    ['bad-value', withMeta({ name: 'x', files: [{ size }, null] })],
    ['bad-value', withMeta({ name: 'x', files: [{ size, encoding: 'no-such' }] })],
    ['bad-value', withMeta({ name: 'x', files: [{ size: -1 }, { size: size + 1 }] })],
    ['bad-value', withMeta({ name: 7, files: [{ size }] })],
    ['bad-value', withText(gzipSync(new Uint8Array(size)))],
    ['other-tokens', withText(gzipSync(`${swapped.slice(0, -1)}?`))],
    ['other-tokens', withText(gzipSync(`${lines().slice(0, -6)}......`.replace('of a', 'fo a')))],
    ['other-tokens', changed(({ tensors }) => tensors.get('held_out.inputs')?.data.set([3, 0, 0, 0]))],
  ];
  for (const [i, [expected, file]] of files.entries())
    assert.equal((await store.open(file))?.details.problem, expected, `file ${i}`);
  assert.deepEqual(shown(store), before);
  assert.deepEqual([store.failure, store.opening, store.pending], [null, null, false]);
  assert.equal((await losses(store, 3)).length, 3);
});

test('another text that is wanted while the one of the file is being read takes its place', async (t) => {
  const store = await startedStore(t, SETTINGS);
  await trained(store, [{ source: lines() }]);
  const bytes = await store.save();
  const other = await startedStore(t);
  const opening = other.open(bytes);
  await until(other, (one) => one.opening !== null);
  other.setText('wanted instead');
  const error = await opening;
  assert.equal(error?.code, 'replaced');
  await other.settled();
  assert.deepEqual([other.long, other.data?.text], [null, 'wanted instead']);
});

test('a text whose file is gone cannot be saved, which is said; the weights can', async (t) => {
  const store = await startedStore(t, SETTINGS);
  const path = join(mkdtempSync(join(tmpdir(), 'long-text-')), 'long.txt');
  t.after(() => rmSync(dirname(path), { recursive: true }));
  writeFileSync(path, lines());
  await trained(store, [{ source: lines() }]);
  // As a browser has it that was given a file; Node's cannot be sent to a worker.
  const source = /** @type {import('../../web/engine/protocol.js').TextSource} */ (store.data?.long?.source);
  source.files[0].source = await openAsBlob(path);
  assert.ok((await store.save()).length > 0);
  writeFileSync(path, `${lines()} and more`);
  await assert.rejects(store.save(), { code: 'badText' });
  assert.ok((await store.save({ weightsOnly: true })).length > 0);
});

test('a state of the element has the long text, too', async (t) => {
  const store = await startedStore(t, { ...SETTINGS, temperature: 0.5 });
  await trained(store, FILES);
  const state = await stateOf(store);
  const other = await startedStore(t, { text: 'other' });
  await restoreState(other, state);
  assert.deepEqual(shown(other), shown(store));
  assert.deepEqual(await losses(other), await losses(store));
});

/** Changed files that are tried. */
const MUTATIONS = 200;

test(`of ${MUTATIONS} changed files each is refused with a reason, or gives settings that the page can have`, async (t) => {
  const store = await startedStore(t, SETTINGS);
  await trained(store, [{ source: lines() }]);
  const bytes = await store.save();
  const { signal } = new AbortController();
  const read = (/** @type {any} */ source, /** @type {any} */ options) => store.call('openText', source, options);
  const random = seededRandom(20_261_128);
  let refused = 0;
  for (let i = 0; i < MUTATIONS; i++) {
    try {
      const { form } = await readSavedModel(mutated([bytes], random), {}, () => ({ read, signal, show: () => {} }));
      assert.deepEqual(form.errors, {});
      assert.equal(form.draft.valid, true);
    } catch (error) {
      assert.equal(/** @type {any} */ (error).code, 'badFile', `${i}: ${error}`);
      refused += 1;
    }
  }
  assert.ok(refused > MUTATIONS / 2, `${refused} refused`);
});
