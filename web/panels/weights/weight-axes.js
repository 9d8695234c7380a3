/** Row blocks of each cell's matrices, in PyTorch's order. */
const gates = /** @type {Record<string, string[]>} */ ({
  rnn: [''],
  gru: ['r', 'z', 'n'],
  lstm: ['i', 'f', 'g', 'o'],
});

/** Labels of units: numbers, because h1 would be read as h at time step 1. @param {number} count @param {string} [gate] */
const numbered = (count, gate) =>
  Array.from({ length: count }, (_, i) => (gate ? `${gate}\u00a0${i + 1}` : `${i + 1}`));

/**
 * Labels of a parameter's rows and columns: hidden units by gate, units of the layer below, or tokens.
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
