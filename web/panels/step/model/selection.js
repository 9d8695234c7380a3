/**
 * Which entry the formulas are about, which numbers belong to it, and how much of a long vector is shown.
 */
import { sourcesOf, withNumbers } from './expression.js';
import { isScalar } from './quantity.js';

/**
 * @typedef {import('./quantity.js').Quantity} Quantity
 * @typedef {import('./quantity.js').Axis} Axis
 * @typedef {import('./expression.js').Source} Source
 * @typedef {import('./expression.js').At} At
 * @typedef {import('./stage.js').Equation} Equation
 * @typedef {{rows: Record<Axis, number>, columns: Record<Axis, number>}} Choice the entry the reader looks at, by axis
 */

/** More entries than this of one axis are shown only when asked for. */
export const most = { unit: 8, source: 8, token: 12, parameter: 24, one: 1 };

/** @param {Source | null} a @param {Source | null} b */
export const sameSource = (a, b) =>
  a !== null && b !== null && a.key === b.key && a.row === b.row && a.column === b.column;

/**
 * The entry of a result that the reader's choice means.
 * @param {Quantity} result
 * @param {Choice} choice
 * @returns {At}
 */
export function entryFor(result, { rows, columns }) {
  const within = (/** @type {number} */ index, /** @type {number} */ size) => Math.min(index, size - 1);
  return {
    row: within(rows[result.rowAxis], result.rows),
    column: within(result.rows === 1 ? 0 : columns[result.columnAxis], result.columns),
  };
}

/**
 * The entry of an equation's result to show when the reader points at a number: that entry itself, or one that the number
 * goes into, if possible the one shown already.
 * @param {Equation} equation
 * @param {At} at shown now
 * @param {Source | null} pointed
 * @returns {At}
 */
export function entryPointedAt({ result, formula }, at, pointed) {
  if (!pointed) return at;
  if (pointed.key === result.key) return { row: pointed.row, column: pointed.column };
  const uses = (/** @type {At} */ entry) =>
    sourcesOf(withNumbers(formula, entry)).some((source) => sameSource(source, pointed));
  if (uses(at)) return at;
  const near = [
    { row: pointed.row, column: at.column },
    { row: at.row, column: pointed.column },
    { row: pointed.column, column: 0 },
    { row: at.row, column: pointed.row },
    { row: pointed.row, column: pointed.column },
  ];
  const inside = near.filter(({ row, column }) => row < result.rows && column < result.columns);
  return inside.find(uses) ?? at;
}

/**
 * The numbers that belong to an entry: itself and those that made it.
 * @param {Equation} equation
 * @param {At} at
 * @returns {Source[]}
 */
export function belonging({ result, formula }, at) {
  return [{ key: result.key, ...at }, ...sourcesOf(withNumbers(formula, at))];
}

/**
 * The numbers that belong to the entries shown of a block's equations. What goes in whole into a number on the way, as
 * all exponentials into their sum, is left out: there is nothing to choose.
 * @param {readonly Equation[]} equations
 * @param {readonly At[]} entries
 * @returns {Source[]}
 */
export function belongingToAll(equations, entries) {
  return equations.flatMap((equation, i) => {
    const all = belonging(equation, entries[i]);
    return isScalar(equation.result) && i < equations.length - 1 ? all.slice(0, 1) : all;
  });
}

/**
 * The indices of an axis to show: all of a short one; of a long one the important ones and as many others as there is
 * room for.
 * @param {number} size
 * @param {number} limit
 * @param {readonly number[]} important first those that matter most
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
 * Part of a matrix.
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
