/** What is set stays, and what is not set is chosen from the text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { optimizerNames, optimizers } from '../../web/engine/optimizers.js';
import { Form } from '../../web/state/form.js';
import { LISTING_TEXT, TUTORIAL_SETTINGS } from '../../web/text/index.js';
import { presetOf } from '../../web/text/presets.js';
import { Store } from '../../web/state/store.js';
import { fromHash } from '../../web/state/url.js';
import { createClient } from './node-engine.js';
import { startedStore } from './store-helpers.js';

const poem = 'The rain is falling all around,\nIt falls on field and tree,\nIt rains on the umbrellas here,\n'.repeat(
  2,
);

/** @param {Record<string, unknown>} given */
const form = (given) => new Form(given, [], []);

test('network, batch and rate are chosen from the text, and follow it', () => {
  const one = form({ text: 'ab' });
  assert.deepEqual([one.settings.cell, one.settings.hiddenSize, one.reason], ['rnn', 16, 'small']);
  one.take({ text: poem });
  assert.deepEqual([one.settings.cell, one.settings.hiddenSize, one.reason], ['rnn', 64, 'large']);
  one.take({ text: 'x'.repeat(30) + 'y'.repeat(60) });
  assert.deepEqual([one.settings.cell, one.settings.hiddenSize, one.reason], ['gru', 64, 'longLines']);
  assert.deepEqual([one.settings.optimizer, one.settings.learningRate, one.settings.clipNorm], ['adam', 0.01, 1]);
  assert.ok(one.chosen.has('hiddenSize') && !one.chosen.has('seed'));
  assert.deepEqual(one.given, { text: 'x'.repeat(30) + 'y'.repeat(60) });
});

test('a value that was set stays, whatever the text, until it is released', () => {
  const one = form({ text: 'ab', hiddenSize: 7 });
  one.take({ text: poem });
  assert.deepEqual([one.settings.hiddenSize, one.chosen.has('hiddenSize')], [7, false]);
  assert.deepEqual(one.take({ hiddenSize: null }).changed, ['hiddenSize']);
  assert.deepEqual([one.settings.hiddenSize, one.chosen.has('hiddenSize')], [64, true]);
  one.undo();
  assert.equal(one.settings.hiddenSize, 7);
});

test('a value set to what is chosen anyway is set all the same', () => {
  const one = form({ text: 'ab' });
  assert.deepEqual(one.take({ hiddenSize: 16 }).changed, []);
  one.take({ text: poem });
  assert.equal(one.settings.hiddenSize, 16);
  one.undo();
  one.undo();
  assert.deepEqual(one.given, { text: 'ab' });
});

test('the rate suits its optimizer, unless it was set', () => {
  const one = form({ text: poem });
  for (const optimizer of optimizerNames) {
    one.take({ optimizer });
    assert.equal(one.settings.learningRate, optimizers[optimizer].rate.usual);
  }
  one.take({ learningRate: 5 });
  one.take({ optimizer: 'sgd' });
  assert.equal(one.settings.learningRate, 5);
});

test('at its usual rate, and at its careful one with a ReLU, every optimizer learns two sentences by heart', async (context) => {
  const store = await startedStore(context);
  const unset = Object.fromEntries(Object.keys(TUTORIAL_SETTINGS).map((name) => [name, null]));
  for (const activation of ['tanh', 'relu'])
    for (const optimizer of optimizerNames) {
      store.setSettings({ ...unset, text: 'hello\nworld', optimizer, activation });
      await store.settled();
      await store.train({ epochs: 400 });
      const { accuracy } = await store.call('evaluate', { which: 'training' });
      assert.equal(accuracy, 1, `${optimizer} ${activation}`);
    }
});

test('while the field is empty, what was chosen stays', () => {
  const one = form({ text: poem });
  one.take({ text: '' });
  assert.equal(one.settings.hiddenSize, 64);
});

test('the page opens with a text in the reader’s language; a text that was set stays in any', () => {
  const options = { createClient };
  const texts = [['en-US'], ['zh-CN'], ['fr']].map((languages) => new Store({ ...options, languages }).text);
  assert.deepEqual(texts, ['hello\nworld', LISTING_TEXT, 'hello\nworld']);
  assert.equal(new Store({ ...options, settings: { language: 'zh' }, languages: ['en'] }).text, LISTING_TEXT);
  assert.equal(new Store({ ...options, settings: { text: 'ab' }, languages: ['zh'] }).text, 'ab');
});

test('a link names what was set and nothing else, and opens to the same settings', async () => {
  const store = new Store({ createClient, languages: ['en'] });
  assert.equal(await store.hash(), '');
  store.setSettings({ text: poem, optimizer: 'sgd' });
  const { settings } = await fromHash(await store.hash());
  assert.deepEqual(settings, { text: poem, optimizer: 'sgd' });
  const other = new Store({ createClient, settings, languages: ['en'] });
  assert.deepEqual(other.settings, store.settings);
  store.dispose();
  other.dispose();
});

test("the tutorial's preset has the tutorial's settings to the last one; other presets only their own", async (context) => {
  const store = await startedStore(context);
  store.applyPreset(presetOf('quietNight'));
  assert.deepEqual([store.settings.optimizer, store.chosen.has('optimizer')], ['adam', true]);
  store.applyPreset(presetOf('twoSentences'));
  for (const [name, value] of Object.entries(TUTORIAL_SETTINGS)) assert.equal(store.settings[name], value, name);
});

test('what was set before a lesson comes back as it was, chosen values chosen again', async (context) => {
  const store = await startedStore(context);
  store.applyPreset(presetOf('rhyme'));
  const { given, settings } = store;
  store.setSettings({ text: 'ab', hiddenSize: 3, cell: 'lstm' });
  store.restore(given);
  assert.deepEqual([store.given, store.settings], [given, settings]);
});

test('where a text repeats itself, gates keep the count; one that only looks like it has an RNN', () => {
  const networkOf = (/** @type {string} */ text) => {
    const { settings, reason } = form({ text });
    return [settings.cell, settings.hiddenSize, reason];
  };
  for (const text of ['ab'.repeat(12), 'ab'.repeat(25), 'a'.repeat(40), 'ha '.repeat(20), 'abc'.repeat(13)])
    assert.deepEqual(networkOf(text), ['gru', 64, 'repeats'], text);
  assert.deepEqual(networkOf('abab'), ['rnn', 16, 'small']);
  assert.deepEqual(networkOf('twinkle twinkle little star'), ['rnn', 32, 'medium']);
  assert.deepEqual(networkOf('Emma\nEmily\nEmilia'), ['rnn', 16, 'small']);
});

test('“ab” 20 times is learned to its end; by the RNN that other texts of its length get, it is not', async (context) => {
  const store = await startedStore(context);
  const unset = Object.fromEntries(Object.keys(TUTORIAL_SETTINGS).map((name) => [name, null]));
  /** @param {object} network @returns {Promise<boolean>} whether all is right at one of many evaluations */
  const learns = async (network) => {
    store.setSettings({ ...unset, text: 'ab'.repeat(20), ...network });
    await store.settled();
    for (let epochs = 0; epochs < 400; epochs += 10) {
      await store.train({ epochs: 10 });
      if ((await store.call('evaluate', { which: 'training' })).accuracy === 1) return true;
    }
    return false;
  };
  assert.equal(await learns({}), true);
  assert.equal(await learns({ cell: 'rnn', hiddenSize: 32 }), false);
});
