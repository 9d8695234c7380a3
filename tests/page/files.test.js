/** The menu of files: a network is saved, opened again by choosing and by dropping, and what is wrong with a file is said there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { onnxModel } from '../../web/export/onnx.js';
import { strFromU8, unzipSync } from 'fflate';
import { holdReading, openPlayground, trainOnPage, untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/** @typedef {import('playwright-core').Page} Page */

/** Presses an item of the menu, which need not be open. @param {Page} page @param {string | RegExp} name @returns {Promise<{ name: string, bytes: Buffer }>} the file it gives */
async function taken(page, name) {
  if (!(await page.getByRole('dialog', { name: 'Save, open or export' }).isVisible()))
    await page.getByRole('button', { name: 'File', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** @param {Page} page @param {{ name: string, bytes: Buffer }} file */
async function open(page, { name, bytes }) {
  if (!(await page.getByRole('dialog', { name: 'Save, open or export' }).isVisible()))
    await page.getByRole('button', { name: 'File', exact: true }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Open a saved network/ }).click();
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
}

/** @param {Page} page @param {{ name: string, bytes: Buffer }} file */
async function drop(page, { name, bytes }) {
  const transfer = await page.evaluateHandle(
    ({ name, base64 }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      return data;
    },
    { name, base64: bytes.toString('base64') },
  );
  await page.locator('rnn-network-panel').dispatchEvent('drop', { dataTransfer: transfer });
}

/** @param {Page} page */
const state = (page) =>
  page.evaluate(async () => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    const { step, epoch } = await store.call('status');
    const [{ values }] = await store.call('parameters');
    return { text: store.text, given: store.given, step, epoch, values: [...values] };
  });

test('a network is saved, opened on another page and by dropping, with text, settings and weights', async () => {
  const first = await openPlayground(site.browser, site.address, {
    text: 'one two three',
    hiddenSize: 7,
    language: 'en',
  });
  await trainOnPage(first.page, 5);
  const saved = await taken(first.page, /^Save the network/);
  assert.match(saved.name, /^rnn-1x7-step-\d+\.safetensors$/);
  await first.page.getByRole('status').getByText(`“${saved.name}” saved.`).waitFor();
  const before = await state(first.page);
  await first.done();

  for (const how of [open, drop]) {
    const { page, done } = await openPlayground(site.browser, site.address, { text: 'abab', language: 'en' });
    await how(page, saved);
    await untilStore(page, (store) => store.lastReset?.code === 'file' && !store.pending);
    const now = await state(page);
    assert.deepEqual(
      [now.text, now.step, now.epoch, now.values],
      [before.text, before.step, before.epoch, before.values],
    );
    assert.equal(now.given.hiddenSize, 7);
    await page.getByRole('dialog', { name: 'Save, open or export' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await untilStore(page, (store) => store.text === 'abab');
    await done();
  }
});

test('a file that is refused is refused in a sentence in the menu, and the network stays', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'one two', language: 'en' });
  await trainOnPage(page, 2);
  const weights = await taken(page, /^Save the weights only/);
  assert.match(weights.name, /-weights\.safetensors$/);
  const before = await state(page);
  await drop(page, weights);
  await page
    .getByRole('alert')
    .getByText(/holds weights only, without a text/)
    .waitFor();
  await open(page, { name: 'x<b>.safetensors', bytes: Buffer.from('%PDF-1.7 and so on, for a while') });
  await page.getByRole('alert').getByText('“x<b>.safetensors” is not a .safetensors file').waitFor();
  await open(page, { name: 'cut.safetensors', bytes: weights.bytes.subarray(0, -1) });
  await page
    .getByRole('alert')
    .getByText(/^“cut.safetensors” is damaged/)
    .waitFor();
  assert.deepEqual(await state(page), before);
  await done();
});

