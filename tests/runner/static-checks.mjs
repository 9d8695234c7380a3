// Checks that run nothing: lay-out, lint, types, and which part may depend on which.
import { existsSync, readFileSync } from 'node:fs';
import { findClangFormat, howToInstallClangFormat } from '../../cpp/toolchain/clang-format.mjs';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';
import { thisSystem } from '../../cpp/toolchain/system.mjs';
import { configure, engine } from '../../web/scripts/build.mjs';
import { npmProgram } from '../../web/scripts/npm-packages.mjs';
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

/** A program of an npm package. @param {string} name of the package @param {string} program @param {string[]} args */
const npmComplaints = (name, program, args) => complaints(process.execPath, [npmProgram(name, program), ...args]);

/** Why a check was not run. */
class NotRun extends Error {}

function cppLayout() {
  const system = thisSystem();
  const clangFormat = findClangFormat(system);
  if (!clangFormat) throw new NotRun(`The lay-out of the C++ is not checked. ${howToInstallClangFormat(system)}`);
  return complaints(clangFormat, ['--dry-run', '-Werror', ...cppFiles(/\.(h|cpp)$/)]);
}

/** The engine's build writes the types of its module, on which those of the page rest. */
function types() {
  if (engine.results.some((path) => !existsSync(`${root}/${path}`)))
    throw new NotRun('The types are not checked, since the engine is not built: `npm run build` does that.');
  return npmComplaints('typescript', 'tsc', ['--project', '.', '--pretty', 'false']);
}

/** The pages of documentation and the types that are made of tables, comments and types. */
async function staleDocuments() {
  const { documents } = await import('../../web/scripts/docs.mjs');
  const stale = documents.filter(({ file, text }) => readFileSync(file, 'utf8') !== text());
  return stale.map(({ file }) => `${file} is not what it is made of: \`npm run docs\` writes it anew.`).join('\n');
}

/** CSS of an element inline, up to this; more stands in `<element>-styles.js` beside it. */
const MAX_INLINE_CSS_LINES = 70;

const longInlineStyles = () =>
  filesBelow('web', (path) => /\.js$/.test(path) && !/-styles\.js$|^web\/theme\//.test(path))
    .filter((path) => {
      const blocks = readFileSync(`${root}/${path}`, 'utf8').match(/css`[^`]*`/g) ?? [];
      return blocks.join('\n').split('\n').length > MAX_INLINE_CSS_LINES + 2 * blocks.length;
    })
    .map((path) => `${path} has more than ${MAX_INLINE_CSS_LINES} lines of CSS: move them to a file …-styles.js.`);

/** A content security policy without 'unsafe-inline' ignores them. */
const styleAttributes = () =>
  filesBelow('web', (path) => /\.(js|html)$/.test(path))
    .filter((path) => {
      const text = readFileSync(`${root}/${path}`, 'utf8');
      return (
        /<style\b|\sstyle=["'$]|\bstyleMap\(/.test(text) &&
        (path.endsWith('.html') || /^import .* from 'lit/m.test(text))
      );
    })
    .map(
      (path) => `${path} has a style attribute or a <style> in a template: write \${styled({…})}, of web/ui/styled.js.`,
    );

/** @type {(() => string | Promise<string>)[]} */
const checks = [
  cppLayout,
  // Only the names of files that are laid out otherwise: `npm run format` does the rest.
  () => npmComplaints('@biomejs/biome', 'biome', ['format', '--reporter=summary', '--colors=off', '.']),
  () => npmComplaints('@biomejs/biome', 'biome', ['lint', '--error-on-warnings', '--colors=off', '.']),
  types,
  () => forbiddenDependencies().join('\n'),
  () => longInlineStyles().join('\n'),
  () => styleAttributes().join('\n'),
  lockFileAddresses,
  staleDocuments,
];

/** @returns {Promise<Result>} */
export async function runStaticChecks() {
  /** @type {string[]} */
  const notRun = [];
  const found = await Promise.all(
    checks.map(async (check) => {
      try {
        return await check();
      } catch (error) {
        if (!(error instanceof NotRun)) throw error;
        notRun.push(error.message);
        return '';
      }
    }),
  );
  const wrong = found.filter(Boolean);
  return {
    passed: checks.length - wrong.length - notRun.length,
    failed: wrong.length,
    notRun: notRun.length,
    notes: notRun,
    details: wrong.join('\n\n'),
  };
}

/**
 * One test for each source file; slow, since each includes Eigen.
 * @param {(line: string) => void} report @returns {Promise<Result>}
 */
export async function runTidy(report) {
  if (!existsSync(`${root}/build/native/compile_commands.json`)) await configure('native');
  const sources = cppFiles(/^cpp\/rnn\/.*\.cpp$/);
  const wrong = [];
  for (const source of sources) {
    report(source);
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
