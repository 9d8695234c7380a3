import assert from 'node:assert/strict';
import test from 'node:test';
import { engineSettings } from '../../web/engine/engine-settings.js';
import { createModel, loadModel } from '../../web/engine/index.js';
import {
  everyCell,
  named,
  newSession,
  rejection,
  sentences,
  stepLosses,
  trainedOnSentences,
  vocabularySize,
} from './helpers.js';

for (const settings of [...everyCell, { cell: /** @type {const} */ ('gru'), layers: 1, truncate: 2, shuffle: true }]) {
  test(`n steps, a file, and m more steps are n + m steps, bit for bit: ${named(settings)}`, async (t) => {
    const unbroken = await trainedOnSentences(t, settings);
    const losses = await stepLosses(unbroken, 31);

    const before = await trainedOnSentences(t, settings);
    const resumed = await newSession(t);
    const head = await stepLosses(before, 14);
    await resumed.load({ bytes: await before.save() });
    assert.deepEqual([...head, ...(await stepLosses(resumed, 17))], losses);
    assert.deepEqual(await resumed.parameters(), await unbroken.parameters());
  });
}

test('a file brings back settings, tokens, meta, data, counters and history', async (t) => {
  const tokens = [...'你好李焕英夏洛特烦恼'];
  const meta = { title: '两句话', unit: 'characters' };
  const heldOut = [{ inputs: [1, -1], targets: [2, -1] }];
  const settings = /** @type {const} */ ({ cell: 'lstm', schedule: 'halving', evaluateEvery: 2, seed: 4294967295 });
  /** @type {number[][]} */
  const told = [[], []];
  const session = await trainedOnSentences(t, settings, {
    tokens,
    meta,
    heldOut,
    onUpdate: ({ history }) => told[0].push(...history.trainingLoss),
  });
  await session.updateSettings({ learningRate: 0.02 });
  await session.train({ epochs: 9 });
  const loaded = await newSession(t, { onUpdate: ({ history }) => told[1].push(...history.trainingLoss) });
  const info = await loaded.load({ bytes: await session.save() });
  assert.deepEqual(info, await session.info());
  assert.equal(info.settings.learningRate, 0.02);
  assert.deepEqual(info.tokens, tokens);
  assert.deepEqual(info.meta, meta);
  assert.deepEqual(await loaded.predictAll({ which: 'heldOut' }), await session.predictAll({ which: 'heldOut' }));
  const { epoch, step, tokensSeen, sequencesSeen, trainingLoss } = await session.status();
  const { status } = { status: await loaded.status() };
  assert.deepEqual(
    [status.epoch, status.step, status.tokensSeen, status.sequencesSeen],
    [epoch, step, tokensSeen, sequencesSeen],
  );
  assert.equal(status.trainingLoss, trainingLoss);
  assert.equal(told[0].length, 5);
  assert.deepEqual(told[1], told[0]);
});

test('until an evaluation is recorded, a roll-back goes back to the model as it was loaded', async (t) => {
  const session = await trainedOnSentences(t, { evaluateEvery: 10 });
  await session.train({ epochs: 4 });
  const loaded = await newSession(t);
  await loaded.load({ bytes: await session.save() });
  await loaded.train({ epochs: 5 });
  const { epoch, trainingLoss, learningRate } = await loaded.rollBack();
  assert.deepEqual([epoch, trainingLoss, learningRate], [4, (await session.status()).trainingLoss, 0.005]);
  assert.deepEqual(await loaded.parameters(), await session.parameters());
  await loaded.train({ epochs: 7 });
  const best = (await loaded.status()).trainingLoss;
  assert.deepEqual([(await loaded.rollBack()).epoch, (await loaded.status()).trainingLoss], [10, best]);
});

test('calls keep their order while the code for files is loaded', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 3 });
  const saved = session.save();
  const created = session.create({ settings: { hiddenSize: 5 }, training: sentences, vocabularySize });
  const bytes = await saved;
  assert.equal((await created).settings.hiddenSize, 5);
  const loaded = session.load({ bytes });
  const [info, end] = await Promise.all([session.info(), session.train({ epochs: 2 })]);
  assert.equal((await loaded).settings.hiddenSize, 3, 'the file has the model that was there when it was asked for');
  assert.equal(info.settings.hiddenSize, 3);
  assert.equal(end.epoch, 2);
  await rejection(session.load({ bytes: new Uint8Array(3) }), 'badFile');
  assert.equal((await session.status()).epoch, 2, 'a call after one that failed');
});

test('a session that is disposed of while it opens a file keeps nothing of it', async (t) => {
  const session = await trainedOnSentences(t);
  const bytes = await session.save();
  const [loading, later] = [session.load({ bytes }), session.info()];
  session.dispose();
  await rejection(loading, 'disposed');
  await rejection(later, 'disposed');
});

