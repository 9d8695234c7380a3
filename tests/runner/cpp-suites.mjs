// The GoogleTests, built with a CMake preset: natively, under sanitizers, and as WebAssembly for Node.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { configure, mustRun } from '../../web/scripts/build.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { runProgram } from './google-tests.mjs';

/** What CMake makes of a target: a script for Node, or a program. @param {string} preset that was configured @param {string} target */
function programOf(preset, target) {
  const path = `${root}/build/${preset}/${target}`;
  if (preset === 'wasm') return { command: process.execPath, args: [`${path}.js`] };
  return { command: existsSync(`${path}.exe`) ? `${path}.exe` : path, args: [] };
}

/**
 * @param {string} preset
 * @param {import('./suites.mjs').Context} context
 * @param {{ target?: string, leftOut?: RegExp }} [which] leftOut: names of tests
 * @returns {Promise<import('./suites.mjs').Result>}
 */
export function runGoogleTests(preset, { report, schedule }, { target = 'rnn_tests', leftOut } = {}) {
  const buildAndRun = async () => {
    await configure(preset, ['-DRNN_FETCH_GOOGLETEST=ON']);
    const args = ['--build', `build/${preset}`, '--target', target];
    await mustRun(`Building ${target}, ${preset}`, 'cmake', args, report);
    const program = { ...programOf(preset, target), log: `${root}/build/test-logs/${preset}-${target}.txt` };
    return runProgram(program, { atOnce: availableParallelism(), leftOut, report });
  };
  // Both use every core by themselves.
  return schedule(buildAndRun, { alone: true });
}
