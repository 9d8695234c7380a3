// An independent reference for conformance cases, sharing no line with the engine. Proved against the
// numpy and PyTorch numbers in cases/, it gives the expected numbers of random cases.

import { byName, wantsGradientOfEachSequence } from '../results.mjs';
import { forward, lossAndGradients, mapNamed, meanLoss, startState } from './network.mjs';
import { clip, createOptimizer } from './optimizers.mjs';

/** @typedef {import('../case.mjs').Case} Case */
/** @typedef {import('./network.mjs').Named} Named */
/** @typedef {import('../training.mjs').Training} Training */

/**
 * @param {Named} gradients
 * @param {number} factor
 * @returns {Named}
 */
function scaled(gradients, factor) {
  return mapNamed(gradients, (values) => values.map((g) => g * factor));
}

/**
 * The schedule `listing` of the tutorial.
 * @param {Case} testCase
 * @param {Named} parameters changed in place
 * @returns {{losses: number[], learningRatesAfterHalving: number[]}}
 */
function trainAsListing({ model, sequences, train }, parameters) {
  const { optimizer, passes, evaluateEvery, clipNorm } = /** @type {Training} */ (train);
  const step = createOptimizer(optimizer);
  let rate = optimizer.learningRate;
  /** @type {number[]} */
  const losses = [];
  const learningRatesAfterHalving = [];
  for (let epoch = 0; epoch < passes; ++epoch) {
    if (epoch % evaluateEvery === 0) {
      losses.push(meanLoss(model, parameters, sequences));
      if (losses.length > 1 && losses[losses.length - 1] > losses[losses.length - 2]) {
        rate /= 2;
        learningRatesAfterHalving.push(rate);
      }
    }
    for (const sequence of sequences) {
      const { gradients } = lossAndGradients(model, parameters, [sequence], [startState(model, sequence)]);
      clip(Object.values(gradients), clipNorm);
      step(Object.values(parameters), Object.values(gradients), rate);
    }
  }
  return { losses, learningRatesAfterHalving };
}

/**
 * The schedule `batch`: one step per window of all sequences, on the mean over its tokens.
 * @param {Case} testCase
 * @param {Named} parameters changed in place
 * @returns {{losses: number[], learningRatesAfterHalving: number[]}}
 */
function trainInBatches({ model, sequences, train }, parameters) {
  const { optimizer, passes, truncate, clipNorm } = /** @type {Training} */ (train);
  const step = createOptimizer(optimizer);
  const length = sequences[0].inputs.length;
  const losses = [];
  for (let pass = 0; pass < passes; ++pass) {
    let states = sequences.map((sequence) => startState(model, sequence));
    for (let from = 0; from < length; from += truncate || length) {
      const to = from + (truncate || length);
      const windows = sequences.map(({ inputs, targets }) => ({
        inputs: inputs.slice(from, to),
        targets: targets.slice(from, to),
      }));
      const { loss, tokens, gradients, ends } = lossAndGradients(model, parameters, windows, states);
      losses.push(loss / tokens);
      const mean = Object.values(scaled(gradients, 1 / tokens));
      clip(mean, clipNorm);
      step(Object.values(parameters), mean, optimizer.learningRate);
      states = ends;
    }
  }
  return { losses, learningRatesAfterHalving: [] };
}

/**
 * @param {Case} testCase
 * @param {Named} gradients
 * @returns {Record<string, unknown>}
 */
function nested({ parameters }, gradients) {
  return byName(parameters.map(({ name, shape }) => ({ name, shape, values: gradients[name] })));
}

/**
 * @param {Case} testCase
 * @param {Named} parameters
 * @returns {unknown}
 */
function gradientsBeforeTraining(testCase, parameters) {
  const { model, sequences } = testCase;
  /** @type {(chosen: typeof sequences) => ReturnType<typeof lossAndGradients>} */
  const of = (chosen) =>
    lossAndGradients(
      model,
      parameters,
      chosen,
      chosen.map((sequence) => startState(model, sequence)),
    );
  if (wantsGradientOfEachSequence(testCase)) {
    return sequences.map((sequence) => nested(testCase, of([sequence]).gradients));
  }
  const { gradients, tokens } = of(sequences);
  return nested(testCase, scaled(gradients, 1 / tokens));
}

/**
 * Everything a case may expect.
 * @param {Case} testCase
 * @returns {import('../expect.mjs').Results}
 */
export function runReference(testCase) {
  const { model, sequences, train } = testCase;
  const parameters = Object.fromEntries(testCase.parameters.map(({ name, values }) => [name, values.slice()]));
  const run = () => sequences.map((sequence) => forward(model, parameters, sequence, startState(model, sequence)));
  const before = run();
  const top = model.layers - 1;
  const untrained = {
    hidden: before.map(({ steps }) => steps.map(({ layers }) => layers[top].after.h)),
    finalCell: model.cell === 'lstm' ? before.map(({ end }) => end.map(({ c }) => c)) : undefined,
    logProbabilities: before.map(({ steps }) => steps.map(({ logProbabilities }) => logProbabilities)),
    meanLoss: meanLoss(model, parameters, sequences),
    gradients: gradientsBeforeTraining(testCase, parameters),
  };
  const schedule = train?.schedule === 'listing' ? trainAsListing : trainInBatches;
  const recorded = train ? schedule(testCase, parameters) : { losses: [], learningRatesAfterHalving: [] };
  return {
    ...untrained,
    ...recorded,
    parametersAfter: nested(testCase, parameters),
    predict: run().map(({ steps }) =>
      steps.map(({ logProbabilities }) => logProbabilities.indexOf(Math.max(...logProbabilities))),
    ),
  };
}
