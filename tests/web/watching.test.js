import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameSlice } from '../../web/state/subscriptions.js';
import { LISTING_TEXT } from '../../web/text/index.js';
import { pause, startedStore, until } from './store-helpers.js';
import { firstScreenViews, recordedStore } from './traffic.js';

test('a watched view comes at once, follows the training, and ends with its last holder', async (context) => {
  const store = await startedStore(context);
  const view = { call: /** @type {const} */ ('evaluate'), args: { which: /** @type {const} */ ('training') } };
  const [release, releaseToo] = [store.watch('test/score', view), store.watch('test/score', view)];
  await until(store, () => store.view('test/score') !== undefined);
  const before = store.view('test/score');
  assert.deepEqual([before?.call, before?.args], ['evaluate', { which: 'training' }]);
  await store.train({ epochs: 50 });
  await until(store, () => store.view('test/score')?.value.meanLoss < 0.1);
  assert.deepEqual(store.view('test/score')?.value, await store.call('evaluate'));
  release();
  release();
  assert.notEqual(store.view('test/score'), undefined, 'one holder releasing twice does not take it from the other');
  releaseToo();
  assert.equal(store.view('test/score'), undefined);
});

test('a view never gives the answer to one question as that to another', async (context) => {
  const store = await startedStore(context);
  const view = (/** @type {number} */ id) => ({ call: /** @type {const} */ ('distribution'), args: { inputs: [id] } });
  const answers = await Promise.all(
    Array.from({ length: 10 }, async (_, id) => (await store.call('distribution', view(id).args)).logits),
  );
  let seen = 0;
  store.addEventListener('change', () => {
    const state = store.view('test/next');
    if (!state) return;
    seen += 1;
    assert.deepEqual(state.value.logits, answers[state.args.inputs[0]]);
  });
  for (let i = 0; i < 200; i += 1) {
    store.watch('test/next', view(i % 10));
    await (i % 7 === 0 ? pause(4) : new Promise((resolve) => setImmediate(resolve)));
  }
  await until(store, () => store.view('test/next')?.args.inputs[0] === 9);
  assert.ok(seen > 1);
});

test('with a new model the old values are gone and new ones come', async (context) => {
  const store = await startedStore(context);
  store.watch('test/all', { call: 'predictAll', args: {} });
  await until(store, () => store.view('test/all') !== undefined);
  store.setText('abc');
  store.addEventListener('reset', () => assert.equal(store.view('test/all'), undefined));
  await until(store, () => store.modelVersion === 2 && store.view('test/all') !== undefined);
  assert.equal(store.view('test/all')?.value.sequences.length, 1);
});

test('a view that cannot be answered says so and leaves the others alone', async (context) => {
  const store = await startedStore(context);
  store.watch('test/bad', { call: 'trace', args: { sequence: 99 } });
  store.watch('test/good', { call: 'evaluate', args: {} });
  await until(store, () => Boolean(store.view('test/bad') && store.view('test/good')));
  assert.ok(store.view('test/bad')?.error instanceof Error);
  assert.ok(store.view('test/good')?.value.meanLoss > 0);
});

test('a subscriber is called once for any number of changes, and only if its slice is another', async (context) => {
  const store = await startedStore(context);
  /** @type {unknown[]} */
  const slices = [];
  const stop = store.subscribe(
    ({ settings: { temperature, topK } }) => ({ temperature, topK }),
    (slice) => slices.push(slice),
  );
  store.setSetting('temperature', 0.5);
  store.setSetting('topK', 3);
  store.setSetting('lossScale', 'logarithmic');
  await pause(0);
  assert.deepEqual(slices, [{ temperature: 0.5, topK: 3 }]);
  store.setSetting('lossScale', 'linear');
  await pause(0);
  assert.equal(slices.length, 1);
  stop();
  store.setSetting('topK', 4);
  await pause(0);
  assert.equal(slices.length, 1);
});

test('slices are compared one level deep', () => {
  const list = [1];
  assert.ok(sameSlice({ a: 1, b: list }, { a: 1, b: list }));
  assert.ok(sameSlice([1, Number.NaN], [1, Number.NaN]));
  assert.ok(!sameSlice({ a: 1, b: list }, { a: 1, b: [1] }));
  assert.ok(!sameSlice({ a: 1 }, { a: 1, b: undefined }));
  assert.ok(!sameSlice({ a: undefined }, { b: undefined }));
  assert.ok(!sameSlice(new Float64Array(1), new Float64Array(1)));
});

/** @type {(() => void)[]} */
const callbacks = [];
Object.assign(globalThis, { requestAnimationFrame: (/** @type {() => void} */ callback) => callbacks.push(callback) });
const { StoreController } = await import('../../web/state/store-controller.js');

/** What happens in one frame of the page, and after it. */
async function frame() {
  await pause(0);
  for (const callback of callbacks.splice(0)) callback();
  await pause(0);
}

/** A host as Lit makes them: it collects controllers and renders when asked, in a microtask. */
class Host {
  /** @type {import('lit').ReactiveController[]} */
  controllers = [];
  renders = 0;
  /** @type {import('../../web/state/store.js').Store | undefined} */
  store;
  updateComplete = Promise.resolve(true);

