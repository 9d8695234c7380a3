/** What the main thread of a page has to do, task by task, in processor time. */

/** @typedef {{name: string, ph: string, pid: number, tid: number, tdur?: number, args: {name?: string}}} TraceEvent */

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').Page} page
 * @param {number} time to watch, ms
 * @returns {Promise<{tasks: number[], frames: number}>} processor time of each task of the page's main thread, ms, ascending
 */
export async function watchMainThread(browser, page, time) {
  await startTracing(browser, page);
  await page.waitForTimeout(time);
  return mainThreadOf((await browser.stopTracing()).toString());
}

/**
 * The same from now on, for as long as the test takes.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').Page} page
 * @returns {Promise<() => Promise<number[]>>} ends the watching
 */
export async function mainThreadTasks(browser, page) {
  await startTracing(browser, page);
  return async () => mainThreadOf((await browser.stopTracing()).toString()).tasks;
}

/** @param {import('playwright-core').Browser} browser @param {import('playwright-core').Page} page */
const startTracing = (browser, page) =>
  browser.startTracing(page, { categories: ['toplevel', 'blink', 'devtools.timeline'] });

/** @param {string} text of a trace */
function mainThreadOf(text) {
  const trace = JSON.parse(text);
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
