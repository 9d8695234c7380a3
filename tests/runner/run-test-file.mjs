// One file of tests in a process of its own, followed test by test.
import { pathToFileURL } from 'node:url';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';
import { MARK } from './json-reporter.mjs';

/**
 * @typedef {import('./json-reporter.mjs').TestEvent} TestEvent
 *
 * @typedef {object} FileResult
 * @property {string} file
 * @property {number} passed
 * @property {number} notRun
 * @property {{ name: string, error: string }[]} failures
 * @property {{ name: string, milliseconds: number }[]} times   of the tests that ended
 * @property {string[]} notes                                     what the tests say of themselves
 * @property {number} milliseconds                                of the whole file
 */

const reporter = pathToFileURL(`${root}/tests/runner/json-reporter.mjs`).href;

/** What Node itself says at the end of every file. */
const isSummary = (/** @type {string} */ note) =>
  /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(note);

/** Keeps account of a file's tests while they run. */
export class TestRecord {
  /** @type {string[]} */
  #running = [];
  /** @type {string[]} the groups that the next event is in, by nesting */
  #groups = [];
  passed = 0;
  notRun = 0;
  /** @type {FileResult['failures']} */
  failures = [];
  /** @type {FileResult['times']} */
  times = [];
  /** @type {string[]} */
  notes = [];

  /** The names of the tests that have begun and not ended. */
  get unfinished() {
    return [...this.#running];
  }

  /** @param {TestEvent} event */
  take(event) {
    if (event.type === 'note') {
      if (!isSummary(event.text)) this.notes.push(event.text);
    } else if (event.type === 'begin') {
      this.#groups.length = event.nesting;
      this.#groups.push(event.text);
      this.#running.push(this.#groups.join(' › '));
    } else {
      this.#end(event);
    }
  }

  /** @param {TestEvent} event */
  #end({ type, text, nesting, isGroup, isLeftOut, milliseconds, error = '' }) {
    const name = [...this.#groups.slice(0, nesting), text].join(' › ');
    this.#running = this.#running.filter((running) => running !== name);
    // A group fails because of what is in it, which has been counted.
    if (isGroup) return;
    this.times.push({ name, milliseconds });
    if (isLeftOut) this.notRun += 1;
    else if (type === 'pass') this.passed += 1;
    else this.failures.push({ name, error });
  }
}

/** Splits what comes in pieces into the reporter's lines and everything else. @param {(event: TestEvent) => void} take */
export function lineReader(take) {
  let rest = '';
  let others = '';
  return {
    /** @param {string} text */
    add(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith(MARK)) take(JSON.parse(line.slice(1)));
        else if (line) others += `${line}\n`;
      }
    },
    /** What the tests themselves have written. */
    get others() {
      return others + rest;
    },
  };
}

/** What stands for the tests of a file that ended otherwise than by its tests. */
export const WHOLE_FILE = 'the file itself';

/** A pattern that only this name matches. @param {string} name */
const patternOf = (name) => `/^${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$/u`;

/**
 * @param {string} file relative to the root
 * @param {{ timeLimit: number, env?: NodeJS.ProcessEnv, only?: string[] }} options timeLimit: seconds; only: names of tests, default: all
 * @param {TestRecord} [record] to follow it with
 * @returns {Promise<FileResult>}
 */
export async function runTestFile(file, { timeLimit, env, only = [] }, record = new TestRecord()) {
  const start = performance.now();
  const reader = lineReader((event) => record.take(event));
  const patterns = only.map((name) => `--test-name-pattern=${patternOf(name)}`);
  const args = [`--test-reporter=${reporter}`, '--test-reporter-destination=stdout', ...patterns, file];
  const { code, timedOut } = await run(process.execPath, args, {
    timeLimit,
    // Where this is itself part of a test, Node would have the file speak to that test's runner in place of the reporter.
    env: { ...env, NODE_TEST_CONTEXT: undefined },
    onOutput: (text) => reader.add(text),
  });
  const { passed, notRun, failures, times, notes } = record;
  if (timedOut) {
    for (const name of record.unfinished.length ? record.unfinished : [WHOLE_FILE])
      failures.push({ name, error: `not finished when the file's ${timeLimit} s were over` });
  } else if (code !== 0 && !failures.length) {
    failures.push({ name: WHOLE_FILE, error: reader.others.trim() || `ended with ${code}` });
  }
  return { file, passed, notRun, failures, times, notes, milliseconds: performance.now() - start };
}
