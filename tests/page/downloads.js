/** What a reader downloads before the network learns: every response asked for until the first update of training, by size. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { openPage } from './browser.js';

/** Milliseconds after the first update in which everything that was asked for before it has come. */
const ARRIVAL_MS = 300;

/**
 * @typedef {{ file: string, bytes: number, brotli: number }} Download bytes: of the body as gzip -9 makes it, which is what has a budget;
 *   brotli: as Brotli does at quality 11
 */

/**
 * @typedef {object} Downloads
 * @property {Download[]} page what is not the engine, largest first
 * @property {Download[]} engine the WebAssembly and the script that Emscripten makes for it
 * @property {number} milliseconds from the navigation to the first update
 */

/** @param {string | Buffer} body */
const compressed = (body) => ({
  bytes: gzipSync(body, { level: 9 }).length,
  brotli: brotliCompressSync(body).length,
});

/** The part of the worker's script that Emscripten has written, which is minified already. */
const glueFile = fileURLToPath(new URL('../../web/engine/generated/engine.js', import.meta.url));

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} address of a document in which a network trains by itself
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @returns {Promise<Downloads>}
 */
export async function downloadsUntilTraining(browser, address, options) {
  const { page, done } = await openPage(browser, options);
  /** @type {import('playwright-core').Request[]} */
  const requests = [];
  // The context hears the worker's requests, too.
  page.context().on('requestfinished', (request) => requests.push(request));
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      const playground = /** @type {any} */ (document.querySelector('rnn-playground'));
      playground.addEventListener('rnn-show', () => {
        const { store } = playground.shadowRoot.querySelector('rnn-view');
        const look = () => {
          if (store.status?.step > 0)
            /** @type {any} */ (window).firstUpdate ??= performance.timeOrigin + performance.now();
        };
        // At once, before what waits for it is asked for.
        store.addEventListener('change', look);
        look();
      });
    });
  });
  await page.goto(address);
  const first = await page.waitForFunction(() => /** @type {any} */ (window).firstUpdate, undefined, { polling: 20 });
  const { at, milliseconds } = await first.evaluate((/** @type {number} */ at) => ({
    at,
    milliseconds: at - performance.timeOrigin,
  }));
  await page.waitForTimeout(ARRIVAL_MS);
  const asked = requests.filter((request) => request.timing().startTime < at && !request.url().startsWith('data:'));
  const files = await Promise.all(
    asked.map(async (request) => {
      const body = await (await request.response())?.body();
      return { file: basename(new URL(request.url()).pathname) || 'index.html', ...compressed(body ?? '') };
    }),
  );
  await done();
  return { ...split(files, compressed(await readFile(glueFile))), milliseconds };
}

/** @param {readonly Download[]} files @param {Omit<Download, 'file'>} glue Emscripten's script within the worker's */
function split(files, glue) {
  const isWasm = (/** @type {Download} */ { file }) => file.endsWith('.wasm');
  const page = files.map(({ file, bytes, brotli }) =>
    /^worker-.*\.js$/.test(file)
      ? { file: `${file} without Emscripten’s part`, bytes: bytes - glue.bytes, brotli: brotli - glue.brotli }
      : { file, bytes, brotli },
  );
  return {
    page: page.filter((one) => !isWasm(one)).sort((a, b) => b.bytes - a.bytes),
    engine: [...files.filter(isWasm), { file: 'Emscripten’s script', ...glue }],
  };
}

/** @param {readonly Download[]} files */
export const sumOf = (files) => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** @param {number} bytes */
const inKb = (bytes) => (bytes / 1000).toFixed(1).padStart(7);

/** @param {string} title @param {Downloads} downloads */
export function tableOf(title, { page, engine, milliseconds }) {
  const rows = [
    ...page,
    { file: '= page', bytes: sumOf(page) },
    ...engine,
    { file: '= engine', bytes: sumOf(engine) },
    { file: '= all', bytes: sumOf(page) + sumOf(engine) },
    { file: '= all with Brotli', bytes: [...page, ...engine].reduce((sum, { brotli }) => sum + brotli, 0) },
  ];
  const lines = rows.map(({ file, bytes }) => `${inKb(bytes)}  ${file}`);
  return [`${title}: kB (gzip -9) until the first update, after ${milliseconds.toFixed(0)} ms`, ...lines];
}
