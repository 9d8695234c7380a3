/**
 * The safetensors container (https://huggingface.co/docs/safetensors): eight bytes with the length of the header,
 * little-endian; the header, a JSON object that gives each tensor's dtype, shape and place; then the tensors' bytes,
 * little-endian, row by row, without gap or overlap. The key __metadata__ holds strings by name.
 */
import { fileError } from './file-error.js';
import { JsonError, JsonReader, stringText } from './json.js';

/**
 * The array of each dtype. Numbers are copied in and out as they lie in memory, which is little-endian wherever there is
 * WebAssembly.
 */
const arrayTypes = Object.freeze({
  U8: Uint8Array,
  I32: Int32Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  F32: Float32Array,
  F64: Float64Array,
});

/** @typedef {typeof arrayTypes} ArrayTypes */
/** @typedef {keyof ArrayTypes} Dtype */
/** @typedef {Uint8Array | Int32Array | BigInt64Array | BigUint64Array | Float32Array | Float64Array} TensorArray */

/**
 * @typedef {object} Tensor
 * @property {Dtype} dtype
 * @property {number[]} shape empty for a single number
 * @property {Uint8Array} data product of shape × size of an element bytes, which need not be aligned
 */

/** @typedef {{tensors: Map<string, Tensor>, metadata: Map<string, string>}} Contents */

/** @typedef {{dtype: Dtype, shape: bigint[], begin: bigint, end: bigint}} Entry of the header; places count from its end */

const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 100_000_000;
const MAX_DIMENSIONS = 8;
const METADATA = '__metadata__';

/**
 * A copy of the numbers.
 * @template {Dtype} D
 * @param {{dtype: D, data: Uint8Array}} tensor
 * @returns {InstanceType<ArrayTypes[D]>}
 */
export function numbersOf({ dtype, data }) {
  // Node's Buffer is a Uint8Array whose slice() copies nothing.
  return /** @type {any} */ (new arrayTypes[dtype](new Uint8Array(data).buffer));
}

/**
 * @param {TensorArray} numbers
 * @param {number[]} shape
 * @returns {Tensor} that shares their memory
 */
export function tensorOf(numbers, shape) {
  const dtypes = /** @type {Dtype[]} */ (Object.keys(arrayTypes));
  const dtype = /** @type {Dtype} */ (dtypes.find((dtype) => numbers instanceof arrayTypes[dtype]));
  return { dtype, shape, data: new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength) };
}

// --- reading ---------------------------------------------------------------------

/**
 * Whatever the format forbids is refused, and so are dtypes other than those above and more than 8 dimensions.
 * @param {Uint8Array} file
 * @returns {Contents} the tensors are views into the file
 * @throws {import('../errors.js').EngineError} 'badFile'
 */
export function parse(file) {
  refuseOtherKinds(file);
  if (file.length < LENGTH_BYTES) throw fileError('file-too-short');
  const length = lengthIn(file);
  if (length > MAX_HEADER_BYTES) throw fileError('header-over-limit');
  if (length > file.length - LENGTH_BYTES) throw fileError('header-beyond-file');
  const end = LENGTH_BYTES + Number(length);
  const { entries, metadata } = readHeader(file.slice(LENGTH_BYTES, end));
  return { tensors: tensorsIn(file.subarray(end), entries), metadata };
}

/** @param {Uint8Array} file */
const lengthIn = (file) => new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);

/**
 * Behind the length stands a brace. In any other kind of file its first eight bytes make a length beyond all measure, which is
 * not what is wrong with it.
 * @param {Uint8Array} file
 */
function refuseOtherKinds(file) {
  if (file.length <= LENGTH_BYTES || file[LENGTH_BYTES] === 0x7b) return;
  if (lengthIn(file) > file.length) throw fileError('not-safetensors');
}

/**
 * @param {Uint8Array} bytes
 * @returns {{entries: Map<string, Entry>, metadata: Map<string, string>}} what the header says, not yet compared with the data
 */
