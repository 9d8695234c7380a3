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
  assert.equal(checkpoints.since, undefined);
  const whole = new Uint8Array([1]);
  assert.ok(checkpoints.add(result({ step: 10, file: whole }), undefined));
  assert.deepEqual([checkpoints.latest?.before, checkpoints.since], [undefined, 10]);
  checkpoints.heard(12);
  assert.ok(checkpoints.add(result({ step: 20, file: new Uint8Array([2]) }), 10));
  assert.deepEqual([checkpoints.latest?.before, checkpoints.since], [whole, 10]);
  checkpoints.heard(9);
  assert.equal(checkpoints.since, undefined);
  checkpoints.add(result({ step: 15 }), undefined);
  checkpoints.add(result({ step: 30, rows: 2001 }), 15);
  assert.equal(checkpoints.since, undefined);
  checkpoints.forget();
  assert.deepEqual([checkpoints.latest, checkpoints.since], [null, undefined]);
});

test('a page that hears late of the steps that a checkpoint already has, has not gone back', () => {
  const checkpoints = new Checkpoints();
  checkpoints.heard(600);
  checkpoints.add(result({ step: 640 }), undefined);
  checkpoints.heard(608);
  assert.equal(checkpoints.since, 640);
});

test('one that was asked for before the training went back, without its first rows, is not gone on from', () => {
  const checkpoints = new Checkpoints();
  checkpoints.heard(20);
  checkpoints.add(result({ step: 20 }), undefined);
  const { latest } = checkpoints;
  checkpoints.heard(10);
  assert.equal(checkpoints.add(result({ step: 25 }), 20), false);
  assert.equal(checkpoints.latest, latest);
});
