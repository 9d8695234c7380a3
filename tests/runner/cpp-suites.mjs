// The GoogleTests, built with a CMake preset: natively, under sanitizers, and as WebAssembly for Node.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { configure, mustRun } from '../../web/scripts/build.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { runProgram } from './google-tests.mjs';

/** What CMake makes of the target: a script for Node, or a program. @param {string} preset that was configured */
function programOf(preset) {
  const path = `${root}/build/${preset}/rnn_tests`;
  if (preset === 'wasm') return { command: process.execPath, args: [`${path}.js`] };
  return { command: existsSync(`${path}.exe`) ? `${path}.exe` : path, args: [] };
}

/**
 * @param {string} preset to configure @param {string} buildPreset
 * @param {import('./suites.mjs').Context} context
 * @param {{ leftOut?: RegExp, kernelsOnly?: boolean }} [which] leftOut: names of tests
 * @returns {Promise<import('./suites.mjs').Result>}
 */
export function runGoogleTests(preset, buildPreset, { report, schedule }, { leftOut, kernelsOnly = false } = {}) {
  const buildAndRun = async () => {
    await configure(preset, ['-DRNN_FETCH_GOOGLETEST=ON', `-DRNN_TEST_KERNELS_ONLY=${kernelsOnly ? 'ON' : 'OFF'}`]);
    await mustRun(`Building ${buildPreset}`, 'cmake', ['--build', '--preset', buildPreset], report);
    const program = { ...programOf(preset), log: `${root}/build/test-logs/${buildPreset}.txt` };
    return runProgram(program, { atOnce: availableParallelism(), leftOut, report });
  };
  // Both use every core by themselves.
  return schedule(buildAndRun, { alone: true });
}
