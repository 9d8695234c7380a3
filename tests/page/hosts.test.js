/** The element in articles of every kind: whatever they set for their own text, it looks the same and shows the same numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { look } from './host-checks.js';
import { inheritingPages } from './host-pages.js';
import { atRest } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage(inheritingPages);

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
