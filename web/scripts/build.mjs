// Builds the WebAssembly module and the page, each only if its sources changed. `npm run build`, and part of `npm start`.
import { existsSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { findEmscripten } from '../../cpp/toolchain/emscripten.mjs';
import { buildAndStamp, isCurrent } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';
import { runMain, runSteps, SetupError } from '../../cpp/toolchain/steps.mjs';
import { npmProgram } from './npm-packages.mjs';
import { setupSteps } from './setup.mjs';

/** @typedef {import('../../cpp/toolchain/steps.mjs').Step} Step */

export const engine = {
  stamp: 'build/stamps/engine',
  sources: [
    'CMakeLists.txt',
    'CMakePresets.json',
    'cpp/rnn',
    'cpp/bindings',
    'cpp/toolchain/cmake',
    'cpp/toolchain/emscripten.mjs',
    'web/scripts/minify.mjs',
  ],
  results: ['engine.js', 'engine.wasm', 'engine-relaxed.wasm', 'engine.d.ts'].map(
    (name) => `web/engine/generated/${name}`,
  ),
};

const page = {
  stamp: 'build/stamps/page',
  sources: ['web', 'package-lock.json'],
  results: ['dist/index.html', 'dist/rnn-playground.html', 'lib/engine.js'],
};

/** What ninja says of every file that compiled well would hide the error. @param {string} output */
const withoutProgress = (output) => output.replace(/^\[\d+\/\d+\] .*\n(?!FAILED)/gm, '');

/** The last line that says something, cut to fit. @param {string} text */
const lastLine = (text) => text.trimEnd().split('\n').at(-1)?.slice(0, 100) ?? '';

/**
 * Runs one program of a build; if it fails, its own words are the explanation.
 * @param {string} what @param {string} command @param {string[]} args
 * @param {(detail: string) => void} [report] hears how far it is
 */
export async function mustRun(what, command, args, report) {
  const { code, output } = await run(command, args, { onOutput: (text) => report?.(lastLine(text)) });
  if (code !== 0)
    throw new SetupError(`${what} failed:\n${withoutProgress(output).trimEnd().split('\n').slice(-60).join('\n')}`);
}

/**
 * Configures a CMake preset; a folder configured with another generator or moved is started anew.
 * @param {string} preset @param {string[]} [options]
 */
export async function configure(preset, options = []) {
  // Warnings stop the build only of the compiler they were looked at with.
  const foreign = preset === 'wasm' && findEmscripten() !== 'unpacked';
  const args = ['--preset', preset, ...options, ...(foreign ? ['--compile-no-warning-as-error'] : [])];
  if (!existsSync(`${root}/build/${preset}/CMakeCache.txt`)) return mustRun('CMake', 'cmake', args);
  const { code } = await run('cmake', args);
  if (code !== 0) await mustRun('CMake', 'cmake', [...args, '--fresh']);
}

/** @param {(detail: string) => void} [report] */
export async function buildEngine(report) {
  await configure('wasm');
  await mustRun('Compiling the engine to WebAssembly', 'cmake', ['--build', '--preset', 'wasm'], report);
}

const buildPage = () =>
  mustRun('Building the page', process.execPath, [npmProgram('vite', 'vite'), 'build', 'web', '--logLevel', 'warn']);

/** @returns {Step[]} */
export const engineSteps = () =>
  isCurrent(engine)
    ? []
    : [
        {
          title: 'Compiling the engine to WebAssembly',
          run: (report) => buildAndStamp(engine, () => buildEngine(report)),
        },
      ];

/** @param {boolean} [engineIsNew] the page holds a copy of the engine @returns {Step[]} */
export const pageSteps = (engineIsNew = false) =>
  isCurrent(page) && !engineIsNew ? [] : [{ title: 'Building the page', run: () => buildAndStamp(page, buildPage) }];

/** Installs and builds all that is missing or out of date. */
export async function build() {
  const compile = engineSteps();
  await runSteps([
    ...setupSteps({ npm: true, webAssembly: compile.length > 0 }),
    ...compile,
    ...pageSteps(compile.length > 0),
  ]);
}

if (argv[1] === fileURLToPath(import.meta.url)) await runMain(build);
