/** The stages of "Step through": every formula, worked out with the numbers it shows, comes to the engine's result. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { optimizerNames } from '../../web/engine/optimizers.js';
import { quantitiesOf } from '../../web/panels/step/model/expression.js';
import { layoutOf, drawingIdsIn } from '../../web/panels/step/drawing/drawing-layout.js';
import { programLines } from '../../web/panels/step/model/program.js';
import { drawingIdsOf } from '../../web/panels/step/model/drawing-ids.js';
import { entryOf } from '../../web/panels/step/model/quantity.js';
import { PHASES, stagesOf } from '../../web/panels/step/model/stages.js';
import { Walk } from '../../web/panels/step/model/walk.js';
import { disagreements, trainedSession, training } from './step-helpers.js';

/** @typedef {import('../../web/engine/types.js').EngineOptions} EngineOptions */

/** @type {EngineOptions[]} */
const networks = [
  { cell: 'rnn', activation: 'tanh' },
  { cell: 'rnn', activation: 'relu' },
  { cell: 'rnn', activation: 'identity', learningRate: 0.001 },
  { cell: 'rnn', activation: 'listing', bias: false, reduction: 'sum', optimizer: 'sgd', learningRate: 0.005 },
  { cell: 'gru' },
  { cell: 'gru', bias: false, reduction: 'sum' },
  { cell: 'lstm' },
  { cell: 'lstm', bias: false, layers: 2 },
  { cell: 'rnn', layers: 3 },
  { cell: 'gru', layers: 2, truncate: 2 },
  { cell: 'lstm', truncate: 3, clipNorm: 0.05 },
];

/** @param {EngineOptions} settings */
const described = (settings) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

for (const settings of networks) {
  test(`every formula comes to the engine's number, entry by entry: ${described(settings)}`, async (context) => {
    const session = await trainedSession(context, settings);
    const windows = settings.truncate ? Math.ceil(5 / settings.truncate) : 1;
    let checked = 0;
    for (let window = 0; window < windows; window++)
      for (let layer = 0; layer < (settings.layers ?? 1); layer++) {
        const walk = new Walk(await session.dryRunStep({ sequence: 0, window }), layer);
        for (const stage of stagesOf(walk)) {
          assert.deepEqual(disagreements(stage, 1e-12), []);
          checked++;
        }
      }
    assert.ok(checked > 50);
  });
}

for (const optimizer of optimizerNames) {
  test(`the update shown is the one training makes: ${optimizer}`, async (context) => {
    // All data are one sentence, so that the next training step is the one of the dry run.
    const data = training.slice(0, 1);
    /** @type {EngineOptions} */
    const settings = { optimizer, clipNorm: 0.3, cell: 'gru', precision: 'float32' };
    const session = await trainedSession(context, settings, { data, steps: 2 });
    const dryRun = await session.dryRunStep({ sequence: 0 });
    const updates = stagesOf(new Walk(dryRun)).filter(({ phase }) => phase === 'update');
    for (const stage of updates) assert.deepEqual(disagreements(stage, 1e-12), []);

    // In double from the same weights, so up to the rounding of training's floats: 24 bits, 6e-8 of a number's size.
    const status = await session.step();
    const isClose = (/** @type {number} */ a, /** @type {number} */ b) =>
      Math.abs(a - b) <= 2e-6 * Math.max(1, Math.abs(b));
    assert.ok(isClose(dryRun.trace.loss, status.loss), `${dryRun.trace.loss} ${status.loss}`);
    assert.ok(isClose(dryRun.gradientNorm, status.gradientNorm), `${dryRun.gradientNorm} ${status.gradientNorm}`);
    for (const { name, values } of await session.parameters()) {
      const after = dryRun.parameters.find((parameter) => parameter.name === name)?.after ?? [];
      assert.equal(after.length, values.length);
      for (const [i, value] of values.entries())
        assert.ok(isClose(after[i], value), `${name}[${i}]: ${after[i]} ${value}`);
    }
  });
}

/**
 * All gates together (key 'dδ:0::4') are known when each gate's part ('dδ:0:r:4') is.
 * @param {string} key
 * @param {Set<string>} known
 */
function isKnown(key, known) {
  if (known.has(key)) return true;
  const [first, step] = key.split('::');
  const parts = [...known].filter((one) => /^d[δw]:/.test(one) && one.endsWith(`:${step}`));
  return first.startsWith('d') && parts.length >= 3;
}

