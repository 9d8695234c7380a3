import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { parseCase } from './case.mjs';
import { InvalidCase } from './checks.mjs';
import { makeCase } from './generate.mjs';

const folder = new URL('cases/', import.meta.url);

/**
 * What is wrong with a case after a change.
 * @param {(raw: any) => void} change
 * @param {number} [seed] of the case that is changed; 1 is a network without, 0 one with training
 * @returns {string[]}
 */
function problemsAfter(change, seed = 0) {
  const raw = makeCase(seed);
  change(raw);
  try {
    parseCase(JSON.stringify(raw));
    return [];
  } catch (error) {
    if (error instanceof InvalidCase) return error.problems;
    throw error;
  }
}

/** @param {string} file @returns {any} */
const given = (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

/** @param {any} raw @returns {string[]} */
function problemsOf(raw) {
  return problemsAfter((other) => {
    for (const field of Object.keys(other)) delete other[field];
    Object.assign(other, raw);
  });
}

test('every case of the project is valid', () => {
  const files = readdirSync(folder);
  assert.ok(files.length >= 19);
  for (const file of files) assert.deepEqual(parseCase(readFileSync(new URL(file, folder), 'utf8')).remarks, []);
});

test('a missing or unusable model is refused by field', () => {
  const model = (/** @type {object} */ change) => problemsAfter(({ model }) => Object.assign(model, change));
  assert.deepEqual(model({ cell: 'elman' }), ['model.cell: expected one of rnn, gru, lstm, got "elman"']);
  assert.deepEqual(model({ activation: 'sin' }), [
    'model.activation: expected one of tanh, relu, identity, listing, got "sin"',
  ]);
  assert.deepEqual(model({ layers: 0 }), ['model.layers: expected an integer of at least 1, got 0']);
  assert.deepEqual(model({ hiddenSize: 2.5 }), ['model.hiddenSize: expected an integer of at least 1, got 2.5']);
  assert.deepEqual(model({ vocabularySize: '7' }), [
    'model.vocabularySize: expected an integer of at least 1, got "7"',
  ]);
  assert.deepEqual(model({ bias: 'yes' }), ['model.bias: expected true or false, got "yes"']);
  assert.match(model({ dropout: 0.1 })[0], /^model\.dropout: unknown field/);
  assert.deepEqual(model({ dropout: 0 }), [], 'what is off anyway may be said');
  assert.match(
    problemsAfter(({ model }) => Object.assign(model, { activation: 'tanh' }), 4)[0],
    /^model\.activation: expected null/,
  );
  assert.deepEqual(
    problemsAfter((raw) => delete raw.model),
    [
      'model: expected an object, got nothing',
      'model.cell: expected one of rnn, gru, lstm, got nothing',
      'model.activation: expected one of tanh, relu, identity, listing, got nothing',
      ...['vocabularySize', 'hiddenSize', 'layers'].map(
        (field) => `model.${field}: expected an integer of at least 1, got nothing`,
      ),
      'model.bias: expected true or false, got nothing',
    ],
  );
});

test('a parameter of another shape, name or content is refused by its place', () => {
  const lstm = () => given('torch-lstm-adam.json');
  const shortened = lstm();
  shortened.parameters.weight_hh_l0 = shortened.parameters.weight_hh_l0.map((/** @type {number[]} */ row) =>
    row.slice(0, 4),
  );
  assert.deepEqual(problemsOf(shortened), ['parameters.weight_hh_l0: expected 20x5, got 20x4']);

  const ragged = lstm();
  ragged.parameters.weight_hh_l0[3].pop();
  assert.deepEqual(problemsOf(ragged), [
    'parameters.weight_hh_l0[3]: expected a list of 5 (20x5 in all), got a list of 4',
  ]);

  const hole = lstm();
  hole.parameters.bias_ih_l0[2] = null;
  assert.deepEqual(problemsOf(hole), ['parameters.bias_ih_l0[2]: expected a finite number, got null']);

  const missing = lstm();
  delete missing.parameters.bias_out;
  assert.deepEqual(problemsOf(missing), ['parameters.bias_out: expected 7, got nothing']);

  const superfluous = lstm();
  superfluous.model.bias = false;
  assert.deepEqual(
    problemsOf(superfluous).map((problem) => problem.split(':')[0]),
    ['parameters.bias_ih_l0', 'parameters.bias_hh_l0', 'parameters.bias_out'],
  );
});

test('token ids outside the vocabulary, and sequences that do not fit together, are refused', () => {
  const batch = () => given('torch-gru-adam.json'); // V = 7, three sequences of 6
  const outside = batch();
  outside.sequences[1].inputs[4] = 7;
  outside.sequences[2].targets[0] = -1;
  assert.deepEqual(problemsOf(outside), [
    'sequences[1].inputs[4]: expected an integer in 0..6, got 7',
    'sequences[2].targets[0]: expected an integer in 0..6, got -1',
  ]);
  const unequal = batch();
  unequal.sequences[0].targets.pop();
  assert.deepEqual(problemsOf(unequal), ['sequences[0].targets: expected 6 ids, as many as inputs, got 5']);
  const shorter = batch();
  shorter.sequences[2].inputs.pop();
  shorter.sequences[2].targets.pop();
  assert.deepEqual(problemsOf(shorter), [
    'sequences[2].inputs: train.schedule batch needs sequences of equal length: 6 in sequences[0], 5 here',
  ]);
  assert.deepEqual(problemsOf({ ...batch(), sequences: [] }), ['sequences: expected at least one, got an empty list']);
  const silent = batch();
  silent.sequences[0] = { inputs: [], targets: [] };
  assert.match(problemsOf(silent)[0], /^sequences\[0\]\.inputs: expected at least one token id/);
});

test('an initial state must have a part for every layer, sequence and unit', () => {
  const raw = given('torch-lstm-adam.json'); // one layer, three sequences, H = 5
  const zeros = (/** @type {number} */ H) => [Array.from({ length: 3 }, () => new Array(H).fill(0))];
  assert.deepEqual(problemsOf({ ...raw, initialState: { h: zeros(5), c: zeros(5) } }), []);
  assert.deepEqual(problemsOf({ ...raw, initialState: null }), []);
  assert.deepEqual(problemsOf({ ...raw, initialState: { h: zeros(4), c: zeros(5) } }), [
    'initialState.h: expected 1x3x5, got 1x3x4',
  ]);
  assert.deepEqual(problemsOf({ ...raw, initialState: { h: zeros(5) } }), [
    'initialState.c: expected 1x3x5, got nothing',
  ]);
  const gru = given('torch-gru-adam.json');
  assert.match(
    problemsOf({ ...gru, initialState: { h: zeros(5), c: zeros(5) } })[0],
    /^initialState\.c: unknown field; expected only h$/,
  );
});

test('training that is misspelt, incomplete or contradicts itself is refused', () => {
  const raw = given('torch-lstm-truncated-rmsprop.json');
  const train = (/** @type {object} */ change) => problemsOf({ ...raw, train: { ...raw.train, ...change } });
  const optimizer = (/** @type {object} */ change) => train({ optimizer: { ...raw.train.optimizer, ...change } });
  assert.match(train({ schedule: 'online' })[0], /^train\.schedule: expected one of listing, batch, got "online"$/);
  assert.deepEqual(train({ steps: null }), ['train.steps: expected an integer of at least 0, got null']);
  assert.match(train({ epochs: 7 })[0], /^train\.epochs: contradicts train\.steps/);
  assert.match(train({ reduction: 'sum' })[0], /^train\.reduction: expected one of mean, got "sum"$/);
  assert.match(train({ clipNorm: -1 })[0], /^train\.clipNorm: expected a finite number above 0, got -1$/);
  assert.match(train({ truncate: 2.5 })[0], /^train\.truncate: expected an integer of at least 1, got 2\.5$/);
  assert.match(train({ clipnorm: 0.5 })[0], /^train\.clipnorm: unknown field/);
  assert.match(train({ optimizer: null })[0], /^train\.optimizer: expected an object, got null$/);
  assert.match(optimizer({ type: 'lion' })[0], /^train\.optimizer\.type: expected one of sgd, momentum, rmsprop/);
  assert.match(optimizer({ learningRate: 0 })[0], /^train\.optimizer\.learningRate: expected a finite number above 0/);
  assert.match(optimizer({ decay: 1 })[0], /^train\.optimizer\.decay: expected .* of at least 0 and below 1, got 1$/);
  assert.match(optimizer({ beta1: 0.9 })[0], /^train\.optimizer\.beta1: unknown field/);
  const listing = given('listing-h4.json');
  assert.deepEqual(problemsOf({ ...listing, train: { ...listing.train, evaluateEvery: undefined } }), [
    'train.evaluateEvery: expected an integer of at least 1, got nothing',
  ]);
});

test('what may be null or absent may be both', () => {
  const raw = given('torch-rnn-tanh-sgd.json');
  for (const absent of [null, undefined]) {
    const train = { ...raw.train, clipNorm: absent, truncate: absent, reduction: absent, epochs: absent };
    assert.deepEqual(problemsOf({ ...raw, train, initialState: absent }), []);
    assert.deepEqual(problemsOf({ ...raw, train: absent }), []);
  }
  const optimizer = { type: 'adam', learningRate: 0.01 };
  const { train } = parseCase(JSON.stringify({ ...raw, train: { ...raw.train, optimizer } }));
  assert.deepEqual(train?.optimizer.constants, { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, "PyTorch's defaults");
});

test('a field that could change the meaning is refused, one that is only text is let by with a remark', () => {
  const raw = given('onnx-gru-defaults.json');
  assert.match(problemsOf({ ...raw, initalState: { h: [] } })[0], /^initalState: unknown field; expected only name/);
  const { remarks } = parseCase(JSON.stringify({ ...raw, note: 'ONNX 1.16' }));
  assert.deepEqual(remarks, ['note: unknown field, left out: ONNX 1.16']);
});

test('name, precision, tolerance and expect are needed', () => {
  const without = (/** @type {string} */ field) => problemsAfter((raw) => delete raw[field]);
  assert.deepEqual(without('name'), ['name: expected a word without spaces, got nothing']);
  assert.deepEqual(without('precision'), ['precision: expected one of float64, float32, got nothing']);
  assert.deepEqual(without('tolerance'), ['tolerance: expected a finite number of at least 0, got nothing']);
  assert.match(without('expect')[0], /^expect: expected an object, got nothing$/);
  assert.deepEqual(
    problemsAfter((raw) => (raw.expect.meanLoss = null)),
    ['expect.meanLoss: expected a finite number, got null'],
  );
  assert.match(problemsAfter((raw) => (raw.expect.hidden[0][0][0] = '1'))[0], /^expect\.hidden\[0\]\[0\]\[0\]: /);
});

test('a file that is not JSON, or not an object, is refused', () => {
  assert.throws(() => parseCase('{"name": "half"'), /^InvalidCase: not JSON: /);
  assert.throws(() => parseCase('[1, 2]'), /the file: expected an object, got a list of 2/);
});
