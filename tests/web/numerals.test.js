/** Numbers as people write them are taken, or told how to write them; none is silently another. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translator } from '../languages.js';
import { parseSetting } from '../../web/state/parse.js';

/** @type {[string, number][]} */
const taken = [
  ['0,1', 0.1],
  ['0，1', 0.1],
  ['0.1', 0.1],
  ['.5', 0.5],
  [',5', 0.5],
  ['٠٫١', 0.1],
  ['۰٫۰۵', 0.05],
  ['०.१', 0.1],
  ['０．１', 0.1],
  ['0。1', 0.1],
  ['𝟎.𝟐', 0.2],
  ['1e−3', 0.001],
  ['1E–3', 0.001],
  ['１ｅ－３', 0.001],
  ['1×10⁻³', 0.001],
  ['10⁻³', 0.001],
  ['2·10^-3', 0.002],
  ['10^(-2)', 0.01],
  ['0,100', 0.1],
  ['7%', 0.07],
  ['٥٪', 0.05],
  [' 0.1\u00a0', 0.1],
  ['\u200f0.1', 0.1],
];
for (const [written, value] of taken) {
  test(`a rate written ${written} is ${value}`, () => {
    assert.deepEqual(parseSetting('learningRate', written), { value });
  });
}

test('whole numbers with their thousands set apart', () => {
  for (const written of ['1000000', '1 000 000', '1,000,000', '1\u202f000\u202f000', '1’000’000', "1'000'000", '1e6']) {
    assert.deepEqual(parseSetting('seed', written), { value: 1_000_000 }, written);
  }
});

test('what may be read in two ways is asked for again, with how to write it', () => {
  const { error } = parseSetting('seed', '1,000');
  assert.equal(error?.code, 'ambiguousNumber');
  assert.match(translator('en').error(/** @type {any} */ (error)), /“1,000” may be read in two ways.*0\.5, 1000/);
  assert.match(translator('zh').error(/** @type {any} */ (error)), /1,000.*两种读法/);
});

test('what is no number is none', () => {
  for (const written of [
    '',
    ' ',
    'quick',
    '1/10',
    '½',
    '10²³⁴x',
    '2²',
    'x²',
    '1.2.3',
    '1,2,3',
    '1 0',
    '--1',
    '0x10',
    'Infinity',
    'NaN',
    '%',
    '₂',
    '1e',
    '十',
  ]) {
    assert.ok(['notANumber'].includes(parseSetting('learningRate', written).error?.code ?? ''), written);
  }
});

test('a choice and a switch are taken in any case', () => {
  assert.deepEqual(parseSetting('theme', 'Dark'), { value: 'dark' });
  assert.deepEqual(parseSetting('cell', ' LSTM '), { value: 'lstm' });
  assert.deepEqual(parseSetting('autoplay', 'False'), { value: false });
  assert.deepEqual(parseSetting('autoplay', 'ON'), { value: true });
  assert.equal(parseSetting('theme', 'drak').error?.code, 'notAChoice');
});

test('of a list those that there are count, and the others are told', () => {
  const { value, error } = parseSetting('panels', 'play, Tekst，loss');
  assert.deepEqual(value, ['play', 'loss']);
  assert.deepEqual([error?.code, error?.value], ['notAChoice', 'Tekst']);
  assert.deepEqual(parseSetting('panels', 'nothing').value, undefined);
});
