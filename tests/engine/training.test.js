import assert from 'node:assert/strict';
import test from 'node:test';
import {
  assertClose,
  everyCell,
  named,
  newSession,
  rejection,
  sentences,
  stepLosses,
  trainedOnSentences,
  vocabularySize,
} from './helpers.js';
import { forward, modelOf, oneHot, totalLoss } from './reference.js';

/**
 * Keeps all that a session told.
 * @returns {{onUpdate: (update: import('./helpers.js').Update) => void, column: (name: 'epoch' | 'step' | 'trainingLoss' | 'heldOutLoss' | 'learningRate') => number[], events: () => import('../../web/engine/types.js').SessionEvent[]}}
 */
function listener() {
  /** @type {import('./helpers.js').Update[]} */
  const updates = [];
  return {
    onUpdate: (update) => void updates.push(update),
    column: (name) => updates.flatMap(({ history }) => [...history[name]]),
    events: () => updates.flatMap(({ events }) => events),
  };
}

for (const settings of everyCell) {
  test(`one seed gives the same losses bit for bit, another seed others: ${named(settings)}`, async (t) => {
    const shuffled = { ...settings, shuffle: true };
    const losses = await stepLosses(await trainedOnSentences(t, { ...shuffled, seed: 5 }), 40);
    assert.deepEqual(await stepLosses(await trainedOnSentences(t, { ...shuffled, seed: 5 }), 40), losses);
    assert.notDeepEqual(await stepLosses(await trainedOnSentences(t, { ...shuffled, seed: 6 }), 40), losses);
  });
}

test('training in one go, in steps, and beside another session gives the same weights', async (t) => {
  const settings = { cell: /** @type {const} */ ('gru'), hiddenSize: 8, shuffle: true };
  const [atOnce, inSteps] = [await trainedOnSentences(t, settings), await trainedOnSentences(t, settings)];
  await Promise.all([atOnce.train({ epochs: 25 }), stepLosses(inSteps, 50)]);
  assert.deepEqual(await inSteps.parameters(), await atOnce.parameters());
});

test('train ends exactly at the epochs or steps asked for, and goes on from there', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 4 });
  assert.deepEqual(await session.train({ epochs: 7 }), { reason: 'finished', epoch: 7, step: 14 });
  assert.deepEqual(await session.train({ steps: 3 }), { reason: 'finished', epoch: 8, step: 17 });
  assert.deepEqual(await session.train({ epochs: 1 }), { reason: 'finished', epoch: 9, step: 18 });
  const { tokensSeen, sequencesSeen, phase } = await session.status();
  assert.deepEqual({ tokensSeen, sequencesSeen, phase }, { tokensSeen: 90, sequencesSeen: 18, phase: 'idle' });
});

test('upcoming tells which sequences and time steps the next update reads', async (t) => {
  const session = await trainedOnSentences(t, { batchSize: 0, truncate: 4, hiddenSize: 4 });
  const read = async () => {
    const { sequences, begin, end } = await session.peekNextBatch();
    return { sequences: [...sequences].sort(), begin, end };
  };
  const length = Math.max(...sentences.map(({ inputs }) => inputs.length));
  assert.deepEqual(await read(), { sequences: [0, 1], begin: 0, end: 4 });
  await session.step();
  assert.deepEqual(await read(), { sequences: [0, 1], begin: 4, end: Math.min(8, length) });
  const modelless = await newSession(t);
  await rejection(modelless.peekNextBatch(), 'noModel');
});

test('a step reports the loss before its update: of its own tokens, by the reduction', async (t) => {
  for (const reduction of /** @type {const} */ (['sum', 'mean'])) {
    const session = await trainedOnSentences(t, { reduction, precision: 'float64', hiddenSize: 6 });
    const { shape, parameters, V } = await modelOf(session);
    const { inputs, targets } = sentences[0];
    const total = totalLoss(forward(shape, parameters, oneHot(inputs, V)).probabilities, targets);
    const gradients = await session.gradients({ sequence: 0 });
    const { loss, gradientNorm } = await session.step();
    assertClose([loss], [reduction === 'sum' ? total : total / 5], 1e-12, 'loss');
    assertClose([gradientNorm], [Math.hypot(...gradients.flatMap(({ values }) => [...values]))], 1e-12, 'norm');
  }
});

