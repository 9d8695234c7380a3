/** What a model's file holds, and every reason for which one is refused. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { engineSettings } from '../../web/engine/engine-settings.js';
import { ADDED_SETTINGS } from '../../web/engine/model-file/model-file.js';
import { numbersOf, parse, tensorOf } from '../../web/engine/model-file/safetensors.js';
import { writeModelFile } from '../../web/engine/model-file/model-writer.js';
import { loadEngine } from '../../web/engine/load.js';
import { newSession } from './helpers.js';
import {
  changed,
  earlierFiles,
  example,
  problemOf,
  read,
  withMetadata,
  withReplaced,
  withTensor,
} from './model-files.js';

/** @typedef {import('../../web/engine/model-file/safetensors.js').TensorArray} TensorArray */

const { parameterList } = await loadEngine();
const contents = parse(example);
const tensorNames = [...contents.tensors.keys()];
const textOf = (/** @type {string} */ key) => contents.metadata.get(key) ?? assert.fail(key);
const tensorNamed = (/** @type {string} */ name) => contents.tensors.get(name) ?? assert.fail(name);

/** @param {import('../../web/engine/model-file/model-file.js').ModelFile} model */
const write = (model) => writeModelFile(model, parameterList(model.settings, model.vocabularySize));

// --- reading and writing ----------------------------------------------------------

for (const { name, bytes } of earlierFiles) {
  test(`a file of an earlier build, read and written again, is the same file: ${name}`, async (t) => {
    assert.deepEqual(write(read(bytes)), bytes);
    const session = await newSession(t);
    await session.load({ bytes });
    assert.deepEqual(await session.save(), bytes, 'through the engine');
    const { phase, step } = await session.step();
    assert.equal(phase, 'idle');
    assert.equal(step, read(bytes).checkpoint.step + 1);
  });
}

test('it is read as it was written', () => {
  const model = read(example);
  assert.equal(model.vocabularySize, 5);
  assert.deepEqual(model.tokens, ['你', '"', '\\', '', '⏎']);
  assert.deepEqual(model.meta, { text: '…', '\u2028': '\ud800x\u0001' });
  const { cell, layers, hiddenSize, seed, optimizer, epsilon } = model.settings;
  assert.deepEqual([cell, layers, hiddenSize, seed, optimizer, epsilon], ['lstm', 2, 3, 4294967295, 'adam', 1e-8]);
  assert.deepEqual([...model.training.lengths], [4, 7, 1, 5, 7, 2, 3]);
  assert.deepEqual([...model.heldOut.lengths], [5]);
  assert.deepEqual([...model.history.epoch], [0, 1, 2, 3]);
  const { checkpoint } = model;
  assert.deepEqual([checkpoint.epoch, checkpoint.windowBegin, checkpoint.evaluated], [3, 2, true]);
  assert.deepEqual([checkpoint.hidden.length, checkpoint.cell.length], [2 * 3 * 3, 2 * 3 * 3]);
  assert.deepEqual([...checkpoint.order].sort(), [0, 1, 2, 3, 4, 5, 6]);
  assert.equal(checkpoint.lastRecordedLoss[0], model.history.trainingLoss[3]);
});

test('values that are not finite are kept', () => {
  const model = read(example);
  model.checkpoint.parameters.set([NaN, -Infinity, -0]);
  model.checkpoint.lastRecordedLoss[0] = Infinity;
  const { parameters, lastRecordedLoss } = read(write(model)).checkpoint;
  assert.deepEqual([...parameters.slice(0, 3)], [NaN, -Infinity, -0]);
  assert.equal(lastRecordedLoss[0], Infinity);
});

test('every setting at its smallest and largest is kept', () => {
  const model = read(example);
  for (const [name, row] of Object.entries(engineSettings)) {
    if (!('min' in row) || ['hiddenSize', 'layers', 'batchSize', 'truncate'].includes(name)) continue;
    const smallest = 'exclusiveMin' in row ? Number.MIN_VALUE : row.min;
    const largest = 'exclusiveMax' in row ? row.max - Number.EPSILON / 2 : row.max;
    for (const value of [smallest, largest, (smallest + largest) / 2, 1 / 3].filter(
      (value) => row.type === 'number' || Number.isInteger(value),
    )) {
      const settings = { ...model.settings, [name]: value };
      assert.deepEqual(read(write({ ...model, settings })).settings, settings, name);
    }
  }
});

