/**
 * The page without a network, its next version, and its installation: the service worker in a real browser, served as a site serves
 * it. Version B is the built page with other names for all of its files, as another build has them.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LAZY_PANELS } from '../../web/state/panel-names.js';
import { locales, translator } from '../languages.js';
import { closePagesOfFailedTests, dist, launch, openPage, serve } from './browser.js';
import { untilAsync, untilKept } from './kept.js';
import { eventually, untilStore } from './panel-helpers.js';

/** @typedef {import('playwright-core').Page} Page */

/** The page's folder within the site. */
const FOLDER = '/some/where/';

const article = `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <rnn-playground text="abab" panels="play,loss" autoplay="true"></rnn-playground>
  <script type="module" src="./rnn-playground.js"></script>`;
const around = `<!doctype html><html lang="en"><title>Around</title><link rel="icon" href="data:,">
  <iframe title="page" src="./" width="1200" height="900"></iframe>`;

/** @type {import('playwright-core').Browser} */
let browser;
/** A folder of this test, with a version in each of its folders. @type {string} */
let versions;

/** @param {string | Uint8Array} content @param {'hex' | 'base64'} [form] @returns {string} */
const digest = (content, form = 'hex') => createHash('sha256').update(content).digest(form);

/** The version B of what is in a folder. @param {string} folder */
async function nextVersion(folder) {
  const worker = await readFile(join(folder, 'service-worker.js'), 'utf8');
  const names = (await readdir(join(folder, 'assets'))).filter((name) => worker.includes(`assets/${name}`));
  assert.ok(names.length > 50, `${names.length} files of the page`);
  const renamed = new Map(names.map((name) => [name, name.replace(/\.(\w+)$/, 'B.$1')]));
  const inB = (/** @type {string} */ text) =>
    text.replace(/[\w-]+\.(?:js|wasm|css)\b/g, (name) => renamed.get(name) ?? name);
  const page = inB(await readFile(join(folder, 'index.html'), 'utf8')).replace('<head>', '<head data-version="B">');
  for (const [name, next] of renamed) {
    const path = join(folder, 'assets', next);
    await rename(join(folder, 'assets', name), path);
    if (/js$/.test(name)) await writeFile(path, inB(await readFile(path, 'utf8')));
  }
  await writeFile(join(folder, 'index.html'), page);
  const revised = inB(worker).replace(/revision:`\w+`|revision:"\w+"/, `revision:"${digest(page)}"`);
  assert.ok(revised.includes(digest(page)), 'the revision of index.html is in the service worker');
  const entries = /(url:.(assets\/[^`"']+).,revision:null,integrity:.sha256-)[\w+/=]+/g;
  const whole = revised.replace(
    entries,
    (_, start, name) => start + digest(readFileSync(join(folder, name)), 'base64'),
  );
  assert.equal([...whole.matchAll(entries)].length, names.length);
  await writeFile(join(folder, 'service-worker.js'), whole);
}

/** A site with the page in a folder of it, at version A. @param {Record<string, string>} [documents] beside the page */
async function siteAt(documents = {}) {
  const root = await mkdtemp(join(versions, 'site-'));
  const folder = join(root, FOLDER.slice(0, -1));
  const point = async (/** @type {'A' | 'B'} */ version) => {
    await rm(folder, { force: true });
    await symlink(join(versions, version), folder);
  };
  await cp(join(versions, 'empty'), join(root, 'some'), { recursive: true });
  await point('A');
  const inFolder = Object.fromEntries(Object.entries(documents).map(([name, html]) => [FOLDER + name, html]));
  const server = await serve(inFolder, root);
  return { address: server.address + FOLDER, point, close: server.close };
}

closePagesOfFailedTests();
before(async () => {
  versions = await mkdtemp(join(tmpdir(), 'offline-'));
  await Promise.all([
    cp(dist, join(versions, 'A'), { recursive: true }),
    cp(dist, join(versions, 'B'), { recursive: true }),
    mkdtemp(join(versions, 'empty')).then((path) => rename(path, join(versions, 'empty'))),
  ]);
  await nextVersion(join(versions, 'B'));
  browser = await launch();
});
after(async () => {
  await browser.close();
  await rm(versions, { recursive: true, force: true });
});

/** @param {import('playwright-core').BrowserContextOptions} [options] */
const open = (options) => openPage(browser, { serviceWorkers: 'allow', ...options });

/** Until everything is here, and this page's requests go through the service worker. @param {Page} page */
const untilOffline = (page) =>
  untilAsync(page, async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
  });

/** @param {Page} page */
const versionOf = (page) => page.evaluate(() => document.head.dataset.version ?? 'A');

/** @param {Page} page @param {string} name of a panel */
async function openPanel(page, name) {
  await page.locator('rnn-page-header').getByRole('navigation').getByRole('button', { name, exact: true }).click();
  await page.getByRole('heading', { name, exact: true }).waitFor();
}

test('after one visit everything works without a network, in a folder of a site', async () => {
  const site = await siteAt();
  const { page, done } = await open();
  await page.goto(`${site.address}#language=en`);
  await untilOffline(page);
  await untilStore(page, (store) => store.experiments !== null);
  await page.context().setOffline(true);
  await site.close();

  await page.reload();
  await untilStore(page, (store) => store.opened && store.status?.step > 0);
  for (const panel of LAZY_PANELS) {
    await openPanel(page, translator('en')(`${panel}.heading`));
    await page.locator(`rnn-${panel}-panel`).waitFor();
  }
  for (const language of locales) {
    await page.locator('rnn-page-header select').selectOption(language);
    await page.locator(`rnn-page-header:lang(${language})`).or(page.locator('rnn-page-header')).first().waitFor();
    await page.getByRole('heading', { name: translator(language)('race.heading'), exact: true }).waitFor();
  }
  // Another address of the same page; the worker, the WebAssembly and the first training are without a network, too.
  await page.goto(`${site.address}?from=elsewhere#text=abcabc&autoplay=true`);
  await untilStore(page, (store) => store.text === 'abcabc' && store.status?.step > 0);
  await done();
});

test('every file of the page is kept, and nothing of the first visit waits for that', async () => {
  const site = await siteAt();
  const { page, done } = await open();
  /** @type {string[]} */
  const asked = [];
  page.context().on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      document.querySelector('rnn-playground')?.addEventListener('rnn-ready', () => performance.mark('ready'));
    });
  });
  await page.goto(site.address);
  await untilOffline(page);
  const { kept, times } = await page.evaluate(async () => {
    const keys = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    const script = performance.getEntriesByType('resource').find(({ name }) => /start-offline/.test(name));
    return {
      kept: keys.flat().map(({ url }) => new URL(url).pathname),
      times: [performance.getEntriesByName('ready')[0].startTime, script?.startTime ?? 0],
    };
  });
  assert.ok(times[0] < times[1], `ready after ${times[0]} ms, the service worker asked for after ${times[1]} ms`);
  const worker = await readFile(join(versions, 'A', 'service-worker.js'), 'utf8');
  const files = (await readdir(join(versions, 'A', 'assets'))).filter((name) => worker.includes(`assets/${name}`));
  assert.deepEqual(kept.sort(), [`${FOLDER}index.html`, ...files.map((name) => `${FOLDER}assets/${name}`)].sort());
  // What the page has asked for on its own is all among them.
  const own = asked.filter((path) => path.startsWith(`${FOLDER}assets/`));
  assert.deepEqual(
    own.filter((path) => !kept.includes(path)),
    [],
  );
  await done();
  await site.close();
});

