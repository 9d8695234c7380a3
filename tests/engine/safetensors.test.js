import assert from 'node:assert/strict';
import test from 'node:test';
import { numbersOf, parse, serialize, tensorOf } from '../../web/engine/model-file/safetensors.js';
import { fileWith, outcomeOf } from './model-files.js';

/** @typedef {import('../../web/engine/model-file/safetensors.js').Contents} Contents */

/** @param {string | Uint8Array} header @param {number} [dataSize] */
const outcome = (header, dataSize) => outcomeOf(() => parse(fileWith(header, dataSize)));

/** @param {string} header @param {Float32Array} values */
function fileOf(header, values) {
  const file = fileWith(header, values.byteLength);
  file.set(new Uint8Array(values.buffer), 8 + header.length);
  return file;
}

test('it writes the bytes of the reference implementation', () => {
  // The three files of test_serialization, test_serialization_forced_alignement and test_empty in
  // safetensors/src/tensor.rs of huggingface/safetensors.
  const values = Float32Array.of(0, 1, 2, 3, 4, 5);
  const one = new Map([['attn.0', tensorOf(values, [1, 2, 3])]]);
  const header = '{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}';
  assert.deepEqual(serialize({ tensors: one, metadata: new Map() }), fileOf(header, values));
  const padded = new Map([['attn0', tensorOf(values, [1, 1, 2, 3])]]);
  const paddedHeader = '{"attn0":{"dtype":"F32","shape":[1,1,2,3],"data_offsets":[0,24]}}       ';
  assert.deepEqual(serialize({ tensors: padded, metadata: new Map() }), fileOf(paddedHeader, values));
  assert.deepEqual(serialize({ tensors: new Map(), metadata: new Map() }), fileWith('{}      '));
  const metadata = new Map([['framework', 'pt']]);
  assert.deepEqual(serialize({ tensors: new Map(), metadata }), fileWith('{"__metadata__":{"framework":"pt"}}     '));
});

test('it reads back what it wrote, for every dtype', () => {
  const arrays = {
    f64: Float64Array.of(1 / 3, -0, Infinity, Number.MIN_VALUE),
    f32: Float32Array.of(0.1, -2.5),
    i32: Int32Array.of(-1, -(2 ** 31), 7),
    i64: BigInt64Array.of(-(2n ** 63n)),
    u64: BigUint64Array.of(2n ** 64n - 1n),
    u8: Uint8Array.of(0, 255, 3),
  };
  const shapes = { f64: [2, 2], f32: [2, 1], i32: [3], i64: [], u64: [1], u8: [1, 3] };
  /** @type {Contents} */
  const contents = {
    tensors: new Map(
      Object.entries(arrays).map(([name, array]) => [
        name,
        tensorOf(array, shapes[/** @type {keyof typeof shapes} */ (name)]),
      ]),
    ),
    metadata: new Map([
      ['', ''],
      ['名字', '“引号” "quoted" \\ \n \u0001'],
    ]),
  };
  const read = parse(serialize(contents));
  assert.deepEqual(read.metadata, contents.metadata);
  assert.deepEqual([...read.tensors.keys()].sort(), [...contents.tensors.keys()].sort());
  for (const [name, tensor] of read.tensors) {
    assert.deepEqual(tensor.shape, contents.tensors.get(name)?.shape);
    assert.deepEqual(numbersOf(tensor), arrays[/** @type {keyof typeof arrays} */ (name)]);
  }
});

test('half a surrogate pair becomes U+FFFD', () => {
  const metadata = new Map([['a\ud800', '\udc00b']]);
  assert.deepEqual([...parse(serialize({ tensors: new Map(), metadata })).metadata], [['a\ufffd', '\ufffdb']]);
});

test('every tensor is aligned to its elements', () => {
  const tensors = new Map([
    ['a', tensorOf(Uint8Array.of(1, 2, 3), [3])],
    ['b', tensorOf(Float32Array.of(1), [1])],
    ['c', tensorOf(Float64Array.of(1), [1])],
  ]);
  const file = serialize({ tensors, metadata: new Map() });
  const width = { a: 1, b: 4, c: 8 };
  for (const [name, { data }] of parse(file).tensors)
    assert.equal(data.byteOffset % width[/** @type {keyof typeof width} */ (name)], 0, name);
});

