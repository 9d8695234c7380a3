/** Every lane of a race ends where the engine gets with its settings and steps. Expected numbers: trained in Node. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visible } from '../../web/text/index.js';
import { builtPage } from './site.js';
import {
  changeSettings,
  eventually,
  referenceModel,
  openPlayground,
  readTable,
  showPanel,
  t,
} from './panel-helpers.js';

const site = builtPage();

/** @param {import('playwright-core').Locator} panel @returns {Promise<string[][]>} lane, parameters, steps, loss, right, state */
const figures = async (panel) =>
  (
    await panel
      .locator('rnn-race-table .scroll:first-child tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')))
  ).map(([lane, parameters, steps, , , loss, right, state]) => [lane, parameters, steps, loss, right, state]);

/** A token in words: itself, or what it is called where it leaves no ink. @param {string} token */
const nameOf = (token) => (visible(token).kind === 'text' ? token : t.token(token));

/**
 * @param {import('node:test').TestContext} context
 * @param {string} lane
 * @param {Partial<import('../../web/state/settings.js').Settings>} settings
 * @param {number} steps
 */
async function expectedLane(context, lane, settings, steps) {
  const { model, data } = await referenceModel(context, settings);
  await model.step({ unit: 'window', count: steps });
  const { meanLoss, accuracy } = await model.evaluate({ which: 'training' });
  const parameterCount = (await model.parameters()).reduce((sum, { values }) => sum + values.length, 0);
  const { sequences } = await model.predictAll({ which: 'training' });
  const predicted = sequences.map(({ ids }, i) =>
    Array.from(ids, (id, k) => `${nameOf(data.vocabulary.token(id))}${id === data.training[i].targets[k] ? '✓' : '✗'}`),
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

  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 12 });
  const panel = await showPanel(page, 'race');
  await race(panel, steps);
  await eventually(
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
  await eventually(
    predicted,
    [0, 1].flatMap((sentence) => expected.map((lane) => lane.predicted[sentence])),
  );
  await done();
});

test('two learning rates: each lane has its own, all else equal', async (context) => {
  const steps = 40;
  const lanes = [
    await expectedLane(context, 'learning rate\u00a00.1', { learningRate: 0.1 }, steps),
    await expectedLane(context, 'learning rate\u00a00.02', { learningRate: 0.02 }, steps),
  ];

  const { page, done } = await openPlayground(site.browser, site.address, { learningRate: 0.1 });
  const panel = await showPanel(page, 'race');
  await panel.getByLabel('Compare').selectOption('two learning rates');
  await panel.getByLabel('Learning rate', { exact: true }).nth(1).fill('0.02');
  await race(panel, steps);
  await eventually(
    () => figures(panel),
    lanes.map(({ row }) => row),
  );
  await done();
});

/** @param {import('playwright-core').Locator} panel @param {number} steps */
async function race(panel, steps) {
  await panel.getByLabel('How long').fill(`${steps}`);
  await panel.getByRole('button', { name: /^(Start the race|Race again)$/ }).click();
  await panel.getByRole('button', { name: 'Race again' }).waitFor();
}

test('lanes of one’s own: any differences, two to four lanes; what was added has the focus', async (context) => {
  const steps = 30;
  const expected = [
    await expectedLane(context, 'GRU, 5 hidden units', { cell: 'gru', hiddenSize: 5 }, steps),
    await expectedLane(context, 'Adam, learning rate\u00a00.01', { optimizer: 'adam', learningRate: 0.01 }, steps),
    await expectedLane(context, 'as on this page', {}, steps),
  ];

  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'race');
  await panel.getByLabel('Compare').selectOption('two seeds');
  const lane = (/** @type {string} */ letter) => panel.getByRole('group', { name: `Lane ${letter}` });
  await eventually(() => panel.getByRole('button', { name: 'Remove lane' }).count(), 0, 'two are the fewest');
  for (const letter of ['A', 'B']) {
    const remove = lane(letter).getByRole('button', { name: `Remove “Seed” from lane ${letter}` });
    await remove.focus();
    await page.keyboard.press('Enter');
  }
  await eventually(() => panel.getByLabel('Compare').inputValue(), 'own');

  // What was added has the focus, so that its value can be typed at once.
  await lane('A').getByLabel('Add a difference to lane A').selectOption('Cell');
  await lane('A').getByLabel('Cell', { exact: true }).selectOption('GRU');
  await lane('A').getByLabel('Add a difference to lane A').selectOption('Hidden units');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('5');
  await lane('B').getByLabel('Add a difference to lane B').selectOption('Optimizer');
  await lane('B').getByLabel('Optimizer', { exact: true }).selectOption('Adam');
  await lane('B').getByLabel('Add a difference to lane B').selectOption('Learning rate');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('0.01');
  const another = panel.getByRole('button', { name: 'Add a lane' });
  await another.click();
  await another.click();
  await eventually(() => another.count(), 0, 'four are the most');
  await panel.getByRole('button', { name: 'Remove lane D' }).click();

  await race(panel, steps);
  await eventually(
    () => figures(panel),
    expected.map(({ row }) => row),
  );
  await done();
});

