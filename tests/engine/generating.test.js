import assert from 'node:assert/strict';
import test from 'node:test';
import { assertClose, rejection, trainedOnSentences } from './helpers.js';

/** @param {import('node:test').TestContext} t */
async function halfTrained(t) {
  const session = await trainedOnSentences(t, { hiddenSize: 6, precision: 'float64' });
  await session.train({ epochs: 8 });
  return session;
}

/**
 * Writes on by single calls of `distribution`, choosing by `pick`.
 * @param {import('../../web/engine/session.js').Session} session
 * @param {number[]} inputs
 * @param {number} length
 * @param {(distribution: import('../../web/engine/types.js').Distribution, step: number) => number} pick
 * @param {object} [filters]
 */
async function writtenBy(session, inputs, length, pick, filters = {}) {
  const ids = [...inputs];
  const probabilities = [];
  for (let step = 0; step < length; step++) {
    const distribution = await session.distribution({ inputs: ids, ...filters });
    const id = pick(distribution, step);
    ids.push(id);
    probabilities.push(distribution.probabilities[id]);
  }
  return { ids: ids.slice(inputs.length), probabilities };
}

test('greedy takes the most probable token each time', async (t) => {
  const session = await halfTrained(t);
  const expected = await writtenBy(session, [0, 1], 12, ({ order }) => order[0]);
  const { ids, probabilities, logProbability, alternatives } = await session.generate({
    inputs: [0, 1],
    length: 12,
    strategy: 'greedy',
  });
  assert.deepEqual([...ids], expected.ids);
  assertClose(probabilities, expected.probabilities, 1e-12, 'probabilities');
  assertClose(
    [logProbability],
    [expected.probabilities.reduce((sum, p) => sum + Math.log(p), 0)],
    1e-12,
    'logProbability',
  );
  assert.equal(alternatives.length, 12);
  assert.ok(alternatives.every((step, i) => step.ids[0] === ids[i] && step.ids.length === 8));
});

test('a uniform number picks the first token whose cumulative probability exceeds it', async (t) => {
  const session = await halfTrained(t);
  const uniforms = [0.999, 0, 0.5, 0.25, 0.75, 0.9];
  const filters = { temperature: 1.5, topK: 6, topP: 0.9 };
  const expected = await writtenBy(
    session,
    [4],
    6,
    ({ order, cumulative, kept }, step) =>
      [...order].find((id) => kept[id] && cumulative[id] > uniforms[step]) ?? assert.fail('no token was picked'),
    filters,
  );
  const { ids, probabilities } = await session.generate({ inputs: [4], length: 6, uniforms, ...filters });
  assert.deepEqual([...ids], expected.ids);
  assertClose(probabilities, expected.probabilities, 1e-12, 'probabilities');
});

test('one seed writes one text, and seeds differ', async (t) => {
  const session = await halfTrained(t);
  const write = async (/** @type {number} */ seed) => [
    ...(await session.generate({ inputs: [0], length: 30, temperature: 2, seed })).ids,
  ];
  assert.deepEqual(await write(3), await write(3));
  assert.notDeepEqual(await write(3), await write(4));
});

test('a beam as wide as all continuations finds the most probable one', async (t) => {
  const session = await halfTrained(t);
  let best = { ids: [-1, -1], logProbability: -Infinity };
  const first = await session.distribution({ inputs: [2] });
  for (let a = 0; a < 10; a++) {
    const second = await session.distribution({ inputs: [2, a] });
    for (let b = 0; b < 10; b++) {
      const logProbability = Math.log(first.probabilities[a]) + Math.log(second.probabilities[b]);
      if (logProbability > best.logProbability) best = { ids: [a, b], logProbability };
    }
  }
  const beam = await session.generate({ inputs: [2], length: 2, strategy: 'beam', beamWidth: 10 });
  assert.deepEqual([...beam.ids], best.ids);
  assertClose([beam.logProbability], [best.logProbability], 1e-12, 'logProbability');
});

test('writing stops behind the end token', async (t) => {
  const session = await halfTrained(t);
  const { ids } = await session.generate({ inputs: [0], length: 10, strategy: 'greedy' });
  const endId = ids[2];
  const stopped = await session.generate({ inputs: [0], length: 10, strategy: 'greedy', endId });
  assert.deepEqual([...stopped.ids], [...ids].slice(0, ids.indexOf(endId) + 1));
});

test('unknown tokens in a beginning are steps with a zero input, and no beginning is one such step', async (t) => {
  const session = await halfTrained(t);
  const greedy = /** @type {const} */ ({ length: 5, strategy: 'greedy' });
  assert.deepEqual(await session.generate(greedy), await session.generate({ inputs: [-1], ...greedy }));
  const known = await session.generate({ inputs: [3], ...greedy });
  const after = await session.generate({ inputs: [3, -1], ...greedy });
  assert.notDeepEqual(after.probabilities, known.probabilities);
});

test('arguments outside their ranges are refused by name', async (t) => {
  const session = await halfTrained(t);
  /** @type {[object, string, string][]} */
  const cases = [
    [{ length: 0 }, 'outOfRange', 'length'],
    [{}, 'notANumber', 'length'],
    [{ length: 3, temperature: -1 }, 'outOfRange', 'temperature'],
    [{ length: 3, topP: 0 }, 'outOfRange', 'topP'],
    [{ length: 3, topK: 1.5 }, 'notAnInteger', 'topK'],
    [{ length: 3, strategy: 'best' }, 'notAChoice', 'strategy'],
    [{ length: 3, endId: 10 }, 'outOfRange', 'endId'],
  ];
  for (const [args, code, setting] of cases) {
    const error = await rejection(session.generate(/** @type {any} */ (args)), code);
    assert.equal(error.setting, setting);
  }
  await rejection(session.generate({ length: 3, uniforms: [0.1, 0.2] }), 'badArgument');
  await rejection(session.generate({ length: 1, uniforms: [1] }), 'badArgument');
  await rejection(session.generate({ length: 1, inputs: [10] }), 'badData');
});
