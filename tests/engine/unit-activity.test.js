/** What hidden units hold along a text, and how well they tell something about it, in networks whose units are known. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { aucWith, correlationWith } from '../../web/engine/unit-scores.js';
import { splitOf } from '../../web/engine/unit-split.js';
import { assertClose, everyCell, named, newSession, rejection, trainedOnSentences } from './helpers.js';

/** Pseudo-random integers below a bound: Lehmer's generator, with another multiplier than the engine's. @param {number} seed */
function randomIntegers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state * 16807) % 2147483647;
    return state % below;
  };
}

const LETTERS = 6;
const [OPEN, CLOSE, END] = [6, 7, 8];
const HIDDEN = 8;

/** A text of lines of 5 to 24 tokens, every third of them with a bracket. @param {number} tokens @param {number} [seed] */
function linesText(tokens, seed = 5) {
  const random = randomIntegers(seed);
  /** @type {number[]} */
  const ids = [];
  while (ids.length < tokens + 1) {
    const line = Array.from({ length: 5 + random(20) }, () => random(LETTERS));
    if (random(3) === 0) {
      line[0] = OPEN;
      line[2 + random(line.length - 3)] = CLOSE;
    }
    ids.push(...line, END);
  }
  return { inputs: ids.slice(0, tokens), targets: ids.slice(1, tokens + 1) };
}

/**
 * A ReLU network whose unit 3 counts the tokens since the line's beginning, 0 at its end, and whose unit 5 is 1 from an opening
 * bracket on until it is closed; the others fade with random weights.
 *
 * @param {import('../../web/engine/session.js').Session} session
 */
async function makeKnown(session) {
  const random = randomIntegers(11);
  const some = (/** @type {number} */ count) =>
    Float64Array.from({ length: count }, () => (random(2001) - 1000) / 2500);
  const V = END + 1;
  const input = some(HIDDEN * V);
  const recurrent = some(HIDDEN * HIDDEN);
  const bias = some(HIDDEN);
  for (const unit of [3, 5]) {
    for (let other = 0; other < HIDDEN; other++) recurrent[unit * HIDDEN + other] = other === unit ? 1 : 0;
    input.fill(0, unit * V, (unit + 1) * V);
    bias[unit] = unit === 3 ? 1 : 0;
  }
  input[3 * V + END] = -1000;
  input[5 * V + OPEN] = 1;
  input[5 * V + CLOSE] = -1;
  await session.setParameter({ name: 'weight_ih_l0', values: input });
  await session.setParameter({ name: 'weight_hh_l0', values: recurrent });
  await session.setParameter({ name: 'bias_ih_l0', values: bias });
  await session.setParameter({ name: 'bias_hh_l0', values: new Float64Array(HIDDEN) });
}

const known = /** @type {const} */ ({ cell: 'rnn', activation: 'relu', hiddenSize: HIDDEN });

/** @param {import('node:test').TestContext} t @param {ReturnType<typeof linesText>[]} training */
async function knownNetwork(t, training) {
  const session = await newSession(t);
  await session.create({ settings: known, training, vocabularySize: END + 1 });
  await makeKnown(session);
  return session;
}

/** Tokens since the last line end, as a reader counts them. @param {ArrayLike<number>} inputs */
function positions(inputs) {
  let at = 0;
  return Float32Array.from(inputs, (id) => {
    at = id === END ? 0 : at + 1;
    return at;
  });
}

/** @param {ArrayLike<number>} inputs */
function insideBrackets(inputs) {
  let inside = 0;
  return Float32Array.from(inputs, (id) => {
    if (id === OPEN) inside = 1;
    if (id === CLOSE) inside = 0;
    return inside;
  });
}

test('a unit that counts the position in the line is ranked first, with a score of 1 on text it was not chosen on', async (t) => {
  const text = linesText(2000);
  const session = await knownNetwork(t, [text]);
  const labels = { kind: /** @type {const} */ ('count'), values: positions(text.inputs) };
  const { values, scores } = await session.unitActivity({ unit: 3, labels });
  assert.deepEqual([...values], [...labels.values], 'unit 3 counts');
  assert.ok(scores);
  assert.equal(scores.order[0], 3);
  assert.ok(scores.scores[3] > 0.9999, `${scores.scores[3]}`);
  assert.ok(scores.chance[3] < 0.1, `${scores.chance[3]}`);
  for (const unit of scores.order.subarray(1))
    assert.ok(scores.scores[unit] < 0.9, `unit ${unit}: ${scores.scores[unit]}`);
});

