/**
 * Many predictions change at once, several times a second; what the browser has to lay out after that must not keep a key
 * or a press waiting. So the cells are taken in parts, one a frame, in turn; the newest answers are taken each time.
 *
 * @typedef {import('./prediction-rows.js').PredictionRow} PredictionRow
 * @typedef {{row: number, from: number, to: number, source: PredictionRow}} Slice cells of one row, and the row as it was
 *   when they were last taken
 */

/** Cells of a slice, at most. */
const CELLS_PER_SLICE = 40;

/** Cells taken at once, at most. */
export const MAX_CELLS_AT_ONCE = 80;

export class Slices {
  /** @type {Slice[][]} by row */
  #rows = [];
  /** @type {Slice[]} */
  #all = [];
  #cells = 0;
  /** The next one in turn. */
  #next = 0;

  /** @param {number} row */
  of(row) {
    return this.#rows[row] ?? [];
  }

  /** Whether they are so few that all are taken at once. */
  get isWhole() {
    return this.#cells <= MAX_CELLS_AT_ONCE;
  }

  /** Whether these are the same rows, with other answers. @param {readonly PredictionRow[]} rows */
  fits(rows) {
    return (
      rows.length === this.#rows.length &&
      rows.every(({ key, given }, r) => {
        const source = this.#rows[r][0]?.source;
        return source?.key === key && sameTokens(source.given, given);
      })
    );
  }

  /** Whether some are not yet those of these rows. @param {readonly PredictionRow[]} rows */
  isBehind(rows) {
    return this.#all.some(({ row, source }) => source !== rows[row]);
  }

  /** Takes the next part; of other rows, or where they are few, all. @param {readonly PredictionRow[]} rows */
  take(rows) {
    if (!this.fits(rows)) return this.#begin(rows);
    let room = this.isWhole ? Number.POSITIVE_INFINITY : MAX_CELLS_AT_ONCE;
    for (let count = 0; count < this.#all.length; count++) {
      const slice = this.#all[this.#next];
      const size = slice.to - slice.from;
      if (slice.source !== rows[slice.row]) {
        if (size > room) return;
        room -= size;
        slice.source = rows[slice.row];
      }
      this.#next = (this.#next + 1) % this.#all.length;
    }
  }

  /** @param {readonly PredictionRow[]} rows */
  #begin(rows) {
    this.#rows = rows.map((source, row) =>
      Array.from({ length: Math.max(1, Math.ceil(source.given.length / CELLS_PER_SLICE)) }, (_, i) => ({
        ...{ row, source, from: i * CELLS_PER_SLICE },
        to: Math.min(source.given.length, (i + 1) * CELLS_PER_SLICE),
      })),
    );
    this.#all = this.#rows.flat();
    this.#cells = rows.reduce((sum, { given }) => sum + given.length, 0);
    this.#next = 0;
  }
}

/** @param {readonly string[]} a @param {readonly string[]} b */
const sameTokens = (a, b) => a.length === b.length && a.every((token, i) => token === b[i]);
