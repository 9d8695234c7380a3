/** A model's file in the built page's worker, which loads the code for it only then. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilStore } from './panel-helpers.js';
import { openPage } from './browser.js';
import { builtPage } from './site.js';

const site = builtPage();

/** Saves, trains, loads and saves again. @returns {Promise<{same: boolean, size: number, refused: string}>} */
async function saveAndLoad() {
  const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
    'rnn-view',
  )?.store;
  await store.call('step', { unit: 'epoch' });
  /** @type {Uint8Array} */
  const bytes = await store.call('save');
  await store.call('step', { unit: 'epoch' });
  await store.call('load', { bytes });
  /** @type {Uint8Array} */
  const again = await store.call('save');
  const error = await store.call('load', { bytes: bytes.slice(0, -1) }).catch((/** @type {unknown} */ error) => error);
  return { same: bytes.join() === again.join(), size: bytes.length, refused: error.details.problem };
}

test('a model is saved and loaded in the worker, by code that is fetched when it is first needed', async () => {
  const { page, done } = await openPage(site.browser);
  /** @type {string[]} */
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.goto(`${site.address}/#autoplay=false`);
  await untilStore(page, (store) => store.info !== null);
  const forFiles = () => fetched.filter((url) => /model-(reader|writer)|safetensors/.test(url));
  assert.deepEqual(forFiles(), []);
  const { same, size, refused } = await page.evaluate(saveAndLoad);
  assert.ok(same, 'what was loaded is saved as the same file');
  assert.ok(size > 1000, `${size} bytes`);
  assert.equal(refused, 'offsets-out-of-range');
  assert.ok(forFiles().length >= 2, `${forFiles()}`);
  await done();
});

/** @returns {Promise<{code: string, message: string, step: number}>} */
async function loadInVain() {
  const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
    'rnn-view',
  )?.store;
  const { code, message } = await store
    .call('load', { bytes: new Uint8Array(20) })
    .catch((/** @type {unknown} */ error) => error);
  const { step } = await store.call('step');
  return { code, message, step };
}

test('code for files that does not come is an error of that call alone', async () => {
  const context = await site.browser.newContext();
  await context.route(/reopened/, (route) => route.fulfill({ status: 404, body: '' }));
  const page = await context.newPage();
  await page.goto(`${site.address}/#autoplay=false`);
  await untilStore(page, (store) => store.info !== null);
  const { code, message, step } = await page.evaluate(loadInVain);
  assert.equal(code, 'loadFailed');
  assert.match(message, /^The code for 'load' could not be loaded: /);
  assert.equal(step, 1, 'the model is still there and trains');
  await context.close();
});
