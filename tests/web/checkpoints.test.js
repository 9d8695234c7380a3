/** When checkpoints are taken, and what the next one needs of the curves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Checkpoints } from '../../web/state/checkpoints.js';

/** @param {Partial<import('../../web/engine/protocol.js').CheckpointResult>} result */
const result = (result) => ({ file: new Uint8Array([1]), step: 10, rows: 5, milliseconds: 1, ...result });

test('a small network’s come every second; a large one’s take a hundredth of the time, and no more', () => {
  const checkpoints = new Checkpoints();
  assert.equal(checkpoints.delay, 0);
  checkpoints.add(result({ milliseconds: 2 }), undefined);
  assert.ok(checkpoints.delay > 0 && checkpoints.delay <= 1000, `${checkpoints.delay}`);
  checkpoints.add(result({ milliseconds: 400 }), undefined);
  checkpoints.add(result({ milliseconds: 400 }), undefined);
  // 400 ms are a hundredth of 40 s.
  assert.ok(checkpoints.delay > 39_000 && checkpoints.delay <= 40_000, `${checkpoints.delay}`);
});

test('one that took long once, as the first of a worker or on a busy machine, puts the next one off by no more than a second', () => {
  const checkpoints = new Checkpoints();
  for (const milliseconds of [700, 2, 500, 2]) {
    checkpoints.add(result({ milliseconds }), undefined);
    assert.ok(checkpoints.delay > 0 && checkpoints.delay <= 1000, `${milliseconds}: ${checkpoints.delay}`);
  }
  checkpoints.add(result({ milliseconds: 400 }), undefined);
  checkpoints.continue({ file: new Uint8Array([1]), step: 10 });
  checkpoints.add(result({ milliseconds: 700 }), undefined);
  assert.ok(checkpoints.delay <= 1000, `in another worker: ${checkpoints.delay}`);
});

test('only the first has the curves whole, until there are many rows or the training has gone back', () => {
  const checkpoints = new Checkpoints();
  assert.equal(checkpoints.since(0), undefined);
  const first = checkpoints.add(result({ step: 10 }), undefined);
  assert.deepEqual([first.before, checkpoints.since(12)], [undefined, 10]);
  const whole = first.file;
  const second = checkpoints.add(result({ step: 20, file: new Uint8Array([2]) }), 10);
  assert.equal(second.before, whole);
  assert.deepEqual([checkpoints.since(25), checkpoints.since(9)], [10, undefined]);
  checkpoints.add(result({ step: 30, rows: 2001 }), 10);
  assert.equal(checkpoints.since(40), undefined);
  checkpoints.forget();
  assert.deepEqual([checkpoints.latest, checkpoints.since(40)], [null, undefined]);
});
