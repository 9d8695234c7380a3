/**
 * What a layer of each cell has to show, step by step, and where it stands in a trace.
 *
 * @typedef {import('../../engine/types.js').LayerTrace} LayerTrace
 * @typedef {import('../../engine/types.js').EngineSettings} EngineSettings
 * @typedef {object} Quantity
 * @property {string} id
 * @property {string} symbol
 * @property {'hidden' | 'preActivation' | 'cell' | 'gates'} field
 * @property {number} block which block of H numbers of the field
 * @property {'sequential' | 'diverging'} kind
 * @property {boolean} [change] the difference to the step before instead of the value itself
 * @property {number | undefined} maximum end of the scale where the function has one
 */

const gate = (/** @type {string} */ id, /** @type {number} */ block) =>
  /** @type {Quantity} */ ({ id, symbol: id, field: 'gates', block, kind: 'sequential', maximum: 1 });

const squashed = (/** @type {string} */ id, /** @type {number} */ block) =>
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
  if (cell === 'gru') return [hidden, change, gate('r', 0), gate('z', 1), squashed('n', 2)];
  if (cell === 'lstm') return [hidden, change, memory, gate('i', 0), gate('f', 1), squashed('g', 2), gate('o', 3)];
  return [hidden, change, sum];
}

/**
 * @param {number} rows of a picture
 * @returns {number} px: a picture of few rows is easy to point at, one of many is not taller than a window
 */
export const cellHeightFor = (rows) => (rows <= 24 ? 18 : rows <= 64 ? 14 : 6);

/**
 * The quantity as a picture has it: a row per unit, a column per step. The trace has a row per step.
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
  const picture = new Float64Array(units * steps);
  for (let t = 0; t < steps; t++) {
    for (let unit = 0; unit < units; unit++) {
      const at = t * width + block * units + unit;
      picture[unit * steps + t] = before ? values[at] - before[at] : values[at];
    }
  }
  return picture;
}

/**
 * @param {Float64Array} picture row-major, a row per unit
 * @param {number} steps
 * @param {number} step
 * @returns {number} the unit with the largest value of a step, whatever its sign
 */
export function largestAt(picture, steps, step) {
  let unit = 0;
  for (let i = 1; i * steps < picture.length; i++)
    if (Math.abs(picture[i * steps + step]) > Math.abs(picture[unit * steps + step])) unit = i;
  return unit;
}
