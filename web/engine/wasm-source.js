/**
 * Where engine.wasm is, and its second build, see relaxed-module.js. Builds that keep everything in one file bring another module in this one's place, which has the bytes
 * (web/vite-plugins.js).
 * @returns {Promise<import('./load.js').WasmSource>}
 */
export const engineWasm = async () => ({ url: new URL('./generated/engine.wasm', import.meta.url).href });

export const relaxedWasm = async () => ({ url: new URL('./generated/engine-relaxed.wasm', import.meta.url).href });
