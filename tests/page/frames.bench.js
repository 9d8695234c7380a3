/**
 * The rate of frames while the page trains at full speed with Predictions and Look inside in sight, against the same page
 * at rest in the same run. Figures only: `node tests/run.mjs bench` prints them, and fails only if something did not run.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtPage } from './site.js';
import { openPlayground, showPanel, untilStore } from './panel-helpers.js';

const site = builtPage();

/**
 * @param {import('playwright-core').Page} page
 * @param {number} seconds
 * @returns {Promise<{perSecond: number, usual: number, percentile95: number, longTasks: number[]}>} frame times and tasks
 *   over 50 ms, by the clock, ms
 */
async function watchFrames(page, seconds) {
  return page.evaluate(async (time) => {
    /** @type {number[]} */
    const longTasks = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration);
    });
    observer.observe({ type: 'longtask' });
    /** @type {number[]} */
    const stamps = [];
    await new Promise((/** @type {(value: void) => void} */ resolve) => {
      const end = performance.now() + time;
      const frame = (/** @type {number} */ now) => {
        stamps.push(now);
        if (now < end) requestAnimationFrame(frame);
        else resolve();
      };
      requestAnimationFrame(frame);
    });
    observer.disconnect();
    const times = stamps.slice(1).map((stamp, i) => stamp - stamps[i]);
    times.sort((a, b) => a - b);
    const at = (/** @type {number} */ share) => times[Math.floor(share * (times.length - 1))];
    const perSecond = (1000 * times.length) / (stamps[stamps.length - 1] - stamps[0]);
    return { perSecond, usual: at(0.5), percentile95: at(0.95), longTasks };
  }, seconds * 1000);
}

test('at full speed the usual frame comes as at rest', async (context) => {
  const { page, done } = await openPlayground(
    site.browser,
    site.address,
    {},
    { viewport: { width: 1440, height: 2600 } },
  );
  for (const id of ['states', 'weights', 'memory', 'flow']) await showPanel(page, id);
  await page.evaluate(() => scrollTo(0, 0));
  await page.locator('rnn-states-panel rnn-heat-map').waitFor();
  await page.waitForTimeout(1000);

  const seconds = 4;
  const rest = await watchFrames(page, seconds);
  await page.locator('rnn-control-bar button.train').click();
  await untilStore(page, (store) => store.training && store.status.epoch > 50);
  await page.waitForTimeout(1000);
  const training = await watchFrames(page, seconds);
  const epochs = await page.evaluate(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.status
        .epoch,
  );

  for (const [name, { perSecond, usual, percentile95, longTasks }] of Object.entries({ rest, training })) {
    const longest = Math.max(0, ...longTasks);
    context.diagnostic(
      `${name}: ${perSecond.toFixed(1)} frames/s, median ${usual.toFixed(1)} ms, 95th percentile ${percentile95.toFixed(1)} ms, ` +
        `${longTasks.length} tasks over 50 ms, the longest ${longest.toFixed(0)} ms`,
    );
  }
  context.diagnostic(`${epochs} epochs were trained meanwhile`);
  assert.ok(epochs > 100);
  // At rest the page asks for no processor; training and drawing it wants both cores, and shares them with all that runs
  // beside it. How long its tasks are in processor time is for smooth.bench.js.
  context.diagnostic(
    `training / rest: ${(training.perSecond / rest.perSecond).toFixed(2)} of the frames, the median one ` +
      `${(training.usual / rest.usual).toFixed(2)} times as long`,
  );
  await done();
});
