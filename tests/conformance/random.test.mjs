// The engine against the reference, on random cases of every kind.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseCase } from './case.mjs';
import { makeCase } from './generate.mjs';
import { runNative } from './native-engine.mjs';
import { report } from './run.mjs';
import { runWasm } from './wasm-engine.mjs';

const seeds = Array.from({ length: 84 }, (_, seed) => seed); // 6 networks × 7 optimizers, twice
const cases = seeds.map((seed) => parseCase(JSON.stringify(makeCase(seed))));
// Rounding in float32 decides the sign of a step where a gradient is almost 0 and the optimizer divides by its size;
// these seeds have no such gradient.
const float32 = seeds.slice(0, 60).map((seed) => parseCase(JSON.stringify(makeCase(seed, 'float32'))));

test('the random cases leave nothing out', () => {
  const traits = {
    'three layers': cases.some(({ model }) => model.layers === 3),
    'one unit': cases.some(({ model }) => model.hiddenSize === 1),
    'more units than a kernel takes at once': cases.some(({ model }) => model.hiddenSize > 32),
    'no bias': cases.some(({ model }) => !model.bias),
    'a batch of one': cases.some(({ train, sequences }) => train?.schedule === 'batch' && sequences.length === 1),
    'one step': cases.some(({ sequences }) => sequences.every(({ inputs }) => inputs.length === 1)),
    'different lengths': cases.some(({ sequences }) => new Set(sequences.map(({ inputs }) => inputs.length)).size > 1),
    'an uneven last window': cases.some(
      ({ train, sequences: [first] }) => train && first.inputs.length % train.truncate > 0,
    ),
    'a window longer than the sequence': cases.some(
      ({ train, sequences: [first] }) => train && train.truncate > first.inputs.length,
    ),
    'an initial state': cases.some(({ sequences: [first] }) => first.initialState),
    clipping: cases.some(({ train }) => train && train.clipNorm > 0),
    'no training': cases.some(({ train }) => train === null),
    'a halved rate': cases.some(({ expect }) => /** @type {[]} */ (expect.learningRatesAfterHalving).length > 0),
  };
  for (const [trait, found] of Object.entries(traits)) assert.ok(found, trait);
  const kinds = cases.map(({ model, train }) => [
    model.activation ?? model.cell,
    train && train.optimizer.type + (train.optimizer.nesterov ? '-nesterov' : ''),
  ]);
  assert.equal(new Set(kinds.map(([network]) => network)).size, 6);
  assert.equal(new Set(kinds.map(([, optimizer]) => optimizer)).size, 8, 'seven optimizers, and none');
});

for (const [through, engine] of /** @type {const} */ ([
  ['natively', runNative],
  ['as WebAssembly', runWasm],
])) {
  test(`the engine gives the reference's numbers on every random case, ${through}`, async () => {
    for (const testCase of cases) {
      const { passed, line } = report(testCase, await engine(testCase));
      assert.ok(passed, line);
    }
  });

  test(`and in float32 within 1e-3, ${through}`, async () => {
    for (const testCase of float32) {
      const { passed, line } = report(testCase, await engine(testCase));
      assert.ok(passed, line);
    }
  });
}
