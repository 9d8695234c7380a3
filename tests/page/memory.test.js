/** The memory panel shows the engine's norms of ∂logit/∂x. Expected numbers: the same network, trained in Node. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenLabel } from '../../web/text/index.js';
import { builtPage } from './site.js';
import {
  atRest,
  eventually,
  referenceModel,
  openPlayground,
  readCell,
  readTable,
  showPanel,
  t,
  trainOnPage,
} from './panel-helpers.js';

const site = builtPage();

const settings = { hiddenSize: 8, cell: /** @type {const} */ ('gru') };

test('under each character stands how strongly it moved the logit that was asked about', async (context) => {
  const { model, data } = await referenceModel(context, settings, 30);
  const { inputs, targets } = data.training[0];
  const written = async (/** @type {number} */ position, /** @type {number} */ target) =>
    Array.from((await model.influence({ inputs, positions: [position], target })).rows[0].inputGradientNorms, (norm) =>
      t.format.number(norm, 2),
    );

  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, 30);
  const panel = await showPanel(page, 'memory');
  const under = () => panel.locator('rnn-token-strip .value').allTextContents();

  await panel.getByText('the logit of “⏎” after step 5').waitFor();
  await eventually(under, await written(4, targets[4]));

  await panel.getByLabel('Prediction', { exact: true }).selectOption({ label: '3: 李 → 焕' });
  await panel.getByText('the logit of “焕” after step 3').waitFor();
  await eventually(under, await written(2, targets[2]));
  await done();
});

test('asked for the token that the network expects, it takes that logit', async (context) => {
  const { model, data } = await referenceModel(context, settings);
  const { inputs, targets } = data.training[0];
  const expected = (await model.predictAll({ which: 'training' })).sequences[0].ids;
  const position = expected.findIndex((id, i) => id !== targets[i]);
  assert.notEqual(position, -1, 'an untrained network must be wrong somewhere');
  const [{ inputGradientNorms: norms }] = (
    await model.influence({ inputs, positions: [position], target: expected[position] })
  ).rows;

  const { page, done } = await openPlayground(site.browser, site.address, settings);
  const panel = await showPanel(page, 'memory');
  await panel.getByLabel('Prediction', { exact: true }).selectOption(`${position}`);
  await panel.getByLabel('Logit of', { exact: true }).selectOption('predicted');
  const name = tokenLabel(data.vocabulary.token(expected[position]));
  await panel.getByText(`the logit of “${name}” after step ${position + 1}`).waitFor();
  await eventually(
    () => panel.locator('rnn-token-strip .value').allTextContents(),
    Array.from(norms, (norm) => t.format.number(norm, 2)),
  );
  await done();
});

test('the triangle has the norm of every pair, on either scale, and nothing above the diagonal', async (context) => {
  const { model, data } = await referenceModel(context, settings, 30);
  const { inputs, targets } = data.training[0];
  const [{ inputGradientNorms: norms }] = (await model.influence({ inputs, positions: [3], target: targets[3] })).rows;

  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, 30);
  const panel = await showPanel(page, 'memory');
  const map = panel.locator('rnn-heat-map');
  for (const scale of ['row', 'absolute']) {
    await panel.getByLabel('color scale').selectOption(scale);
    await panel.getByText(t.dynamic(`memory.legend.${scale}`), { exact: true }).waitFor();
    await eventually(
      () => readCell(map, 3, 1),
      `“好” (step 2) on the prediction after step 4: ${t.format.number(norms[1])}`,
    );
    assert.equal(await readCell(map, 1, 3), 'comes later: it cannot matter');
  }
  await done();
});

test('the choice of the prediction follows the row that is chosen in the triangle, also after one has been chosen', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, settings);
  const panel = await showPanel(page, 'memory');
  const choice = panel.locator('#position');
  await choice.selectOption('1');
  await panel.locator('rnn-heat-map .picture').focus();
  for (const [keys, row] of /** @type {const} */ ([
    [['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter'], 3],
    [['ArrowUp', 'ArrowUp', 'Enter'], 1],
  ])) {
    for (const key of keys) await page.keyboard.press(key);
    await eventually(() => choice.inputValue(), String(row));
  }
  await done();
});

test('however large the norms, the scale ends with a few digits', async () => {
  const text = 'abcdefghijklmnop';
  const exploding = { text, activation: /** @type {const} */ ('identity'), learningRate: 0.05, clip: 0 };
  const { page, done } = await openPlayground(site.browser, site.address, exploding);
  await trainOnPage(page, 30);
  const panel = await showPanel(page, 'memory');
  await panel.getByLabel('color scale').selectOption('absolute');
  const ends = () => panel.locator('rnn-scale-legend .number').allTextContents();
  await eventually(async () => /^[\d.]{1,4}e\d+$/.test((await ends())[1] ?? ''), true);
  await done();
});

test('while a large network trains, the triangle says of the rows that are not computed why they are empty', async () => {
  const large = { hiddenSize: 150, text: 'abcde', pace: 1 };
  const { page, done } = await openPlayground(site.browser, site.address, large);
  const panel = await showPanel(page, 'memory');
  const map = panel.locator('rnn-heat-map');
  await page.getByRole('button', { name: t('play.train'), exact: true }).click();
  await eventually(
    () => readCell(map, 3, 1),
    'while a network of this size trains, only the chosen prediction is computed',
  );
  assert.equal(await readCell(map, 1, 3), 'comes later: it cannot matter');
  assert.match((await readCell(map, 4, 1)) ?? '', /^“b” \(step 2\) on the prediction after step 5: \d/);
  assert.deepEqual((await readTable(map))[4].slice(1), ['–', '–', '–', '–', '0.0000']);
  await done();
});

test('a label of the triangle is no prediction that could be chosen, but a cell is, also by a finger', async () => {
  const settings = { hiddenSize: 4, text: 'abcdefgh' };
  const { page, done } = await openPlayground(site.browser, site.address, settings, { hasTouch: true });
  const panel = await showPanel(page, 'memory');
  await atRest(panel);
  const choice = panel.getByLabel('Prediction', { exact: true });
  const canvas = panel.locator('rnn-heat-map canvas');
  const { height } = /** @type {{height: number}} */ (await canvas.boundingBox());
  const rowHeight = (height - 23) / 8;
  const middleOf = (/** @type {number} */ row) => 22 + (row + 0.5) * rowHeight;
  await canvas.click({ position: { x: 8, y: middleOf(5) } });
  assert.equal(await choice.inputValue(), '7');
  assert.equal(await panel.locator('rnn-heat-map .readout').innerText(), '');
  const { width } = /** @type {{width: number}} */ (await canvas.boundingBox());
  await canvas.tap({ position: { x: width - 8, y: middleOf(3) } });
  await eventually(() => choice.inputValue(), '3');
  await canvas.click({ position: { x: width - 8, y: middleOf(5) } });
  await eventually(() => choice.inputValue(), '5');
  await done();
});
