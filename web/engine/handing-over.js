/** How the engine gets its data: in pieces, so that the event loop may come in between, and none of them is long in memory twice. */
import { packed } from './dataset.js';

/** @typedef {import('./dataset.js').CheckedSequence} CheckedSequence */

/** Tokens that are given to the engine at a time: half a millisecond. */
const PIECE_TOKENS = 1 << 16;

/**
 * To the engine: short sequences several at a time, long ones a piece at a time.
 *
 * @param {{ training: readonly CheckedSequence[], heldOut: readonly CheckedSequence[] }} data
 * @param {Pick<import('./generated/engine.js').Engine, 'addData'>} engine
 * @returns {Generator<undefined, void>}
 */
export function* handingOver(data, engine) {
  for (const which of /** @type {const} */ (['training', 'heldOut'])) {
    const isHeldOut = which === 'heldOut';
    for (let first = 0; first < data[which].length; ) {
      const short = shortFrom(data[which], first);
      const [{ inputs, targets }] = short;
      const piece = (/** @type {number} */ at) => {
        const end = at + PIECE_TOKENS;
        return packed([{ ...short[0], inputs: inputs.subarray(at, end), targets: targets.subarray(at, end) }]);
      };
      engine.addData(isHeldOut, short.length > 1 ? packed(short) : piece(0), 0);
      yield;
      for (let at = PIECE_TOKENS; at < inputs.length; at += PIECE_TOKENS) {
        engine.addData(isHeldOut, piece(at), inputs.length);
        yield;
      }
      first += short.length;
    }
  }
}

/** The sequences from one on that have no more than PIECE_TOKENS together; that one at least. @param {readonly CheckedSequence[]} data @param {number} first */
function shortFrom(data, first) {
  let end = first + 1;
  for (let tokens = data[first].inputs.length; end < data.length; end += 1) {
    tokens += data[end].inputs.length;
    if (tokens > PIECE_TOKENS) break;
  }
  return data.slice(first, end);
}
