// `node web/scripts/minify.mjs FROM TO`: Emscripten's script without what is never used, and small.
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { minify } from 'vite';

/**
 * What it does where nobody passes it `instantiateWasm`, as web/engine/load.js always does: it looks for the WebAssembly by itself,
 * at an address that bundlers take for a second file. Without it the functions that fetch and instantiate are not called, and go.
 */
const SEARCH =
  /wasmBinaryFile\s*\?\?=\s*findWasmBinary\(\);\s*instantiateAsync\([^;]*;(\s*return\s*\{\})?|new URL\("engine\.wasm",\s*import\.meta\.url\)\.href/g;

const [, , from, to] = argv;
const whole = readFileSync(from, 'utf8');
const used = whole.replace(SEARCH, (found) => (found.startsWith('new') ? '""' : ''));
if (used === whole) throw new Error(`${from}: where it looks for the WebAssembly is written otherwise than expected.`);
const { code, errors } = await minify(from, used, { module: true });
if (errors.length > 0) throw new Error(`${from}: ${errors.map(({ message }) => message).join(', ')}`);
writeFileSync(to, code);
