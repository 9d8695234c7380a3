/**
 * Gradients and what they are made of. Expected numbers are difference quotients of the loss of reference.js, which has
 * no backward pass, and outer products and sums taken here.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { assertClose, everyCell, named, newSession, rejection, sentences, trainedOnSentences } from './helpers.js';
import { forward, modelOf, oneHot, totalLoss } from './reference.js';

const epsilon = 1e-5;
/** Of a central difference: error ε², rounding 1e-16 / ε. */
const measured = 1e-8;

/**
 * ∂ f / ∂ values[i] for each i, by central differences; the values are back afterwards.
 * @param {Float64Array} values
 * @param {() => number} f
 */
function derivatives(values, f) {
  return values.map((value, i) => {
    const at = (/** @type {number} */ moved) => {
      values[i] = moved;
      return f();
    };
    const quotient = (at(value + epsilon) - at(value - epsilon)) / (2 * epsilon);
    values[i] = value;
    return quotient;
  });
}

for (const settings of everyCell) {
  test(`gradients are the derivatives of the loss: ${named(settings)}`, async (t) => {
    const session = await trainedOnSentences(t, settings);
    const { shape, parameters, V } = await modelOf(session);
    const { inputs, targets } = sentences[0];
    const loss = () => totalLoss(forward(shape, parameters, oneHot(inputs, V)).probabilities, targets);
    for (const { name, values } of await session.gradients({ sequence: 0, reduction: 'sum' })) {
      const own = /** @type {Float64Array} */ (parameters.get(name)?.values);
      assertClose(values, derivatives(own, loss), measured, name);
    }
  });

  test(`the contributions of all steps add up to the gradient: ${named(settings)}`, async (t) => {
    const session = await trainedOnSentences(t, settings);
    const gradients = await session.gradients({ sequence: 0, reduction: 'sum' });
    for (const { name, shape, values } of gradients) {
      const sum = new Float64Array(values.length);
      for (let step = 0; step < 5; step++) {
        const contribution = await session.contribution({ sequence: 0, t: step, name });
        assert.deepEqual(contribution.shape, shape);
        for (const [i, value] of contribution.values.entries()) sum[i] += value;
      }
      assertClose(sum, values, 1e-13, name);
    }
  });

  test(`a contribution is the outer product of the trace's own numbers: ${named(settings)}`, async (t) => {
    const session = await trainedOnSentences(t, settings);
    const { layersData, dLogits, T, V, H } = await session.trace({ sequence: 1, reduction: 'mean' });
    const step = T - 2;
    const { backward, previousHidden, hidden } = layersData[0];
    const row = (/** @type {import('../../web/engine/types.js').Numbers} */ { values, shape }) =>
      values.subarray(step * shape[1], (step + 1) * shape[1]);
    const recurrent = await session.contribution({ sequence: 1, t: step, name: 'weight_hh_l0', reduction: 'mean' });
    assertClose(
      recurrent.values,
      outer(row(backward.dRecurrentProjection), row(previousHidden)),
      1e-15,
      'weight_hh_l0',
    );
    const top = layersData[layersData.length - 1] === layersData[0] ? hidden : layersData[1].hidden;
    const out = await session.contribution({ sequence: 1, t: step, name: 'weight_out', reduction: 'mean' });
    assertClose(out.values, outer(row(dLogits), row(top)), 1e-15, 'weight_out');
    assert.deepEqual(out.shape, [V, H]);
    const { dHiddenFromOutput, dHiddenFromNext } = backward;
    assertClose(
      backward.dHidden.values,
      dHiddenFromOutput.values.map((x, i) => x + dHiddenFromNext.values[i]),
      1e-15,
      'hidden',
    );
  });

  test(`influence is the length of the logit's derivative by an input: ${named(settings)}`, async (t) => {
    const session = await trainedOnSentences(t, settings);
    const { shape, parameters, V } = await modelOf(session);
    const { inputs } = sentences[0];
    const [{ inputGradientNorms: norms }] = (await session.influence({ sequence: 0, positions: [3], target: 7 })).rows;
    assert.equal(norms.length, 4);
    const expected = norms.map((_, s) => {
      const vectors = oneHot(inputs, V);
      const moved = Float64Array.from(vectors[s]);
      const logit = () => forward(shape, parameters, vectors.with(s, [...moved])).logits[3][7];
      return Math.hypot(...derivatives(moved, logit));
    });
    assertClose(norms, expected, measured, 'norms');
  });

  test(`gradientFlow is the mean length of ∂L_t/∂(h, c), and of each to its own beginning: ${named(settings)}`, async (t) => {
    const session = await trainedOnSentences(t, settings);
    const { shape, parameters, V } = await modelOf(session);
    const { inputs, targets } = sentences[0];
    /** ‖∂L_t/∂(h_s, c_s)‖ of a layer: a push on each as it comes about. Without a cell state, that part is 0. */
    const norm = (/** @type {number} */ t, /** @type {number} */ s, /** @type {number} */ layer) => {
      const { hiddenSize } = shape;
      const push = new Float64Array(2 * hiddenSize);
      const loss = () => {
        /** @param {number} step @param {number} k @param {{h: number[], c: number[]}} state */
        const disturb = (step, k, { h, c }) => {
          if (step !== s || k !== layer) return { h, c };
          return { h: h.map((value, i) => value + push[i]), c: c.map((value, i) => value + push[hiddenSize + i]) };
        };
        return -Math.log(forward(shape, parameters, oneHot(inputs, V), disturb).probabilities[t][targets[t]]);
      };
      return Math.hypot(...derivatives(push, loss));
    };
    const { norms, ratios, layers, steps, counts } = await session.gradientFlow({ sequence: 0 });
    assert.deepEqual([layers, steps, [...counts]], [settings.layers, 5, [5, 4, 3, 2, 1]]);
    for (let layer = 0; layer < layers; layer++) {
      const mean = (/** @type {number} */ k, /** @type {(t: number) => number} */ of) => {
        const from = [0, 1, 2, 3, 4].filter((t) => t >= k);
        return from.reduce((sum, t) => sum + of(t), 0) / from.length;
      };
      const ofLayer = (/** @type {Float64Array} */ all) => all.slice(layer * steps, (layer + 1) * steps);
      const means = [0, 1, 2, 3, 4].map((k) => mean(k, (t) => norm(t, t - k, layer)));
      const shares = [0, 1, 2, 3, 4].map((k) => mean(k, (t) => norm(t, t - k, layer) / norm(t, t, layer)));
      assertClose(ofLayer(norms), means, measured, `layer ${layer}`);
      assertClose(ofLayer(ratios), shares, measured, `shares of layer ${layer}`);
    }
    const single = await session.gradientFlow({ sequence: 0, position: 2 });
    const own = [norm(2, 2, 0), norm(2, 1, 0), norm(2, 0, 0)];
    assertClose(single.norms.slice(0, 3), own, measured, 'position 2');
    const share = own.map((value) => value / own[0]);
    assertClose(single.ratios.slice(0, 3), share, measured, 'shares of position 2');
  });
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function outer(a, b) {
  return Array.from(a, (x) => Array.from(b, (y) => x * y)).flat();
}

test('the gradient of all sequences is their sum, and as a mean it is divided by all tokens', async (t) => {
  const training = [...sentences, { inputs: [1, 1], targets: [2, -1] }];
  const session = await trainedOnSentences(t, { cell: 'lstm', hiddenSize: 3, precision: 'float64' }, { training });
  const each = await Promise.all([0, 1, 2].map((sequence) => session.gradients({ sequence, reduction: 'sum' })));
  const all = await session.gradients({ all: true, reduction: 'mean' });
  for (const [i, { name, values }] of all.entries()) {
    const sum = values.map((_, j) => each.reduce((total, gradients) => total + gradients[i].values[j], 0));
    assertClose(
      values,
      sum.map((value) => value / 11),
      1e-14,
      name,
    );
  }
});

for (const settings of [...everyCell, { cell: /** @type {const} */ ('gru'), hiddenSize: 3, layers: 1 }]) {
  test(`the gradient check passes, also after training: ${named(settings)} ${settings.precision ?? 'float32'}`, async (t) => {
    const session = await trainedOnSentences(t, { ...settings, learningRate: 0.003 });
    for (const epochs of [1, 30]) {
      await session.train({ epochs });
      const check = await session.gradientCheck({ all: true });
      assert.equal(check.reason, '');
      assert.ok(check.passed && check.worstRelativeError <= check.tolerance, `${check.worstRelativeError}`);
      assert.equal(check.checked, check.total);
      assert.equal(check.total, (await session.info()).parameterCount);
    }
  });
}

test('the gradient check passes where the text has been learned by heart, and the loss bends much', async (t) => {
  const brackets = '((()))(())()\n(()(()))'.split('\n').map((line) => {
    const ids = Array.from(line, (sign) => '()'.indexOf(sign));
    return { inputs: ids, targets: [...ids.slice(1), 2] };
  });
  for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
    const settings = /** @type {const} */ ({
      cell,
      hiddenSize: 16,
      initialization: 'orthogonal',
      batchSize: 0,
      reduction: 'mean',
      learningRate: 0.01,
    });
    const session = await newSession(t);
    await session.create({ settings, training: brackets, vocabularySize: 3 });
    await session.train({ epochs: 200 });
    const { worstRelativeError, passed } = await session.gradientCheck({ all: true });
    assert.ok(passed, `${cell}: ${worstRelativeError}`);
  }
});

