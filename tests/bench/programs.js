/** What has to be built for a measurement, and the native program. */
import { cmake, cxx, missing, ninja } from '../../cpp/toolchain/system-packages.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';
import { runSteps, SetupError } from '../../cpp/toolchain/steps.mjs';
import { thisSystem } from '../../cpp/toolchain/system.mjs';
import { configure, engineSteps, mustRun, pageSteps } from '../../web/scripts/build.mjs';
import { setupSteps } from '../../web/scripts/setup.mjs';
import { wantedBy } from '../runner/needs.mjs';
import { loopSpeed } from './measure.js';

/**
 * @param {'wasm' | 'native'} preset @param {string} target
 * @returns {import('../../cpp/toolchain/steps.mjs').Step}
 */
const compile = (preset, target) => ({
  title: `Compiling cpp/bench (${preset})`,
  run: async (report) => {
    await configure(preset);
    const args = ['--build', '--preset', preset, '--target', target];
    await mustRun(`Compiling cpp/bench (${preset})`, 'cmake', args, report);
  },
});

/** @param {boolean} browser */
export async function buildWebAssembly(browser) {
  const needs = /** @type {const} */ (['engine', 'webAssembly']);
  await runSteps(setupSteps(wantedBy(browser ? [...needs, 'page', 'chromium'] : needs)));
  const engine = engineSteps();
  const page = browser ? pageSteps(engine.length > 0) : [];
  const loops = ['bench_training_module', 'bench_training_relaxed_module'].map((target) => compile('wasm', target));
  await runSteps([...engine, ...page, ...loops]);
}

/** @returns {Promise<boolean>} false where there is no native compiler, or it cannot compile this */
export async function buildNative() {
  if (missing([cmake, ninja, cxx], thisSystem()).length) return false;
  try {
    await runSteps([compile('native', 'bench_training')]);
    return true;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.log(`Without the native build: ${error.message}`);
    return false;
  }
}

/** Runs one case natively. @param {string} name @param {number} duration seconds */
export async function nativeLoop(name, duration) {
  const { output } = await run(`${root}/build/native/bench_training`, [name, String(duration)]);
  return loopSpeed(output);
}
