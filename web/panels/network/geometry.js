/**
 * Where everything of the network stands on its board, px. Time runs with the reading direction, signals go up, gradients
 * come back. Knows no numbers, only the network's shape and the room there is.
 *
 * @typedef {object} Geometry
 * @property {number} columns time steps shown at once
 * @property {number} pitch from one to the next
 * @property {number} gutter at the beginning: what the rows are, and the three matrices
 * @property {number} width
 * @property {number} height
 * @property {{verdict: number, bar: number, bars: number, gap: number, strip: number, between: number, token: number, foot: number}} rows heights
 * @property {number[]} strips upper edge of each layer's strip, the lowest layer first
 * @property {number} tokenTop
 * @property {{across: number, down: number, width: number, height: number, cell: number}} units how those of a layer are
 *   laid out in a strip: down first, then across; width and height of all of them together
 */

/** Columns are no narrower than a finger, and no wider than what belongs together. */
const pitches = { narrowest: 60, widest: 128 };

/** So many columns at least, even where each must be narrower than its words. */
const MIN_COLUMNS = 5;

/** A row of the distribution, and how many: the right answer and the strongest rivals. */
export const BAR_ROWS = 4;

const GUTTER_PX = 52;

/** A cell of a strip is no larger than this. */
const MAX_CELL_PX = 16;

/** Heights of the rows, px: where there is room, an eye is given it. */
const heights = {
  narrow: { verdict: 30, bar: 23, gap: 32, token: 38, foot: 40, strips: 88 },
  low: { verdict: 36, bar: 23, gap: 38, token: 40, foot: 36, strips: 120 },
  tall: { verdict: 42, bar: 26, gap: 52, token: 46, foot: 38, strips: 176 },
};

/**
 * @param {{width: number, steps: number, layers: number, hidden: number, longest: number, tall: boolean}} shape width: room
 *   there is; longest: width of the widest token, px; tall: whether the window is high
 * @returns {Geometry}
 */
export function geometryOf({ width, steps, layers, hidden, longest, tall }) {
  const room = width - GUTTER_PX - 2;
  const wanted = Math.max(pitches.narrowest, Math.min(pitches.widest, longest));
  const most = Math.max(Math.min(MIN_COLUMNS, Math.floor(room / 44)), Math.floor(room / wanted), 1);
  const columns = Math.min(steps, most);
  const pitch = Math.floor(Math.min(pitches.widest, room / columns));
  const rows = rowsOf(layers, heights[width < 560 ? 'narrow' : tall ? 'tall' : 'low']);
  const { strips, tokenTop, height } = upward(rows, layers);
  return {
    ...{ columns, pitch, gutter: GUTTER_PX, rows, strips, tokenTop, height },
    width: GUTTER_PX + pitch * columns + 2,
    units: unitsOf(hidden, pitch - 26, rows.strip),
  };
}

/** @param {number} layers @param {typeof heights['tall']} of */
function rowsOf(layers, { strips, ...rows }) {
  const strip = layers === 1 ? strips : Math.max(26, Math.min(strips * 0.6, Math.round((strips * 1.5) / layers)));
  return { ...rows, strip: Math.round(strip), bars: rows.bar * BAR_ROWS, between: layers > 4 ? 14 : 24 };
}

/** From the output at the top down to the token. @param {Geometry['rows']} rows @param {number} layers */
function upward(rows, layers) {
  const top = rows.verdict + rows.bars + rows.gap;
  const strips = Array.from({ length: layers }, (_, layer) => top + (layers - 1 - layer) * (rows.strip + rows.between));
  const tokenTop = strips[0] + rows.strip + rows.gap;
  return { strips, tokenTop, height: tokenTop + rows.token + rows.foot };
}

/** A rectangle that the units fill is worth cells smaller by this factor. */
const FILL_RATIO = 1.4;

/**
 * Cells as large as fit, all units shown. Of equals the upright one: a strip stands between what comes from below and goes up.
 * @param {number} hidden @param {number} width @param {number} height
 */
function unitsOf(hidden, width, height) {
  let [best, worth] = [{ across: 1, down: hidden, cell: 0 }, 0];
  for (let across = 1; across <= hidden; across++) {
    const down = Math.ceil(hidden / across);
    const cell = Math.min(width / across, height / down, MAX_CELL_PX);
    const own = cell * (hidden % across === 0 ? FILL_RATIO : 1);
    if (own > worth + 1e-9) [best, worth] = [{ across, down, cell }, own];
  }
  const cell = best.cell >= 3 ? Math.floor(best.cell) : best.cell;
  return { ...best, cell, width: cell * best.across, height: cell * best.down };
}
