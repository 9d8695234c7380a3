/** The diagnosis of curves made up for it: what it says, and when it holds its tongue. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseSettings } from '../../web/state/choose.js';
import { diagnose } from '../../web/state/diagnosis.js';
import { defaults } from '../../web/state/settings.js';

const chosen = chooseSettings({ tokens: 200, sequences: 8, longest: 30, streams: 0 }, {}).values;

/** @param {number[]} losses @param {Partial<import('../../web/state/diagnosis.js').Run>} [more] */
function run(losses, more = {}) {
  return diagnose({
    losses,
    steps: losses.map((_, i) => 5 * i),
    ...{ floor: 0, bounded: true, uniformLoss: 3, startLoss: 3, diverged: false, longest: 30, contextNeeded: () => 2 },
    ...{ settings: /** @type {typeof defaults} */ ({ ...defaults, ...chosen }), chosen, suitableRate: 0.01 },
    ...more,
  });
}

const learned = Array.from({ length: 100 }, (_, i) => 3 * Math.exp(-i / 10));

test('a curve that falls, however it ends, is no trouble', () => {
  assert.equal(run(learned), null);
  assert.equal(run([3, 2.9]), null);
  assert.equal(
    run(
      learned.map((loss) => loss + 0.4),
      { floor: 0.4 },
    ),
    null,
  );
});

test('one spike that heals is no trouble; two of them, or one that lasts, are spikes', () => {
  const healed = [...learned, 1.2, 0.5, 0.05, 0.01];
  assert.equal(run(healed), null);
  assert.equal(run([...healed, 0.01, 1.5, 0.3, 0.01])?.code, 'spiking');
  assert.equal(run([...learned, ...Array(10).fill(0.8)])?.code, 'spiking');
  assert.deepEqual(run([...learned, ...Array(10).fill(0.8)])?.remedy, { learningRate: 0.003 });
});

test('up and down without progress at a rate too high is oscillation, and the rate is chosen again', () => {
  const curve = Array.from({ length: 60 }, (_, i) => 1.5 + (i % 2 ? 0.6 : 0));
  const settings = /** @type {typeof defaults} */ ({ ...defaults, ...chosen, learningRate: 0.2 });
  const found = run(curve, { settings });
  assert.equal(found?.code, 'oscillating');
  assert.equal(found?.remedy.learningRate, null);
});

test('a plateau with the chosen settings is answered with another network, not with the settings there are', () => {
  const found = run([3, 2, 1, ...Array(80).fill(0.5)]);
  assert.equal(found?.code, 'stuck');
  assert.deepEqual(found?.remedy, { cell: 'lstm', forgetBias: 3, bias: null, hiddenSize: 64, learningRate: null });
});

test('where the least loss is not known, a flat curve is no trouble', () => {
  assert.equal(run([3, 2, 1, ...Array(80).fill(0.5)], { bounded: false }), null);
});
