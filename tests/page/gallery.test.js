/**
 * A picture of each panel at work. With GALLERY=1 they replace those in .github/pictures, which the README shows; without, it is
 * enough that one shows something.
 */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LAZY_PANELS } from '../../web/state/panel-names.js';
import { presets } from '../../web/text/presets.js';
import { builtPage } from './site.js';
import { atRest, openPlayground, showPanel, trainOnPage } from './panel-helpers.js';

const gallery = fileURLToPath(new URL('../../.github/pictures/', import.meta.url));

/** What a panel does before its picture is taken, where it has something to do. @type {Record<string, (panel: import('playwright-core').Locator) => Promise<unknown>>} */
const prepare = {
  flow: async (panel) => {
    await panel.getByRole('button', { name: 'Compare with the other cells' }).click();
    await panel.getByText('The other cells: same text and seed').waitFor();
  },
  units: (panel) => panel.locator('.ranking li').first().waitFor(),
  step: async (panel) => {
    for (let i = 0; i < 6; i++) await panel.getByRole('button', { name: 'Next (right arrow)' }).click();
  },
  check: async (panel) => {
    await panel.getByRole('button', { name: 'Check the gradients' }).click();
    await panel.getByText('The gradients are right.').waitFor();
  },
  race: async (panel) => {
    await panel.getByRole('button', { name: 'Start the race' }).click();
    await panel.getByText('finished').nth(2).waitFor();
  },
};

const names = presets.find(({ id }) => id === 'names');

/** Where the page's own would not show what the panel is for. @type {Record<string, Partial<import('../../web/state/settings.js').Settings>>} */
const settings = {
  step: { hiddenSize: 4 },
  units: { text: names?.text, hiddenSize: 24, cell: 'gru', optimizer: 'adam', learningRate: 0.01 },
};

/** A picture in the README, bytes. */
const largest = 150_000;

/**
 * How many colors a picture has, and what share of it is not in the most frequent of them.
 * @param {import('playwright-core').Page} page
 * @param {Buffer} picture PNG
 */
function contentOf(page, picture) {
  return page.evaluate(async (bytes) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    return { colors: counts.size, drawn: 1 - Math.max(...counts.values()) / pixels.length };
  }, picture.toString('base64'));
}

const site = builtPage();

for (const id of process.env.GALLERY ? LAZY_PANELS : /** @type {const} */ (['step'])) {
  test(`a picture of the panel ${id}`, async () => {
    const size = { viewport: { width: 1000, height: 1400 } };
    const { page, done } = await openPlayground(site.browser, site.address, settings[id] ?? {}, size);
    await trainOnPage(page, id === 'units' ? 150 : 12);
    const panel = await showPanel(page, id);
    await prepare[id]?.(panel);
    await atRest(panel);
    const picture = await panel.screenshot();
    const { colors, drawn } = await contentOf(page, picture);
    assert.ok(colors > 30 && drawn > 0.02, `${colors} colors; ${(100 * drawn).toFixed(1)} % is not background`);
    assert.ok(picture.length < largest, `${picture.length} bytes`);
    if (process.env.GALLERY) {
      await mkdir(gallery, { recursive: true });
      await writeFile(`${gallery}${id}.png`, picture);
    }
    await done();
  });
}
