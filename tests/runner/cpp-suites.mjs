// The GoogleTests, built with a CMake preset and run by CTest, each in a process of its own.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { configure, mustRun } from '../../web/scripts/build.mjs';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run, which } from '../../cpp/toolchain/process.mjs';
import { installPackages } from '../../cpp/toolchain/system-packages.mjs';

/** @typedef {import('./suites.mjs').Result} Result */

const seedFolder = 'tests/cpp/fuzz/corpus';
const logs = `${root}/build/test-logs`;

/** The numbers of a JUnit report. @param {string} path */
function junitCounts(path) {
  const head = /<testsuite\b[^>]*>/.exec(readFileSync(path, 'utf8'))?.[0] ?? '';
  /** @param {string} name */
  const count = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
  const failed = count('failures');
  return { passed: count('tests') - failed - count('disabled') - count('skipped'), failed };
}

/** @param {string} preset */
const build = (preset) => mustRun(`Building ${preset}`, 'cmake', ['--build', '--preset', preset]);

/** @param {string} preset to configure @param {string} testPreset to build and run @returns {Promise<Result>} */
export async function runGoogleTests(preset, testPreset) {
  await configure(preset);
  await build(testPreset);
  const report = `${logs}/${testPreset}.xml`;
  rmSync(report, { force: true });
  const args = ['--preset', testPreset, '--parallel', String(availableParallelism()), '--output-junit', report];
  const { code, output } = await run('ctest', args, { log: `${logs}/${testPreset}.txt`, timeLimit: 1800 });
  const counts = existsSync(report) ? junitCounts(report) : { passed: 0, failed: 0 };
  const failed = code !== 0 && counts.failed === 0 ? 1 : counts.failed;
  // The lines of what went well would hide the rest.
  const details = output.split('\n').filter((line) => !/^\s*(Start +\d+:|\d+\/\d+ Test .* Passed )/.test(line));
  return { passed: counts.passed, failed, details: details.join('\n') };
}

/** Runs every fuzzer for a short while. @returns {Promise<Result>} */
export async function runFuzzers() {
  if (!which('clang++-19') || !existsSync('/usr/lib/llvm-19/lib/clang/19/lib/linux')) {
    await installPackages(['clang-19', 'libclang-rt-19-dev']);
  }
  await configure('fuzz');
  await build('fuzz');
  const fuzzers = filesBelow('build/fuzz', (path) => /^build\/fuzz\/fuzz_\w+$/.test(path));
  let details = '';
  let failed = 0;
  for (const fuzzer of fuzzers) {
    // libFuzzer adds what it finds to the first folder; the other one is under version control.
    const found = `${root}/${fuzzer}-corpus`;
    mkdirSync(found, { recursive: true });
    const seeds = existsSync(`${root}/${seedFolder}`) ? [seedFolder] : [];
    const args = ['-max_total_time=20', '-timeout=10', `-artifact_prefix=${logs}/`, found, ...seeds];
    const { code, output } = await run(`${root}/${fuzzer}`, args, { log: `${logs}/fuzz.txt`, timeLimit: 120 });
    if (code === 0) continue;
    failed += 1;
    details += output;
  }
  return { passed: fuzzers.length - failed, failed, details };
}
