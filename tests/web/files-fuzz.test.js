/** Whatever bytes a file has, it is read as a text that can be trained on, or refused with a sentence. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prepareText } from '../../web/text/index.js';
import { readTextFile } from '../../web/text/files.js';
import { assertSaid, changedBytes, fuzz, hostileString } from './fuzzing.js';

/** Short ones: the time for a file goes with its length, and more files find more. */
const TEXTS = [
  '床前明月光，\n疑是地上霜。',
  'hello wörld “quoted” 123',
  'こんにちは、世界。안녕하세요',
  'Привет,\nмир! שלום',
];

/** @param {string} text @param {number} first of the byte order mark @param {number} second */
const utf16 = (text, first, second) => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  return new Uint8Array(first === 0xff && second === 0xfe ? bytes : bytes.swap16());
};

/** Of each kind one, in its own encoding. The bytes beyond ASCII and UTF are those of the encodings' own tables. */
const originals = [
  ...TEXTS.flatMap((text) => [
    new Uint8Array(Buffer.from(text)),
    new Uint8Array(Buffer.from(`\ufeff${text}`)),
    utf16(text, 0xff, 0xfe),
    utf16(text, 0xfe, 0xff),
  ]),
  Uint8Array.from([0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xca, 0xc0, 0xbd, 0xe7]), // GB18030: 你好，世界
  Uint8Array.from([0xa7, 0x41, 0xa6, 0x6e, 0xa1, 0x41, 0xa5, 0x40, 0xac, 0xc9]), // Big5: 你好，世界
  Uint8Array.from([0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9, 0x82, 0xbf, 0x82, 0xcd]), // Shift_JIS: こんにちは
  Uint8Array.from([0xbe, 0xc8, 0xb3, 0xe7, 0xc7, 0xcf, 0xbc, 0xbc, 0xbf, 0xe4]), // EUC-KR: 안녕하세요
  Uint8Array.from([0x1b, 0x24, 0x42, 0x24, 0x33, 0x24, 0x73, 0x1b, 0x28, 0x42]), // ISO-2022-JP: こん
  Uint8Array.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x93, 0x6f, 0x75, 0x69, 0x94]), // Windows-1252: café “oui”
  Uint8Array.from([0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00]), // gzip, cut off
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), // PNG, cut off
];

const bytes = fc.oneof(
  { weight: 4, arbitrary: changedBytes(originals) },
  fc.uint8Array({ maxLength: 60 }),
  fc.array(hostileString, { maxLength: 5 }).map((parts) => new Uint8Array(Buffer.from(parts.join('\n')))),
);
const options = fc.record({
  unit: fc.constantFrom(/** @type {const} */ ('characters'), 'words'),
  endOfSentence: fc.constantFrom(/** @type {const} */ ('mark'), 'none'),
  heldOut: fc.constantFrom(0, 0.1, 0.5),
  streams: fc.constantFrom(0, 1, 4),
  locale: fc.constantFrom('en', 'zh', 'xx-invalid'),
});

/** @param {string} text @param {any} how */
function assertPrepared(text, how) {
  const data = prepareText(text, how);
  for (const issue of data.issues) assertSaid((t) => t.issue(/** @type {any} */ (issue)));
  if (!data.valid) return;
  const sequences = [...data.training, ...data.heldOut];
  assert.ok(sequences.length > 0, 'valid, and nothing to learn');
  for (const { inputs, targets } of sequences) {
    assert.equal(inputs.length, targets.length);
    assert.ok(inputs.length > 0);
    for (const id of [...inputs, ...targets]) assert.ok(id >= 0 && id < data.vocabulary.size, `${id}`);
  }
}

fuzz('a file is read and prepared, or refused', fc.tuple(bytes, options), async ([content, how]) => {
  const file = { name: 'a.txt', size: content.length, arrayBuffer: async () => content.slice().buffer };
  const { decoded, issue } = await readTextFile(file);
  if (issue) assertSaid((t) => t.issue(/** @type {any} */ (issue)));
  else assertPrepared(/** @type {NonNullable<typeof decoded>} */ (decoded).text, how);
});
