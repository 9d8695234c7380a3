// One line for each suite, and the details of what failed.
import { SetupError, secondsSince } from '../../cpp/toolchain/steps.mjs';

/** @typedef {import('./suites.mjs').Suite} Suite @typedef {import('./suites.mjs').Result} Result */

const longestDetails = 120;

/** @param {string} text */
function indentedTail(text) {
  const lines = text.trimEnd().split('\n');
  const left = lines.slice(-longestDetails);
  if (lines.length > left.length) left.unshift(`(${lines.length - left.length} lines left out)`);
  return left.map((line) => `    ${line.slice(0, 400)}`).join('\n');
}

/** A suite that throws, or that finds nothing to run, has failed. @param {Suite} suite @returns {Promise<Result>} */
async function runSuite(suite) {
  try {
    const result = await suite.run();
    if (result.passed + result.failed > 0) return result;
    return { ...result, failed: 1, details: `No test was run.\n${result.details ?? ''}` };
  } catch (error) {
    if (error instanceof SetupError) return { passed: 0, failed: 1, details: error.message };
    return { passed: 0, failed: 1, details: error instanceof Error ? error.stack : String(error) };
  }
}

/** @param {Suite} suite @returns {Promise<Result>} */
export async function reportSuite(suite) {
  const start = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`… ${suite.name}`);
  const result = await runSuite(suite);
  const { passed, failed, details } = result;
  const mark = failed ? '✖' : '✔';
  const counts = failed ? `${passed} ok, ${failed} not` : `${passed} ok`;
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  console.log(
    `${mark} ${suite.name.padEnd(18)} ${counts.padEnd(18)} ${secondsSince(start).padStart(8)}   ${suite.title}`,
  );
  if (failed && details) console.log(indentedTail(details));
  return result;
}
