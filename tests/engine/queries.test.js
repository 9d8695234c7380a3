/** Every number the reading calls give, against the plain loops of reference.js at the engine's own parameters. */
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  assertClose,
  everyCell,
  named,
  rejection,
  sentences,
  stepLosses,
  trainedOnSentences,
  vocabularySize,
} from './helpers.js';
import { forward, modelOf, oneHot, softmax, totalLoss } from './reference.js';

const tolerance = 1e-12;
const float32 = 1e-6;

/** @param {import('node:test').TestContext} t @param {import('./helpers.js').EngineOptions} settings */
async function trained(t, settings) {
  const session = await trainedOnSentences(t, settings);
  await session.train({ epochs: 5 });
  return { session, model: await modelOf(session) };
}

/** @param {number[]} list */
const indexOfLargest = (list) => list.indexOf(Math.max(...list));

for (const settings of everyCell) {
  test(`predict gives the probabilities and hidden states of the equations: ${named(settings)}`, async (t) => {
    const { session, model } = await trained(t, settings);
    const inputs = [3, 1, -1, 4, 1, 5];
    const expected = forward(model.shape, model.parameters, oneHot(inputs, model.V));
    const { probabilities, hidden } = await session.predict({ inputs });
    assertClose(probabilities, expected.probabilities.flat(), float32, 'probabilities');
    assertClose(hidden, expected.hidden.flat(), float32, 'hidden');
  });

  test(`predictAll and evaluate agree with the equations: ${named(settings)}`, async (t) => {
    const { session, model } = await trained(t, settings);
    const { sequences } = await session.predictAll();
    let loss = 0;
    let right = 0;
    for (const [i, { inputs, targets }] of sentences.entries()) {
      const { probabilities } = forward(model.shape, model.parameters, oneHot(inputs, model.V));
      const ids = probabilities.map(indexOfLargest);
      const ofTarget = probabilities.map((p, t) => p[targets[t]]);
      assert.deepEqual([...sequences[i].ids], ids);
      assertClose(
        sequences[i].probabilities,
        probabilities.map((p) => Math.max(...p)),
        float32,
        'probabilities',
      );
      assertClose(sequences[i].targetProbabilities, ofTarget, float32, 'targetProbabilities');
      assertClose(
        sequences[i].losses,
        ofTarget.map((p) => -Math.log(p)),
        float32,
        'losses',
      );
      loss += totalLoss(probabilities, targets);
      right += ids.filter((id, t) => id === targets[t]).length;
    }
    const evaluation = await session.evaluate();
    assert.equal(evaluation.tokens, 10);
    assertClose([evaluation.meanLoss], [loss / 10], tolerance, 'meanLoss');
    assertClose([evaluation.bitsPerToken], [loss / 10 / Math.log(2)], tolerance, 'bitsPerToken');
    assertClose([evaluation.perplexity], [Math.exp(loss / 10)], tolerance, 'perplexity');
    assert.equal(evaluation.accuracy, right / 10);
  });

  test(`trace holds the forward pass of the equations: ${named(settings)}`, async (t) => {
    const { session, model } = await trained(t, settings);
    const { inputs, targets } = sentences[1];
    const expected = forward(model.shape, model.parameters, oneHot(inputs, model.V));
    const trace = await session.trace({ sequence: 1 });
    const top = trace.layersData[trace.layers - 1];
    assertClose(top.hidden.values, expected.hidden.flat(), tolerance, 'hidden');
    if (settings.cell === 'lstm') assertClose(top.cell?.values ?? [], expected.cell.flat(), tolerance, 'cell');
    assertClose(trace.logits.values, expected.logits.flat(), tolerance, 'logits');
    assertClose(trace.probabilities.values, expected.probabilities.flat(), tolerance, 'probabilities');
    const logs = expected.probabilities.flat().map(Math.log);
    assertClose(trace.logProbabilities.values, logs, tolerance, 'logProbabilities');
    assertClose([trace.loss], [totalLoss(expected.probabilities, targets)], tolerance, 'loss');
    const { T, V, H, layers, scale } = trace;
    assert.deepEqual(
      { T, V, H, layers, scale },
      { T: 5, V: 10, H: settings.hiddenSize, layers: settings.layers, scale: 1 },
    );
    for (const [name, { values, shape }] of fieldsOf(trace)) assert.equal(values.length, product(shape), name);
    assert.deepEqual(trace.losses.shape, [5]);
    assert.deepEqual(trace.logits.shape, [5, 10]);
  });
}

