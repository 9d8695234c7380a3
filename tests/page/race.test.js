/** Every lane of a race ends where the engine gets with its settings and steps. Expected numbers: trained in Node. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve } from './browser.js';
import { becomes, networkLike, openPlayground, showPanel, t } from './panel-helpers.js';

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

/** @param {import('playwright-core').Locator} panel @returns {Promise<string[][]>} lane, parameters, steps, loss, right, state */
const figures = async (panel) =>
  (
    await panel
      .locator('rnn-race-table .scroll:first-child tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')))
  ).map(([lane, parameters, steps, , , loss, right, state]) => [lane, parameters, steps, loss, right, state]);

/**
 * @param {import('node:test').TestContext} context
 * @param {string} lane
 * @param {Partial<import('../../web/state/settings.js').Settings>} settings
 * @param {number} steps
 */
async function expectedLane(context, lane, settings, steps) {
  const { model, data } = await networkLike(context, settings);
  await model.step({ unit: 'window', count: steps });
  const { meanLoss, accuracy } = await model.evaluate({ which: 'training' });
  const parameterCount = (await model.parameters()).reduce((sum, { values }) => sum + values.length, 0);
  const { sequences } = await model.predictAll({ which: 'training' });
  const predicted = sequences.map(({ ids }, i) =>
    Array.from(
      ids,
      (id, k) => `${t.token(data.vocabulary.token(id))}${id === data.training[i].targets[k] ? '✓' : '✗'}`,
    ),
  );
  const row = [
    lane,
    t.format.integer(parameterCount),
    t.format.integer(steps),
    t.format.loss(meanLoss),
    t.format.percent(accuracy),
    'finished',
  ];
  return { row, predicted };
}

test('RNN, GRU and LSTM: losses, accuracies and predictions after 90 steps', async (context) => {
  const steps = 90;
  const cells = /** @type {const} */ (['rnn', 'gru', 'lstm']);
  /** @type {Awaited<ReturnType<typeof expectedLane>>[]} */
  const expected = [];
  for (const cell of cells)
    expected.push(await expectedLane(context, cell.toUpperCase(), { cell, hiddenSize: 12 }, steps));
  assert.equal(new Set(expected.map(({ row }) => row[3])).size, 3, 'three cells, three losses');

  const { page, done } = await openPlayground(browser, server.address, { hiddenSize: 12 });
  const panel = await showPanel(page, 'race');
  await panel.getByLabel('How long').fill(`${steps}`);
  await panel.getByRole('button', { name: 'Start the race' }).click();
  await panel.getByRole('button', { name: 'Race again' }).waitFor();
  await becomes(
    () => figures(panel),
    expected.map(({ row }) => row),
  );
  const predicted = () =>
    panel.locator('rnn-race-table .tokens tbody tr').evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td')].map((cell) => {
          const words = cell.querySelector('.visually-hidden')?.textContent;
          const sign = cell.querySelector('sup')?.textContent ?? '';
          return `${words ?? cell.textContent?.replace(sign, '').trim()}${sign}`;
        }),
      ),
    );
  await becomes(
    predicted,
    [0, 1].flatMap((sentence) => expected.map((lane) => lane.predicted[sentence])),
  );
  await done();
});

test('two learning rates: each lane has its own, all else equal', async (context) => {
  const steps = 40;
  const lanes = [
    await expectedLane(context, 'A: 0.1', { learningRate: 0.1 }, steps),
    await expectedLane(context, 'B: 0.02', { learningRate: 0.02 }, steps),
  ];

  const { page, done } = await openPlayground(browser, server.address, { learningRate: 0.1 });
  const panel = await showPanel(page, 'race');
  await panel.getByLabel('Who races').selectOption('learningRate');
  await panel.getByLabel('B', { exact: true }).fill('0.02');
  await panel.getByLabel('How long').fill(`${steps}`);
  await panel.getByRole('button', { name: 'Start the race' }).click();
  await panel.getByRole('button', { name: 'Race again' }).waitFor();
  await becomes(
    () => figures(panel),
    lanes.map(({ row }) => row),
  );
  await done();
});

test('a length that makes no sense is refused at its control, in words', async () => {
  const { page, done } = await openPlayground(browser, server.address);
  const panel = await showPanel(page, 'race');
  await panel.getByLabel('How long').fill('-3');
  await panel.getByRole('button', { name: 'Start the race' }).click();
  await panel.getByText('“-3” is not a length for this race: give a whole number of steps from 1 to').waitFor();
  assert.equal(await panel.locator('rnn-race-table').count(), 0);
  await done();
});

test('a race by seconds can be stopped before its time', async () => {
  const { page, done } = await openPlayground(browser, server.address);
  const panel = await showPanel(page, 'race');
  await panel.getByLabel('Measured in').selectOption('seconds');
  await panel.getByLabel('How long').fill('300');
  await panel.getByRole('button', { name: 'Start the race' }).click();
  await panel.getByText('racing').first().waitFor();
  await panel.getByRole('button', { name: 'Stop' }).click();
  await panel.getByRole('button', { name: 'Race again' }).waitFor();
  assert.deepEqual(
    (await figures(panel)).map((row) => row.at(-1)),
    ['stopped', 'stopped', 'stopped'],
  );
  await done();
});
