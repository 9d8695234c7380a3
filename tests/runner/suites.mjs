// Every test suite of the project, in the order in which they run.
import { runFuzzers, runGoogleTests } from './cpp-suites.mjs';
import { runConformance } from './conformance-suite.mjs';
import { runNodeTests } from './node-suites.mjs';
import { runStaticChecks, runTidy } from './static-checks.mjs';

/**
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {string} [details]   what to show if something failed
 *
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} title
 * @property {'engine' | 'page'} [needs]   what must be built first; the page includes the engine
 * @property {boolean} [evenWithout]       runs although that could not be built
 * @property {boolean} [onRequest]         only runs when it is named
 * @property {string} [onlyWith]           a file or folder without which the suite does not exist
 * @property {() => Promise<Result>} run
 */

/** @type {Suite[]} */
export const suites = [
  {
    name: 'static',
    title: 'lay-out, lint, types, direction of dependencies',
    needs: 'engine',
    evenWithout: true,
    run: runStaticChecks,
  },
  { name: 'toolchain', title: 'set-up and test runner', run: () => runNodeTests('tests/toolchain') },
  { name: 'cpp', title: 'GoogleTest, native', run: () => runGoogleTests('native', 'native') },
  { name: 'cpp-wasm', title: 'GoogleTest, WebAssembly in Node', run: () => runGoogleTests('wasm', 'wasm-tests') },
  { name: 'cpp-asan', title: 'GoogleTest, native under ASan and UBSan', run: () => runGoogleTests('asan', 'asan') },
  {
    name: 'conformance',
    title: 'cases, WebAssembly',
    needs: 'engine',
    onlyWith: 'tests/conformance/run.mjs',
    run: () => runConformance('wasm'),
  },
  {
    name: 'conformance-native',
    title: 'cases, native',
    onlyWith: 'tests/conformance/run.mjs',
    run: () => runConformance('native'),
  },
  {
    name: 'conformance-runner',
    title: 'the runner of cases, and random cases',
    needs: 'engine',
    run: () => runNodeTests('tests/conformance'),
  },
  { name: 'engine', title: 'engine in Node', needs: 'engine', run: () => runNodeTests('tests/engine') },
  { name: 'web', title: "the page's modules in Node", needs: 'engine', run: () => runNodeTests('tests/web') },
  {
    name: 'learning',
    title: 'seventy texts are learned with the settings chosen for them',
    needs: 'engine',
    run: () => runNodeTests('tests/learning'),
  },
  {
    name: 'package',
    title: 'what is published',
    needs: 'page',
    onlyWith: 'tests/package',
    run: () => runNodeTests('tests/package'),
  },
  // A browser takes both cores, so one file at a time.
  {
    name: 'page',
    title: 'the page in Chromium',
    needs: 'page',
    run: () => runNodeTests('tests/page', { concurrency: 1 }),
  },
  {
    name: 'browsers',
    title: 'the page in Firefox and WebKit',
    needs: 'page',
    run: () => runNodeTests('tests/browsers', { concurrency: 1 }),
  },
  { name: 'fuzz', title: 'libFuzzer, 20 s each', onRequest: true, run: runFuzzers },
  { name: 'tidy', title: 'clang-tidy', onRequest: true, run: runTidy },
];
