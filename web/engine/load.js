/**
 * Loads the WebAssembly module, the same in a page, a worker and Node.
 */
import instantiate from './generated/engine.js';
import { EngineError } from './errors.js';

/** @typedef {import('./generated/engine.js').MainModule} EngineModule */
/** @typedef {{binary?: ArrayBuffer | Uint8Array, url?: string, compiled?: WebAssembly.Module}} WasmFile one build of the engine */
/** @typedef {WasmFile & {relaxed?: WasmFile}} WasmSource where engine.wasm comes from, and engine-relaxed.wasm; beside this file by default */

/** @type {Promise<EngineModule> | undefined} */
let shared;

/**
 * The module, loaded once. Naming a source loads another one.
 * @param {WasmSource} [source]
 * @returns {Promise<EngineModule>}
 * @throws {EngineError} 'loadFailed', or 'unsupported' where WebAssembly is switched off or forbidden
 */
export function loadEngine(source = {}) {
  if (source.binary || source.url || source.compiled) return load(source);
  shared ??= load(source).catch((error) => {
    shared = undefined; // a later attempt may find the network back
    throw error;
  });
  return shared;
}

/**
 * @param {WasmSource} source
 * @returns {Promise<EngineModule>}
 */
async function load({ binary, url, compiled }) {
  try {
    // In a worker only: on a page's thread a large module cannot be instantiated at once.
    if (compiled)
      return await instantiate({
        instantiateWasm: (/** @type {any} */ imports, /** @type {any} */ done) =>
          done(new WebAssembly.Instance(compiled, imports), compiled),
      });
    const wasmBinary = binary ?? (await readInNode(url));
    // Only asked for when there is no binary: inside a blob worker `import.meta.url` is no base for an address.
    const locateFile = (/** @type {string} */ file) => (wasmBinary ? file : addressOf(url));
    return await instantiate({ wasmBinary, locateFile });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    // Another attempt cannot help where WebAssembly is switched off, or forbidden by the document's policy.
    if (typeof WebAssembly === 'undefined' || /Content.?Security.?Policy|unsafe-eval/i.test(cause)) {
      throw new EngineError('unsupported', `WebAssembly cannot be used here: ${cause}`, { cause });
    }
    throw new EngineError('loadFailed', `The WebAssembly engine could not be loaded: ${cause}`, { cause });
  }
}

/** @param {string | undefined} url */
const addressOf = (url) => url ?? new URL('./generated/engine.wasm', import.meta.url).href;

/**
 * For several workers; each has to make an instance of its own.
 * @param {WasmSource} source
 * @returns {Promise<WasmSource>} the same if it cannot be compiled: then each says why
 */
export async function compiledOnce(source) {
  try {
    const bytes = source.binary ?? (await readInNode(source.url));
    const compiled = bytes
      ? await WebAssembly.compile(/** @type {BufferSource} */ (bytes))
      : await WebAssembly.compileStreaming(fetch(addressOf(source.url)));
    return { compiled };
  } catch {
    return source;
  }
}

/**
 * Node's fetch does not read files, so the bytes are read here. Without an import that bundlers would follow.
 * @param {string | undefined} url
 * @returns {Promise<Uint8Array | undefined>} nothing outside Node
 */
async function readInNode(url) {
  const { process } = globalThis;
  if (!process?.versions?.node) return undefined;
  const address = new URL(addressOf(url));
  if (address.protocol !== 'file:') return undefined;
  return process.getBuiltinModule('node:fs').promises.readFile(address);
}
