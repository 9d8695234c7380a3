/** Long texts in the page's state: read by a real engine in a worker, chosen for, trained on, undone. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { LONG_TEXT_CHARACTERS } from '../../web/text/issues.js';
import { Store } from '../../web/state/store.js';
import { firstRead, readingIn } from '../../web/state/token-stepper.js';
import { createClient } from './node-engine.js';
import { pause, startedStore, until } from './store-helpers.js';

/** @param {import('node:test').TestContext} context @param {Record<string, unknown>} [settings] */
async function freshStore(context, settings = {}) {
  const store = new Store({ createClient, settings: { text: 'ab', pace: 0, ...settings } });
  context.after(() => store.dispose());
  await store.start();
  return store;
}

/** So many lines of 24 characters. @param {number} lines @param {string} [name] */
const lines = (lines, name = 'line') =>
  Array.from({ length: lines }, (_, i) => `${name} ${i} of a long text`.padEnd(23, '.')).join('\n');

test('a long text is read by the engine, gets settings of its own with a reason, and is trained on at once', async (context) => {
  const store = await freshStore(context);
  const before = store.settings;
  const text = lines(2000);
  const summary = await store.openText([{ source: new Blob([text]) }], { name: 'long.txt' });
  assert.deepEqual([summary?.characters, summary?.lineCount], [text.length, 2000]);
  await until(store, ({ updateHistory }) => updateHistory.length > 1);
  const { data, settings, status } = store;
  assert.deepEqual(
    [store.long?.name, store.text, store.choiceReason, data?.long?.sequences],
    ['long.txt', '', 'long', 32],
  );
  assert.ok(settings.streams === 32 && settings.heldOut > 0 && settings.evaluationSample > 0 && settings.movingWindows);
  for (const name of ['streams', 'cell', 'learningRate']) assert.ok(store.chosen.has(name), name);
  // Each line has 24 characters and its end, the last one only as a target.
  assert.equal((data?.long?.trainingTokens ?? 0) + (data?.long?.heldOutTokens ?? 0), text.length);
  assert.ok(status && status.step > 0 && Number.isFinite(status.loss));
  // The first update is a point of the curve, and so is each after it.
  const steps = Array.from(store.updateHistory.step);
  assert.deepEqual(steps.slice(0, 5), [1, 2, 3, 4, 5].slice(0, steps.length));

  store.undo();
  await store.settled();
  assert.deepEqual([store.long, store.text, store.settings], [null, 'ab', before]);
});

test('the losses of another long text are no earlier run beside those of this one', async (context) => {
  const store = await freshStore(context);
  await store.openText([{ source: new Blob([lines(1000)]) }], { name: 'a.txt' });
  await until(store, ({ history }) => history.length > 1);
  store.setSettings({ hiddenSize: 8 });
  await store.settled();
  assert.equal(store.runs.length, 1, 'the same text with another network is one');
  await until(store, ({ history }) => history.length > 1);
  await store.openText([{ source: new Blob([lines(1000, 'other')]) }], { name: 'b.txt', train: false });
  await store.settled();
  assert.deepEqual([store.data?.long?.name, store.runs], ['b.txt', []]);
});

test('a text set at any length is taken: as a setting, or opened; typing a short one again leaves the long one', async (context) => {
  const store = await freshStore(context);
  store.setText(lines(1000));
  assert.equal(store.text, 'ab', 'until it has been read the one before stays');
  await store.settled();
  assert.deepEqual([store.long?.name, store.text, store.issues], ['', '', []]);
  assert.equal(await store.hash(), '#pace=0', 'it is in no link');
  store.setText('short again');
  await store.settled();
  assert.deepEqual([store.long, store.text, store.data?.text], [null, 'short again', 'short again']);
  store.setText('x'.repeat(LONG_TEXT_CHARACTERS - 5).replaceAll('xx', 'x\n'));
  assert.equal(store.long, null);
});

test('a file that comes to a short text is a short text', async (context) => {
  const store = await freshStore(context);
  await store.openText([{ source: new Blob([gzipSync('packed\nlines')]) }]);
  await store.settled();
  assert.deepEqual([store.long, store.text, store.data?.text], [null, 'packed\nlines', 'packed\nlines']);
});

