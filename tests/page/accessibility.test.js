/** axe-core over the whole page (open shadow trees included), in every theme and language, idle, training and in error. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, openPage, serve, untilAllRight } from './browser.js';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
let axe = '';

before(async () => {
  const path = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  [browser, server, axe] = await Promise.all([launch(), serve(), readFile(path, 'utf8')]);
});
after(async () => {
  await browser.close();
  await server.close();
});

/** @param {import('playwright-core').Page} page @returns {Promise<string[]>} what axe finds, a line each */
async function findings(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap((/** @type {any} */ violation) =>
      violation.nodes.map(
        (/** @type {any} */ node) => `${violation.id}: ${node.target.flat().join(' ')} ${node.failureSummary}`,
      ),
    );
  });
}

for (const theme of ['light', 'dark'])
  for (const language of ['en', 'zh'])
    for (const width of [1440, 390]) {
      test(`axe finds nothing: ${theme}, ${language}, ${width} px`, async () => {
        const { page, done } = await openPage(browser, { viewport: { width, height: 900 } });
        await page.goto(`${server.address}/#language=${language}&theme=${theme}&autoplay=true`);
        await untilAllRight(page, 10);
        assert.deepEqual(await findings(page), []);

        await page.getByRole('button', { name: language === 'zh' ? '全部设置' : 'All settings' }).click();
        await page.locator('rnn-prediction-rows button').first().click();
        await page.locator('rnn-predictions-panel rnn-bars').waitFor();
        assert.deepEqual(await findings(page), []);

        await page.keyboard.press('Escape');
        await page.locator('rnn-text-panel textarea').fill('');
        await page.locator('rnn-text-panel .error').waitFor();
        assert.deepEqual(await findings(page), []);
        await done();
      });
    }

test('the keyboard alone trains, pauses, steps and reads every prediction', async () => {
  const { page, done } = await openPage(browser);
  await page.goto(`${server.address}/#autoplay=false`);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  const epoch = () =>
    page.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).store.status.epoch);
  const paused = await epoch();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(
    (before) => /** @type {any} */ (document.querySelector('rnn-playground')).store.status.epoch === before + 1,
    paused,
  );

  await page.locator('rnn-prediction-rows button[tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const name = await page.locator('rnn-prediction-rows button:focus .name').textContent();
  assert.match(name ?? '', /^After 洛: ./);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Most probable next tokens' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Most probable next tokens' }).waitFor({ state: 'hidden' });
  assert.equal(await page.locator('rnn-prediction-rows button:focus').count(), 1, 'the focus is back where it was');
  await done();
});

test('nothing is cut off or overlaps the edge from 320 to 2560 px', async () => {
  const { page, done } = await openPage(browser);
  await page.goto(`${server.address}/#autoplay=false`);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  for (const language of ['en', 'zh']) {
    await page.evaluate(
      (value) => /** @type {any} */ (document.querySelector('rnn-playground')).store.setSetting('language', value),
      language,
    );
    for (const width of [320, 360, 390, 600, 768, 1024, 1440, 1920, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(over, 0, `${language}, ${width} px: the document is ${over} px wider than the window`);
    }
  }
  await done();
});