test('a unit that is on inside brackets is ranked first, and above chance', async (t) => {
  const text = linesText(2000);
  const session = await knownNetwork(t, [text]);
  const values = insideBrackets(text.inputs);
  const answer = await session.unitActivity({ unit: 5, labels: { kind: 'yesNo', values } });
  assert.deepEqual([...answer.values], [...values], 'unit 5 is on there');
  assert.equal(answer.scores?.order[0], 5);
  assert.equal(answer.scores?.scores[5], 1);
  assert.ok(/** @type {number} */ (answer.scores?.chance[5]) < 0.3);
  // The opposite question has the opposite sign in the first half, and the same score.
  const opposite = await session.unitActivity({ labels: { kind: 'yesNo', values: values.map((value) => 1 - value) } });
  assert.equal(opposite.scores?.chosen[5], -1);
  assert.equal(opposite.scores?.scores[5], 1);
});

test('what repeats exactly is not mistaken for chance: the place in verses of equal length', async (t) => {
  // Verses of 5 tokens and a line end: moved around by a multiple of 6, the labels would lie on themselves.
  const random = randomIntegers(3);
  const inputs = Array.from({ length: 1200 }, (_, i) => (i % 6 === 5 ? END : random(LETTERS)));
  const session = await knownNetwork(t, [{ inputs, targets: [...inputs.slice(1), END] }]);
  const { scores } = await session.unitActivity({ labels: { kind: 'count', values: positions(inputs) } });
  assert.equal(scores?.order[0], 3);
  assert.ok(/** @type {number} */ (scores?.scores[3]) > 0.9999);
  assert.ok(/** @type {number} */ (scores?.chance[3]) < 0.2, `${scores?.chance[3]}`);
});

/** @type {[string, (random: (below: number) => number, places: number) => Float32Array][]} */
const meaningless = [
  ['independent from place to place', (random, places) => Float32Array.from({ length: places }, () => random(2))],
  [
    'that come in stretches',
    (random, places) => {
      let on = 0;
      return Float32Array.from({ length: places }, () => {
        if (random(12) === 0) on = 1 - on;
        return on;
      });
    },
  ],
];

for (const [what, make] of meaningless) {
  test(`random labels ${what}: units are above chance about as often as is said, 5 in 100`, async (t) => {
    const text = linesText(800);
    const session = await knownNetwork(t, [text]);
    let above = 0;
    const runs = 60;
    for (let seed = 1; seed <= runs; seed++) {
      const values = make(randomIntegers(seed * 7919), 800);
      const { scores } = await session.unitActivity({ labels: { kind: 'yesNo', values } });
      assert.ok(scores);
      for (let unit = 0; unit < HIDDEN; unit++) if (Math.abs(scores.scores[unit]) > scores.chance[unit]) above++;
    }
    // Of 480, of which the 8 of a run depend on one another: 24 are expected; more than 10 in 100 would be another level.
    assert.ok(above <= 0.1 * runs * HIDDEN, `${above} of ${runs * HIDDEN}`);
    assert.ok(above >= 0.01 * runs * HIDDEN, `the line of chance is too far out: ${above} of ${runs * HIDDEN}`);
  });
}

test('2·AUC − 1 is that of all pairs, ties included', () => {
  const random = randomIntegers(17);
  for (let n = 0; n < 50; n++) {
    const length = 2 + random(60);
    const labels = Float32Array.from({ length }, (_, i) => (i < 2 ? i : random(2)));
    const values = Float32Array.from({ length }, () => random(n < 25 ? 5 : 1e6) - 2);
    let larger = 0;
    let pairs = 0;
    for (const [i, label] of labels.entries()) {
      for (const [j, other] of labels.entries()) {
        if (label !== 1 || other !== 0) continue;
        pairs++;
        larger += values[i] > values[j] ? 1 : values[i] === values[j] ? 0.5 : 0;
      }
    }
    const measure = aucWith(labels);
    assertClose([measure.score(measure.prepared(values))], [(2 * larger) / pairs - 1], 1e-12, `${n}`);
  }
});

test('the squared correlation is that of the textbook, and 0 where nothing varies', () => {
  // Anscombe 1973, the first of the four sets: r = 0.816.
  const x = Float32Array.of(10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5);
  const y = Float32Array.of(8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68);
  const measure = correlationWith(x);
  assertClose([measure.score(measure.prepared(y))], [0.6665], 1e-4, 'r²');
  assertClose([measure.score(measure.prepared(y.map((value) => -value)))], [-0.6665], 1e-4, 'the sign');
  assert.equal(measure.score(measure.prepared(new Float32Array(11).fill(0.3))), 0);
});

