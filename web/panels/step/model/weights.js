/** The parameters of a walk, their gradients and their updates as quantities, gate by gate. */
import { matrix } from './quantity.js';

/**
 * @typedef {import('./walk.js').Walk} Walk
 * @typedef {import('./quantity.js').Quantity} Quantity
 * @typedef {import('./quantity.js').Axis} Axis
 * @typedef {import('./quantity.js').Note} Note
 * @typedef {'U' | 'W' | 'V' | 'bU' | 'bW' | 'bV'} Letter
 * @typedef {import('../../../engine/types.js').ParameterRehearsal} ParameterRehearsal
 */

/** @param {Walk} walk @returns {Letter[]} in the order in which the backward pass reaches them */
export const lettersOf = (walk) => (walk.bias ? ['V', 'bV', 'W', 'bW', 'U', 'bU'] : ['V', 'W', 'U']);

/** Whether a parameter has a block of rows for each gate. @param {Letter} letter */
export const isGated = (letter) => letter !== 'V' && letter !== 'bV';

/** @param {Letter} letter @param {number} layer @returns {string} the engine's name, as in PyTorch */
function engineName(letter, layer) {
  const kind = letter.startsWith('b') ? 'bias' : 'weight';
  const side = { U: 'ih', W: 'hh', V: 'out' }[/** @type {'U' | 'W' | 'V'} */ (letter.at(-1))];
  return side === 'out' ? `${kind}_out` : `${kind}_${side}_l${layer}`;
}

/** @param {Walk} walk @param {Letter} letter @param {number} [layer] @returns {ParameterRehearsal} */
function parameterOf(walk, letter, layer = walk.layer) {
  const name = engineName(letter, layer);
  const found = walk.dryRun.parameters.find((parameter) => parameter.name === name);
  if (!found) throw new Error(`the dryRun has no ${name}`);
  return found;
}

/** @param {Letter} letter @param {number} layer @returns {[Axis, Axis]} */
function axesOf(letter, layer) {
  const rows = letter.endsWith('V') ? 'token' : 'unit';
  if (letter.startsWith('b')) return [rows, 'one'];
  if (letter === 'U') return [rows, layer === 0 ? 'token' : 'source'];
  return [rows, 'unit'];
}

/**
 * @typedef {object} FieldSelection
 * @property {number} [gate] only its H rows; all rows when absent
 * @property {number} [layer] default: the one shown
 * @property {number} [t] of fields that have a value for every time step
 */

/**
 * One field of a parameter (its values, its gradient, …) as a quantity.
 * @param {Walk} walk
 * @param {Letter} letter
 * @param {Float64Array} values [rows, columns], or [T, rows, columns] if `t` is given
 * @param {FieldSelection & {key?: string, note?: Note, above?: string, derivative?: boolean, letter?: string}} options
 * @returns {Quantity}
 */
function fieldOf(walk, letter, values, options) {
  const { gate, layer = walk.layer, t = 0, key = '', note, derivative } = options;
  const { shape } = parameterOf(walk, letter, layer);
  const [rows, columns = 1] = shape;
  const gated = gate !== undefined && isGated(letter) && walk.gates.length > 1;
  const [from, count] = gated ? [gate * walk.H, walk.H] : [0, rows];
  const start = (t * rows + from) * columns;
  const which = gated ? walk.gates[gate] : '';
  const isBias = letter.startsWith('b');
  const layerSign = walk.layers > 1 && isGated(letter) ? `(${layer + 1})` : '';
  const name = {
    letter: options.letter ?? (isBias ? 'b' : letter),
    below: (isBias ? letter[1] : '') + which || undefined,
    above: layerSign + (options.above ?? '') || undefined,
    derivative,
    note,
  };
  return matrix(
    `${key}${letter}${layer}${which}`,
    name,
    values.subarray(start, start + count * columns),
    axesOf(letter, layer),
    columns,
    {
      role: derivative ? 'gradient' : 'parameter',
    },
  );
}

/** @param {Walk} walk @param {Letter} letter @param {FieldSelection & {drawingId?: string}} [choice] */
export function weight(walk, letter, choice = {}) {
  const { before } = parameterOf(walk, letter, choice.layer);
  return { ...fieldOf(walk, letter, before, { ...choice, t: 0 }), drawingId: choice.drawingId };
}

/** What time step t adds to the gradient. @param {Walk} walk @param {Letter} letter @param {{t: number, gate?: number}} choice */
export function contribution(walk, letter, choice) {
  const note = /** @type {const} */ ({ code: 'step', from: walk.stepNumber(choice.t) });
  const { contributions } = parameterOf(walk, letter);
  return fieldOf(walk, letter, contributions, { ...choice, key: `contribution ${choice.t} `, note, derivative: true });
}

/** The sum of the contributions of time steps T − 1 down to t. @param {Walk} walk @param {Letter} letter @param {{t: number, gate?: number}} choice */
export function sumDownTo(walk, letter, choice) {
  const note = /** @type {const} */ ({
    code: 'steps',
    from: walk.stepNumber(choice.t),
    to: walk.stepNumber(walk.T - 1),
  });
  const { sums } = parameterOf(walk, letter);
  return fieldOf(walk, letter, sums, { ...choice, key: `sum ${choice.t} `, note, derivative: true });
}

/** @param {Walk} walk @param {Letter} letter @param {number} [gate] */
export function gradient(walk, letter, gate) {
  const values = parameterOf(walk, letter).gradient;
  return fieldOf(walk, letter, values, { gate, key: 'gradient ', derivative: true });
}

/** Whether the contributions of all time steps add up to the gradient, bit for bit. @param {Walk} walk @param {Letter} letter */
export function isWholeSum(walk, letter) {
  const { sums, gradient } = parameterOf(walk, letter);
  return gradient.every((value, i) => value === sums[i]);
}

/** The gradient after clipping, as the optimizer gets it. @param {Walk} walk @param {Letter} letter @param {number} [gate] */
export function clipped(walk, letter, gate) {
  return {
    ...fieldOf(walk, letter, parameterOf(walk, letter).clipped, { gate, key: 'clipped ', letter: 'g' }),
    role: /** @type {const} */ ('gradient'),
  };
}

/** The parameter after the update. @param {Walk} walk @param {Letter} letter @param {number} [gate] */
export function updated(walk, letter, gate) {
  return fieldOf(walk, letter, parameterOf(walk, letter).after, { gate, key: 'after ', above: '′' });
}

/**
 * A moving average of the optimizer: of the gradient (first moment) or of its square (second moment).
 * @param {Walk} walk
 * @param {Letter} letter
 * @param {'firstMomentBefore' | 'firstMomentAfter' | 'secondMomentBefore' | 'secondMomentAfter'} field
 * @param {number} [gate]
 */
export function average(walk, letter, field, gate) {
  const sign = field.startsWith('first') ? 'm' : 's';
  const above = field.endsWith('After') ? '′' : '';
  return fieldOf(walk, letter, parameterOf(walk, letter)[field], { gate, key: `${field} `, letter: sign, above });
}
