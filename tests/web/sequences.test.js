import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePrompt, heldOutIndices, limits, prepareText, Vocabulary } from '../../web/text/index.js';
import { seededRandom, randomText } from './random-text.js';

const LISTING = '你好李焕英\n夏洛特烦恼';
const codes = (/** @type {import('../../web/text/prepare.js').TextData} */ data) =>
  data.issues.map((issue) => issue.code);
const ids = (/** @type {import('../../web/text/sequences.js').Sequence} */ { inputs, targets }) => [
  [...inputs],
  [...targets],
];

test('run-on gives the inputs and labels of the listing: each sentence runs into the next, the last into the first', () => {
  const { training, vocabulary } = prepareText(LISTING, { endOfSentence: 'run-on' });
  assert.equal(vocabulary.size, 10);
  // x_sample = [vocab[:5]] + [vocab[5:]]; labels = [vocab[1:6]] + [vocab[6:] + [vocab[0]]]
  assert.deepEqual(training.map(ids), [
    [
      [0, 1, 2, 3, 4],
      [1, 2, 3, 4, 5],
    ],
    [
      [5, 6, 7, 8, 9],
      [6, 7, 8, 9, 0],
    ],
  ]);
});

test('with an end mark each sentence ends in a token of its own that is never typed', () => {
  const { training, vocabulary } = prepareText('ab⏎\nb', {});
  assert.deepEqual(vocabulary.tokens, ['a', 'b', '⏎', '\n']);
  assert.equal(vocabulary.endId, 3);
  assert.deepEqual(training.map(ids), [
    [
      [0, 1, 2],
      [1, 2, 3],
    ],
    [[1], [3]],
  ]);
});

test('vocabulary: ids in order of first appearance; encoding and decoding are inverse', () => {
  const vocabulary = Vocabulary.from(
    [
      ['c', 'a'],
      ['a', 'b'],
    ],
    { unit: 'characters', endMark: false },
  );
  assert.deepEqual(vocabulary.tokens, ['c', 'a', 'b']);
  assert.equal(vocabulary.endId, -1);
  assert.deepEqual(vocabulary.decode(vocabulary.encode(['b', 'c'])), ['b', 'c']);
  assert.deepEqual([...vocabulary.encode(['x'])], [-1]);
  assert.throws(() => vocabulary.token(3), RangeError);
  assert.throws(() => new Vocabulary(['a', 'a'], 'characters'), RangeError);
});

test('every line of any text is spelled again by its sequence', () => {
  const random = seededRandom(11);
  for (let i = 0; i < 1000; i += 1) {
    const data = prepareText(randomText(random, { lines: 6 }), { unit: i % 2 ? 'words' : 'characters' });
    if (!data.valid) continue;
    assert.equal(data.training.length, data.lines.length);
    data.lines.forEach((line, at) => {
      assert.deepEqual(data.vocabulary.decode(data.training[at].inputs), line.tokens);
    });
  }
});

test('held-out sentences are spread over the text, never trained on, and the same every time', () => {
  const text = Array.from({ length: 10 }, (_, i) => `${'abcdefghij'[i]}${i}`).join('\n');
  const data = prepareText(text, { heldOut: 0.2 });
  assert.deepEqual(heldOutIndices(10, 0.2), [2, 7]);
  assert.deepEqual(
    data.heldOut.map((s) => s.line),
    [2, 7],
  );
  assert.deepEqual(
    data.training.map((s) => s.line),
    [0, 1, 3, 4, 5, 6, 8, 9],
  );
  assert.deepEqual(
    data.lines.map((line) => line.which === 'heldOut'),
    [0, 0, 1, 0, 0, 0, 0, 1, 0, 0].map(Boolean),
  );
  for (const line of data.lines) {
    assert.deepEqual(data.vocabulary.decode(data[line.which][line.index].inputs), line.tokens);
  }
});

test('held-out sentences run on, too, without their tokens becoming training targets', () => {
  const { training, heldOut, vocabulary } = prepareText('ab\ncd\nef\ngh', { heldOut: 0.25, endOfSentence: 'run-on' });
  assert.equal(heldOut.length, 1);
  const seen = new Set(training.flatMap((s) => [...s.inputs, ...s.targets]));
  for (const id of heldOut[0].inputs) assert.ok(!seen.has(id), vocabulary.token(id));
});

test('for any number of sentences and any share, something is held out and something is left', () => {
  for (let n = 2; n < 60; n += 1) {
    for (const share of [0.001, 0.1, 0.25, 0.5, 0.9, 1]) {
      const held = heldOutIndices(n, share);
      assert.ok(held.length >= 1 && held.length < n);
      assert.equal(new Set(held).size, held.length);
      assert.ok(held.every((i) => i >= 0 && i < n));
    }
  }
});

test('of a single text the tail is held out', () => {
  const data = prepareText('abcdefghij', { heldOut: 0.3 });
  assert.equal(data.vocabulary.join(data.training[0].inputs), 'abcdefg');
  assert.equal(data.vocabulary.join(data.heldOut[0].inputs), 'hij');
  assert.equal(data.lines[0].index, -1);
});

