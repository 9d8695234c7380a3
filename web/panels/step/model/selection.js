/**
 * Which entry of a result the formulas are worked out for, which numbers it is computed from, and which entries of a long
 * vector are shown.
 */
import { sourcesOf, withNumbers } from './expression.js';
import { isScalar } from './quantity.js';

/**
 * @typedef {import('./quantity.js').Quantity} Quantity
 * @typedef {import('./quantity.js').Axis} Axis
 * @typedef {import('./expression.js').Source} Source
 * @typedef {import('./expression.js').EntryIndex} EntryIndex
 * @typedef {import('./stage.js').Equation} Equation
 * @typedef {{rows: Record<Axis, number>, columns: Record<Axis, number>}} SelectedEntry indices by axis:
 *   the entry that the formulas are worked out for
 */

/** Entries of a longer axis are folded away until the reader asks for all. */
export const MAX_SHOWN = { unit: 8, source: 8, token: 12, parameter: 24, one: 1 };

/** @param {Source | null} a @param {Source | null} b */
export const sameSource = (a, b) =>
  a !== null && b !== null && a.key === b.key && a.row === b.row && a.column === b.column;

/**
 * @param {Quantity} result
 * @param {SelectedEntry} selected
 * @returns {EntryIndex}
 */
export function entryFor(result, { rows, columns }) {
  const within = (/** @type {number} */ index, /** @type {number} */ size) => Math.min(index, size - 1);
  return {
    row: within(rows[result.rowAxis], result.rows),
    column: within(result.rows === 1 ? 0 : columns[result.columnAxis], result.columns),
  };
}

/**
 * The entry of an equation's result to show while the reader points at a number: that entry itself, or one computed from the
 * number, preferably the one shown now.
 * @param {Equation} equation
 * @param {EntryIndex} at shown now
 * @param {Source | null} pointed
 * @returns {EntryIndex}
 */
export function entryPointedAt({ result, formula }, at, pointed) {
  if (!pointed) return at;
  if (pointed.key === result.key) return { row: pointed.row, column: pointed.column };
  const uses = (/** @type {EntryIndex} */ entry) =>
    sourcesOf(withNumbers(formula, entry)).some((source) => sameSource(source, pointed));
  if (uses(at)) return at;
  const candidates = [
    { row: pointed.row, column: at.column },
    { row: at.row, column: pointed.column },
    { row: pointed.column, column: 0 },
    { row: at.row, column: pointed.row },
    { row: pointed.row, column: pointed.column },
  ];
  const inside = candidates.filter(({ row, column }) => row < result.rows && column < result.columns);
  return inside.find(uses) ?? at;
}

/**
 * An entry of an equation's result, and the numbers it is computed from.
 * @param {Equation} equation
 * @param {EntryIndex} at
 * @returns {Source[]} the entry first
 */
export function entryAndOperands({ result, formula }, at) {
  return [{ key: result.key, ...at }, ...sourcesOf(withNumbers(formula, at))];
}

/**
 * The entries shown of a block's equations, with the numbers they are computed from. Operands of an intermediate scalar, such
 * as all the exponentials of their sum, are left out: highlighting a whole vector says nothing.
 * @param {readonly Equation[]} equations
 * @param {readonly EntryIndex[]} entries
 * @returns {Source[]}
 */
export function entriesAndOperands(equations, entries) {
  return equations.flatMap((equation, i) => {
    const all = entryAndOperands(equation, entries[i]);
    return isScalar(equation.result) && i < equations.length - 1 ? all.slice(0, 1) : all;
  });
}

/**
 * The indices of an axis to show: all up to the limit; of a longer one the important ones, filled up from the beginning.
 * @param {number} size
 * @param {number} limit
 * @param {readonly number[]} important the most important first
 * @returns {number[]} ascending
 */
export function shownIndices(size, limit, important) {
  if (size <= limit) return Array.from({ length: size }, (_, i) => i);
  const chosen = new Set();
  for (const index of important) if (chosen.size < limit && index >= 0 && index < size) chosen.add(index);
  for (let index = 0; chosen.size < limit; index++) chosen.add(index);
  return [...chosen].sort((a, b) => a - b);
}

/**
 * The submatrix of some rows and columns.
 * @param {Quantity} quantity
 * @param {readonly number[]} rows
 * @param {readonly number[]} columns
 * @returns {Float64Array} row-major
 */
export function excerpt({ values, columns: width }, rows, columns) {
  const part = new Float64Array(rows.length * columns.length);
  rows.forEach((row, r) => {
    columns.forEach((column, c) => {
      part[r * columns.length + c] = values[row * width + column];
    });
  });
  return part;
}
