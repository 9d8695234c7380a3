/**
 * Where engine.wasm is. Builds that keep everything in one file bring another module in this one's place, which has the bytes
 * (web/vite-plugins.js).
 * @returns {Promise<import('./load.js').WasmSource>}
 */
export const engineWasm = async () => ({ url: new URL('./generated/engine.wasm', import.meta.url).href });