test('a value that is refused says so beside its field, and nothing races', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'race');
  await panel.getByLabel('Compare').selectOption('two learning rates');
  const rate = panel.getByLabel('Learning rate', { exact: true }).nth(1);
  await rate.fill('0');
  await page.waitForTimeout(200);
  assert.equal(await panel.getByRole('alert').count(), 0, 'nobody is interrupted at typing 0.02');
  await rate.press('Enter');
  const says = panel.getByText('Learning rate: 0 is out of range. Type a number above 0');
  await says.waitFor();
  assert.equal(await rate.getAttribute('aria-describedby'), await says.getAttribute('id'));
  assert.equal(await panel.locator('rnn-race-table').count(), 0);
  await rate.fill('0.5');
  await rate.press('Tab');
  await says.waitFor({ state: 'detached' });
  await done();
});

test('with a held-out part each lane has its loss there, too: in the table and as a dashed line', async (context) => {
  const settings = { text: 'Anna\nBella\nClara\nDora\nElla', heldOut: 0.2, hiddenSize: 6 };
  const steps = 12;
  const { page, done } = await openPlayground(site.browser, site.address, settings);
  const panel = await showPanel(page, 'race');
  await race(panel, steps);
  const expected = [];
  for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
    const { model } = await referenceModel(context, { ...settings, cell });
    await model.step({ unit: 'window', count: steps });
    const [training, heldOut] = [await model.evaluate(), await model.evaluate({ which: 'heldOut' })];
    expected.push([t.format.loss(training.meanLoss), t.format.loss(heldOut.meanLoss)]);
  }
  await eventually(async () => (await figures(panel)).map((row) => row.slice(3, 5)), expected);
  const table = await readTable(panel.locator('rnn-line-chart'));
  assert.deepEqual(table[0].slice(1), ['RNN', 'GRU', 'LSTM', 'RNN, held-out', 'GRU, held-out', 'LSTM, held-out']);
  assert.deepEqual(table.at(-1), [
    String(steps),
    ...expected.map(([training]) => training),
    ...expected.map(([, heldOut]) => heldOut),
  ]);
  const dashes = await panel
    .locator('rnn-line-chart')
    .evaluate((chart) => /** @type {any} */ (chart).series.map((/** @type {any} */ { dash }) => dash.length > 0));
  assert.deepEqual(dashes.slice(3), [true, true, true]);
  await done();
});

test('after a change of text, settings or lanes the result stays, says so, and can be raced anew', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'race');
  await race(panel, 10);
  const before = await figures(panel);
  const notice = panel.locator('.outdated');
  assert.equal(await notice.count(), 0);

  const change = (/** @type {Record<string, unknown>} */ settings) =>
    page.evaluate(
      (given) =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
          ?.querySelector('rnn-view')
          ?.store.setSettings(given),
      settings,
    );
  // Every lane has a cell of its own: the page's makes no difference.
  await change({ cell: 'gru' });
  await change({ theme: 'dark' });
  await page.waitForTimeout(300);
  assert.equal(await notice.count(), 0);
  await change({ text: 'abab\nbaba', hiddenSize: 5 });
  await notice.getByText('Hidden units, Text changed after this race; what you see here is from before.').waitFor();
  assert.deepEqual(await figures(panel), before);

  await notice.getByRole('button').click();
  await panel.getByRole('button', { name: 'Race again' }).waitFor();
  await notice.waitFor({ state: 'detached' });
  assert.notDeepEqual(await figures(panel), before);
  await panel.getByLabel('Compare').selectOption('two seeds');
  await notice.getByText('The lanes changed after this race').waitFor();
  await done();
});

test('a length that makes no sense is refused at its control, in words', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'race');
  await panel.getByLabel('How long').fill('-3');
  await panel.getByRole('button', { name: 'Start the race' }).click();
  await panel.getByText('“-3” is not a length for this race: give a whole number of updates from 1 to').waitFor();
  assert.equal(await panel.locator('rnn-race-table').count(), 0);
  await done();
});

test('a length in full-width digits is a number', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'abab', hiddenSize: 3 });
  const panel = await showPanel(page, 'race');
  await panel.getByLabel('How long').fill('２０');
  await panel.getByRole('button', { name: 'Start the race' }).click();
  await panel.locator('rnn-race-table').waitFor();
  await done();
});

test('a race by seconds can be stopped before its time', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'race');
  await panel.getByLabel('Measured in').selectOption('seconds');
  await panel.getByLabel('How long').fill('300');
  await panel.getByRole('button', { name: 'Start the race' }).click();
  await panel
    .getByRole('cell', { name: t('race.phase.training'), exact: true })
    .first()
    .waitFor();
  await panel.getByRole('button', { name: 'Stop' }).click();
  await panel.getByRole('button', { name: 'Race again' }).waitFor();
  assert.deepEqual(
    (await figures(panel)).map((row) => row.at(-1)),
    ['stopped', 'stopped', 'stopped'],
  );
  await done();
});

test('why a length is refused is said in the page’s language, also when that changes', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'race');
  await panel.locator('#amount').fill('0');
  await panel.locator('#amount').press('Enter');
  await panel.getByRole('alert').getByText('“0” is not a length for this race').waitFor();
  await changeSettings(page, { language: 'zh' });
  await panel.getByRole('alert').getByText('“0”不能作为对比的长度').waitFor();
  await done();
});
