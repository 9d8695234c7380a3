/**
 * An operand or result of a formula: a named vector, matrix or number with the engine's values.
 *
 * @typedef {'unit' | 'token' | 'source' | 'parameter' | 'one'} Axis what the rows or columns count: hidden units,
 *   tokens of the vocabulary, units of the layer below, parameters of the network, or nothing (a single one)
 *
 * @typedef {object} Name how a quantity is written
 * @property {string} letter e.g. 'h', 'W', 'δ'
 * @property {string | number} [below] subscript: a time step, a gate, …
 * @property {string} [above] superscript: the layer, or a prime for the value after the update
 * @property {boolean} [derivative] it is ∂L/∂(letter)
 * @property {Note} [note] which part of that gradient
 *
 * @typedef {{code: 'output' | 'future' | 'above' | 'step' | 'steps', from?: number | string, to?: number}} Note the part of a
 *   gradient that comes through this step's output, through later steps, through the layer above; the contribution of one
 *   time step, or of several
 *
 * @typedef {object} Quantity
 * @property {string} key the same quantity has the same key in all formulas of a walk
 * @property {Name} name
 * @property {ArrayLike<number>} values row-major
 * @property {number} rows
 * @property {number} columns
 * @property {Axis} rowAxis
 * @property {Axis} columnAxis
 * @property {Role} role
 * @property {string} [drawingId] the node or arrow of the drawing that stands for it
 * @property {(row: number) => string[]} [drawingIdsOfRow] where several nodes or arrows do: those of a row's entries
 * @property {Digits} [digits] of the entries in a matrix; default: three decimals
 * @property {(row: number, column: number) => Digits} [digitsAt] of an entry in a formula, where that needs other digits
 * @property {{row: number, column: number}} [largest] entry of largest magnitude, if it is to be marked
 * @property {boolean} [brief] shown by name only among the matrices: its entries are shown elsewhere
 *
 * @typedef {{significant: number} | {decimals: number}} Digits how many a number is written with
 *
 * @typedef {'state' | 'parameter' | 'probability' | 'gradient' | 'given'} Role
 */

/** Ends of the color scale by role; for the other roles it is fitted to the values. @type {Partial<Record<Role, number>>} */
export const KNOWN_MAXIMUM = { probability: 1, given: 1 };

/**
 * @param {string} key
 * @param {Name} name
 * @param {ArrayLike<number>} values
 * @param {Axis} rowAxis
 * @param {Partial<Quantity>} [more]
 * @returns {Quantity} a column vector, unless `more` says otherwise
 */
export function vector(key, name, values, rowAxis, more = {}) {
  return { key, name, values, rows: values.length, columns: 1, rowAxis, columnAxis: 'one', role: 'state', ...more };
}

/**
 * @param {string} key
 * @param {Name} name
 * @param {ArrayLike<number>} values row-major
 * @param {[Axis, Axis]} axes of the rows and of the columns
 * @param {number} columns
 * @param {Partial<Quantity>} [more]
 * @returns {Quantity}
 */
export function matrix(key, name, values, [rowAxis, columnAxis], columns, more = {}) {
  return { key, name, values, rows: values.length / columns, columns, rowAxis, columnAxis, role: 'parameter', ...more };
}

/**
 * @param {string} key
 * @param {Name} name
 * @param {number} value
 * @param {Partial<Quantity>} [more]
 * @returns {Quantity}
 */
export function scalar(key, name, value, more = {}) {
  return vector(key, name, [value], 'one', more);
}

/** Nodes and arrows of the drawing that stand for an entry. @param {Quantity} quantity @param {number} row @returns {string[]} */
export const drawingIdsAt = ({ drawingId, drawingIdsOfRow }, row) =>
  drawingIdsOfRow?.(row) ?? (drawingId ? [drawingId] : []);

/** @param {Quantity} quantity */
export const isScalar = ({ rows, columns }) => rows === 1 && columns === 1;

/**
 * @param {Quantity} quantity
 * @param {number} row
 * @param {number} column
 */
export const entryOf = (quantity, row, column) => quantity.values[row * quantity.columns + column];

/** @param {Quantity} quantity @returns {{row: number, column: number}} of the entry of largest magnitude */
export function largestEntry({ values, columns }) {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]) > Math.abs(values[at])) at = i;
  return { row: Math.floor(at / columns), column: at % columns };
}
