import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Columns, LossHistory } from '../../web/state/history-columns.js';
import { seededRandom } from './random-text.js';

const rows = (/** @type {number} */ from, /** @type {number} */ to) => {
  const x = Float64Array.from({ length: to - from }, (_, i) => from + i);
  return { x, y: x.map((value) => value ** 2) };
};
const made = (/** @type {number} */ most) => new Columns(/** @type {const} */ (['x', 'y']), most);

test('below the limit every row is kept as it was given, however it arrives', () => {
  const random = seededRandom(21);
  const columns = made(4096);
  let end = 0;
  while (end < 3000) {
    const next = end + Math.floor(random() * 40);
    columns.append(rows(end, next));
    end = next;
  }
  assert.deepEqual(columns.column('x'), rows(0, end).x);
  assert.deepEqual(columns.column('y'), rows(0, end).y);
});

test('above the limit rows are thinned evenly; the first and the latest are always there, whole', () => {
  const columns = made(64);
  for (let end = 1; end <= 5000; end += 1) {
    columns.append(rows(end - 1, end));
    const x = [...columns.column('x')];
    assert.ok(x.length <= 64 && (end < 64 || x.length >= 32), `${x.length} rows after ${end}`);
    assert.equal(x[0], 0);
    assert.equal(x.at(-1), end - 1);
    const gaps = x.slice(1).map((value, i) => value - x[i]);
    const even = new Set(gaps.slice(0, -1));
    assert.ok(even.size <= 1, `gaps ${[...even]} after ${end}`);
    assert.ok(gaps.every((gap) => gap > 0 && gap <= Math.max(...even, 1) * 1));
    assert.deepEqual(
      [...columns.column('y')],
      x.map((value) => value ** 2),
    );
  }
});

test('the version tells of every change, and only of changes', () => {
  const columns = made(64);
  columns.append(rows(0, 0));
  assert.equal(columns.version, 0);
  columns.append(rows(0, 3));
  const { version } = columns;
  columns.cutAfter('x', 5);
  assert.equal(columns.version, version);
  columns.cutAfter('x', 1);
  assert.ok(columns.version > version);
  assert.deepEqual([...columns.column('x')], [0, 1]);
});

test('after going back the rows continue from there, ascending strictly', () => {
  const history = new LossHistory();
  const give = (/** @type {number[]} */ epochs) =>
    history.append({
      epoch: epochs,
      step: epochs.map((epoch) => 2 * epoch),
      trainingLoss: epochs,
      heldOutLoss: epochs,
      learningRate: epochs,
    });
  give([0, 5, 10, 15]);
  history.cutAfter('step', 20);
  give([10, 15, 20]);
  assert.deepEqual([...history.epoch], [0, 5, 10, 15, 20]);
});
