/** Turning the pages of a text. Expected places by hand: a page holds 240 tokens. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_PAGE, pageAfter, pageAt, pagesUpTo } from '../../web/panels/predictions/pages.js';

test('a page holds whole sentences, as many as fit', () => {
  const lengths = [100, 100, 100, 40, 240, 1];
  assert.deepEqual(pageAt(lengths, FIRST_PAGE), { count: 2, tokens: 240 });
  assert.deepEqual(pageAfter(lengths, FIRST_PAGE), { from: 2, offset: 0 });
  assert.deepEqual(pageAfter(lengths, { from: 2, offset: 0 }), { from: 4, offset: 0 });
  assert.deepEqual(pageAfter(lengths, { from: 4, offset: 0 }), { from: 5, offset: 0 });
  assert.equal(pageAfter(lengths, { from: 5, offset: 0 }), null);
});

test('a longer sequence is spread over several pages of its own, down to its last token', () => {
  const lengths = [500, 3];
  assert.deepEqual(pageAt(lengths, { from: 0, offset: 480 }), { count: 1, tokens: 20 });
  assert.deepEqual(pagesUpTo(lengths, { from: 1, offset: 2 }), [
    { from: 0, offset: 0 },
    { from: 0, offset: 240 },
    { from: 0, offset: 480 },
    { from: 1, offset: 0 },
  ]);
});

test('turning to a token ends at the page that shows it', () => {
  const lengths = [100, 100, 100, 600];
  for (const [from, offset] of [
    [0, 99],
    [1, 0],
    [2, 50],
    [3, 0],
    [3, 240],
    [3, 599],
  ]) {
    const page = pagesUpTo(lengths, { from, offset }).at(-1) ?? FIRST_PAGE;
    const { count, tokens } = pageAt(lengths, page);
    assert.ok(page.from <= from && from < page.from + count, `${from} is on ${JSON.stringify(page)}`);
    assert.ok(page.offset <= offset && offset < page.offset + tokens, `${offset} is on ${JSON.stringify(page)}`);
  }
});

test('no sentences, no pages', () => {
  assert.deepEqual(pageAt([], FIRST_PAGE), { count: 0, tokens: 240 });
  assert.equal(pageAfter([], FIRST_PAGE), null);
});
