/** The element's width in every kind of box that an article may put it into, and what the article around it goes through. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { untilAsync } from './kept.js';
import { eventually } from './panel-helpers.js';
import { builtPage } from './site.js';

const element =
  '<rnn-playground text="abab" language="en" panels="controls,text,settings,predictions"></rnn-playground>';

/** @param {string} body @param {string} [style] */
const article = (
  body,
  style = '',
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An article</title>
  <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
  <style>body { margin: 0 } ${style}</style><script type="module" src="/rnn-playground.js"></script></head><body>${body}</body></html>`;

/** Each fills the width of the window, or could. */
const boxes = /** @type {Record<string, string>} */ ({
  block: `<div>${element}</div>`,
  'flex row': `<div style="display:flex">${element}</div>`,
  'flex row beside a menu': `<div style="display:flex"><nav style="flex:none;width:40px">m</nav>${element}</div>`,
  'flex column, centered': `<div style="display:flex;flex-direction:column;align-items:center">${element}</div>`,
  'grid with an automatic column': `<div style="display:grid;grid-template-columns:auto">${element}</div>`,
  'grid, justify-items: start': `<div style="display:grid;justify-items:start">${element}</div>`,
  'inline-block': `<div style="display:inline-block">${element}</div>`,
  float: `<div style="float:left">${element}</div>`,
  'table cell': `<table style="border-spacing:0"><tr><td style="padding:0">${element}</td></tr></table>`,
  'position: absolute': `<div style="position:absolute">${element}</div>`,
  'all: unset': `<div class="unset">${element}</div>`,
  'root font size of 10 px': `<div class="small">${element}</div>`,
});

const styles = /** @type {Record<string, string>} */ ({
  'all: unset': '.unset * { all: unset }',
  'root font size of 10 px': 'html { font-size: 62.5% }',
});

const pathOf = (/** @type {string} */ name) => `/${name.replaceAll(/\W+/g, '-')}.html`;
const site = builtPage({
  ...Object.fromEntries(Object.entries(boxes).map(([name, body]) => [pathOf(name), article(body, styles[name])])),
  '/details.html': article(
    `<details><summary>More</summary>${element.replace('text=', 'autoplay="true" pace="100" text=')}</details>`,
  ),
  '/dialog.html': article(`<button onclick="dialog.showModal()">Open</button><dialog id="dialog">${element}</dialog>`),
  '/far.html': article(`<div style="height:4000px"></div>${element.replace('text=', 'id="far" pace="100" text=')}`),
  '/paper.html': article(
    '<div style="height:4000px"></div><rnn-playground panels="play"><p>See it at example.org.</p></rnn-playground>',
  ),
  '/dark.html': article(element, 'body { background: #111; color: #eee }'),
  '/zh.html': article(`<section lang="zh-Hans">${element.replace('language="en"', '')}</section>`),
  '/sticky.html': article(`<header style="position:sticky;top:0;height:64px;z-index:9">Site</header>
    <rnn-playground language="en" style="--rnn-sticky-top: 64px"></rnn-playground>`),
});

/** @param {import('playwright-core').Page} page */
const untilShown = (page) => page.locator('rnn-predictions-panel').first().getByRole('group').first().waitFor();

for (const name of Object.keys(boxes)) {
  test(`${name}: as wide as there is room for, and nothing hangs out`, async (context) => {
    const { page, done } = await openPage(site.browser, { viewport: { width: 1000, height: 700 } });
    context.after(done);
    await page.goto(site.address + pathOf(name));
    await untilShown(page);
    for (const width of name.includes('menu') ? [1000, 600, 320] : [1000, 600, 320, 200]) {
      await page.setViewportSize({ width, height: 700 });
      const room = name.includes('menu') ? width - 40 : width;
      await eventually(
        () =>
          page.evaluate(() => ({
            width: Math.round(document.querySelector('rnn-playground')?.getBoundingClientRect().width ?? 0),
            overflow: document.documentElement.scrollWidth - window.innerWidth,
          })),
        { width: room, overflow: 0 },
        `in a window of ${width} px`,
      );
    }
    const size = await page
      .getByRole('button', { name: 'Train', exact: true })
      .evaluate((button) => Number.parseFloat(getComputedStyle(button).fontSize));
    assert.ok(size >= 12, `the button's text has ${size} px`);
  });
}

test('in a closed part it waits, in an open one it trains', async (context) => {
  const { page, done } = await openPage(site.browser, { viewport: { width: 800, height: 700 } });
  context.after(done);
  await page.goto(`${site.address}/details.html`);
  const step = () =>
    page.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).status?.step ?? -1);
  assert.equal(await step(), -1, 'nothing is loaded for a closed part');
  await page.getByText('More').click();
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('rnn-playground')).status?.step > 3);
  await page.getByText('More').click();
  // Once the worker has heard of it, two answers in a row are the same.
  await untilAsync(page, async () => {
    const element = /** @type {any} */ (document.querySelector('rnn-playground'));
    const before = element.status.step;
    await new Promise((resolve) => setTimeout(resolve, 400));
    return element.status.step === before;
  });
  const closed = await step();
  await page.getByText('More').click();
  await page.waitForFunction(
    (before) => /** @type {any} */ (document.querySelector('rnn-playground')).status.step > before,
    closed,
  );
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
