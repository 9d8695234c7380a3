/** When a text counts as learned. The shares are of “abab…” with 24 letters: 24 predictions, of which the last is hardest. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLearned } from '../../web/state/learned.js';

/** @param {number} bound @param {number[]} accuracies one after the other @returns {boolean[]} */
function learnedAfter(bound, accuracies) {
  let before = false;
  return accuracies.map((accuracy) => {
    before = isLearned(accuracy, bound, before);
    return before;
  });
}

test('learned is a text once everything is right that can be, and one prediction that goes wrong again takes nothing back', () => {
  const [one, two, three] = [23 / 24, 22 / 24, 21 / 24];
  assert.deepEqual(learnedAfter(1, [0.5, one, 1, one, 1, two]), [false, false, true, true, true, true]);
  assert.deepEqual(learnedAfter(1, [1, three, one]), [true, false, false], 'forgotten, and not learned again yet');
});

test('what is possible is the measure: five in six, where one beginning goes on in two ways', () => {
  assert.deepEqual(learnedAfter(5 / 6, [4 / 6, 5 / 6, 0.8, 4 / 6]), [false, true, true, false]);
});
