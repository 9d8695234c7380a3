/** Workers that help the engine's, in Chromium: the same bits with and without, and none of them stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { eventually } from './panel-helpers.js';
import { builtPage } from './site.js';

/** @typedef {Awaited<ReturnType<typeof openPage>>['page']} Page */

const text = Array.from({ length: 32 }, (_, i) =>
  Array.from({ length: 26 + (i % 9) }, (_, t) => 'abcdefghijkl'[(t * t + 3 * i * t + i) % 12]).join(''),
).join('\n');

/** @param {string} more attributes */
const article = (more) => `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <rnn-playground panels="loss" cell="lstm" hidden-size="128" batch-size="16" shards="4" evaluate-every="1" pace="0" optimizer="adam"
    learning-rate="0.01" seed="7" reduction="mean" clip-norm="1" schedule="constant" truncate="0" language="en" ${more} text="${text}"></rnn-playground>
  <script type="module" src="/rnn-playground.js"></script>`;

const site = builtPage({
  '/none': article('workers="0"'),
  '/silent': article(''),
  '/two': article('workers="2"'),
});

/** @param {string} path */
async function opened(path) {
  const { page, done } = await openPage(site.browser, { reducedMotion: 'reduce' });
  await page.goto(site.address + path);
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store?.info,
  );
  return { page, done };
}

/** The losses of so many more epochs, and all weights after them. @param {Page} page @param {number} epochs */
const trained = (page, epochs) =>
  page.evaluate(async (epochs) => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    const until = store.history.length + epochs;
    await store.train({ epochs });
    while (store.history.length < until) await new Promise((resolve) => setTimeout(resolve, 20));
    /** @type {{values: Float64Array}[]} */
    const parameters = await store.call('parameters');
    return {
      losses: Array.from(store.history.trainingLoss),
      weights: parameters.map(({ values }) => Array.from(values)),
    };
  }, epochs);

/** Workers that the browser has, helpers of a worker included. */
async function workers() {
  const session = await site.browser.newBrowserCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  await session.detach();
  return targetInfos.filter(({ type }) => type === 'worker').length;
}

/** @param {string} path @param {number} helpers that there are to be once it trains */
async function runWith(path, helpers) {
  const { page, done } = await opened(path);
  assert.equal(await workers(), 1, 'none is started before it is needed');
  await trained(page, 5);
  assert.equal(await workers(), 1 + helpers);
  const run = await trained(page, 15);
  await done();
  return run;
}

test('0 and 2 helpers: the same losses and weights; none in an article that asks for none', async () => {
  const expected = await runWith('/none', 0);
  assert.ok(new Set(expected.losses).size > 15, 'the network learns');
  assert.deepEqual(await runWith('/two', 2), expected);
  assert.deepEqual(await runWith('/silent', 0), expected);
});

test('an element that is removed while it trains leaves no helper', async () => {
  const { page, done } = await opened('/two');
  await trained(page, 5);
  await page.evaluate(() => {
    const element = /** @type {any} */ (document.querySelector('rnn-playground'));
    element.shadowRoot.querySelector('rnn-view').store.train();
    element.remove();
  });
  await eventually(workers, 0, 'workers that nobody can end');
  await done();
});
