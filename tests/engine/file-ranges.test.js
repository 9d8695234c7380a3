import assert from 'node:assert/strict';
import test from 'node:test';
import { engineSettings } from '../../web/engine/engine-settings.js';
import { newSession, trainedOnSentences } from './helpers.js';

/**
 * The values of a setting that lie at the edges of what the table allows.
 * @param {import('../../web/engine/settings-schema.js').SettingsTable[string]} setting
 * @returns {unknown[]}
 */
function edges(setting) {
  if (setting.type === 'choice') return [...setting.choices];
  if (setting.type === 'boolean') return [false, true];
  const { min, max } = setting;
  const low = 'exclusiveMin' in setting && setting.exclusiveMin ? Number.MIN_VALUE : min;
  const high = 'exclusiveMax' in setting && setting.exclusiveMax ? max - Number.EPSILON / 2 : max;
  return [low, high];
}

// The reader of model files has the ranges a second time, in cpp/rnn/model_settings.cpp.
for (const [name, setting] of Object.entries(engineSettings)) {
  test(`a file keeps ${name} at every edge of its range`, async (t) => {
    for (const value of edges(setting)) {
      const session = await trainedOnSentences(t, { hiddenSize: 2, [name]: value });
      const loaded = await newSession(t);
      const { settings } = await loaded.load({ bytes: await session.save() });
      assert.equal(settings[/** @type {keyof typeof settings} */ (name)], value);
    }
  });
}
