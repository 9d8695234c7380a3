/**
 * The built page in a real Chromium: a browser, and pages on which any error fails the test.
 */
import { afterEach, beforeEach } from 'node:test';
import { chromium } from 'playwright-core';
import { howToInstall } from '../../cpp/toolchain/system-packages.mjs';
import { thisSystem } from '../../cpp/toolchain/system.mjs';
import { LONGEST_WAIT_MS } from '../longest-wait.js';
import { browserRequirements, findHeadlessChromium } from '../runner/find-browsers.mjs';
import { predictionsIfAllRight } from './in-page.js';
import { ReusedPage } from './reused-pages.js';

export { dist, serve } from './server.js';

/** Contexts that the test that runs has opened, or uses. @type {Set<import('playwright-core').BrowserContext>} */
const contextsInUse = new Set();

/**
 * @param {string[]} [without] of the arguments that Playwright gives by itself
 * @param {string[]} [more] arguments besides those
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launch(without = [], more = []) {
  const system = thisSystem();
  const executablePath = findHeadlessChromium(system);
  if (!executablePath) throw new Error(howToInstall([browserRequirements.chromium], system));
  const browser = await chromium.launch({
    executablePath,
    ignoreDefaultArgs: without,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
  // A service worker answers in the place of the network, which the tests look at and break; and it would download the whole page
  // in every one of them. The tests of the service worker ask for it.
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext({ serviceWorkers: 'block', ...options });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    contextsInUse.add(context);
    context.on('close', () => contextsInUse.delete(context));
    return context;
  };
  return browser;
}

/**
 * Called at the top of a file of tests: what a failed test has left open is closed. Its page would train on and take the processor
 * from the tests after it.
 */
export function closePagesOfFailedTests() {
  // What is open by now, several tests use.
  beforeEach(() => contextsInUse.clear());
  afterEach(async (context) => {
    if (/** @type {{ passed?: boolean }} */ (context).passed) return;
    await Promise.all([...contextsInUse].map((one) => one.close()));
  });
}

/** What a page is opened with where a test says nothing else. */
const desktop = { locale: 'en-US', viewport: { width: 1440, height: 900 } };

/**
 * A page in a context of its own, of a test before or new: nothing is kept there, and nothing is open. Whatever goes wrong in it
 * unnoticed (an exception, a rejected promise, an error on the console, a file that is not there) is thrown by `done`.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @returns {Promise<{page: import('playwright-core').Page, done: () => Promise<void>}>}
 */
export async function openPage(browser, options = {}) {
  const reused = await ReusedPage.open(browser, { ...desktop, ...options });
  const { context } = reused;
  contextsInUse.add(context);
  return {
    page: reused.watched(),
    done: async () => {
      contextsInUse.delete(context);
      await reused.release();
    },
  };
}

/**
 * Waits until every predicted character on screen is right.
 * @param {import('playwright-core').Page} page
 * @param {number} count how many there must be
 * @returns {Promise<import('./in-page.js').Prediction[][]>} by sentence, as they stood at that moment: training may go on
 */
export async function untilAllRight(page, count) {
  // Out of sight, as below the first screen of a phone, they would not follow the training.
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
        ?.info && document.fonts.status === 'loaded',
  );
  await page.locator('rnn-predictions-panel').evaluate((panel) => panel.scrollIntoView());
  await page.locator('rnn-prediction-rows').evaluate((rows) => rows.scrollIntoView({ block: 'center' }));
  const found = await page.waitForFunction(predictionsIfAllRight, count);
  return /** @type {Promise<import('./in-page.js').Prediction[][]>} */ (found.jsonValue());
}