test('a file that is refused after its menu was closed opens the menu again, which says why', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'one two', language: 'en' });
  const late = await holdReading(page, 'late.safetensors');
  await open(page, { name: 'late.safetensors', bytes: Buffer.from('%PDF-1.7 and so on, for a while') });
  await late.asked();
  await page.keyboard.press('Escape');
  const menu = page.getByRole('dialog', { name: 'Save, open or export' });
  await menu.waitFor({ state: 'detached' });
  await late.read();
  await menu.getByRole('alert').getByText('“late.safetensors” is not a .safetensors file').waitFor();
  assert.equal(await page.getByRole('button', { name: 'File', exact: true }).getAttribute('aria-expanded'), 'true');
  await done();
});

test('of files that are chosen while the first is read, the last counts', async () => {
  const texts = ['one one', 'two two', 'three three'];
  const saved = [];
  for (const text of texts) {
    const { page, done } = await openPlayground(site.browser, site.address, { text, language: 'en' });
    saved.push({ ...(await taken(page, /^Save the network/)), name: `${text}.safetensors` });
    await done();
  }
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'abab', language: 'en' });
  await page.evaluate(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    const texts = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { texts });
    store.subscribe(
      (/** @type {any} */ { text }) => text,
      (/** @type {string} */ text) => texts.push(text),
    );
  });
  const first = await holdReading(page, saved[0].name);
  await drop(page, saved[0]);
  await first.asked();
  for (const file of saved.slice(1)) await drop(page, file);
  await first.read();
  await untilStore(page, (store) => store.text === 'three three' && store.lastReset?.code === 'file' && !store.pending);
  const shown = await page.evaluate(() => /** @type {any} */ (globalThis).texts);
  assert.ok(!shown.includes('two two'), shown.join());
  await done();
});

test('the zip for PyTorch has the program, the text, the network and the loss', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'one two', language: 'en' });
  await trainOnPage(page, 3);
  const { name, bytes } = await taken(page, /^Continue in PyTorch/);
  assert.match(name, /\.zip$/);
  const files = unzipSync(bytes);
  assert.deepEqual(Object.keys(files).sort(), ['continue.py', 'network.safetensors', 'page.json', 'text.txt']);
  assert.equal(strFromU8(files['continue.py']), readFileSync('web/export/continue.py', 'utf8'));
  assert.equal(strFromU8(files['text.txt']), 'one two');
  const { meanLoss } = await page.evaluate(() =>
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
      ?.querySelector('rnn-view')
      ?.store.call('evaluate', { which: 'training' }),
  );
  assert.equal(JSON.parse(strFromU8(files['page.json'])).loss, meanLoss);
  await done();
});

test('the export as ONNX is the file that its writer makes of the weights', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'one two', language: 'en' });
  await trainOnPage(page, 2);
  const weights = await taken(page, /^Save the weights only/);
  const { name, bytes } = await taken(page, /^Export as ONNX/);
  assert.match(name, /\.onnx$/);
  assert.deepEqual(new Uint8Array(bytes), onnxModel(new Uint8Array(weights.bytes)));
  await done();
});

test('the menu is worked by keys: it opens with the focus in it, and Escape leads back to its button', async () => {
  const { page, done } = await openPlayground(
    site.browser,
    site.address,
    { language: 'zh' },
    { viewport: { width: 390, height: 800 } },
  );
  const button = page.getByRole('button', { name: '文件', exact: true });
  await untilStore(page, (store) => store.experiments !== null);
  await button.focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('button', { name: /^打开保存过的网络/ })
    .and(page.locator(':focus'))
    .waitFor();
  await page.keyboard.press('Tab');
  await page
    .getByRole('button', { name: /^我的实验/ })
    .and(page.locator(':focus'))
    .waitFor();
  await page.keyboard.press('Tab');
  await page
    .getByRole('button', { name: /^保存网络/ })
    .and(page.locator(':focus'))
    .waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#files:focus').waitFor();
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  await done();
});

test('code for the menu that does not come is said beside the button', async () => {
  const context = await site.browser.newContext({ locale: 'en-US' });
  await context.route(/file-menu/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`${site.address}/#autoplay=false`);
  await untilStore(page, (store) => store.info !== null);
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('alert').getByText('This part of the page could not be loaded.').waitFor();
  await context.close();
});