/**
 * @param {import('../../web/engine/types.js').Trace} trace
 * @returns {[string, import('../../web/engine/types.js').Numbers][]}
 */
function fieldsOf(trace) {
  const groups = [trace, ...trace.layersData, ...trace.layersData.map(({ backward }) => backward)];
  return groups.flatMap((group) => Object.entries(group).filter(([, field]) => field.values && field.shape));
}

/** @param {number[]} shape */
const product = (shape) => shape.reduce((a, b) => a * b);

test('positions without a target have no loss and count in no evaluation', async (t) => {
  const training = [{ inputs: [0, 1, 2], targets: [1, -1, 3] }];
  const session = await trainedOnSentences(t, { precision: 'float64' }, { training });
  const model = await modelOf(session);
  const { probabilities } = forward(model.shape, model.parameters, oneHot([0, 1, 2], model.V));
  const evaluation = await session.evaluate();
  assert.equal(evaluation.tokens, 2);
  assertClose([evaluation.meanLoss], [totalLoss(probabilities, [1, -1, 3]) / 2], tolerance, 'meanLoss');
  const [{ losses, targetProbabilities }] = (await session.predictAll()).sequences;
  assert.ok(Number.isNaN(losses[1]) && Number.isNaN(targetProbabilities[1]));
});

test('an initial state is where the sequence starts from', async (t) => {
  const session = await trainedOnSentences(t, { cell: 'lstm', hiddenSize: 3, layers: 2, precision: 'float64' });
  const whole = await session.trace({ inputs: [3, 1, 4, 1], targets: [1, 4, 1, 5] });
  const last = (/** @type {'hidden' | 'cell'} */ name, /** @type {number} */ step) =>
    Float64Array.from(
      whole.layersData.flatMap((layer) => [...(layer[name]?.values.slice(3 * step, 3 * step + 3) ?? [])]),
    );
  const rest = await session.trace({
    inputs: [4, 1],
    targets: [1, 5],
    initialState: { h: last('hidden', 1), c: last('cell', 1) },
  });
  assertClose(rest.logits.values, whole.logits.values.slice(20), tolerance, 'logits');
});

test('a sequence far longer than a piece gives what one pass of the equations gives', async (t) => {
  const session = await trainedOnSentences(t, { cell: 'gru', hiddenSize: 3, precision: 'float64' });
  const model = await modelOf(session);
  const inputs = Array.from({ length: 1300 }, (_, i) => (i * i) % 10);
  const expected = forward(model.shape, model.parameters, oneHot(inputs, model.V));
  const { probabilities } = await session.predict({ inputs });
  assertClose(probabilities, expected.probabilities.flat(), float32, 'probabilities');
  const { logits } = await session.distribution({ inputs });
  assertClose(logits, expected.logits[1299], tolerance, 'logits');
  const early = await session.distribution({ inputs, position: 600 });
  assertClose(early.logits, expected.logits[600], tolerance, 'logits at 600');
});

