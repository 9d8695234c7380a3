/** What a screen reader hears of the training: the figures that the bar shows, now and then, and once more at its end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtPage } from './site.js';
import { referenceModel, openPlayground, t, untilStore } from './panel-helpers.js';

const site = builtPage();

/** Notes every announcement from now on, with the figures that stood in the bar then. @param {import('playwright-core').Page} page */
async function listen(page) {
  const bar = await page.locator('rnn-control-bar').elementHandle();
  return page.evaluateHandle((element) => {
    const root = /** @type {ShadowRoot} */ (element?.shadowRoot);
    const live = /** @type {Element} */ (root.querySelector('[aria-live]'));
    /** @type {{said: string, shown: string[]}[]} */
    const heard = [];
    new MutationObserver(() =>
      heard.push({
        said: live.textContent ?? '',
        shown: [...root.querySelectorAll('dd')].map((entry) => entry.textContent ?? ''),
      }),
    ).observe(live, { childList: true, characterData: true, subtree: true });
    return heard;
  }, bar);
}

test('the mean loss is announced while it trains and once when it is paused, whatever an update adds up', async (context) => {
  // One update an epoch: wherever it is paused, an epoch has ended.
  const settings = { reduction: /** @type {const} */ ('sum'), batchSize: 0, pace: 2 };
  const { page, done } = await openPlayground(site.browser, site.address, settings);
  const heard = await listen(page);
  await page.clock.install();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await untilStore(page, (store) => store.training && store.view('bar/score')?.step > 1);
  await page.clock.fastForward(6000);
  await page.waitForFunction((list) => list.length > 0, heard);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.waitForFunction((list) => list.at(-1)?.said.startsWith('Paused'), heard);
  await page.clock.runFor(12_000);

  const announced = await heard.evaluate((list) => list);
  for (const { said, shown } of announced)
    assert.match(said, new RegExp(`epoch ${shown[0]}, loss ${shown[1]}, accuracy ${shown[2]}$`, 'i'));
  assert.match(announced[0].said, /^Epoch /);
  assert.equal(announced.filter(({ said }) => said.startsWith('Paused')).length, 1);

  const epoch = Number(announced.at(-1)?.shown[0]);
  const { model } = await referenceModel(context, settings, epoch);
  const { meanLoss } = await model.evaluate();
  assert.equal(announced.at(-1)?.shown[1], t.format.loss(meanLoss), 'at an epoch’s end');
  await done();
});

test('a reset is not announced as a pause', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { pace: 5 });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.status
        ?.epoch > 2,
  );
  const heard = await listen(page);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByText(t('reset.user')).waitFor();
  await untilStore(page, (store) => store.status.step === 0 && store.view('bar/score')?.step === 0);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.deepEqual(
    (await heard.evaluate((list) => list)).filter(({ said }) => said.startsWith('Paused')),
    [],
  );
  await done();
});
