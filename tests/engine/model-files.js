/** Model files for the tests: written by earlier builds, taken apart and changed. */
import { readFileSync, readdirSync } from 'node:fs';
import { EngineError } from '../../web/engine/errors.js';
import { loadEngine } from '../../web/engine/load.js';
import { readModelFile } from '../../web/engine/model-file/model-reader.js';
import { parse, serialize, tensorOf } from '../../web/engine/model-file/safetensors.js';

/** @typedef {import('../../web/engine/model-file/safetensors.js').Contents} Contents */

const folder = new URL('files/', import.meta.url);
const { parameterList } = await loadEngine();

/** @param {URL} place @param {RegExp} names */
const filesIn = (place, names) =>
  readdirSync(place)
    .filter((name) => names.test(name))
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, place))) }));

/** Written by the reader and writer in C++ that there was before, of every cell and precision. */
export const earlierFiles = filesIn(folder, /\.safetensors$/);

/** What the fuzzer of that reader had found worth experiments. */
export const corpus = filesIn(new URL('corpus/', folder), /./);

/**
 * An LSTM of two layers of three units, V = 5, under Adam, in float32: in the middle of a batch of three sequences of its fourth epoch, with
 * tokens, held-out data and four evaluations.
 */
export const example =
  earlierFiles.find(({ name }) => name === 'lstm-float32-adam.safetensors')?.bytes ?? new Uint8Array();

/** @param {Uint8Array} bytes */
export const read = (bytes) => readModelFile(bytes, parameterList);

/**
 * @param {() => unknown} reading
 * @returns {string} the problem of the file, or "read"
 */
export function outcomeOf(reading) {
  try {
    reading();
    return 'read';
  } catch (error) {
    if (error instanceof EngineError && error.code === 'badFile') return String(error.details.problem);
    throw error;
  }
}

/** @param {Uint8Array} bytes */
export const problemOf = (bytes) => outcomeOf(() => read(bytes));

/** The example after a change to its contents. @param {(contents: Contents) => unknown} change */
export function changed(change) {
  const contents = parse(example);
  change(contents);
  return serialize(contents);
}

/** @param {string} key @param {string} value */
export const withMetadata = (key, value) => changed(({ metadata }) => metadata.set(key, value));

/** The example with a part of one of its texts replaced. @param {string} key @param {string} from @param {string} to */
export const withReplaced = (key, from, to) =>
  changed(({ metadata }) => {
    const text = metadata.get(key) ?? '';
    if (!text.includes(from)) throw new Error(`${from} is not in ${text}`);
    metadata.set(
      key,
      text.replace(from, () => to),
    );
  });

/**
 * @param {string} name
 * @param {import('../../web/engine/model-file/safetensors.js').TensorArray} numbers
 * @param {number[]} [shape]
 */
export const withTensor = (name, numbers, shape = [numbers.length]) =>
  changed(({ tensors }) => tensors.set(name, tensorOf(numbers, shape)));

/** A file with this header and so many bytes of data, all zero. @param {string | Uint8Array} header @param {number} [dataSize] */
export function fileWith(header, dataSize = 0) {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + text.length + dataSize);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}
