// A program that uses the package's engine: prints what it has learned, in this thread and in workers.
import { createModel, EngineError, loadModel } from 'rnn-playground';
import { prepareText } from 'rnn-playground/text';

const data = { training: [{ inputs: [0, 1, 2], targets: [1, 2, 3] }], vocabularySize: 4 };
const results = [];
for (const worker of [false, true]) {
  const model = await createModel({ cell: 'lstm', hiddenSize: 32 }, data, { worker });
  await model.train({ epochs: 200 });
  const copy = await loadModel(await model.save(), { worker });
  const { probabilities } = await copy.distribution({ inputs: [0, 1] });
  results.push({ loss: (await model.status()).trainingLoss, probability: probabilities[2] });
  model.dispose();
  copy.dispose();
}

const cycle = (first, ahead) => Array.from({ length: 30 }, (_, t) => ((t + ahead) ** 2 + first) % 12);
const training = Array.from({ length: 32 }, (_, i) => ({ inputs: cycle(i, 0), targets: cycle(i, 1) }));
const settings = { cell: 'lstm', hiddenSize: 128, batchSize: 16, shards: 4 };
const helped = await createModel(settings, { training }, { worker: true, workers: 2 });
await helped.train({ epochs: 20 });
results.push({ loss: (await helped.status()).trainingLoss });
helped.dispose();

const refused = await loadModel(new Uint8Array(9)).catch((error) => error instanceof EngineError && error.code);
const { vocabulary } = prepareText('hello\nworld');
console.log(JSON.stringify({ results, refused, vocabulary: vocabulary.size }));
