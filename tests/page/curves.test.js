/** What is done to a curve before it is drawn. Expected numbers by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignCurves, decimate, nearestIndex } from '../../web/charts/decimate.js';

test('a short curve is drawn point for point', () => {
  const thinned = decimate([0, 1, 2], [5, Number.NaN, 7], 10);
  assert.deepEqual([...thinned.x], [0, 1, 2]);
  assert.deepEqual([...thinned.y], [5, Number.NaN, 7]);
});

test('thinning keeps the ends, the order, every spike and the limit of points', () => {
  const x = Float64Array.from({ length: 100_000 }, (_, i) => i);
  const y = x.map((i) => Math.sin(i / 500));
  y[12_345] = 40;
  y[77_777] = -40;
  const thinned = decimate(x, y, 300);
  assert.ok(thinned.x.length <= 602, `${thinned.x.length} points`);
  assert.deepEqual([thinned.x[0], thinned.x.at(-1)], [0, 99_999]);
  assert.ok(thinned.x.every((value, i) => i === 0 || value > thinned.x[i - 1]));
  assert.equal(thinned.y[thinned.x.indexOf(12_345)], 40);
  assert.equal(thinned.y[thinned.x.indexOf(77_777)], -40);
});

test('curves sampled at different places share one axis, with gaps where one has no point', () => {
  const { x, columns } = alignCurves([
    { x: [0, 2, 4], y: [1, Number.NaN, 3] },
    { x: [1, 2], y: [8, 9] },
  ]);
  assert.deepEqual(x, [0, 1, 2, 4]);
  assert.deepEqual(columns, [
    [1, null, null, 3],
    [null, 8, 9, null],
  ]);
});

test('the nearest point is found on either side and at the ends', () => {
  const x = [0, 10, 20, 30];
  assert.deepEqual(
    [-5, 4, 6, 14.9, 15.1, 99].map((place) => nearestIndex(x, place)),
    [0, 0, 1, 1, 2, 3],
  );
  assert.equal(nearestIndex([], 3), -1);
});
