/** A worker that hangs, or whose engine is destroyed, in the page: another one takes over, training goes on, and one line says so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { untilStore } from './panel-helpers.js';
import { poison, poisonableWorker } from './poison.js';
import { builtPage } from './site.js';

// Chromium's headless program installs no handler for an access out of bounds: the tab would end where an exception is thrown.
const site = builtPage(poisonableWorker(), ['--js-flags=--wasm-enforce-bounds-checks']);

const LINK = '#text=one+little+boat%0Atwo+white+birds&batch-size=1&pace=30&evaluate-every=1&autoplay=false';

/** The next checkpoint comes a second after the one before, or later on a machine with much else to do. */
const CHECKPOINT_MS = 120_000;

/** How often a worker is killed; more by the variable DEATHS. */
const DEATHS = Number(process.env.DEATHS ?? 3);

/** @param {import('playwright-core').Page} page */
const stepOf = (page) =>
  page.evaluate(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.status
        ?.step ?? 0,
  );

/** What is done to the worker, and what may then be said of a call. @type {[string, (page: import('playwright-core').Page) => Promise<void>, RegExp][]} */
const ENDS = [
  [
    'a worker that hangs',
    async (page) => {
      // Not in the evaluation itself: Chromium does not end that when the worker is terminated, and it would take a core for ever.
      await page
        .workers()
        .at(-1)
        ?.evaluate(() => {
          setTimeout(() => {
            for (;;);
          });
        });
    },
    /^(workerFailed|answered)$/,
  ],
  // It may refuse a call with any reason before it traps.
  ['an engine whose memory is destroyed', (page) => page.evaluate(poison), /./],
];

for (const [what, end, said] of ENDS)
  test(`${what} ${DEATHS} times in the middle of training is noticed and replaced`, async (t) => {
    const { page, done } = await openPage(site.browser);
    await page.goto(`${site.address}/${LINK}`);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    let noticed = 0;
    t.after(() => t.diagnostic(`${DEATHS} to be tried: ${noticed} noticed and replaced`));
    for (let i = 0; i < DEATHS; i++) {
      await untilStore(page, (store) => store.checkpoint !== null && store.training && store.failure === null);
      const kept = await page.evaluate(
        () =>
          /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
            .checkpoint.step,
      );
      // What is asked now never gets an answer from this worker, and must not wait for ever.
      await end(page);
      const asked = page.evaluate(() =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
          ?.querySelector('rnn-view')
          ?.store.call('gradientCheck', { all: true })
          .then(
            () => 'answered',
            (/** @type {any} */ error) => error.code,
          ),
      );
      assert.match(await asked, said);
      await untilStore(page, (store) => store.recovered !== null && store.training);
      await page.getByText('The training engine stopped unexpectedly.').waitFor();
      assert.ok((await stepOf(page)) >= kept, 'it goes on from the checkpoint');
      // Not with the pointer: after that Playwright waits for navigations, and a worker that hangs can keep it waiting.
      await page.getByRole('button', { name: 'OK', exact: true }).dispatchEvent('click');
      noticed += 1;
      await page.waitForFunction(
        (before) =>
          /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
            .checkpoint?.step > before,
        kept,
        { timeout: CHECKPOINT_MS },
      );
    }
    t.diagnostic(`${DEATHS} tried, 0 lost, 0 hung`);
    await done();
  });