for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
  test(`what is shown is what the engine says when asked directly: ${cell}`, async (context) => {
    const session = await trainedSession(context, { cell, reduction: 'sum', precision: 'float32' });
    const dryRun = await session.dryRunStep({ sequence: 1 });
    const { cell: _cell, activation: _activation, inputs: _inputs, targets: _targets, ...numbers } = dryRun.trace;
    const trace = await session.trace({ sequence: 1, reduction: 'sum' });
    for (const [name, value] of Object.entries(numbers))
      assert.deepEqual(value, /** @type {any} */ (trace)[name], name);
    for (const { name, values } of await session.gradients({ sequence: 1, reduction: 'sum' })) {
      const parameter = dryRun.parameters.find((one) => one.name === name);
      // Both are computed in double; gradients of a float32 network are handed out as float32.
      assert.deepEqual(Float32Array.from(parameter?.gradient ?? []), values, name);
      const contribution = await session.contribution({ sequence: 1, t: 2, name, reduction: 'sum' });
      assert.deepEqual(parameter?.contributions.slice(2 * values.length, 3 * values.length), contribution.values);
    }
  });

  test(`the running sums end as the gradient, bit for bit: ${cell}`, async (context) => {
    const session = await trainedSession(context, { cell, precision: 'float32' });
    const stages = stagesOf(new Walk(await session.dryRunStep({ sequence: 0 })));
    const sums = stages.filter(({ phase }) => phase === 'sum');
    assert.equal(sums.length, 6);
    for (const { kind, blocks } of sums) {
      const last = stages.findLast((stage) => stage.phase === 'backward' && stage.kind === kind.replace('sum.', 'd'));
      for (const [i, { equations }] of blocks.entries())
        assert.deepEqual(last?.blocks[i].equations[1].result.values, equations[0].result.values, kind);
      assert.ok(sums.every(({ sumEqualsGradient }) => sumEqualsGradient));
    }
  });

  test(`the stages run forward, then back, in the order of the dependencies: ${cell}`, async (context) => {
    const session = await trainedSession(context, { cell });
    const stages = stagesOf(new Walk(await session.dryRunStep({ sequence: 0 })));
    assert.deepEqual([...new Set(stages.map(({ phase }) => phase))], PHASES);
    const known = new Set();
    for (const { blocks, id } of stages) {
      for (const { equations } of blocks)
        for (const { result, formula } of equations) {
          for (const { key, role } of quantitiesOf(formula)) {
            const given = role === 'parameter' || role === 'given' || key.endsWith(':-1') || key === 'norms';
            assert.ok(given || isKnown(key, known), `${id} uses ${key}, which is not there yet`);
          }
          known.add(result.key);
        }
    }
  });

  test(`every stage has its line in the program and its place in the drawing: ${cell}`, async (context) => {
    const session = await trainedSession(context, { cell, clipNorm: 1, layers: 2 });
    const dryRun = await session.dryRunStep({ sequence: 0 });
    for (const layer of [0, 1]) {
      const walk = new Walk(dryRun, layer);
      const lines = new Set(programLines(walk).map(({ id }) => id));
      const ids = drawingIdsIn(layoutOf({ T: 5, layers: 2, cell, width: 800 }));
      for (const stage of stagesOf(walk)) {
        assert.ok(lines.has(stage.line), `${stage.id}: no line ${stage.line}`);
        if (stage.phase !== 'forward' && stage.phase !== 'backward') continue;
        const { sources, results } = drawingIdsOf(stage);
        const seen = [...sources, ...results].filter((id) => ids.has(id));
        assert.ok(seen.length > 0, `${stage.id}: nothing to highlight`);
      }
    }
  });
}

test('a truncated window says what full BPTT would have brought', async (context) => {
  const session = await trainedSession(context, { cell: 'rnn', truncate: 2, reduction: 'sum' });
  const walk = new Walk(await session.dryRunStep({ sequence: 0, window: 0 }));
  const stage = stagesOf(walk).find(({ kind }) => kind === 'fromFuture.cut');
  const { layersData } = await session.trace({ sequence: 0, reduction: 'sum' });
  const full = layersData[0].backward.dHiddenFromNext.values.subarray(4, 8);
  assert.equal(stage?.note, 'cut');
  full.forEach((value, row) => {
    assert.ok(Math.abs(entryOf(/** @type {any} */ (stage?.instead), row, 0) - value) < 1e-15);
    assert.equal(entryOf(/** @type {any} */ (stage).blocks[0].equations[0].result, row, 0), 0);
  });
});

test('a dry run changes nothing, and is refused for a network that is too large', async (context) => {
  const session = await trainedSession(context, { cell: 'lstm', optimizer: 'adam' });
  const before = await session.save();
  await session.dryRunStep({ sequence: 1 });
  assert.deepEqual(await session.save(), before);

  const large = await trainedSession(context, { hiddenSize: 512, layers: 2 }, { steps: 0 });
  await assert.rejects(large.dryRunStep({ sequence: 0 }), { code: 'tooLong', details: { length: 5, limit: 2 } });
});

test('the wrong factor of the listing is marked, and no other', async (context) => {
  const session = await trainedSession(context, { cell: 'rnn', activation: 'listing' });
  const stages = stagesOf(new Walk(await session.dryRunStep({ sequence: 0 })));
  const marked = stages.filter(({ blocks }) => JSON.stringify(blocks).includes('"op":"wrong"'));
  assert.deepEqual([...new Set(marked.map(({ kind }) => kind))], ['delta.listing']);
  assert.equal(marked.length, 5);
});
