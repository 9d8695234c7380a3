/**
 * Random changes of model files. Most changes of bytes only break the JSON of the header; so some files are taken apart, changed in one
 * tensor or one text and put together again, and in others the header's text is changed and its length corrected.
 */
import { parse, serialize } from '../../web/engine/model-file/safetensors.js';
import { fileWith } from './model-files.js';

/** @typedef {() => number} Random in [0, 1) */
/** @typedef {import('../../web/engine/model-file/safetensors.js').Contents} Contents */

/** What has broken readers before. */
const FRAGMENTS = [
  ...[
    '',
    ' ',
    ',',
    ':',
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    '\\u0000',
    '\\ud800',
    '\u0000',
    '\ufeff',
    '\u2028',
    'ÿ',
    '你',
    '😀',
  ],
  ...[
    '0',
    '-0',
    '1',
    '-1',
    '00',
    '1.0',
    '1e0',
    '0.5',
    '1e999',
    '1e-999',
    '2147483648',
    '4294967296',
    '9007199254740992',
  ],
  ...['9007199254740993', '9223372036854775808', '18446744073709551615', '18446744073709551616', '1'.repeat(400)],
  ...['null', 'true', 'false', 'NaN', 'Infinity', '{}', '[]', '""', '[[[[', '{"a":'.repeat(50)],
  ...['"__proto__":{}', '"__metadata__":{}', '"constructor"', '"dtype":"F32"', '"shape":[0]', '"data_offsets":[0,0]'],
  ...['"F64"', '"U8"', '"I64"', '"lstm"', '"gru"', '"sgd"', '"adam"', '"float64"', '"batchSize":0', '"truncate":0'],
];

/** Numbers that lie at some end. */
const BYTES = [0, 1, 0x20, 0x22, 0x7b, 0x7d, 0x7f, 0x80, 0xc3, 0xed, 0xf0, 0xff];
const DOUBLES = [0, -0, 1, -1, NaN, Infinity, -Infinity, 1e308, -1e308, 5e-324, 2 ** 53, 0.5];

/** @param {Random} random @param {number} count */
const below = (random, count) => Math.floor(random() * count);

/** @template T @param {Random} random @param {readonly T[]} list */
const oneOf = (random, list) => list[below(random, list.length)];

/**
 * @param {readonly Uint8Array[]} files
 * @param {Random} random
 * @returns {Uint8Array} one of them, changed once or a few times
 */
export function mutated(files, random) {
  let file = oneOf(random, files);
  do file = oneOf(random, [changedBytes, changedHeader, changedContents, changedContents])(file, random, files);
  while (random() < 0.3);
  return file;
}

/** @param {Uint8Array} file @param {Random} random @param {readonly Uint8Array[]} files */
function changedBytes(file, random, files) {
  const at = below(random, file.length + 1);
  const length = below(random, 9);
  const bytes = file.slice();
  switch (below(random, 6)) {
    case 0:
      if (at < bytes.length) bytes[at] ^= 1 << below(random, 8);
      return bytes;
    case 1:
      return bytes.fill(oneOf(random, BYTES), at, at + length);
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 4:
      return joined(bytes.subarray(0, at), bytes.subarray(at - length), bytes.subarray(at));
    default: {
      const other = oneOf(random, files);
      return joined(bytes.subarray(0, at), other.subarray(below(random, other.length)));
    }
  }
}

/** @param {Uint8Array[]} parts */
const joined = (...parts) => new Uint8Array(Buffer.concat(parts));

/** Its length stays right. @param {Uint8Array} file @param {Random} random */
function changedHeader(file, random) {
  if (file.length < 8) return file;
  const length = Math.min(Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true)), file.length - 8);
  const header = Buffer.from(file.subarray(8, 8 + length)).toString('latin1');
  const changed = changedText(header, random);
  return joined(fileWith(Buffer.from(changed, 'latin1')), file.subarray(8 + length));
}

/** @param {string} text @param {Random} random */
function changedText(text, random) {
  // Where a token begins is the likelier place, and the whole token the likelier length.
  const token = /[{}[\],:]|"[^"]*"|[\w.+-]+/g;
  token.lastIndex = below(random, text.length + 1);
  const found = random() < 0.8 ? token.exec(text) : null;
  const at = found?.index ?? below(random, text.length + 1);
  const length = found && random() < 0.7 ? found[0].length : below(random, 4);
  const fragment = random() < 0.2 ? text.slice(at, at + below(random, 200)) : oneOf(random, FRAGMENTS);
  return text.slice(0, at) + (random() < 0.001 ? '['.repeat(100_000) : fragment) + text.slice(at + length);
}

/** @param {Uint8Array} file @param {Random} random */
function changedContents(file, random) {
  /** @type {Contents} */
  let contents;
  try {
    contents = parse(file);
  } catch {
    return changedHeader(file, random);
  }
  if (contents.metadata.size > 0 && random() < 0.5) changeMetadata(contents.metadata, random);
  else if (contents.tensors.size > 0) changeTensor(contents.tensors, random);
  return serialize(contents);
}

/** @param {Contents['metadata']} metadata @param {Random} random */
function changeMetadata(metadata, random) {
  const key = oneOf(random, [...metadata.keys()]);
  if (random() < 0.1) metadata.delete(key);
  else metadata.set(key, changedText(metadata.get(key) ?? '', random));
}

/** @param {Contents['tensors']} tensors @param {Random} random */
function changeTensor(tensors, random) {
  const name = oneOf(random, [...tensors.keys()]);
  const tensor = /** @type {import('../../web/engine/model-file/safetensors.js').Tensor} */ (tensors.get(name));
  const other = tensors.get(oneOf(random, [...tensors.keys()])) ?? tensor;
  switch (below(random, 7)) {
    case 0:
      tensors.delete(name);
      break;
    case 1:
      tensor.shape.reverse();
      break;
    case 2:
      tensors.set(name, other);
      break;
    case 3:
      tensors.set(oneOf(random, ['', '__proto__', 'constructor', `${name}0`, name.slice(1)]), tensor);
      break;
    case 4:
      // One row less.
      if (tensor.shape[0] > 0) {
        const size = tensor.data.length / tensor.shape[0];
        tensors.set(name, {
          ...tensor,
          shape: [tensor.shape[0] - 1, ...tensor.shape.slice(1)],
          data: tensor.data.slice(size),
        });
      }
      break;
    default:
      tensors.set(name, { ...tensor, data: changedNumber(tensor.data, random) });
  }
}

/** @param {Uint8Array} data @param {Random} random */
function changedNumber(data, random) {
  const bytes = data.slice();
  const view = new DataView(bytes.buffer);
  const at = 4 * below(random, Math.max(1, bytes.length / 4));
  if (at + 8 <= bytes.length && random() < 0.3) view.setFloat64(at, oneOf(random, DOUBLES), true);
  else if (at + 4 <= bytes.length && random() < 0.5) view.setFloat32(at, oneOf(random, DOUBLES), true);
  else if (at + 4 <= bytes.length) view.setInt32(at, below(random, 12) - 3, true);
  return bytes;
}
