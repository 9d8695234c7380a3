// The cases whose numbers other programs computed; one case is one test.
import { configure, mustRun } from '../../web/scripts/build.mjs';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { run } from '../../cpp/toolchain/process.mjs';

const runner = 'tests/conformance/run.mjs';

/** @param {'wasm' | 'native'} engine @returns {Promise<import('./suites.mjs').Result>} */
export async function runConformance(engine) {
  if (engine === 'native') {
    await configure('native');
    await mustRun('Building conformance', 'cmake', ['--build', '--preset', 'conformance']);
  }
  const cases = filesBelow('tests/conformance/cases', (path) => path.endsWith('.json'));
  const args = [runner, ...(engine === 'native' ? ['--native'] : []), ...cases];
  const { code, output } = await run(process.execPath, args, { timeLimit: 900 });
  const lines = output.split('\n');
  const passed = lines.filter((line) => line.startsWith('ok ')).length;
  const reported = lines.filter((line) => line.startsWith('FAIL ')).length;
  // A case that left no line behind has failed too.
  const failed = Math.max(reported, cases.length - passed, code === 0 ? 0 : 1);
  return { passed, failed, details: lines.filter((line) => !line.startsWith('ok ')).join('\n') };
}
