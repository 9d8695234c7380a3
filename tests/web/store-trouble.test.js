import assert from 'node:assert/strict';
import { createClient } from './node-engine.js';
import { Store } from '../../web/state/store.js';
import { Race } from '../../web/state/race.js';
import { EngineError } from '../../web/engine/errors.js';
import { test } from 'node:test';
import { LISTING_TEXT } from '../../web/text/index.js';
import { translator } from '../languages.js';
import { EngineClient } from '../../web/engine/client.js';
import { faultyPort } from '../engine/faulty-port.js';
import { heard, pause, startedStore, until } from './store-helpers.js';

test('a refused value stays beside its control with the reason; the last valid one stays in force', async (context) => {
  const store = await startedStore(context);
  store.train();
  for (const raw of ['0', '-1', '1e9', 'fast']) {
    const error = store.setSetting('learningRate', raw);
    assert.deepEqual([error?.setting, error?.value, error?.max], ['learningRate', raw, 100]);
    assert.equal(store.raw('learningRate'), raw);
    assert.equal(store.errors.learningRate, error);
  }
  store.setSetting('hiddenSize', '1000000');
  assert.deepEqual([store.settings.learningRate, store.settings.hiddenSize], [0.1, 16]);
  assert.deepEqual([store.phase, store.pending], ['training', false]);
  store.setSetting('hiddenSize', '16');
  store.setSetting('learningRate', '0.1');
  assert.deepEqual([store.errors, store.raw('learningRate')], [{}, 0.1]);
});

test('several settings are taken together or not at all', async (context) => {
  const store = await startedStore(context);
  const errors = store.setSettings({ hiddenSize: 8, learningRate: -1, nonsense: 1 });
  assert.deepEqual(Object.keys(errors ?? {}), ['learningRate', 'nonsense']);
  assert.deepEqual([store.settings.hiddenSize, store.pending], [16, false]);
});

test('a text that cannot be trained on is kept, and so is the model of the one before', async (context) => {
  const store = await startedStore(context);
  store.train();
  await until(store, ({ history }) => history.length > 0);
  for (const text of ['', 'x', 'ab\ud800', 'ab'.repeat(5000)]) {
    store.setText(text);
    assert.equal(store.text, text);
    assert.equal(store.issues[0].severity, 'error');
    assert.deepEqual([store.canTrain, store.pending, store.phase], [false, false, 'training']);
  }
  await pause(400);
  assert.deepEqual([store.modelVersion, store.data?.text], [1, LISTING_TEXT]);
  await store.pause();
  assert.deepEqual(await store.train(), { reason: 'refused' });
  assert.equal(await store.step(), false);
  store.setText(LISTING_TEXT);
  assert.ok(store.canTrain && !store.pending, 'back at the text of the model, nothing has to be made anew');
  assert.equal(store.modelVersion, 1);
});

test('a page that begins without a usable text waits for one', async (context) => {
  const store = await startedStore(context, { text: 'x' });
  assert.deepEqual([store.phase, store.modelVersion, store.canTrain], ['empty', 0, false]);
  store.setText('xy');
  await until(store, ({ modelVersion: model }) => model === 1);
  assert.equal(store.phase, 'idle');
});

test('a loss that is not finite any more stops the training; rolling back halves the rate and it goes on', async (context) => {
  const store = await startedStore(context, { activation: 'relu', learningRate: 90 });
  const diverged = heard(store, 'diverged');
  assert.deepEqual(await store.train(), { reason: 'diverged' });
  assert.deepEqual([store.phase, store.canTrain, diverged.length], ['diverged', false, 1]);
  assert.deepEqual(await store.train(), { reason: 'refused' });
  await store.rollBack();
  await until(store, ({ phase }) => phase === 'idle');
  assert.equal(store.settings.learningRate, 45);
  const { history, status } = store;
  assert.ok(history.step.every((step) => step <= (status?.step ?? 0)));
  store.setSetting('learningRate', 0.1);
  assert.deepEqual(await store.train({ epochs: 200 }), { reason: 'finished' });
  assert.ok((await store.call('evaluate')).meanLoss < 0.1);
  const epochs = [...store.history.epoch];
  assert.deepEqual(
    epochs,
    [...new Set(epochs)].sort((a, b) => a - b),
  );
});

test('after rolling back the curves end where the weights are, and go on from there', async (context) => {
  const store = await startedStore(context, { evaluateEvery: 1 });
  await store.train({ epochs: 10 });
  store.setSetting('learningRate', 20);
  await store.train({ epochs: 10 });
  assert.equal(store.history.epoch.at(-1), 19);
  const best = store.history.trainingLoss.indexOf(Math.min(...store.history.trainingLoss));
  await store.rollBack({ halveRate: false });
  await until(store, ({ history }) => history.length === best + 1);
  assert.equal(store.status?.epoch, best);
  assert.ok(store.updateHistory.step.every((step) => step <= (store.status?.step ?? 0)));
  await store.train({ epochs: 3 });
  assert.deepEqual(
    [...store.history.epoch],
    Array.from({ length: best + 3 }, (_, i) => i),
  );
});

