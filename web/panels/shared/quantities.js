/**
 * The quantities of a layer that can be shown as units × time steps, and their position in a trace.
 *
 * @typedef {import('../../engine/types.js').LayerTrace} LayerTrace
 * @typedef {import('../../engine/types.js').EngineSettings} EngineSettings
 * @typedef {object} Quantity
 * @property {string} id
 * @property {string} symbol
 * @property {'hidden' | 'preActivation' | 'cell' | 'gates'} field
 * @property {number} block index of the block of H numbers within the field
 * @property {'sequential' | 'diverging'} kind of the color scale
 * @property {boolean} [change] the difference to the previous time step instead of the value
 * @property {number | undefined} maximum end of the color scale, for bounded functions
 */

const gate = (/** @type {string} */ id, /** @type {number} */ block) =>
  /** @type {Quantity} */ ({ id, symbol: id, field: 'gates', block, kind: 'sequential', maximum: 1 });

const tanhGate = (/** @type {string} */ id, /** @type {number} */ block) =>
  /** @type {Quantity} */ ({ id, symbol: id, field: 'gates', block, kind: 'diverging', maximum: 1 });

/**
 * @param {Pick<EngineSettings, 'cell' | 'activation'>} settings
 * @returns {Quantity[]} the hidden state first
 */
export function quantitiesOf({ cell, activation }) {
  const bounded = cell !== 'rnn' || activation === 'tanh';
  /** @type {Quantity} */
  const hidden = {
    id: 'hidden',
    symbol: 'h',
    field: 'hidden',
    block: 0,
    kind: 'diverging',
    maximum: bounded ? 1 : undefined,
  };
  /** @type {Quantity} */
  const sum = {
    id: 'preActivation',
    symbol: 'a',
    field: 'preActivation',
    block: 0,
    kind: 'diverging',
    maximum: undefined,
  };
  /** @type {Quantity} */
  const memory = { id: 'cell', symbol: 'c', field: 'cell', block: 0, kind: 'diverging', maximum: undefined };
  /** @type {Quantity} */
  const change = { ...hidden, id: 'change', symbol: 'Δh', change: true, maximum: undefined };
  if (cell === 'gru') return [hidden, change, gate('r', 0), gate('z', 1), tanhGate('n', 2)];
  if (cell === 'lstm') return [hidden, change, memory, gate('i', 0), gate('f', 1), tanhGate('g', 2), gate('o', 3)];
  return [hidden, change, sum];
}

/**
 * @param {number} rows of a heat map
 * @returns {number} px: tall cells are easier to point at, but many rows must fit into the window
 */
export const cellHeightFor = (rows) => (rows <= 24 ? 18 : rows <= 64 ? 14 : 6);

/**
 * The quantity transposed for a heat map: the trace has a row per time step, the heat map a row per unit.
 *
 * @param {LayerTrace} layer
 * @param {Quantity} quantity
 * @param {number} units H
 * @returns {Float64Array} row-major [H, T]
 */
export function unitsBySteps(layer, { field, block, change }, units) {
  const { values, shape } = /** @type {import('../../engine/types.js').Numbers} */ (layer[field]);
  const [steps, width] = shape;
  const before = change ? layer.previousHidden.values : null;
  const transposed = new Float64Array(units * steps);
  for (let t = 0; t < steps; t++) {
    for (let unit = 0; unit < units; unit++) {
      const at = t * width + block * units + unit;
      transposed[unit * steps + t] = before ? values[at] - before[at] : values[at];
    }
  }
  return transposed;
}

/**
 * @param {Float64Array} values [H, T]
 * @param {number} steps T
 * @param {number} step
 * @returns {number} index of the unit of largest magnitude at a time step
 */
export function largestAt(values, steps, step) {
  let unit = 0;
  for (let i = 1; i * steps < values.length; i++)
    if (Math.abs(values[i * steps + step]) > Math.abs(values[unit * steps + step])) unit = i;
  return unit;
}
