/** From the text to right predictions: through the built page, its worker and its WebAssembly. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage, serve, untilAllRight } from './browser.js';

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

test("the listing's two sentences, left as they are, are learnt at the press of Train", async () => {
  const { page, done } = await openPage(browser);
  await page.goto(`${server.address}/#autoplay=false`);
  const text = page.getByRole('textbox', { name: 'Sentences, one on each line' });
  assert.equal(await text.inputValue(), '你好李焕英\n夏洛特烦恼');

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const predictions = await untilAllRight(page, 10);

  assert.equal(predictions.map((row) => row.map(({ given }) => given).join('')).join('/'), '你好李焕英/夏洛特烦恼');
  const ends = predictions.map((row) => row.at(-1)?.predicted);
  assert.deepEqual(
    ends.map((end) => end?.includes('⏎')),
    [true, true],
  );
  await done();
});

test("two sentences of the reader's own, one Chinese, one English with an emoji, are learnt too", async () => {
  const { page, done } = await openPage(browser);
  await page.goto(`${server.address}/#autoplay=false`);
  const text = page.getByRole('textbox', { name: 'Sentences, one on each line' });
  await text.fill('山高月小\nwe 👩‍👩‍👧 sing');

  // Grapheme clusters: 4 Chinese characters; w e space, one family, space s i n g.
  await page.getByText('13 tokens in 2 sentences').waitFor();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const [, english] = await untilAllRight(page, 13);
  assert.equal(english[2].predicted.startsWith('👩‍👩‍👧'), true);
  await done();
});

test('the page that nobody has touched begins to learn by itself', async () => {
  const { page, done } = await openPage(browser);
  await page.goto(server.address);
  await untilAllRight(page, 10);
  await done();
});

test('with reduced motion it waits for the reader', async () => {
  const { page, done } = await openPage(browser, { reducedMotion: 'reduce' });
  await page.goto(server.address);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await page.getByText('0 updates', { exact: true }).waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.getByText('0 updates', { exact: true }).count(), 1);
  await done();
});
