/** Two elements in somebody's article: each with its own network, text, language and theme, and nothing leaks out. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dist, launch, openPage, serve } from './browser.js';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  const assets = await readdir(join(dist, 'assets'));
  const script = assets.find((name) => /^index-.*\.js$/.test(name));
  const article = `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
    <style>p, button, label { color: rgb(1, 2, 3); font-size: 40px !important } h2 { display: none }</style>
    <p>Before</p>
    <rnn-playground id="one" text="ab" language="en" theme="dark" panels="play,predictions,loss"></rnn-playground>
    <p>Between</p>
    <rnn-playground id="two" text="春眠不觉晓" language="zh" hidden-size="5" theme="light" autoplay="true" panels="play,predictions,loss"></rnn-playground>
    <script type="module" src="/assets/${script}"></script>`;
  [browser, server] = await Promise.all([launch(), serve({ '/article': article })]);
});
after(async () => {
  await browser.close();
  await server.close();
});

test('two elements in one document keep apart', async () => {
  const { page, done } = await openPage(browser);
  await page.goto(`${server.address}/article`);
  const [one, two] = ['#one', '#two'].map((id) => page.locator(id));
  await one.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await two.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => {
    const { store } = /** @type {any} */ (document.querySelector('#two'));
    return store?.status?.epoch >= 60;
  });

  assert.equal(await one.getByRole('textbox', { name: 'Sentences, one on each line' }).inputValue(), 'ab');
  assert.equal(await two.getByRole('textbox', { name: '句子，一行一句' }).inputValue(), '春眠不觉晓');
  assert.equal(await one.getByText('0 updates', { exact: true }).count(), 1, 'the first one has not been trained');
  assert.equal(await two.getByRole('textbox', { name: '隐藏单元数' }).inputValue(), '5');

  const colours = await page.evaluate(() =>
    ['#one', '#two'].map((id) => getComputedStyle(/** @type {Element} */ (document.querySelector(id))).backgroundColor),
  );
  assert.deepEqual(colours, ['rgb(16, 18, 22)', 'rgb(251, 250, 248)']);
  await done();
});

test('the element leaves no id, style or global in the document', async () => {
  const { page, done } = await openPage(browser);
  await page.goto(`${server.address}/article`);
  await page.locator('#one').getByRole('button', { name: 'Train', exact: true }).waitFor();
  // Lit notes its own versions, for its warning about several of them; litPropertyMetadata is its registry.
  const left = await page.evaluate(() => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const empty = /** @type {Window} */ (frame.contentWindow);
    return {
      ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
      styles: document.head.querySelectorAll('style, link[rel=stylesheet]').length,
      adopted: document.adoptedStyleSheets.length,
      globals: Object.keys(window).filter(
        (name) =>
          !(name in empty) && !/^\d+$/.test(name) && !/^(lit|reactive)(\w+Versions|PropertyMetadata)$/.test(name),
      ),
    };
  });
  assert.deepEqual(left, { ids: ['one', 'two'], styles: 1, adopted: 0, globals: [] });
  await done();
});

test('an element that leaves the document stops its worker', async () => {
  const { page, done } = await openPage(browser);
  await page.goto(`${server.address}/article`);
  await page.locator('#one').getByRole('button', { name: 'Train', exact: true }).waitFor();
  assert.ok(page.workers().length > 0);
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('rnn-playground')) element.remove();
  });
  for (let tries = 0; tries < 100 && page.workers().length > 0; tries++) await page.waitForTimeout(50);
  assert.equal(page.workers().length, 0);
  await done();
});
