/** The picture of an embed: what is written on it of a text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawCard } from '../../web/element/embed/card.js';

/** A canvas that notes what is written and measured; each UTF-16 code unit is 20 px wide. */
function canvas() {
  /** @type {string[]} */
  const written = [];
  let measured = 0;
  const context = {
    fillRect() {},
    /** @param {string} words */
    fillText: (words) => written.push(words),
    /** @param {string} words */
    measureText: (words) => {
      measured += words.length;
      return { width: 20 * words.length };
    },
  };
  return { written, measured: () => measured, canvas: /** @type {any} */ ({ getContext: () => context }) };
}

/** @param {string} text */
function drawn(text) {
  const { written, measured, canvas: on } = canvas();
  drawCard(on, { link: 'https://example.org', title: 'Title', text, invitation: 'Try' });
  return { line: written[1], measured: measured() };
}

test('a line that fits is written as it is; a longer one is cut between two characters', () => {
  assert.equal(drawn('a short line').line, 'a short line');
  assert.match(drawn('letters '.repeat(50)).line, /^(letters )+[a-z]*…$/);
  const { line } = drawn('👩‍👩‍👧'.repeat(100));
  assert.match(line, /^(👩‍👩‍👧)+…$/u);
  assert.ok(20 * line.length > 500, 'as much as fits');
});

test('of a line of a megabyte only the beginning is measured', () => {
  const { line, measured } = drawn('a'.repeat(1_000_000));
  assert.match(line, /^a+…$/);
  assert.ok(measured < 10_000, `${measured} characters measured`);
});
