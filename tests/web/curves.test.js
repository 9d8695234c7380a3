/** What is done to a curve before it is drawn. Expected numbers by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignCurves, decimate, nearestIndex } from '../../web/charts/decimate.js';
import { lineNear } from '../../web/charts/nearest-line.js';
import { logarithmicTicks } from '../../web/charts/ticks.js';

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

test('a logarithmic axis has ticks whatever its range, and never more than there is room for', () => {
  assert.deepEqual(logarithmicTicks(-4.1, 0.1, 7), [-4, -3, -2, -1, 0]);
  assert.deepEqual(logarithmicTicks(-1, 48.6, 7), [0, 10, 20, 30, 40]);
  assert.deepEqual(logarithmicTicks(-300, -290, 5), [-300, -298, -296, -294, -292, -290]);
  assert.deepEqual(
    logarithmicTicks(-0.35, 0.75, 7).map((tick) => Number((10 ** tick).toPrecision(6))),
    [0.5, 1, 2, 5],
  );
  // A loss that hardly moves: 2.39 to 2.42.
  const near = logarithmicTicks(Math.log10(2.39), Math.log10(2.42), 7).map((tick) => (10 ** tick).toFixed(3));
  assert.deepEqual(near, ['2.390', '2.395', '2.400', '2.405', '2.410', '2.415', '2.420'].slice(0, near.length));
  for (let low = -40; low < 40; low += 0.37) {
    for (const range of [0.01, 0.3, 1, 2, 2.6, 9, 77, 200]) {
      const { length } = logarithmicTicks(low, low + range, 7);
      assert.ok(length >= 2 && length <= 9, `${length} ticks from 10^${low} on, ${range} decades`);
    }
  }
});

test('the line a pointer is on is found between its points, too, and only within reach', () => {
  const curves = [
    { id: 'rising', x: [0, 10, 20], y: [0, 10, 20] },
    { id: 'flat', x: [0, 20], y: [40, 40] },
    { id: 'gap', x: [0, 10, 20], y: [80, Number.NaN, 80] },
  ];
  const plane = { toX: (/** @type {number} */ x) => 10 * x, toY: (/** @type {number} */ y) => 100 - y };
  const near = (/** @type {number} */ x, /** @type {number} */ y) =>
    lineNear(curves, { x, y }, { ...plane, valueAt: (px) => px / 10 }, 8)?.id;
  assert.equal(near(50, 95), 'rising');
  assert.equal(near(50, 90), 'rising');
  assert.equal(near(50, 75), undefined);
  assert.equal(near(133, 66), 'flat');
  assert.equal(near(100, 14), 'gap');
});
