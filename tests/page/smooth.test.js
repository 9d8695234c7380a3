/**
 * The page while it trains at full speed with every panel in sight: what the main thread has to do, task by task.
 * Processor time, not the clock: it tells the same on a busy machine. Run with the figures printed.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage, serve } from './browser.js';

/** Above this a task is felt (W3C Long Tasks), ms. */
const long = 50;

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(async () => {
  await browser.close();
  await server.close();
});

/** @typedef {{name: string, ph: string, pid: number, tid: number, tdur?: number, args: {name?: string}}} TraceEvent */

/**
 * @param {import('playwright-core').Page} page
 * @param {number} time to watch, ms
 * @returns {Promise<{tasks: number[], frames: number}>} processor time of each task of the page's main thread, ms, ascending
 */
async function watchMainThread(page, time) {
  await browser.startTracing(page, { categories: ['toplevel', 'blink', 'devtools.timeline'] });
  await page.waitForTimeout(time);
  const trace = JSON.parse((await browser.stopTracing()).toString());
  const events = /** @type {TraceEvent[]} */ (trace.traceEvents);
  const isMain = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const onMain = events.filter(({ ph, pid, tid }) => ph === 'X' && isMain.has(`${pid} ${tid}`));
  const tasks = onMain
    .filter(({ name }) => name === 'ThreadControllerImpl::RunTask')
    .map(({ tdur = 0 }) => tdur / 1000);
  const frames = onMain.filter(({ name }) => name === 'WebFrameWidgetImpl::BeginMainFrame').length;
  return { tasks: tasks.sort((a, b) => a - b), frames };
}

for (const [name, preset] of [
  ["the tutorial's two sentences", ''],
  ['a rhyme of four lines', 'rhyme'],
]) {
  test(`full speed with every panel in sight keeps the main thread free: ${name}`, async (context) => {
    const { page, done } = await openPage(browser, { viewport: { width: 1440, height: 4000 } });
    await page.goto(`${server.address}/#autoplay=false&pace=0`);
    if (preset) await page.locator('rnn-text-panel select').selectOption(preset);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.locator('rnn-states-panel rnn-heat-map').first().waitFor();
    await page.waitForTimeout(1500);

    const seconds = 4;
    const { tasks, frames } = await watchMainThread(page, seconds * 1000);
    const busy = tasks.reduce((sum, time) => sum + time, 0);
    const worst = tasks.at(-1) ?? Number.NaN;
    const tooLong = tasks.filter((time) => time > long).length;
    context.diagnostic(
      `${name}: ${frames} frames in ${seconds} s, ${tasks.length} tasks, ${Math.round(busy)} ms of processor time in all, ` +
        `longest ${worst.toFixed(1)} ms, ${tooLong} over ${long} ms`,
    );
    assert.ok(tasks.length > 0 && frames > 0);
    assert.ok(tooLong <= tasks.length / 100, `${tooLong} of ${tasks.length} tasks took over ${long} ms`);
    await done();
  });
}
