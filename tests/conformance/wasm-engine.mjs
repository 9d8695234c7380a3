// Runs a case through the WebAssembly engine that ships, by the calls the page uses.

import { loadEngine } from '../../web/engine/load.js';
import { Session } from '../../web/engine/session.js';
import { settingsOf } from './engine-settings.mjs';
import { resultsOf, wantsGradientOfEachSequence } from './results.mjs';

/** @typedef {import('./case.mjs').Case} Case */
/** @typedef {import('./results.mjs').Raw} Raw */
/** @typedef {import('../../web/engine/types.js').Update} Update */

/**
 * Loads the module; later runs use the same one.
 * @throws {import('../../web/engine/errors.js').EngineError}
 */
export async function loadWasm() {
  await loadEngine();
}

/**
 * @param {Case} testCase
 * @returns {Promise<import('./expect.mjs').Results>}
 */
export async function runWasm(testCase) {
  /** @type {Update[]} */
  const updates = [];
  const session = new Session({ module: await loadEngine(), onUpdate: (update) => updates.push(update) });
  try {
    const { model, sequences, parameters } = testCase;
    const settings = settingsOf(testCase);
    await session.create({ settings, training: sequences, vocabularySize: model.vocabularySize });
    for (const { name, values } of parameters) await session.setParameter({ name, values });
    const before = await readBeforeTraining(session, testCase);
    const stepLosses = await train(session, testCase);
    const { sequences: predictions } = await session.predictAll({ which: 'training' });
    return resultsOf(testCase, {
      ...before,
      stepLosses,
      evaluations: updates.flatMap(({ history }) => Array.from(history.trainingLoss)),
      learningRatesAfterHalving: updates.flatMap(({ events }) =>
        events.flatMap((event) => (event.type === 'halved' ? [event.to] : [])),
      ),
      parametersAfter: byName(await session.parameters()),
      predict: predictions.map(({ ids }) => ids),
    });
  } finally {
    session.dispose();
  }
}

/**
 * @param {Session} session
 * @param {Case} testCase
 * @returns {Promise<Pick<Raw, 'hidden' | 'finalCell' | 'logProbabilities' | 'meanLoss' | 'gradients'>>}
 */
async function readBeforeTraining(session, testCase) {
  const { model, sequences } = testCase;
  const indices = sequences.keys();
  const traces = [];
  for (const sequence of indices) traces.push(await session.trace({ sequence }));
  const lastCells = traces.map(({ layersData, T, H }) =>
    layersData.flatMap(({ cell }) => Array.from(cell?.values.slice((T - 1) * H) ?? [])),
  );
  const gradients = wantsGradientOfEachSequence(testCase)
    ? await Promise.all(sequences.map((_, sequence) => session.gradients({ sequence, reduction: 'sum' })))
    : [await session.gradients({ all: true, reduction: 'mean' })];
  return {
    hidden: traces.map(({ layersData }) => layersData[model.layers - 1].hidden.values),
    finalCell: model.cell === 'lstm' ? lastCells : undefined,
    logProbabilities: traces.map(({ logProbabilities }) => logProbabilities.values),
    meanLoss: (await session.evaluate({ which: 'training' })).meanLoss,
    gradients: gradients.map(byName),
  };
}

/**
 * @param {Session} session
 * @param {Case} testCase
 * @returns {Promise<number[]>} the loss of each optimizer step, or nothing of it where evaluations are recorded instead
 */
async function train(session, { train: training }) {
  const passes = training?.passes ?? 0;
  if (training?.schedule === 'listing') {
    // In one go, as the page trains: the evaluations come with the updates.
    const { reason, step } = passes > 0 ? await session.train({ epochs: passes }) : { reason: 'finished', step: 0 };
    if (reason !== 'finished') throw new Error(`training ${reason} at step ${step}`);
    return [];
  }
  const losses = [];
  for (let epoch = 0; epoch < passes; ) {
    const status = await session.step({ unit: 'window' });
    if (status.phase === 'diverged') throw new Error(`training diverged at step ${status.step}`);
    losses.push(status.loss);
    epoch = status.epoch;
  }
  return losses;
}

/** @param {import('../../web/engine/types.js').ParameterValues[]} list */
function byName(list) {
  return Object.fromEntries(list.map(({ name, values }) => [name, values]));
}
