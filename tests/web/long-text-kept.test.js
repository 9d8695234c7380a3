/** A network of a long text that was kept: written once, read by the engine again, and trained on to the last bit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { EngineClient } from '../../web/engine/client.js';
import { ExperimentWriter } from '../../web/state/keep/writer.js';
import { restoredFrom } from '../../web/state/keep/restore.js';
import { Store } from '../../web/state/store.js';
import { createClient } from './node-engine.js';
import { until } from './store-helpers.js';

/** @typedef {import('../../web/state/keep/records.js').Part} Part */

/** @param {string} [name] */
const lines = (name = 'line') =>
  Array.from({ length: 1000 }, (_, i) => `${name} ${(i * 7919) % 1000} of a long text`.padEnd(23, '.')).join('\n');

/** @param {import('node:test').TestContext} context @param {Partial<import('../../web/state/store-state.js').StoreOptions>} [options] @param {any} [kept] */
async function begun(context, options, kept = null) {
  const store = new Store({ createClient, ...options });
  context.after(() => store.dispose());
  return { store, isWhole: await store.start(undefined, kept) };
}

/**
 * Keeps a store in a table of this test's, as IndexedDB would.
 *
 * @param {Store} store
 * @param {Readonly<Record<string, Uint8Array<ArrayBuffer>>>} [before] what was kept of it and has been resumed
 */
function keepIn(store, before) {
  const rows = /** @type {Map<Part, Uint8Array<ArrayBuffer>>} */ (new Map(Object.entries(before ?? {})));
  /** @type {Part[]} */
  const written = [];
  const records = /** @type {any} */ ({
    write: async (/** @type {string} */ _, /** @type {Record<Part, Uint8Array<ArrayBuffer> | null>} */ parts) => {
      for (const [part, bytes] of /** @type {[Part, Uint8Array<ArrayBuffer> | null][]} */ (Object.entries(parts))) {
        written.push(part);
        if (bytes) rows.set(part, bytes);
        else rows.delete(part);
      }
      return true;
    },
  });
  const keeper = new ExperimentWriter({
    ...{
      records,
      id: 'one',
      store,
      own: {},
      resumed: before !== undefined,
      selfStarted: () => false,
      changed: () => {},
    },
    ...{ about: { group: '', name: '', created: 0 }, place: { panel: '', lesson: null } },
  });
  return { keeper, written, parts: () => Object.fromEntries(rows) };
}

/** Trained a little, and at rest. @param {Store} store @param {import('../../web/engine/protocol.js').TextSource['files']} files */
async function trained(store, files, name = 'long.txt') {
  await store.openText(files, { name });
  await until(store, ({ data, status }) => data?.long !== undefined && Number(status?.step) > 3);
  await store.pause();
  await until(store, ({ status, checkpoint }) => checkpoint?.step === status?.step);
}

/** Losses of the next updates, exactly. @param {Store} store @param {number} count */
async function losses(store, count) {
  const all = [];
  for (let i = 0; i < count; i++) all.push((await store.call('step', { unit: 'window' })).loss);
  return all;
}

const settings = { text: 'ab', pace: 0, hiddenSize: 8 };

test('a long text is kept with its network: written once, and trained on to the last bit', async (context) => {
  const { store } = await begun(context, { settings });
  const { keeper, written, parts } = keepIn(store);
  // Of several files, one compressed, one in an encoding that the reader has chosen.
  const files = [
    { source: new Blob([gzipSync(lines('first'))]) },
    { source: new Blob([Uint8Array.from([0xc4, 0xe3, 0xba, 0xc3, 0x0a])]), encoding: 'gb18030' },
    { source: lines('last') },
  ];
  await trained(store, files);
  await store.step('window', 5);
  await until(store, ({ checkpoint }) => checkpoint?.step === store.status?.step);
  await keeper.flush();
  assert.ok(
    written.filter((part) => part === 'long').length <= 2,
    'of the short text that was there, and of the long one',
  );
  const about = JSON.parse(new TextDecoder().decode(parts().about));
  assert.match(about.title, /^first 0 of a long text/);

  const kept = await restoredFrom({ parts: parts(), damaged: [] }, {});
  assert.ok(kept?.long && kept.ofLong && !kept.model && !kept.damaged);
  const again = await begun(context, { settings: kept.settings, long: kept.long }, kept);
  const { store: opened, isWhole } = again;
  const shown = (/** @type {Store} */ { data, given, settings, chosen, status, long, repeatable }) => ({
    ...{ given, settings, chosen, step: status?.step, name: long?.name, repeatable },
    ...{ tokens: data?.vocabulary.tokens, training: data?.training, sequences: data?.long?.sequences },
  });
  assert.ok(isWhole);
  assert.deepEqual(shown(opened), shown(store));
  assert.ok(store.repeatable && store.data?.vocabulary.tokens.includes('好'));
  assert.deepEqual(await losses(opened, 30), await losses(store, 30));
  assert.deepEqual(await opened.call('parameters'), await store.call('parameters'));
  assert.equal(opened.canUndo, false);
});

