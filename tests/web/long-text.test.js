/** A text of any length from its bytes to ids, a piece at a time: the same as a short text comes to in one go. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareText } from '../../web/text/index.js';
import { limits } from '../../web/text/issues.js';
import { normalize } from '../../web/text/normalize.js';
import { readingLongText } from '../../web/text/long-text.js';
import { joinTokens, lastBoundary, tokenize } from '../../web/text/tokenize.js';

/** @typedef {import('../../web/text/long-text.js').LongText} LongText */

/**
 * @param {readonly (Uint8Array | string)[]} parts
 * @param {Partial<import('../../web/text/long-text.js').LongTextOptions>} [options]
 */
function read(parts, options = {}) {
  const bytes = parts.map((part) => ({ bytes: typeof part === 'string' ? new TextEncoder().encode(part) : part }));
  const work = readingLongText(bytes, { unit: 'characters', endOfSentence: 'mark', ...options });
  for (let pauses = 0; ; pauses += 1) {
    const { done, value } = work.next();
    if (done) return { text: /** @type {LongText} */ (value), pauses };
  }
}

/** @param {LongText} text */
const tokensOf = ({ ids, summary }) => Array.from(ids, (id) => summary.tokens[id]);

/** As one stream, the last end mark included, which is only a target. @param {string} text @param {import('../../web/text/prepare.js').TextOptions} options */
function inOneGo(text, options) {
  const { vocabulary, training, ...data } = prepareText(text, { streams: 1, ...options });
  const [{ inputs, targets }] = training;
  return { tokens: vocabulary.decode([...inputs, ...targets.slice(-1)]), ...data };
}

const WORDS = [
  'the ',
  'sea',
  '你好',
  'é',
  'e\u0301',
  '👩‍👩‍👧',
  'क्षि ',
  '\n',
  '\r\n',
  '\n\n \n',
  '\u2028',
  'ﬁ',
  '“quoted”',
  '한국',
  ' ',
];

/** Parts of a line, with all that may stand on either side of a space. */
const WORDS_OF_A_LINE = [
  ...[
    'the ',
    'sea',
    ', ',
    '. ',
    ' (',
    ') ',
    ' ',
    '  ',
    '\t',
    ' \t ',
    '\u00a0',
    '… ',
    ' -',
    '¿',
    ' “',
    '” ',
    '7 ',
    '3.14',
  ],
  ...[
    '你好',
    '世界 ',
    '。',
    '、 ',
    'か\u3099 ',
    'ไทย ',
    'é',
    'e\u0301 ',
    ' \u0301',
    '\u200d ',
    'ﾞ',
    '🏽',
    ' 👩‍👩‍👧 ',
    '🇩🇪 ',
    '\u037e ',
    '，',
    '：',
    'ー',
  ],
];

/** @param {number} seed @param {number} count @param {readonly string[]} words */
function anyOf(seed, count, words) {
  let state = seed;
  let text = '';
  for (let i = 0; i < count; i += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += words[(state >>> 8) % words.length];
  }
  return text;
}

/** A text that never ends its pieces where its characters end. @param {number} seed @param {number} count */
const anyText = (seed, count) => `\n \nbegin${anyOf(seed, count, WORDS)}end\n\n`;

for (const unit of /** @type {const} */ (['characters', 'words'])) {
  for (const seed of [1, 2, 3]) {
    test(`read in pieces, a text has the ${unit} that it has as a whole (${seed})`, () => {
      const text = anyText(seed, 12_000);
      const { text: long, pauses } = read([text], { unit });
      const { tokens, tokenCount, lines } = inOneGo(text, { unit });
      assert.deepEqual(tokensOf(long), tokens);
      const { summary } = long;
      assert.deepEqual([summary.tokenCount, summary.lineCount], [tokenCount, lines.length]);
      assert.equal(summary.longestLine, Math.max(...lines.map((line) => line.tokens.length)));
      assert.ok(pauses > 100, 'it may be interrupted often');
    });
  }
}

for (const unit of /** @type {const} */ (['characters', 'words'])) {
  test(`a line that is longer than a piece has the ${unit} that it has as a whole`, () => {
    const lines = [
      'two words and one. '.repeat(8000),
      `${' '.repeat(50_000)}after spaces`,
      `one${' '.repeat(50_000)}\t${' '.repeat(50_000)}two`,
      ...[4, 5, 6].map((seed) => anyOf(seed, 30_000, WORDS_OF_A_LINE)),
    ];
    for (const line of lines) {
      const { text: long, pauses } = read([`first\n${line}\nlast`], { unit });
      assert.deepEqual(tokensOf(long), inOneGo(`first\n${line}\nlast`, { unit }).tokens);
      assert.ok(pauses > 5, 'it may be interrupted often');
    }
  });

  test(`wherever a line may be cut, its parts have together the ${unit} of the whole`, () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const line = normalize(anyOf(seed, 40, WORDS_OF_A_LINE)).text;
      const whole = tokenize(line, { unit });
      let cuts = 0;
      for (let read = 1; read <= line.length; read += 1) {
        const end = lastBoundary(line.slice(0, read), unit);
        if (end === 0) continue;
        cuts += 1;
        const parts = [
          tokenize(line.slice(0, end), { unit, next: line.slice(end) }),
          tokenize(line.slice(end), { unit }),
        ];
        assert.deepEqual(parts.flat(), whole, `${JSON.stringify(line)} cut at ${end}`);
      }
      assert.ok(cuts > 20, `${cuts} cuts`);
    }
  });
}

