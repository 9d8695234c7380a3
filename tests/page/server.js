/** A server for the built page, of this machine only. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built page; another build of it, to be looked at, by the variable DIST. */
export const dist = process.env.DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));

const types = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
});

/**
 * Serves the built page, and documents a test makes up, from this machine only.
 * @param {Record<string, string>} [documents] path -> HTML
 * @param {string} [folder] another one than the built page
 * @param {(path: string) => Record<string, string> | undefined} [headers] of a response, besides its type or in that one's place; a
 *   path for which it throws is not found
 * @returns {Promise<{address: string, posts: string[], close: () => Promise<void>}>} address without a slash at the end;
 *   posts: what browsers have posted to it, such as reports of violations of a policy
 */
export async function serve(documents = {}, folder = dist, headers = () => undefined) {
  /** @type {string[]} */
  const posts = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (request.method === 'POST') {
      posts.push((await request.toArray()).join(''));
      return response.writeHead(204).end();
    }
    try {
      const file = path.endsWith('/') ? `${path}index.html` : path;
      const body = documents[path] ?? (await readFile(join(folder, normalize(file))));
      const type = types[extname(file)] ?? 'text/html; charset=utf-8';
      response.writeHead(200, { 'content-type': type, ...headers(path) }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    posts,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
