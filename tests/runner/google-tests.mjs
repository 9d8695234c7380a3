// A program of GoogleTests, run with its tests dealt out to a few processes. Where one dies, the test it was at has failed, and what
// it had still to do is done by another.
import { run } from '../../cpp/toolchain/process.mjs';

const TIME_LIMIT_S = 900;

/** What a process may be handed as an argument is limited: on Windows to 32 kB. */
const MAX_FILTER_LENGTH = 16_000;

const SHOWN_OF_A_CRASH = 4000;

/**
 * @typedef {object} Program
 * @property {string} command
 * @property {string[]} args   before GoogleTest's own
 * @property {string} [log]    file that its output is appended to
 *
 * @typedef {object} Outcome
 * @property {string[]} ended                                what came to an end, well or not, or was left out
 * @property {number} passed
 * @property {{ name: string, output: string }[]} failures
 * @property {{ name: string, output: string } | undefined} unfinished   what it was at in the end
 */

/** The full names of the tests. @param {string} output of `--gtest_list_tests` */
export function listedTests(output) {
  let suite = '';
  /** @type {string[]} */
  const names = [];
  for (const line of output.split(/\r?\n/)) {
    const isSuite = /^(\S+\.)( +#.*)?$/.exec(line);
    const isTest = /^ {2}(\S+)/.exec(line);
    if (isSuite) suite = isSuite[1];
    else if (isTest) names.push(suite + isTest[1]);
  }
  return names;
}

/** How the tests of one process ended. @param {string} output @returns {Outcome} */
export function outcomeOf(output) {
  /** @type {Outcome} */
  const outcome = { ended: [], passed: 0, failures: [], unfinished: undefined };
  for (const piece of output.split(/^(?=\[ RUN {6}\] )/m)) {
    const name = /^\[ RUN {6}\] (\S+)/.exec(piece)?.[1];
    if (!name) continue; // what it says before the first
    const end = /^\[ +(OK|FAILED|SKIPPED) +\] (\S+?),? .*ms\)\r?$/m.exec(piece);
    if (end?.[2] !== name) {
      outcome.unfinished = { name, output: piece.slice(-SHOWN_OF_A_CRASH) };
      break;
    }
    outcome.ended.push(name);
    if (end[1] === 'OK') outcome.passed += 1;
    else if (end[1] === 'FAILED') outcome.failures.push({ name, output: piece.slice(0, end.index) });
  }
  return outcome;
}

/** Deals the names out in turns, so that neighbors, which often cost the same, come apart. @param {string[]} names @param {number} count */
function dealtOut(names, count) {
  const shares = Math.max(count, Math.ceil(names.join(':').length / MAX_FILTER_LENGTH));
  return Array.from({ length: shares }, (_, share) => names.filter((_, i) => i % shares === share));
}

/**
 * @param {Program} program @param {string[]} names @param {(output: string) => void} onOutput
 * @returns {Promise<{ passed: number, failures: { name: string, output: string }[] }>}
 */
async function runShare({ command, args, log }, names, onOutput) {
  let passed = 0;
  /** @type {{ name: string, output: string }[]} */
  const failures = [];
  for (let left = names; left.length; ) {
    const options = { timeLimit: TIME_LIMIT_S, log, onOutput };
    const { code, output, timedOut } = await run(command, [...args, `--gtest_filter=${left.join(':')}`], options);
    const outcome = outcomeOf(output);
    const { ended, unfinished } = outcome;
    passed += outcome.passed;
    failures.push(...outcome.failures);
    const done = new Set(ended);
    left = left.filter((name) => !done.has(name) && name !== unfinished?.name);
    if (unfinished) {
      failures.push(unfinished);
    } else if (left.length || (code !== 0 && !outcome.failures.length)) {
      // Nothing was begun, or what is wrong showed when all was over, such as a leak.
      failures.push({ name: `the program itself (${code})`, output: output.slice(-SHOWN_OF_A_CRASH) });
      break;
    }
    if (timedOut) {
      failures.push(
        ...left.map((name) => ({ name, output: `not begun when the suite's ${TIME_LIMIT_S} s were over\n` })),
      );
      break;
    }
  }
  return { passed, failures };
}

/**
 * Runs all tests of a program but those left out.
 * @param {Program} program
 * @param {object} options
 * @param {number} options.atOnce           how many processes
 * @param {RegExp} [options.leftOut]        names of tests
 * @param {(line: string) => void} options.report   hears how far it is
 * @returns {Promise<import('./suites.mjs').Result>}
 */
export async function runProgram(program, { atOnce, leftOut, report }) {
  const { command, args } = program;
  const listed = await run(command, [...args, '--gtest_list_tests'], { timeLimit: TIME_LIMIT_S });
  const names = listedTests(listed.output).filter((name) => !leftOut?.test(name));
  if (listed.code !== 0 || !names.length) return { passed: 0, failed: 1, details: listed.output };
  let ended = 0;
  const results = await Promise.all(
    dealtOut(names, atOnce).map((share) =>
      runShare(program, share, (text) => {
        ended += text.match(/^\[ +(OK|FAILED|SKIPPED) +\] .*ms\)\r?$/gm)?.length ?? 0;
        report(`${ended} of ${names.length} tests ${/\[ RUN {6}\] (\S+)/.exec(text)?.[1] ?? ''}`);
      }),
    ),
  );
  const failures = results.flatMap((result) => result.failures);
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: failures.length,
    details: failures.map(({ name, output }) => `✖ ${name}\n${output.replace(/^/gm, '    ')}`).join('\n'),
  };
}
