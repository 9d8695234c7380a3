/** Nothing is wider than the page, nothing is cut off, whatever the reader types and however small the window is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { collisions, drawnOn, recordText } from './drawn-text.js';
import { eventually } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();
const congress =
  'Congress shall make no law respecting an establishment of religion or prohibiting the free exercise thereof';
const phone = { viewport: { width: 375, height: 700 }, hasTouch: true };

/**
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {Record<string, string>} settings
 */
async function open(options, settings) {
  const { page, done } = await openPage(site.browser, options);
  const hash = Object.entries({ language: 'en', autoplay: 'false', ...settings })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  await page.goto(`${site.address}/#${hash}`);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  return { page, done };
}

/** Opens every panel, and gives the width of the document after each. @param {import('playwright-core').Page} page */
async function widths(page) {
  const found = [];
  // The first one starts a lesson, the others bring a panel.
  for (const panel of (await page.locator('rnn-page-header').getByRole('navigation').getByRole('button').all()).slice(
    1,
  )) {
    const name = (await panel.textContent()) ?? '';
    await panel.click();
    await page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
    found.push(await page.evaluate(() => document.documentElement.scrollWidth));
  }
  return found;
}

/** Words that reach beyond the window or beyond what scrolls around them. @param {import('playwright-core').Page} page */
const outside = (page) =>
  page.evaluate(() => {
    /** @type {string[]} */
    const found = [];
    const scrolls = (/** @type {Element} */ element) => {
      let at = /** @type {Element | null} */ (element);
      while (at) {
        if (getComputedStyle(at).overflowX !== 'visible') return true;
        const root = at.getRootNode();
        at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
      }
      return false;
    };
    const visit = (/** @type {ParentNode} */ root) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) visit(element.shadowRoot);
        const { right, width } = element.getBoundingClientRect();
        const hidden = getComputedStyle(element).clipPath !== 'none';
        if (width > 0 && !hidden && right > innerWidth + 1 && !scrolls(element))
          found.push(`${element.localName} ${right}`);
      }
    };
    visit(document);
    return found;
  });

for (const [name, settings] of Object.entries(
  /** @type {Record<string, Record<string, string>>} */ ({
    'a hundred hidden units': { 'hidden-size': '100', text: 'cold hands' },
    'words of a law': { unit: 'words', text: congress, beginning: congress },
    'a beginning of eighty letters': { text: 'ACGTTGCA\nTTTTGGGG', beginning: 'ACGTTGCA'.repeat(10) },
    'words longer than the page': {
      unit: 'words',
      text: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz\nDonaudampfschifffahrtsgesellschaftskapitän und Rindfleischetikettierungsgesetz',
    },
  }),
))
  test(`on a phone: ${name}`, async (context) => {
    const { page, done } = await open(phone, settings);
    context.after(done);
    assert.deepEqual(new Set(await widths(page)), new Set([375]));
    assert.deepEqual(await outside(page), []);
  });