test('after rolling back in the middle of the training nothing is told of what was given up', async (context) => {
  const store = await startedStore(context, { evaluateEvery: 1, learningRate: 20 });
  for (let i = 0; i < 5; i++) {
    store.train();
    const { step = 0 } = store.status ?? {};
    await until(store, ({ status }) => Number(status?.step) > step + 50);
    const restored = heard(store, 'restored');
    store.pause();
    await store.rollBack({ halveRate: false });
    await until(store, () => restored.length > 0);
    const { history, updateHistory, status } = store;
    for (const steps of [history.step, updateHistory.step])
      assert.ok(Math.max(...steps, 0) <= Number(status?.step), `${steps.at(-1)} after ${status?.step}`);
  }
});

test('when one worker after the other dies nothing hangs, nothing typed is lost, and reset starts another', async (context) => {
  const store = await startedStore(context);
  store.setText('keep me\nplease');
  await store.settled();
  const ended = store.train();
  const refused = assert.rejects(store.call('gradientCheck', { all: true }), { code: 'workerFailed' });
  // Nobody but the reader can help where each that takes over dies, too.
  for (let i = 0; store.phase !== 'failed'; i++) {
    assert.ok(i < 10, 'it has not been given up');
    if (store.workers.length > i) await store.workers[i].terminate();
    await until(store, ({ phase }) => phase === 'failed' || store.workers.length > i + 1);
  }
  assert.deepEqual(await ended, { reason: 'failed' });
  await refused;
  assert.deepEqual([store.text, await store.train()], ['keep me\nplease', { reason: 'refused' }]);
  await store.reset();
  assert.deepEqual([store.failure, store.phase, store.data?.text], [null, 'idle', 'keep me\nplease']);
  assert.equal((await store.train({ epochs: 1 })).reason, 'finished');
});

test('the first update of a network that is lost is noticed though nothing is asked, and trying again helps', async (context) => {
  for (const lost of ['the first network', 'another']) {
    let armed = lost === 'the first network';
    const store = new Store({
      settings: { text: LISTING_TEXT, pace: 0 },
      createClient: () => {
        const { port } = faultyPort(() => 1, { drop: 0, delay: 0, duplicate: 0 });
        const { on } = port;
        port.on = (type, listener) =>
          on(type, (value) => {
            if (!armed || value.kind !== 'update') listener(value);
            else if (value.update.events.some((/** @type {any} */ event) => event.type === 'created')) armed = false;
          });
        return new EngineClient({ createWorker: () => /** @type {any} */ (port) });
      },
    });
    context.after(() => store.dispose());
    await store.start();
    if (lost === 'another') {
      await store.train({ steps: 3 });
      await until(store, ({ checkpoint }) => checkpoint?.step === 3);
      armed = true;
      await store.reset();
      await until(store, ({ recovered }) => recovered !== null);
      assert.equal(store.status?.step, 3);
    }
    assert.match(String(store.failure?.message), /was lost/);
    await store.reset();
    assert.deepEqual([store.failure, store.phase], [null, 'idle']);
    assert.equal((await store.train({ steps: 3 })).reason, 'finished');
  }
});

test('an answer about a model that is gone is refused', async (context) => {
  const store = await startedStore(context);
  const check = store.call('gradientCheck', { all: true });
  const making = store.reset();
  await assert.rejects(check, { code: 'replaced' });
  await making;
});

test('a network that memory cannot hold is refused with a sentence; what was there stays, and a smaller one clears it', async (context) => {
  const store = await startedStore(context);
  store.train();
  const text = `${'ab'.repeat(900)}\n`.repeat(10);
  store.setSettings({ text, cell: 'lstm', hiddenSize: 512, layers: 4, batchSize: 0 });
  await store.settled();
  assert.deepEqual([store.phase, store.modelVersion, store.text], ['failed', 1, text]);
  assert.match(translator('en').failure(store.failure ?? { message: '' }), /memory/);
  assert.equal((await store.call('status')).phase, 'idle');
  store.setSettings({ hiddenSize: 4, layers: 1, truncate: 20 });
  await store.settled();
  assert.deepEqual([store.failure, store.phase, store.modelVersion], [null, 'idle', 2]);
});

test('a live setting that is refused ends the training, and set to another value it is a failure no more', async (context) => {
  const text = Array.from({ length: 70 }, (_, i) => `line ${i}`).join('\n');
  const store = await startedStore(context, {
    text,
    cell: 'lstm',
    hiddenSize: 512,
    layers: 2,
    batchSize: 0,
    shards: 1,
  });
  store.train();
  store.setSetting('shards', 64);
  await until(store, ({ phase }) => phase === 'failed');
  assert.equal(/** @type {any} */ (store.failure).code, 'tooLarge');
  await until(store, ({ status }) => status?.phase !== 'training');
  assert.equal((await store.call('status')).phase, 'idle');
  store.setSetting('learningRate', 0.01);
  await pause(100);
  assert.equal(store.phase, 'failed', 'the engine does not compute with what is set');
  store.setSetting('shards', 2);
  await until(store, ({ phase }) => phase === 'idle');
  const { learningRate, shards } = (await store.call('info')).settings;
  assert.deepEqual([store.failure, learningRate, shards], [null, 0.01, 2]);
  assert.equal((await store.train({ steps: 1 })).reason, 'finished');
});