test('an SGD step moves every parameter against its clipped gradient', async (t) => {
  const settings = /** @type {const} */ ({ optimizer: 'sgd', learningRate: 0.25, clipNorm: 0.5, precision: 'float64' });
  const session = await trainedOnSentences(t, settings);
  const before = await session.parameters();
  const gradients = await session.gradients({ sequence: 0 });
  const norm = Math.hypot(...gradients.flatMap(({ values }) => [...values]));
  assert.ok(norm > 0.5, 'so that clipping does something');
  await session.step();
  for (const [i, { name, values }] of (await session.parameters()).entries()) {
    const expected = before[i].values.map((value, j) => value - 0.25 * (0.5 / (norm + 1e-6)) * gradients[i].values[j]);
    assertClose(values, expected, 1e-15, name);
  }
});

test('evaluations are recorded every so many epochs before the epoch, and all are told before train resolves', async (t) => {
  const told = listener();
  const heldOut = [{ inputs: [9, 0], targets: [0, 1] }];
  const session = await trainedOnSentences(t, { evaluateEvery: 3, precision: 'float64' }, { heldOut, ...told });
  const first = { training: await session.evaluate(), heldOut: await session.evaluate({ which: 'heldOut' }) };
  await session.train({ epochs: 9 });
  assert.deepEqual(told.column('epoch'), [0, 3, 6]);
  assert.deepEqual(told.column('step'), [0, 6, 12]);
  assert.equal(told.column('trainingLoss')[0], first.training.meanLoss);
  assert.equal(told.column('heldOutLoss')[0], first.heldOut.meanLoss);
  const { trainingLoss, heldOutLoss } = await session.status();
  assert.deepEqual([trainingLoss, heldOutLoss], [told.column('trainingLoss')[2], told.column('heldOutLoss')[2]]);
});

test('the halving schedule halves when a recorded loss rose, says so, and adjust keeps the halved rate', async (t) => {
  const told = listener();
  const settings = /** @type {const} */ ({ optimizer: 'sgd', learningRate: 8, schedule: 'halving', evaluateEvery: 1 });
  const session = await trainedOnSentences(t, settings, told);
  await session.train({ epochs: 20 });
  const losses = told.column('trainingLoss');
  const rises = losses.slice(1).filter((loss, i) => loss > losses[i]).length;
  const halvings = told.events().flatMap((event) => (event.type === 'halved' ? [event] : []));
  assert.ok(rises > 0, 'so that there is something to halve');
  assert.equal(halvings.length, rises);
  for (const { epoch, from, to, lossBefore, loss } of halvings) {
    assert.deepEqual([to, lossBefore, loss], [from / 2, losses[epoch - 1], losses[epoch]]);
  }
  const rate = 8 / 2 ** rises;
  assert.equal(told.column('learningRate').at(-1), rate);
  assert.equal((await session.updateSettings({ clipNorm: 3 })).learningRate, rate);
  assert.equal((await session.status()).learningRate, rate);
});

test('live settings apply from the next step on, without a break in training', async (t) => {
  const session = await trainedOnSentences(t, { learningRate: 0.01 });
  const training = session.train();
  const settings = await session.updateSettings({ learningRate: 0.5, optimizer: 'sgd' });
  assert.deepEqual([settings.learningRate, settings.optimizer], [0.5, 'sgd']);
  assert.equal((await session.status()).phase, 'training');
  assert.equal((await session.status()).learningRate, 0.5);
  await session.pause();
  assert.equal((await training).reason, 'paused');
  assert.deepEqual((await session.info()).settings, settings);
  await rejection(session.updateSettings({ hiddenSize: 3 }), 'notLive');
});

