/** What is still under way when a store or a race is ended starts no worker any more, and fails nobody. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Race } from '../../web/state/race.js';
import { presetOf } from '../../web/text/presets.js';
import { createClient } from './node-engine.js';
import { pause, startedStore } from './store-helpers.js';

test('a store that has been disposed of starts no engine, whatever is called afterwards', async (context) => {
  const store = await startedStore(context);
  store.setText('still waiting for the typing to pause');
  const pressed = [store.settled(), store.train(), store.step('token', 5)];
  store.dispose();
  store.setSetting('hiddenSize', 9);
  store.applyPreset(presetOf('tutorial'));
  pressed.push(store.reset(), store.mend(), store.train(), store.rollBack(), store.settled());
  await Promise.all(pressed);
  await pause(400);
  assert.equal(store.workers.length, 1);
  assert.throws(() => store.createClient(), { code: 'disposed' });
});

test('a store that is disposed of while its first model is made never trains', async (context) => {
  const store = await startedStore(context);
  const making = store.reset();
  const training = store.train();
  store.dispose();
  await making;
  assert.notEqual((await training).reason, 'finished');
  assert.equal(store.workers.length, 1);
});

/** @param {import('node:test').TestContext} context */
async function raceOfTwo(context) {
  const store = await startedStore(context);
  const { data, settings } = store;
  const race = new Race({
    createClient,
    data: /** @type {NonNullable<typeof data>} */ (data),
    lanes: ['a', 'b'].map((id) => ({ id, settings })),
  });
  context.after(() => race.dispose());
  return race;
}

test('a race that is stopped while its networks are made does not train them, and can be run again', async (context) => {
  const race = await raceOfTwo(context);
  const running = race.run({ seconds: 60 });
  race.stop();
  await running;
  assert.deepEqual(
    race.lanes.map(({ phase, status }) => [phase, status?.step ?? 0]),
    [
      ['stopped', 0],
      ['stopped', 0],
    ],
  );
  await race.run({ steps: 20 });
  assert.deepEqual(
    race.lanes.map(({ phase, status, predictions }) => [phase, status?.step, predictions.length]),
    [
      ['finished', 20, 2],
      ['finished', 20, 2],
    ],
  );
});

test('a race that is disposed of while it is made or trained comes to its end', async (context) => {
  for (const phase of ['making', 'training']) {
    const race = await raceOfTwo(context);
    const running = race.run({ seconds: 60 });
    while (race.lanes[0].phase !== phase) await pause(1);
    race.dispose();
    race.stop();
    await running;
    assert.ok(race.lanes.every((lane) => /** @type {any} */ (lane.failure)?.code === 'disposed'));
  }
});
