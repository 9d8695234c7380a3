/**
 * engine.wasm, compiled once in each document: its workers are handed the compiled module. Apart from load.js, so that a page whose
 * engine runs in a worker does without Emscripten's script.
 */
import { engineWasm } from './wasm-source.js';

/** @typedef {{binary?: ArrayBuffer | Uint8Array, url?: string, compiled?: WebAssembly.Module}} WasmFile one build of the engine */
/** @typedef {WasmFile & {relaxed?: WasmFile}} WasmSource where engine.wasm comes from, and engine-relaxed.wasm; beside this file by default */

/**
 * To be handed to workers, each of which makes an instance of its own.
 * @param {WasmSource} source
 * @returns {Promise<WasmSource>} where it does not compile, the source: then each worker tries for itself, and says why not
 */
export async function compiledOnce(source) {
  try {
    const compiled = await compiledFrom(source);
    return source.relaxed ? { compiled, relaxed: source.relaxed } : { compiled };
  } catch {
    return uncompiled(source);
  }
}

/** For a worker that cannot read the compiled module. @param {WasmSource} source @returns {Promise<WasmSource>} */
export const uncompiled = async (source) => (isDefault(source) ? { ...source, ...(await engineWasm()) } : source);

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiledHere;

/** @param {WasmSource} source @returns {Promise<WebAssembly.Module>} */
export async function compiledFrom(source) {
  if (source.compiled) return source.compiled;
  if (!isDefault(source)) return compile(source);
  compiledHere ??= engineWasm()
    .then(compile)
    .catch((error) => {
      compiledHere = undefined;
      throw error;
    });
  return compiledHere;
}

/** @param {WasmSource} source */
export const isDefault = ({ binary, url, compiled }) => !binary && !url && !compiled;

/** @param {WasmSource} source @returns {Promise<WebAssembly.Module>} */
async function compile({ binary, url = '' }) {
  const bytes = binary ?? (globalThis.process?.versions?.node ? await readFile(url) : undefined);
  if (bytes) return WebAssembly.compile(/** @type {BufferSource} */ (bytes));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  // Not every server knows the type of these files, and a stream of any other type is refused.
  if (response.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Node's fetch does not read files. Without an import that bundlers would follow. @param {string} url @returns {Promise<Uint8Array | undefined>} */
export async function readFile(url) {
  const address = new URL(url);
  if (address.protocol !== 'file:') return undefined;
  return globalThis.process.getBuiltinModule('node:fs').promises.readFile(address);
}
