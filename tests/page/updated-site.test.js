/** A site that is updated in place: an article whose browser still has the old rnn-playground.js, and one that is open meanwhile. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { keepParts } from '../../web/scripts/keep-parts.mjs';
import { closePagesOfFailedTests, launch, openPage, serve } from './browser.js';
import { dist } from './server.js';

const ARTICLE = `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <rnn-playground panels="play,loss,weights" autoplay="true"></rnn-playground>
  <script type="module" src="rnn-playground.js"></script>`;

const YEAR = 'max-age=31536000, immutable';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {string} */
let folder;
closePagesOfFailedTests();
before(async () => {
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'site-'));
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

/** A copy of the built page in which every part has another name, as after a change in every one. @param {string} to */
async function anotherBuild(to) {
  await cp(dist, to, { recursive: true });
  const names = (await readdir(join(to, 'assets'))).filter((name) => /-[\w-]{8}\.\w+$/.test(name));
  const renamed = new Map(names.map((name) => [name, name.replace(/-([\w-]{8})\.(\w+)$/, '-next$1.$2')]));
  for (const [name, next] of renamed) await rename(join(to, 'assets', name), join(to, 'assets', next));
  for (const path of await readdir(to, { recursive: true })) {
    if (!/\.(js|json|html|css)$/.test(path) || path === 'rnn-playground.html') continue;
    const text = await readFile(join(to, path), 'utf8');
    await writeFile(
      join(to, path),
      text.replace(/[\w.-]+-[\w-]{8}\.\w+/g, (name) => renamed.get(name) ?? name),
    );
  }
}

/** @param {import('playwright-core').Page} page */
const learns = (page) =>
  page.waitForFunction(() => /** @type {any} */ (document.querySelector('rnn-playground')).status?.epoch > 2);

/** @param {import('playwright-core').Page} page the panel, which is loaded when somebody comes near */
const opensWeights = async (page) => {
  await page.locator('rnn-panel-slot[data-panel=weights]').scrollIntoViewIfNeeded();
  await page.locator('rnn-weights-panel').getByRole('heading').first().waitFor();
};

test('after an update the old script, from a cache, and an open article find their parts', async () => {
  const [site, next, old] = ['site', 'next', 'old'].map((name) => join(folder, name));
  await cp(dist, site, { recursive: true });
  await keepParts(pathToFileURL(`${join(folder, 'nothing')}/`), site); // published for the first time
  await anotherBuild(next);
  /** @type {string[]} */
  let asked = [];
  // The script may be kept as long as the others, which the recipe does not advise.
  const server = await serve({ '/article': ARTICLE }, site, (path) => {
    asked.push(path);
    return { 'cache-control': path === '/rnn-playground.js' ? YEAR : 'no-store' };
  });
  const reader = await openPage(browser);
  const cached = await openPage(browser);
  for (const { page } of [reader, cached]) {
    await page.goto(`${server.address}/article`);
    await learns(page);
  }

  const added = await keepParts(pathToFileURL(`${site}/`), next);
  assert.ok(added.length > 30);
  await rename(site, old);
  await rename(next, site);
  asked = [];
  await opensWeights(reader.page);
  await cached.page.goto(`${server.address}/article`);
  await learns(cached.page);
  await opensWeights(cached.page);
  assert.ok(!asked.includes('/rnn-playground.js'), 'it came from the cache');
  const parts = asked.filter((path) => path.startsWith('/assets/')).map((path) => path.slice(1));
  assert.ok(parts.length > 3 && parts.every((part) => added.includes(part)), 'all of them are of the older build');
  const fresh = await openPage(browser);
  asked = [];
  await fresh.page.goto(`${server.address}/article`);
  await learns(fresh.page);
  assert.ok(asked.some((path) => /-next/.test(path)) && !asked.some((path) => added.includes(path.slice(1))));
  for (const { done } of [reader, cached, fresh]) await done(); // which finds every error, such as of a file that is not there
  await server.close();
});

test('a part is kept for three months after its build has been replaced', async () => {
  const day = (/** @type {string} */ text) => new Date(`${text}T12:00:00Z`);
  const [one, two, three, four] = ['1', '2', '3', '4'].map((name) => join(folder, `build-${name}`));
  for (const [build, name] of [one, two, three, four].entries()) {
    await cp(join(dist, 'assets'), join(name, 'assets'), { recursive: true });
    await writeFile(join(name, `assets/of-${build + 1}.js`), `export default ${build + 1};`);
  }
  const kept = (/** @type {string} */ of) => [1, 2, 3, 4].filter((i) => existsSync(join(of, `assets/of-${i}.js`)));
  const address = (/** @type {string} */ of) => pathToFileURL(`${of}/`);
  await keepParts(address(join(folder, 'nothing')), one, day('2026-01-01'));
  await keepParts(address(one), two, day('2026-06-01')); // replaced only now
  assert.deepEqual(kept(two), [1, 2]);
  const server = await serve({}, two);
  await keepParts(new URL(`${server.address}/`), three, day('2026-08-01'));
  await server.close();
  assert.deepEqual(kept(three), [1, 2, 3]);
  // A list may have been written by anybody.
  const list = JSON.parse(await readFile(join(three, 'parts.json'), 'utf8'));
  const foreign = { '../outside.js': null, 'assets/..': null, 'assets/.': null, 'assets/of-1.js': 'at some time' };
  await writeFile(join(three, 'parts.json'), JSON.stringify({ ...list, ...foreign }));
  await writeFile(join(folder, 'outside.js'), '');
  await keepParts(address(three), four, day('2026-09-10'));
  assert.deepEqual(kept(four), [2, 3, 4]);
  assert.ok(!('../outside.js' in JSON.parse(await readFile(join(four, 'parts.json'), 'utf8'))));
});
