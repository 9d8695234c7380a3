import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { decodeText as decode, readTextFile } from '../../web/text/files.js';
import { limits } from '../../web/text/issues.js';

/** @param {Uint8Array} bytes */
const decodeText = (bytes) => decode(bytes)?.text ?? null;

const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text);
/** @param {string} text @param {boolean} big */
const utf16 = (text, big) =>
  Uint8Array.from(
    [0xfeff, ...text.split('').map((unit) => unit.charCodeAt(0))].flatMap((unit) =>
      big ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8],
    ),
  );
const hex = (/** @type {string} */ digits) => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
/** @param {Uint8Array} bytes */
const file = (bytes, name = 'poem.txt') =>
  /** @type {any} */ ({ name, size: bytes.length, arrayBuffer: async () => bytes.slice().buffer });

test('UTF-8 with and without its mark, and UTF-16 with it, are read as they are', () => {
  const text = '床前明月光\r\nAnna\t👩‍👩‍👧 café\n';
  assert.equal(decodeText(utf8(text)), text);
  assert.equal(decodeText(utf8(`\ufeff${text}`)), text);
  assert.equal(decodeText(utf16(text, false)), text);
  assert.equal(decodeText(utf16(text, true)), text);
  assert.equal(decodeText(new Uint8Array()), '');
});

test('a Chinese file in GB18030 is read, too', () => {
  assert.equal(decodeText(hex('b4b2 c7b0 c3f7 d4c2 b9e2 0a d2c9 cac7 b5d8 c9cf cbaa')), '床前明月光\n疑是地上霜');
  // 鄉 and 頭 are in none of the older sets.
  assert.equal(decodeText(hex('b5cd ee5e cbbc b9ca e06c 2e')), '低頭思故鄉.');
});

test('what is no text is none: pictures and programs, whole or in part', async () => {
  const binary = ['../../.github/pictures/play.png', '../../web/engine/generated/engine.wasm'];
  for (const path of binary) {
    const bytes = new Uint8Array(await readFile(new URL(path, import.meta.url)));
    assert.equal(decodeText(bytes), null, path);
    for (const length of [8, 24, 100, 4000])
      assert.equal(decodeText(bytes.subarray(0, length)), null, `${path} ${length}`);
  }
  assert.equal(decodeText(Uint8Array.from({ length: 600 }, (_, i) => (i * 197 + (i >> 3)) & 255)), null);
});

test('a file is read, or refused in one sentence’s worth of reasons', async () => {
  const { decoded, issue } = await readTextFile(file(utf8('abab')));
  assert.deepEqual([decoded?.text, decoded?.encoding, decoded?.guessed, issue], ['abab', 'utf-8', false, undefined]);
  const picture = await readTextFile(file(hex('89504e470d0a1a0a0000000d49484452'), 'cat.png'));
  assert.deepEqual(
    [picture.issue?.code, picture.issue?.severity, picture.issue?.details.name],
    ['file-not-text', 'error', 'cat.png'],
  );
  let asked = false;
  const huge = {
    name: 'novel.txt',
    size: limits.bytes + 1,
    arrayBuffer: async () => {
      asked = true;
      return new ArrayBuffer(0);
    },
  };
  assert.equal((await readTextFile(huge)).issue?.code, 'file-too-large');
  assert.equal(asked, false, 'it is not even read');
  const folder = { name: 'poems', size: 4096, arrayBuffer: () => Promise.reject(new Error('a folder')) };
  assert.equal((await readTextFile(folder)).issue?.code, 'file-unreadable');
});
