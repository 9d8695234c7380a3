/**
 * The page while it trains at full speed, with every panel in sight, and with much text: what the main thread has to do, task by
 * task, in processor time. Figures only: `node tests/run.mjs bench` prints them, and fails only if something did not run.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { watchMainThread } from './main-thread.js';
import { builtPage } from './site.js';

/** Above this a task is felt (W3C Long Tasks). */
const FELT_MS = 50;

const site = builtPage();

/** Three thousand characters of a vocabulary of three hundred: lines of five, as in a poem, none like another. */
const long = Array.from({ length: 600 }, (_, line) =>
  Array.from({ length: 5 }, (_, i) =>
    String.fromCodePoint(0x4e00 + ((line * line * 7 + line * 13 + i * i * 31) % 300)),
  ).join(''),
).join('\n');

/** @type {{name: string, preset?: string, text?: string, hash?: string, height: number}[]} */
const cases = [
  { name: "the tutorial's two sentences", height: 4000 },
  { name: 'a rhyme of four lines', preset: 'rhyme', height: 4000 },
  { name: 'names, with the first window of the page in sight', preset: 'names', height: 900 },
  { name: 'three thousand Chinese characters, with the first window of the page in sight', text: long, height: 900 },
  {
    name: 'a long sentence and 64 units in the drawing of the network',
    text: 'Whatever you type here is learned, and a long sentence is seen through a window.',
    hash: '&optimizer=adam&learning-rate=0.01&hidden-size=64',
    height: 900,
  },
];

for (const { name, preset, text, hash = '', height } of cases) {
  test(`full speed keeps the main thread free: ${name}`, async (context) => {
    const { page, done } = await openPage(site.browser, { viewport: { width: 1440, height } });
    await page.goto(`${site.address}/#autoplay=false&pace=0${hash}`);
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
    const tooLong = tasks.filter((time) => time > FELT_MS).length;
    context.diagnostic(
      `${name}: busy ${((0.1 * busy) / seconds).toFixed(0)} % of the time, ${((100 * tooLong) / tasks.length).toFixed(2)} % of the tasks over ` +
        `${FELT_MS} ms, longest ${worst.toFixed(1)} ms; ${frames} frames in ${seconds} s`,
    );
    assert.ok(tasks.length > 0 && frames > 0);
    await done();
  });
}
