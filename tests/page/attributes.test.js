/** Every setting as an attribute of the element and in a link, and what becomes of attributes that change later. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTextOf } from '../../web/i18n/index.js';
import { formatSetting } from '../../web/state/parse.js';
import { defaults, settingNames, settingsTable } from '../../web/state/settings.js';
import { fromHash } from '../../web/state/url.js';
import { openPage } from './browser.js';
import { builtPage } from './site.js';
import { eventually, openPlayground, untilStore } from './panel-helpers.js';

/** @typedef {import('../../web/state/settings.js').Setting} Setting */

/**
 * A valid value that is not the default.
 * @param {Setting} setting
 * @returns {unknown}
 */
function other({ name, type, choices = [], min = 0, max = 0 }) {
  const value = defaults[name];
  if (type === 'text') return 'Anna "A" <b>&\nBella, Clara, Dora and Ella';
  if (type === 'list') return choices.slice(0, 3);
  if (type === 'boolean') return !value;
  if (type === 'choice') return choices.findLast((choice) => choice !== value);
  const number = Number(value);
  if (type === 'integer') return number < max ? number + 1 : number - 1;
  return number > min ? (number + min) / 2 : min + Math.min(1, max - min) / 4;
}

const others = Object.fromEntries(settingNames.map((name) => [name, other(settingsTable[name])]));
/** @param {string} text */
const quoted = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
const attributes = settingNames.map(
  (name) => `${settingsTable[name].key}="${quoted(formatSetting(name, /** @type {any} */ (others[name])))}"`,
);

const article = `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <rnn-playground ${attributes.join(' ')}></rnn-playground><script type="module" src="/rnn-playground.js"></script>`;

const bare = `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <rnn-playground autoplay="false"></rnn-playground><script type="module" src="/rnn-playground.js"></script>`;

const site = builtPage({ '/article': article, '/bare': bare });
/** @param {import('playwright-core').Page} page @returns {Promise<Record<string, unknown>>} */
const settingsOf = (page) =>
  page.evaluate(() => ({
    .../** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
      .settings,
  }));
/** @param {import('playwright-core').Page} page @returns {Promise<string>} */
const hashOf = (page) =>
  page.evaluate(() =>
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.hash(),
  );
/** @param {import('playwright-core').Page} page @param {string} name @param {string | null} value */
const setAttribute = (page, name, value) =>
  page.evaluate(
    ([key, text]) => {
      const element = /** @type {Element} */ (document.querySelector('rnn-playground'));
      if (text === null) element.removeAttribute(/** @type {string} */ (key));
      else element.setAttribute(/** @type {string} */ (key), /** @type {string} */ (text));
    },
    [name, value],
  );

test('every setting can be given as an attribute and reads back, also from the link to it', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/article`);
  await untilStore(page, ({ info }) => info !== null);
  assert.deepEqual(await settingsOf(page), others);
  const { settings, errors } = await fromHash(await hashOf(page));
  assert.deepEqual(errors, []);
  assert.deepEqual(settings, others);
  await done();
});

test('every setting can be given in the address and reads back', async () => {
  const { page, done } = await openPage(site.browser);
  const entries = settingNames.map((name) => [
    settingsTable[name].key,
    formatSetting(name, /** @type {any} */ (others[name])),
  ]);
  await page.goto(`${site.address}/#${new URLSearchParams(entries)}`);
  await untilStore(page, ({ info }) => info !== null);
  assert.deepEqual(await settingsOf(page), others);
  assert.deepEqual((await fromHash(await hashOf(page))).settings, others);
  await done();
});

test('what is set while the first screen loads counts, in the words and the network that come', async () => {
  const { page, done } = await openPage(site.browser);
  /** @type {() => void} */
  let come = () => {};
  const held = new Promise((resolve) => {
    come = () => resolve(undefined);
  });
  const asked = new Promise((resolve) => {
    page.route(/\/en-[^/]+\.js/, async (route) => {
      resolve(undefined);
      await held;
      await route.continue();
    });
  });
  await page.goto(`${site.address}/bare`);
  await asked;
  await page.evaluate(() => {
    const element = /** @type {any} */ (document.querySelector('rnn-playground'));
    element.text = 'set by a program';
    element.hiddenSize = 9;
    element.setAttribute('cell', 'gru');
    element.setAttribute('cell_hide', '');
  });
  come();
  await untilStore(page, ({ info, pending }) => info && !pending);
  const { text, hiddenSize, cell } = await settingsOf(page);
  assert.deepEqual({ text, hiddenSize, cell }, { text: 'set by a program', hiddenSize: 9, cell: 'gru' });
  await untilStore(page, ({ info, data }) => info.settings.hiddenSize === 9 && data.text === 'set by a program');
  assert.equal(await page.getByLabel('Cell', { exact: true }).count(), 0);
  await done();
});

test('an attribute that is taken away leaves the default; the others, and what the reader set, stay', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  await setAttribute(page, 'cell', 'lstm');
  await setAttribute(page, 'hidden-size', '9');
  await untilStore(page, ({ info }) => info?.settings.cell === 'lstm' && info.settings.hiddenSize === 9);
  await page.getByRole('textbox', { name: 'Hidden units', exact: true }).fill('7');
  await page.keyboard.press('Enter');
  await setAttribute(page, 'cell', null);
  await untilStore(page, ({ info }) => info?.settings.cell === 'rnn');
  assert.equal((await settingsOf(page)).hiddenSize, 7);
  await setAttribute(page, 'text', 'abab');
  await setAttribute(page, 'text', null);
  assert.equal((await settingsOf(page)).text, startTextOf('en'));
  await done();
});

test('a value refused later on is shown and explained at its field; the value before stays in force', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  await setAttribute(page, 'hidden-size', 'banana');
  const field = page.getByRole('textbox', { name: 'Hidden units', exact: true });
  await page.getByText('Hidden units: this is not a number. Type a number from 1').waitFor();
  await eventually(() => field.inputValue(), 'banana');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.equal((await settingsOf(page)).hiddenSize, 16);
  const error = await page.evaluate(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.errors
        .hiddenSize,
  );
  assert.deepEqual([error.code, error.value], ['notANumber', 'banana']);

  await setAttribute(page, 'hidden-size', null);
  await eventually(() => field.inputValue(), '16');
  assert.equal(await field.getAttribute('aria-invalid'), null);
  await done();
});

test('a control is hidden and shown again by its attribute', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const seed = page.getByRole('textbox', { name: 'Seed', exact: true });
  assert.equal(await seed.count(), 1);
  await setAttribute(page, 'seed_hide', '');
  await seed.waitFor({ state: 'detached' });
  await setAttribute(page, 'seed_hide', null);
  await seed.waitFor();
  await done();
});
