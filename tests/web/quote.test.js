/** The reader's text inside the page's sentences. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isolated, joinTokens, prepareText, quoted, shorten, tokenize, tokenLabel } from '../../web/text/index.js';

test('a long quotation keeps its beginning and its end, and breaks between words where it can', () => {
  assert.equal(shorten('ACGT'.repeat(20), 11), 'ACGTA…TACGT'.replace('TACGT', 'TACGT'.slice(-5)));
  assert.equal(shorten('short', 11), 'short');
  assert.equal(
    shorten('Congress shall make no law respecting an establishment of religion', 32),
    'Congress shall…of religion',
  );
  // A family is one character to a reader, and is never cut in two.
  assert.equal(shorten('👩‍👩‍👧'.repeat(9), 5), '👩‍👩‍👧👩‍👩‍👧…👩‍👩‍👧👩‍👩‍👧');
  assert.equal([...shorten('word '.repeat(100_000))].length <= 40, true);
});

test('what runs from right to left is kept apart from the sentence around it, and no sign can turn the rest', () => {
  assert.equal(isolated('שלום'), '\u2068שלום\u2069');
  assert.equal(isolated('plain 你好'), 'plain 你好');
  assert.equal(quoted('ab\u202ecd'), 'abU+202Ecd');
  // A closing sign of the reader's must not close the one around it.
  assert.equal(isolated('של\u2069'), '\u2068שלU+2069\u2069');
});

test('spaces at the ends of a quotation and line breaks in it can be seen', () => {
  assert.equal(quoted('A '), 'A␣');
  assert.equal(quoted('one\ntwo'), 'one⏎two');
});

test('a token of any length has a label that fits', () => {
  assert.equal(tokenLabel('establishment'), 'establishment');
  assert.equal(tokenLabel('Rindfleischetikettierungsgesetz'), 'Rindflei…sgesetz');
  assert.equal(tokenLabel('\n'), '⏎');
});

test('a line that is too long is quoted with its spaces', () => {
  const text = 'the cat sat on the mat '.repeat(400);
  const [issue] = prepareText(text, { unit: 'words' }).issues;
  assert.equal(issue.code, 'line-too-long');
  assert.equal(issue.details.begins, 'the cat sat on the mat the cat');
  assert.equal(joinTokens(tokenize('the cat', { unit: 'words' }), 'words'), 'the cat');
});
