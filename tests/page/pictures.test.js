/** Panels saved as pictures: with heading, what is drawn, legend and settings; whatever was typed is text in them, never markup. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { atRest, openPlayground, trainOnPage } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/** Panels with a chart or a matrix, and something that is drawn in each when it is ready. */
const PANELS = {
  network: 'canvas',
  loss: 'canvas',
  step: 'svg',
  states: 'canvas',
  weights: 'canvas',
  memory: 'canvas',
  check: 'button',
  flow: 'canvas',
  race: 'button',
};

/** A text that would be markup, if it were not text. */
const TEXT = 'a <b>&amp;\n"]]>';

/** @param {import('playwright-core').Page} page @param {string} id @param {'png' | 'svg'} format */
async function picture(page, id, format) {
  const download = page.waitForEvent('download');
  await page.locator(`rnn-${id}-panel`).getByRole('combobox', { name: 'Save picture' }).selectOption(format);
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** What a picture says, read as XML by the browser. @param {import('playwright-core').Page} page @param {Buffer} svg */
const contentOf = (page, svg) =>
  page.evaluate((source) => {
    const { documentElement: root } = new DOMParser().parseFromString(source, 'image/svg+xml');
    const texts = [...root.querySelectorAll('text')].map(({ textContent }) => textContent ?? '');
    const names = [...new Set([...root.querySelectorAll('*')].map(({ nodeName }) => nodeName))];
    return { root: root.nodeName, title: root.querySelector('title')?.textContent, texts, names };
  }, svg.toString());

test('every panel that draws something is saved as SVG and PNG', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, {
    text: TEXT,
    hiddenSize: 6,
    language: 'en',
  });
  await trainOnPage(page, 10);
  for (const [id, drawn] of Object.entries(PANELS)) {
    await page.locator(`rnn-panel-slot[data-panel=${id}], rnn-${id}-panel`).first().scrollIntoViewIfNeeded();
    const panel = page.locator(`rnn-${id}-panel`);
    await panel.locator('.body').locator(drawn).first().waitFor();
    // Two pictures of one size: what is drawn beside it may still come.
    await atRest(panel);
    const svg = await picture(page, id, 'svg');
    assert.match(svg.name, new RegExp(`^${id}-rnn-1x6-step-\\d+\\.svg$`));
    const { root, title, texts, names } = await contentOf(page, svg.bytes);
    const heading = await panel.locator('h2').innerText();
    assert.deepEqual([root, title, texts[0]], ['svg', heading, heading]);
    assert.match(texts.slice(-3).join(' '), /RNN Playground: RNN.*Hidden units 6.*epoch 10/, id);
    assert.deepEqual(
      names.filter((name) => /script|foreignObject|^b$/i.test(name)),
      [],
      id,
    );
    const png = await picture(page, id, 'png');
    assert.deepEqual([...png.bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47], id);
    const [width, height] = [png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)];
    const size = /width="(\d+)" height="(\d+)"/.exec(svg.bytes.toString()) ?? assert.fail(id);
    assert.deepEqual([width, height], [2 * Number(size[1]), 2 * Number(size[2])], id);
  }
  await done();
});

test('tokens that look like markup are tokens in the picture of the network', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, {
    text: TEXT,
    hiddenSize: 6,
    language: 'en',
  });
  const { bytes } = await picture(page, 'network', 'svg');
  const { texts, names } = await contentOf(page, bytes);
  for (const token of ['<', 'b', '>', '&']) assert.ok(texts.includes(token), token);
  assert.ok(names.includes('image'), 'the hidden states');
  await done();
});

test('a picture that the browser does not draw is said beside the menu', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'ab', language: 'en' });
  await page.evaluate(() => {
    HTMLCanvasElement.prototype.toBlob = (/** @type {any} */ callback) => {
      callback(null);
    };
  });
  await page.locator('rnn-network-panel').getByRole('combobox', { name: 'Save picture' }).selectOption('png');
  await page
    .locator('rnn-network-panel')
    .getByRole('alert')
    .getByText('The browser could not make the picture.')
    .waitFor();
  await done();
});
