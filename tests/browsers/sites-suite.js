/** The element on sites of every kind: it learns, and nothing is complained of. The same is asked of Chromium in tests/page/policies.test.js. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hasLearned } from '../page/host-checks.js';
import { documentedPolicy, trainingArticle, withHelpers } from '../page/host-pages.js';
import { eventually } from '../page/panel-helpers.js';
import { watchedSite } from './watched.js';

/** @typedef {import('./page.js').Page} Page @typedef {Awaited<ReturnType<typeof watchedSite>>} Server */

const anySite = () => ({ 'access-control-allow-origin': '*' });

/**
 * What responses say, given the site of the element's files.
 * @type {Record<string, { elsewhere?: boolean, headersFor: (scripts: string) => Promise<(path: string) => Record<string, string> | undefined> }>}
 */
const hosts = {
  'under the policy for files on its own site': {
    headersFor: async () => {
      const policy = await documentedPolicy('On your own site');
      return () => ({ 'content-security-policy': policy });
    },
  },
  'under the policy for files on another site': {
    elsewhere: true,
    headersFor: async (scripts) => {
      const policy = await documentedPolicy('From another site', scripts);
      return () => ({ 'content-security-policy': policy });
    },
  },
  'in a page isolated from other sites, with files of another one': {
    elsewhere: true,
    headersFor: async () => () => ({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    }),
  },
  'from a server that does not know the type of WebAssembly': {
    headersFor: async () => (path) =>
      path.endsWith('.wasm') ? { 'content-type': 'application/octet-stream' } : undefined,
  },
};

/** @param {string} address of a document with the element in a frame */
const around = (address) => `<!doctype html><html lang="en"><title>Around</title>
  <iframe title="article" src="${address}" width="1000" height="800"></iframe>`;

/** @param {string} name of the browser @param {() => Page} page */
export function testSites(name, page) {
  /** @type {Server} */
  let scripts;
  /** The worker's script has been asked for so often. */
  let workersAsked = 0;
  const counting = (/** @type {string} */ path) => {
    if (/\/worker[^/]*\.js$/.test(path)) workersAsked += 1;
  };
  before(async () => {
    const headers = (/** @type {string} */ path) => {
      counting(path);
      return anySite();
    };
    scripts = await watchedSite({ '/article': trainingArticle('') }, { headers });
  });
  after(() => scripts.close());

  for (const [where, { elsewhere, headersFor }] of Object.entries(hosts)) {
    test(`${name}: it learns ${where}, and nothing is complained of`, async (context) => {
      const files = elsewhere ? scripts.address : '';
      const headers = await headersFor(files);
      const site = await watchedSite({ '/article': trainingArticle(files) }, { headers, scripts: files });
      context.after(() => site.close());
      await page().show(`${site.address}/article`);
      await page().until(hasLearned);
      assert.deepEqual([await page().pageErrors(), site.posts], [[], []]);
      if (where.includes('isolated')) assert.equal(await page().evaluate(() => crossOriginIsolated), true);
    });
  }

  for (const [where, heading] of /** @type {const} */ ([
    ['its own site', 'On your own site'],
    ['another site', 'From another site'],
  ]))
    test(`${name}: under the policy for files on ${where} workers help the first, and nothing is complained of`, async (context) => {
      const files = where === 'another site' ? scripts.address : '';
      const policy = await documentedPolicy(heading, files);
      const site = await watchedSite(
        { '/article': trainingArticle(files, withHelpers) },
        {
          headers: (path) => {
            counting(path);
            return { 'content-security-policy': policy };
          },
          scripts: files,
        },
      );
      context.after(() => site.close());
      workersAsked = 0;
      await page().show(`${site.address}/article`);
      await page().until(hasLearned);
      await eventually(async () => workersAsked, 3, 'a worker and two that help it');
      assert.deepEqual([await page().pageErrors(), site.posts], [[], []]);
    });

  test(`${name}: it learns in a frame of another site to which the browser gives no storage`, async (context) => {
    // Another name of this machine is another site: to a reader's browser 127.0.0.1 with another port is the same one.
    const address = `${scripts.address.replace('127.0.0.1', 'localhost')}/embed.html#text=abab&autoplay=true&keep=chapter-1`;
    const site = await watchedSite({ '/around': around(address) });
    context.after(() => site.close());
    await page().show(`${site.address}/around`, { frame: true });
    await page().until(hasLearned);
    const storage = await page().evaluate(() => {
      try {
        return `there are ${localStorage.length} items`;
      } catch (error) {
        return /** @type {Error} */ (error).name;
      }
    });
    assert.equal(storage, 'SecurityError');
    assert.deepEqual(await page().pageErrors(), []);
  });
}
