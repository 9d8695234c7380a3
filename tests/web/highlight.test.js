/** What is highlighted at a number of "Step through": itself, its operands, and their parts of the drawing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcesOf, withNumbers } from '../../web/panels/step/model/expression.js';
import { highlightOf, withOperands } from '../../web/panels/step/view/highlight.js';
import { stagesOf } from '../../web/panels/step/model/stages.js';
import { Walk } from '../../web/panels/step/model/walk.js';
import { stageAt, trainedSession } from './step-helpers.js';

/** @typedef {import('../../web/panels/step/model/stage.js').Equation} Equation */
/** @typedef {import('../../web/panels/step/view/highlight.js').Pointing} Pointing */

/**
 * The equations of a stage, and what is highlighted there.
 * @param {Walk} walk
 * @param {string} kind
 * @param {number} t
 */
function at(walk, kind, t) {
  const { equations } = stageAt(stagesOf(walk), kind, t).blocks[0];
  const entries = equations.map(() => ({ row: 0, column: 0 }));
  const highlight = (/** @type {Pointing} */ pointing) => {
    const { numbers, keys, drawingIds } = highlightOf({ equations, entries }, pointing);
    return { numbers: [...numbers].sort(), keys: [...keys].sort(), drawingIds: [...drawingIds].sort() };
  };
  return { equations, highlight };
}

/** @param {import('node:test').TestContext} context @param {import('../../web/engine/types.js').EngineOptions} [settings] */
async function walkOf(context, settings = {}) {
  const session = await trainedSession(context, settings);
  return new Walk(await session.dryRunStep({ sequence: 0 }));
}

test('a sum of two highlights its two terms, and the arrows on which they come', async (context) => {
  const { highlight } = at(await walkOf(context), 'dHidden', 2);
  assert.deepEqual(highlight({ source: { key: 'dh:2', row: 3, column: 0 } }), {
    numbers: ['dh next:2/3/0', 'dh out:2/3/0', 'dh:2/3/0'],
    keys: ['dh next:2', 'dh out:2', 'dh:2'],
    drawingIds: ['dV:0:2', 'dW:0:3', 'dh:0:2'],
  });
  assert.deepEqual(highlight({ source: { key: 'dh out:2', row: 1, column: 0 } }), {
    numbers: ['dh out:2/1/0'],
    keys: ['dh out:2'],
    drawingIds: ['dV:0:2'],
  });
  // In the drawing, and by its name in the formula: what is shown of it.
  assert.deepEqual(highlight({ drawingId: 'dW:0:3' }).numbers, ['dh next:2/0/0']);
  assert.deepEqual(highlight({ name: 'dh out:2' }), highlight({ source: { key: 'dh out:2', row: 0, column: 0 } }));
  assert.deepEqual(highlight({ drawingId: 'dh:0:2' }).drawingIds, ['dV:0:2', 'dW:0:3', 'dh:0:2']);
  assert.deepEqual(highlight({}), { numbers: [], keys: [], drawingIds: [] });
});

test('a probability highlights its exponential, its logit and the two numbers all share, but no other token', async (context) => {
  const { highlight } = at(await walkOf(context), 'softmax', 1);
  const { numbers, drawingIds } = highlight({ source: { key: 'p:1', row: 7, column: 0 } });
  assert.deepEqual(numbers, ['Z:1/0/0', 'e:1/7/0', 'm:1/0/0', 'o:1/7/0', 'p:1/7/0']);
  assert.deepEqual(drawingIds, ['p:1']);
  const ofSum = highlight({ source: { key: 'Z:1', row: 0, column: 0 } }).numbers;
  assert.equal(ofSum.filter((id) => id.startsWith('e:1/')).length, 11, 'the sum is made of all exponentials');
});

test('losses, their sum and the length of the gradient highlight what they are made of', async (context) => {
  const walk = await walkOf(context, { reduction: 'sum' });
  const target = walk.trace.targets[3];
  assert.deepEqual(at(walk, 'loss', 3).highlight({ source: { key: 'L:3', row: 0, column: 0 } }), {
    numbers: ['L:3/0/0', `p:3/${target}/0`].sort(),
    keys: ['L:3', 'p:3'],
    drawingIds: ['L:3', 'p:3'],
  });
  const steps = [0, 1, 2, 3, 4].map((t) => `L:${t}`);
  assert.deepEqual(at(walk, 'total', -1).highlight({ source: { key: 'L', row: 0, column: 0 } }).drawingIds, [
    'L',
    ...steps,
  ]);
  assert.deepEqual(at(walk, 'total', -1).highlight({ name: steps.join(' | ') }).keys, steps);

  const { highlight } = at(walk, 'norm', -1);
  const all = highlight({ source: { key: '‖g‖', row: 0, column: 0 } });
  assert.equal(all.numbers.length, 1 + walk.dryRun.parameters.length);
  assert.equal(all.drawingIds.length, 3 * 5, 'U, W and V at every step');
  const hidden = walk.dryRun.parameters.findIndex(({ name }) => name === 'weight_hh_l0');
  assert.deepEqual(
    highlight({ source: { key: 'norms', row: hidden, column: 0 } }).drawingIds,
    [0, 1, 2, 3, 4].map((t) => `W:0:${t}`),
  );
});

for (const settings of /** @type {import('../../web/engine/types.js').EngineOptions[]} */ ([
  { cell: 'rnn' },
  { cell: 'gru', optimizer: 'adam', clipNorm: 0.1 },
  { cell: 'lstm', layers: 2, optimizer: 'rmsprop' },
]))
  test(`every number highlights its operands: ${Object.values(settings).join(', ')}`, async (context) => {
    let checked = 0;
    for (const { blocks, id } of stagesOf(await walkOf(context, settings)))
      for (const { equations } of blocks)
        for (const { result, formula } of equations)
          for (const row of new Set([0, result.rows - 1])) {
            const column = result.columns - 1;
            const related = withOperands(equations, { key: result.key, row, column });
            const direct = sourcesOf(withNumbers(formula, { row, column }));
            for (const one of direct)
              assert.ok(
                related.some(
                  ({ key, ...rest }) => key === one.key && rest.row === one.row && rest.column === one.column,
                ),
                `${id}: ${result.key}[${row}] does not highlight ${one.key}[${one.row}]`,
              );
            checked++;
          }
    assert.ok(checked > 100);
  });