test('a file that is no model is refused with the reason, and the model there stays as it was', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 3 });
  await session.train({ epochs: 2 });
  const bytes = await session.save();
  const before = { info: await session.info(), parameters: await session.parameters(), status: await session.status() };
  /** @type {[string, Uint8Array][]} */
  const malformed = [
    ['nothing', new Uint8Array(0)],
    ['no header', bytes.slice(0, 20)],
    ['a header longer than the file', Uint8Array.from(bytes, (byte, i) => (i === 4 ? 1 : byte))],
    ['no JSON', Uint8Array.from(bytes, (byte, i) => (i === 8 ? 0 : byte))],
    ['cut off', bytes.slice(0, -1)],
    ['trailing bytes', Uint8Array.from([...bytes, 0])],
    ['an unknown version', replaced(bytes, '"version":"1"', '"version":"9"')],
    ['a missing tensor', replaced(bytes, '"weight_hh_l0"', '"weight_hh_l9"')],
  ];
  const problems = new Set();
  for (const [what, file] of malformed) {
    const error = await rejection(session.load({ bytes: file }), 'badFile');
    assert.ok(error.message.length > 10 && error.details.problem, what);
    problems.add(error.details.problem);
  }
  assert.ok(problems.size >= 6, `told apart: ${[...problems]}`);
  assert.deepEqual(
    { info: await session.info(), parameters: await session.parameters(), status: await session.status() },
    before,
  );
});

/** @param {Uint8Array} bytes @param {string} from @param {string} to of equal length */
function replaced(bytes, from, to) {
  const text = Buffer.from(bytes).toString('latin1');
  assert.ok(text.includes(from), `the file holds ${from}`);
  return new Uint8Array(Buffer.from(text.replace(from, to), 'latin1'));
}

test('a file of another kind is called what it is not, whatever its first bytes say as a number', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 3 });
  const others = {
    'a PNG': '89504e470d0a1a0a0000000d49484452',
    'a JPEG': 'ffd8ffe000104a464946000101000001',
    'a ZIP': '504b0304140000000800aabbccddeeff',
    'a PDF': '255044462d312e370a25e2e3cfd30a0a',
    'a WebAssembly module': '0061736d0100000001250760027f7f01',
    'an HDF5 file': '894844460d0a1a0a0000000000080800',
    'a pickle': '80027d7100285801000000617101584b',
    'a numpy array': '934e554d5059010076007b2764657363',
    'a text': Buffer.from('Hello world, this is a text.').toString('hex'),
    'a page of HTML': Buffer.from('<!doctype html><title>404').toString('hex'),
    'a JSON file': Buffer.from('{"weights": [1, 2, 3]}').toString('hex'),
  };
  for (const [what, hex] of Object.entries(others)) {
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
    const error = await rejection(session.load({ bytes }), 'badFile');
    assert.deepEqual(
      [error.message, error.details.problem],
      ['the file is not a safetensors file', 'not-safetensors'],
      what,
    );
    // A view into a larger buffer is looked at from its own beginning.
    const larger = new Uint8Array([1, 2, 3, ...bytes]).subarray(3);
    assert.equal(
      (await rejection(session.load({ bytes: larger }), 'badFile')).details.problem,
      'not-safetensors',
      what,
    );
  }
});

test('every choice and both ends of every range pass through the engine and a file unchanged', async (t) => {
  const session = await newSession(t);
  const belowOne = 1 - 2 ** -53;
  const rows = /** @type {[string, import('../../web/engine/settings-schema.js').Setting][]} */ (
    Object.entries(engineSettings)
  );
  for (const [name, row] of rows) {
    const ends =
      'min' in row ? [row.exclusiveMin ? Number.MIN_VALUE : row.min, row.exclusiveMax ? belowOne : row.max] : [];
    const values = 'choices' in row ? row.choices : row.type === 'boolean' ? [true, false] : ends;
    for (const value of values) {
      await session.create({ settings: { [name]: value }, training: sentences, vocabularySize });
      const { settings } = await session.info();
      assert.equal(settings[/** @type {keyof typeof engineSettings} */ (name)], value);
      assert.deepEqual((await session.load({ bytes: await session.save() })).settings, settings);
    }
  }
});

test('a file as Node reads it, a view into a larger block of memory, is loaded as it is', async (t) => {
  const model = await createModel({ hiddenSize: 5 }, { training: sentences });
  t.after(() => model.dispose());
  await model.train({ steps: 3 });
  const saved = await model.save();
  const block = Buffer.alloc(saved.length + 3, 7);
  block.set(saved, 3);
  for (const worker of [false, true]) {
    const loaded = await loadModel(block.subarray(3), { worker });
    t.after(() => loaded.dispose());
    assert.deepEqual(await loaded.parameters(), await model.parameters());
  }
});
