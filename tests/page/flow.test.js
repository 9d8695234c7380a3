/** The gradient flow on screen is the engine's, for this cell and the others. Expected numbers: networks trained in Node. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve } from './browser.js';
import { becomes, networkLike, openPlayground, readTable, showPanel, t, trainOnPage } from './panel-helpers.js';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(async () => {
  await browser.close();
  await server.close();
});

/** @param {ArrayLike<number>} norms @returns {string[]} */
const written = (norms) => Array.from(norms, (norm) => t.format.number(norm, 3));

test('the curve is the mean norm at each distance, of a sentence and of all in a row', async (context) => {
  const { model, data } = await networkLike(context, {}, 30);
  const [first, second] = data.training;
  const one = await model.gradientFlow({ inputs: first.inputs, targets: first.targets });
  const join = (/** @type {'inputs' | 'targets'} */ side) => Int32Array.from([...first[side], ...second[side]]);
  const all = await model.gradientFlow({ inputs: join('inputs'), targets: join('targets') });
  assert.equal(all.norms.length, 10);

  const { page, done } = await openPlayground(browser, server.address);
  await trainOnPage(page, 30);
  const panel = await showPanel(page, 'flow');
  const chart = panel.locator('rnn-line-chart');
  await becomes(
    () => readTable(chart),
    [['steps back, k', 'RNN'], ...written(one.norms).map((norm, k) => [`${k}`, norm])],
  );
  await panel.getByLabel('all sentences in a row').check();
  await becomes(
    () => readTable(chart),
    [['steps back, k', 'RNN'], ...written(all.norms).map((norm, k) => [`${k}`, norm])],
  );
  await done();
});

test('the other cells are trained as long as this one, on the same text, and asked the same', async (context) => {
  const epochs = 25;
  /** @type {string[][]} */
  const columns = [];
  for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
    const { model, data } = await networkLike(context, { cell }, epochs);
    const { inputs, targets } = data.training[0];
    columns.push(written((await model.gradientFlow({ inputs, targets })).norms));
  }

  const { page, done } = await openPlayground(browser, server.address, { cell: 'gru' });
  await trainOnPage(page, epochs);
  const panel = await showPanel(page, 'flow');
  await panel.getByRole('button', { name: 'Compare with the other cells' }).click();
  await panel.getByText('trained for 50 steps.').waitFor();
  await becomes(
    () => readTable(panel.locator('rnn-line-chart')),
    [
      ['steps back, k', 'RNN', 'GRU', 'LSTM'],
      ...columns[0].map((_, k) => [`${k}`, ...columns.map((column) => column[k])]),
    ],
  );
  await done();
});
