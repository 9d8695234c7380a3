/**
 * The element on sites of every kind: with the content security policies of .github/HOSTING.md, with its files on another site,
 * isolated, in a sandboxed frame, from a server that does not know the type of WebAssembly. It learns, and the browser has no complaint.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closePagesOfFailedTests, launch } from './browser.js';
import { hasLearned } from './host-checks.js';
import { documentedPolicy, trainingArticle, withHelpers } from './host-pages.js';
import { eventually } from './panel-helpers.js';
import { serve } from './server.js';

/** @typedef {Awaited<ReturnType<typeof serve>>} Server @typedef {import('playwright-core').Page} Page @typedef {import('playwright-core').Frame} Frame */

/** Servers, each with what it answers. @type {Server[]} */
const servers = [];
/** @type {import('playwright-core').Browser} */
let browser;
/** Another site with the element's files, which any site may use. @type {Server} */
let scripts;

/** @param {Record<string, string>} documents @param {(path: string) => Record<string, string> | undefined} [headers] */
async function serving(documents, headers) {
  const server = await serve(documents, undefined, headers);
  servers.push(server);
  return server;
}

closePagesOfFailedTests();
before(async () => {
  browser = await launch();
  scripts = await serving({}, () => ({ 'access-control-allow-origin': '*' }));
});
after(async () => {
  await browser.close();
  await Promise.all(servers.map((server) => server.close()));
});

/** A page on which whatever the browser says fails the test. @param {string} address @param {(page: Page) => Promise<unknown>} use */
async function withoutComplaint(address, use) {
  const context = await browser.newContext({
    ...{ locale: 'en-US', viewport: { width: 1280, height: 900 } },
    serviceWorkers: 'allow',
  });
  const page = await context.newPage();
  /** @type {string[]} */
  const said = [];
  page.on('pageerror', (error) => said.push(`uncaught: ${error}`));
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  await context.exposeFunction('violated', (/** @type {string} */ what) => said.push(`violation: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      /** @type {any} */ (window).violated(`${violatedDirective} ${blockedURI} ${sample}`),
    );
  });
  try {
    await page.goto(address);
    await use(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(said, []);
}

/** Waits until the element there has learned something. @param {Page | Frame} place */
const untilLearning = (place) => place.waitForFunction(hasLearned);

/** Every place of the page, one after the other. @param {Page} page @param {string[]} names of panels */
async function openPanels(page, names) {
  for (const name of names) {
    await page.locator('rnn-page-header').getByRole('navigation').getByRole('button', { name, exact: true }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
  }
}

test('the page under the policy for its own site: every panel, and the matrices have their colors', async () => {
  const policy = await documentedPolicy('On your own site');
  const site = await serving({}, () => ({ 'content-security-policy': policy }));
  await withoutComplaint(`${site.address}/#language=en`, async (page) => {
    await untilLearning(page);
    const names = ['Hidden states', 'Memory', 'Gradient flow', 'Weights and gradients', 'Gradient check', 'Race'];
    await openPanels(page, [...names, 'Step through']);
    const cells = page.locator('rnn-step-stage rnn-matrix td:not(:empty)');
    await cells.first().waitFor();
    const colors = await cells.evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
    assert.ok(colors.length > 10 && colors.every((color) => color !== 'rgba(0, 0, 0, 0)'), `${new Set(colors).size}`);
    const widths = await page
      .locator('rnn-step-transport')
      .getByRole('slider')
      .first()
      .evaluate((slider) => [...slider.querySelectorAll('.group')].map((group) => group.getBoundingClientRect().width));
    assert.ok(widths.length > 4 && widths.every((width) => width > 0));
  });
  assert.deepEqual(site.posts, []);
});

/** Waits until the worker has others beside it. */
async function untilHelped() {
  const session = await browser.newBrowserCDPSession();
  const workers = async () => {
    const { targetInfos } = await session.send('Target.getTargets');
    return targetInfos.filter(({ type }) => type === 'worker').length;
  };
  await eventually(workers, 3, 'a worker and two that help it');
  await session.detach();
}

for (const [where, heading] of /** @type {const} */ ([
  ['its own site', 'On your own site'],
  ['another site', 'From another site'],
])) {
  test(`an article under the policy for files on ${where}, with workers that help the first`, async () => {
    const from = where === 'another site' ? scripts.address : '';
    const policy = await documentedPolicy(heading, from);
    const site = await serving({ '/article': trainingArticle(from, withHelpers) }, () => ({
      'content-security-policy': policy,
    }));
    await withoutComplaint(`${site.address}/article`, async (page) => {
      await untilLearning(page);
      await untilHelped();
    });
    assert.deepEqual(site.posts, []);
  });
}

test('a page isolated from other sites, with files of another one', async () => {
  const site = await serving({ '/article': trainingArticle(scripts.address) }, () => ({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  }));
  await withoutComplaint(`${site.address}/article`, async (page) => {
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    await untilLearning(page);
  });
});

test('a sandboxed frame without an origin, on the site of the files and on another', async () => {
  const cors = () => ({ 'access-control-allow-origin': '*' });
  const own = await serving({ '/article': trainingArticle('') }, cors);
  const frames = await serving({
    '/frames': `<!doctype html><title>Frames</title><link rel="icon" href="data:,">
      <iframe sandbox="allow-scripts" src="${own.address}/article" width="1000" height="800"></iframe>
      <iframe sandbox="allow-scripts" srcdoc="${trainingArticle(scripts.address).replaceAll('"', '&quot;')}" width="1000" height="800"></iframe>`,
  });
  await withoutComplaint(`${frames.address}/frames`, async (page) => {
    for (const frame of page.frames().slice(1)) {
      await (await frame.frameElement()).scrollIntoViewIfNeeded();
      await frame.locator('rnn-playground').waitFor();
      assert.equal(await frame.evaluate(() => self.origin), 'null');
      await untilLearning(frame);
    }
    assert.equal(page.frames().length, 3);
  });
});

test('a server that does not know the type of WebAssembly', async () => {
  const site = await serving({ '/article': trainingArticle('') }, (path) =>
    path.endsWith('.wasm') ? { 'content-type': 'application/octet-stream' } : undefined,
  );
  await withoutComplaint(`${site.address}/article`, untilLearning);
});

test('where only workers of blobs are allowed, the second way of starting one is taken', async () => {
  const scriptFrom = `script-src 'self' 'wasm-unsafe-eval';`;
  const site = await serving({ '/article': trainingArticle('') }, (path) =>
    path === '/article' ? { 'content-security-policy': `${scriptFrom} worker-src blob:` } : undefined,
  );
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.address}/article`);
  await untilLearning(page);
  await context.close();
});

test('eight elements: the WebAssembly is asked for once, also by their workers', async () => {
  const element = '<rnn-playground autoplay="true" panels="predictions"></rnn-playground>';
  const site = await serving({
    '/many': trainingArticle('').replace(/<body>.*<\/body>/, `<body>${element.repeat(8)}</body>`),
  });
  const context = await browser.newContext({ viewport: { width: 1000, height: 4000 } });
  const page = await context.newPage();
  let asked = 0;
  await context.route('**/*.wasm', (route) => {
    asked++;
    return route.continue();
  });
  await page.goto(`${site.address}/many`);
  await page.waitForFunction(() =>
    [...document.querySelectorAll('rnn-playground')].every((one) => /** @type {any} */ (one).status?.epoch > 2),
  );
  await context.close();
  assert.equal(asked, 1);
});
