/** Blocks of rows of each cell's matrices, in PyTorch's order. */
const gates = /** @type {Record<string, string[]>} */ ({
  rnn: [''],
  gru: ['r', 'z', 'n'],
  lstm: ['i', 'f', 'g', 'o'],
});

/** Units are numbered, not named h1: that would be h at time 1. @param {number} count @param {string} [gate] */
const numbered = (count, gate) =>
  Array.from({ length: count }, (_, i) => (gate ? `${gate}\u00a0${i + 1}` : `${i + 1}`));

/**
 * What the rows and columns of a parameter stand for: hidden units by gate, units of the layer before, or tokens.
 *
 * @param {{name: string, shape: number[]}} parameter
 * @param {string} cell
 * @param {(id: number) => string} token
 * @returns {{rowLabels: string[], columnLabels: string[]}}
 */
export function axesOf({ name, shape }, cell, token) {
  const [rows, columns] = shape;
  const tokens = (/** @type {number} */ count) => Array.from({ length: count }, (_, id) => token(id));
  if (name.endsWith('_out')) {
    return { rowLabels: tokens(rows), columnLabels: columns ? numbered(columns) : ['b'] };
  }
  const units = rows / gates[cell].length;
  const rowLabels = gates[cell].flatMap((letter) => numbered(units, letter));
  if (!columns) return { rowLabels, columnLabels: ['b'] };
  return { rowLabels, columnLabels: name === 'weight_ih_l0' ? tokens(columns) : numbered(columns) };
}
