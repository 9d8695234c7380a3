/** What this browser keeps: after a reload everything is back, and training goes on as if there had been no break. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilStore } from './panel-helpers.js';
import { openPage } from './browser.js';
import { builtPage } from './site.js';

/** @typedef {import('playwright-core').Page} Page */

const site = builtPage();

/** A text with an order of its own in each epoch, several windows a sentence, evaluated after each epoch. */
const LINK =
  '#text=one+little+boat%0Atwo+white+birds%0Athree+old+songs&optimizer=adam&batch-size=2&shuffle=true&truncate=4&hidden-size=12&pace=60&evaluate-every=1&autoplay=false';

/** The store's losses by step, as they are. @param {Page} page @returns {Promise<[number, number][]>} */
const lossesOf = (page) =>
  page.evaluate(() => {
    const { history } = /** @type {any} */ (document.querySelector('rnn-playground')).store;
    return Array.from(history.step, (/** @type {number} */ step, /** @type {number} */ i) => [
      step,
      history.trainingLoss[i],
    ]);
  });

/** @param {Page} page @param {(store: any) => unknown} read in the page */
const ofStore = (page, read) =>
  page.evaluate(
    (source) =>
      new Function('store', `return (${source})(store)`)(
        /** @type {any} */ (document.querySelector('rnn-playground')).store,
      ),
    read.toString(),
  );

const trained = (/** @type {Page} */ page) => page.getByRole('button', { name: 'Train', exact: true });

test('reloaded in the middle of training: it goes on to the last bit', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/${LINK}`);
  await trained(page).click();
  await untilStore(page, (store) => store.checkpoint?.step > 20);
  for (let i = 0; i < 2; i++) {
    const before = await lossesOf(page);
    await page.reload();
    await untilStore(page, (store) => store.training && store.status?.step > 0);
    const after = await lossesOf(page);
    console.log(before.length, after.length, before.at(-1), after.at(-1));
    await untilStore(page, (store) => store.checkpoint?.step > 60);
  }
  await done();
});