test('a new version while training goes on: said in a sentence, taken by a button, nothing lost; the other tab keeps its own', async () => {
  const site = await siteAt();
  const { page, done } = await open();
  const other = await page.context().newPage();
  await page.goto(`${site.address}#text=one+little+boat&pace=60&autoplay=false&language=en`);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await untilOffline(page);
  await other.goto(`${site.address}#text=two+birds&autoplay=false&language=zh`);
  await untilOffline(other);
  await untilStore(page, (store) => store.training && store.experiments?.step > 0);

  await site.point('B');
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const notice = page.locator('rnn-version-notice');
  await notice.getByText('There is a new version of this page.').waitFor();
  assert.deepEqual([await versionOf(page), await versionOf(other)], ['A', 'A']);
  // Until then everything is of the old version, also what is loaded only now, which the server does not have any more.
  await openPanel(page, translator('en')('race.heading'));
  await page.locator('rnn-race-panel').waitFor();
  await other.locator('rnn-version-notice').getByText('本页有新版本').waitFor();

  await untilKept(page);
  const before = await page.evaluate(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return { step: store.experiments.step, losses: [...store.history.trainingLoss].slice(0, 20) };
  });
  const loaded = page.waitForEvent('load');
  await notice.getByRole('button', { name: 'Reload' }).click();
  await loaded;
  await untilStore(page, (store) => store.training && store.status?.step > 0 && store.experiments !== null);
  assert.equal(await versionOf(page), 'B');
  const now = await page.evaluate(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return { step: store.status.step, text: store.text, losses: [...store.history.trainingLoss].slice(0, 20) };
  });
  assert.ok(now.step >= before.step, `${now.step} after, ${before.step} before`);
  assert.deepEqual([now.text, now.losses], ['one little boat', before.losses]);
  assert.equal(await page.locator('rnn-version-notice').count(), 0);

  // The other tab is as it was, and loads more of its own version under the worker of the new one.
  await openPanel(other, translator('zh')('check.heading'));
  await other.locator('rnn-check-panel').waitFor();
  assert.equal(await versionOf(other), 'A');
  await other.locator('rnn-version-notice').getByRole('button', { name: '以后再说' }).click();
  await other.close();

  // Once it is closed, nothing of the old version stays.
  await page.reload();
  await untilOffline(page);
  await eventually(
    () =>
      page.evaluate(async () => {
        const keys = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
        return keys.flat().filter(({ url }) => !/B\.(js|css|wasm)$/.test(url)).length;
      }),
    1,
    'files kept without a name of the new version: its index.html',
  );
  await page.context().setOffline(true);
  await page.reload();
  await untilStore(page, (store) => store.opened && store.status?.step > 0);
  assert.equal(await versionOf(page), 'B');
  await done();
  await site.close();
});

