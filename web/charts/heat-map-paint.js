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
 * @typedef {{row?: number, column?: number}} Outlined a cell; without a column the whole row, without a row the whole column
 *
 * @typedef {object} Painted
 * @property {HTMLCanvasElement} cells as cellsAsPixels() gives them
 * @property {number} rows
 * @property {number} columns
 * @property {readonly string[] | undefined} rowLabels
 * @property {readonly string[] | undefined} columnLabels
 * @property {readonly Outlined[]} outlines each once
 * @property {Scheme} scheme
 * @property {string} font family
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
export function cellsAsPixels(values, rows, columns, scale) {
  const picture = document.createElement('canvas');
  if (rows === 0 || columns === 0) return picture;
  picture.width = columns;
  picture.height = rows;
  const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext('2d'));
  const image = context.createImageData(columns, rows);
  const { data } = image;
  for (let i = 0; i < rows * columns; i++) {
    data.set(scale.rgb(values[i]), i * 4);
    data[i * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return picture;
}

/** @param {CanvasRenderingContext2D} context @param {Painted} what @param {Layout} layout */
export function paintHeatMap(context, what, layout) {
  paintMatrix(context, what, layout);
  if (what.rows > 0 && what.columns > 0) paintLabels(context, what, layout);
}

/**
 * The same, where nothing has changed but what is outlined: only there, as thousands of columns take long.
 * @param {CanvasRenderingContext2D} context
 * @param {Painted} what
 * @param {Layout} layout
 * @param {readonly Outlined[]} before what was outlined
 */
export function repaintOutlines(context, what, layout, before) {
  const missingIn = (/** @type {readonly Outlined[]} */ others) => (/** @type {Outlined} */ one) =>
    !others.some((other) => isSamePlace(other, one));
  const { a: ratio } = context.getTransform();
  for (const one of [...before.filter(missingIn(what.outlines)), ...what.outlines.filter(missingIn(before))]) {
    const { x, y, width, height } = boxOf(one, what, layout);
    // Whole pixels of the screen: at the edge of a clip within one, the old and the new would be mixed.
    const [left, top] = [x - 1, y - 1].map((edge) => Math.floor(edge * ratio) / ratio);
    const [right, bottom] = [x + width + 1, y + height + 1].map((edge) => Math.ceil(edge * ratio) / ratio);
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    paintMatrix(context, what, layout);
    context.restore();
  }
}

/** @param {Outlined} a @param {Outlined} b */
export const isSamePlace = (a, b) => a.row === b.row && a.column === b.column;

/** All but the labels. @param {CanvasRenderingContext2D} context @param {Painted} what @param {Layout} layout */
function paintMatrix(context, what, layout) {
  const { rows, columns, scheme } = what;
  const { left, top, cellWidth, cellHeight } = layout;
  context.clearRect(0, 0, layout.width, layout.height);
  if (rows === 0 || columns === 0) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(what.cells, left, top, cellWidth * columns, cellHeight * rows);
  if (Math.min(cellWidth, cellHeight) >= 9) paintGrid(context, what, layout);
  context.strokeStyle = color('line', scheme);
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, cellWidth * columns - 1, cellHeight * rows - 1);
  context.strokeStyle = color('ink', scheme);
  context.lineWidth = 2;
  for (const one of what.outlines) {
    const { x, y, width, height } = boxOf(one, what, layout);
    context.strokeRect(x, y, width, height);
  }
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

/** @param {Outlined} one @param {{rows: number, columns: number}} size @param {Layout} layout */
function boxOf({ row, column }, { rows, columns }, { left, top, cellWidth, cellHeight }) {
  return {
    x: left + (column ?? 0) * cellWidth,
    y: top + (row ?? 0) * cellHeight,
    width: cellWidth * (column === undefined ? columns : 1),
    height: cellHeight * (row === undefined ? rows : 1),
  };
}
