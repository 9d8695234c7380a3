// The reference is trusted only as far as other programs vouch for it: numpy and PyTorch by their numbers
// in cases/, finite differences for the gradients, and closed forms for the optimizers without a case.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { parseCase } from '../case.mjs';
import { compare } from '../expect.mjs';
import { makeCase } from '../generate.mjs';
import { forward, lossAndGradients, startState } from './network.mjs';
import { createOptimizer } from './optimizers.mjs';
import { runReference } from './reference.mjs';

const folder = new URL('../cases/', import.meta.url);

for (const file of readdirSync(folder)) {
  test(`the reference gives the numbers of ${file}`, () => {
    const testCase = parseCase(readFileSync(new URL(file, folder), 'utf8'));
    for (const { field, error, at } of compare(testCase.expect, runReference(testCase))) {
      assert.ok(error <= testCase.tolerance, `${field}${at}: error ${error}`);
    }
  });
}

/**
 * Worst difference between BPTT and central differences over every parameter, relative to the larger of the two
 * (but at least 1e-4, below which a difference of losses has no digits left).
 * @param {import('../case.mjs').Case} testCase
 */
function gradientError({ model, parameters: list, sequences }) {
  const parameters = Object.fromEntries(list.map(({ name, values }) => [name, values.slice()]));
  const starts = sequences.map((sequence) => startState(model, sequence));
  const loss = () =>
    sequences.reduce((sum, sequence, s) => sum + forward(model, parameters, sequence, starts[s]).loss, 0);
  const { gradients } = lossAndGradients(model, parameters, sequences, starts);
  let worst = 0;
  for (const [name, values] of Object.entries(parameters)) {
    for (let i = 0; i < values.length; ++i) {
      const value = values[i];
      const h = 1e-5;
      values[i] = value + h;
      const above = loss();
      values[i] = value - h;
      const slope = (above - loss()) / (2 * h);
      values[i] = value;
      const scale = Math.max(Math.abs(slope), Math.abs(gradients[name][i]), 1e-4);
      worst = Math.max(worst, Math.abs(slope - gradients[name][i]) / scale);
    }
  }
  return worst;
}

test('its gradients match finite differences, and those of the listing do not', () => {
  const seen = new Set();
  for (let seed = 0; seed < 60; ++seed) {
    const testCase = parseCase(JSON.stringify(makeCase(seed)));
    const { cell, activation, hiddenSize } = testCase.model;
    if (hiddenSize > 8) continue; // enough parameters already
    const error = gradientError(testCase);
    seen.add(activation ?? cell);
    if (activation === 'listing') assert.ok(error > 1e-3, `random-${seed}: ${error}`);
    else assert.ok(error < 1e-5, `random-${seed}: ${error}`);
  }
  assert.deepEqual([...seen].sort(), ['gru', 'identity', 'listing', 'lstm', 'relu', 'tanh']);
});

/**
 * The parameter after each of five steps on a gradient that is always 1.
 * @param {import('../training.mjs').Optimizer} optimizer
 * @param {number} start
 */
function walk(optimizer, start) {
  const parameter = Float64Array.of(start);
  const step = createOptimizer(optimizer);
  return [1, 2, 3, 4, 5].map(() => {
    step([parameter], [Float64Array.of(1)], optimizer.learningRate);
    return parameter[0];
  });
}

/** @param {number[]} got @param {(n: number) => number} closedForm after step n = 1, 2, … */
function assertWalk(got, closedForm) {
  got.forEach((value, index) => {
    const expected = closedForm(index + 1);
    assert.ok(Math.abs(value - expected) < 1e-12, `step ${index + 1}: ${value}, expected ${expected}`);
  });
}

test('with a constant gradient, Nesterov moves by lr (1 − μⁿ⁺¹) / (1 − μ) at step n', () => {
  const [rate, mu] = [0.1, 0.9];
  const got = walk({ type: 'momentum', learningRate: rate, nesterov: true, constants: { momentum: mu } }, 0);
  let expected = 0;
  const positions = got.map((_, index) => (expected -= (rate * (1 - mu ** (index + 2))) / (1 - mu)));
  assertWalk(got, (n) => positions[n - 1]);
});

test('with a constant gradient, Adagrad moves by lr / √n at step n', () => {
  const got = walk({ type: 'adagrad', learningRate: 0.1, nesterov: false, constants: { epsilon: 1e-20 } }, 0);
  assertWalk(got, (n) => [1, 2, 3, 4, 5].slice(0, n).reduce((sum, k) => sum - 0.1 / Math.sqrt(k), 0));
});

test('with a constant gradient, AdamW first shrinks by 1 − lr λ and then moves by lr', () => {
  const constants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-20, weightDecay: 0.5 };
  const got = walk({ type: 'adamw', learningRate: 0.1, nesterov: false, constants }, 2);
  // p ← q p − lr, q = 1 − lr λ, which is pₙ = qⁿ p₀ − lr (1 − qⁿ) / (1 − q)
  const q = 1 - 0.1 * 0.5;
  assertWalk(got, (n) => q ** n * 2 - (0.1 * (1 - q ** n)) / (1 - q));
});
