// One line for each suite, signs of life while it runs, and the details of what failed.
import { SetupError, secondsSince } from '../../cpp/toolchain/steps.mjs';

/** @typedef {import('./suites.mjs').Suite} Suite @typedef {import('./suites.mjs').Result} Result */

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
 * @param {Suite} suite @param {(line: string) => void} report @returns {Promise<Result>} */
async function runSuite(suite, report) {
  try {
    const result = await suite.run(report);
    if (result.passed + result.failed + (result.notRun ?? 0) > 0) return result;
    return { ...result, failed: 1, details: `No test was run.\n${result.details ?? ''}` };
  } catch (error) {
    if (error instanceof SetupError) return { passed: 0, failed: 1, details: error.message };
    return { passed: 0, failed: 1, details: error instanceof Error ? error.stack : String(error) };
  }
}

/** Says again and again how far a suite is: on a terminal in one line, elsewhere in one line each.
 * @param {string} name @returns {{ report: (line: string) => void, end: () => void }} */
function signsOfLife(name) {
  const live = process.stdout.isTTY;
  let now = '';
  const show = () => {
    const line = `… ${name} ${now}`;
    if (live) process.stdout.write(`\r\x1b[K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
    else console.log(line.slice(0, MAX_LINE_LENGTH));
  };
  if (live) show();
  const timer = setInterval(show, live ? 500 : SIGN_OF_LIFE_MS);
  return {
    report: (line) => {
      now = line;
    },
    end: () => {
      clearInterval(timer);
      if (live) process.stdout.write('\r\x1b[K');
    },
  };
}

/** The counts of a suite, or of all. @param {Result} result @returns {string} */
export const counts = ({ passed, failed, notRun = 0 }) =>
  [`${passed} passed`, `${failed} failed`, ...(notRun ? [`${notRun} not run`] : [])].join(', ');

/** @param {Suite} suite @returns {Promise<Result>} */
export async function reportSuite(suite) {
  const start = performance.now();
  const { report, end } = signsOfLife(suite.name);
  const result = await runSuite(suite, report);
  end();
  const { failed, details, notes = [] } = result;
  console.log(
    `${failed ? '✖' : '✔'} ${suite.name.padEnd(18)} ${counts(result).padEnd(32)} ${secondsSince(start).padStart(8)}   ${suite.title}`,
  );
  if (notes.length) console.log(indentedTail(notes.join('\n')));
  if (failed && details) console.log(indentedTail(details));
  return result;
}
