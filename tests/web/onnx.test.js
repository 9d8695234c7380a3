/**
 * The export as ONNX. The expected numbers are those of onnxruntime-web, which ran the exported models once (onnx/generate.mjs): the
 * engine's probabilities must be the same, and the export the very file that was run.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { loadModel } from '../../web/engine/index.js';
import { onnxModel } from '../../web/export/onnx.js';
import { inputs } from './onnx/cases.mjs';

/** @typedef {{ settings: Record<string, unknown>, file: string, onnxSha256: string, logarithms: number[] }} Expected */

const { results } = /** @type {{ results: Expected[] }} */ (
  JSON.parse(readFileSync(new URL('onnx/expected.json', import.meta.url), 'utf8'))
);

/** Of the logarithms, both computed in float. */
const TOLERANCE = 1e-5;

for (const { settings, file, onnxSha256, logarithms } of results) {
  test(`onnxruntime computes what the engine does, the state going in and out: ${JSON.stringify(settings)}`, async (t) => {
    const model = await loadModel(new Uint8Array(Buffer.from(file, 'base64')), { worker: false });
    t.after(() => model.dispose());
    const exported = onnxModel(await model.save({ weightsOnly: true }));
    assert.equal(createHash('sha256').update(exported).digest('hex'), onnxSha256, 'the file that was run');
    const { probabilities } = await model.predict({ inputs });
    assert.equal(probabilities.length, logarithms.length);
    for (const [i, probability] of probabilities.entries())
      assert.ok(Math.abs(Math.log(probability) - logarithms[i]) <= TOLERANCE, `${i}: ${probability}, ${logarithms[i]}`);
  });
}

test('there is a network of each cell, of one layer and two', () => {
  const kinds = new Set(results.map(({ settings: { cell, layers = 1 } }) => `${cell} ${layers}`));
  assert.deepEqual([...kinds].sort(), ['gru 1', 'gru 2', 'lstm 1', 'lstm 2', 'rnn 1', 'rnn 2']);
});
