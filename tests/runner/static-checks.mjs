// Checks that run nothing: lay-out, lint, types, and which part may depend on which.
import { existsSync, readFileSync } from 'node:fs';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run, which } from '../../cpp/toolchain/process.mjs';
import { configure } from '../../web/scripts/build.mjs';
import { installPackages } from '../../cpp/toolchain/system-packages.mjs';
import { forbiddenDependencies } from './dependencies.mjs';

/** @typedef {import('./suites.mjs').Result} Result */

/** @param {RegExp} name */
const cppFiles = (name) => ['cpp', 'tests'].flatMap((folder) => filesBelow(folder, (path) => name.test(path)));

const longestComplaint = 60;

/** @param {string} command @param {string[]} args @returns {Promise<string>} what is wrong, or nothing */
async function complaints(command, args) {
  const { code, output } = await run(command, args, { timeLimit: 900 });
  if (code === 0) return '';
  const lines = output.trimEnd().split('\n');
  const more = lines.length > longestComplaint ? [`(${lines.length - longestComplaint} more lines)`] : [];
  return [`$ ${command} ${args[0]} …`, ...lines.slice(0, longestComplaint), ...more].join('\n');
}

/** npm writes the address of whoever's registry it used, unless told not to. */
const lockFileAddresses = () =>
  readFileSync(`${root}/package-lock.json`, 'utf8').includes('"resolved"')
    ? 'package-lock.json names download addresses: run `npm install --omit-lockfile-registry-resolved`.'
    : '';

/** CSS of an element inline, up to this; more stands in `<element>-styles.js` beside it. */
const MAX_INLINE_CSS_LINES = 70;

const longInlineStyles = () =>
  filesBelow('web', (path) => /\.js$/.test(path) && !/-styles\.js$|^web\/theme\//.test(path))
    .filter((path) => {
      const blocks = readFileSync(`${root}/${path}`, 'utf8').match(/css`[^`]*`/g) ?? [];
      return blocks.join('\n').split('\n').length > MAX_INLINE_CSS_LINES + 2 * blocks.length;
    })
    .map((path) => `${path} has more than ${MAX_INLINE_CSS_LINES} lines of CSS: move them to a file …-styles.js.`);

/** @type {(() => string | Promise<string>)[]} */
const checks = [
  () => complaints('clang-format-19', ['--dry-run', '-Werror', ...cppFiles(/\.(h|cpp)$/)]),
  // Only the names of files that are laid out otherwise: `npm run format` does the rest.
  () => complaints('node_modules/.bin/biome', ['format', '--reporter=summary', '--colors=off', '.']),
  () => complaints('node_modules/.bin/biome', ['lint', '--error-on-warnings', '--colors=off', '.']),
  () => complaints('node_modules/.bin/tsc', ['--project', '.', '--pretty', 'false']),
  () => forbiddenDependencies().join('\n'),
  () => longInlineStyles().join('\n'),
  lockFileAddresses,
];

/** @returns {Promise<Result>} */
export async function runStaticChecks() {
  const wrong = (await Promise.all(checks.map((check) => check()))).filter(Boolean);
  return { passed: checks.length - wrong.length, failed: wrong.length, details: wrong.join('\n\n') };
}

/** One test for each source file; slow, since each includes Eigen. @returns {Promise<Result>} */
export async function runTidy() {
  if (!which('clang-tidy-19')) await installPackages(['clang-tidy-19']);
  if (!existsSync(`${root}/build/native/compile_commands.json`)) await configure('native');
  const sources = cppFiles(/^cpp\/rnn\/.*\.cpp$/);
  const wrong = [];
  for (const source of sources) {
    const complaint = await complaints('clang-tidy-19', [
      '-p',
      'build/native',
      '--quiet',
      '--extra-arg=-Wno-unknown-warning-option',
      source,
    ]);
    if (complaint) wrong.push(complaint);
  }
  return { passed: sources.length - wrong.length, failed: wrong.length, details: wrong.join('\n\n') };
}
