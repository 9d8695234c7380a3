/** For the tests of the panels: a page with given settings, its panels, and what can be read there. */
import assert from 'node:assert/strict';
import { translator } from '../languages.js';
import { LONGEST_WAIT_MS } from '../longest-wait.js';
import { openPage } from './browser.js';
import { hashOf, referenceModel, t } from './reference-network.js';

export { referenceModel, t };

/**
 * @typedef {import('../../web/state/settings.js').Settings} Settings
 * @typedef {import('playwright-core').Page} Page
 */

/**
 * The page, opened by a link with these settings, once its network is there.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {Partial<Settings>} [settings]
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function openPlayground(browser, address, settings = {}, options = {}) {
  const opened = await openPage(browser, { reducedMotion: 'reduce', ...options });
  await opened.page.goto(`${address}/${await hashOf(settings)}`);
  await untilStore(opened.page, (store) => store.info !== null);
  await untilLateParts(opened.page);
  return opened;
}

/** Waits until the parts have come that are loaded once the first screen is at work: they may move what is below. @param {Page} page */
const untilLateParts = (page) =>
  page.waitForFunction(() => {
    const { shadowRoot } = document.querySelector('rnn-playground') ?? {};
    const host = shadowRoot?.querySelector('rnn-network-panel, rnn-predictions-panel, rnn-writing-panel');
    return !host || customElements.get('rnn-popover');
  });

/**
 * The page with nothing set but what is given here and that it waits for the reader, at full speed: the page chooses the rest.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {{ language?: string }} [settings]
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function openUntouched(browser, address, settings = {}, options = {}) {
  const opened = await openPage(browser, options);
  await opened.page.goto(`${address}/#${new URLSearchParams({ autoplay: 'false', pace: '0', ...settings })}`);
  await untilStore(opened.page, (store) => store.info !== null);
  return opened;
}

/**
 * @typedef {object} Look   what is looked at in all of them
 * @property {'light' | 'dark'} [theme]
 * @property {'en' | 'zh'} language
 * @property {number} width      of the window, px
 * @property {number} [height]
 */

/** A small network, trained for a moment. @param {{ browser: import('playwright-core').Browser, address: string }} site */
export async function openTrained({ browser, address }) {
  const opened = await openPlayground(browser, address, { hiddenSize: 6 });
  await trainOnPage(opened.page, 3);
  return opened;
}

/**
 * Settings of a page that is open, once the network is made anew where they ask for another.
 * @param {Page} page @param {Record<string, unknown>} settings
 */
export const changeSettings = (page, settings) =>
  page.evaluate(async (given) => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    store.setSettings(given);
    await store.settled();
  }, settings);

/**
 * The page as it is, open panels and answers included, in another look.
 * @param {Page} page @param {Look} look
 */
export async function changeLook(page, { theme = 'light', language, width, height = 900 }) {
  const { tag } = translator(language);
  await page.setViewportSize({ width, height });
  await changeSettings(page, { theme, language });
  await page.locator(`html[lang="${tag}"] rnn-view [lang="${tag}"]`).first().waitFor();
  await page.locator(`rnn-view [data-theme="${theme}"]`).first().waitFor();
  // What is drawn by its size follows the window a frame later.
  await page.evaluate(async () => {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/**
 * Waits until the page's store fulfils a condition.
 * @param {Page} page
 * @param {(store: any) => boolean} condition runs in the page
 * @param {number} [timeout] ms
 */
export async function untilStore(page, condition, timeout = LONGEST_WAIT_MS) {
  await page.waitForFunction(
    (source) => {
      const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
        'rnn-view',
      )?.store;
      return Boolean(store) && new Function('store', `return (${source})(store)`)(store);
    },
    condition.toString(),
    { timeout },
  );
}

/** @param {Page} page @param {number} epochs */
export async function trainOnPage(page, epochs) {
  await page.evaluate(async (count) => {
    await /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
      ?.querySelector('rnn-view')
      ?.store.step('epoch', count);
    // Until the panels have rendered it: a key pressed before would meet the curve of the epoch before.
    for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, epochs);
}

/**
 * Brings a panel into view, by its name in the page's navigation.
 * @param {Page} page
 * @param {string} id as in the setting `panels`
 * @param {import('../../web/i18n/index.js').Translator} [words]
 */
export async function showPanel(page, id, words = t) {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: words.dynamic(`${id}.heading`), exact: true })
    .click();
  const panel = page.locator(`rnn-${id}-panel`);
  await panel.waitFor();
  await atRest(panel);
  // The page follows what loads above only for so long; on a busy machine a reader scrolls on.
  await panel.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) element.scrollIntoView();
  });
  return panel;
}

