import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compare } from './expect.mjs';

/**
 * @param {Record<string, unknown>} expect
 * @param {import('./expect.mjs').Results} results
 */
const only = (expect, results) => {
  const differences = compare(expect, results);
  assert.equal(differences.length, Object.keys(expect).length, 'every field is compared');
  return differences[0];
};

test('the error of a number is relative above 1 and absolute below', () => {
  assert.equal(only({ meanLoss: 4 }, { meanLoss: 5 }).error, 0.25);
  assert.equal(only({ meanLoss: 0.25 }, { meanLoss: 0.5 }).error, 0.25);
  assert.equal(only({ meanLoss: -4 }, { meanLoss: -4 }).error, 0);
});

test('the worst number of a field is the one reported, with its place', () => {
  const expect = { hidden: [[[0, 0]], [[0, 0]]] };
  const worst = only(expect, { hidden: [[[0, 0.1]], [[-0.5, 0.2]]] });
  assert.deepEqual(worst, { field: 'hidden', error: 0.5, at: '[1][0][0]', expected: '0', got: '-0.5' });
  const named = only({ parametersAfter: { bias_out: [1, 2] } }, { parametersAfter: { bias_out: [1, 4] } });
  assert.equal(named.at, '.bias_out[1]');
});

test('NaN, infinity and what is no number are never within a tolerance', () => {
  for (const got of [Number.NaN, Infinity, -Infinity, null, undefined, '2', [2]]) {
    assert.equal(only({ meanLoss: 2 }, { meanLoss: got }).error, Infinity, String(got));
  }
  assert.equal(only({ losses: [2, 1] }, { losses: [2, Number.NaN] }).error, Infinity);
});

test('shapes must agree', () => {
  const shapes = [[1, 2], [1, 2, 3, 4], [], [[1, 2, 3]], [1, 2, [3]], 1, undefined, { 0: 1, 1: 2, 2: 3 }];
  for (const losses of shapes) {
    assert.equal(only({ losses: [1, 2, 3] }, { losses }).error, Infinity, JSON.stringify(losses));
  }
  assert.equal(only({ learningRatesAfterHalving: [] }, { learningRatesAfterHalving: [0.5] }).error, Infinity);
  assert.equal(only({ learningRatesAfterHalving: [] }, { learningRatesAfterHalving: [] }).error, 0);
  assert.equal(only({ gradients: [{ bias_out: [1] }] }, { gradients: { bias_out: [1] } }).error, Infinity);
  assert.equal(only({ gradients: { bias: [1] } }, { gradients: { bias_out: [1] } }).error, Infinity);
});

test('a predicted id is right or wrong, however large the tolerance', () => {
  assert.equal(only({ predict: [[100]] }, { predict: [[101]] }).error, Infinity);
  assert.equal(only({ predict: [[100]] }, { predict: [[100]] }).error, 0);
});

test('a field that nobody knows is a failure', () => {
  for (const field of ['hiden', 'toString', '__proto__x']) {
    const difference = only({ [field]: [1] }, { hidden: [1] });
    assert.equal(difference.error, Infinity);
    assert.match(difference.expected, /^one of hidden, finalCell, logProbabilities, meanLoss/);
  }
});
