/**
 * What a formula is about: a named vector, matrix or number with its values, all of them the engine's.
 *
 * @typedef {'unit' | 'token' | 'source' | 'parameter' | 'one'} Axis what the rows or columns count: hidden units,
 *   tokens of the vocabulary, units of the layer below, parameters of the network, or nothing (a single one)
 *
 * @typedef {object} Name how a quantity is written
 * @property {string} letter e.g. 'h', 'W', 'δ'
 * @property {string | number} [below] index: a time step, a gate, …
 * @property {string} [above] e.g. the layer, or a prime for what comes after the update
 * @property {boolean} [derivative] the derivative of the loss by it
 * @property {Note} [note] which part of it
 *
 * @typedef {{code: 'output' | 'future' | 'above' | 'step' | 'steps', from?: number | string, to?: number}} Note the part of a
 *   derivative: through this step's output, through the future, through the layer above, of one step, of several
 *
 * @typedef {object} Quantity
 * @property {string} key the same thing has the same key in all formulas of a walk
 * @property {Name} name
 * @property {ArrayLike<number>} values row-major
 * @property {number} rows
 * @property {number} columns
 * @property {Axis} rowAxis
 * @property {Axis} columnAxis
 * @property {Role} role
 * @property {string} [place] node or arrow of the drawing
 * @property {(row: number) => string[]} [everywhere] where it stands in many places: those of a row's entries
 * @property {Digits} [digits] of all its entries in a matrix; default: three decimals
 * @property {(row: number, column: number) => Digits} [digitsAt] of one entry in a formula, where it needs others
 * @property {{row: number, column: number}} [largest] its entry furthest from 0, where it is marked
 * @property {boolean} [brief] among matrices it is only named: its entries are shown elsewhere
 *
 * @typedef {{significant: number} | {decimals: number}} Digits with which a number is written
 *
 * @typedef {'state' | 'parameter' | 'probability' | 'gradient' | 'given'} Role
 */

/** Scales are fitted to the values, but for these, whose range is known. @type {Partial<Record<Role, number>>} */
export const largest = { probability: 1, given: 1 };

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

/** The places of the drawing where an entry stands. @param {Quantity} quantity @param {number} row @returns {string[]} */
export const placesAt = ({ place, everywhere }, row) => everywhere?.(row) ?? (place ? [place] : []);

/** @param {Quantity} quantity */
export const isScalar = ({ rows, columns }) => rows === 1 && columns === 1;

/**
 * @param {Quantity} quantity
 * @param {number} row
 * @param {number} column
 */
export const entryOf = (quantity, row, column) => quantity.values[row * quantity.columns + column];

/** @param {Quantity} quantity @returns {{row: number, column: number}} of its entry furthest from 0 */
export function largestEntry({ values, columns }) {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]) > Math.abs(values[at])) at = i;
  return { row: Math.floor(at / columns), column: at % columns };
}
