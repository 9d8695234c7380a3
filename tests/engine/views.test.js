/** Views in the session: what is watched stays across models, and all of an update is read from one copy of the weights. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { loadEngine } from '../../web/engine/load.js';
import { Session } from '../../web/engine/session.js';
import { rejection, sentences, vocabularySize } from './helpers.js';

/** @typedef {import('../../web/engine/types.js').Update} Update */

/**
 * A session that counts the copies of the weights that are made, and those that are not freed yet.
 * @param {import('node:test').TestContext} t
 */
async function countingSession(t) {
  const module = await loadEngine();
  const copies = { made: 0, alive: 0 };
  const create = (/** @type {Parameters<typeof module.Engine.create>} */ ...args) => {
    const engine = module.Engine.create(...args);
    const network = engine.network.bind(engine);
    engine.network = () => {
      const copy = network();
      const free = copy.delete.bind(copy);
      copies.made += 1;
      copies.alive += 1;
      copy.delete = () => {
        copies.alive -= 1;
        free();
      };
      return copy;
    };
    return engine;
  };
  /** @type {Update[]} */
  const updates = [];
  const session = new Session({
    module: Object.create(module, { Engine: { value: { create } } }),
    onUpdate: (update) => updates.push(update),
  });
  t.after(() => session.dispose());
  return { session, updates, copies };
}

/** @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** @type {import('../../web/engine/protocol.js').Views} */
const views = {
  score: { call: 'evaluate' },
  sameScore: { call: 'evaluate' },
  predictions: { call: 'predictAll' },
  parameters: { call: 'parameters' },
  trace: { call: 'trace', args: { sequence: 0 } },
};
const data = { training: sentences, vocabularySize };

test('all views of an update are read from one copy of the weights, which is freed; equal calls are one', async (t) => {
  const { session, updates, copies } = await countingSession(t);
  await session.create(data);
  await session.watch({ views });
  await until(() => updates.some((update) => 'trace' in update.views));
  assert.deepEqual(copies, { made: 1, alive: 0 });
  const [{ score, sameScore }] = /** @type {any[]} */ (
    updates.map((update) => update.views).filter((seen) => 'trace' in seen)
  );
  assert.equal(score.value, sameScore.value);

  updates.length = 0;
  await session.step();
  await until(() => updates.some((update) => 'trace' in update.views));
  assert.deepEqual(copies, { made: 2, alive: 0 });
  const { views: seen } = /** @type {Update} */ (updates.findLast((update) => 'trace' in update.views));
  assert.deepEqual(
    Object.values(seen).map((view) => 'step' in view && view.step),
    [1, 1, 1, 1, 1],
  );
});

test('the first update of a model has all views of it, once: those given with it, or else those there were', async (t) => {
  const { session, updates } = await countingSession(t);
  await session.create({ ...data, settings: { hiddenSize: 3 }, views });
  await session.create({ ...data, settings: { hiddenSize: 4 } });
  await session.create({ ...data, settings: { hiddenSize: 5 }, views: { parameters: { call: 'parameters' } } });
  await until(() => updates.filter(({ events }) => events.some(({ type }) => type === 'created')).length > 0);
  await session.status();
  updates.length = 0;
  await session.create({ ...data, settings: { hiddenSize: 6 } });
  await until(() => updates.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(updates.length, 1);
  const [{ events, views: seen }] = /** @type {any[]} */ (updates);
  assert.deepEqual([events[0].type, Object.keys(seen)], ['created', ['parameters']]);
  assert.deepEqual(seen.parameters.value[0].shape, [6, vocabularySize]);
});

test('views that are no reading calls are refused before anything is replaced', async (t) => {
  const { session } = await countingSession(t);
  await session.create({ ...data, settings: { hiddenSize: 3 } });
  const wrong = { views: { t: /** @type {any} */ ({ call: 'train' }) } };
  await rejection(session.create({ ...data, settings: { hiddenSize: 4 }, ...wrong }), 'badArgument');
  assert.equal((await session.info()).settings.hiddenSize, 3);
});

test('an update never mixes two models, even if one takes the place of the other while its views are read', async (t) => {
  const { session, updates, copies } = await countingSession(t);
  const long = [{ inputs: new Int32Array(60_000), targets: new Int32Array(60_000) }];
  await session.create({ training: long, vocabularySize: 1, settings: { hiddenSize: 7 } });
  await session.watch({ views: { parameters: { call: 'parameters' }, predictions: { call: 'predictAll' } } });
  await new Promise((resolve) => setImmediate(resolve));
  updates.length = 0;
  await session.create({ ...data, settings: { hiddenSize: 4 } });
  await until(() => updates.length > 0);
  const [{ events, views: seen }] = /** @type {any[]} */ (updates);
  assert.equal(events[0].type, 'created');
  assert.deepEqual(seen.parameters.value[0].shape, [4, vocabularySize]);
  assert.equal(seen.predictions.value.sequences.length, 2);
  assert.equal(copies.alive, 0);
});

test('a view without arguments is served while samples are evaluated; one that JSON cannot write is refused', async (t) => {
  const { session, updates } = await countingSession(t);
  const settings = { hiddenSize: 3, evaluationSample: 2 };
  await session.create({ ...data, settings, views: { score: { call: 'evaluate' } } });
  await session.train({ steps: 200 });
  await until(() => updates.some(({ views: seen, status }) => 'score' in seen && status.step === 200));
  const args = /** @type {any} */ ({ sequence: 1n });
  await rejection(session.watch({ views: { one: { call: 'predict', args } } }), 'badArgument');
  assert.equal((await session.status()).step, 200);
});
