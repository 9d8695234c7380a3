import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  directionOf,
  END_MARK,
  GLUE,
  joinTokens,
  normalize,
  tokenize,
  tokenizeLines,
  visible,
} from '../../web/text/index.js';
import { seededRandom, randomText } from './random-text.js';

/** @typedef {import('../../web/text/tokenize.js').Unit} Unit */
const UNITS = /** @type {Unit[]} */ (['characters', 'words']);

test('a character is what a reader sees as one', () => {
  assert.deepEqual(tokenize('👩‍👩‍👧é🇩🇪👍🏽'), ['👩‍👩‍👧', 'é', '🇩🇪', '👍🏽']);
  assert.deepEqual(tokenize('你好李焕英'), ['你', '好', '李', '焕', '英']);
  assert.deepEqual(tokenize('क्षि').length, 1);
});

test('é typed as one code point or as two is the same token', () => {
  assert.deepEqual(tokenize(normalize('e\u0301').text), tokenize(normalize('\u00e9').text));
});

test('lines of common characters, cut without the segmenter, are cut as the segmenter cuts them', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const ranges = [
    [0x20, 0x7e],
    [0xa1, 0xac],
    [0xae, 0x2ff],
    [0x3001, 0x3029],
    [0x4e00, 0x9fff],
    [0xff01, 0xff5e],
  ];
  const units = ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCharCode(from + i)),
  );
  const random = seededRandom(1);
  const shuffled = Array.from({ length: 50000 }, () => units[Math.floor(random() * units.length)]).join('');
  for (const line of [units.join(''), shuffled]) {
    assert.deepEqual(
      tokenize(line),
      Array.from(segmenter.segment(line), (part) => part.segment),
    );
  }
});

test('joining the tokens of any line gives back the normalized line', () => {
  const random = seededRandom(2);
  for (let i = 0; i < 3000; i += 1) {
    const { text } = normalize(randomText(random, { outlaws: true }));
    for (const unit of UNITS) {
      for (const line of text.split('\n')) assert.equal(joinTokens(tokenize(line, { unit }), unit), line);
    }
  }
});

test('normalizing twice gives the same as once, and nothing is left that was reported', () => {
  const random = seededRandom(3);
  for (let i = 0; i < 3000; i += 1) {
    const once = normalize(randomText(random, { outlaws: true })).text;
    assert.deepEqual(normalize(once), { text: once, problems: [] });
  }
});

test('no token of any text contains a line break, so none is the end mark', () => {
  const random = seededRandom(4);
  for (let i = 0; i < 1000; i += 1) {
    const { text } = normalize(randomText(random, { outlaws: true }));
    for (const unit of UNITS) {
      for (const line of tokenizeLines(text, { unit }).lines)
        assert.ok(!line.some((token) => token.includes(END_MARK)));
    }
  }
});

test('a lone surrogate and a control character are named with line and column', () => {
  const { text, problems } = normalize('ab\r\n👍c\ud83d!\u0000\u0000');
  assert.equal(text, 'ab\n👍c\ufffd!');
  assert.deepEqual(problems, [
    { code: 'lone-surrogate', line: 2, column: 3, character: 'U+D83D', count: 1 },
    { code: 'control-character', line: 2, column: 5, character: 'U+0000', count: 2 },
  ]);
});

test('every kind of line break ends a line; the byte order mark of a file is no character', () => {
  assert.equal(normalize('\ufeffa\r\nb\rc\u2028d\u0085e\ff').text, 'a\nb\nc\nd\ne\nf');
});

test('blank lines are no sentences, but in a long text they stay', () => {
  const text = '\n a\n\n  \nb\n\n';
  assert.deepEqual(tokenizeLines(text, { unit: 'characters' }).lines, [[' ', 'a'], ['b']]);
  assert.deepEqual(tokenizeLines(text, { unit: 'characters', keepBlankLines: true }).lines, [
    [' ', 'a'],
    [],
    [],
    ['b'],
  ]);
});

test('words: the spaces that spelling implies are no tokens, all others are', () => {
  assert.deepEqual(tokenize('Hello, world! (Yes.)', { unit: 'words' }), [
    'Hello',
    ',',
    'world',
    '!',
    '(',
    'Yes',
    '.',
    ')',
  ]);
  assert.deepEqual(tokenize('x = f(a,b)', { unit: 'words' }), [
    'x',
    ' ',
    '=',
    ' ',
    'f',
    GLUE,
    '(',
    'a',
    ',',
    GLUE,
    'b',
    ')',
  ]);
  assert.deepEqual(tokenize('  two  words', { unit: 'words' }), ['  ', 'two', '  ', 'words']);
  assert.ok(!tokenize('疑是地上霜。举头望明月，', { unit: 'words' }).some((token) => token.trim() === ''));
});

test('generated words join into spelled text', () => {
  assert.equal(joinTokens(['Mary', 'had', 'a', 'lamb', '.', 'It'], 'words'), 'Mary had a lamb. It');
  assert.equal(joinTokens(['a', END_MARK, 'b'], 'words'), 'a\nb');
});

test('a line runs from right to left if its first letter does', () => {
  assert.equal(directionOf(tokenize('12 שלום abc')), 'rtl');
  assert.equal(directionOf(tokenize('مرحبا')), 'rtl');
  assert.equal(directionOf(tokenize('abc שלום')), 'ltr');
  assert.equal(directionOf(tokenize('你好!')), 'ltr');
  assert.equal(directionOf([]), 'ltr');
});

test('a typed ⏎ and the end mark look alike but are told apart; what cannot be seen gets a label', () => {
  assert.deepEqual(visible('⏎'), { label: '⏎', kind: 'text' });
  assert.deepEqual(visible(END_MARK), { label: '⏎', kind: 'end' });
  assert.deepEqual(visible(' \t'), { label: '␣⇥', kind: 'space' });
  assert.deepEqual(visible(GLUE), { label: '⁀', kind: 'glue' });
  assert.deepEqual(visible('\u200b'), { label: 'U+200B', kind: 'invisible' });
  assert.deepEqual(visible('\u0301'), { label: '◌\u0301', kind: 'text' });
  const random = seededRandom(5);
  for (let i = 0; i < 500; i += 1) {
    for (const token of tokenize(normalize(randomText(random, { lines: 1 })).text))
      assert.match(visible(token).label, /\S/u);
  }
});

test('a line of any length is cut as the segmenter would cut it whole', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const random = seededRandom(6);
  for (let i = 0; i < 30; i += 1) {
    const line = Array.from({ length: 120 }, () => normalize(randomText(random, { lines: 1 })).text).join('');
    assert.ok(line.length > 1024);
    assert.deepEqual(
      tokenize(line),
      Array.from(segmenter.segment(line), (part) => part.segment),
    );
  }
  const towering = `a${'\u0301'.repeat(5000)}b`;
  assert.deepEqual(tokenize(towering), [towering.slice(0, -1), 'b']);
});

test('the time to cut a line grows with its length, not with its square', () => {
  const time = (/** @type {string} */ line) => {
    const start = performance.now();
    tokenize(line);
    return performance.now() - start;
  };
  time('नमस्ते '.repeat(4000));
  const [short, long] = [time('नमस्ते '.repeat(4000)), time('नमस्ते '.repeat(32000))];
  assert.ok(long < 32 * short, `${short.toFixed(1)} ms, eight times as long ${long.toFixed(1)} ms`);
});
