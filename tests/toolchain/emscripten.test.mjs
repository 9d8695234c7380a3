import assert from 'node:assert/strict';
import test from 'node:test';
import { isGoodVersion } from '../../cpp/toolchain/emscripten.mjs';

test('Emscripten 3.1.69 and everything newer will do', () => {
  for (const version of ['3.1.69', '3.1.70', '3.2.0', '4.0.0', '6.0.5'])
    assert.equal(isGoodVersion(version), true, version);
});

test('everything older will not', () => {
  for (const version of ['3.1.68', '3.1.6', '3.0.99', '2.9.99']) assert.equal(isGoodVersion(version), false, version);
});
