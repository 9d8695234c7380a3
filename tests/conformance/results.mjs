// The form in which engines give their results: nested lists, as in a case's `expect`.

/** @typedef {import('./case.mjs').Case} Case */

/**
 * @param {ArrayLike<number>} flat row-major
 * @param {readonly number[]} shape
 * @returns {unknown} nested lists
 */
export function nest(flat, shape) {
  if (shape.length <= 1) return Array.from(flat);
  const [rows, ...rest] = shape;
  const size = rest.reduce((product, extent) => product * extent, 1);
  return Array.from({ length: rows }, (_, row) =>
    nest(Array.prototype.slice.call(flat, row * size, (row + 1) * size), rest),
  );
}

/**
 * @param {{name: string, shape: readonly number[], values: ArrayLike<number>}[]} parameters or gradients
 * @returns {Record<string, unknown>} nested lists by name
 */
export function byName(parameters) {
  return Object.fromEntries(parameters.map(({ name, shape, values }) => [name, nest(values, shape)]));
}

/**
 * Whether the gradients asked for are one of each sequence's summed loss (schedule `listing`), or one of
 * the mean loss of all (`batch`). Without training, the form of `expect.gradients` tells.
 * @param {Case} testCase
 * @returns {boolean}
 */
export function wantsGradientOfEachSequence({ train, expect }) {
  return train ? train.schedule === 'listing' : Array.isArray(expect.gradients);
}
