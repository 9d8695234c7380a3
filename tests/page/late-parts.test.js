/** What is loaded later and does not come: a sentence, a way to try again, and another try without being asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/**
 * A page on which requests can be made to fail, by a pattern of their addresses; exceptions nobody caught fail the test.
 * @param {(fail: (pattern: RegExp | null) => void, page: import('playwright-core').Page) => Promise<void>} use
 * @param {string} [hash]
 */
async function onBrokenNetwork(use, hash = '#autoplay=false') {
  const context = await site.browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  /** @type {string[]} */
  const uncaught = [];
  page.on('pageerror', (error) => uncaught.push(String(error)));
  /** @type {RegExp | null} */
  let failing = null;
  await context.route('**/*', (route) =>
    failing?.test(route.request().url()) ? route.fulfill({ status: 404, body: '' }) : route.continue(),
  );
  try {
    await use((pattern) => {
      failing = pattern;
    }, page);
  } finally {
    await context.close();
  }
  assert.deepEqual(uncaught, []);
}

test('a panel that does not load says so; “Try again” and the connection’s return bring it', async () => {
  await onBrokenNetwork(async (fail, page) => {
    fail(/(race|check)-panel/);
    await page.goto(`${site.address}/#autoplay=false`);
    await untilStore(page, (store) => store.info !== null);
    const race = page.getByRole('navigation').getByRole('button', { name: 'Race', exact: true });
    await race.click();
    const slot = page.locator('rnn-panel-slot[data-panel=race]');
    await slot.getByText('This panel could not be loaded.').waitFor();
    assert.equal(await slot.getByRole('heading', { name: 'Race' }).isVisible(), true);
    await slot.getByRole('button', { name: 'Try again' }).click();
    await slot.getByText('only loading it again helps').waitFor();
    fail(/check-panel/);
    await slot.getByRole('button', { name: 'Try again' }).click();
    await page.locator('rnn-race-panel').waitFor();

    await page.getByRole('navigation').getByRole('button', { name: 'Check the gradients' }).click();
    const check = page.locator('rnn-panel-slot[data-panel=check]');
    await check.getByText('This panel could not be loaded.').waitFor();
    fail(null);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.locator('rnn-check-panel').waitFor();
  });
});

test('a panel is tried again by itself, and speaks the reader’s language', async () => {
  await onBrokenNetwork(async (fail, page) => {
    await page.clock.install();
    fail(/states-panel/);
    await page.goto(`${site.address}/#autoplay=false&language=zh`);
    const slot = page.locator('rnn-panel-slot[data-panel=states]');
    await slot.scrollIntoViewIfNeeded();
    await slot.getByText('这个面板没能载入。网络恢复后会自动再试。').waitFor();
    fail(null);
    await page.clock.fastForward(6000);
    await page.locator('rnn-states-panel').waitFor();
  });
});
