/**
 * Layout of the board, px. Time runs in reading direction, signals go up, gradients come back. Depends on the network's shape
 * and the available width only, not on its numbers.
 *
 * @typedef {object} Geometry
 * @property {number} columns time steps shown at once
 * @property {number} pitch distance between columns
 * @property {number} gutter before the first column, with the labels of the rows and the matrices
 * @property {number} width
 * @property {number} height
 * @property {{verdict: number, bar: number, bars: number, gap: number, strip: number, between: number, token: number, foot: number}} rows heights
 * @property {number[]} strips upper edge of each layer's strip of units, the lowest layer first
 * @property {number} tokenTop
 * @property {{across: number, down: number, width: number, height: number, cell: number}} units grid of a layer's units in its
 *   strip, filled down first, then across; width and height of the whole grid
 */

/** No narrower than a finger can hit, no wider than a column holds together visually. */
const PITCH_PX = { min: 60, max: 128 };

/** Shown at least, even if their tokens have to be cut off. */
const MIN_COLUMNS = 5;

/** With fewer px per column, fewer than MIN_COLUMNS are shown. */
const MIN_PITCH_PX = 44;

/** Rows of a distribution: the target and the most probable others. */
export const BAR_ROWS = 4;

const GUTTER_PX = 52;

/** Side of a unit's cell, at most. */
const MAX_CELL_PX = 16;

/** Heights of the rows, by the width and the height of the window. */
const HEIGHTS_PX = {
  narrow: { verdict: 30, bar: 23, gap: 32, token: 38, foot: 40, strips: 88 },
  low: { verdict: 36, bar: 23, gap: 38, token: 40, foot: 36, strips: 120 },
  tall: { verdict: 42, bar: 26, gap: 52, token: 46, foot: 38, strips: 176 },
};

/**
 * @param {{width: number, steps: number, layers: number, hidden: number, tokenWidth: number, tall: boolean}} shape width:
 *   available; tokenWidth: of the widest token; tall: whether the window is high
 * @returns {Geometry}
 */
export function geometryOf({ width, steps, layers, hidden, tokenWidth, tall }) {
  const room = width - GUTTER_PX - 2;
  const preferredPitch = Math.max(PITCH_PX.min, Math.min(PITCH_PX.max, tokenWidth));
  const minColumns = Math.min(MIN_COLUMNS, Math.floor(room / MIN_PITCH_PX));
  const columns = Math.min(steps, Math.max(minColumns, Math.floor(room / preferredPitch), 1));
  const pitch = Math.floor(Math.min(PITCH_PX.max, room / columns));
  const rows = rowsOf(layers, HEIGHTS_PX[width < 560 ? 'narrow' : tall ? 'tall' : 'low']);
  const { strips, tokenTop, height } = upward(rows, layers);
  return {
    ...{ columns, pitch, gutter: GUTTER_PX, rows, strips, tokenTop, height },
    width: GUTTER_PX + pitch * columns + 2,
    units: unitsOf(hidden, pitch - 26, rows.strip),
  };
}

/** @param {number} layers @param {typeof HEIGHTS_PX['tall']} of */
function rowsOf(layers, { strips, ...rows }) {
  const strip = layers === 1 ? strips : Math.max(26, Math.min(strips * 0.6, Math.round((strips * 1.5) / layers)));
  return { ...rows, strip: Math.round(strip), bars: rows.bar * BAR_ROWS, between: layers > 4 ? 14 : 24 };
}

/** Positions from the output at the top down to the token. @param {Geometry['rows']} rows @param {number} layers */
function upward(rows, layers) {
  const top = rows.verdict + rows.bars + rows.gap;
  const strips = Array.from({ length: layers }, (_, layer) => top + (layers - 1 - layer) * (rows.strip + rows.between));
  const tokenTop = strips[0] + rows.strip + rows.gap;
  return { strips, tokenTop, height: tokenTop + rows.token + rows.foot };
}

/** A grid without empty cells is preferred to one with cells larger by this factor. */
const FILL_RATIO = 1.4;

/**
 * The grid with the largest cells that shows all units; of equal ones the most upright.
 * @param {number} hidden @param {number} width @param {number} height
 */
function unitsOf(hidden, width, height) {
  let [best, bestScore] = [{ across: 1, down: hidden, cell: 0 }, 0];
  for (let across = 1; across <= hidden; across++) {
    const down = Math.ceil(hidden / across);
    const cell = Math.min(width / across, height / down, MAX_CELL_PX);
    const score = cell * (hidden % across === 0 ? FILL_RATIO : 1);
    if (score > bestScore + 1e-9) [best, bestScore] = [{ across, down, cell }, score];
  }
  const cell = best.cell >= 3 ? Math.floor(best.cell) : best.cell;
  return { ...best, cell, width: cell * best.across, height: cell * best.down };
}
