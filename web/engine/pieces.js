/**
 * Long sequences are read in pieces, each from the state that the one before left, so that nobody waits for long.
 */
import { packed } from './data.js';

/**
 * @typedef {import('./data.js').CheckedSequence} CheckedSequence
 * @typedef {import('./generated/engine.js').PackedSequences} PackedSequences
 * @typedef {import('./generated/engine.js').Network} Network
 */

/**
 * Work that may be left at each `yield`.
 * @template Result
 * @typedef {Generator<import('./protocol.js').Progress | undefined, Result>} Sliced
 */

/** Tokens per piece: well below a slice's work. */
const pieceTokens = 512;

/**
 * Reads a long sequence in pieces, each from the state that the one before left.
 * @template {{finalHidden: Float64Array, finalCell: Float64Array}} Part
 * @param {CheckedSequence} sequence
 * @param {(part: PackedSequences) => Part} read
 * @returns {Sliced<Part[]>}
 */
export function* inPieces(sequence, read) {
  const parts = [];
  let { hidden, cell } = sequence;
  for (let begin = 0; begin < sequence.inputs.length; begin += pieceTokens) {
    const part = read(packed([{ ...cut(sequence, begin, begin + pieceTokens), hidden, cell }]));
    hidden = part.finalHidden;
    cell = part.finalCell;
    parts.push(part);
    yield undefined;
  }
  return parts;
}

/**
 * @param {Network} network
 * @param {CheckedSequence} sequence
 * @returns {Sliced<CheckedSequence>} its last piece, from the state that the others leave
 */
export function* lastPiece(network, sequence) {
  const begin = Math.floor((sequence.inputs.length - 1) / pieceTokens) * pieceTokens;
  if (begin === 0) return sequence;
  const before = yield* inPieces(cut(sequence, 0, begin), (part) => network.predictions(part));
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