test('training stops where the loss is no number, says at which rate, and rolls back to the best weights', async (t) => {
  const told = listener();
  const settings = /** @type {const} */ ({
    optimizer: 'sgd',
    activation: 'identity',
    learningRate: 90,
    evaluateEvery: 1,
  });
  const session = await trainedOnSentences(t, settings, told);
  const end = await session.train({ epochs: 5000 });
  assert.equal(end.reason, 'diverged');
  assert.equal((await session.status()).phase, 'diverged');
  assert.deepEqual(told.events().at(-1), { type: 'diverged', epoch: end.epoch, step: end.step, learningRate: 90 });
  await rejection(session.train({ epochs: 1 }), 'diverged');
  await rejection(session.step(), 'diverged');

  const best = Math.min(...told.column('trainingLoss').filter((loss) => !Number.isNaN(loss)));
  const status = await session.rollBack();
  assert.deepEqual([status.phase, status.learningRate, status.trainingLoss], ['idle', 45, best]);
  assert.equal((await session.evaluate()).meanLoss, best);
  assert.equal(told.events().at(-1)?.type, 'restored');
  assert.equal((await session.train({ steps: 1 })).reason, 'finished');
});

test('there is nothing to roll back to before anything was recorded', async (t) => {
  const session = await trainedOnSentences(t);
  await rejection(session.rollBack(), 'nothingToRollBack');
  await session.step();
  assert.equal((await session.rollBack({ halveRate: false })).learningRate, 0.01);
});

test('windows of truncated BPTT are one step each, over all sequences of a batch', async (t) => {
  const session = await trainedOnSentences(t, { truncate: 2, batchSize: 0 });
  await session.train({ epochs: 1 });
  const { step, tokensSeen, sequencesSeen } = await session.status();
  assert.deepEqual({ step, tokensSeen, sequencesSeen }, { step: 3, tokensSeen: 10, sequencesSeen: 2 });
});

test('a later train or step takes the place of the one under way, which ends as paused', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 4 });
  const first = session.train();
  const second = session.train({ epochs: 5 });
  assert.equal((await first).reason, 'paused');
  assert.equal((await second).reason, 'finished');
  const third = session.train();
  await session.step();
  assert.equal((await third).reason, 'paused');
  assert.equal((await session.status()).phase, 'idle');
});

test('a pace holds training back: no more epochs than the time that passed allows', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 4 });
  const started = performance.now();
  const { epoch } = await session.train({ seconds: 0.3, pace: { unit: 'epoch', perSecond: 20 } });
  const seconds = (performance.now() - started) / 1000;
  assert.ok(epoch >= 1 && epoch <= 20 * seconds + 1, `${epoch} epochs in ${seconds} s`);
  const step = await session.train({ steps: 2, pace: { unit: 'step', perSecond: 50 } });
  assert.equal(step.reason, 'finished');
});

test('an aborted signal stops training and rejects with its reason; what was learned stays', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 4 });
  const abort = new AbortController();
  const training = session.train({}, { signal: abort.signal });
  await session.status();
  abort.abort(new Error('enough'));
  await assert.rejects(training, { message: 'enough' });
  assert.equal((await session.status()).phase, 'idle');
});

test('sequences of different lengths, unknown tokens and missing targets train to finite losses', async (t) => {
  const session = await newSession(t);
  const training = [
    { inputs: [0, -1, 2], targets: [1, 2, -1] },
    { inputs: [3], targets: [4] },
    { inputs: Int32Array.of(5, 6, 7, 8, 9, 0), targets: Int32Array.of(6, 7, 8, 9, 0, -1) },
  ];
  await session.create({ settings: { batchSize: 2, cell: 'lstm' }, training, vocabularySize });
  await session.train({ epochs: 50 });
  const { tokens, meanLoss } = await session.evaluate();
  assert.equal(tokens, 8);
  assert.ok(meanLoss < Math.log(10), `${meanLoss}`);
});
