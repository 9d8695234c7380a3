/** Rows and columns that each arrow key moves by. */
const MOVES = /** @type {Record<string, [number, number]>} */ ({
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
});

/**
 * The cell of a grid that an arrow key leads to; the same one at the edge.
 *
 * @param {{row: number, column: number}} cell
 * @param {string} key
 * @param {{rows: number, columns: number}} size
 * @returns {{row: number, column: number} | null} null for any other key
 */
export function cellBeside({ row, column }, key, { rows, columns }) {
  const move = MOVES[key];
  if (!move) return null;
  return {
    row: Math.max(0, Math.min(rows - 1, row + move[0])),
    column: Math.max(0, Math.min(columns - 1, column + move[1])),
  };
}

/**
 * The same cell, or the nearest one of a grid that has become smaller.
 *
 * @param {{row: number, column: number}} cell
 * @param {{rows: number, columns: number}} size
 */
export function cellWithin(cell, { rows, columns }) {
  if (cell.row < rows && cell.column < columns) return cell;
  return { row: Math.max(0, Math.min(rows - 1, cell.row)), column: Math.max(0, Math.min(columns - 1, cell.column)) };
}
