/** The engine's second build, for the setting `arithmetic: 'relaxed'`; loaded when a model asks for it. */
import { loadEngine } from './load.js';
import { hasRelaxedSimd } from './relaxed-simd.js';
import { relaxedWasm } from './wasm-source.js';

/** @typedef {{module: import('./load.js').EngineModule, wasm: import('./load.js').WasmSource}} LoadedEngine a module, and where helpers get theirs */

/** @type {Promise<LoadedEngine> | undefined} */
let shared;

/**
 * @param {import('./load.js').WasmSource} [source] of the engine, which may name that of this build too; default: beside this file
 * @returns {Promise<LoadedEngine | null>} null where the browser has no relaxed SIMD
 * @throws {import('./errors.js').EngineError} as loadEngine()
 */
export async function loadRelaxed(source) {
  if (!hasRelaxedSimd()) return null;
  if (source?.relaxed) return load(source.relaxed);
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
