import { color } from '../theme/palette.js';

/**
 * @typedef {import('../theme/scales.js').Scale} Scale
 * @typedef {import('../theme/palette.js').Scheme} Scheme
 * @typedef {object} Layout CSS px
 * @property {number} left of the cells, beside the row labels
 * @property {number} top of the cells, below the column labels
 * @property {number} cellWidth
 * @property {number} cellHeight
 * @property {number} width of the whole picture
 * @property {number} height
 */

const labelFont = '12px';
/** With less room per label, only every n-th is drawn. */
const LABEL_PITCH_PX = 15;

/**
 * @param {object} size
 * @param {number} size.rows
 * @param {number} size.columns
 * @param {number} size.available width, px
 * @param {number} size.cellWidth preferred, px
 * @param {number} size.cellHeight px
 * @param {number} size.labelWidth of the row labels, px; 0 for none
 * @param {boolean} size.columnLabels
 * @returns {Layout}
 */
export function layOut({ rows, columns, available, cellWidth, cellHeight, labelWidth, columnLabels }) {
  const left = labelWidth;
  const top = columnLabels ? 22 : 0;
  const fitting = (available - left - 1) / Math.max(1, columns);
  const width = Math.max(6, Math.min(cellWidth, fitting));
  return {
    left,
    top,
    cellWidth: width,
    cellHeight,
    width: left + width * columns + 1,
    height: top + cellHeight * rows + 1,
  };
}

/**
 * One pixel per cell, to be scaled up without smoothing: much faster than a rectangle per cell.
 * @param {ArrayLike<number>} values row-major
 * @param {number} rows
 * @param {number} columns
 * @param {Scale} scale
 * @returns {HTMLCanvasElement}
 */
function cellsAsPixels(values, rows, columns, scale) {
  const picture = document.createElement('canvas');
  picture.width = columns;
  picture.height = rows;
  const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext('2d'));
  const image = context.createImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) {
    const [r, g, b] = scale.rgb(values[i]);
    image.data.set([r, g, b, 255], i * 4);
  }
  context.putImageData(image, 0, 0);
  return picture;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {object} what
 * @param {ArrayLike<number>} what.values row-major
 * @param {number} what.rows
 * @param {number} what.columns
 * @param {readonly string[] | undefined} what.rowLabels
 * @param {readonly string[] | undefined} what.columnLabels
 * @param {readonly {row?: number, column?: number}[]} what.highlight
 * @param {{row: number, column: number} | null} what.cursor
 * @param {Scale} what.scale
 * @param {Scheme} what.scheme
 * @param {string} what.font family
 * @param {Layout} layout
 */
export function paintHeatMap(context, what, layout) {
  const { rows, columns, scheme } = what;
  const { left, top, cellWidth, cellHeight } = layout;
  context.clearRect(0, 0, layout.width, layout.height);
  if (rows === 0 || columns === 0) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(
    cellsAsPixels(what.values, rows, columns, what.scale),
    left,
    top,
    cellWidth * columns,
    cellHeight * rows,
  );
  if (Math.min(cellWidth, cellHeight) >= 9) paintGrid(context, what, layout);
  context.strokeStyle = color('line', scheme);
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, cellWidth * columns - 1, cellHeight * rows - 1);
  paintLabels(context, what, layout);
  for (const { row, column } of what.highlight) outline(context, layout, what, row, column, color('ink', scheme));
  if (what.cursor) outline(context, layout, what, what.cursor.row, what.cursor.column, color('ink', scheme));
}

/**
 * Hairlines between cells.
 * @param {CanvasRenderingContext2D} context
 * @param {{rows: number, columns: number, scheme: Scheme}} what
 * @param {Layout} layout
 */
function paintGrid(context, { rows, columns, scheme }, { left, top, cellWidth, cellHeight }) {
  context.fillStyle = color('page', scheme);
  for (let c = 1; c < columns; c++) context.fillRect(left + c * cellWidth - 0.5, top, 1, rows * cellHeight);
  for (let r = 1; r < rows; r++) context.fillRect(left, top + r * cellHeight - 0.5, columns * cellWidth, 1);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{rowLabels?: readonly string[], columnLabels?: readonly string[], scheme: Scheme, font: string}} what
 * @param {Layout} layout
 */
function paintLabels(context, { rowLabels, columnLabels, scheme, font }, { left, top, cellWidth, cellHeight }) {
  context.fillStyle = color('muted', scheme);
  context.font = `${labelFont} ${font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const everyRow = Math.ceil(LABEL_PITCH_PX / cellHeight);
  rowLabels?.forEach((label, r) => {
    if (r % everyRow === 0) context.fillText(label, left - 6, top + (r + 0.5) * cellHeight, left - 8);
  });
  context.textAlign = 'center';
  const everyColumn = Math.ceil(LABEL_PITCH_PX / cellWidth);
  columnLabels?.forEach((label, c) => {
    if (c % everyColumn === 0) context.fillText(label, left + (c + 0.5) * cellWidth, top - 10, everyColumn * cellWidth);
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {{rows: number, columns: number}} size
 * @param {number | undefined} row undefined: the whole column
 * @param {number | undefined} column undefined: the whole row
 * @param {string} stroke
 */
function outline(context, { left, top, cellWidth, cellHeight }, size, row, column, stroke) {
  const x = left + (column ?? 0) * cellWidth;
  const y = top + (row ?? 0) * cellHeight;
  const width = cellWidth * (column === undefined ? size.columns : 1);
  const height = cellHeight * (row === undefined ? size.rows : 1);
  context.strokeStyle = stroke;
  context.lineWidth = 2;
  context.strokeRect(x, y, width, height);
}
