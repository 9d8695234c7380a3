// Dependencies point one way: panels, charts → state → engine client → protocol ← worker → session → embind → cpp/rnn.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, normalize } from 'node:path/posix';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';

/**
 * @typedef {object} Rule
 * @property {RegExp} from    files
 * @property {RegExp} never   what they must not import: a path from the root, or a package or header as written
 * @property {string} because
 */

/** Each panel by itself. */
const panelFolders = readdirSync(`${root}/web/panels`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map(({ name }) => name);

/** @type {Rule[]} */
const rules = [
  { from: /^cpp\/rnn\//, never: /emscripten|bindings/, because: 'the engine knows no JavaScript' },
  { from: /^tests\/cpp\//, never: /emscripten|bindings/, because: 'the same tests run natively' },
  {
    from: /^cpp\/toolchain\//,
    never: /^(web|tests)\//,
    because: 'the tool chain knows nothing of what is built with it',
  },
  {
    from: /^web\/(?!scripts\/)/,
    never: /^(cpp|tests|web\/scripts)\//,
    because: 'the page knows no scripts that build it',
  },
  { from: /^web\/scripts\//, never: /^tests\//, because: 'building needs no tests' },
  {
    from: /^web\/(?!engine\/)/,
    never: /^web\/engine\/generated\//,
    because: 'only web/engine/ touches generated code',
  },
  { from: /^web\/text\//, never: /^web\/(?!text\/)/, because: 'text/ knows nothing else' },
  { from: /^web\/i18n\//, never: /^web\/(?!i18n\/)/, because: 'the words know nothing else' },
  {
    from: /^web\/(?!offline\/|main\.js)/,
    never: /^web\/offline\//,
    because: 'only the page itself has a service worker',
  },
  { from: /^web\/theme\//, never: /^web\/(?!theme\/)/, because: 'the theme knows nothing else' },
  { from: /^web\/engine\//, never: /^web\/(?!(engine|text)\/)/, because: 'the engine client knows no page' },
  { from: /^web\/ui\//, never: /^web\/(?!(ui|theme|i18n)\/)/, because: 'ui/ is for any panel, so it knows none' },
  { from: /^web\/charts\//, never: /^web\/(?!(charts|ui|theme|i18n)\/)/, because: 'charts know no engine' },
  {
    from: /^web\/state\//,
    never: /^web\/(?!(state|engine|text|i18n)\/)/,
    because: 'state knows nothing of what shows it',
  },
  {
    from: /^web\/export\//,
    never: /^web\/(?!(export|engine|state|text)\/)/,
    because: 'a file is made without anything that shows it',
  },
  { from: /^web\/(panels|lessons)\//, never: /^web\/element\//, because: 'panels know no element around them' },
  {
    from: /^web\/panels\/shared\//,
    never: /^web\/panels\/(?!shared\/)/,
    because: 'what is shared knows no single panel',
  },
  {
    from: /^web\/panels\/step\/model\//,
    never: /^web\/(?!(panels\/step\/model|engine|theme|i18n)\/)/,
    because: 'what is computed knows nothing of how it is shown',
  },
  {
    from: /^web\/panels\/step\/drawing\//,
    never: /^web\/panels\/step\/view\//,
    because: 'the drawing stands without the view around it',
  },
  ...panelFolders.map((name) => ({
    from: new RegExp(`^web/panels/${name}/`),
    never: new RegExp(`^web/panels/(?!(${name}|shared)/)`),
    because: 'a panel knows no other panel',
  })),
];

const imported = /^\s*#include\s+["<]([^">]+)|(?:\bfrom|\bimport|\bimport\(|new URL\()\s*['"]([^'"]+)['"]/gm;

/** What a file imports: relative paths as paths from the root. @param {string} file @param {string} text */
export function importsOf(file, text) {
  return [...text.matchAll(imported)].map(([, header, module]) => {
    const name = header ?? module;
    return name.startsWith('.') ? normalize(`${dirname(file)}/${name}`) : name;
  });
}

/**
 * Whether a file imports the engine's WebAssembly module, directly or through others.
 * @param {string} file relative to the root @returns {boolean}
 */
export function reachesEngine(file) {
  const seen = new Set([file]);
  for (const path of seen) {
    if (path.startsWith('web/engine/generated/')) return true;
    if (!/\.m?js$/.test(path) || !existsSync(`${root}/${path}`)) continue;
    // Types are imported in comments, and nothing is loaded for them.
    const code = readFileSync(`${root}/${path}`, 'utf8').replace(/\/\*.*?\*\//gs, '');
    for (const name of importsOf(path, code)) seen.add(name);
  }
  return false;
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
