/** What is continued, and what the next token may be: always of the prompt that stands beside it, and of the network there is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, openPlayground, panelOf, t, trainOnPage } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/** The tokens that are seen. @param {string} text with what is said of the end of a line */
const tokensOf = (text) => text.replaceAll(/\s|⏎|end of sentence/g, '');

test('a continuation stands behind its own prompt, also before the one of the next prompt has come', async () => {
  const settings = { text: 'abcdefgh', hiddenSize: 16, strategy: 'greedy', beginning: 'a' };
  const { page, done } = await openPlayground(site.browser, site.address, /** @type {any} */ (settings));
  const panel = panelOf(page, 'writing');
  await trainOnPage(page, 80);
  const text = panel.locator('rnn-continuation .text');
  const read = async () => tokensOf(await text.innerText());
  await eventually(read, 'abcdefgh');
  await text.evaluate((element) => {
    /** @type {any} */ (window).seen = [];
    new MutationObserver(() => /** @type {any} */ (window).seen.push(element.textContent)).observe(element, {
      ...{ childList: true, subtree: true, characterData: true },
    });
  });
  await panel.getByRole('textbox').fill('e');
  await eventually(read, 'efgh');
  const seen = await page.evaluate(() => /** @type {any} */ (window).seen);
  assert.deepEqual([...new Set(seen.map(tokensOf))], ['efgh']);
  await done();
});

test('the token whose probability is worked out is given up with its vocabulary', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'abcdefghijklmnop', hiddenSize: 4 });
  const panel = panelOf(page, 'writing');
  await panel.locator('rnn-bars button').nth(6).hover();
  const chosen = panel.locator('rnn-arithmetic tr.chosen');
  await chosen.waitFor();
  await page.locator('rnn-text-panel textarea').fill('ab');
  // a, b and the end of the line, the most probable of them first.
  await eventually(() => panel.locator('rnn-bars button').count(), 3);
  await panel.getByText(t('arithmetic.all', { count: 3 })).waitFor();
  await page.mouse.move(0, 0);
  await eventually(() => panel.locator('rnn-arithmetic tbody tr').count(), 3);
  assert.equal(await chosen.count(), 1);
  await done();
});
