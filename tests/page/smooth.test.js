/**
 * The page while it trains at full speed, with every panel in sight, and with much text: what the main thread has to do, task by task.
 * Processor time, not the clock: it tells the same on a busy machine. Run with the figures printed.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { watchMainThread } from './main-thread.js';
import { builtPage } from './site.js';

/** Above this a task is felt (W3C Long Tasks), ms. */
const LONG_TASK_MS = 50;

const site = builtPage();

/** Three thousand characters of a vocabulary of three hundred: lines of five, as in a poem, none like another. */
const long = Array.from({ length: 600 }, (_, line) =>
  Array.from({ length: 5 }, (_, i) =>
    String.fromCodePoint(0x4e00 + ((line * line * 7 + line * 13 + i * i * 31) % 300)),
  ).join(''),
).join('\n');

/** @type {{name: string, preset?: string, text?: string, height: number}[]} */
const cases = [
  { name: "the tutorial's two sentences", height: 4000 },
  { name: 'a rhyme of four lines', preset: 'rhyme', height: 4000 },
  { name: 'names, with the first window of the page in sight', preset: 'names', height: 900 },
  { name: 'three thousand Chinese characters, with the first window of the page in sight', text: long, height: 900 },
];

for (const { name, preset, text, height } of cases) {
  test(`full speed keeps the main thread free: ${name}`, async (context) => {
    const { page, done } = await openPage(site.browser, { viewport: { width: 1440, height } });
    await page.goto(`${site.address}/#autoplay=false&pace=0`);
    if (preset) await page.locator('rnn-text-panel select').selectOption(preset);
    if (text) await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill(text);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    const last = height > 1000 ? 'rnn-states-panel rnn-heat-map' : 'rnn-prediction-rows .right';
    await page.locator(last).first().waitFor();
    await page.waitForTimeout(1500);

    const seconds = 4;
    const { tasks, frames } = await watchMainThread(site.browser, page, seconds * 1000);
    const busy = tasks.reduce((sum, time) => sum + time, 0);
    const worst = tasks.at(-1) ?? Number.NaN;
    const tooLong = tasks.filter((time) => time > LONG_TASK_MS).length;
    context.diagnostic(
      `${name}: ${frames} frames in ${seconds} s, ${tasks.length} tasks, ${Math.round(busy)} ms of processor time in all, ` +
        `longest ${worst.toFixed(1)} ms, ${tooLong} over ${LONG_TASK_MS} ms`,
    );
    assert.ok(tasks.length > 0 && frames > 0);
    assert.ok(tooLong <= tasks.length / 100, `${tooLong} of ${tasks.length} tasks took over ${LONG_TASK_MS} ms`);
    await done();
  });
}