test('a long text is cut into streams of equal length that together are the text, line breaks included', () => {
  const random = seededRandom(12);
  for (let i = 0; i < 300; i += 1) {
    const streams = 1 + Math.floor(random() * 7);
    const text = Array.from({ length: 8 }, () => `a${randomText(random, { lines: 2 })}`).join('\n\n');
    const data = prepareText(text, { streams });
    if (!data.valid) continue;
    const joined = data.training.map((s) => data.vocabulary.join(s.inputs)).join('');
    const expected = data.lines.map((line) => line.tokens.join('')).join('\n');
    assert.equal(joined, expected);
    const lengths = data.training.map((s) => s.inputs.length);
    assert.ok(Math.max(...lengths) - Math.min(...lengths) <= 1);
    assert.equal(lengths.length, streams);
    const targets = data.training.flatMap((s) => [...s.targets]);
    const inputs = data.training.flatMap((s) => [...s.inputs]);
    assert.deepEqual(targets, [...inputs.slice(1), data.vocabulary.endId]);
    data.training.forEach((s) => {
      assert.ok(s.line >= 0 && s.line < data.lines.length);
    });
  }
});

test('bad texts: each is named, none crashes, none can be trained on', () => {
  assert.deepEqual(codes(prepareText('')), ['empty']);
  assert.deepEqual(codes(prepareText(' \n\t\n')), ['empty']);
  assert.deepEqual(codes(prepareText('\u0000')), ['control-character', 'empty']);
  assert.deepEqual(codes(prepareText('x')), ['one-token']);
  assert.deepEqual(codes(prepareText('👩‍👩‍👧\n')), ['one-token']);
  assert.deepEqual(codes(prepareText('aaa', { endOfSentence: 'run-on' })), ['nothing-to-predict']);
  assert.deepEqual(codes(prepareText('abc', { streams: 5 })), ['too-many-streams']);
  assert.deepEqual(codes(prepareText('ab\ud800')), ['lone-surrogate']);
  for (const bad of ['', 'x', 'ab\ud800']) {
    const data = prepareText(bad);
    assert.equal(data.valid, false);
    assert.deepEqual([data.training, data.heldOut], [[], []]);
    assert.equal(data.text, bad);
  }
});

test('a text that is odd but can be trained on is: with a warning', () => {
  for (const [text, code] of [
    ['aaaa', 'only-the-end'],
    ['ab\u0000c', 'control-character'],
  ]) {
    const data = prepareText(text);
    assert.deepEqual(codes(data), [code]);
    assert.ok(data.valid && data.training.length === 1);
  }
  const rightToLeft = prepareText('שלום עולם\nمرحبا بالعالم');
  assert.deepEqual(rightToLeft.issues, []);
  assert.deepEqual(
    rightToLeft.lines.map((line) => line.direction),
    ['rtl', 'rtl'],
  );
});

test('too long: the limit and the length are named, and more is allowed in streams', () => {
  const hundredThousand = 'abcdefghi\n'.repeat(11112).slice(0, 100_000);
  const data = prepareText(hundredThousand);
  assert.deepEqual(data.issues, [
    {
      code: 'text-too-long',
      severity: 'error',
      details: { count: 90_000, atLeast: false, limit: limits.tokens, streamable: true },
    },
  ]);
  assert.equal(data.text, hundredThousand);
  assert.ok(prepareText(hundredThousand, { streams: 10 }).valid);
  assert.deepEqual(codes(prepareText('ab'.repeat(1001))), ['line-too-long']);
  assert.ok(prepareText('ab'.repeat(1000)).valid);
  const manyKinds = Array.from({ length: 5001 }, (_, i) => String.fromCharCode(0x4e00 + i));
  assert.deepEqual(codes(prepareText(manyKinds.join('\n'))), ['vocabulary-too-large']);
});

test('a beginning is encoded with the tokens of the model; unknown ones are named', () => {
  const data = prepareText(LISTING);
  assert.deepEqual(encodePrompt(data, '你坏好\n夏坏'), {
    inputs: Int32Array.of(0, -1, 1, 10, 5, -1),
    tokens: ['你', '坏', '好', '\n', '夏', '坏'],
    unknown: ['坏'],
  });
  assert.deepEqual(encodePrompt(data, '').inputs, new Int32Array(0));
});

test('the space typed after a word is no unknown token', () => {
  const words = prepareText('a rose is a rose', { unit: 'words' });
  assert.deepEqual(encodePrompt(words, 'a rose '), {
    inputs: Int32Array.of(0, 1),
    tokens: ['a', 'rose'],
    unknown: [],
  });
  const spaced = prepareText('x = 1', { unit: 'words' });
  assert.deepEqual(encodePrompt(spaced, 'x ').tokens, ['x', ' ']);
  assert.deepEqual(encodePrompt(prepareText('ab'), 'a ').unknown, [' ']);
});