/**
 * A panel of the page as a reader finds it: the region with its heading.
 * @param {Page} page
 * @param {string} id as in the setting `panels`
 * @param {import('../../web/i18n/index.js').Translator} [words]
 */
export const panelOf = (page, id, words = t) =>
  page.getByRole('region', { name: words.dynamic(`${id}.heading`), exact: true });

/** Waits until something has stood still for a while: what is above it may still load. @param {import('playwright-core').Locator} panel */
export const atRest = (panel) =>
  panel.evaluate(async (element, timeout) => {
    let [still, before] = [0, ''];
    const end = Date.now() + timeout;
    while (still < 15) {
      if (Date.now() > end) throw new Error(`never at rest: ${element.localName}`);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const { top, height } = element.getBoundingClientRect();
      const now = `${top} ${height}`;
      still = now === before ? still + 1 : 0;
      before = now;
    }
  }, LONGEST_WAIT_MS);

/**
 * What a heat map reads out at a cell, reached with the arrow keys from the top left.
 * @param {import('playwright-core').Locator} map rnn-heat-map
 * @param {number} row
 * @param {number} column
 */
export async function readCell(map, row, column) {
  const picture = map.locator('.picture');
  await picture.blur();
  await picture.focus();
  for (let i = 0; i < row; i++) await picture.press('ArrowDown');
  for (let i = 0; i < column; i++) await picture.press('ArrowRight');
  const text = await map.locator('.readout').textContent();
  for (let i = 0; i < row; i++) await picture.press('ArrowUp');
  for (let i = 0; i < column; i++) await picture.press('ArrowLeft');
  return text?.trim();
}

/**
 * The numbers of a chart, from its table.
 * @param {import('playwright-core').Locator} chart with an rnn-data-table in it
 * @returns {Promise<string[][]>} the heads first
 */
export async function readTable(chart) {
  const table = chart.locator('rnn-data-table');
  if ((await table.locator('table').count()) === 0) await table.locator('summary').click();
  await table.locator('table').waitFor();
  return table
    .locator('tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')));
}

/**
 * Waits until what is read from the page is what it must be: a view may be on its way from the worker.
 * @template Value
 * @param {() => Promise<Value>} read
 * @param {Value} expected
 * @param {string} [message]
 */
export async function eventually(read, expected, message) {
  const end = Date.now() + LONGEST_WAIT_MS;
  while (Date.now() < end) {
    try {
      return assert.deepEqual(await read(), expected);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  assert.deepEqual(await read(), expected, message);
}

/**
 * A file of that name is read only when the test says so.
 * @param {Page} page
 * @param {string} name
 * @returns {Promise<{ asked: () => Promise<unknown>, read: () => Promise<void> }>} read: until what follows from it has been done
 */
export async function holdReading(page, name) {
  await page.evaluate((slow) => {
    const { arrayBuffer } = Blob.prototype;
    const held = new Promise((resolve) => Object.assign(globalThis, { come: resolve }));
    Blob.prototype.arrayBuffer = async function () {
      const isSlow = /** @type {File} */ (this).name === slow;
      if (isSlow) Object.assign(globalThis, { asked: true });
      if (isSlow) await held;
      const bytes = await arrayBuffer.call(this);
      if (isSlow) Object.assign(globalThis, { read: true });
      return bytes;
    };
  }, name);
  return {
    asked: () => page.waitForFunction(() => /** @type {any} */ (globalThis).asked),
    read: async () => {
      await page.evaluate(() => /** @type {any} */ (globalThis).come());
      await page.waitForFunction(() => /** @type {any} */ (globalThis).read);
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    },
  };
}