test("weights stand under PyTorch's names in row-major order", async (t) => {
  // torch.nn.LSTM(5, 3, num_layers=2) and Linear(3, 5): four gates of three rows.
  const shapes = {
    ...{ weight_ih_l0: [12, 5], weight_hh_l0: [12, 3], bias_ih_l0: [12], bias_hh_l0: [12] },
    ...{ weight_ih_l1: [12, 3], weight_hh_l1: [12, 3], bias_ih_l1: [12], bias_hh_l1: [12] },
    ...{ weight_out: [5, 3], bias_out: [5] },
  };
  const session = await newSession(t);
  await session.load({ bytes: example });
  const parameters = await session.parameters();
  assert.deepEqual(Object.fromEntries(parameters.map(({ name, shape }) => [name, shape])), shapes);
  for (const { name, shape, values } of parameters) {
    const tensor = tensorNamed(name);
    assert.deepEqual([tensor.dtype, tensor.shape], ['F32', shape], name);
    assert.deepEqual(numbersOf(tensor), values, name);
  }
});

test('a view into a larger buffer is read from its own beginning, at any alignment', () => {
  for (let offset = 1; offset < 9; offset++) {
    const larger = new Uint8Array(example.length + 20);
    larger.set(example, offset);
    assert.deepEqual(read(larger.subarray(offset, offset + example.length)), read(example));
  }
});

// --- what is refused --------------------------------------------------------------

test('a file without any one of its tensors', () => {
  for (const name of tensorNames) {
    const problem = problemOf(changed(({ tensors }) => tensors.delete(name)));
    assert.equal(problem, name === 'training.last_recorded_loss' ? 'read' : 'missing-tensor', name);
  }
});

test('any tensor of another type', () => {
  for (const name of tensorNames) {
    const tensor = tensorNamed(name);
    const count = numbersOf(tensor).length;
    const other = tensor.dtype === 'F32' ? new Float64Array(count) : new Float32Array(count);
    assert.equal(problemOf(withTensor(name, other, tensor.shape)), 'wrong-type', name);
  }
});

test('any tensor of another shape', () => {
  for (const name of tensorNames) {
    const tensor = tensorNamed(name);
    // As many numbers, but one dimension more.
    assert.equal(problemOf(withTensor(name, numbersOf(tensor), [...tensor.shape, 1])), 'wrong-shape', name);
  }
  assert.equal(problemOf(withTensor('weight_out', new Float32Array(15), [3, 5])), 'wrong-shape');
  assert.equal(problemOf(withTensor('state.hidden_l0', new Float32Array(9), [1, 9])), 'wrong-shape');
});

test('a tensor that does not belong to the model', () => {
  assert.equal(problemOf(withTensor('weight_ih_l2', Float32Array.of(1))), 'unexpected-tensor');
  assert.equal(problemOf(withTensor('', Float32Array.of(1))), 'unexpected-tensor');
  assert.equal(problemOf(withTensor('__proto__', Float32Array.of(1))), 'unexpected-tensor');
  // SGD has no running averages.
  assert.equal(problemOf(withReplaced('settings', '"adam"', '"sgd"')), 'unexpected-tensor');
});

test("another program's file and another version", () => {
  assert.equal(problemOf(withMetadata('format', 'pt')), 'not-a-model');
  assert.equal(problemOf(changed(({ metadata }) => metadata.clear())), 'not-a-model');
  for (const version of ['', '0', '2', '1.0', ' 1', 'one'])
    assert.equal(problemOf(withMetadata('version', version)), 'unknown-version', version);
  assert.equal(problemOf(changed(({ metadata }) => metadata.delete('version'))), 'unknown-version');
});

test('every setting that is missing or of the wrong kind', () => {
  const members = textOf('settings').slice(1, -1).split(',');
  assert.equal(
    members.length,
    Object.keys(engineSettings).length - ADDED_SETTINGS.size,
    'all but those that earlier builds did not have',
  );
  for (const member of members) {
    const key = member.slice(0, member.indexOf(':'));
    const problem = (/** @type {string} */ from, /** @type {string} */ to) =>
      problemOf(withReplaced('settings', from, to));
    assert.equal(problem(key, '"other"'), 'bad-setting', member);
    for (const value of ['"-"', '-11', '1e300'])
      assert.equal(problem(member, `${key}:${value}`), 'bad-setting', member);
    assert.equal(problem(member, `${key}:null`), 'bad-json', member);
    assert.equal(problem(member, `${member},${member}`), 'bad-json', member);
  }
  for (const key of ['other', '__proto__', 'toString'])
    assert.equal(problemOf(withReplaced('settings', '}', `,"${key}":1}`)), 'bad-setting', key);
});

