/**
 * Long sequences are read in pieces, each from the state that the one before left, so that nobody waits for long.
 */
import { packed } from './dataset.js';

/**
 * @typedef {import('./dataset.js').CheckedSequence} CheckedSequence
 * @typedef {import('./model.js').Model} Model
 * @typedef {import('./generated/engine.js').PackedSequences} PackedSequences
 * @typedef {import('./generated/engine.js').Network} Network
 */

/**
 * Work that may be left at each `yield`.
 * @template Result
 * @typedef {Generator<import('./protocol.js').Progress | undefined, Result>} TimeSliced
 */

/**
 * Drives a job of the engine to its end, and frees it.
 * @template Result
 * @param {{advance(): boolean, result(): Result, delete(): void}} job advance() does a few milliseconds of it
 * @returns {TimeSliced<Result>}
 */
export function* finished(job) {
  try {
    while (!job.advance()) yield undefined;
    return job.result();
  } finally {
    job.delete();
  }
}

/** Multiply-adds per piece: well below a slice's work. */
const MULTIPLY_ADDS_PER_CHUNK = 2 ** 23;

/** @param {Model} model @returns {number} tokens per piece */
function pieceTokens({ parameterCount }) {
  return Math.max(16, Math.min(512, Math.floor(MULTIPLY_ADDS_PER_CHUNK / parameterCount)));
}

/**
 * Reads a long sequence in pieces, each from the state that the one before left.
 * @template {{finalHidden: Float64Array, finalCell: Float64Array}} Part
 * @param {Model} model
 * @param {CheckedSequence} sequence
 * @param {(part: PackedSequences) => Part} read
 * @returns {TimeSliced<Part[]>}
 */
export function* inPieces(model, sequence, read) {
  const length = pieceTokens(model);
  const parts = [];
  let { hidden, cell } = sequence;
  for (let begin = 0; begin < sequence.inputs.length; begin += length) {
    const part = read(packed([{ ...cut(sequence, begin, begin + length), hidden, cell }]));
    hidden = part.finalHidden;
    cell = part.finalCell;
    parts.push(part);
    yield undefined;
  }
  return parts;
}

/**
 * @param {{model: Model, network: Network}} reader
 * @param {CheckedSequence} sequence
 * @returns {TimeSliced<CheckedSequence>} its last piece, from the state that the others leave
 */
export function* lastPiece({ model, network }, sequence) {
  const length = pieceTokens(model);
  const begin = Math.floor((sequence.inputs.length - 1) / length) * length;
  if (begin === 0) return sequence;
  const before = yield* inPieces(model, cut(sequence, 0, begin), (part) => network.predictions(part));
  const { finalHidden, finalCell } = before[before.length - 1];
  return { ...cut(sequence, begin), hidden: finalHidden, cell: finalCell };
}

/**
 * @param {CheckedSequence} sequence
 * @param {number} begin
 * @param {number} [end]
 * @returns {CheckedSequence} with the state of the whole
 */
export function cut({ inputs, targets, hidden, cell }, begin, end) {
  return { inputs: inputs.subarray(begin, end), targets: targets.subarray(begin, end), hidden, cell };
}
