// What the benchmark does with its figures: the measuring itself is not tested, it has no right answer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { root } from '../../cpp/toolchain/paths.mjs';
import { CASES, jobNamed } from '../bench/cases.js';
import { pictureOf } from '../bench/picture.js';
import { duration, markdownOf, tablesOf, textTable } from '../bench/report.js';
import { exponent, figure, median } from '../bench/statistics.js';

test('the median of an even number of values is between the two in the middle; the spread is half the range', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([9, 1, 5, 7]), 6);
  assert.deepEqual(figure([90, 100, 130]), { median: 100, spread: 0.2 });
});

test('the exponent of a power is found, whatever its factor', () => {
  const xs = [1, 2, 5, 10];
  const ys = xs.map((x) => 3 * x ** 1.5);
  assert.ok(Math.abs(exponent(xs, ys) - 1.5) < 1e-12);
});

test('a time has three digits and a fitting unit', () => {
  assert.deepEqual([1.234e-4, 0.0456, 7.891].map(duration), ['123 µs', '45.6 ms', '7.89 s']);
});

test('every case is one of those that cpp/bench/training.cpp lists', () => {
  const source = readFileSync(`${root}/cpp/bench/training.cpp`, 'utf8');
  for (const name of CASES) assert.ok(source.includes(`"${name}"`), name);
});

test("a case's name says its network and its text", () => {
  const { settings, data } = jobNamed('gru V=65 H=128 T=50 B=32');
  assert.equal(settings.cell, 'gru');
  assert.equal(settings.hiddenSize, 128);
  assert.equal(data.vocabularySize, 65);
  assert.equal(data.training.length, 32);
  for (const { inputs, targets } of data.training) {
    assert.equal(inputs.length, 50);
    assert.equal(targets.length, 50);
    assert.ok([...Array.from(inputs), ...Array.from(targets)].every((id) => id >= 0 && id < 65));
  }
  assert.throws(() => jobNamed('elman V=65 H=128 T=50 B=32'), /not the name of a case/);
});

test("the listing's two sentences run on into each other", () => {
  const { data } = jobNamed(CASES[0]);
  assert.deepEqual(data.training, [
    { inputs: [0, 1, 2, 3, 4], targets: [1, 2, 3, 4, 5] },
    { inputs: [5, 6, 7, 8, 9], targets: [6, 7, 8, 9, 0] },
  ]);
});

const one = (/** @type {number} */ median) => ({ median, spread: 0.1 });

/** @type {import('../bench/report.js').Results} */
const results = {
  machine: {
    ...{ processor: 'A & B <3 GHz>', cores: 2, system: 'Linux', date: '2030-01-02', commit: 'abc' },
    ...{ place: 'Node 1', emscripten: 'Emscripten 2', native: undefined },
  },
  load: [0.5, 1.5],
  rounds: 3,
  peak: one(6e10),
  cases: [
    {
      ...{ name: CASES[0], rate: one(1000), flops: one(3e10), ofPeak: one(0.5), ofLoop: one(0.8) },
      ...{ loopOfNative: undefined, memory: 17e6 },
    },
  ],
  firstStep: { clock: one(0.05), processor: one(0.06) },
  sizes: { 'engine.wasm': { raw: 200_000, gzip: 80_000 } },
  growths: [{ what: 'a thing', of: 'x', exponent: 1, points: [10, 100].map((x) => ({ x, seconds: x / 1000 })) }],
  pool: [],
};

test('without a native compiler there is a dash, and without a pool no table of one', () => {
  const tables = tablesOf(results);
  assert.equal(tables.length, 2);
  const row = tables[0].rows[0];
  assert.equal(row[tables[0].head.indexOf('loop / native')], '–');
  assert.equal(row[tables[0].head.indexOf('relaxed / loop')], '–');
  assert.equal(row.length, tables[0].head.length);
  const widths = new Set(textTable(tables[0]).map((line) => line.length));
  assert.equal(widths.size, 1, 'all lines of a table are equally long');
});

test('the saved table names machine, date, versions and how busy it was', () => {
  const markdown = markdownOf(results);
  for (const word of ['A & B <3 GHz>', '2 cores', '2030-01-02', 'Node 1', 'Emscripten 2', '0.5 before and 1.5 after'])
    assert.ok(markdown.includes(word), word);
});

test('the picture is light or dark, and well-formed whatever the processor is called', () => {
  const picture = pictureOf(results);
  assert.match(picture, /prefers-color-scheme: dark/);
  assert.ok(picture.includes('A &amp; B &lt;3 GHz>'));
  assert.doesNotMatch(picture, /NaN|undefined/);
  const opened = picture.match(/<(?!\/)[a-z]+/g)?.length;
  const closed = picture.match(/<\/[a-z]+>|\/>/g)?.length;
  assert.equal(opened, closed);
});
