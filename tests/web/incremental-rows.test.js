/** New answers for many predictions are rendered in chunks, round-robin, each with the newest ones. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_CELLS_PER_FRAME, IncrementalRows } from '../../web/panels/predictions/incremental-rows.js';

/** @param {readonly number[]} lengths @param {number} step @returns {any[]} rows whose answers say of which step they are */
const rowsOf = (lengths, step) =>
  lengths.map((length, key) => ({ key: String(key), given: Array.from({ length }, () => 'x'), step }));

/** The step whose answer each cell shows. @param {IncrementalRows} incremental @param {readonly number[]} lengths */
const shown = (incremental, lengths) =>
  lengths.map((_, row) =>
    incremental
      .chunksOf(row)
      .flatMap(({ from, to, source }) => Array.from({ length: to - from }, () => /** @type {any} */ (source).step)),
  );

/** @param {readonly number[]} lengths @param {number} step */
const all = (lengths, step) => lengths.map((length) => Array.from({ length }, () => step));

test('few cells are updated at once', () => {
  const lengths = [5, 5, 0];
  const incremental = new IncrementalRows();
  incremental.update(rowsOf(lengths, 1));
  assert.deepEqual(shown(incremental, lengths), all(lengths, 1));
  incremental.update(rowsOf(lengths, 2));
  assert.ok(incremental.fitsOneFrame);
  assert.deepEqual(shown(incremental, lengths), all(lengths, 2));
});

for (const lengths of [[240], [100, 90, 50], Array.from({ length: 40 }, () => 6)])
  test(`${lengths.length} rows of 240 cells: never many at once, and none waits for ever`, () => {
    const incremental = new IncrementalRows();
    incremental.update(rowsOf(lengths, 0));
    assert.deepEqual(shown(incremental, lengths), all(lengths, 0), 'the first time all are there');
    let before = shown(incremental, lengths).flat();
    const last = before.map(() => 0);
    for (let step = 1; step <= 30; step++) {
      const rows = rowsOf(lengths, step);
      incremental.update(rows);
      const now = shown(incremental, lengths).flat();
      const changed = now.filter((value, i) => value !== before[i]).length;
      assert.ok(changed > 0 && changed <= MAX_CELLS_PER_FRAME, `${changed} cells`);
      for (const [i, value] of now.entries()) if (value === step) last[i] = step;
      assert.ok(
        last.every((value) => step - value <= 6),
        'a cell has waited for more than six turns',
      );
      before = now;
    }
    const rows = rowsOf(lengths, 31);
    let turns = 0;
    for (incremental.update(rows); incremental.isStale(rows); turns++) incremental.update(rows);
    assert.ok(turns <= 6);
    assert.deepEqual(shown(incremental, lengths), all(lengths, 31));
  });

test('another text or page is there at once', () => {
  const incremental = new IncrementalRows();
  incremental.update(rowsOf([240], 0));
  incremental.update(rowsOf([100, 90, 20], 1));
  assert.deepEqual(shown(incremental, [100, 90, 20]), all([100, 90, 20], 1));
});
