/** What the main thread of a page has to do, task by task, in processor time. */

/** @typedef {{name: string, ph: string, pid: number, tid: number, tdur?: number, args: {name?: string}}} TraceEvent */

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').Page} page
 * @param {number} time to watch, ms
 * @returns {Promise<{tasks: number[], frames: number}>} processor time of each task of the page's main thread, ms, ascending
 */
export async function watchMainThread(browser, page, time) {
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
