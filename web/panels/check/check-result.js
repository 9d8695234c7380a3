/**
 * The engine's gradient check flattened into one list of points, for the plot and the table.
 *
 * @typedef {import('../../engine/types.js').GradientCheck} GradientCheck
 * @typedef {object} CheckPoints
 * @property {Float64Array} analytic
 * @property {Float64Array} numeric
 * @property {Int32Array} parameter index into check.parameters
 * @property {Int32Array} entry row-major index within that parameter
 * @property {Float64Array} relativeErrors
 * @property {Int32Array} order indices of all points, the largest relative error first
 */

/**
 * @param {GradientCheck} check
 * @returns {CheckPoints}
 */
export function pointsOf({ parameters, checked }) {
  const points = {
    analytic: new Float64Array(checked),
    numeric: new Float64Array(checked),
    parameter: new Int32Array(checked),
    entry: new Int32Array(checked),
    relativeErrors: new Float64Array(checked),
    order: Int32Array.from({ length: checked }, (_, i) => i),
  };
  let offset = 0;
  parameters.forEach(({ analytic, numeric, indices, relativeErrors }, index) => {
    points.analytic.set(analytic, offset);
    points.numeric.set(numeric, offset);
    points.entry.set(indices, offset);
    points.relativeErrors.set(relativeErrors, offset);
    points.parameter.fill(index, offset, offset + indices.length);
    offset += indices.length;
  });
  points.order.sort((a, b) => points.relativeErrors[b] - points.relativeErrors[a]);
  return points;
}

/** @typedef {'U' | 'W' | 'V' | 'b'} Letter as in the formulas */

/** @param {string} name PyTorch's @returns {Letter} */
export function letterOf(name) {
  if (name.startsWith('bias')) return 'b';
  if (name.startsWith('weight_ih')) return 'U';
  return name.startsWith('weight_hh') ? 'W' : 'V';
}

/** @param {{name: string}} parameter @returns {string} the formulas' letter and PyTorch's name */
export const parameterName = ({ name }) => `${letterOf(name)} · ${name}`;

/**
 * @param {{shape: number[]}} parameter
 * @param {number} entry row-major
 * @returns {string} row and column, from 1 as everywhere on the page: [2, 5]
 */
export function placeOf({ shape }, entry) {
  if (shape.length === 1) return `[${entry + 1}]`;
  return `[${Math.floor(entry / shape[1]) + 1}, ${(entry % shape[1]) + 1}]`;
}
