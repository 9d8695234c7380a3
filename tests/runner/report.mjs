// One line for each suite once it has ended, signs of life until then, and the details of what failed.
import { SetupError, secondsSince } from '../../cpp/toolchain/steps.mjs';

/** @typedef {import('./suites.mjs').Suite} Suite @typedef {import('./suites.mjs').Result} Result @typedef {import('./scheduler.mjs').Schedule} Schedule */

const MAX_DETAIL_LINES = 160;
const MAX_LINE_LENGTH = 400;
const SIGN_OF_LIFE_MS = 20_000;

/** @param {string} text */
function indentedTail(text) {
  const lines = text.trimEnd().split('\n');
  const left = lines.slice(-MAX_DETAIL_LINES);
  if (lines.length > left.length) left.unshift(`(${lines.length - left.length} lines left out)`);
  return left.map((line) => `    ${line.slice(0, MAX_LINE_LENGTH)}`).join('\n');
}

/** A suite that throws, or that finds nothing to run, has failed.
 * @param {Suite} suite @param {import('./suites.mjs').Context} context @returns {Promise<Result>} */
async function runSuite(suite, context) {
  try {
    const result = await suite.run(context);
    if (result.passed + result.failed + (result.notRun ?? 0) > 0) return result;
    return { ...result, failed: 1, details: `No test was run.\n${result.details ?? ''}` };
  } catch (error) {
    if (error instanceof SetupError) return { passed: 0, failed: 1, details: error.message };
    return { passed: 0, failed: 1, details: error instanceof Error ? error.stack : String(error) };
  }
}

/** Says again and again how far the suites are that are at work: on a terminal in one line, elsewhere in one line each. */
class SignsOfLife {
  #live = process.stdout.isTTY;
  /** @type {Map<string, string>} */
  #now = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {string} name of a suite @param {string} line */
  say(name, line) {
    this.#now.set(name, line);
    this.#timer ??= setInterval(() => this.#show(), this.#live ? 500 : SIGN_OF_LIFE_MS);
  }

  /** @param {string} name */
  end(name) {
    if (this.#live) process.stdout.write('\r\x1b[K');
    this.#now.delete(name);
    if (this.#now.size) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #show() {
    const lines = [...this.#now].map(([name, line]) => `… ${name} ${line}`);
    if (this.#live) process.stdout.write(`\r\x1b[K${lines.join(' ').slice(0, (process.stdout.columns ?? 80) - 1)}`);
    else for (const line of lines) console.log(line.slice(0, MAX_LINE_LENGTH));
  }
}

const signsOfLife = new SignsOfLife();

/** The counts of a suite, or of all. @param {Result} result @returns {string} */
export const counts = ({ passed, failed, notRun = 0 }) =>
  [`${passed} passed`, `${failed} failed`, ...(notRun ? [`${notRun} not run`] : [])].join(', ');

/**
 * @param {Suite} suite @param {Schedule} scheduleAll shared by all suites
 * @returns {Promise<Result>}
 */
export async function reportSuite(suite, scheduleAll) {
  let start = performance.now();
  let isBegun = false;
  /** @type {Schedule} */
  const schedule = (work, options) =>
    scheduleAll(() => {
      if (!isBegun) {
        isBegun = true;
        start = performance.now();
        signsOfLife.say(suite.name, '');
      }
      return work();
    }, options);
  const result = await runSuite(suite, { schedule, report: (line) => signsOfLife.say(suite.name, line) });
  signsOfLife.end(suite.name);
  const { failed, details, notes = [] } = result;
  console.log(
    `${failed ? '✖' : '✔'} ${suite.name.padEnd(18)} ${counts(result).padEnd(32)} ${secondsSince(start).padStart(8)}   ${suite.title}`,
  );
  if (notes.length) console.log(indentedTail(notes.join('\n')));
  if (failed && details) console.log(indentedTail(details));
  return result;
}
