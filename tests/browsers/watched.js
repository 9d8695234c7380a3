/** Sites for tests in every browser, of which each document keeps account of what goes wrong in it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dist, serve } from '../page/server.js';
import { collectTroubles } from './in-page.js';

/** A file of its own, since a policy may forbid scripts in the document. */
const TROUBLES = '/troubles.js';

/** @param {string} html @param {string} scripts site of the file */
const watched = (html, scripts) =>
  html.replace('<title>', () => `<script crossorigin src="${scripts}${TROUBLES}"></script><title>`);

/**
 * @param {Record<string, string>} documents by path
 * @param {{ headers?: (path: string) => Record<string, string> | undefined, scripts?: string }} [options] scripts: the site of the
 *   element's files, where that is another one
 */
export async function watchedSite(documents, { headers, scripts = '' } = {}) {
  const pages = ['/index.html', '/embed.html'];
  const built = await Promise.all(pages.map(async (path) => [path, await readFile(join(dist, path), 'utf8')]));
  const all = Object.fromEntries(
    Object.entries({ ...Object.fromEntries(built), ...documents }).map(([path, html]) => [
      path,
      watched(html, scripts),
    ]),
  );
  all['/'] ??= all['/index.html'];
  all[TROUBLES] = `(${collectTroubles})()`;
  return serve(all, dist, headers);
}
