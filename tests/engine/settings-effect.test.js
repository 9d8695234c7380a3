/** Every setting reaches the engine: another value of it makes another run. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { engineSettings } from '../../web/engine/engine-settings.js';
import { trainedOnSentences } from './helpers.js';

/** @typedef {import('../../web/engine/engine-settings.js').EngineSettings} EngineSettings */

const training = [5, 3, 4, 2, 5].map((length, i) => ({
  inputs: Array.from({ length }, (_, t) => (i + t) % 6),
  targets: Array.from({ length }, (_, t) => (2 * i + t + 1) % 6),
}));

/** Values far enough from the defaults to be seen after a few steps. @type {{[Name in keyof EngineSettings]?: EngineSettings[Name]}} */
const others = {
  layers: 2,
  seed: 7,
  batchSize: 2,
  epsilon: 0.1,
  clipNorm: 0.01,
  warmupSteps: 4,
  totalSteps: 20,
  steadySteps: 4,
  evaluateEvery: 1,
  forgetBias: 2,
  weightDecay: 1,
  shards: 2,
};

/**
 * What a run of 12 steps gives, to the last bit.
 * @param {import('node:test').TestContext} t
 * @param {import('../../web/engine/types.js').EngineOptions} settings
 */
async function runWith(t, settings) {
  /** @type {number[]} */
  const evaluations = [];
  const onUpdate = (/** @type {import('../../web/engine/types.js').Update} */ { history }) => {
    evaluations.push(...history.trainingLoss);
  };
  const session = await trainedOnSentences(t, settings, { training, vocabularySize: 6, onUpdate });
  const losses = [];
  for (let i = 0; i < 12; i++) losses.push((await session.step()).loss);
  const { learningRate } = await session.status();
  return JSON.stringify([losses, learningRate, evaluations, await session.parameters()]);
}

for (const [key, row] of Object.entries(engineSettings)) {
  if (key === 'arithmetic') continue; // whether it has an effect depends on the processor: relaxed.test.js
  const name = /** @type {keyof EngineSettings} */ (key);
  test(`${name} makes another run`, async (t) => {
    // Under the conditions under which the table says that it has an effect.
    const conditions = Object.entries('when' in row ? row.when : {}).map(([other, condition]) => [
      other,
      'not' in condition ? condition.not + 1 : 'above' in condition ? condition.above + 2 : condition[0],
    ]);
    // A rate at which the loss rises, for the schedule that halves it then; and a fall within these steps.
    const base = {
      ...Object.fromEntries(conditions),
      ...(name === 'schedule' && { learningRate: 1, evaluateEvery: 1, steadySteps: 4 }),
    };
    const values =
      'choices' in row
        ? row.choices.filter((choice) => choice !== row.default)
        : [others[name] ?? (row.type === 'boolean' ? !row.default : row.default === 0 ? 2 : row.default / 2)];
    const runs = new Set([await runWith(t, base)]);
    for (const value of values) runs.add(await runWith(t, { ...base, [name]: value }));
    assert.equal(runs.size, values.length + 1);
  });
}
