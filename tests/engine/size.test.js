/** The engine's bytes as they are downloaded: WebAssembly and Emscripten's script, each compressed by gzip -9. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 78_000;

/** @param {string} name */
const compressedBytes = (name) =>
  gzipSync(readFileSync(new URL(`../../web/engine/generated/${name}`, import.meta.url)), { level: 9 }).length;

test(`the engine: at most ${BUDGET_BYTES} bytes, compressed`, (context) => {
  const sizes = ['engine.wasm', 'engine.js'].map((name) => ({ name, bytes: compressedBytes(name) }));
  for (const { name, bytes } of sizes) context.diagnostic(`${name}: ${bytes} bytes`);
  const all = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  assert.ok(all <= BUDGET_BYTES, `${all} bytes are more than ${BUDGET_BYTES}`);
});
