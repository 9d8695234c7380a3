// Whether the sources of something built have changed: a hash of their names and contents, kept beside the result.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

/**
 * All files at or below a path of the project, sorted; none if there is nothing.
 * @param {string} path relative to the root @param {(path: string) => boolean} [wanted] @returns {string[]}
 */
export function filesBelow(path, wanted = () => true) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return wanted(path) ? [path] : [];
  return readdirSync(absolute, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(`${path}/${entry.name}`, wanted));
}

/** @param {string[]} paths files and folders relative to the root */
function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesBelow(path))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @typedef {object} Built
 * @property {string} stamp       file that keeps the fingerprint, relative to the root
 * @property {string[]} sources
 * @property {string[]} results   files that must be there
 */

/** @param {Built} built */
export function isCurrent({ stamp, sources, results }) {
  const path = join(root, stamp);
  if (!existsSync(path) || !results.every((result) => existsSync(join(root, result)))) return false;
  return readFileSync(path, 'utf8') === fingerprint(sources);
}

/** Builds, and remembers of which sources: as they were before, so that a change in the meantime counts as one.
 * @param {Built} built @param {() => Promise<void>} build */
export async function buildAndStamp({ stamp, sources }, build) {
  const before = fingerprint(sources);
  await build();
  const path = join(root, stamp);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, before);
}
