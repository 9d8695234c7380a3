/** What is loaded later and does not come: a sentence, a way to try again, and another try without being asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/**
 * A page on which requests can be made to fail, by a pattern of their addresses; exceptions nobody caught fail the test.
 * @param {(fail: (pattern: RegExp | null) => void, page: import('playwright-core').Page) => Promise<void>} use
 */
async function onBrokenNetwork(use) {
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
    const race = page
      .locator('rnn-page-header')
      .getByRole('navigation')
      .getByRole('button', { name: 'Race', exact: true });
    await race.click();
    const slot = page.locator('rnn-panel-slot[data-panel=race]');
    await slot.getByText('This panel could not be loaded.').waitFor();
    assert.equal(await slot.getByRole('heading', { name: 'Race' }).isVisible(), true);
    await slot.getByRole('button', { name: 'Try again' }).click();
    await slot.getByText('only loading it again helps').waitFor();
    fail(/check-panel/);
    await slot.getByRole('button', { name: 'Try again' }).click();
    await page.locator('rnn-race-panel').waitFor();

    await page
      .locator('rnn-page-header')
      .getByRole('navigation')
      .getByRole('button', { name: 'Gradient check' })
      .click();
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
    await slot.getByText('这个面板没能加载。网络恢复后会自动再试。').waitFor();
    fail(null);
    await page.clock.fastForward(6000);
    await page.locator('rnn-states-panel').waitFor();
  });
});

for (const [what, pattern] of /** @type {const} */ ([
  ['the worker’s script', /\/worker[^/]*\.js/],
  ['the WebAssembly', /\.wasm/],
])) {
  test(`${what} missing: “Try again” and Reset start another worker`, async () => {
    await onBrokenNetwork(async (fail, page) => {
      fail(pattern);
      await page.goto(`${site.address}/#autoplay=false`);
      const alert = page.getByRole('alert').filter({ hasText: 'could not be loaded. Check the connection' });
      await alert.waitFor();
      await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill('typed meanwhile');
      await page.getByRole('button', { name: 'Try again' }).click();
      await alert.waitFor();
      // Not while the second attempt is under way: the alert of the first may still stand there.
      await page.getByRole('button', { name: 'Reset', disabled: false }).waitFor();
      fail(null);
      await page.getByRole('button', { name: 'Try again' }).click();
      await untilStore(page, (store) => store.info !== null && store.failure === null);
      await alert.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await untilStore(page, (store) => store.status.epoch > 0 && store.data.text === 'typed meanwhile');
    });
  });
}

test('no worker can be made: the reader is told why in the page’s language, without the browser’s English', async () => {
  await onBrokenNetwork(async (_, page) => {
    await page.addInitScript(() => {
      const { Worker } = window;
      /** @type {any} */ (window).Worker = class extends Worker {
        constructor(/** @type {string | URL} */ url, /** @type {WorkerOptions} */ options) {
          if (!(/** @type {any} */ (window).allowed))
            throw new DOMException("Failed to construct 'Worker'", 'SecurityError');
          super(url, options);
        }
      };
    });
    await page.goto(`${site.address}/#autoplay=false&language=zh`);
    const alert = page.getByRole('alert').filter({ hasText: '浏览器不允许这个页面启动计算引擎' });
    await alert.waitFor();
    const sentence = await alert.locator('p').textContent();
    assert.ok(!/Failed|construct|刷新|保留/.test(sentence ?? ''), sentence ?? '');
    await page.evaluate(() => Object.assign(window, { allowed: true }));
    await page.getByRole('button', { name: '再试一次' }).click();
    await untilStore(page, (store) => store.info !== null && store.phase === 'idle');
  });
});
