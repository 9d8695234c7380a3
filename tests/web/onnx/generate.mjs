// Trains small networks, exports them, and has onnxruntime compute their probabilities: what onnx.test.js expects. To be run when
// the export changes, after `npm install --no-save onnxruntime-web` (140 MB, so it is no dependency).
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createModel } from '../../../web/engine/index.js';
import { onnxModel } from '../../../web/export/onnx.js';
import { cases, inputs, training, vocabularySize } from './cases.mjs';

/** Not installed as a rule, so of no known type. @type {any} */
const ort = await import(/** @type {string} */ ('onnxruntime-web'));

/** The first tokens, and the rest with the state that the first left: the state goes in and out. */
const SPLIT = 3;

const results = [];
for (const settings of cases) {
  const model = await createModel(settings, { training, vocabularySize });
  await model.train({ epochs: 40 });
  const file = await model.save({ tokens: [...'abcdef'] });
  const exported = onnxModel(await model.save({ weightsOnly: true, tokens: [...'abcdef'] }));
  const session = await ort.InferenceSession.create(exported);
  const { layers, hiddenSize } = { layers: 1, ...settings };
  const zeros = () => new ort.Tensor('float32', new Float32Array(layers * hiddenSize), [layers, 1, hiddenSize]);
  /** @type {Record<string, unknown>} */
  let state = settings.cell === 'lstm' ? { hidden: zeros(), cell: zeros() } : { hidden: zeros() };
  const logarithms = [];
  for (const part of [inputs.slice(0, SPLIT), inputs.slice(SPLIT)]) {
    const tokens = new ort.Tensor('int64', BigInt64Array.from(part, BigInt), [1, part.length]);
    const outputs = await session.run({ tokens, ...state });
    logarithms.push(...outputs.log_probabilities.data);
    state =
      settings.cell === 'lstm'
        ? { hidden: outputs.hidden_out, cell: outputs.cell_out }
        : { hidden: outputs.hidden_out };
  }
  await model.dispose();
  results.push({
    settings,
    file: Buffer.from(file).toString('base64'),
    onnxSha256: createHash('sha256').update(exported).digest('hex'),
    logarithms,
  });
}
writeFileSync(
  new URL('expected.json', import.meta.url),
  `${JSON.stringify({ runtime: ort.env.versions.web, results }, null, 1)}\n`,
);
console.log(`${results.length} networks, by onnxruntime-web ${ort.env.versions.web}`);
process.exit(0);