test('too few places say nothing', () => {
  const some = (/** @type {number} */ places, /** @type {(i: number) => number} */ value) =>
    splitOf({ kind: 'yesNo', values: Float32Array.from({ length: places }, (_, i) => value(i)) });
  assert.equal(some(40, (i) => i % 2).enough, true);
  assert.equal(some(39, (i) => i % 2).enough, false);
  assert.equal(some(100, (i) => Number(i % 14 === 0)).enough, true);
  assert.equal(some(100, (i) => Number(i % 15 === 0)).enough, false, '7 of 100');
  assert.equal(some(100, (i) => (i < 61 ? Number.NaN : i % 2)).enough, false, '39 count');
  assert.equal(some(100, (i) => Number(i < 10)).enough, false, 'no "no" in the first half');
  assert.equal(splitOf({ kind: 'count', values: Array(100).fill(2) }).enough, false, 'a number that never changes');
});

for (const settings of everyCell) {
  test(`the numbers are those of the trace: ${named(settings)}`, async (t) => {
    const session = await trainedOnSentences(t, settings);
    await session.train({ epochs: 3 });
    const layers = settings.layers ?? 1;
    const fields = { rnn: {}, gru: { r: 0, z: 1, n: 2 }, lstm: { i: 0, f: 1, g: 2, o: 3 } }[settings.cell ?? 'rnn'];
    const traces = [await session.trace({ sequence: 0 }), await session.trace({ sequence: 1 })];
    for (let layer = 0; layer < layers; layer++) {
      for (const quantity of ['hidden', ...(settings.cell === 'lstm' ? ['cell'] : []), ...Object.keys(fields)]) {
        const block = /** @type {Record<string, number>} */ (fields)[quantity];
        const expected = traces.flatMap(({ H, T, layersData }) => {
          const { values } = /** @type {any} */ (layersData[layer])[block === undefined ? quantity : 'gates'];
          const width = values.length / T;
          return Array.from({ length: T }, (_, step) => values[step * width + (block ?? 0) * H + 1]);
        });
        const { values, inputs, bounds, totals } = await session.unitActivity({ layer, quantity, unit: 1 });
        assertClose(values, expected, 1e-6, `${quantity} of layer ${layer}`);
        assert.deepEqual([...inputs], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert.deepEqual([...bounds], [0, 5, 10]);
        assert.deepEqual(totals, { training: 10, heldOut: 0 });
      }
    }
  });
}

test('float32 too, in both layers of an LSTM', async (t) => {
  const session = await trainedOnSentences(t, { cell: 'lstm', hiddenSize: 5, layers: 2 });
  await session.train({ epochs: 3 });
  const trace = await session.trace({ sequence: 1 });
  for (const layer of [0, 1]) {
    const { values } = await session.unitActivity({ from: 5, layer, quantity: 'cell', unit: 4 });
    const cells = /** @type {import('../../web/engine/types.js').Numbers} */ (trace.layersData[layer].cell).values;
    const expected = Array.from({ length: 5 }, (_, step) => cells[step * 5 + 4]);
    assertClose(values, expected, 1e-5, `layer ${layer}`);
  }
});

test('a part of the text, from the middle of one sequence into the next', async (t) => {
  const [one, two] = [linesText(700, 5), linesText(300, 6)];
  const session = await knownNetwork(t, [one, two]);
  const whole = await session.unitActivity({ unit: 3 });
  const part = await session.unitActivity({ from: 650, count: 120, unit: 3 });
  assert.equal(part.totals.training, 1000);
  assert.deepEqual([...part.inputs], [...one.inputs.slice(650), ...two.inputs.slice(0, 70)]);
  assert.deepEqual([...part.targets], [...one.targets.slice(650), ...two.targets.slice(0, 70)]);
  assert.deepEqual([...part.bounds], [50]);
  // No line is longer than 25 tokens: a counter that begins 100 tokens earlier has found its place long before.
  assert.deepEqual([...part.values], [...whole.values.subarray(650, 770)]);
});

test('arguments are checked', async (t) => {
  const session = await trainedOnSentences(t, { cell: 'gru', hiddenSize: 4 });
  await rejection(session.unitActivity({ unit: 4 }), 'outOfRange');
  await rejection(session.unitActivity({ layer: 1 }), 'outOfRange');
  await rejection(session.unitActivity({ quantity: 'cell' }), 'notAChoice');
  await rejection(session.unitActivity({ which: 'heldOut' }), 'noHeldOut');
  await rejection(session.unitActivity({ labels: { kind: 'yesNo', values: [1, 0] } }), 'badArgument');
  await rejection(session.unitActivity({ labels: { kind: 'yesNo', values: Array(10).fill(2) } }), 'badArgument');
  const { scores } = await session.unitActivity({ labels: { kind: 'yesNo', values: Array(10).fill(1) } });
  assert.equal(scores, null);
});
