// The GoogleTests, built with a CMake preset and run by CTest, each in a process of its own.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { configure, mustRun } from '../../web/scripts/build.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';

/** @typedef {import('./suites.mjs').Result} Result */

const TIME_LIMIT_S = 900;
const logs = `${root}/build/test-logs`;

/** The numbers of a JUnit report. @param {string} path */
function junitCounts(path) {
  const head = /<testsuite\b[^>]*>/.exec(readFileSync(path, 'utf8'))?.[0] ?? '';
  /** @param {string} name */
  const count = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
  const failed = count('failures');
  return { passed: count('tests') - failed - count('disabled') - count('skipped'), failed };
}

/** @typedef {(line: string) => void} Report hears how far it is */

/** @param {string} preset @param {Report} report */
const build = (preset, report) => mustRun(`Building ${preset}`, 'cmake', ['--build', '--preset', preset], report);

/** The tests that CTest began and did not end. @param {string} output */
export function unfinishedTests(output) {
  const begun = [...output.matchAll(/^\s*Start +(\d+): (.*)$/gm)];
  const ended = new Set([...output.matchAll(/^\s*\d+\/\d+ Test +#(\d+):/gm)].map(([, number]) => number));
  return begun.filter(([, number]) => !ended.has(number)).map(([, , name]) => name);
}

/**
 * @param {string} preset to configure @param {string} testPreset to build and run
 * @param {Report} report @param {string[]} [options] of CTest
 * @returns {Promise<Result>}
 */
export async function runGoogleTests(preset, testPreset, report, options = []) {
  await configure(preset, ['-DRNN_FETCH_GOOGLETEST=ON']);
  await build(testPreset, report);
  const junit = `${logs}/${testPreset}.xml`;
  rmSync(junit, { force: true });
  const args = ['--preset', testPreset, '--parallel', String(availableParallelism()), '--output-junit', junit];
  const { code, output, timedOut } = await run('ctest', [...args, ...options], {
    log: `${logs}/${testPreset}.txt`,
    timeLimit: TIME_LIMIT_S,
    onOutput: (text) => report(/\d+\/\d+ Test .*/.exec(text)?.[0].replace(/ +/g, ' ') ?? 'testing'),
  });
  if (timedOut) {
    const names = unfinishedTests(output).join(', ');
    return { passed: 0, failed: 1, details: `Not finished when the suite's ${TIME_LIMIT_S} s were over: ${names}` };
  }
  const counts = existsSync(junit) ? junitCounts(junit) : { passed: 0, failed: 0 };
  const failed = code !== 0 && counts.failed === 0 ? 1 : counts.failed;
  // The lines of what went well would hide the rest.
  const details = output.split('\n').filter((line) => !/^\s*(Start +\d+:|\d+\/\d+ Test .* Passed )/.test(line));
  return { passed: counts.passed, failed, details: details.join('\n') };
}
