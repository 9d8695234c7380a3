/** A worker at work answers in between. How fast is for responsiveness.bench.js. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { askDuring, inWorker, streams, works } from './asking.js';

/** A deaf worker would answer once, when the work is done; these works are long enough for dozens of answers. */
const FEWEST_ANSWERS = 4;

for (const { name, start } of works) {
  test(`answers come in between: ${name}`, async (t) => {
    const { work, ask } = await start(t);
    const { length } = await askDuring(work, ask);
    assert.ok(length >= FEWEST_ANSWERS, `${length} answers`);
  });
}

test('pause is answered while training, and no step follows the answer', async (t) => {
  const model = await inWorker(t, { hiddenSize: 64, batchSize: 0, truncate: 25, evaluateEvery: 1e6 }, streams);
  for (let i = 0; i < 10; i++) {
    const training = model.train();
    await model.status();
    const { step } = await model.pause();
    assert.deepEqual([(await training).reason, (await training).step], ['paused', step]);
    assert.equal((await model.status()).step, step);
  }
});
