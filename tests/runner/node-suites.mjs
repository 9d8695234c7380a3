// Suites of Node's own test runner: files of tests, each in a process of its own.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { runTestFile, TestRecord, WHOLE_FILE } from './run-test-file.mjs';

/** @typedef {import('./run-test-file.mjs').FileResult} FileResult @typedef {import('./scheduler.mjs').Schedule} Schedule */

const FILE_TIME_LIMIT_S = 900;

/** Where more files than these fail, it is not for want of time. A slow machine was seen to fail four of the page's sixty. */
export const MAX_SECOND_ATTEMPTS = 10;

/** @param {string} folder */
export const testFiles = (folder) => filesBelow(folder, (path) => /\.test\.m?js$/.test(path));

/** Files of figures that no test depends on. @param {string} folder */
export const benchFiles = (folder) => filesBelow(folder, (path) => /\.bench\.js$/.test(path));

const seconds = (/** @type {number} */ milliseconds) => `${(milliseconds / 1000).toFixed(1).padStart(7)} s`;

/** Time by file and by test, longest first. @param {FileResult[]} results */
function timeTable(results) {
  const files = [...results].sort((a, b) => b.milliseconds - a.milliseconds);
  return files.flatMap(({ file, milliseconds, times }) => [
    `${seconds(milliseconds)}  ${file}`,
    ...[...times]
      .sort((a, b) => b.milliseconds - a.milliseconds)
      .map((one) => `${seconds(one.milliseconds)}      ${one.name}`),
  ]);
}

/**
 * Those that took longest the last time are first, or else they would run alone in the end; before them those whose time is not known.
 * @param {string[]} files @param {string} times of the last time, as timeTable writes them
 */
function longestFirst(files, times) {
  const known = new Map(
    Array.from(times.matchAll(/^ *([\d.]+) s {2}(\S+)$/gm), ([, time, file]) => [file, Number(time)]),
  );
  const timeOf = (/** @type {string} */ file) => known.get(file) ?? Number.MAX_VALUE;
  return [...files].sort((a, b) => timeOf(b) - timeOf(a));
}

/** @param {FileResult[]} results */
const failureDetails = (results) =>
  results
    .flatMap(({ file, failures }) =>
      failures.map(({ name, error }) => `✖ ${file}: ${name}\n${error.replace(/^/gm, '    ')}`),
    )
    .join('\n');

/**
 * Tests that failed are run once more, with the machine to themselves. What passes then is counted, and called flaky beside what it had
 * failed with: a test that waits for a browser may have waited in vain for a processor.
 * @param {FileResult[]} results
 * @param {Schedule} schedule
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ results: FileResult[], flaky: string[] }>}
 */
async function secondAttempts(results, schedule, env) {
  const failing = results.filter(({ failures }) => failures.length);
  if (failing.length > MAX_SECOND_ATTEMPTS) return { results, flaky: [] };
  /** @type {Map<FileResult, FileResult>} */
  const second = new Map();
  /** @type {string[]} */
  const flaky = [];
  for (const first of failing) {
    const names = first.failures.map(({ name }) => name);
    // One of a group has a longer name than its own, which is what can be asked for.
    const only = names.some((name) => name === WHOLE_FILE || name.includes(' › ')) ? [] : names;
    const options = { timeLimit: FILE_TIME_LIMIT_S, env, only };
    const again = await schedule(() => runTestFile(first.file, options), { alone: true });
    const { passed, notRun } = first;
    second.set(first, only.length ? { ...again, passed: passed + again.passed, notRun } : again);
    const stillFailing = new Set(again.failures.map(({ name }) => name));
    for (const { name, error } of first.failures) {
      if (stillFailing.has(name)) continue;
      const lines = error.split('\n');
      const place = lines.find((line) => line.includes(first.file))?.trim() ?? '';
      flaky.push(`flaky: failed beside other files, passed alone: ${first.file}: ${name}\n    ${lines[0]} ${place}`);
    }
  }
  return { results: results.map((one) => second.get(one) ?? one), flaky };
}

/**
 * @param {string[]} files
 * @param {object} options
 * @param {string} options.name           of the suite
 * @param {boolean} [options.alone]       each file has the machine to itself
 * @param {boolean} [options.heavy]       no more than two of the files run at once
 * @param {boolean} [options.withNotes]   what the tests say of themselves is printed too
 * @param {boolean} [options.tryAgain]    files that failed beside others are run once more, alone
 * @param {NodeJS.ProcessEnv} [options.env]   added to that of the files
 * @param {(line: string) => void} options.report   hears how far it is
 * @param {Schedule} options.schedule
 * @returns {Promise<import('./suites.mjs').Result>}
 */
export async function runNodeTests(files, { name, alone, heavy, withNotes, tryAgain, env, report, schedule }) {
  if (!files.length) return { passed: 0, failed: 0, details: 'There is no file of tests.' };
  /** @type {FileResult[]} */
  const results = [];
  /** @type {Map<string, TestRecord>} */
  const running = new Map();
  const say = () => {
    const passed = [...results, ...running.values()].reduce((sum, one) => sum + one.passed, 0);
    const now = [...running].map(([file, { unfinished }]) => `${file.split('/').at(-1)}: ${unfinished.at(-1) ?? '…'}`);
    report(`${results.length} of ${files.length} files, ${passed} tests passed; ${now.join(' | ')}`);
  };
  const runFile = async (/** @type {string} */ file) => {
    const record = new TestRecord();
    running.set(file, record);
    const timer = setInterval(say, 1000);
    const result = await runTestFile(file, { timeLimit: FILE_TIME_LIMIT_S, env }, record);
    clearInterval(timer);
    running.delete(file);
    results.push(result);
    say();
  };
  const logs = `${root}/build/test-logs`;
  const log = `${logs}/${name}-times.txt`;
  const inOrder = longestFirst(files, existsSync(log) ? readFileSync(log, 'utf8') : '');
  await Promise.all(inOrder.map((file) => schedule(() => runFile(file), { alone, heavy })));
  const { results: last, flaky } = tryAgain ? await secondAttempts(results, schedule, env) : { results, flaky: [] };
  mkdirSync(logs, { recursive: true });
  writeFileSync(log, `${timeTable(last).join('\n')}\n`);
  return {
    passed: last.reduce((sum, { passed }) => sum + passed, 0),
    failed: last.reduce((sum, { failures }) => sum + failures.length, 0),
    notRun: last.reduce((sum, { notRun }) => sum + notRun, 0),
    details: failureDetails(last),
    notes: [...flaky, ...(withNotes ? last.flatMap(({ file, notes }) => notes.map((note) => `${file}: ${note}`)) : [])],
  };
}