test('settings outside their range', () => {
  const changes = [
    ['"hiddenSize":3', '"hiddenSize":0'],
    ['"hiddenSize":3', '"hiddenSize":513'],
    ['"layers":2', '"layers":17'],
    ['"layers":2', '"layers":2.0'],
    ['"seed":4294967295', '"seed":4294967296'],
    ['"cell":"lstm"', '"cell":"LSTM"'],
    ['"beta1":0.9', '"beta1":1.0'],
    ['"epsilon":1e-08', '"epsilon":0'],
    ['"evaluateEvery":1', '"evaluateEvery":0'],
    ['"batchSize":3', '"batchSize":4097'],
    ['"truncate":2', '"truncate":100001'],
    ['"truncate":2', '"truncate":9223372036854775807'],
  ];
  for (const [from, to] of changes) assert.equal(problemOf(withReplaced('settings', from, to)), 'bad-setting', to);
  assert.equal(problemOf(withReplaced('settings', '"truncate":2', '"truncate":9223372036854775808')), 'bad-json');
  assert.equal(problemOf(withReplaced('settings', '"epsilon":1e-08', '"epsilon":1e999')), 'bad-json');
  assert.equal(
    problemOf(withReplaced('settings', '"weightDecay":0.01', '"weightDecay":1')),
    'read',
    'an integer is a number',
  );
});

test('texts that are not the expected JSON', () => {
  for (const text of ['', '[]', '1', '{', '{}}', 'null', '{"a":{}}', '{"a":[1]}']) {
    assert.equal(problemOf(withMetadata('settings', text)), 'bad-json', text);
    assert.equal(problemOf(withMetadata('training', text)), 'bad-json', text);
  }
  assert.equal(problemOf(withMetadata('settings', '{}')), 'bad-setting');
  assert.equal(problemOf(withMetadata('training', '{}')), 'bad-value');
});

test('tokens that are not one string for each id', () => {
  for (const text of [
    ...['', '{}', '[]', '["a"]', '["a","b","c","d"]', '["a","b","c","d","e","f"]', '["a","b","c","d",5]'],
    ...['[["a","b","c","d","e"]]', '"abcde"'],
  ])
    assert.equal(problemOf(withMetadata('tokens', text)), 'bad-tokens', text);
  assert.equal(problemOf(changed(({ metadata }) => metadata.delete('tokens'))), 'read');
});

test('what is no JSON object, or nested too deep, is no meta, and no reason to refuse a file', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  assert.deepEqual(read(withMetadata('meta', deep)).meta, {});
  assert.deepEqual(read(withMetadata('meta', `{"a":${'['.repeat(900)}${']'.repeat(900)}}`)).meta, {
    a: JSON.parse('['.repeat(900) + ']'.repeat(900)),
  });
  assert.deepEqual(Object.keys(read(withMetadata('meta', '{"__proto__":{"a":1}}')).meta), ['__proto__']);
  for (const text of ['', 'NaN', 'null', '1', '"a"', '{', '['.repeat(100_000)])
    assert.deepEqual(read(withMetadata('meta', text)).meta, {}, text.slice(0, 9));
});

test('a vocabulary size that does not match the weights', () => {
  for (const text of ['', '0', '-5', '5 ', ' 5', '5.0', '0x5', '2147483648', '99999999999999999999'])
    assert.equal(problemOf(withMetadata('vocabularySize', text)), 'bad-setting', text);
  for (const text of ['4', '6', '2147483647'])
    assert.equal(problemOf(withMetadata('vocabularySize', text)), 'wrong-shape', text);
});

/** The example with one counter replaced. @param {string} key @param {string} value */
function withCounter(key, value) {
  const member = new RegExp(`"${key}":[^,}]*`).exec(textOf('training'))?.[0] ?? assert.fail(key);
  return withReplaced('training', member, `"${key}":${value}`);
}

test('invalid counters', () => {
  const counters = ['epoch', 'step', 'sequencesSeen', 'tokensSeen', 'firstSequence', 'windowBegin', 'optimizerSteps'];
  for (const key of [...counters, 'evaluated']) {
    for (const value of ['-1', '1.5', '"1"', '9007199254740993'])
      assert.equal(problemOf(withCounter(key, value)), 'bad-value', `${key} ${value}`);
    assert.equal(problemOf(withReplaced('training', `"${key}":`, '"other":')), 'bad-value', key);
  }
  for (const key of counters) assert.equal(problemOf(withCounter(key, 'true')), 'bad-value', key);
  assert.equal(problemOf(withCounter('tokensSeen', '-0')), 'read');
  assert.equal(problemOf(withReplaced('training', '}', ',"other":1}')), 'bad-value');
});

