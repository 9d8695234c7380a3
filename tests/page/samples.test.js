/** What the network wrote as it learned, under the loss curve: in both languages, by slider, by the curve, two side by side, after a refresh. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findings } from './axe.js';
import { eventually, openPlayground, trainOnPage } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/** @typedef {import('playwright-core').Page} Page */

const settings = { text: 'hello\nworld', hiddenSize: 8 };

/** @param {Page} page @returns {Promise<{ step: number, text: string }[]>} */
const samplesOf = (page) =>
  page.evaluate(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
        .samples,
  );

/** @param {Page} page */
const captionsOf = (page) => page.locator('rnn-samples figcaption').allTextContents();

/** Trains to the next marks, one after the other. @param {Page} page */
async function openTrained(page) {
  await page.locator('rnn-loss-panel').scrollIntoViewIfNeeded();
  let at = 0;
  for (const step of [0, 10, 30, 100]) {
    await page.evaluate(async (steps) => {
      const view = /** @type {any} */ (document.querySelector('rnn-playground')).shadowRoot.querySelector('rnn-view');
      if (steps > 0) await view.store.train({ steps });
    }, step - at);
    at = step;
    await eventually(async () => (await samplesOf(page)).at(-1)?.step, step);
  }
}

for (const language of /** @type {const} */ (['en', 'zh'])) {
  test(`the samples of 0, 10, 30 and 100 updates are read by slider and by the curve, in ${language}`, async () => {
    const { page, done } = await openPlayground(site.browser, site.address, { ...settings, language });
    await openTrained(page);
    await page
      .locator('rnn-samples')
      .getByRole('button', { name: language === 'en' ? 'Show' : '显示' })
      .click();
    const samples = await samplesOf(page);
    assert.deepEqual(
      samples.map(({ step }) => step),
      [0, 10, 30, 100],
    );
    const text = page.locator('rnn-samples .text');
    await eventually(() => text.textContent(), samples[3].text);

    const slider = page.locator('rnn-samples input');
    await slider.focus();
    await page.keyboard.press('Home');
    await eventually(() => text.textContent(), samples[0].text);
    await eventually(() => slider.getAttribute('aria-valuetext'), (await captionsOf(page))[0]);
    assert.match((await captionsOf(page))[0], language === 'en' ? /^untrained · loss \d/ : /^训练之前 · 损失 \d/);
    await page.keyboard.press('ArrowRight');
    await eventually(() => text.textContent(), samples[1].text);

    // The right end of the curve is the latest sample, its left end the first.
    const plot = page.locator('rnn-loss-panel rnn-line-chart .u-over');
    const { width, height } = /** @type {{ width: number, height: number }} */ (await plot.boundingBox());
    await plot.click({ position: { x: width - 1, y: height / 2 } });
    await eventually(() => text.textContent(), samples[3].text);
    await plot.click({ position: { x: 1, y: height / 2 } });
    await eventually(() => text.textContent(), samples[0].text);
    // By the keyboard: to the end of the curve, then Enter.
    await page.locator('rnn-loss-panel rnn-line-chart .plot').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await eventually(() => text.textContent(), samples[3].text);
    await done();
  });
}

test('two side by side, one by hand, and no violation of accessibility on a phone', async () => {
  const viewport = { width: 390, height: 844 };
  const { page, done } = await openPlayground(site.browser, site.address, settings, { viewport });
  await openTrained(page);
  await page.locator('rnn-samples').getByRole('button', { name: 'Show' }).click();
  const samples = await samplesOf(page);
  const button = (/** @type {string} */ name) => page.locator('rnn-samples').getByRole('button', { name });
  await button('Compare two').click();
  const texts = page.locator('rnn-samples .text');
  await eventually(() => texts.allTextContents(), [samples[0].text, samples[3].text]);
  await trainOnPage(page, 1);
  await button('Sample now').click();
  await eventually(async () => (await samplesOf(page)).length, 5);
  await eventually(async () => (await texts.allTextContents())[1], (await samplesOf(page))[4].text);
  const [left, right] = await Promise.all([texts.nth(0).boundingBox(), texts.nth(1).boundingBox()]);
  assert.ok(left && right && left.x + left.width <= right.x, 'they stand side by side');
  assert.deepEqual(await findings(page, page.locator('rnn-loss-panel')), []);
  await done();
});