const TOO_LARGE = {
  text: `${'ab'.repeat(900)}\n`.repeat(10),
  cell: 'lstm',
  hiddenSize: 512,
  layers: 4,
  batchSize: 0,
};

test('a network that is refused after another has been asked for does not keep that one from training on', async (context) => {
  const store = await startedStore(context);
  const creates = () => store.calls.filter((name) => name === 'create').length;
  const { given } = store;
  store.train();
  store.restore({ ...given, .../** @type {any} */ (TOO_LARGE) });
  while (creates() < 2) await Promise.resolve();
  store.restore({ ...given, hiddenSize: 4 });
  await store.settled();
  assert.equal(creates(), 3);
  assert.deepEqual([store.failure, store.phase, store.info?.settings.hiddenSize], [null, 'training', 4]);
});

test('after a network that was refused, undo leads back to the one before, which is trained on', async (context) => {
  const store = await startedStore(context);
  const release = store.watch('panel/weights', { call: 'parameters' });
  await store.train({ steps: 5 });
  store.setSettings(TOO_LARGE);
  await store.settled();
  assert.deepEqual([store.phase, store.status?.step], ['failed', 5]);
  store.undo();
  await store.settled();
  assert.deepEqual([store.phase, store.failure, store.modelVersion, store.status?.step], ['idle', null, 1, 5]);
  assert.equal((await store.train({ steps: 3 })).reason, 'finished');
  await until(store, (now) => now.view('panel/weights')?.step === 8);
  release();
});

test('what a reader presses while the engine goes away comes to an end without an error', async (context) => {
  for (const end of /** @type {const} */ (['terminate', 'dispose'])) {
    const store = await startedStore(context);
    const training = store.train();
    const presses = [store.step('epoch', 200), store.step('token', 3), store.pause(), store.toggle()];
    if (end === 'terminate') await store.workers[0].terminate();
    else store.dispose();
    await Promise.all([training, ...presses]);
    await store.pause();
    // Another worker may have taken over.
    if (end === 'dispose') assert.equal(await store.step(), false);
    await store.rollBack();
  }
});

test('each attempt to start the engine has its own outcome', async (context) => {
  const reasons = ['the first', 'the second'];
  const store = new Store({
    createClient: () => {
      const reason = reasons.shift();
      if (reason) throw new EngineError('workerUnavailable', reason);
      return createClient();
    },
  });
  context.after(() => store.dispose());
  await store.start();
  assert.deepEqual([store.phase, store.failure?.message], ['failed', 'the first']);
  await store.reset();
  assert.deepEqual([store.phase, store.failure?.message], ['failed', 'the second']);
  await store.reset();
  assert.deepEqual([store.phase, store.failure], ['idle', null]);
  assert.equal((await store.train({ epochs: 1 })).reason, 'finished');
});

test('a race in which a worker cannot be made goes on with the others, and stopping it harms nothing', async (context) => {
  const store = await startedStore(context);
  let made = 0;
  const { data, settings } = store;
  const race = new Race({
    data: /** @type {NonNullable<typeof data>} */ (data),
    lanes: ['a', 'b'].map((id) => ({ id, settings })),
    createClient: () => {
      made += 1;
      if (made === 1) throw new EngineError('workerUnavailable', 'no');
      return createClient();
    },
  });
  context.after(() => race.dispose());
  await race.run({ steps: 20 });
  assert.deepEqual(
    race.lanes.map(({ phase, failure }) => [phase, /** @type {any} */ (failure)?.code]),
    [
      ['failed', 'workerUnavailable'],
      ['finished', undefined],
    ],
  );
  await assert.rejects(race.call(0, 'status'), { code: 'workerUnavailable' });
  const running = race.run({ seconds: 60 });
  await new Promise((resolve) => race.addEventListener('change', resolve, { once: true }));
  race.dispose();
  race.stop();
  await running;
});

test('a limit that is none is refused to the caller, and the network trains on', async (context) => {
  const store = await startedStore(context, { text: 'abab', hiddenSize: 2 });
  for (const limits of [{ epochs: 0.5 }, { epochs: -1 }, { steps: 0 }, { seconds: -1 }, { steps: Number.NaN }])
    await assert.rejects(store.train(limits), /must be/, JSON.stringify(limits));
  // The latest call wins, as always: the training before ends, and the engine is at rest.
  const before = store.train();
  await until(store, ({ status }) => Number(status?.step) > 0);
  await assert.rejects(store.train({ epochs: 0 }), /must be/);
  assert.equal((await before).reason, 'superseded');
  await until(store, ({ status }) => status?.phase === 'idle');
  assert.equal(store.failure, null);
  assert.equal((await store.train({ steps: 3 })).reason, 'finished');
});
