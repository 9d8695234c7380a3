/**
 * Incremental rendering of many predictions: they all change several times per second, and updating every cell in one frame
 * would block input. So the cells are updated in chunks, round-robin, each with the newest answers at its turn.
 *
 * @typedef {import('./prediction-rows.js').PredictionRow} PredictionRow
 * @typedef {{row: number, from: number, to: number, source: PredictionRow}} Chunk cells [from, to) of a row; source: the row
 *   as it was at the chunk's last update
 */

const MAX_CELLS_PER_CHUNK = 40;

/** Cells updated in one frame, at most. */
export const MAX_CELLS_PER_FRAME = 80;

export class IncrementalRows {
  /** @type {Chunk[][]} by row */
  #rows = [];
  /** @type {Chunk[]} */
  #all = [];
  #cells = 0;
  /** Index of the chunk whose turn it is. */
  #next = 0;

  /** @param {number} row */
  chunksOf(row) {
    return this.#rows[row] ?? [];
  }

  get fitsOneFrame() {
    return this.#cells <= MAX_CELLS_PER_FRAME;
  }

  /** Whether these are the same rows with new answers. @param {readonly PredictionRow[]} rows */
  hasSameTokens(rows) {
    return (
      rows.length === this.#rows.length &&
      rows.every(({ key, given }, r) => {
        const source = this.#rows[r][0]?.source;
        return source?.key === key && sameTokens(source.given, given);
      })
    );
  }

  /** Whether some chunks still show older answers. @param {readonly PredictionRow[]} rows */
  isStale(rows) {
    return this.#all.some(({ row, source }) => source !== rows[row]);
  }

  /** Updates the chunks whose turn it is; all of them if there are few, or if the rows are other ones. @param {readonly PredictionRow[]} rows */
  update(rows) {
    if (!this.hasSameTokens(rows)) return this.#reset(rows);
    let room = this.fitsOneFrame ? Number.POSITIVE_INFINITY : MAX_CELLS_PER_FRAME;
    for (let count = 0; count < this.#all.length; count++) {
      const chunk = this.#all[this.#next];
      const size = chunk.to - chunk.from;
      if (chunk.source !== rows[chunk.row]) {
        if (size > room) return;
        room -= size;
        chunk.source = rows[chunk.row];
      }
      this.#next = (this.#next + 1) % this.#all.length;
    }
  }

  /** @param {readonly PredictionRow[]} rows */
  #reset(rows) {
    this.#rows = rows.map((source, row) =>
      Array.from({ length: Math.max(1, Math.ceil(source.given.length / MAX_CELLS_PER_CHUNK)) }, (_, i) => ({
        ...{ row, source, from: i * MAX_CELLS_PER_CHUNK },
        to: Math.min(source.given.length, (i + 1) * MAX_CELLS_PER_CHUNK),
      })),
    );
    this.#all = this.#rows.flat();
    this.#cells = rows.reduce((sum, { given }) => sum + given.length, 0);
    this.#next = 0;
  }
}

/** @param {readonly string[]} a @param {readonly string[]} b */
const sameTokens = (a, b) => a.length === b.length && a.every((token, i) => token === b[i]);