test('a pasted text that looks like a file of another kind is kept as the text that it is', async (context) => {
  const { store } = await begun(context, { settings });
  const { keeper, parts } = keepIn(store);
  await trained(store, [{ source: `%PDF and other words\n${lines()}` }], '');
  await keeper.flush();
  const kept = await restoredFrom({ parts: parts(), damaged: [] }, {});
  const { store: opened, isWhole } = await begun(context, { settings: kept?.settings, long: kept?.long }, kept);
  assert.ok(isWhole);
  assert.deepEqual([opened.status?.step, opened.data?.long?.name], [store.status?.step, '']);
  assert.deepEqual(opened.data?.vocabulary.tokens, store.data?.vocabulary.tokens);
});

test('what was changed after the last checkpoint makes another network of the same text', async (context) => {
  const { store } = await begun(context, { settings });
  const { keeper, parts } = keepIn(store);
  await trained(store, [{ source: lines() }]);
  await keeper.flush();
  const { latest, whole, network } = parts();
  store.setSettings({ unit: 'words', learningRate: 0.001 });
  await store.settled();
  await keeper.flush();
  // The page was gone before another checkpoint was written.
  const rest = Object.fromEntries(Object.entries({ ...parts(), latest, whole, network }).filter(([, bytes]) => bytes));
  const kept = await restoredFrom({ parts: rest, damaged: [] }, {});
  const { store: opened } = await begun(context, { settings: kept?.settings, long: kept?.long }, kept);
  await opened.settled();
  assert.deepEqual([opened.data?.unit, opened.settings.learningRate, opened.status?.step], ['words', 0.001, 0]);
  assert.deepEqual(opened.data?.vocabulary.tokens, store.data?.vocabulary.tokens);
});

test('what is set while the text is read again, and makes no other network, leaves the kept one', async (context) => {
  const { store } = await begun(context, { settings: { ...settings, clipNorm: 3 } });
  const { keeper, parts } = keepIn(store);
  await trained(store, [{ source: lines() }]);
  await keeper.flush();
  const kept = await restoredFrom({ parts: parts(), damaged: [] }, {});
  const opened = new Store({ createClient, settings: kept?.settings, long: kept?.long });
  context.after(() => opened.dispose());
  const started = opened.start(undefined, kept);
  opened.setSettings({ theme: 'dark', learningRate: 0.001, clipNorm: null });
  assert.equal(opened.info, null, 'not read yet');
  assert.equal(await started, true);
  assert.deepEqual([opened.status?.step, opened.data?.long?.sequences], [store.status?.step, 32]);
  assert.deepEqual([opened.settings.theme, opened.settings.learningRate], ['dark', 0.001]);
  assert.ok(!('clipNorm' in opened.given));
  const { learningRate, clipNorm } = (await opened.call('info')).settings;
  assert.deepEqual([learningRate, clipNorm], [0.001, opened.settings.clipNorm]);
  assert.deepEqual(await opened.call('parameters'), await store.call('parameters'));
});

test('a text that was begun beside the network, and a long one that is damaged', async (context) => {
  const { store } = await begun(context, { settings });
  const { keeper, parts } = keepIn(store);
  await trained(store, [{ source: lines() }]);
  store.setText('');
  await store.settled();
  await keeper.flush();
  const kept = await restoredFrom({ parts: parts(), damaged: [] }, {});
  const { store: opened } = await begun(context, { settings: kept?.settings, long: kept?.long }, kept);
  assert.deepEqual([opened.text, opened.long, opened.data?.long?.sequences], ['', null, 32]);
  assert.equal(opened.status?.step, store.status?.step);

  store.undo();
  await store.settled();
  await keeper.flush();
  const { long: _, ...others } = parts();
  const damaged = await restoredFrom({ parts: others, damaged: ['long'] }, {});
  assert.deepEqual([damaged?.damaged, damaged?.long, damaged?.ofLong], [true, null, null]);
  const { store: fresh } = await begun(context, { settings: damaged?.settings }, damaged);
  assert.ok(fresh.info && !fresh.long);
});