test('a server that has the new scripts and the old page still: the version is not taken', async () => {
  const old = await readFile(join(versions, 'A', 'index.html'), 'utf8');
  /** @type {Record<string, string>} */
  const documents = {};
  const site = await siteAt(documents);
  const { page, done } = await open();
  await page.goto(`${site.address}#autoplay=false&language=en`);
  await untilOffline(page);
  await site.close();
  const mixed = await siteAt({ 'index.html': old });
  await mixed.point('B');
  const second = await page.context().newPage();
  await second.goto(`${mixed.address}#autoplay=false&language=en`);
  // It is the page of A with the files of B around it: the browser is refused the whole.
  const state = await second.evaluate(async () => {
    const registration = await navigator.serviceWorker.register('./service-worker.js');
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (worker?.state === 'installing')
      await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
    return worker?.state;
  });
  assert.equal(state, 'redundant');
  await second.close();
  await page.close();
  await done().catch(() => {}); // the console tells of files that A does not find there
  await mixed.close();
});

test('a server that answers with a page where it has no such file: nothing is kept of that', async () => {
  const worker = await readFile(join(versions, 'A', 'service-worker.js'), 'utf8');
  const names = (await readdir(join(versions, 'A', 'assets'))).filter((name) => worker.includes(`assets/${name}`));
  const missing = names.find((name) => name.endsWith('.js')) ?? '';
  const empty = '<!doctype html><html lang="en"><title>Empty</title><link rel="icon" href="data:,">';
  const site = await siteAt({ empty, [`assets/${missing}`]: empty });
  const { page, done } = await open();
  await page.goto(`${site.address}empty`);
  const { state, kept } = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register('./service-worker.js');
    const installed = registration.installing ?? registration.waiting ?? registration.active;
    if (installed?.state === 'installing')
      await new Promise((resolve) => installed.addEventListener('statechange', resolve, { once: true }));
    const keys = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return { state: installed?.state, kept: keys.flat().map(({ url }) => url) };
  });
  assert.equal(state, 'redundant');
  assert.ok(!kept.some((url) => url.endsWith(missing)), `${kept}`);
  await page.close();
  await done().catch(() => {}); // the console tells of the file that is another one
  await site.close();
});

test('an article in the page’s folder, the page in a frame and the page in one file have no service worker', async () => {
  const site = await siteAt({ article, around });
  const { page, done } = await open();
  const registrations = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  for (const path of ['article', 'around', 'rnn-playground.html']) {
    await page.goto(`${site.address}${path}`);
    const frame = path === 'around' ? page.frames()[1] : page.mainFrame();
    await frame.waitForFunction(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          ?.status?.step > 0,
    );
    // In the frame the script that would begin it has come, and has not.
    if (path === 'around')
      await frame.waitForFunction(() =>
        performance.getEntriesByType('resource').some(({ name }) => /start-offline/.test(name)),
      );
    assert.equal(await registrations(), 0, path);
  }
  // After a visit to the page itself the article is still answered by the server.
  await page.goto(site.address);
  await untilOffline(page);
  await page.goto(`${site.address}article`);
  assert.equal(await page.title(), 'An article');
  await page.waitForFunction(() => customElements.get('rnn-playground'));
  await done();
  await site.close();
});

test('the page can be installed; its icons are those that its drawings give', async () => {
  const site = await siteAt();
  const { page, done } = await open();
  await page.goto(site.address);
  await untilOffline(page);
  const session = await page.context().newCDPSession(page);
  const { errors, data } = await session.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data ?? '');
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A context of Playwright's is a private window, in which Chromium installs nothing.
  assert.deepEqual(
    installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'),
    [],
  );
  for (const { src, sizes, purpose } of manifest.icons) {
    const svg = purpose === 'maskable' ? 'icon-maskable.svg' : 'icon.svg';
    const difference = await page.evaluate(pixelDifference, [src, svg, Number.parseInt(sizes, 10) || 64]);
    assert.ok(Number(difference) < 0.5, `${src}: ${difference} of 255 a channel from ${svg}`);
  }
  await done();
  await site.close();
});

/** Mean difference of two pictures a channel. @param {(string | number)[]} pictures their addresses, and the size they are drawn in */
async function pixelDifference([first, second, size]) {
  const pixels = await Promise.all(
    [first, second].map(async (address) => {
      const image = new Image();
      image.src = String(address);
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = Number(size);
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      return context.getImageData(0, 0, canvas.width, canvas.height).data;
    }),
  );
  return pixels[0].reduce((sum, value, i) => sum + Math.abs(value - pixels[1][i]), 0) / pixels[0].length;
}
