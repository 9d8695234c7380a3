// Dependencies point one way: panels, charts → state → engine client → protocol ← worker → session → embind → cpp/rnn.
import { readFileSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';

/**
 * @typedef {object} Rule
 * @property {RegExp} from    files
 * @property {RegExp} never   what they must not import: a path from the root, or a package or header as written
 * @property {string} because
 */

/** @type {Rule[]} */
const rules = [
  { from: /^cpp\/rnn\//, never: /emscripten|bindings/, because: 'the engine knows no JavaScript' },
  { from: /^tests\/cpp\//, never: /emscripten|bindings/, because: 'the same tests run natively' },
  {
    from: /^web\/(?!engine\/)/,
    never: /^web\/engine\/generated\//,
    because: 'only web/engine/ touches generated code',
  },
  { from: /^web\/charts\//, never: /^web\/(engine|state|panels|element)\//, because: 'charts know no engine' },
  { from: /^web\/text\//, never: /^web\/(?!text\/)/, because: 'text/ knows nothing else' },
  {
    from: /^web\/engine\//,
    never: /^web\/(state|panels|charts|element|lessons)\//,
    because: 'the engine client knows no page',
  },
  { from: /^web\/state\//, never: /^web\/(panels|charts|element|lessons)\//, because: 'state knows no panels' },
  { from: /^web\/panels\//, never: /^web\/element\//, because: 'panels know no element around them' },
];

const imported = /^\s*#include\s+["<]([^">]+)|(?:\bfrom|\bimport|\bimport\(|new URL\()\s*['"]([^'"]+)['"]/gm;

/** What a file imports: relative paths as paths from the root. @param {string} file @param {string} text */
export function importsOf(file, text) {
  return [...text.matchAll(imported)].map(([, header, module]) => {
    const name = header ?? module;
    return name.startsWith('.') ? normalize(`${dirname(file)}/${name}`) : name;
  });
}

/** @returns {string[]} one sentence for each forbidden import */
export function forbiddenDependencies() {
  const files = ['cpp', 'tests', 'web'].flatMap((folder) =>
    filesBelow(folder, (path) => /\.(h|cpp|m?js)$/.test(path) && !path.startsWith('web/engine/generated/')),
  );
  return files.flatMap((file) => {
    const imports = importsOf(file, readFileSync(`${root}/${file}`, 'utf8'));
    return rules
      .filter(({ from }) => from.test(file))
      .flatMap(({ never, because }) =>
        imports.filter((name) => never.test(name)).map((name) => `${file} imports ${name}, but ${because}.`),
      );
  });
}
