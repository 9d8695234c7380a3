/**
 * A worker at work answers in between. Without a clock: the work would take many seconds, and is not done when the answers
 * have come; a deaf worker would give the first of them when it is. How fast is for slices.test.js and responsiveness.bench.js.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorker, streams, works } from './asking.js';

const ANSWERS = 4;

for (const { name, start } of works) {
  test(`answers come in between: ${name}`, async (t) => {
    const { work, ask } = await start(t);
    let isDone = false;
    const end = work.then(
      () => {
        isDone = true;
      },
      // The model is disposed of in the end, whatever it is at.
      (error) => assert.equal(error.code, 'disposed', `${error}`),
    );
    for (let i = 0; i < ANSWERS; i++) {
      await ask();
      assert.equal(isDone, false, `answer ${i + 1} came when the work was done`);
    }
    t.after(() => end);
  });
}

test('pause is answered while training, and no step follows the answer', async (t) => {
  const model = await inWorker(t, { hiddenSize: 64, batchSize: 0, truncate: 25, evaluateEvery: 1e6 }, streams(5000));
  for (let i = 0; i < 10; i++) {
    const training = model.train();
    await model.status();
    const { step } = await model.pause();
    assert.deepEqual([(await training).reason, (await training).step], ['paused', step]);
    assert.equal((await model.status()).step, step);
  }
});
