/** What the element's small first part knows by heart, against the table of settings. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { attributeOf, readAttribute, SETTING_TYPES } from '../../web/element/setting-types.js';
import { nearestOf } from '../../web/element/unknown-attributes.js';
import { takeServerSpelling } from '../../web/element/server-spelling.js';
import { elementTypes, file } from '../../web/scripts/element-types.mjs';
import { observedAttributes } from '../../web/state/attributes.js';
import { settingNames, settingsTable } from '../../web/state/settings.js';

test('the names and types of the settings are those of the table', () => {
  assert.deepEqual([...SETTING_TYPES.keys()].sort(), [...settingNames].sort());
  for (const name of settingNames) {
    const { type, key } = settingsTable[name];
    assert.equal(SETTING_TYPES.get(name), type === 'integer' ? 'number' : type, name);
    assert.equal(attributeOf(name), key);
  }
});

test('no setting takes the name of something that every element has', () => {
  // Of HTMLElement, Element and Node, as far as a setting could be called that.
  for (const name of [
    'title',
    'lang',
    'dir',
    'hidden',
    'style',
    'id',
    'slot',
    'part',
    'animate',
    'scroll',
    'prefix',
    'role',
  ])
    assert.ok(!SETTING_TYPES.has(name), name);
});

test('web/rnn-playground.d.ts is what the table says; `node web/scripts/element-types.mjs` writes it', async () => {
  assert.equal(await readFile(file, 'utf8'), elementTypes());
});

test('an attribute is read by its type before the element has started', () => {
  assert.deepEqual(readAttribute('8', 'number'), 8);
  assert.deepEqual(readAttribute('eight', 'number'), undefined);
  assert.deepEqual(readAttribute('', 'number'), undefined);
  assert.deepEqual(readAttribute(null, 'text'), undefined);
  assert.deepEqual(readAttribute('', 'boolean'), true);
  assert.deepEqual(readAttribute('off', 'boolean'), false);
  assert.deepEqual(readAttribute('play, loss', 'list'), ['play', 'loss']);
});

test('of a slip of the pen the attribute is found that was meant, and none for a name of something else', () => {
  const known = [...observedAttributes, 'poster', 'text-from'];
  const slips = {
    learning_rate: 'learning-rate',
    hidensize: 'hidden-size',
    panel: 'panels',
    textfrom: 'text-from',
    sed: 'seed',
  };
  for (const [slip, meant] of Object.entries(slips)) assert.equal(nearestOf(slip, known), meant, slip);
  assert.equal(nearestOf('foo', known), '');
  assert.equal(nearestOf('background-color', known), '');
});

test('what a server wrote of a property in camel case becomes the attribute; one under its own name counts', () => {
  const attributes = new Map([
    ['hiddensize', '12'],
    ['headinglevel', '3'],
    ['learningrate', '0.1'],
    ['learning-rate', '0.2'],
    ['text', 'abab'],
  ]);
  const element = {
    getAttribute: (/** @type {string} */ name) => attributes.get(name) ?? null,
    hasAttribute: (/** @type {string} */ name) => attributes.has(name),
    setAttribute: (/** @type {string} */ name, /** @type {string} */ value) => void attributes.set(name, value),
    removeAttribute: (/** @type {string} */ name) => void attributes.delete(name),
  };
  takeServerSpelling(element, [...observedAttributes, 'heading-level', 'text-from']);
  const expected = { 'heading-level': '3', 'hidden-size': '12', 'learning-rate': '0.2', text: 'abab' };
  assert.deepEqual(Object.fromEntries([...attributes].sort()), expected);
});

test('no two attributes are one without their hyphens', () => {
  const spellings = observedAttributes.map((name) => name.replaceAll('-', ''));
  assert.equal(new Set(spellings).size, observedAttributes.length);
});
