// An application that uses the element and the engine, for every bundler: it says in `learned` how far the engine has come; on a server, too.
import 'rnn-playground/element';
import { createModel } from 'rnn-playground';

const data = { training: [{ inputs: [0, 1, 2], targets: [1, 2, 3] }], vocabularySize: 4 };
const losses = [];
for (const worker of [false, true]) {
  const model = await createModel({ cell: 'lstm', hiddenSize: 32 }, data, { worker });
  await model.train({ epochs: 200 });
  losses.push((await model.status()).trainingLoss);
  model.dispose();
}
globalThis.learned = losses;
