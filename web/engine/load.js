/**
 * Loads the WebAssembly module, the same in a page, a worker and Node.
 */
import { compiledFrom, isDefault } from './compiled-wasm.js';
import instantiate from './generated/engine.js';
import { EngineError } from './errors.js';

/** @typedef {import('./generated/engine.js').MainModule} EngineModule */
/** @typedef {import('./compiled-wasm.js').WasmSource} WasmSource */

/** @type {Promise<EngineModule> | undefined} */
let shared;

/** What `shared` has come to. @type {EngineModule | undefined} */
let sharedModule;

/** How often the shared module has been lost. */
export let losses = 0;

/** It has trapped: if it is the shared one, whoever asks next gets another. @param {EngineModule} module */
export function forgetEngine(module) {
  if (module !== sharedModule) return;
  shared = undefined;
  losses += 1;
}

/**
 * The module, loaded once. Naming a source loads another one.
 * @param {WasmSource} [source]
 * @returns {Promise<EngineModule>}
 * @throws {EngineError} 'loadFailed', or 'unsupported' where WebAssembly is switched off or forbidden
 */
export function loadEngine(source = {}) {
  if (!isDefault(source)) return load(source);
  shared ??= load(source).then(
    (module) => (sharedModule = module),
    (error) => {
      shared = undefined; // a later attempt may find the network back
      throw error;
    },
  );
  return shared;
}

/**
 * @param {WasmSource} source
 * @returns {Promise<EngineModule>}
 */
async function load(source) {
  try {
    return await instanceOf(await compiledFrom(source));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    // Another attempt cannot help where WebAssembly is switched off, or forbidden by the document's policy.
    if (typeof WebAssembly === 'undefined' || /Content.?Security.?Policy|unsafe-eval/i.test(cause)) {
      throw new EngineError('unsupported', `WebAssembly cannot be used here: ${cause}`, { cause });
    }
    throw new EngineError('loadFailed', `The WebAssembly engine could not be loaded: ${cause}`, { cause });
  }
}

/** @param {WebAssembly.Module} compiled @returns {Promise<EngineModule>} */
const instanceOf = (compiled) =>
  new Promise((resolve, reject) => {
    const instantiateWasm = (/** @type {WebAssembly.Imports} */ imports, /** @type {any} */ done) => {
      WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled), reject);
      return {}; // to Emscripten: `done` comes later
    };
    instantiate({ instantiateWasm }).then(resolve, reject);
  });