test('a line of a megabyte without a break is no harder than many lines', () => {
  const text = 'abcdefghij klmno. '.repeat(60_000);
  const { text: long, pauses } = read([text]);
  assert.deepEqual([long.summary.lineCount, long.summary.tokenCount], [1, text.length]);
  assert.ok(pauses > 50);
  assert.deepEqual(tokensOf(long), [...text, '\n']);
});

/**
 * Reads a text and looks how much of it is given to the segmenter between two pauses.
 * @param {import('node:test').TestContext} context
 * @param {string} text
 * @param {Partial<import('../../web/text/long-text.js').LongTextOptions>} options
 */
function readWatched(context, text, options) {
  const { segment } = Intl.Segmenter.prototype;
  let [now, most] = [0, 0];
  /** @this {Intl.Segmenter} @param {string} part */
  function watching(part) {
    now += part.length;
    most = Math.max(most, now);
    return segment.call(this, part);
  }
  const watched = context.mock.method(Intl.Segmenter.prototype, 'segment', watching);
  const bytes = new TextEncoder().encode(text);
  const work = readingLongText([{ bytes }], { unit: 'words', endOfSentence: 'mark', ...options });
  for (;;) {
    const { done, value } = work.next();
    if (done) {
      watched.mock.restore();
      return { text: /** @type {LongText} */ (value), most };
    }
    now = 0;
  }
}

const CLAUSES = [
  '春眠不觉晓',
  '处处闻啼鸟',
  '夜来风雨声',
  '花落知多少',
  '我们今天去图书馆看书',
  'のです',
  'Latin',
  '1，000',
  '今天天气很好',
];
const withPunctuation = anyOf(11, 90_000, [...CLAUSES, '，', '。', '！', '；']);
const withoutSpaces = /** @type {Record<string, string>} */ ({
  'Chinese with punctuation': withPunctuation.slice(0, 300_000),
  'Chinese without punctuation': anyOf(12, 60_000, CLAUSES.slice(0, 5)).slice(0, 300_000),
  Thai: anyOf(13, 30_000, ['ภาษาไทย', 'เป็น', 'ภาษา', 'ที่', 'มี', 'ระดับ', 'เสียง', 'ของ', 'คำ']).slice(0, 100_000),
});

for (const [name, line] of Object.entries(withoutSpaces)) {
  test(`${name}, a line of ${line.length} characters: the words of the whole, of a bounded part at a time`, (context) => {
    const { text: long, most } = readWatched(context, line, { unit: 'words' });
    assert.deepEqual(tokensOf(long), [...tokenize(line, { unit: 'words' }), '\n']);
    assert.ok(most < 50_000, `${most} code units between two pauses`);
  });
}

test('what shows no boundary is cut all the same, between two characters, and nothing of it is lost', (context) => {
  const texts = [
    'a'.repeat(200_000),
    '👩‍👩‍👧'.repeat(20_000),
    '🇩🇪'.repeat(30_000),
    'क्षि'.repeat(40_000),
    `a${'\u0301'.repeat(100_000)}`,
  ];
  for (const unit of /** @type {const} */ (['characters', 'words'])) {
    for (const line of texts) {
      const { text: long, most } = readWatched(context, line, { unit });
      assert.equal(joinTokens(tokensOf(long).slice(0, -1), unit), line.normalize());
      assert.ok(most < 100_000, `${most} code units between two pauses`);
    }
  }
});

test('each line ends where lineEnds says; without end marks the lines run on', () => {
  const lines = Array.from({ length: 3000 }, (_, i) => `line ${i}`);
  const { text: long } = read([lines.join('\n')]);
  assert.equal(long.lineEnds.length, 3000);
  assert.ok(long.lineEnds.every((end) => long.summary.tokens[long.ids[end]] === '\n'));
  const { text: runOn } = read([lines.join('\n')], { endOfSentence: 'run-on' });
  assert.equal(tokensOf(runOn).join(''), lines.join(''));
  assert.equal(runOn.lineEnds[1], 'line 0line 1'.length);
});

