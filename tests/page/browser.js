/**
 * The built page in a real Chromium: a server for dist/, a browser, and pages on which any error fails the test.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** The built page; another build of it, to be looked at, by the variable DIST. */
export const dist = process.env.DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));

const types = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
});

/**
 * Serves the built page, and documents a test makes up, from this machine only.
 * @param {Record<string, string>} [documents] path -> HTML
 * @returns {Promise<{address: string, close: () => Promise<void>}>} address without a slash at the end
 */
export async function serve(documents = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    try {
      const file = path === '/' ? '/index.html' : path;
      const body = documents[path] ?? (await readFile(join(dist, normalize(file))));
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/html; charset=utf-8' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** @returns {Promise<import('playwright-core').Browser>} */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * A page in a context of its own. Whatever goes wrong in it unnoticed (an exception, a rejected promise, an error on
 * the console, a file that is not there) is thrown by `done`.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @returns {Promise<{page: import('playwright-core').Page, done: () => Promise<void>}>}
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return {
    page,
    done: async () => {
      await context.close();
      assert.deepEqual(errors, []);
    },
  };
}

/** @typedef {{given: string, predicted: string, right: boolean}} Prediction */

/**
 * Waits until every predicted character on screen is right.
 * @param {import('playwright-core').Page} page
 * @param {number} count how many there must be
 * @returns {Promise<Prediction[][]>} by sentence, as they stood at that moment: training may go on
 */
export async function untilAllRight(page, count) {
  const found = await page.waitForFunction(
    (expected) => {
      const rows = document
        .querySelector('rnn-playground')
        ?.shadowRoot?.querySelector('rnn-predictions-panel')
        ?.shadowRoot?.querySelector('rnn-prediction-rows')
        ?.shadowRoot?.querySelectorAll('.row');
      const predictions = [...(rows ?? [])].map((row) =>
        [...row.querySelectorAll('button')].map((cell) => ({
          given: cell.querySelector('.given')?.textContent?.trim() ?? '',
          predicted: cell.querySelector('.predicted')?.textContent?.trim() ?? '',
          right: cell.querySelector('.predicted')?.classList.contains('right') ?? false,
        })),
      );
      const all = predictions.flat();
      return all.length === expected && all.every(({ right }) => right) && predictions;
    },
    count,
    { timeout: 60_000 },
  );
  return /** @type {Promise<Prediction[][]>} */ (found.jsonValue());
}
