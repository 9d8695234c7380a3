/** For the tests: the built page, served and with a browser, for as long as a file of tests runs. */
import { after, before } from 'node:test';
import { closePagesOfFailedTests, launch, serve } from './browser.js';

/** @typedef {{browser: import('playwright-core').Browser, address: string}} Site address without a slash at the end */

/**
 * Called at the top of a file of tests; its fields are there once the first test begins.
 * @param {Record<string, string>} [documents] path -> HTML, served beside the page
 * @param {string[]} [args] of the browser
 * @returns {Site}
 */
export function builtPage(documents, args) {
  const site = /** @type {Site} */ ({});
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  closePagesOfFailedTests();
  before(async () => {
    [site.browser, server] = await Promise.all([launch([], args), serve(documents)]);
    site.address = server.address;
  });
  after(async () => {
    await site.browser.close();
    await server.close();
  });
  return site;
}
