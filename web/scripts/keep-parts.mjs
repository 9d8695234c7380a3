// `node web/scripts/keep-parts.mjs SITE [FOLDER]`: before the built folder (dist) takes the place of what is published at SITE (an
// address, or a folder), it gets the parts of the earlier builds that are published there. Their names say what is in them, so that no
// two builds have different files of one name. Whoever still has an older page or an older rnn-playground.js, in a cache or in an open
// tab, then finds what these ask for. A part goes three months after the build that it belonged to has been replaced.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from '../../cpp/toolchain/paths.mjs';

const LIST = 'parts.json';
const PARTS = 'assets';
const KEPT_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

/** @typedef {Record<string, string | null>} Parts path -> the day on which its build was replaced; null: it belongs to the latest */

/** @param {URL} address @returns {Promise<Buffer | null>} null: there is no such file */
async function read(address) {
  if (address.protocol === 'file:') return existsSync(address) ? readFile(address) : null;
  const answer = await fetch(address, { cache: 'no-store' });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** @param {string} path of a list that anybody could have written @returns {boolean} */
const isPart = (path) => /^assets\/\w[\w.-]*$/.test(path);

/**
 * @param {URL} site ends with a slash
 * @param {string} folder the new build
 * @param {Date} [now]
 * @returns {Promise<string[]>} the parts that were added
 */
export async function keepParts(site, folder, now = new Date()) {
  const today = now.toISOString().slice(0, 10);
  const names = await readdir(join(folder, PARTS));
  /** @type {Parts} */
  const parts = Object.fromEntries(names.map((name) => [`${PARTS}/${name}`, null]));
  const list = await read(new URL(LIST, site));
  /** @type {Parts} */
  const before = list ? JSON.parse(list.toString()) : {};
  const added = [];
  for (const [path, replaced] of Object.entries(before)) {
    if (path in parts || !isPart(path)) continue;
    const since = replaced ?? today;
    const age = Number(now) - Date.parse(since);
    if (Number.isNaN(age) || age > KEPT_DAYS * DAY_MS) continue;
    const bytes = await read(new URL(path, site));
    if (!bytes) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
    parts[path] = since;
    added.push(path);
  }
  await writeFile(join(folder, LIST), `${JSON.stringify(parts, null, 1)}\n`);
  return added;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [, , place, folder = join(root, 'dist')] = argv;
  if (!place)
    throw new Error('Say where the site is: `node web/scripts/keep-parts.mjs https://site.example/playground/`.');
  const site = /^https?:/.test(place) ? new URL(place) : pathToFileURL(`${resolve(place)}/`);
  if (!site.pathname.endsWith('/')) site.pathname += '/';
  const added = await keepParts(site, resolve(folder));
  console.log(`${added.length} parts of earlier builds are kept.`);
}