test('a position outside the data', () => {
  assert.equal(problemOf(withCounter('firstSequence', '7')), 'bad-value');
  assert.equal(problemOf(withCounter('windowBegin', '7')), 'bad-value', 'the longest sequence has 7 steps');
  assert.equal(problemOf(withCounter('windowBegin', '0')), 'unexpected-tensor', 'a state, but no window before');
  assert.equal(problemOf(withCounter('firstSequence', '6')), 'wrong-shape', 'a state of three sequences for one');
});

test('an order that is no permutation', () => {
  for (const wrong of [
    [0, 1, 2, 3, 4, 5, 5],
    [0, 1, 2, 3, 4, 5, 7],
    [0, 1, 2, 3, 4, 5, -1],
    [0, 1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5, 6, 0],
    [],
  ])
    assert.equal(problemOf(withTensor('training.order', BigInt64Array.from(wrong, BigInt))), 'bad-value', `${wrong}`);
});

test('sequences with unknown ids or lengths that do not add up', () => {
  for (const name of ['training.inputs', 'training.targets', 'held_out.inputs', 'held_out.targets']) {
    const ids = numbersOf({ ...tensorNamed(name), dtype: /** @type {const} */ ('I32') });
    for (const wrong of [5, -2, 2 ** 31 - 1, -(2 ** 31)]) {
      ids[1] = wrong;
      assert.equal(problemOf(withTensor(name, ids)), 'bad-value', `${name} ${wrong}`);
    }
  }
  for (const wrong of [0n, 2n, -1n, 2n ** 63n - 1n, -(2n ** 63n)])
    assert.equal(
      problemOf(withTensor('training.lengths', BigInt64Array.of(4n, 7n, wrong, 5n, 7n, 2n, 3n))),
      'bad-value',
      `${wrong}`,
    );
  assert.equal(problemOf(withTensor('training.targets', new Int32Array(28))), 'wrong-shape');
});

test('a random state of zeros', () => {
  assert.equal(problemOf(withTensor('random.state', new BigUint64Array(4))), 'bad-value');
});

test('an invalid history', () => {
  assert.equal(problemOf(withTensor('history', Float64Array.of(0, 0, 1, 1, 1, 0), [1, 6])), 'read');
  for (const wrong of [
    [-1, 0, 1, 1, 1, 0],
    [0, 0.5, 1, 1, 1, 0],
    [NaN, 0, 1, 1, 1, 0],
    [0, NaN, 1, 1, 1, 0],
    [0, 1e300, 1, 1, 1, 0],
    [0, 0, 1, 1, 1, 0.5],
  ])
    assert.equal(problemOf(withTensor('history', Float64Array.from(wrong), [1, 6])), 'bad-value', `${wrong}`);
  assert.equal(problemOf(withTensor('history', Float64Array.of(0, 0, 1, 1, 1), [1, 5])), 'wrong-shape');
});

test('every beginning of a file', () => {
  for (let size = 0; size < example.length; size++)
    assert.notEqual(problemOf(example.subarray(0, size)), 'read', `${size}`);
});

test('with one bit of its header changed it is refused or can be trained', async (t) => {
  const session = await newSession(t);
  const bytes = example.slice();
  const headerEnd = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  let trained = 0;
  for (let i = 0; i < headerEnd; i++) {
    for (const bit of [0, 6]) {
      bytes[i] ^= 1 << bit;
      if (problemOf(bytes) === 'read') {
        await session.load({ bytes });
        assert.equal((await session.step()).step, read(bytes).checkpoint.step + 1, `byte ${i}`);
        trained++;
      }
      bytes[i] ^= 1 << bit;
    }
  }
  assert.ok(trained > 0, 'a changed digit of the learning rate, for instance, makes another valid model');
});

test('a model that does not fit into memory is refused as create refuses it', async (t) => {
  const session = await newSession(t);
  const length = 100_000;
  const bytes = changed(({ tensors, metadata }) => {
    // All sequences in one window: 100,000 steps of as wide a batch.
    const sequences = 200;
    for (const name of ['training.inputs', 'training.targets'])
      tensors.set(name, tensorOf(new Int32Array(length * sequences), [length * sequences]));
    tensors.set('training.lengths', tensorOf(new BigInt64Array(sequences).fill(BigInt(length)), [sequences]));
    tensors.set('training.order', tensorOf(new BigInt64Array(0), [0]));
    for (const name of tensors.keys()) if (name.startsWith('state.')) tensors.delete(name);
    const settings = textOf('settings')
      .replace('"batchSize":3', '"batchSize":0')
      .replace('"truncate":2', '"truncate":0');
    metadata.set('settings', settings);
    metadata.set('training', textOf('training').replace('"windowBegin":2', '"windowBegin":0'));
  });
  await assert.rejects(session.load({ bytes }), { code: 'tooLarge' });
  assert.equal((await session.status()).phase, 'empty');
});