test('distribution divides by the temperature, filters, and renormalizes what is kept', async (t) => {
  const { session, model } = await trained(t, { hiddenSize: 6, precision: 'float64' });
  const inputs = [2, 7];
  const logits = forward(model.shape, model.parameters, oneHot(inputs, model.V)).logits[1];
  const whole = await session.distribution({ inputs, temperature: 0.7 });
  const probabilities = softmax(logits.map((logit) => logit / 0.7));
  assertClose(
    whole.scaled,
    logits.map((logit) => logit / 0.7),
    tolerance,
    'scaled',
  );
  assertClose(whole.probabilities, probabilities, tolerance, 'probabilities');
  const ranked = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  assert.deepEqual([...whole.order], ranked);
  assert.equal(whole.maximum, Math.max(...whole.scaled));

  const top = await session.distribution({ inputs, topK: 3 });
  const plain = softmax(logits);
  const kept = ranked.slice(0, 3);
  assert.deepEqual(
    [...top.kept],
    plain.map((_, id) => Number(kept.includes(id))),
  );
  const together = kept.reduce((sum, id) => sum + plain[id], 0);
  assertClose(
    top.probabilities,
    plain.map((p, id) => (kept.includes(id) ? p / together : 0)),
    tolerance,
    'probabilities of the top 3',
  );
  assertClose([top.cumulative[ranked[2]]], [1], tolerance, 'cumulative probability of the last kept');

  const nucleus = await session.distribution({ inputs, topP: 0.5 });
  let needed = 0;
  for (let reached = 0; reached < 0.5; needed++) reached += plain[ranked[needed]];
  assert.equal(
    nucleus.kept.reduce((a, b) => a + b),
    needed,
  );
});

test('parameters come by PyTorch name and shape, and what setParameter takes is what parameters gives', async (t) => {
  const session = await trainedOnSentences(t, { cell: 'gru', hiddenSize: 3, layers: 2, precision: 'float64' });
  const { parameters, parameterCount } = await session.info();
  assert.deepEqual(
    parameters.map(({ name, shape }) => `${name} ${shape.join('×')}`),
    [
      ...['weight_ih_l0 9×10', 'weight_hh_l0 9×3', 'bias_ih_l0 9', 'bias_hh_l0 9'],
      ...['weight_ih_l1 9×3', 'weight_hh_l1 9×3', 'bias_ih_l1 9', 'bias_hh_l1 9', 'weight_out 10×3', 'bias_out 10'],
    ],
  );
  assert.equal(parameterCount, 9 * 10 + 27 + 9 + 9 + 27 + 27 + 9 + 9 + 30 + 10);
  const values = Float64Array.from({ length: 27 }, (_, i) => i / 27);
  await session.setParameter({ name: 'weight_hh_l1', values });
  const after = (await session.parameters()).find(({ name }) => name === 'weight_hh_l1');
  assert.deepEqual(after?.values, values);
  assert.equal((await session.status()).step, 0);
});

test('held-out sequences are read by their own index', async (t) => {
  const heldOut = [{ inputs: [9, 8], targets: [8, 7] }];
  const session = await trainedOnSentences(t, { precision: 'float64' }, { heldOut });
  assert.deepEqual(await session.predict({ heldOut: 0 }), await session.predict({ inputs: [9, 8] }));
  assert.equal((await session.evaluate({ which: 'heldOut' })).tokens, 2);
  const { sequences } = await session.predictAll({ which: 'heldOut' });
  assert.equal(sequences.length, 1);
  assert.equal(vocabularySize, (await session.info()).vocabularySize);
});

test('predictAll gives the range asked for', async (t) => {
  const session = await trainedOnSentences(t);
  const all = await session.predictAll();
  assert.deepEqual(await session.predictAll({ from: 1, count: 5 }), { sequences: all.sequences.slice(1) });
  assert.deepEqual(await session.predictAll({ from: 0, count: 1 }), { sequences: all.sequences.slice(0, 1) });
  assert.deepEqual(await session.predictAll({ from: 2 }), { sequences: [] });
});