test('after a change in the middle of the training it is not repeatable, nor where it goes on', async (context) => {
  const { store } = await begun(context, { settings });
  const { keeper, parts } = keepIn(store);
  await trained(store, [{ source: lines() }]);
  store.setSetting('learningRate', 0.001);
  await store.step('window', 2);
  await until(store, ({ checkpoint }) => checkpoint?.step === store.status?.step);
  await keeper.flush();
  const kept = await restoredFrom({ parts: parts(), damaged: [] }, {});
  const { store: opened } = await begun(context, { settings: kept?.settings, long: kept?.long }, kept);
  assert.deepEqual([store.repeatable, opened.repeatable, opened.status?.step], [false, false, store.status?.step]);
});

test('a file that is opened while a kept network is being made waits for it, and is taken', async (context) => {
  const { store } = await begun(context, { settings: { ...settings, text: 'one boat' } });
  const { keeper, parts } = keepIn(store);
  await store.step('epoch', 3);
  await until(store, ({ status, checkpoint }) => checkpoint?.step === status?.step);
  await keeper.flush();
  const kept = await restoredFrom({ parts: parts(), damaged: [] }, {});
  assert.ok(kept?.model);
  await store.step('epoch', 4);
  const file = await store.save();
  const opened = new Store({ createClient, settings: kept.settings });
  context.after(() => opened.dispose());
  const started = opened.start(undefined, kept);
  assert.equal(await opened.open(file), null);
  assert.equal(await started, true);
  await opened.settled();
  assert.equal(opened.status?.epoch, 7);
});

/** A client whose worker does not load. */
const absentClient = () => {
  const worker = new Worker(new URL('./no-such-worker.js', import.meta.url));
  return new EngineClient({ createWorker: () => /** @type {any} */ (worker) });
};

for (const text of ['one boat', lines()]) {
  const length = text.length < 100 ? 'short' : 'long';
  test(`a kept network of a ${length} text whose worker does not load stays kept, and trying again brings it back`, async (context) => {
    const { store } = await begun(context, { settings: { ...settings, text: 'ab' } });
    const { keeper, parts } = keepIn(store);
    if (length === 'long') await trained(store, [{ source: text }]);
    else {
      store.setText(text);
      await store.train({ steps: 5 });
      await until(store, ({ status, checkpoint }) => checkpoint?.step === status?.step);
    }
    await keeper.flush();
    const before = parts();
    const kept = await restoredFrom({ parts: before, damaged: [] }, {});
    assert.ok(kept);
    const begin = (/** @type {number} */ absent) =>
      begun(
        context,
        {
          createClient: () => (absent-- > 0 ? absentClient() : createClient()),
          settings: kept.settings,
          ...(kept.long && { long: kept.long }),
        },
        { ...kept, training: true },
      );
    const once = await begin(1);
    await until(once.store, ({ status }) => Number(status?.step) > Number(store.status?.step));
    assert.deepEqual([once.isWhole, once.store.failure, once.store.training], [true, null, true]);

    const { store: opened, isWhole } = await begin(4);
    assert.equal(isWhole, true, 'nothing is said to be damaged');
    assert.deepEqual(
      [opened.phase, /** @type {any} */ (opened.failure)?.code, opened.training, opened.modelVersion],
      ['failed', 'loadFailed', false, 0],
    );
    const again = keepIn(opened, before);
    await opened.reset();
    assert.equal(opened.phase, 'failed', 'nor is it another network after the second attempt');
    await opened.reset();
    assert.deepEqual([opened.failure, opened.status?.step, opened.phase], [null, store.status?.step, 'idle']);
    await again.keeper.flush();
    assert.ok(again.parts().whole, 'nothing takes the place of what is kept before there is another checkpoint');
    assert.deepEqual(await losses(opened, 5), await losses(store, 5));
  });
}