test('words are called words, and are written with the spaces between them', async (context) => {
  const { page, done } = await open(
    {},
    { unit: 'words', text: 'the cat sat on the mat\nthe dog sat on the log', beginning: 'the cat', strategy: 'greedy' },
  );
  context.after(done);
  await page.getByText(/Under each word: the one the network expects next/).waitFor();
  await page.getByText('After “the cat”:', { exact: true }).waitFor();
  await page.getByRole('group', { name: 'the cat sat on the mat' }).getByRole('button').nth(2).click();
  await page.getByText('After “the cat sat”', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const written = page.locator('rnn-continuation .text');
  await eventually(
    async () => (await written.evaluate((text) => /** @type {HTMLElement} */ (text).innerText)).split('⏎')[0],
    'the cat sat on the mat',
  );
  for (const [panel, words] of [
    ['Memory', 'Choose a prediction and see which earlier words it depends on.'],
    ['Hidden states', 'a row per hidden unit, a column per word, live'],
  ]) {
    await page.locator('rnn-page-header').getByRole('navigation').getByRole('button', { name: panel }).click();
    await page.getByText(words).waitFor();
  }
});

test('tokens that nobody can see are named, and no sign in a beginning turns the sentence around', async (context) => {
  const { page, done } = await open({}, { text: 'Anna\nBert', beginning: 'A ' });
  context.after(done);
  await page.getByText('Never seen in training: space.').waitFor();
  await page.getByRole('textbox', { name: 'Prompt' }).fill('An\u202ena');
  await page.getByText(/Never seen in training: U\+202E\./).waitFor();
});

test('a Hebrew beginning is written on from right to left', async (context) => {
  const { page, done } = await open({}, { text: 'שלום עולם', beginning: 'של', strategy: 'greedy' });
  context.after(done);
  const tokens = page.locator('rnn-continuation .text button');
  await tokens.nth(1).waitFor();
  const [first, second] = await Promise.all([tokens.nth(0).boundingBox(), tokens.nth(1).boundingBox()]);
  assert.ok((first?.x ?? 0) > (second?.x ?? 0));
});

test('what stands under a cell is no wider than the cell, however sure the network is', async (context) => {
  const { page, done } = await open(phone, {
    text: 'abcdefghijklm\nnopqrstuvwxy',
    optimizer: 'adam',
    'learning-rate': '0.02',
    pace: '0',
  });
  context.after(done);
  await page.evaluate(() =>
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
      ?.querySelector('rnn-view')
      ?.store.train({ epochs: 400 }),
  );
  await page.getByText('>99%').nth(4).waitFor();
  const over = await page.locator('rnn-prediction-rows .row button').evaluateAll((cells) =>
    cells.flatMap((cell) => {
      const box = cell.getBoundingClientRect();
      return [.../** @type {HTMLElement} */ (cell.querySelector('.verdict')).children]
        .map((part) => part.getBoundingClientRect())
        .filter(({ left, right }) => left < box.left - 1 || right > box.right + 1)
        .map(({ left, right }) => `${left}–${right} in ${box.left}–${box.right}`);
    }),
  );
  assert.deepEqual(over, []);
});

test('the numbers at the axes of the loss are whole, at every width and after any number of epochs', async (context) => {
  const { page, done } = await open({}, { text: 'ab\ncd', pace: '0' });
  context.after(done);
  await recordText(page);
  const canvas = page.locator('rnn-loss-panel canvas');
  for (const epochs of [0, 100, 300]) {
    if (epochs)
      await page.evaluate(
        (count) =>
          /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
            ?.querySelector('rnn-view')
            ?.store.train({ epochs: count }),
        epochs,
      );
    for (const width of [1280, 768, 375]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForFunction(() => {
        const canvas = document
          .querySelector('rnn-playground')
          ?.shadowRoot?.querySelector('rnn-loss-panel')
          ?.shadowRoot?.querySelector('rnn-line-chart')
          ?.shadowRoot?.querySelector('canvas');
        const space = canvas?.closest('.plot')?.clientWidth;
        const { drawnText } = /** @type {any} */ (window);
        return canvas && Math.abs(canvas.clientWidth - (space ?? 0)) < 2 && (drawnText.get(canvas)?.length ?? 0) > 4;
      });
      const size = await canvas.evaluate(({ clientWidth }) => clientWidth);
      const texts = await drawnOn(canvas);
      assert.deepEqual(
        texts.filter(({ left, right }) => left < 0 || right > size).map(({ text }) => text),
        [],
      );
      assert.deepEqual(collisions(texts.filter(({ text }) => /^[\d,.]+$/.test(text))), []);
    }
  }
});

test('zoomed in to 320 × 256, nothing stays in front of what is read', async (context) => {
  const { page, done } = await open({ viewport: { width: 320, height: 256 } }, {});
  context.after(done);
  await page.locator('rnn-page-header').getByRole('navigation').getByRole('button', { name: 'Step through' }).click();
  await page.locator('rnn-step-stage math').first().scrollIntoViewIfNeeded();
  const share = await page.evaluate(() => {
    let rows = 0;
    const isBar = (/** @type {Element | null} */ element) => {
      for (let at = element; at; ) {
        if (at instanceof HTMLElement && ['sticky', 'fixed'].includes(getComputedStyle(at).position)) return true;
        const root = at.getRootNode();
        at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
      }
      return false;
    };
    const deepest = (/** @type {number} */ x, /** @type {number} */ y) => {
      let found = document.elementFromPoint(x, y);
      while (found?.shadowRoot) {
        const inner = found.shadowRoot.elementFromPoint(x, y);
        if (!inner || inner === found) break;
        found = inner;
      }
      return found;
    };
    for (let y = 0; y < innerHeight; y++) if (isBar(deepest(innerWidth / 2, y))) rows++;
    return rows / innerHeight;
  });
  assert.ok(share <= 1 / 3, `${share} of the window`);
});

test('a window that gets narrower while the network is out of sight does not make the page wider', async (context) => {
  const { page, done } = await open({ viewport: { width: 1280, height: 800 } }, { text: congress });
  context.after(done);
  await page.locator('rnn-network-board .column').first().waitFor();
  await page.getByRole('navigation').getByRole('button', { name: 'Race', exact: true }).click();
  await page.locator('rnn-race-panel').waitFor();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.setViewportSize({ width: 390, height: 800 });
  await eventually(() => page.evaluate(() => document.documentElement.scrollWidth), 390);
});
