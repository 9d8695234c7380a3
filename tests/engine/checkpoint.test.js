/** Checkpoints: what changes in training, apart from the data; a new session goes on from one to the last bit. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { rejection, sentences, stepLosses, trainedOnSentences, vocabularySize } from './helpers.js';

/** Two windows a sentence, in another order each epoch, with an evaluation after each. */
const SETTINGS = /** @type {const} */ ({
  batchSize: 1,
  shuffle: true,
  truncate: 3,
  optimizer: 'adam',
  evaluateEvery: 1,
  hiddenSize: 9,
});

/** @param {import('../../web/engine/types.js').Update[]} updates @returns {number[][]} the rows of evaluations, NaN as null */
const evaluations = (updates) =>
  updates.flatMap(({ history }) =>
    [...history.step].map((step, i) => [step, history.epoch[i], history.trainingLoss[i], history.learningRate[i]]),
  );

// After 8 updates two epochs are over, and the evaluation is due with the next update.
for (const [cell, before] of /** @type {const} */ ([
  ['rnn', 7],
  ['gru', 8],
  ['lstm', 7],
])) {
  test(`${cell}, ${before} updates before: training goes on from a checkpoint as if there had been no break, its curves with it`, async (t) => {
    const settings = { ...SETTINGS, cell };
    const unbroken = await trainedOnSentences(t, settings);
    await stepLosses(unbroken, before);
    const first = await unbroken.checkpoint();
    await stepLosses(unbroken, 13 - before);
    const second = await unbroken.checkpoint({ since: first.step, meta: { mine: 1 } });
    assert.deepEqual([first.step, second.step], [before, 13]);
    const all = await unbroken.checkpoint();
    assert.ok(second.rows < all.rows, 'the second has only the rows since the first');

    /** @type {import('../../web/engine/types.js').Update[]} */
    const updates = [];
    const resumed = await trainedOnSentences(t, settings, { onUpdate: (update) => void updates.push(update) });
    await stepLosses(resumed, 3);
    updates.length = 0;
    const checkpoint = { file: second.file, before: first.file };
    const info = await resumed.create({ settings, training: sentences, vocabularySize, checkpoint });
    assert.equal(info.settings.cell, cell);
    assert.deepEqual(await stepLosses(resumed, 40), await stepLosses(unbroken, 40));

    const { step, history } = await replayed(t, settings, 53);
    assert.equal((await resumed.status()).step, step);
    assert.deepEqual(evaluations(updates), history);
  });
}

/** The same training without any of this. @param {import('node:test').TestContext} t @param {any} settings @param {number} steps */
async function replayed(t, settings, steps) {
  /** @type {import('../../web/engine/types.js').Update[]} */
  const updates = [];
  const session = await trainedOnSentences(t, settings, { onUpdate: (update) => void updates.push(update) });
  await stepLosses(session, steps);
  return { step: (await session.status()).step, history: evaluations(updates) };
}

test('a checkpoint has nothing of the data, and without them is refused; so is one of another network', async (t) => {
  const session = await trainedOnSentences(t, SETTINGS);
  await stepLosses(session, 5);
  const { file } = await session.checkpoint();
  assert.ok(!new TextDecoder('latin1').decode(file).includes('training.inputs'));
  const refused = await rejection(session.load({ bytes: file }), 'badFile');
  assert.equal(refused.details.problem, 'missing-tensor');
  const data = { settings: SETTINGS, training: sentences, vocabularySize: vocabularySize + 1 };
  assert.equal(
    (await rejection(session.create({ ...data, checkpoint: { file } }), 'badFile')).details.problem,
    'bad-setting',
  );
  const cut = { file: file.slice(0, -1) };
  await rejection(
    session.create({ settings: SETTINGS, training: sentences, vocabularySize, checkpoint: cut }),
    'badFile',
  );
  assert.equal((await session.status()).step, 5, 'the network that was there is still there');
});
