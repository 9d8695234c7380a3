/**
 * The network that a page with given settings must have, made and trained by the engine called directly in Node. The engine
 * is deterministic, so after as many epochs both have the same numbers, to the bit.
 */
import { createHash } from 'node:crypto';
import { createModel } from '../../web/engine/index.js';
import { translator } from '../languages.js';
import { defaults, engineSettingsOf } from '../../web/state/settings.js';
import { toHash } from '../../web/state/url-writer.js';
import { prepareText, TUTORIAL_SETTINGS } from '../../web/text/index.js';

/** @typedef {import('../../web/state/settings.js').Settings} Settings */

/** How the page writes numbers, in English. */
export const t = translator('en');

/** @param {Partial<Settings>} settings @returns {Settings} the tutorial's, where nothing else is said, but still */
const complete = (settings) => ({
  ...{ ...defaults, ...TUTORIAL_SETTINGS },
  ...{ autoplay: false, pace: 0, language: 'en' },
  ...settings,
});

/** What a link with these settings ends with. @param {Partial<Settings>} [settings] */
export const hashOf = (settings = {}) => toHash(complete(settings));

/**
 * The network that a page with these settings has after so many epochs.
 * @param {import('node:test').TestContext} context
 * @param {Partial<Settings>} [settings]
 * @param {number} [epochs]
 */
export async function referenceModel(context, settings = {}, epochs = 0) {
  const all = complete(settings);
  const data = prepareText(all.text, /** @type {any} */ (all));
  const { training, heldOut, vocabulary } = data;
  const model = await createModel(engineSettingsOf(all), { training, heldOut, tokens: [...vocabulary.tokens] });
  context.after(() => model.dispose());
  if (epochs > 0) await model.step({ unit: 'epoch', count: epochs });
  return { model, data, settings: all };
}

/** How many losses are compared. */
export const recorded = 1000;

/** @param {'rnn' | 'gru' | 'lstm'} cell @returns {Partial<Settings>} */
export const recordedWith = (cell) => ({ cell, optimizer: 'adam', learningRate: 0.01, seed: 7 });

/** @param {import('node:test').TestContext} context @param {Partial<Settings>} settings */
export async function lossesInNode(context, settings) {
  const { model } = await referenceModel(context, settings);
  const losses = [];
  for await (const { history } of model.train({ epochs: recorded })) losses.push(...history.trainingLoss);
  return losses.slice(0, recorded);
}

/** The 64 bits of each. @param {number[]} numbers */
export const bits = (numbers) =>
  Array.from(new BigUint64Array(Float64Array.from(numbers).buffer), (n) => n.toString(16));

/** The SHA-256 of weights. @param {number[]} weights the bits of each, as floats */
export const digestOf = (weights) => createHash('sha256').update(Uint32Array.from(weights)).digest('hex');

/** @param {import('node:test').TestContext} context @param {Partial<Settings>} settings */
export async function weightsInNode(context, settings) {
  const { model } = await referenceModel(context, settings);
  await model.step({ unit: 'window', count: recorded });
  const weights = (await model.parameters()).map(({ values }) => Float32Array.from(values));
  return weights.flatMap(({ buffer }) => [...new Uint32Array(buffer)]);
}
