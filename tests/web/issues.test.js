/** What is advised helps: no remedy is offered that would refuse the same text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locales, translator } from '../languages.js';
import { limits, prepareText } from '../../web/text/index.js';

/** @param {import('../../web/text/prepare.js').TextData} data @param {string} code */
const issueOf = (data, code) => data.issues.find((issue) => issue.code === code);

/** @type {[string, string, boolean][]} */
const tooLong = [
  ['just beyond the limit of sentences', 'a b c d e f g h\n'.repeat(1400), true],
  ['two million letters, which streams can hold', 'abcdefghi\n'.repeat(200_000), true],
  ['one more than that', `a${'a'.repeat(2_000_000)}`, false],
  ['four million letters', 'ab cd efg\n'.repeat(400_000), false],
  [
    'more different characters than a vocabulary may have',
    Array.from({ length: 24_000 }, (_, i) => String.fromCharCode(0x4e00 + (i % 20_000))).join(''),
    false,
  ],
];
for (const [what, text, helps] of tooLong) {
  test(`streams are offered only where they would take the text: ${what}`, () => {
    const issue = issueOf(prepareText(text), 'text-too-long');
    assert.ok(issue);
    assert.equal(issue.details.streamable, helps);
    for (const locale of locales) assert.equal(/Streams|文本流数/.test(translator(locale).issue(issue)), helps);
    assert.equal(prepareText(text, { streams: 1 }).valid, helps, 'and it is so');
  });
}

test('a text in streams that is still too long, or a long line that streams cannot hold, is not sent to streams', () => {
  const streamed = issueOf(prepareText('a'.repeat(limits.streamedTokens + 1), { streams: 4 }), 'text-too-long');
  assert.equal(streamed?.details.streamable, false);
  const many = Array.from({ length: 6000 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
  assert.equal(issueOf(prepareText(many), 'line-too-long')?.details.streamable, false);
  assert.equal(issueOf(prepareText('ab'.repeat(1500)), 'line-too-long')?.details.streamable, true);
});

test('characters are advised only to who has words', () => {
  const text = Array.from({ length: 6000 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('\n');
  for (const [unit, advised] of /** @type {const} */ ([
    ['characters', false],
    ['words', true],
  ])) {
    const issue = issueOf(prepareText(text, { unit }), 'vocabulary-too-large');
    assert.ok(issue);
    assert.equal(/instead of words/.test(translator('en').issue(issue)), advised);
    assert.equal(/按字而不是按词/.test(translator('zh').issue(issue)), advised);
  }
});

test('without Intl.Segmenter code points and runs of letters take its place, and the reader is told where it matters', (context) => {
  const { Segmenter } = Intl;
  context.after(() => Object.assign(Intl, { Segmenter }));
  Reflect.deleteProperty(Intl, 'Segmenter');
  const plain = prepareText('床前明月光\ncafé');
  assert.deepEqual([plain.valid, plain.issues], [true, []]);
  const emoji = prepareText('a👩‍👩‍👧b\nnoe\u0308l x');
  assert.equal(emoji.lines.flatMap(({ tokens }) => tokens).join(''), 'a👩‍👩‍👧bnoël x');
  assert.match(
    translator('en').issue(/** @type {any} */ (issueOf(emoji, 'no-segmenter'))),
    /some emoji and flags are cut/,
  );
  const words = prepareText("It's a test, isn't it? 你好", { unit: 'words' });
  assert.deepEqual(
    words.lines[0].tokens.filter((token) => token.trim()),
    ["It's", 'a', 'test', ',', "isn't", 'it', '?', '你', '好'],
  );
  assert.match(translator('zh').issue(/** @type {any} */ (issueOf(words, 'no-segmenter'))), /不会分词/);
});
