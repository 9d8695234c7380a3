/**
 * The built page in a real Chromium: a server for dist/, a browser, and pages on which any error fails the test.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const dist = process.env.DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));

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

/**
 * The predicted characters on screen, by sentence.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<{given: string, predicted: string, right: boolean}[][]>}
 */
export function readPredictions(page) {
  return page.locator('rnn-prediction-rows .row').evaluateAll((rows) =>
    rows.map((row) =>
      [...row.querySelectorAll('button')].map((cell) => ({
        given: cell.querySelector('.given')?.textContent?.trim() ?? '',
        predicted: cell.querySelector('.predicted')?.textContent?.trim() ?? '',
        right: cell.querySelector('.predicted')?.classList.contains('right') ?? false,
      })),
    ),
  );
}

/**
 * Waits until every predicted character is right.
 * @param {import('playwright-core').Page} page
 * @param {number} count how many there must be
 */
export async function untilAllRight(page, count) {
  const right = page.locator('rnn-prediction-rows .predicted.right');
  const all = page.locator('rnn-prediction-rows .predicted');
  await page.waitForFunction(
    ({ expected }) => {
      /** @param {ParentNode} root @returns {Element[]} elements in all shadow trees below */
      const find = (root) =>
        [...root.querySelectorAll('*')].flatMap((element) => [
          element,
          ...(element.shadowRoot ? find(element.shadowRoot) : []),
        ]);
      const cells = find(document).filter((element) => element.matches('.predicted'));
      return cells.length === expected && cells.every((cell) => cell.classList.contains('right'));
    },
    { expected: count },
    { timeout: 60_000 },
  );
  assert.equal(await all.count(), count);
  assert.equal(await right.count(), count);
}
