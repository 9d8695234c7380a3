import assert from 'node:assert/strict';
import test from 'node:test';
import { EngineError } from '../../web/engine/errors.js';
import { newSession, rejection, sentences, trainedOnSentences, vocabularySize } from './helpers.js';

/** @type {[string, unknown, string][]} */
const badTraining = [
  ['no list', 'text', 'training is string, but must be a list of sequences.'],
  ['nothing', [], 'training is empty, but must hold a sequence.'],
  [
    'an empty sequence',
    [{ inputs: [], targets: [] }],
    'training[0].inputs is empty, but must hold at least one token.',
  ],
  ['no sequence', [null], 'training[0].inputs must be a list of token ids.'],
  [
    'an id beyond V',
    [sentences[0], { inputs: [0, 10], targets: [0, 0] }],
    'training[1].inputs[1] is 10, but must be a whole number from -1 to 9.',
  ],
  [
    'half an id',
    [{ inputs: [0.5], targets: [0] }],
    'training[0].inputs[0] is 0.5, but must be a whole number from -1 to 9.',
  ],
  [
    'a target below -1',
    [{ inputs: [0], targets: [-2] }],
    'training[0].targets[0] is -2, but must be a whole number from -1 to 9.',
  ],
  [
    'lengths that differ',
    [{ inputs: [0, 1], targets: [1] }],
    'training[0].targets has 1 tokens, but must have as many as inputs: 2.',
  ],
  [
    'a state of the wrong size',
    [{ ...sentences[0], initialState: { h: [0, 0] } }],
    'training[0].initialState.h must be 32 finite numbers: 1 layers of 32.',
  ],
];

for (const [what, training, message] of badTraining) {
  test(`data is refused, and the model there is kept: ${what}`, async (t) => {
    const session = await trainedOnSentences(t);
    await session.step();
    const error = await rejection(
      session.create({ training: /** @type {any} */ (training), vocabularySize }),
      'badData',
    );
    assert.equal(error.message, message);
    assert.equal((await session.status()).step, 1);
  });
}

test('a vocabulary size that is none is refused by name', async (t) => {
  const session = await newSession(t);
  for (const size of [0, -1, 2.5, NaN, undefined, 1e9]) {
    const create = session.create({ training: sentences, vocabularySize: /** @type {number} */ (size) });
    const error = await create.catch((/** @type {unknown} */ reason) => reason);
    assert.ok(error instanceof EngineError && error.message.startsWith('vocabularySize is '), `${error}`);
  }
});

test('what cannot fit into memory is refused before it is tried', async (t) => {
  const session = await trainedOnSentences(t);
  const long = new Int32Array(300_000);
  const error = await rejection(
    session.create({
      settings: { hiddenSize: 512 },
      training: [{ inputs: long, targets: long }],
      vocabularySize: 5000,
    }),
    'tooLarge',
  );
  assert.ok(error.details.bytes > error.details.limit);
  const settings = { hiddenSize: 512, truncate: 50 };
  await session.create({
    settings,
    training: [{ inputs: long.subarray(0, 1000), targets: long.subarray(0, 1000) }],
    vocabularySize: 100,
  });
  assert.ok(Number.isFinite((await session.step()).loss));
});

test('before there is a model every call but create, load, status and watch says so', async (t) => {
  const session = await newSession(t);
  assert.equal((await session.status()).phase, 'empty');
  await session.watch({ views: { p: { call: 'predictAll' } } });
  const calls = [
    session.train(),
    session.step(),
    session.updateSettings({}),
    session.rollBack(),
    session.save(),
    session.info(),
  ];
  const reads = [session.predictAll(), session.evaluate(), session.parameters(), session.generate({ length: 1 })];
  for (const call of [...calls, ...reads]) await rejection(call, 'noModel');
});

test('arguments that name no sequence, or one that is not there, are refused', async (t) => {
  const session = await trainedOnSentences(t);
  await rejection(session.trace(/** @type {any} */ ({})), 'badArgument');
  await rejection(session.trace({ sequence: 2 }), 'outOfRange');
  await rejection(session.trace({ heldOut: 0 }), 'noHeldOut');
  await rejection(session.evaluate({ which: 'heldOut' }), 'noHeldOut');
  await rejection(session.evaluate(/** @type {any} */ ({ which: 'all' })), 'badArgument');
  await rejection(session.influence({ sequence: 0, target: 10 }), 'outOfRange');
  await rejection(session.contribution({ sequence: 0, t: 5, name: 'bias_out' }), 'outOfRange');
  await rejection(session.contribution({ sequence: 0, t: 0, name: 'weight' }), 'notAChoice');
  await rejection(session.setParameter({ name: 'bias_out', values: [1] }), 'badArgument');
  await rejection(session.setParameter({ name: 'bias_out', values: new Float64Array(10).fill(NaN) }), 'badArgument');
  await rejection(session.train({ epochs: 0 }), 'outOfRange');
  await rejection(session.step({ count: 0 }), 'outOfRange');
  await rejection(session.load({ bytes: /** @type {any} */ ('text') }), 'badArgument');
});

test('a model that is replaced or disposed of rejects what still reads it', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 64, cell: 'lstm' });
  const check = session.gradientCheck({ all: true, sample: 1e6 });
  const training = session.train();
  await session.create({ training: sentences, vocabularySize });
  await rejection(check, 'replaced');
  assert.equal((await training).reason, 'paused');

  const pending = [session.gradientCheck({ all: true, sample: 1e6 }), session.train()];
  session.dispose();
  for (const call of pending) await rejection(call, 'disposed');
  await rejection(session.status(), 'disposed');
});

test('one token, one sentence of one character, and a vocabulary of one train', async (t) => {
  const session = await newSession(t);
  await session.create({ training: [{ inputs: [0], targets: [0] }], vocabularySize: 1 });
  await session.train({ epochs: 3 });
  assert.deepEqual(await session.evaluate(), { tokens: 1, meanLoss: 0, bitsPerToken: 0, perplexity: 1, accuracy: 1 });
});