test('the page that is given a long text begins with it', async (context) => {
  const text = lines(1000);
  const store = await freshStore(context, { text });
  assert.deepEqual([store.long !== null, store.data?.long?.summary.characters], [true, text.length]);
  assert.equal(store.training, store.settings.autoplay);
});

test('a long text that the page is given trains by itself only if `autoplay` says so', async (context) => {
  const store = await freshStore(context, { text: lines(1000), autoplay: false });
  assert.notEqual(store.long, null);
  assert.deepEqual([store.training, store.phase, store.status?.step], [false, 'idle', 0]);
});

test('other units are read from the same bytes, other streams cut from the same ids; each is one step to undo', async (context) => {
  const store = await freshStore(context);
  await store.openText([{ source: new Blob([lines(1000)]) }]);
  await store.settled();
  store.setSetting('unit', 'words');
  assert.ok(store.preparing && store.pending);
  await store.settled();
  assert.deepEqual([store.preparing, store.data?.unit], [false, 'words']);
  assert.ok(store.data?.vocabulary.tokens.includes('long'));
  store.setSettings({ streams: 0, heldOut: 0.5 });
  await store.settled();
  assert.deepEqual([store.data?.long?.sequences, store.data?.heldOut.length], [500, 256], 'each line is a sequence');
  store.undo();
  await store.settled();
  assert.equal(store.data?.long?.sequences, 32);
});

/** A store of a long text at rest after a few steps, with the calls that its engine was sent, by name. @param {import('node:test').TestContext} context */
async function longStore(context) {
  /** @type {Record<string, Promise<unknown>[]>} */
  const calls = { openText: [], create: [] };
  const store = new Store({
    settings: { text: 'ab', pace: 0 },
    createClient: () => {
      const client = createClient();
      const { call } = client;
      client.call = (name, ...rest) => {
        const answer = call.call(client, name, ...rest);
        calls[name]?.push(answer.catch(() => {}));
        return answer;
      };
      return client;
    },
  });
  context.after(() => store.dispose());
  await store.start();
  await store.openText([{ source: lines(20_000) }], { train: false });
  await store.step('window', 3);
  return { store, calls };
}

test('other units that are taken back while the text is read again leave the trained network', async (context) => {
  const { store, calls } = await longStore(context);
  const { modelVersion, settings } = store;
  store.setSetting('unit', 'words');
  while (calls.openText.length < 2) await pause(5);
  store.setSetting('unit', null);
  await calls.openText[1];
  await store.settled();
  await pause(50);
  await store.settled();
  assert.deepEqual([store.modelVersion, store.status?.step, store.pending], [modelVersion, 3, false]);
  assert.deepEqual(store.settings, settings);
});

test('another change while the text is read again makes one network with both', async (context) => {
  const { store, calls } = await longStore(context);
  const { length } = calls.create;
  store.setSetting('unit', 'words');
  while (calls.openText.length < 2) await pause(5);
  store.setSetting('hiddenSize', 9);
  await store.settled();
  await Promise.all(calls.openText);
  await pause(50);
  await store.settled();
  assert.equal(calls.create.length, length + 1);
  assert.deepEqual([store.data?.unit, store.info?.settings.hiddenSize, store.pending], ['words', 9, false]);
});

test('of several long texts the last counts, and one that is given up leaves what was there', async (context) => {
  const store = await freshStore(context);
  const first = store.openText([{ source: lines(40_000, 'first') }], { name: 'first' });
  const second = store.openText([{ source: lines(1000, 'second') }], { name: 'second' });
  assert.equal(await first, null);
  assert.ok(await second);
  await store.settled();
  assert.equal(store.long?.name, 'second');
  const third = store.openText([{ source: lines(40_000, 'third') }], { name: 'third' });
  store.cancelOpening();
  assert.equal(await third, null);
  assert.deepEqual([store.long?.name, store.opening, store.failure], ['second', null, null]);
});

