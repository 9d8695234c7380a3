// Reads apt's sources to learn where this system gets Debian from.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Source
 * @property {string[]} uris
 * @property {string[]} suites
 * @property {string[]} components
 * @property {string} signedBy   a path or a whole key, indented as in a .sources file; empty if apt's default
 */

/** @param {string} text of a .sources file @returns {Source[]} */
export function parseDeb822(text) {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    /** @type {Record<string, string>} */
    const fields = {};
    let name = '';
    for (const line of paragraph.split('\n').filter((line) => !line.startsWith('#'))) {
      const [, key, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
      if (key) name = key.toLowerCase();
      if (name) fields[name] = key ? value : `${fields[name]}\n${line}`;
    }
    /** @param {string} key */
    const words = (key) => (fields[key] ?? '').split(/\s+/).filter(Boolean);
    if (!words('types').includes('deb') || words('enabled')[0] === 'no') return [];
    const source = { uris: words('uris'), suites: words('suites'), components: words('components') };
    return [{ ...source, signedBy: fields['signed-by']?.trimEnd() ?? '' }];
  });
}

/** @param {string} text of a .list file @returns {Source[]} */
export function parseList(text) {
  return text.split('\n').flatMap((line) => {
    const [, options = '', uri, suite, components] =
      /^\s*deb\s+(?:\[(.*?)\]\s+)?(\S+)\s+(\S+)\s+([^#]*)/.exec(line) ?? [];
    if (!uri) return [];
    const signedBy = /signed-by=(\S+)/.exec(options)?.[1] ?? '';
    return [{ uris: [uri], suites: [suite], components: components.trim().split(/\s+/), signedBy }];
  });
}

const debianRelease = /^(bullseye|bookworm|trixie|forky|sid|oldstable|stable|testing|unstable)$/;

/** The source of Debian's own packages, if this system has one. @param {string} [etc] @returns {Source | undefined} */
export function findDebianSource(etc = '/etc/apt') {
  const folder = `${etc}/sources.list.d`;
  const parts = existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : [];
  return [`${etc}/sources.list`, ...parts.sort()]
    .filter((path) => /\.(list|sources)$/.test(path) && existsSync(path))
    .flatMap((path) => (path.endsWith('.sources') ? parseDeb822 : parseList)(readFileSync(path, 'utf8')))
    .find(({ suites, components }) => components.includes('main') && suites.some((suite) => debianRelease.test(suite)));
}
