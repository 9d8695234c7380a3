/**
 * The budget of bytes: what is downloaded until the network's first step of training, compressed, in the real browser. What is
 * not needed before that is to be loaded when it is used.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { downloadsUntilTraining, sumOf, tableOf } from './downloads.js';
import { builtPage } from './site.js';

/** The engine, WebAssembly and Emscripten’s script: to be lowered with it. Bytes, as all of these. */
const ENGINE_BUDGET = 94_000;

/** All but the engine, of the whole page. */
const PAGE_BUDGET = 104_000;

/** All but the engine, of an element with one panel in an article. @type {Record<string, number>} */
const EMBED_BUDGETS = {
  play: 75_500,
  network: 81_000,
  loss: 72_500,
  predictions: 68_500,
  writing: 68_500,
  states: 76_500,
};

/** @param {string} panels */
const article = (panels) => `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <rnn-playground panels="${panels}" autoplay="true"></rnn-playground>
  <script type="module" src="/rnn-playground.js"></script>`;

const site = builtPage(Object.fromEntries(Object.keys(EMBED_BUDGETS).map((panel) => [`/${panel}`, article(panel)])));

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
