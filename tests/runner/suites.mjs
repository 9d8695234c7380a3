// Every test suite of the project, in the order in which they begin, and what each needs.
import { runGoogleTests } from './cpp-suites.mjs';
import { buildSanitized, runConformance, sanitizedExecutable } from './conformance-suite.mjs';
import { runPyTorch } from './pytorch-suite.mjs';
import { reachesEngine } from './dependencies.mjs';
import { benchFiles, runNodeTests, testFiles } from './node-suites.mjs';
import { runStaticChecks, runTidy } from './static-checks.mjs';

/**
 * @typedef {import('./needs.mjs').Need} Need
 *
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {number} [notRun]    left out, because something optional is missing
 * @property {string[]} [notes]   what is to be said in any case
 * @property {string} [details]   what to show if something failed
 *
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} title
 * @property {Need[]} needs            without one of these it fails
 * @property {Need[]} [uses]           had if possible; without them it leaves something out and says so
 * @property {'release' | 'named'} [only]   release: runs with --all, or when it is named; named: only then. Default: always
 * @property {string} [onlyWith]       a file or folder without which the suite does not exist
 * @property {(context: Context) => Promise<Result>} run
 *
 * @typedef {object} Context   what a suite is run with
 * @property {(line: string) => void} report   hears how far it is
 * @property {import('./scheduler.mjs').Schedule} schedule   gives its work the turn; only there does a suite compute
 */

/** Also what is the same in another build; the tests themselves look at it for other languages and windows. */
const EVERY = Boolean(process.env.EVERY);

/** The tests of the page's modules, with or without the engine in them: told by what they import. @param {boolean} withEngine */
const moduleTests = (withEngine) => testFiles('tests/web').filter((file) => reachesEngine(file) === withEngine);

/** Where no times are known yet, those first that are long everywhere. */
function pageTests() {
  const files = testFiles('tests/page');
  const isLong = (/** @type {string} */ file) =>
    /\/(keep|lesson|offline|step|panel-accessibility|accessibility|network|long-text|ten-questions|week)/.test(file);
  return [...files.filter(isLong), ...files.filter((file) => !isLong(file))];
}

/** @type {Suite[]} */
export const suites = [
  {
    name: 'static',
    title: 'lay-out, lint, types, direction of dependencies',
    needs: ['npm'],
    uses: ['engine', 'clang-format'],
    run: ({ schedule }) => schedule(runStaticChecks),
  },
  {
    name: 'toolchain',
    title: 'set-up and test runner',
    needs: ['npm'],
    run: (context) => runNodeTests(testFiles('tests/toolchain'), { name: 'toolchain', ...context }),
  },
  {
    name: 'modules',
    title: "the page's modules that know no engine",
    needs: ['npm'],
    run: (context) => runNodeTests(moduleTests(false), { name: 'modules', ...context }),
  },
  {
    name: 'cpp',
    title: 'GoogleTest, native and optimized',
    needs: ['native', 'googletest'],
    // The same tests run natively under sanitizers, and those that optimizing could break as WebAssembly.
    only: 'release',
    run: (context) => runGoogleTests('native', context),
  },
  {
    name: 'cpp-wasm',
    title: EVERY ? 'GoogleTest, WebAssembly in Node' : 'GoogleTest of kernels and optimizers, WebAssembly in Node',
    needs: ['webAssembly', 'googletest'],
    // The rest is the same code as natively, under sanitizers, and is used as WebAssembly by the tests of the engine in Node.
    run: (context) => runGoogleTests('wasm', context, { target: EVERY ? 'rnn_tests' : 'rnn_kernel_tests' }),
  },
  {
    name: 'cpp-asan',
    title: 'GoogleTest, native under ASan and UBSan',
    needs: ['native', 'googletest'],
    // The long tasks that are learned run the same code as shorter tests of the trainer, over and over.
    run: (context) => runGoogleTests('asan', context, { leftOut: /^Task/ }),
  },
  {
    name: 'conformance',
    title: 'cases, WebAssembly',
    needs: ['engine'],
    onlyWith: 'tests/conformance/run.mjs',
    run: ({ schedule, report }) => schedule(() => runConformance('wasm', report)),
  },
  {
    name: 'conformance-native',
    title: 'cases, native under ASan and UBSan',
    needs: ['native'],
    onlyWith: 'tests/conformance/run.mjs',
    // What it builds, the next suite uses.
    run: ({ schedule, report }) => schedule(() => runConformance('native', report), { alone: true }),
  },
  {
    name: 'conformance-runner',
    title: 'the runner of cases, and random cases',
    needs: ['engine', 'native'],
    run: async (context) => {
      await context.schedule(() => buildSanitized(context.report), { alone: true });
      return runNodeTests(testFiles('tests/conformance'), {
        name: 'conformance-runner',
        env: sanitizedExecutable,
        ...context,
      });
    },
  },
  {
    name: 'engine',
    title: 'engine in Node',
    needs: ['engine'],
    run: (context) => runNodeTests(testFiles('tests/engine'), { name: 'engine', tryAgain: true, ...context }),
  },
  {
    name: 'web',
    title: "the page's modules with the engine, in Node",
    needs: ['engine'],
    run: (context) => runNodeTests(moduleTests(true), { name: 'web', tryAgain: true, ...context }),
  },
  {
    name: 'learning',
    title: 'seventy texts are learned with the settings chosen for them',
    needs: ['engine'],
    run: (context) => runNodeTests(testFiles('tests/learning'), { name: 'learning', ...context }),
  },
  {
    name: 'pytorch',
    title: 'saved networks go on in PyTorch',
    needs: ['engine'],
    run: runPyTorch,
  },
  {
    name: 'package',
    title: 'what is published',
    needs: ['page', 'chromium'],
    run: (context) => runNodeTests(testFiles('tests/package'), { name: 'package', tryAgain: true, ...context }),
  },
  {
    name: 'browsers',
    title: 'the page in Firefox and WebKit',
    needs: ['page', 'firefox'],
    uses: ['webkit', 'fonts'],
    run: (context) =>
      runNodeTests(testFiles('tests/browsers'), { name: 'browsers', tryAgain: true, heavy: true, ...context }),
  },
  {
    name: 'page',
    title: 'the page in Chromium',
    needs: ['page', 'chromium'],
    uses: ['fonts'],
    run: (context) => runNodeTests(pageTests(), { name: 'page', tryAgain: true, ...context }),
  },
  {
    name: 'bench',
    title: 'figures of time and load',
    needs: ['page', 'chromium'],
    uses: ['fonts'],
    only: 'named',
    // One at a time: each wants the whole machine.
    run: (context) =>
      runNodeTests([...benchFiles('tests/engine'), ...benchFiles('tests/page')], {
        ...{ name: 'bench', alone: true, withNotes: true },
        ...context,
      }),
  },
  {
    name: 'tidy',
    title: 'clang-tidy',
    needs: ['native', 'clang-tidy'],
    only: 'named',
    run: ({ schedule, report }) => schedule(() => runTidy(report)),
  },
];