test('several files follow each other, each on a new line', () => {
  const { text } = read(['one', 'two\n', 'three']);
  assert.equal(tokensOf(text).join(''), 'one\ntwo\nthree\n');
});

test('a long file is read in its encoding: named, guessed from its beginning, or from the first thing that is not UTF-8', () => {
  const utf16 = (/** @type {string} */ text) =>
    new Uint8Array(Uint16Array.from([0xfeff, ...text.split('').map((c) => c.charCodeAt(0))]).buffer);
  const chinese = '床前明月光，疑是地上霜。\n'.repeat(3000);
  assert.deepEqual(read([utf16(chinese)]).text.summary.parts, [{ encoding: 'utf-16le', guessed: false, unread: 0 }]);
  // “床前明月光” and a line break in GB18030, as in files.test.js.
  const line = [0xb4, 0xb2, 0xc7, 0xb0, 0xc3, 0xf7, 0xd4, 0xc2, 0xb9, 0xe2, 0x0a];
  const gb = Uint8Array.from({ length: 11 * 9000 }, (_, i) => line[i % 11]);
  const { text } = read([gb]);
  assert.deepEqual(text.summary.parts, [{ encoding: 'gb18030', guessed: true, unread: 0 }]);
  assert.deepEqual([text.summary.tokenCount, text.summary.beginning.slice(0, 6)], [45_000, '床前明月光\n']);
  // Plain letters for longer than the sample is, then a French word in Windows-1252.
  const ascii = new TextEncoder().encode('only letters of English, line after line\n'.repeat(3000));
  const later = Uint8Array.from([...ascii, ...[0x63, 0x61, 0x66, 0xe9, 0x20, 0x6f, 0xf9, 0x0a]]);
  const french = read([later]).text;
  assert.deepEqual(french.summary.parts, [{ encoding: 'windows-1252', guessed: true, unread: 0 }]);
  assert.ok(tokensOf(french).join('').endsWith('café où\n'));
});

test('of the beginning of a file, the last character is left out if it is there in part', () => {
  const cases = /** @type {const} */ ([
    ['utf-8', [0xe4, 0xbd, 0xa0, 0x0a, 0xe5, 0xa5], '你\n'],
    ['utf-8', [0x61, 0x62, 0xc3], 'ab'],
    ['utf-16le', [0x60, 0x4f, 0x3d, 0xd8, 0x00], '你'],
    ['gb18030', [0xc4, 0xe3, 0xba], '你'],
    ['shift_jis', [0x82, 0xa0, 0x82], 'あ'],
  ]);
  for (const [encoding, bytes, text] of cases) {
    for (const cut of [true, false]) {
      const part = { bytes: Uint8Array.from(bytes), encoding, cut };
      const work = readingLongText([part], { unit: 'characters', endOfSentence: 'run-on' });
      let step = work.next();
      while (!step.done) step = work.next();
      const { summary } = /** @type {LongText} */ (step.value);
      assert.equal(summary.parts[0].unread, cut ? 0 : 1, `${encoding}, ${cut}`);
      assert.equal(summary.beginning, cut ? text : `${text}\ufffd`);
      assert.equal(summary.tokens.includes('\ufffd'), !cut);
    }
  }
});

test('what is no text is told from a text in an unknown encoding', () => {
  const work = (/** @type {Uint8Array} */ bytes) =>
    readingLongText([{ bytes }], { unit: 'characters', endOfSentence: 'mark' });
  const noise = Uint8Array.from({ length: 60_000 }, (_, i) => (i * 197 + (i >> 3)) & 255);
  assert.deepEqual(work(noise).next().value, { part: 0, issue: 'file-not-text' });
});

test('the rarest tokens beyond the largest vocabulary are read as unknown', () => {
  const rare = Array.from({ length: limits.vocabulary + 500 }, (_, i) => String.fromCodePoint(0x4e00 + i));
  const text = `${rare.join('')}\n`.repeat(3) + rare.slice(0, limits.vocabulary - 1).join('');
  const { summary, ids } = read([text]).text;
  assert.deepEqual([summary.tokens.length, summary.rareTokens, summary.rareCount], [limits.vocabulary, 501, 3 * 501]);
  assert.equal(ids.filter((id) => id < 0).length, 3 * 501);
  assert.ok(summary.tokens.includes('\n') && ids.every((id) => id < limits.vocabulary));
});

test('controls are counted over the whole text and named where the first of them stands', () => {
  const text = `${'nothing here\n'.repeat(5000)}a\u0000b\n${'nothing here\n'.repeat(5000)}\u0007`;
  const { problems } = read([text]).text.summary;
  assert.deepEqual(problems, [{ code: 'control-character', line: 5001, column: 2, character: 'U+0000', count: 2 }]);
});