test('it reads what the format allows', () => {
  /** @type {[string, string, number?][]} */
  const files = [
    ['no tensor', '{}'],
    ["JSON's four kinds of white space after the header", '{}\r \t\n'],
    ['empty metadata', '{"__metadata__":{}}'],
    ['a single number', '{"a":{"dtype":"I32","shape":[],"data_offsets":[0,4]}}', 4],
    ['no element', '{"a":{"dtype":"F64","shape":[3,0],"data_offsets":[0,0]}}'],
    ['no element, of huge extent', '{"a":{"dtype":"F64","shape":[0,18446744073709551615],"data_offsets":[0,0]}}'],
    ['keys in any order', '{"a":{"data_offsets":[0,1],"shape":[1],"dtype":"U8"}}', 1],
    [
      'tensors in any order',
      '{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
      3,
    ],
    [
      'an empty tensor between two others',
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[0],"data_offsets":[1,1]},"c":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}',
      2,
    ],
    [
      'white space and escapes',
      ' {"\\u0061\\n\\"\\\\" : { "dtype" : "U\\u0038", "shape" : [ ] , "data_offsets" : [ 0 , 1 ] } } '.slice(1),
      1,
    ],
    [
      'names that every object has',
      '{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"constructor":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"__metadata__":{"__proto__":"x"}}',
      2,
    ],
  ];
  for (const [what, header, dataSize] of files) assert.equal(outcome(header, dataSize), 'read', what);
});

test('a file that ends within its header is refused', () => {
  const file = (/** @type {string} */ hex) => outcomeOf(() => parse(Uint8Array.from(Buffer.from(hex, 'hex'))));
  assert.equal(file(''), 'file-too-short');
  assert.equal(file('00'.repeat(7)), 'file-too-short');
  assert.equal(file('03000000000000007b7d'), 'header-beyond-file');
  assert.equal(file('00e1f505000000007b7d'), 'header-beyond-file');
  assert.equal(file('01e1f505000000007b7d'), 'header-over-limit');
  assert.equal(file('00000000000020007b7d'), 'header-over-limit', '2⁵³');
  assert.equal(file('ffffffffffffffff7b7d'), 'header-over-limit');
});

test('a header that is no JSON object is refused', () => {
  const notJson = [
    '',
    '{',
    '}',
    '{}}',
    '{} {}',
    '{,}',
    '{"a":}',
    "{'a':1}",
    '{a:1}',
    '{"a" 1}',
    '{}//',
    '{}\0\0',
    'nul',
  ];
  notJson.push('{"__metadata__":{"a":"\n"}}', '{"__metadata__":{"a":"\\x"}}', '{"__metadata__":{"a":"\\ud800"}}');
  notJson.push('{"__metadata__":{"a":"\\udc00\\ud800"}}', '{"__metadata__":{"a":"b}}', '{"__metadata__":{"a":"b\\"}}');
  notJson.push(
    '{"a":01}',
    '{"a":1.}',
    '{"a":-}',
    '{"a":1e}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":1e999}',
    '{"a":NaN}',
    '{"__metadata__":{},}',
  );
  for (const header of notJson) assert.equal(outcome(header), 'header-not-json', header);
  assert.equal(outcome(Uint8Array.of(0xff)), 'header-not-json');
  assert.equal(outcome(Uint8Array.from(Buffer.from('{"\xff":1}', 'latin1'))), 'header-not-json');
  for (const header of ['[]', 'null', '1', '-1', '1.5', 'true', '"a"', ' {}', '\n{}', '\ufeff{}'])
    assert.equal(outcome(header), 'header-not-object', header);
});

test('a key that stands twice is refused', () => {
  const empty = '{"dtype":"U8","shape":[0],"data_offsets":[0,0]}';
  for (const header of [
    `{"a":${empty},"a":${empty}}`,
    `{"a":${empty},"\\u0061":${empty}}`,
    `{"__proto__":${empty},"__proto__":${empty}}`,
    '{"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}',
    '{"a":{"shape":[],"shape":[0],"dtype":"U8","data_offsets":[0,0]}}',
    '{"__metadata__":{},"__metadata__":{}}',
    '{"__metadata__":{"a":"1","a":"1"}}',
  ])
    assert.equal(outcome(header), 'duplicate-key', header);
});

test('metadata that are no strings are refused', () => {
  for (const metadata of [
    '1',
    '[]',
    'null',
    '"a"',
    '{"a":1}',
    '{"a":null}',
    '{"a":["b"]}',
    '{"a":{}}',
    '{"a":-1}',
    '{"a":0.5}',
    '{"a":false}',
  ])
    assert.equal(outcome(`{"__metadata__":${metadata}}`), 'bad-metadata', metadata);
});

/** The outcome for one tensor "a" described by this object, with four bytes of data. @param {string} entry */
const outcomeOfEntry = (entry) => outcome(`{"a":${entry}}`, 4);

test('a tensor that is not fully described is refused', () => {
  for (const entry of [
    ...['{}', '1', 'null', '[]', '{"dtype":"F32","shape":[1]}', '{"dtype":"F32","data_offsets":[0,4]}'],
    '{"shape":[1],"data_offsets":[0,4]}',
    '{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}',
  ])
    assert.equal(outcomeOfEntry(entry), 'bad-entry', entry);
});

test('an unknown dtype is refused', () => {
  for (const dtype of ['"F16"', '"f32"', '""', '1', 'null', '[]', '{}', '"toString"', '"__proto__"'])
    assert.equal(outcomeOfEntry(`{"dtype":${dtype},"shape":[1],"data_offsets":[0,4]}`), 'unknown-type', dtype);
});