test('the check fails for the listing, and says that the listing is why', async (t) => {
  const session = await trainedOnSentences(t, { activation: 'listing', hiddenSize: 5 });
  const { passed, reason, worstRelativeError } = await session.gradientCheck({ sequence: 0 });
  assert.deepEqual([passed, reason], [false, 'listing']);
  assert.ok(worstRelativeError > 1e-3);
});

test('the check fails for truncated BPTT, unless nothing is cut off, and says so', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 5, truncate: 2 });
  assert.equal((await session.gradientCheck({ sequence: 0 })).reason, 'truncated');
  assert.equal((await session.gradientCheck({ sequence: 0, truncate: 5 })).passed, true);
  assert.equal((await session.gradientCheck({ sequence: 0, truncate: 0 })).passed, true);
});

test('a ReLU that stands exactly in its corner is named as the reason', async (t) => {
  const session = await trainedOnSentences(t, { activation: 'relu', hiddenSize: 3, bias: false, precision: 'float64' });
  await session.setParameter({ name: 'weight_ih_l0', values: new Float64Array(30) });
  assert.equal((await session.gradientCheck({ sequence: 0 })).reason, 'kink');
});

test('of many parameters a seeded sample is checked, with progress, until it is aborted', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 40 });
  const check = await session.gradientCheck({ sequence: 0, sample: 100 });
  assert.deepEqual([check.checked, check.passed], [100, true]);
  assert.equal(
    check.parameters.reduce((sum, { indices }) => sum + indices.length, 0),
    100,
  );
  const again = await session.gradientCheck({ sequence: 0, sample: 100 });
  assert.deepEqual(again, check);

  const abort = new AbortController();
  /** @type {number[]} */
  const seen = [];
  const onProgress = (/** @type {{done: number, total: number}} */ { done }) => {
    seen.push(done);
    abort.abort();
  };
  await assert.rejects(session.gradientCheck({ all: true }, { signal: abort.signal, onProgress }), {
    name: 'AbortError',
  });
  assert.equal(seen.length, 1);
});