  /** @param {import('lit').ReactiveController} controller */
  addController(controller) {
    this.controllers.push(controller);
  }

  removeController() {}

  requestUpdate() {
    queueMicrotask(() => {
      for (const controller of this.controllers) controller.hostUpdate?.();
      this.renders += 1;
      for (const controller of this.controllers) controller.hostUpdated?.();
    });
  }

  connect() {
    for (const controller of this.controllers) controller.hostConnected?.();
  }

  disconnect() {
    for (const controller of this.controllers) controller.hostDisconnected?.();
  }
}

test('a host renders when its slice changed, at most once a frame, and not at all when it is not in the document', async (context) => {
  const store = await startedStore(context);
  const host = new Host();
  const controller = new StoreController(host, ({ settings }) => settings.temperature);
  assert.equal(controller.value, undefined);
  host.store = store;
  host.connect();
  await frame();
  assert.deepEqual([host.renders, controller.value], [1, 1]);
  for (const temperature of [0.1, 0.2, 0.3]) {
    store.setSetting('temperature', temperature);
    await pause(0);
  }
  await frame();
  assert.equal(host.renders, 2);
  store.setSetting('topK', 5);
  store.setSetting('temperature', 0.4);
  await pause(0);
  store.setSetting('temperature', 0.3);
  await frame();
  assert.equal(host.renders, 2, 'a change taken back before the frame is none');
  host.disconnect();
  store.setSetting('temperature', 2);
  await frame();
  assert.equal(host.renders, 2);
});

test('what a host watches is released when it leaves the document', async (context) => {
  const store = await startedStore(context);
  const host = new Host();
  let wanted = true;
  const controller = new StoreController(
    host,
    (s) => s.view('host/score'),
    () => ({ 'host/score': wanted ? { call: 'evaluate', args: { which: 'training' } } : null }),
  );
  host.store = store;
  host.connect();
  await until(store, () => store.view('host/score') !== undefined);
  assert.deepEqual([...controller.watched], ['host/score']);
  host.disconnect();
  assert.equal(store.view('host/score'), undefined);
  host.connect();
  await until(store, () => store.view('host/score') !== undefined);
  wanted = false;
  host.requestUpdate();
  await pause(0);
  assert.equal(store.view('host/score'), undefined);
});

/**
 * The first screen's views, held and answered.
 * @param {import('node:test').TestContext} context
 */
async function firstScreen(context) {
  const { store, messages } = await recordedStore(context);
  const host = new Host();
  new StoreController(host, ({ data, training }) => ({ data, training }), firstScreenViews);
  host.store = store;
  host.connect();
  const answered = () => Object.keys(firstScreenViews(store)).every((key) => store.view(key));
  await frame();
  await until(store, answered);
  return {
    store,
    /** What crosses until the network of this text has answered everything. @param {string} text */
    type: async (text) => {
      const version = store.modelVersion;
      await pause(50);
      messages.length = 0;
      store.setText(text);
      await until(store, () => store.modelVersion > version && answered());
      for (let i = 0; i < 5; i += 1) await frame();
      await pause(100);
      return {
        calls: messages.filter(({ kind }) => kind === 'call').map(({ name }) => name),
        answers: messages.flatMap(({ views }) => views.map((view) => view.split('#')[0])),
        count: messages.length,
      };
    },
  };
}

test('a keystroke takes one round to the worker: the model and all that is shown of it, each once', async (context) => {
  const { store, type } = await firstScreen(context);
  const { calls, answers, count } = await type(`${LISTING_TEXT}好`);
  assert.deepEqual(calls, ['create']);
  assert.deepEqual(answers.sort(), ['distribution', 'evaluate', 'generate', 'parameters', 'predictAll', 'trace']);
  assert.equal(count, 4, 'call, result, update, acknowledgement');
  assert.deepEqual(store.view('bar/score'), store.view('loss/training'));
});

test('what names tokens by ids that have become others is asked for once the new vocabulary is there, and nothing twice', async (context) => {
  const { type } = await firstScreen(context);
  const { calls, answers, count } = await type(`${LISTING_TEXT}Q`);
  assert.deepEqual(calls, ['create', 'watch']);
  assert.deepEqual(answers.sort(), ['distribution', 'evaluate', 'generate', 'parameters', 'predictAll', 'trace']);
  assert.ok(count <= 8, `${count} messages`);
});

test('a call that somebody else has had answered is answered without a message', async (context) => {
  const { store, messages } = await recordedStore(context);
  const view = { call: /** @type {const} */ ('evaluate'), args: {} };
  store.watch('test/one', view);
  await until(store, () => store.view('test/one') !== undefined);
  await pause(20);
  messages.length = 0;
  let changes = 0;
  store.addEventListener('change', () => (changes += 1));
  store.watch('test/other', view);
  assert.deepEqual(store.view('test/other'), store.view('test/one'));
  await pause(50);
  assert.deepEqual([messages.length, changes], [0, 1]);
});