function readHeader(bytes) {
  const text = decoded(bytes);
  if (/^\s/.test(text)) throw fileError('header-not-object');
  const json = new JsonReader(text);
  try {
    if (json.value().kind !== 'object') throw fileError('header-not-object');
    /** @type {Map<string, Entry>} */
    const entries = new Map();
    /** @type {Map<string, string> | undefined} */
    let metadata;
    for (const name of json.keys()) {
      if (name === METADATA ? metadata : entries.has(name)) throw fileError('duplicate-key', name);
      if (name === METADATA) metadata = readMetadata(json);
      else entries.set(name, readEntry(json, name));
    }
    json.end();
    return { entries, metadata: metadata ?? new Map() };
  } catch (error) {
    throw error instanceof JsonError ? fileError('header-not-json') : error;
  }
}

/** @param {Uint8Array} bytes */
function decoded(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw fileError('header-not-json');
  }
}

/** @param {JsonReader} json */
function readMetadata(json) {
  if (json.value().kind !== 'object') throw fileError('bad-metadata');
  /** @type {Map<string, string>} */
  const metadata = new Map();
  for (const key of json.keys()) {
    if (metadata.has(key)) throw fileError('duplicate-key', key);
    const value = json.value();
    if (value.kind !== 'string') throw fileError('bad-metadata', key);
    metadata.set(key, value.value);
  }
  return metadata;
}

/**
 * @param {JsonReader} json
 * @param {string} name
 * @returns {Entry}
 */
function readEntry(json, name) {
  if (json.value().kind !== 'object') throw fileError('bad-entry', name);
  /** @type {Dtype | undefined} */
  let dtype;
  /** @type {bigint[] | undefined} */
  let shape;
  /** @type {bigint[] | undefined} */
  let offsets;
  const seen = new Set();
  for (const key of json.keys()) {
    if (seen.has(key)) throw fileError('duplicate-key', `${name}.${key}`);
    seen.add(key);
    if (key === 'dtype') {
      dtype = readDtype(json, name);
    } else if (key === 'shape') {
      shape = readSizes(json, MAX_DIMENSIONS);
      if (!shape) throw fileError('bad-shape', name);
    } else if (key === 'data_offsets') {
      offsets = readSizes(json, 2);
      if (offsets?.length !== 2) throw fileError('bad-offsets', name);
    } else throw fileError('bad-entry', name);
  }
  if (!dtype || !shape || !offsets) throw fileError('bad-entry', name);
  return { dtype, shape, begin: offsets[0], end: offsets[1] };
}

/** @param {JsonReader} json @param {string} name @returns {Dtype} */
function readDtype(json, name) {
  const value = json.value();
  if (value.kind !== 'string' || !Object.hasOwn(arrayTypes, value.value)) throw fileError('unknown-type', name);
  return /** @type {Dtype} */ (value.value);
}

/**
 * @param {JsonReader} json
 * @param {number} most
 * @returns {bigint[] | undefined} a list of at most so many integers from 0 to 2⁶⁴ − 1, or nothing
 */
function readSizes(json, most) {
  if (json.value().kind !== 'array') return undefined;
  const sizes = [];
  for (const item of json.items()) {
    if (item.kind !== 'natural' || sizes.length === most) return undefined;
    sizes.push(item.value);
  }
  return sizes;
}

/**
 * @param {Uint8Array} data
 * @param {Map<string, Entry>} entries
 * @returns {Map<string, Tensor>}
 */
function tensorsIn(data, entries) {
  for (const [name, entry] of entries) refuseSize(name, entry, data.length);
  refuseGaps(entries, data.length);
  return new Map(
    Array.from(entries, ([name, { dtype, shape, begin, end }]) => [
      name,
      { dtype, shape: shape.map(Number), data: data.subarray(Number(begin), Number(end)) },
    ]),
  );
}

