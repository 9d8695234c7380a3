// The cases whose numbers other programs computed; one case is one test.
import { configure, mustRun } from '../../web/scripts/build.mjs';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';

const runner = 'tests/conformance/run.mjs';

/** For the programs that this one starts: the native engine is that of buildSanitized(). */
export const sanitizedExecutable = { CONFORMANCE_EXECUTABLE: `${root}/build/asan/conformance` };

/**
 * Under sanitizers: their engine has been built for the GoogleTests, and they see what a right number may hide.
 *
 * @param {(line: string) => void} report
 */
export async function buildSanitized(report) {
  await configure('asan');
  await mustRun('Building conformance', 'cmake', ['--build', 'build/asan', '--target', 'conformance'], report);
}

/**
 * @param {'wasm' | 'native'} engine @param {(line: string) => void} report hears how far it is
 * @returns {Promise<import('./suites.mjs').Result>}
 */
export async function runConformance(engine, report) {
  if (engine === 'native') await buildSanitized(report);
  const cases = filesBelow('tests/conformance/cases', (path) => path.endsWith('.json'));
  const args = [runner, ...(engine === 'native' ? ['--native'] : []), ...cases];
  let done = 0;
  const onOutput = (/** @type {string} */ text) => {
    done += text.split('\n').length - 1;
    report(`${done} of ${cases.length} cases`);
  };
  const { code, output } = await run(process.execPath, args, { timeLimit: 900, onOutput, env: sanitizedExecutable });
  const lines = output.split('\n');
  const passed = lines.filter((line) => line.startsWith('ok ')).length;
  const reported = lines.filter((line) => line.startsWith('FAIL ')).length;
  // A case that left no line behind has failed too.
  const failed = Math.max(reported, cases.length - passed, code === 0 ? 0 : 1);
  return { passed, failed, details: lines.filter((line) => !line.startsWith('ok ')).join('\n') };
}
