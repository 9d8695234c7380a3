/** The page and the element under a sub-path of a plain static server, with the headers of the recipe in .github/HOSTING.md. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { closePagesOfFailedTests, dist, launch, openPage } from './browser.js';

const PATH = '/courses/2026/rnn/';

const ARTICLE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An article</title><link rel="icon" href="data:,">
  <link rel="modulepreload" href="${PATH}rnn-playground.js"><script type="module" src="${PATH}rnn-playground.js"></script></head>
  <body><rnn-playground autoplay="true" panels="play,loss,weights"></rnn-playground></body></html>`;

const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
});

/** What the document says. */
async function recipe() {
  const text = await readFile(new URL('../../.github/HOSTING.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| (`[^|]*) \| `([^`|]*)`[^|]* \|[^|]*\|$/gm)].map(([, files, value]) => ({
    value,
    names: new RegExp(
      `^(${[...files.matchAll(/`([^`]*)`/g)].map(([, name]) => name.replaceAll('.', '\\.').replaceAll('*', '.*')).join('|')})$`,
    ),
  }));
  const [, policy] = /### On your own site\n[\s\S]*?```\n([\s\S]*?)```/.exec(text) ?? [];
  assert.ok(rows.length === 2 && policy, 'the recipe has two rows and a policy');
  return {
    policy: policy.replaceAll('\n', ' '),
    cacheOf: (/** @type {string} */ name) => rows.find(({ names }) => names.test(name))?.value,
  };
}

/** @type {{path: string, status: number, cache: string | undefined}[]} */
const answered = [];
/** @type {import('node:http').Server} */
let server;
/** @type {string} */
let address;
/** @type {import('playwright-core').Browser} */
let browser;

closePagesOfFailedTests();
before(async () => {
  const { policy, cacheOf } = await recipe();
  server = createServer(async (request, response) => {
    const { pathname } = new URL(String(request.url), 'http://localhost');
    const name = pathname === PATH ? 'index.html' : pathname.slice(PATH.length);
    const cache = cacheOf(name) ?? 'no-cache';
    const body = pathname === '/article' ? ARTICLE : await readFile(join(dist, name)).catch(() => null);
    const found = body !== null && (pathname === '/article' || pathname.startsWith(PATH));
    answered.push({ path: pathname, status: found ? 200 : 404, cache: cacheOf(name) });
    if (!found) return response.writeHead(404).end();
    const headers = {
      'content-type': TYPES[extname(name)] ?? TYPES['.html'],
      'content-encoding': 'gzip',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'cache-control': cache,
    };
    response.writeHead(200, headers).end(await promisify(gzip)(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  address = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  browser = await launch();
});
after(async () => {
  await browser.close();
  await new Promise((resolve) => server.close(resolve));
});

/** @param {import('playwright-core').Page} page */
const learns = (page) =>
  page.waitForFunction(() => /** @type {any} */ (document.querySelector('rnn-playground'))?.status?.epoch > 2);

/** All that was asked for is there, under the sub-path, with what the recipe says of it. */
function assertServed() {
  const files = answered.filter(({ path }) => path !== '/article');
  assert.ok(files.length > 3);
  for (const { path, status, cache } of files) {
    assert.ok(path.startsWith(PATH) && status === 200 && cache, `${path}: ${status}, ${cache}`);
    assert.equal(/immutable/.test(String(cache)), path.startsWith(`${PATH}assets/`), path);
  }
}

test('the page', async () => {
  answered.length = 0;
  const { page, done } = await openPage(browser);
  await page.goto(`${address}${PATH}#autoplay=true`);
  await learns(page);
  await page.locator('rnn-panel-slot[data-panel=weights]').scrollIntoViewIfNeeded();
  await page.locator('rnn-weights-panel').getByRole('heading').first().waitFor();
  assertServed();
  // Again: what is immutable is not asked for again.
  answered.length = 0;
  await page.goto(`${address}/article`);
  await page.goto(`${address}${PATH}#autoplay=true`);
  await learns(page);
  assert.deepEqual(
    answered.filter(({ path }) => path.startsWith(`${PATH}assets/`) && path.endsWith('.wasm')),
    [],
  );
  await done();
});

test('the element in an article elsewhere on the site', async () => {
  answered.length = 0;
  const { page, done } = await openPage(browser);
  await page.goto(`${address}/article`);
  await learns(page);
  await page.locator('rnn-panel-slot[data-panel=weights]').scrollIntoViewIfNeeded();
  await page.locator('rnn-weights-panel').getByRole('heading').first().waitFor();
  assertServed();
  await done();
});

test('the recipe names every file that is not among the parts', async () => {
  const { cacheOf } = await recipe();
  const names = (await readdir(dist)).filter((name) => name !== 'assets');
  assert.ok(names.length > 4);
  for (const name of names) assert.equal(cacheOf(name), 'no-cache', name);
});
