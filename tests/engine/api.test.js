/** The public API as a program uses it, in this thread and with a worker. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { createModel, EngineError, loadModel, SettingsError } from '../../web/engine/index.js';
import { prepareText } from '../../web/text/index.js';
import { rejection, sentences } from './helpers.js';

const tokens = [...'你好李焕英夏洛特烦恼'];

for (const worker of [false, true]) {
  const where = worker ? 'in a worker' : 'in this thread';

  /** @param {import('node:test').TestContext} t @param {import('../../web/engine/index.js').EngineOptions} [settings] */
  const newModel = async (t, settings = {}) => {
    const model = await createModel(settings, { training: sentences, tokens }, { worker });
    t.after(() => model.dispose());
    return model;
  };

  test(`a model learns the two sentences by heart and writes them: ${where}`, async (t) => {
    const model = await newModel(t);
    await model.train({ epochs: 100 });
    assert.equal((await model.evaluate()).accuracy, 1);
    const { ids } = await model.generate({ inputs: [0], length: 9, strategy: 'greedy' });
    assert.equal([...ids].map((id) => tokens[id]).join(''), '好李焕英夏洛特烦恼');
  });

  test(`what prepareText makes of a text can be given as it is: ${where}`, async (t) => {
    const { training, heldOut, vocabulary } = prepareText('abab\ncdcd\nefef', { heldOut: 0.34 });
    const model = await createModel({}, { training, heldOut, tokens: [...vocabulary.tokens] }, { worker });
    t.after(() => model.dispose());
    assert.deepEqual([model.tokens, (await model.evaluate({ which: 'heldOut' })).tokens], [[...'abcdef\n'], 4]);
  });

  test(`looping over train gives every recorded row in order, and then the end: ${where}`, async (t) => {
    const model = await newModel(t, { evaluateEvery: 1 });
    const epochs = [];
    let last;
    for await (const progress of model.train({ epochs: 3000 })) {
      epochs.push(...progress.history.epoch);
      last = progress;
    }
    assert.deepEqual(
      epochs,
      Array.from({ length: 3000 }, (_, i) => i),
    );
    assert.equal(last?.epoch, 3000);
    assert.ok(last && last.trainingLoss < 0.1 && last.tokensPerSecond > 0);
  });

  test(`leaving the loop pauses training: ${where}`, async (t) => {
    const model = await newModel(t);
    for await (const { epoch } of model.train()) if (epoch > 0) break;
    const { phase, step } = await model.status();
    assert.equal(phase, 'idle');
    assert.equal((await model.status()).step, step);
  });

  test(`a signal ends the loop with its reason: ${where}`, async (t) => {
    const model = await newModel(t);
    const abort = new AbortController();
    const loop = async () => {
      for await (const { step } of model.train({}, { signal: abort.signal }))
        if (step > 10) abort.abort(new Error('enough'));
    };
    await assert.rejects(loop(), { message: 'enough' });
    assert.equal((await model.status()).phase, 'idle');
  });

  test(`what save gives, loadModel takes, and both go on alike: ${where}`, async (t) => {
    const model = await newModel(t, { cell: 'gru' });
    await model.train({ epochs: 5 });
    const copy = await loadModel(await model.save(), { worker });
    t.after(() => copy.dispose());
    await Promise.all([model.train({ epochs: 5 }), copy.train({ epochs: 5 })]);
    assert.deepEqual(await copy.parameters(), await model.parameters());
    assert.deepEqual((await copy.info()).tokens, tokens);
    await rejection(loadModel(new Uint8Array(9), { worker }), 'badFile');
  });

  test(`updates are events, and a disposed model answers nothing: ${where}`, async (t) => {
    const model = await newModel(t);
    /** @type {import('../../web/engine/index.js').Update[]} */
    const updates = [];
    model.addEventListener('update', (event) => updates.push(/** @type {CustomEvent} */ (event).detail));
    await model.watch({ views: { all: { call: 'evaluate' } } });
    await model.train({ epochs: 1 });
    assert.ok(updates.length > 0);
    const training = model.train();
    model.dispose();
    await rejection(Promise.resolve(training), 'disposed');
    await rejection(model.status(), 'disposed');
  });
}

test('settings and data that are wrong reject createModel with errors that name them', async () => {
  const wrong = createModel({ hiddenSize: 0 }, { training: sentences });
  await assert.rejects(wrong, (error) => error instanceof SettingsError && error.setting === 'hiddenSize');
  const empty = createModel({}, { training: [], tokens });
  await assert.rejects(empty, (error) => error instanceof EngineError && error.code === 'badData');
});

test('without tokens the vocabulary is as large as the ids need', async (t) => {
  const model = await createModel({}, { training: [{ inputs: [0, 6], targets: [-1, 2] }] });
  t.after(() => model.dispose());
  assert.equal((await model.info()).vocabularySize, 7);
});

test('models in one thread do not disturb each other', async (t) => {
  const models = await Promise.all([0, 1].map(() => createModel({ seed: 8 }, { training: sentences })));
  for (const model of models) t.after(() => model.dispose());
  await Promise.all(models.map((model) => model.train({ epochs: 20 })));
  assert.deepEqual(await models[0].parameters(), await models[1].parameters());
});

test('a model ends with its block where the language can say so', async () => {
  const model = await createModel({}, { training: sentences });
  assert.equal(typeof model[Symbol.dispose], 'function');
  await model[Symbol.asyncDispose]();
  await rejection(model.status(), 'disposed');
});