test('what cannot be read is refused with a reason, and the text there is stays', async (context) => {
  const store = await freshStore(context);
  const noise = Uint8Array.from({ length: 60_000 }, (_, i) => (i * 197 + (i >> 3)) & 255);
  await assert.rejects(store.openText([{ source: new Blob([noise]) }]), { code: 'badText' });
  const large = new Blob(Array(11).fill(new Uint8Array(1_000_000).fill(97)));
  await assert.rejects(store.openText([{ source: large }]), { code: 'textTooLarge' });
  assert.deepEqual([store.text, store.long, store.failure, store.opening], ['ab', null, null, null]);
  const summary = await store.openText([{ source: large }], { cut: true });
  assert.deepEqual([summary?.cut, summary?.characters], [true, 10_000_000]);
});

test('after the worker has died, the text is read again from the bytes the page has kept', async (context) => {
  const store = await startedStore(context);
  await store.openText([{ source: new Blob([lines(1000)]) }]);
  await store.settled();
  await store.workers[0].terminate();
  await until(store, ({ recovered }) => recovered !== null);
  assert.deepEqual([store.workers.length, store.failure, store.data?.long?.sequences], [2, null, 32]);
  const { step = 0 } = store.status ?? {};
  await store.step('window');
  assert.ok(Number(store.status?.step) > step, 'it trains on what has been read again');
  await store.reset();
  assert.deepEqual([store.workers.length, store.failure, store.data?.long?.sequences], [2, null, 32]);
});

test('read token by token, the panels go where the network reads, and back there from another place', async (context) => {
  const store = await freshStore(context);
  await store.openText([{ source: new Blob([lines(2000)]) }], { train: false });
  await store.settled();
  await store.step('window');
  await store.step('token');
  const { data, tokenStep } = store;
  assert.ok(data?.long && tokenStep);
  // The second window of the first of 32 streams; a place is moved to the beginning of its line, which has 24 characters.
  const { truncate } = store.settings;
  assert.deepEqual([tokenStep.at, tokenStep.beginning, data.long.place], [truncate, 0, truncate - (truncate % 24)]);
  assert.deepEqual([firstRead(data, tokenStep), readingIn(data, tokenStep, 0)], [0, truncate % 24]);
  await store.look({ place: 40_000 });
  assert.equal(firstRead(/** @type {any} */ (store.data), tokenStep), -1);
  await store.step('token');
  const { data: there, tokenStep: next } = store;
  assert.equal(there && next && readingIn(there, next, 0), (truncate + 1) % 24);
});

test('of several places to look at the last counts, whichever answer comes last', async (context) => {
  const store = await freshStore(context);
  await store.openText([{ source: lines(2000) }], { train: false });
  await store.settled();
  const { call } = store;
  let first = true;
  store.call = /** @type {any} */ (
    async (/** @type {any[]} */ ...args) => {
      const isFirst = first;
      first = false;
      const answer = await /** @type {any} */ (call).apply(store, args);
      if (isFirst) await pause(100);
      return answer;
    }
  );
  const looks = [store.look({ place: 2400 }), store.look({ place: 24_000 })];
  await looks[1];
  const { data } = store;
  await looks[0];
  assert.equal(store.data, data);
});

test('a worker that is lost while it reads a long text: the one that takes over reads it, or reads it again', async (context) => {
  const store = await startedStore(context);
  await store.train({ steps: 3 });
  await until(store, ({ checkpoint }) => checkpoint !== null);
  const reading = async (/** @type {number} */ count) => {
    while (store.calls.filter((name) => name === 'openText').length < count) await pause(2);
    await store.workers.at(-1)?.terminate();
  };
  const opened = store.openText([{ source: lines(20_000) }], { train: false });
  await reading(1);
  assert.equal((await opened)?.lineCount, 20_000);
  await store.settled();
  await store.step('window');
  await until(store, ({ checkpoint }) => checkpoint !== null);
  store.setSetting('unit', 'words');
  await reading(3);
  await until(store, ({ data }) => data?.unit === 'words');
  assert.deepEqual([store.failure, store.preparing], [null, false]);
});
