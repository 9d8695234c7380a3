/** Keys where the focus is: one stop of the Tab key for each row, list and board whatever is shown there, and keys that scroll. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeSettings, eventually, openPlayground, panelOf, showPanel, t, untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

/** @typedef {import('playwright-core').Page} Page */

const site = builtPage();

/** Of the buttons inside, how many the Tab key reaches. @param {import('playwright-core').Locator} part */
const stops = (part) => part.locator('button[tabindex="0"]').count();

const updates = (/** @type {Page} */ page) =>
  page.evaluate(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground')).shadowRoot.querySelector('rnn-view').store.status
        .step,
  );

test('the Tab key reaches the predictions also after a text with fewer and shorter lines', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, {
    text: 'one\ntwo\nthree\nfour',
    hiddenSize: 4,
  });
  const rows = page.locator('rnn-prediction-rows');
  await rows.locator('button[data-row="3"][data-position="2"]').click();
  await page.keyboard.press('Escape');
  await eventually(() => stops(rows), 1);
  await page.locator('rnn-text-panel textarea').fill('ab');
  await eventually(() => rows.locator('[data-row="3"]').count(), 0);
  await eventually(() => stops(rows), 1);
  await done();
});

test('the Tab key reaches the network also where its tokens cannot be retyped any more', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'abcdefgh\nabcd', hiddenSize: 4 });
  const board = page.locator('rnn-network-board');
  await board.locator('button.token').nth(1).focus();
  await eventually(() => stops(board), 1);
  await changeSettings(page, { streams: 2 });
  await eventually(() => board.locator('button.token').count(), 0);
  await eventually(() => stops(board), 1);
  await done();
});

test('a list of many tokens is one stop of the Tab key; arrow keys, Home and End lead through it', async () => {
  const text = Array.from({ length: 60 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
  const { page, done } = await openPlayground(site.browser, site.address, { text, hiddenSize: 4 });
  const bars = page.locator('rnn-writing-panel rnn-bars').last();
  const focused = () => bars.locator('li:has(button:focus)').getAttribute('aria-posinset');
  await bars.locator('button').first().focus();
  for (const [key, place] of [
    ['ArrowDown', '2'],
    ['End', '61'],
    ['ArrowUp', '60'],
    ['Home', '1'],
  ]) {
    await page.keyboard.press(key);
    await eventually(focused, place);
    assert.equal(await stops(bars), 1);
  }
  await page.keyboard.press('Tab');
  assert.equal(await bars.locator('button:focus').count(), 0);
  await done();
});

test('the right arrow scrolls a table that is wider than its place, and trains nothing', async () => {
  const options = { viewport: { width: 700, height: 800 } };
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 64 }, options);
  const panel = await showPanel(page, 'weights');
  await panel.locator('rnn-data-table summary').first().click();
  const table = panel.locator('rnn-data-table [tabindex="0"]').first();
  await table.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await eventually(() => table.evaluate((element) => element.scrollLeft > 0), true);
  assert.equal(await updates(page), 0);
  await done();
});

test('on the slider of the walk Page Up goes the way of the up arrow, a time step on', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4 });
  await showPanel(page, 'step');
  const slider = panelOf(page, 'step').getByRole('slider');
  const at = async () => Number(await slider.getAttribute('aria-valuenow'));
  const before = await at();
  await slider.press('PageUp');
  await eventually(async () => (await at()) > before, true);
  await slider.press('PageDown');
  await eventually(at, before);
  await done();
});

test('in the list of experiments the right arrow trains nothing behind it', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4 });
  await untilStore(page, (store) => store.experiments !== null);
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('button', { name: /^My experiments/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('keep.close') })
    .focus();
  await page.keyboard.press('ArrowRight');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('keep.close') })
    .click();
  assert.equal(await updates(page), 0);
  await done();
});

test('of a menu an arrow key opens the list; what is chosen there is done, and nothing before', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'mine', hiddenSize: 4 });
  const text = page.locator('rnn-text-panel textarea');
  await page.getByRole('combobox', { name: t('text.examples') }).focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  assert.equal(await text.inputValue(), 'mine');
  await page.keyboard.press('Enter');
  await eventually(() => text.inputValue(), 'hello\nworld');
  await done();
});
