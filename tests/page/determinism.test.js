/**
 * One seed, the same losses bit for bit: a thousand recorded in Chromium's worker against a thousand of the same WebAssembly in
 * Node. Nothing is expected but that the two agree.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtPage } from './site.js';
import { recordLosses, weightBitsAfter } from './in-page.js';
import { openPlayground } from './panel-helpers.js';
import { bits, digestOf, lossesInNode, recorded, recordedWith, weightsInNode } from './reference-network.js';

const site = builtPage();

/** @param {Partial<import('../../web/state/settings.js').Settings>} settings */
async function lossesInChromium(settings) {
  const { page, done } = await openPlayground(site.browser, site.address, settings);
  const losses = await page.evaluate(recordLosses, recorded);
  await done();
  return losses;
}

for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
  test(`one seed gives the same ${recorded} losses in Node and in Chromium, bit for bit: ${cell}`, async (context) => {
    const settings = recordedWith(cell);
    const inNode = await lossesInNode(context, settings);
    const inChromium = await lossesInChromium(settings);
    assert.equal(inNode.length, recorded);
    assert.ok(new Set(inNode).size > recorded / 2, 'the network learns: the losses are not all the same');
    assert.deepEqual(bits(inChromium), bits(inNode));
  });
}

for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
  test(`the weights after ${recorded} updates have the same SHA-256 in Node and in Chromium: ${cell}`, async (context) => {
    const settings = recordedWith(cell);
    const inNode = digestOf(await weightsInNode(context, settings));
    const { page, done } = await openPlayground(site.browser, site.address, settings);
    const inChromium = digestOf(await page.evaluate(weightBitsAfter, recorded));
    await done();
    context.diagnostic(`${cell}: ${inNode}`);
    assert.equal(inChromium, inNode);
  });
}
