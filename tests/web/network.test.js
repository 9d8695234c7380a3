/** The parts of the network on the first screen that need no page: where things stand, which tokens are shown, retyping. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidatesOf, mostProbable } from '../../web/panels/network/candidates.js';
import { geometryOf } from '../../web/panels/network/geometry.js';
import { textPositionOf, retyped } from '../../web/panels/network/retype.js';
import { prepareText } from '../../web/text/index.js';

test('the right answer comes first, then its strongest rivals', () => {
  assert.deepEqual(candidatesOf([0.1, 0.4, 0.2, 0.05, 0.25], 3), [3, 1, 4, 2]);
  assert.deepEqual(candidatesOf([0.1, 0.4, 0.2, 0.05, 0.25], 1), [1, 4, 2, 0]);
});

test('where nothing is asked, the four most probable are shown', () => {
  assert.deepEqual(candidatesOf([0.1, 0.4, 0.2, 0.05, 0.25], -1), [1, 4, 2, 0]);
});

test('a vocabulary of two has one rival', () => {
  assert.deepEqual(candidatesOf([0.5, 0.5], 0), [0, 1]);
});

test('a rival that is still among the strongest keeps its place', () => {
  const before = candidatesOf([0.1, 0.4, 0.3, 0.2, 0, 0], 0);
  assert.deepEqual(before, [0, 1, 2, 3]);
  // 3 has overtaken 1, and 4 has taken the place of 2.
  assert.deepEqual(candidatesOf([0.1, 0.2, 0.05, 0.4, 0.25, 0], 0, before), [0, 1, 4, 3]);
});

test('of equals the lowest id is the most probable, as the engine has it', () => {
  assert.equal(mostProbable([0.2, 0.4, 0.4]), 1);
});

const shape = { width: 640, steps: 5, layers: 1, hidden: 16, tokenWidth: 52, tall: true };

test('every unit has a cell, from one unit to as many as there may be', () => {
  for (const width of [358, 640, 1300])
    for (const layers of [1, 2, 16])
      for (const hidden of [1, 2, 7, 16, 31, 64, 100, 511, 512]) {
        const { units, rows, pitch } = geometryOf({ ...shape, width, layers, hidden });
        assert.ok(units.across * units.down >= hidden, `${hidden} units in ${units.across} × ${units.down}`);
        assert.ok(units.width <= pitch && units.height <= rows.strip, `${hidden} units fit`);
        assert.ok(units.cell > 0);
      }
});

test('on a phone at least five time steps are shown, however long their words', () => {
  const { columns, pitch, width } = geometryOf({ ...shape, width: 358, steps: 40, tokenWidth: 400 });
  assert.equal(columns, 5);
  assert.ok(width <= 358 && pitch >= 44);
});

test('no more columns than time steps, and never wider than the room', () => {
  for (const width of [300, 358, 640, 1376])
    for (const steps of [1, 2, 5, 9, 300]) {
      const geometry = geometryOf({ ...shape, width, steps });
      assert.ok(geometry.columns >= 1 && geometry.columns <= steps);
      assert.ok(geometry.width <= width);
    }
});

/** @param {string} text @param {object} [options] */
const prepared = (text, options) => prepareText(text, options);

test('a retyped token takes the place of the old one, and nothing else changes', () => {
  const text = '你好李焕英\n\n  夏洛特烦恼\n';
  const data = prepared(text);
  const place = textPositionOf(data, 'training', 1, 4);
  assert.deepEqual(place, { line: 1, position: 4 });
  assert.equal(retyped(data, 1, 4, '新'), '你好李焕英\n\n  夏洛新烦恼\n');
});

test('an emoji of several code points is one token to retype', () => {
  const data = prepared('a👨‍👩‍👧b');
  assert.equal(retyped(data, 0, 1, '👍🏽'), 'a👍🏽b');
  assert.equal(retyped(data, 0, 2, ''), 'a👨‍👩‍👧');
});

test('of words the whole word is retyped', () => {
  const data = prepared('The quick brown fox, it jumps', { unit: 'words' });
  assert.equal(retyped(data, 0, 2, 'red'), 'The quick red fox, it jumps');
});

test('a sentence in Hebrew is retyped by reading order', () => {
  const data = prepared('שלום');
  assert.equal(retyped(data, 0, 0, 'ח'), 'חלום');
});

test('the held-out sentences are lines of the text too, and the held-out tail of a single one is part of its line', () => {
  const two = prepared('abc\ndef\nghi\njkl', { heldOut: 0.25 });
  const index = two.lines.findIndex(({ which }) => which === 'heldOut');
  assert.deepEqual(textPositionOf(two, 'heldOut', 0, 1), { line: index, position: 1 });
  const one = prepared('abcdefghijklmnopqrst', { heldOut: 0.5 });
  const { length } = one.training[0].inputs;
  assert.deepEqual(textPositionOf(one, 'heldOut', 0, 1), { line: 0, position: length + 1 });
  const token = one.vocabulary.token(one.heldOut[0].inputs[1]);
  assert.equal(one.lines[0].tokens[length + 1], token);
});

test('a sequence of a long text is no line of it: it cannot be retyped', () => {
  assert.equal(textPositionOf(prepared('abcdef\nghijkl', { streams: 2 }), 'training', 0, 0), null);
});
