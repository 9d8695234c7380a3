/**
 * One seed, the same losses bit for bit: a thousand recorded in Chromium's worker against a thousand of the same WebAssembly in
 * Node. Nothing is expected but that the two agree.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve } from './browser.js';
import { networkLike, openPlayground, untilStore } from './panel-helpers.js';

const recorded = 1000;

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** @param {import('node:test').TestContext} context @param {Partial<import('../../web/state/settings.js').Settings>} settings */
async function lossesInNode(context, settings) {
  const { model } = await networkLike(context, settings);
  const losses = [];
  for await (const { history } of model.train({ epochs: recorded })) losses.push(...history.trainingLoss);
  return losses.slice(0, recorded);
}

/** @param {Partial<import('../../web/state/settings.js').Settings>} settings */
async function lossesInChromium(settings) {
  const { page, done } = await openPlayground(browser, server.address, settings);
  await page.evaluate((epochs) => {
    const { store } = /** @type {any} */ (document.querySelector('rnn-playground'));
    return store.train({ epochs });
  }, recorded);
  await untilStore(page, (store) => store.history.length >= 1000);
  const losses = await page.evaluate(() =>
    Array.from(/** @type {any} */ (document.querySelector('rnn-playground')).store.history.trainingLoss),
  );
  await done();
  return /** @type {number[]} */ (losses).slice(0, recorded);
}

/** The 64 bits of each. @param {number[]} numbers */
const bits = (numbers) => Array.from(new BigUint64Array(Float64Array.from(numbers).buffer), (n) => n.toString(16));

for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
  test(`one seed gives the same ${recorded} losses in Node and in Chromium, bit for bit: ${cell}`, async (context) => {
    const settings = { cell, optimizer: /** @type {const} */ ('adam'), learningRate: 0.01, seed: 7 };
    const inNode = await lossesInNode(context, settings);
    const inChromium = await lossesInChromium(settings);
    assert.equal(inNode.length, recorded);
    assert.ok(new Set(inNode).size > recorded / 2, 'the network learns: the losses are not all the same');
    assert.deepEqual(bits(inChromium), bits(inNode));
  });
}
