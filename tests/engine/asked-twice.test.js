/**
 * What is asked twice is answered twice, by a real worker: it hands over the buffers of its answers to the page, so none of them may be
 * the network's own.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { createModel } from '../../web/engine/index.js';
import { calls } from '../../web/engine/protocol.js';

const lines = Array.from({ length: 400 }, (_, i) => `${i} and ${i % 7} make ${i + (i % 7)}`).join('\n');
const sequence = { inputs: [1, 2, 3], targets: [2, 3, 1] };

/** Of the calls that need any. @type {Readonly<Record<string, object>>} */
const args = {
  passages: { place: 40 },
  predict: { inputs: [1, 2] },
  distribution: { inputs: [1, 2] },
  generate: { inputs: [1], length: 5 },
  trace: sequence,
  contribution: { ...sequence, name: 'weight_hh_l0', t: 1 },
  dryRunStep: sequence,
  gradients: sequence,
  gradientCheck: { ...sequence, sample: 5 },
  influence: { ...sequence, positions: [2] },
  gradientFlow: { ...sequence, position: 2 },
  unitActivity: { layer: 0, unit: 0 },
};

const settings = /** @type {const} */ ({ cell: 'gru', hiddenSize: 5, batchSize: 0, truncate: 16 });
const ids = Array.from(lines, (c) => c.charCodeAt(0) % 20);
const cut = (/** @type {number} */ from) => ({
  inputs: ids.slice(from, from + 40),
  targets: ids.slice(from + 1, from + 41),
});

for (const [what, data] of /** @type {[string, any][]} */ ([
  [
    'sequences',
    { training: [cut(0), cut(50)], heldOut: [cut(100)], vocabularySize: 20, meta: { mine: new Float64Array(3) } },
  ],
  ['a text', { text: { files: [{ source: new Blob([lines]) }], streams: 4, heldOut: 0.1 } }],
])) {
  test(`every call that reads, of a network of ${what}`, async (t) => {
    const model = await createModel(settings, data, { worker: true });
    t.after(() => model.dispose());
    await model.train({ steps: 5 });
    for (const [name, kind] of Object.entries(calls)) {
      if (kind !== 'reads' || (name === 'passages' && what === 'sequences')) continue;
      const ask = async () => {
        const answer = await model.call(/** @type {any} */ (name), /** @type {any} */ (args[name]));
        // How long it took is another time each time.
        return name === 'checkpoint' ? { .../** @type {any} */ (answer), milliseconds: 0 } : answer;
      };
      const first = await ask().catch((error) => assert.fail(`${name}: ${error}`));
      assert.deepEqual(await ask(), first, name);
    }
  });
}
