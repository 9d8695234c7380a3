/** The element in articles of every kind: whatever they set for their own text, it looks the same and shows the same numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { atRest } from './panel-helpers.js';
import { builtPage } from './site.js';

/** @param {string} head @param {string} [attributes] of the element */
const article = (
  head,
  attributes = '',
) => `<!doctype html><html><head><meta charset="utf-8"><title>article</title><link rel="icon" href="data:,">${head}
  <script type="module" src="./rnn-playground.js"></script></head>
  <body><article><p>Before.</p><rnn-playground autoplay="false" ${attributes}></rnn-playground><p>After.</p></article></body></html>`;

/** Everything that a browser hands on from an article's own text, each set to something unusual. */
const loud = `
  article { direction: rtl; text-indent: 2em; text-align: center; text-align-last: right; text-transform: uppercase;
    text-shadow: 1px 1px red; letter-spacing: .2em; word-spacing: .5em; white-space: pre; line-height: 3; tab-size: 16;
    word-break: break-all; line-break: anywhere; overflow-wrap: anywhere; hyphens: auto; font: italic small-caps 900 30px/3 serif;
    font-stretch: expanded; font-feature-settings: 'zero'; font-kerning: none; font-size-adjust: .9; text-wrap: nowrap;
    quotes: '<' '>'; list-style: square inside; cursor: help; caret-color: red; accent-color: red; border-collapse: collapse;
    border-spacing: 9px; caption-side: bottom; empty-cells: hide; text-emphasis: filled dot; text-underline-offset: 9px;
    -webkit-text-stroke: 2px red; -webkit-text-fill-color: red; fill: red; stroke: red; stroke-width: 5px;
    text-anchor: end; user-select: none; text-orientation: upright; color: red;
    text-rendering: geometricPrecision; dominant-baseline: hanging; orphans: 9; text-decoration-skip-ink: none; }
  * { text-indent: 1em; letter-spacing: .1em; font-style: italic; text-transform: uppercase }
  rnn-playground { writing-mode: vertical-rl; direction: rtl } `;

const site = builtPage({
  '/plain.html': article('', 'panels="play,predictions,step"'),
  '/loud.html': article(`<style>${loud}</style>`, 'panels="play,predictions,step"'),
  '/rtl.html': article('', 'panels="play,predictions,step"').replace('<html>', '<html dir="rtl" lang="ar">'),
});

/** The look of every element that is drawn: inherited properties, size, and place within the element. */
function look() {
  const host = /** @type {HTMLElement} */ (document.querySelector('rnn-playground'));
  const names = [
    ...['direction', 'text-indent', 'text-transform', 'letter-spacing', 'word-spacing', 'white-space', 'line-height'],
    ...['text-align', 'text-align-last', 'font-variant', 'font-style', 'font-weight', 'font-stretch', 'font-size'],
    ...['text-shadow', 'hyphens', 'writing-mode', 'word-break', 'line-break', 'overflow-wrap', 'text-wrap', 'cursor'],
    ...['color', 'fill', 'stroke', 'stroke-width', 'text-anchor', 'tab-size', 'quotes', 'list-style', 'caret-color'],
    ...['accent-color', 'border-spacing', 'border-collapse', 'text-emphasis', '-webkit-text-stroke', 'font-kerning'],
    ...['-webkit-text-fill-color', 'font-feature-settings', 'font-size-adjust', 'font-family', 'text-underline-offset'],
  ];
  const { left, top } = host.getBoundingClientRect();
  /** @type {string[]} */
  const found = [];
  const visit = (/** @type {ParentNode} */ root) => {
    for (const element of root.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const drawn = box.width > 0 && box.height > 0;
      const place = drawn && [box.left - left, box.top - top, box.width, box.height].map(Math.round);
      found.push(
        [element.localName, place, ...names.map((name) => `${name}: ${style.getPropertyValue(name)}`)].join(' | '),
      );
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(/** @type {ShadowRoot} */ (host.shadowRoot));
  return found;
}

/** @param {string} path @param {import('playwright-core').BrowserContextOptions} [options] */
async function lookOf(path, options) {
  const { page, done } = await openPage(site.browser, options);
  await page.goto(`${site.address}${path}`);
  await page.getByRole('group', { name: 'Predicted next characters' }).getByRole('button').first().waitFor();
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
        ?.querySelector('rnn-view')
        ?.store.view('predictions/page')?.value,
  );
  await page.getByRole('heading', { name: 'Step through' }).scrollIntoViewIfNeeded();
  await page.locator('rnn-step-stage math').first().waitFor();
  // The bar stays in the window: where it stands on the page is a matter of scrolling.
  await page.evaluate(() => window.scrollTo(0, 0));
  // The parts come one after the other, each with the height that the engine's numbers give it.
  await atRest(page.locator('rnn-playground'));
  const found = await page.evaluate(look);
  await done();
  return found;
}

test('whatever an article hands on to its text, every part of the element is drawn as in a plain one', async () => {
  // Of one width whatever the article does to its own paragraphs.
  const plain = await lookOf('/plain.html');
  const loudly = await lookOf('/loud.html');
  assert.ok(plain.length > 200, `${plain.length} parts`);
  assert.equal(loudly.length, plain.length);
  for (const [i, part] of plain.entries()) assert.equal(loudly[i], part);
});

test('in a page that runs from right to left only the text of the reader may', async () => {
  const plain = await lookOf('/plain.html');
  const mirrored = await lookOf('/rtl.html');
  for (const [i, part] of plain.entries()) assert.equal(mirrored[i], part);
});

test('a line of Hebrew runs from right to left, its numbers from left to right', async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  await page.goto(`${site.address}/plain.html`);
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill('שלום עולם');
  const row = page.getByRole('group', { name: 'שלום עולם' });
  await row.waitFor();
  const [first, second] = await row.getByRole('button').all();
  const places = await Promise.all([first.boundingBox(), second.boundingBox()]);
  assert.ok((places[0]?.x ?? 0) > (places[1]?.x ?? 0), 'the first letter is at the right');
  assert.equal(await row.evaluate((element) => getComputedStyle(element).direction), 'rtl');
  assert.equal(
    await row
      .locator('.number')
      .first()
      .evaluate((element) => getComputedStyle(element).direction),
    'ltr',
  );
});
