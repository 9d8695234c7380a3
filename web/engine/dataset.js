/**
 * Checks the sequences callers hand in, and packs them for the engine.
 */
import { EngineError } from './errors.js';

/**
 * @typedef {import('./types.js').Sequence} Sequence
 * @typedef {{vocabularySize: number, hiddenSize: number, layers: number, cell: string}} Shape
 * @typedef {{inputs: Int32Array, targets: Int32Array, hidden: Float64Array, cell: Float64Array}} CheckedSequence
 *   states row-major [layers, H]; both empty stand for zero
 */

const nothing = new Float64Array(0);

/**
 * @param {unknown} list
 * @param {string} which of the data, for the error
 * @param {Shape} shape
 * @returns {CheckedSequence[]}
 * @throws {EngineError} 'badData'
 */
export function checkedSequences(list, which, shape) {
  if (!Array.isArray(list))
    throw bad(which, `is ${list === null ? 'null' : typeof list}, but must be a list of sequences`);
  return list.map((sequence, i) => checkedSequence(sequence, `${which}[${i}]`, shape));
}

/**
 * @param {Partial<Sequence>} sequence without targets: nothing is asked
 * @param {string} where for the error
 * @param {Shape} shape
 * @returns {CheckedSequence}
 * @throws {EngineError} 'badData'
 */
export function checkedSequence(sequence, where, shape) {
  const inputs = checkedIds(sequence?.inputs, `${where}.inputs`, shape.vocabularySize);
  if (inputs.length === 0) throw bad(`${where}.inputs`, 'is empty, but must hold at least one token');
  const targets =
    sequence.targets === undefined
      ? new Int32Array(inputs.length).fill(-1)
      : checkedIds(sequence.targets, `${where}.targets`, shape.vocabularySize);
  if (targets.length !== inputs.length)
    throw bad(`${where}.targets`, `has ${targets.length} tokens, but must have as many as inputs: ${inputs.length}`);
  return { inputs, targets, ...checkedState(sequence.initialState, `${where}.initialState`, shape) };
}

/**
 * @param {unknown} ids
 * @param {string} where for the error
 * @param {number} vocabularySize
 * @returns {Int32Array}
 * @throws {EngineError} 'badData'
 */
export function checkedIds(ids, where, vocabularySize) {
  if (!isNumeric(ids)) throw bad(where, 'must be a list of token ids');
  const id = ids.findIndex((id) => !(Number.isInteger(id) && id >= -1 && id < vocabularySize));
  if (id >= 0)
    throw bad(`${where}[${id}]`, `is ${ids[id]}, but must be a whole number from -1 to ${vocabularySize - 1}`);
  return Int32Array.from(ids);
}

/**
 * @param {import('./types.js').State | undefined} state
 * @param {string} where
 * @param {Shape} shape
 */
function checkedState(state, where, { layers, hiddenSize, cell }) {
  if (state === undefined) return { hidden: nothing, cell: nothing };
  const length = layers * hiddenSize;
  const part = (/** @type {'h' | 'c'} */ name) => {
    const values = state[name];
    if (!isNumeric(values) || values.length !== length || !values.every(Number.isFinite))
      throw bad(`${where}.${name}`, `must be ${length} finite numbers: ${layers} layers of ${hiddenSize}`);
    return Float64Array.from(values);
  };
  const cellPart = cell !== 'lstm' ? nothing : state.c === undefined ? new Float64Array(length) : part('c');
  return { hidden: part('h'), cell: cellPart };
}

/**
 * @param {unknown} values
 * @returns {values is number[]} or a typed array, which has the methods used here
 */
export function isNumeric(values) {
  return Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
}

/**
 * Sequences one after the other in flat arrays, the form in which they cross into WebAssembly.
 * @param {readonly CheckedSequence[]} sequences
 * @returns {import('./generated/engine.js').PackedSequences}
 */
export function packed(sequences) {
  const stateful = sequences.some(({ hidden }) => hidden.length > 0);
  const size = sequences.reduce((most, { hidden }) => Math.max(most, hidden.length), 0);
  const states = (/** @type {'hidden' | 'cell'} */ name) =>
    stateful
      ? concatenated(
          sequences.map((sequence) => (sequence[name].length ? sequence[name] : new Float64Array(size))),
          Float64Array,
        )
      : nothing;
  return {
    lengths: Int32Array.from(sequences, ({ inputs }) => inputs.length),
    inputs: concatenated(
      sequences.map(({ inputs }) => inputs),
      Int32Array,
    ),
    targets: concatenated(
      sequences.map(({ targets }) => targets),
      Int32Array,
    ),
    hidden: states('hidden'),
    cell: states('cell'),
  };
}

/**
 * @template {Int32Array | Float64Array | Float32Array} A
 * @param {readonly A[]} arrays
 * @param {new (length: number) => A} Type
 * @returns {A}
 */
export function concatenated(arrays, Type) {
  const whole = new Type(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    whole.set(array, at);
    at += array.length;
  }
  return whole;
}

/**
 * @param {string} where
 * @param {string} problem
 */
function bad(where, problem) {
  return new EngineError('badData', `${where} ${problem}.`, { where, problem });
}
