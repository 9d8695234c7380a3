/** The engine's second build, for the setting `arithmetic: 'relaxed'`; loaded when a model asks for it. */
import { loadEngine, losses } from './load.js';
import { hasRelaxedSimd } from './relaxed-simd.js';
import { relaxedWasm } from './wasm-source.js';

/** @typedef {{module: import('./load.js').EngineModule, wasm: import('./load.js').WasmSource}} LoadedEngine a module, and where helpers get theirs */

/** @type {Promise<LoadedEngine> | undefined} */
let shared;
/** How often the engine had been lost when it was loaded. */
let lossesBefore = 0;

/**
 * @param {import('./load.js').WasmSource} [source] of the engine, which may name that of this build too; default: beside this file
 * @returns {Promise<LoadedEngine | null>} null where the browser has no relaxed SIMD
 * @throws {import('./errors.js').EngineError} as loadEngine()
 */
export async function loadRelaxed(source) {
  if (!hasRelaxedSimd()) return null;
  if (source?.relaxed) return load(source.relaxed);
  if (losses > lossesBefore) shared = undefined;
  lossesBefore = losses;
  shared ??= relaxedWasm()
    .then(load)
    .catch((error) => {
      shared = undefined; // a later attempt may find the network back
      throw error;
    });
  return shared;
}

/** @param {import('./load.js').WasmSource} wasm @returns {Promise<LoadedEngine>} */
const load = async (wasm) => ({ module: await loadEngine(wasm), wasm });