test('a shape that is no list of a few sizes is refused', () => {
  const outcomeOfShape = (/** @type {string} */ shape) =>
    outcomeOfEntry(`{"dtype":"F32","shape":${shape},"data_offsets":[0,4]}`);
  const bad = [
    '1',
    'null',
    '"[1]"',
    '{}',
    '[-1]',
    '[-0]',
    '[1.0]',
    '[null]',
    '[[1]]',
    '[{}]',
    '["1"]',
    '[true]',
    '[1e0]',
  ];
  for (const shape of [...bad, '[1,1,1,1,1,1,1,1,1]', '[18446744073709551616]'])
    assert.equal(outcomeOfShape(shape), 'bad-shape', shape);
  // 2⁶⁴ bytes and more would wrap round to a size that fits.
  for (const shape of [
    ...['[4611686018427387904]', '[4294967296,1073741824]', '[4611686018427387905]', '[9223372036854775808,2,0]'],
    '[18446744073709551615,18446744073709551615]',
  ])
    assert.equal(outcomeOfShape(shape), 'shape-overflow', shape);
});

test('offsets that are no range within the file are refused', () => {
  const of = (/** @type {string} */ offsets) => outcomeOfEntry(`{"dtype":"F32","shape":[1],"data_offsets":${offsets}}`);
  for (const offsets of [
    ...[
      '4',
      'null',
      '{}',
      '[]',
      '[0]',
      '[0,4,4]',
      '[-1,4]',
      '[0,4.0]',
      '["0",4]',
      '[0,[4]]',
      '[0,18446744073709551616]',
    ],
  ])
    assert.equal(of(offsets), 'bad-offsets', offsets);
  assert.equal(of('[4,0]'), 'offsets-reversed');
  assert.equal(of('[18446744073709551615,3]'), 'offsets-reversed');
  assert.equal(of('[1,5]'), 'offsets-out-of-range');
  assert.equal(of('[18446744073709551611,18446744073709551615]'), 'offsets-out-of-range');
  assert.equal(of('[0,3]'), 'size-mismatch');
  assert.equal(of('[0,0]'), 'size-mismatch');
});

test('bytes that belong to two tensors or to none are refused', () => {
  const of = (/** @type {string} */ first, /** @type {string} */ second, /** @type {number} */ dataSize) =>
    outcome(
      `{"a":{"dtype":"U8","shape":[2],"data_offsets":${first}},"b":{"dtype":"U8","shape":[2],"data_offsets":${second}}}`,
      dataSize,
    );
  assert.equal(of('[0,2]', '[2,4]', 4), 'read');
  assert.equal(of('[0,2]', '[1,3]', 4), 'overlap');
  assert.equal(of('[0,2]', '[0,2]', 2), 'overlap');
  assert.equal(of('[2,4]', '[1,3]', 4), 'hole');
  assert.equal(of('[0,2]', '[3,5]', 5), 'hole');
  assert.equal(of('[0,2]', '[2,4]', 5), 'trailing-bytes');
  assert.equal(outcome('{}', 1), 'trailing-bytes');
});

test('the message names the subject', () => {
  const file = fileWith('{"weight_hh_l0":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}');
  assert.throws(() => parse(file), {
    code: 'badFile',
    message: 'weight_hh_l0: the data end before they begin',
    details: { problem: 'offsets-reversed', subject: 'weight_hh_l0' },
  });
});

test('what is deep, long or repeated is read or refused at once', () => {
  const million = 1_000_000;
  const begin = performance.now();
  const deep = '['.repeat(million);
  assert.equal(outcome(`{"a":${deep}`), 'bad-entry');
  assert.equal(outcome(`{"__metadata__":${deep}`), 'bad-metadata');
  assert.equal(outcome(`{"a":{"shape":${deep}`), 'bad-shape');
  assert.equal(outcome(deep), 'header-not-object');
  assert.equal(outcome('{"a":'.repeat(million)), 'bad-entry');
  assert.equal(outcome(`{"a":${'1'.repeat(million)}}`), 'header-not-json');
  assert.equal(outcome(`{"a":0.${'1'.repeat(million)}}`), 'bad-entry');
  assert.equal(outcome(`{"__metadata__":{"a":"${'\\\\'.repeat(million)}"}}`), 'read');
  assert.equal(outcome(`{"__metadata__":{"a":"${'\\"'.repeat(million)}"}}`), 'read');
  assert.equal(outcome(`{"__metadata__":{"a":"${'\\'.repeat(million + 1)}"}}`), 'header-not-json');
  assert.equal(outcome(`{${' '.repeat(million)}`), 'header-not-json');
  const entries = Array.from({ length: 100_000 }, (_, i) => `"${i}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}`);
  assert.equal(outcome(`{${entries.join(',')}}`), 'read');
  assert.ok(performance.now() - begin < 30_000, `${performance.now() - begin} ms`);
});