test('a sequence whose numbers cannot all be kept is refused with the length that can', async (t) => {
  const session = await trainedOnSentences(t, { hiddenSize: 512, layers: 4 });
  const inputs = new Int32Array(100_000);
  const { details } = await rejection(session.trace({ inputs, targets: inputs }), 'tooLong');
  assert.equal(details.length, 100_000);
  await assert.doesNotReject(session.influence({ inputs: inputs.slice(0, 50), target: 1 }));
  assert.ok(details.limit >= 50);
});

// 70 million numbers in all (arguments.js), less two for each of the 16,000,400 weights: 5 to a token and word of the
// vocabulary leave room for 18 tokens, where a small network of so many words has room for 20.
test('the more weights, the fewer tokens: the gradient of all of them has to fit beside', async (t) => {
  const session = await newSession(t);
  const training = [{ inputs: new Int32Array(25), targets: new Int32Array(25) }];
  const settings = /** @type {const} */ ({ hiddenSize: 20, bias: false, optimizer: 'sgd', truncate: 1 });
  await session.create({ settings, training, vocabularySize: 400_000 });
  const { details } = await rejection(session.trace({ sequence: 0 }), 'tooLong');
  // 7·10⁷ values less twice the 16,000,400 weights, at 5 V + 36 H + 60 a token.
  assert.equal(details.limit, 18);
});