/**
 * @param {string} name
 * @param {Entry} entry
 * @param {number} dataSize bytes
 */
function refuseSize(name, { dtype, shape, begin, end }, dataSize) {
  if (begin > end) throw fileError('offsets-reversed', name);
  if (end > dataSize) throw fileError('offsets-out-of-range', name);
  let bytes = BigInt(arrayTypes[dtype].BYTES_PER_ELEMENT);
  for (const extent of shape) {
    bytes *= extent;
    if (bytes >= 2n ** 64n) throw fileError('shape-overflow', name);
  }
  if (bytes !== end - begin) throw fileError('size-mismatch', name);
}

/**
 * The tensors have to lie side by side from the first byte to the last.
 * @param {Map<string, Entry>} entries
 * @param {number} dataSize bytes
 */
function refuseGaps(entries, dataSize) {
  const places = Array.from(entries, ([name, { begin, end }]) => ({ name, begin: Number(begin), end: Number(end) }));
  places.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let reached = 0;
  for (const { name, begin, end } of places) {
    if (begin < reached) throw fileError('overlap', name);
    if (begin > reached) throw fileError('hole', name);
    reached = end;
  }
  if (reached !== dataSize) throw fileError('trailing-bytes');
}

// --- writing ---------------------------------------------------------------------

/** @typedef {{name: string, tensor: Tensor, begin: number, end: number}} Placed */

/**
 * Widest dtypes first, so that every tensor is aligned to its elements.
 * @param {Contents} contents
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function serialize({ tensors, metadata }) {
  const placed = placesOf(tensors);
  const dataSize = placed.at(-1)?.end ?? 0;
  const header = new TextEncoder().encode(headerText(placed, metadata));
  const dataBegin = LENGTH_BYTES + Math.ceil(header.length / 8) * 8; // padded to a multiple of 8
  const file = new Uint8Array(dataBegin + dataSize);
  new DataView(file.buffer).setBigUint64(0, BigInt(dataBegin - LENGTH_BYTES), true);
  file.set(header, LENGTH_BYTES);
  file.fill(0x20, LENGTH_BYTES + header.length, dataBegin);
  for (const { tensor, begin } of placed) file.set(tensor.data, dataBegin + begin);
  return file;
}

/** @param {Map<string, Tensor>} tensors @returns {Placed[]} one after the other */
function placesOf(tensors) {
  const sorted = Array.from(tensors, ([name, tensor]) => ({ name, tensor }));
  sorted.sort((a, b) => widthOf(b.tensor.dtype) - widthOf(a.tensor.dtype) || byName(a, b));
  let end = 0;
  return sorted.map(({ name, tensor }) => {
    const begin = end;
    end += tensor.data.length;
    return { name, tensor, begin, end };
  });
}

/** @param {Placed[]} placed @param {Map<string, string>} metadata */
function headerText(placed, metadata) {
  // Several empty tensors may have the same place.
  const sorted = placed.toSorted((a, b) => a.begin - b.begin || a.end - b.end || byName(a, b));
  const members = sorted.map(({ name, tensor: { dtype, shape }, begin, end }) => {
    return `${stringText(name)}:{"dtype":"${dtype}","shape":[${shape.join(',')}],"data_offsets":[${begin},${end}]}`;
  });
  if (metadata.size > 0) members.unshift(`${stringText(METADATA)}:${metadataText(metadata)}`);
  return `{${members.join(',')}}`;
}

/** @param {{name: string}} a @param {{name: string}} b */
const byName = (a, b) => (a.name < b.name ? -1 : 1);

/** Bytes of an element. @param {Dtype} dtype */
const widthOf = (dtype) => arrayTypes[dtype].BYTES_PER_ELEMENT;

/** @param {Map<string, string>} metadata */
function metadataText(metadata) {
  const sorted = [...metadata].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, value]) => `${stringText(key)}:${stringText(value)}`).join(',')}}`;
}