for (const [precision, Values] of /** @type {const} */ ([
  ['float32', Float32Array],
  ['float64', Float64Array],
])) {
  test(`parameters and gradients: all of them or the one that is named, as ${Values.name}`, async (t) => {
    const session = await trainedOnSentences(t, { precision });
    const args = { sequence: 1, reduction: /** @type {const} */ ('sum') };
    const [parameters, gradients] = [await session.parameters(), await session.gradients(args)];
    assert.equal(parameters.length, 6);
    assert.ok([...parameters, ...gradients].every(({ values }) => values instanceof Values));
    const name = 'bias_out';
    const only = (/** @type {typeof parameters} */ all) => all.filter((one) => one.name === name);
    assert.deepEqual(await session.parameters({ name }), only(parameters));
    assert.deepEqual(await session.gradients({ ...args, name }), only(gradients));
    for (const call of [session.parameters({ name: 'bias' }), session.gradients({ ...args, name: 'bias' })])
      await rejection(call, 'notAChoice');
  });
}

test('of a sequence of the data only the beginning can be meant', async (t) => {
  const session = await trainedOnSentences(t, {}, { heldOut: [{ inputs: [9, 8, 7], targets: [8, 7, 6] }] });
  const { inputs, targets } = sentences[1];
  const begin = { inputs: inputs.slice(0, 3), targets: targets.slice(0, 3) };
  assert.deepEqual(await session.trace({ sequence: 1, limit: 3 }), await session.trace(begin));
  assert.deepEqual(await session.predict({ heldOut: 0, limit: 9 }), await session.predict({ heldOut: 0 }));
  await rejection(session.trace({ sequence: 1, limit: 0 }), 'outOfRange');
});

test('influence answers for many positions at once, of the next token, the predicted one or any', async (t) => {
  const session = await trainedOnSentences(t);
  const row = async (/** @type {number} */ position, /** @type {number} */ target) =>
    (await session.influence({ sequence: 0, positions: [position], target })).rows[0];
  const { targets } = sentences[0];
  const { rows } = await session.influence({ sequence: 0, positions: [4, 0, 2] });
  assert.deepEqual(rows, [await row(4, targets[4]), await row(0, targets[0]), await row(2, targets[2])]);
  const [{ ids }] = (await session.predictAll()).sequences;
  const predicted = await session.influence({ sequence: 0, positions: [1, 3], target: 'predicted' });
  assert.deepEqual(predicted.rows, [await row(1, ids[1]), await row(3, ids[3])]);
  assert.deepEqual((await session.influence({ sequence: 0 })).rows, [await row(4, targets[4])]);
  // Nothing is asked of a beginning without targets.
  assert.deepEqual((await session.influence({ inputs: [0, 1] })).rows, []);
  await rejection(session.influence({ sequence: 0, positions: [5] }), 'outOfRange');
  await rejection(session.influence({ sequence: 0, positions: /** @type {any} */ (3) }), 'badArgument');
  await rejection(session.influence({ sequence: 0, target: /** @type {any} */ ('other') }), 'notAChoice');
});

test('where there is no memory for an answer, its call rejects, and everything goes on as if it had not been asked', async (t) => {
  const settings = /** @type {const} */ ({ cell: 'lstm', layers: 2 });
  const [session, other] = [await trainedOnSentences(t, settings), await trainedOnSentences(t, settings)];
  const { set } = Uint8Array.prototype;
  t.after(() => Object.assign(Object.getPrototypeOf(Uint8Array.prototype), { set }));
  const questions = /** @type {const} */ ([
    ['trace', { sequence: 0 }],
    ['gradients', { sequence: 0 }],
    ['dryRunStep', { sequence: 0 }],
  ]);
  for (const [call, args] of questions) {
    const expected = await other.call(call, args);
    let answer;
    for (let failing = 1; !answer; failing++) {
      let calls = 0;
      Object.getPrototypeOf(Uint8Array.prototype).set = function (/** @type {any[]} */ ...of) {
        if (++calls === failing) throw new RangeError('Array buffer allocation failed');
        return /** @type {any} */ (set).apply(this, of);
      };
      answer = await session.call(call, args).catch(() => null);
      Object.getPrototypeOf(Uint8Array.prototype).set = set;
    }
    assert.deepEqual(answer, expected);
  }
  assert.deepEqual(await stepLosses(session, 20), await stepLosses(other, 20));
  assert.deepEqual(await session.parameters(), await other.parameters());
});
