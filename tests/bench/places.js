/** Where measurements are made: in this process, or in a page in Chromium. */
import { readdirSync } from 'node:fs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { launch, openPage } from '../page/browser.js';
import { serve } from '../page/server.js';
import { measurements } from './measure.js';

/**
 * @typedef {typeof measurements} Measurements
 * @typedef {object} Place
 * @property {string} name          with its version
 * @property {Measurements} measure
 * @property {string} [workerUrl]   of the built page, where the sources are more files than a reader loads
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Place>} */
export const inNode = async () => ({
  name: `Node ${process.versions.node} (V8 ${process.versions.v8.split('-')[0]})`,
  measure: measurements,
  close: async () => {},
});

const DOCUMENT = '<!doctype html><html lang="en"><title>Benchmark</title><link rel="icon" href="data:,">';

/** @returns {Promise<Place>} */
export async function inChromium() {
  const [browser, server] = await Promise.all([launch(), serve({ '/bench': DOCUMENT }, root)]);
  const { page, done } = await openPage(browser);
  await page.goto(`${server.address}/bench`);
  const module = await page.evaluateHandle(() => {
    const address = '/tests/bench/measure.js'; // a file of this server's: TypeScript is not to look for it
    return import(address);
  });
  /** @param {string} name @returns {(...args: unknown[]) => Promise<any>} */
  const remote =
    (name) =>
    (...args) =>
      module.evaluate(({ measurements }, call) => measurements[call.name](...call.args), { name, args });
  const worker = readdirSync(`${root}/dist/assets`).find((file) => /^worker-.*\.js$/.test(file));
  return {
    name: `Chromium ${browser.version()}`,
    measure: /** @type {Measurements} */ (
      Object.fromEntries(Object.keys(measurements).map((name) => [name, remote(name)]))
    ),
    workerUrl: worker && `${server.address}/dist/assets/${worker}`,
    close: async () => {
      await done();
      await Promise.all([browser.close(), server.close()]);
    },
  };
}
