// Suites of Node's own test runner: the files named *.test.js or *.test.mjs of one folder.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';

const logs = `${root}/build/test-logs`;
const timeLimit = 1800;

/** @param {string} tap the runner's closing lines, such as `# pass 12` */
function tapCounts(tap) {
  /** @param {string} name */
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail') + count('cancelled') };
}

/**
 * @param {string} folder @param {{ concurrency?: number }} [options]
 * @returns {Promise<import('./suites.mjs').Result>}
 */
export async function runNodeTests(folder, { concurrency } = {}) {
  const files = filesBelow(folder, (path) => /\.test\.m?js$/.test(path));
  // Without a file node would look for tests in the whole project.
  if (!files.length) return { passed: 0, failed: 0, details: `${folder} has no *.test.mjs file.` };
  const tap = `${logs}/${folder.replaceAll('/', '-')}.tap`;
  mkdirSync(logs, { recursive: true });
  rmSync(tap, { force: true });
  const reporters = [
    ['tap', tap],
    ['spec', 'stdout'],
  ].flatMap(([name, to]) => [`--test-reporter=${name}`, `--test-reporter-destination=${to}`]);
  const args = ['--test', ...(concurrency ? [`--test-concurrency=${concurrency}`] : []), ...reporters, ...files];
  const { code, output } = await run(process.execPath, args, { timeLimit });
  const counts = existsSync(tap) ? tapCounts(readFileSync(tap, 'utf8')) : { passed: 0, failed: 0 };
  const failures = output.indexOf('✖ failing tests:');
  return {
    passed: counts.passed,
    failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed,
    details: failures === -1 ? output : output.slice(failures),
  };
}
