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

/**
 * What an engine gives, flat and row-major, before it is put into the form of `expect`.
 * @typedef {object} Raw
 * @property {ArrayLike<number>[]} hidden of each sequence, T·H of the top layer
 * @property {ArrayLike<number>[]} logProbabilities of each sequence, T·V
 * @property {ArrayLike<number>[]} [finalCell] of each sequence, L·H
 * @property {number} meanLoss
 * @property {Record<string, ArrayLike<number>>[]} gradients one per sequence, or one of the mean
 * @property {ArrayLike<number>} stepLosses of each optimizer step
 * @property {ArrayLike<number>} evaluations recorded while training
 * @property {ArrayLike<number>} learningRatesAfterHalving
 * @property {Record<string, ArrayLike<number>>} parametersAfter
 * @property {ArrayLike<number>[]} predict of each sequence, T ids
 */

/**
 * @param {Case} testCase
 * @param {Raw} raw
 * @returns {import('./expect.mjs').Results}
 */
export function resultsOf(testCase, raw) {
  const { vocabularySize: V, hiddenSize: H, layers: L } = testCase.model;
  /** @type {(list: ArrayLike<number>[], shape: readonly number[]) => unknown[]} */
  const ofEach = (list, shape) => list.map((flat) => nest(flat, shape));
  /** @type {(named: Record<string, ArrayLike<number>>) => Record<string, unknown>} */
  const named = (values) =>
    byName(testCase.parameters.map(({ name, shape }) => ({ name, shape, values: values[name] })));
  const gradients = raw.gradients.map(named);
  return {
    hidden: raw.hidden.map((flat) => nest(flat, [flat.length / H, H])),
    finalCell: raw.finalCell && ofEach(raw.finalCell, [L, H]),
    logProbabilities: raw.logProbabilities.map((flat) => nest(flat, [flat.length / V, V])),
    meanLoss: raw.meanLoss,
    gradients: wantsGradientOfEachSequence(testCase) ? gradients : gradients[0],
    losses: Array.from(testCase.train?.schedule === 'listing' ? raw.evaluations : raw.stepLosses),
    learningRatesAfterHalving: Array.from(raw.learningRatesAfterHalving),
    parametersAfter: named(raw.parametersAfter),
    predict: raw.predict.map((ids) => Array.from(ids)),
  };
}
