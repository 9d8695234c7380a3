// A case in the words of the engine's settings, for both engines that run it.

/** @typedef {import('./case.mjs').Case} Case */
/** @typedef {import('../../web/engine/engine-settings.js').EngineOptions} EngineOptions */

/** Epochs between two evaluations where a case records none: as rarely as the engine allows. */
const seldom = 1_000_000;

/**
 * Engine settings (web/engine/engine-settings.js) of a case.
 * @param {Case} testCase
 * @returns {EngineOptions}
 */
export function settingsOf({ precision, model, train }) {
  const { cell, activation, hiddenSize, layers, bias } = model;
  const network = { precision, cell, ...(activation ? { activation } : {}), hiddenSize, layers, bias };
  if (train === null) return network;
  const { type, nesterov, learningRate, constants } = train.optimizer;
  /** @type {EngineOptions} */
  const step = { optimizer: nesterov ? 'nesterov' : type, learningRate, ...constants, clipNorm: train.clipNorm };
  /** @type {EngineOptions} */
  const schedule =
    train.schedule === 'listing'
      ? { schedule: 'halving', evaluateEvery: train.evaluateEvery, reduction: 'sum', batchSize: 1, truncate: 0 }
      : {
          schedule: 'constant',
          evaluateEvery: seldom,
          reduction: 'mean',
          batchSize: 0,
          truncate: train.truncate,
        };
  return { ...network, ...step, ...schedule, shuffle: false };
}
