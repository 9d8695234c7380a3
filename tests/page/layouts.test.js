/** The element's width in every kind of box that an article may put it into, and what the article around it goes through. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { assertRoomTaken, setOpen, widthsInFrame } from './host-checks.js';
import { boxTrials, layoutPages } from './host-pages.js';
import { untilAsync } from './kept.js';
import { eventually } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage(layoutPages);

/** @param {import('playwright-core').Page} page */
const untilShown = (page) => page.locator('rnn-predictions-panel').first().getByRole('group').first().waitFor();

test('in every kind of box it is as wide as there is room for, and nothing hangs out', async (context) => {
  const { page, done } = await openPage(site.browser, { viewport: { width: 1100, height: 800 } });
  context.after(done);
  await page.goto(`${site.address}/around`);
  for (const trial of boxTrials) assertRoomTaken(trial, await page.evaluate(widthsInFrame, trial));
});

for (const [what, path] of [
  ['part', '/details.html'],
  ['tab', '/tabs.html'],
])
  test(`in a closed ${what} it waits, in an open one it trains`, async (context) => {
    const { page, done } = await openPage(site.browser, { viewport: { width: 800, height: 700 } });
    context.after(done);
    await page.goto(`${site.address}${path}`);
    const step = () =>
      page.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).status?.step ?? -1);
    assert.equal(await step(), -1, 'nothing is loaded for a closed part');
    await page.evaluate(setOpen, true);
    await page.waitForFunction(() => /** @type {any} */ (document.querySelector('rnn-playground')).status?.step > 3);
    await page.evaluate(setOpen, false);
    // Once the worker has heard of it, two answers in a row are the same.
    await untilAsync(page, async () => {
      const element = /** @type {any} */ (document.querySelector('rnn-playground'));
      const before = element.status.step;
      await new Promise((resolve) => setTimeout(resolve, 400));
      return element.status.step === before;
    });
    const closed = await step();
    await page.evaluate(setOpen, true);
    await page.waitForFunction(
      (before) => /** @type {any} */ (document.querySelector('rnn-playground')).status.step > before,
      closed,
    );
    const { width } = (await page.locator('rnn-playground').boundingBox()) ?? { width: 0 };
    assert.ok(width > 600, `${width} px`);
  });

test('in a dialog it starts when the dialog opens', async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  await page.goto(`${site.address}/dialog.html`);
  await page.getByRole('button', { name: 'Open' }).click();
  await untilShown(page);
  const { width } = (await page.locator('rnn-playground').boundingBox()) ?? { width: 0 };
  assert.ok(width > 600, `${width} px`);
});

test('a program’s training goes on out of view, and what nobody looks at is not even loaded', async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${site.address}/far.html`, { waitUntil: 'networkidle' });
  assert.ok(asked.length <= 3, `${asked}`);
  const { reason, epoch } = await page.evaluate(() =>
    /** @type {any} */ (document.querySelector('#far')).train({ epochs: 7 }),
  );
  assert.deepEqual([reason, epoch], ['finished', 7]);
});

test('in a dark article without color-scheme it is dark, in a Chinese section it speaks Chinese', async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  await page.goto(`${site.address}/dark.html`);
  await untilShown(page);
  const background = await page.locator('rnn-playground').evaluate((one) => getComputedStyle(one).backgroundColor);
  assert.equal(background, 'rgb(16, 18, 22)');
  // The article's own switch, and back.
  await page.evaluate(() => {
    document.body.style.background = 'white';
  });
  await eventually(
    () => page.locator('rnn-playground').evaluate((one) => getComputedStyle(one).backgroundColor),
    'rgb(251, 250, 248)',
  );
  await page.goto(`${site.address}/zh.html`);
  await page.getByRole('button', { name: '训练', exact: true }).waitFor();
});

test('on paper an element that nobody has come to leaves its children and no empty room', async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  await page.goto(`${site.address}/paper.html`);
  const height = async () => (await page.locator('rnn-playground').boundingBox())?.height ?? 0;
  assert.ok((await height()) > 500, 'the room it will need');
  await page.emulateMedia({ media: 'print' });
  await eventually(async () => (await height()) < 100, true);
  assert.ok(await page.getByText('See it at example.org.').isVisible());
});

test('under a sticky header of the site the controls stay in sight', async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  await page.goto(`${site.address}/sticky.html`);
  await untilShown(page);
  await page.mouse.wheel(0, 1500);
  const top = async () => Math.round((await page.locator('rnn-control-bar').boundingBox())?.y ?? -1);
  await eventually(async () => (await top()) >= 64 && (await top()) < 90, true);
});
