/**
 * The budget of bytes: what is downloaded until the network's first step of training, compressed, in the real browser. What is
 * not needed before that is to be loaded when it is used.
 */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { downloadsUntilTraining, sumOf, tableOf } from './downloads.js';
import { builtPage } from './site.js';

/** The engine, WebAssembly and Emscripten’s script: to be lowered with it. Bytes, as all of these. */
const ENGINE_BUDGET = 78_000;

/** All but the engine, of the whole page. */
const PAGE_BUDGET = 119_000;

/**
 * All but the engine, of an element with one panel in an article that has come into view.
 * @type {Record<string, number>}
 */
const EMBED_BUDGETS = {
  play: 91_800,
  network: 93_100,
  loss: 85_600,
  predictions: 80_900,
  writing: 81_100,
  states: 91_200,
};

/** What an element costs that nobody has come to. */
const WAITING_BUDGET = 5100;

/** @param {string} panels */
const article = (panels) => `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <rnn-playground panels="${panels}" autoplay="true"></rnn-playground>
  <script type="module" src="/rnn-playground.js"></script>`;

const site = builtPage({
  ...Object.fromEntries(Object.keys(EMBED_BUDGETS).map((panel) => [`/${panel}`, article(panel)])),
  '/waiting': article('play').replace('panels=', 'loading="manual" panels='),
});

/** @param {string} title @param {string} path @param {number} budget @param {import('playwright-core').BrowserContextOptions} [options] */
function testBudget(title, path, budget, options) {
  test(`${title}: at most ${budget / 1000} kB and the engine`, async (context) => {
    const downloads = await downloadsUntilTraining(site.browser, `${site.address}${path}`, options);
    for (const line of tableOf(title, downloads)) context.diagnostic(line);
    assert.ok(sumOf(downloads.page) <= budget, `${sumOf(downloads.page)} bytes are more than ${budget}`);
    assert.ok(sumOf(downloads.engine) <= ENGINE_BUDGET, `the engine: ${sumOf(downloads.engine)} bytes`);
  });
}

testBudget('the page in English', '/', PAGE_BUDGET, { locale: 'en-US' });
testBudget('the page in Chinese', '/', PAGE_BUDGET, { locale: 'zh-CN' });
for (const [panel, budget] of Object.entries(EMBED_BUDGETS))
  testBudget(`an element with the panel “${panel}”`, `/${panel}`, budget);

test(`an element that waits to be pressed: at most ${WAITING_BUDGET / 1000} kB`, async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  /** @type {import('playwright-core').Response[]} */
  const scripts = [];
  page.on('response', (response) => response.url().endsWith('.js') && scripts.push(response));
  await page.goto(`${site.address}/waiting`, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Start' }).waitFor();
  const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await script.body(), { level: 9 }).length));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  context.diagnostic(`${bytes} bytes`);
  assert.ok(bytes > 1000 && bytes <= WAITING_BUDGET, `${bytes} bytes`);
});
