/**
 * A picture of each panel at work. With GALLERY=1 they replace those in web/gallery, which the README shows; without, they only
 * have to show something.
 */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, serve } from './browser.js';
import { openPlayground, showPanel, trainOnPage } from './panel-helpers.js';

const gallery = fileURLToPath(new URL('../../web/gallery/', import.meta.url));

/** What each panel is to do before its picture is taken. @type {Record<string, (panel: import('playwright-core').Locator) => Promise<unknown>>} */
const panels = {
  states: async () => {},
  weights: async () => {},
  memory: async () => {},
  flow: async (panel) => {
    await panel.getByRole('button', { name: 'Compare with the other cells' }).click();
    await panel.getByText('The other cells: same text and seed').waitFor();
  },
  step: async (panel) => {
    for (let i = 0; i < 6; i++) await panel.getByRole('button', { name: 'On (right arrow)' }).click();
  },
  check: async (panel) => {
    await panel.getByRole('button', { name: 'Check every gradient' }).click();
    await panel.getByText('The gradients are right.').waitFor();
  },
  race: async (panel) => {
    await panel.getByRole('button', { name: 'Start the race' }).click();
    await panel.getByText('finished').nth(2).waitFor();
  },
  lessons: async () => {},
};

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});

after(async () => {
  await browser?.close();
  await server?.close();
});

for (const [id, prepare] of Object.entries(panels)) {
  test(`a picture of the panel ${id}`, async () => {
    const size = { viewport: { width: 1000, height: 1400 } };
    const { page, done } = await openPlayground(browser, server.address, {}, size);
    await trainOnPage(page, 12);
    const panel = await showPanel(page, id);
    await prepare(panel);
    await page.waitForTimeout(400);
    const picture = await panel.screenshot();
    const distinct = new Set(picture).size;
    assert.ok(picture.length > 8_000 && distinct > 200, 'a blank picture compresses to almost nothing');
    if (process.env.GALLERY) {
      await mkdir(gallery, { recursive: true });
      await writeFile(`${gallery}${id}.png`, picture);
    }
    await done();
  });
}
