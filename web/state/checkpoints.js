/**
 * The checkpoints of one model: the latest, and the one before it that has the rest of the curves. What is taken every second
 * costs what the weights cost, as it has only the rows of the curves since then.
 */

import { pauseAfter, SHARES } from '../engine/beside-training.js';

/** @typedef {import('../engine/protocol.js').CheckpointResult} CheckpointResult */
/** @typedef {{ file: Uint8Array<ArrayBuffer>, before?: Uint8Array<ArrayBuffer>, step: number }} Checkpoint before: has the earlier rows of the curves */

/** Not sooner after the one before, ms; of a large network later, for its share of the time. */
const INTERVAL_MS = 1000;
/** Rows since the last whole curves, at most; then the curves are taken whole again. */
const MAX_ROWS = 2000;

export class Checkpoints {
  /** @type {Checkpoint | null} */
  latest = null;
  /** The one that has the curves up to its step. @type {CheckpointResult | null} */
  #whole = null;
  #rows = 0;
  /** The step that the page last heard of: often some behind the worker's, and so behind the latest checkpoint. */
  #heard = 0;
  #notBefore = 0;
  /** What the one before took, in the same worker, ms; the first, which also loads code, is not measured. */
  #took = 0;

  /** Of another model from now on. */
  forget() {
    this.latest = null;
    this.#heard = 0;
    this.#whole = null;
    this.#took = 0;
  }

  /** Goes on after a checkpoint that was taken in another session. @param {Checkpoint} checkpoint */
  continue(checkpoint) {
    this.latest = checkpoint;
    this.#whole = null;
    this.#took = 0;
  }

  /** Milliseconds until the next is due. */
  get delay() {
    return Math.max(0, this.#notBefore - performance.now());
  }

  /** Hears of every step: where it is less than before, the training has gone back, and the curves are others. @param {number} step */
  heard(step) {
    if (step < this.#heard) this.#whole = null;
    this.#heard = step;
  }

  /** From which step on the next one needs the rows; undefined: from the beginning. */
  get since() {
    return this.#whole && this.#rows <= MAX_ROWS ? this.#whole.step : undefined;
  }

  /**
   * @param {CheckpointResult} result
   * @param {number | undefined} since with which it was asked for
   * @returns {boolean} whether it is one to go on from: not if the training has gone back since it was asked for without its first rows
   */
  add(result, since) {
    // The lesser of two in a row: one that waited for a busy machine says nothing of what the next one costs.
    const cost = Math.min(this.#took, result.milliseconds);
    this.#notBefore = performance.now() + Math.max(INTERVAL_MS, pauseAfter(cost, SHARES.checkpoints));
    this.#took = result.milliseconds;
    if (since !== undefined && since !== this.#whole?.step) return false;
    if (since === undefined) this.#whole = result;
    this.#rows = since === undefined ? 0 : result.rows;
    const before = since === undefined ? undefined : this.#whole?.file;
    this.latest = { file: result.file, before, step: result.step };
    return true;
  }
}
