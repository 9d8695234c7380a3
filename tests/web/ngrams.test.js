import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ngramLosses } from '../../web/text/ngrams.js';
import { bySlowCounting } from './slow-counting.js';

/** @param {Parameters<typeof ngramLosses>} args */
function losses(...args) {
  const work = ngramLosses(...args);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

test('worked by hand: "abab" counted, "ab" held out', () => {
  // P_1(b) = (2 + 2 · 1/3) / (4 + 2) = 4/9; after a, which was followed by b twice: P_2(b) = (2 + 1 · 4/9) / (2 + 1) = 22/27.
  const [first, second] = losses([[0, 1, 0, 1]], [[0, 1]], 3, 2);
  assert.ok(Math.abs(first + Math.log(4 / 9)) < 1e-12);
  assert.ok(Math.abs(second + Math.log(22 / 27)) < 1e-12);
});

test('the same as by the definition, on random texts of several stretches', () => {
  let state = 7;
  const random = (/** @type {number} */ n) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * n);
  };
  for (const vocabularySize of [1, 2, 5, 40]) {
    const stretch = () => Array.from({ length: 2 + random(60) }, () => random(vocabularySize));
    const training = [stretch(), stretch(), stretch()];
    const heldOut = [stretch(), stretch()];
    const expected = bySlowCounting(training, heldOut, vocabularySize, 5);
    losses(training, heldOut, vocabularySize, 5).forEach((loss, k) => {
      assert.ok(Math.abs(loss - expected[k]) < 1e-12, `V ${vocabularySize}, order ${k + 1}: ${loss}, ${expected[k]}`);
    });
  }
});

test('a token in no vocabulary is context, and neither counted nor predicted', () => {
  // By hand: of a?ba?b, a and b are two of four, and after "?" there was b twice; "?" itself is asked for nowhere.
  const [first, second] = losses([[0, -1, 1, 0, -1, 1]], [[0, -1, 1, -1]], 2, 2);
  assert.ok(Math.abs(first + Math.log(1 / 2)) < 1e-12);
  assert.ok(Math.abs(second + Math.log((2 + 1 / 2) / 3)) < 1e-12);
  assert.deepEqual(losses([[0, 1]], [[0, -1]], 2, 2), [NaN, NaN]);
});

test('a token never counted, an empty training text, nothing held out', () => {
  assert.ok(Math.abs(losses([[0, 0]], [[0, 1]], 2, 1)[0] + Math.log(0.5 / 3)) < 1e-12);
  assert.ok(Math.abs(losses([], [[0, 1]], 8, 3)[2] - Math.log(8)) < 1e-12);
  assert.deepEqual(losses([[0, 1]], [], 2, 3), [NaN, NaN, NaN]);
});

test('of a stretch that begins with tokens which are given, only the others count, in the context of these', () => {
  // By hand: after a, b was counted twice of two; "ba" is given, the b predicted.
  const [, second] = losses([[0, 1, 0, 1]], [[1, 0, 1]], 3, 2, [2]);
  assert.ok(Math.abs(second + Math.log(22 / 27)) < 1e-12);
});

test('a text of many different sequences is counted completely, with pauses', () => {
  // Each pair occurs once in a de Bruijn sequence of order 2: after each token all V follow equally often.
  const vocabularySize = 300;
  /** @type {number[]} */
  const sequence = [];
  for (let i = 0; i < vocabularySize; i++) {
    sequence.push(i);
    for (let j = i + 1; j < vocabularySize; j++) sequence.push(i, j);
  }
  sequence.push(0);
  const work = ngramLosses([sequence], [sequence], vocabularySize, 2);
  let pauses = 0;
  let step = work.next();
  for (; !step.done; step = work.next()) pauses += 1;
  assert.ok(pauses > 20, `${pauses} pauses`);
  const expected = bySlowCountingOfPairs(sequence, vocabularySize);
  assert.ok(Math.abs(step.value[1] - expected) < 1e-9, `${step.value[1]}, ${expected}`);
});

/** Order 2 by tables. @param {number[]} sequence @param {number} vocabularySize */
function bySlowCountingOfPairs(sequence, vocabularySize) {
  const count = new Float64Array(vocabularySize);
  /** @type {Map<number, Map<number, number>>} */
  const pairs = new Map();
  sequence.forEach((token, t) => {
    count[token] += 1;
    if (t === 0) return;
    const row = pairs.get(sequence[t - 1]) ?? /** @type {Map<number, number>} */ (new Map());
    row.set(token, (row.get(token) ?? 0) + 1);
    pairs.set(sequence[t - 1], row);
  });
  let sum = 0;
  for (let t = 1; t < sequence.length; t++) {
    const token = sequence[t];
    const single = (count[token] + 1) / (sequence.length + vocabularySize); // T() = V: T()/V = 1
    const row = /** @type {Map<number, number>} */ (pairs.get(sequence[t - 1]));
    const followers = [...row.values()].reduce((a, b) => a + b, 0);
    sum -= Math.log((Number(row.get(token)) + row.size * single) / (followers + row.size));
  }
  return sum / (sequence.length - 1);
}
