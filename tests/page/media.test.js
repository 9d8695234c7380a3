/** On paper, and where the system chooses the colors. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { builtPage } from './site.js';

const site = builtPage();

test('with forced colors bars, legends and matrices still show their numbers', async (context) => {
  const { page, done } = await openPage(site.browser, { forcedColors: 'active' });
  context.after(done);
  await page.goto(`${site.address}/#language=en&autoplay=false`);
  const bar = page
    .getByRole('list', { name: /^(For example, a|A)fter/ })
    .locator('.fill')
    .first();
  await bar.waitFor();
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const colorOf = (/** @type {import('playwright-core').Locator} */ part) =>
    part.evaluate((element) => getComputedStyle(element).backgroundColor);
  assert.notEqual(await colorOf(bar), ground);
  assert.notEqual(await colorOf(page.locator('rnn-prediction-rows .confidence i').first()), ground);
  await page.locator('rnn-page-header').getByRole('navigation').getByRole('button', { name: 'Step through' }).click();
  const cells = page.locator('rnn-step-stage rnn-matrix td:not(:empty)');
  await cells.first().waitFor();
  const colors = await cells.evaluateAll((all) => all.map((cell) => getComputedStyle(cell).backgroundColor));
  assert.ok(new Set(colors).size > 10, `${new Set(colors).size} colors`);
  const legend = await page
    .locator('rnn-scale-legend .bar')
    .first()
    .evaluate((element) => getComputedStyle(element).backgroundImage);
  assert.match(legend, /gradient/);
});

test('on paper it is light in the dark theme, whole, and keeps no room for what was never looked at', async (context) => {
  const { page, done } = await openPage(site.browser, { viewport: { width: 1280, height: 700 } });
  context.after(done);
  await page.goto(`${site.address}/#language=en&autoplay=false&theme=dark`);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await page.locator('rnn-loss-panel canvas').waitFor();
  await page.emulateMedia({ media: 'print' });
  const host = page.locator('rnn-playground');
  assert.equal(await host.evaluate((element) => getComputedStyle(element).colorScheme), 'light');
  const fill = page.locator('rnn-writing-panel .fill').first();
  assert.equal(await fill.evaluate((element) => getComputedStyle(element).printColorAdjust), 'exact');
  const slots = await page
    .locator('rnn-panel-slot:not([loaded])')
    .evaluateAll((all) => all.map((slot) => slot.getBoundingClientRect().height));
  assert.ok(slots.length > 0 && slots.every((height) => height === 0), slots.join(' '));
  await page.setViewportSize({ width: 720, height: 900 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 720);
});
