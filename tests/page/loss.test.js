/** The loss chart, by its table. Expected numbers: the same network, trained and evaluated by the engine in Node. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve } from './browser.js';
import { becomes, networkLike, openPlayground, readTable, t, trainOnPage } from './panel-helpers.js';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(async () => {
  await browser.close();
  await server.close();
});

test('each epoch has the loss of the weights it began with, and the curves end where the weights are now', async (context) => {
  const settings = { text: 'Anna\nBella\nClara\nDora\nElla', heldOut: 0.2, hiddenSize: 6 };
  const { page, done } = await openPlayground(browser, server.address, settings);
  const { model } = await networkLike(context, settings);
  const expected = [];
  for (let epoch = 0; epoch <= 3; epoch++) {
    const [training, heldOut] = await Promise.all([model.evaluate(), model.evaluate({ which: 'heldOut' })]);
    expected.push([String(epoch), t.format.loss(training.meanLoss), t.format.loss(heldOut.meanLoss)]);
    if (epoch < 3) await model.step({ unit: 'epoch' });
  }
  await trainOnPage(page, 3);
  const chart = page.locator('rnn-loss-panel rnn-line-chart');
  await becomes(async () => (await readTable(chart)).slice(1), expected);

  // In the middle of an epoch: one of its four sentences has been trained on.
  await page.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).store.step('window'));
  await model.step();
  const [training, heldOut] = await Promise.all([model.evaluate(), model.evaluate({ which: 'heldOut' })]);
  const now = ['3.25', t.format.loss(training.meanLoss), t.format.loss(heldOut.meanLoss)];
  await becomes(async () => (await readTable(chart)).at(-1), now);
  assert.equal(await page.locator('rnn-control-bar dd').nth(1).textContent(), t.format.loss(training.meanLoss));
  await done();
});
