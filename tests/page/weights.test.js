/** Weights and gradients on screen are the engine's. Expected numbers: the same network, trained in Node. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
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

/** @param {import('../../web/engine/types.js').ParameterValues} parameter @returns {string[][]} as the page writes it */
function written({ shape: [rows, columns = 1], values }) {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns), (value) => t.format.number(value)),
  );
}

for (const settings of /** @type {const} */ ([
  { cell: 'rnn', hiddenSize: 5, bias: true },
  { cell: 'lstm', hiddenSize: 3, layers: 2, bias: true },
])) {
  test(`every entry of every matrix and of its gradient: ${settings.cell}`, async (context) => {
    const { model, data, settings: complete } = await referenceModel(context, settings, 15);
    const { inputs, targets } = data.training[1];
    const parameters = await model.parameters();
    const gradients = await model.gradients({ inputs, targets, reduction: complete.reduction });

    const { page, done } = await openPlayground(site.browser, site.address, settings);
    await trainOnPage(page, 15);
    const panel = await showPanel(page, 'weights');
    await panel.getByLabel('Sentence to look into').selectOption({ label: '夏洛特烦恼' });
    const [left, right] = [panel.locator('rnn-heat-map').first(), panel.locator('rnn-heat-map').last()];
    for (const [i, { name }] of parameters.entries()) {
      await panel.getByLabel('matrix').selectOption(name);
      await panel.getByRole('application', { name: `Weights: ${name}`, exact: true }).waitFor();
      const numbers = async (/** @type {import('playwright-core').Locator} */ map) =>
        (await readTable(map)).slice(1).map(([, ...row]) => row);
      await eventually(() => numbers(left), written(parameters[i]), name);
      await eventually(() => numbers(right), written(gradients[i]), `gradient of ${name}`);
    }
    await done();
  });
}

test('the cell under the cursor is named by what its row and column stand for', async (context) => {
  const settings = { hiddenSize: 5 };
  const { model } = await referenceModel(context, settings, 15);
  const find = async (/** @type {string} */ name) => (await model.parameters()).find((one) => one.name === name);
  const input = await find('weight_ih_l0');
  const output = await find('weight_out');

  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, 15);
  const panel = await showPanel(page, 'weights');
  const map = panel.locator('rnn-heat-map').first();
  await panel.getByLabel('matrix').selectOption('weight_ih_l0');
  await panel.getByRole('application', { name: 'Weights: weight_ih_l0' }).waitFor();
  assert.equal(await readCell(map, 2, 1), `weight_ih_l0[3, 好] = ${t.format.number(input?.values[2 * 11 + 1] ?? 0)}`);
  await panel.getByLabel('matrix').selectOption('weight_out');
  await panel.getByRole('application', { name: 'Weights: weight_out' }).waitFor();
  assert.equal(await readCell(map, 5, 4), `weight_out[夏, 5] = ${t.format.number(output?.values[5 * 5 + 4] ?? 0)}`);
  await done();
});

test('pointing at a matrix of a thousand tokens outlines the entry, paints no other cell anew and leaves nothing behind', async () => {
  const text = String.fromCodePoint(...Array.from({ length: 1000 }, (_, i) => 0x4e00 + i));
  const { page, done } = await openPlayground(
    site.browser,
    site.address,
    { text, hiddenSize: 64 },
    { deviceScaleFactor: 1.25 },
  );
  const panel = await showPanel(page, 'weights');
  await panel.getByLabel('matrix').selectOption('weight_ih_l0');
  const map = panel.getByRole('application', { name: 'Weights: weight_ih_l0', exact: true });
  await map.waitFor();
  await atRest(panel);
  await page.evaluate(() => {
    const { prototype } = CanvasRenderingContext2D;
    Object.assign(window, { painted: 0 });
    prototype.putImageData = new Proxy(prototype.putImageData, {
      apply: (target, self, args) => {
        /** @type {any} */ (window).painted += args[0].data.length / 4;
        return Reflect.apply(target, self, args);
      },
    });
  });
  const canvas = map.locator('canvas');
  const picture = () => canvas.evaluate((element) => /** @type {HTMLCanvasElement} */ (element).toDataURL());
  const readout = panel.locator('rnn-heat-map').first().locator('.readout');
  const before = await picture();
  for (const [x, y] of [
    [200, 60],
    [207, 61],
    [300, 100],
  ]) {
    await canvas.hover({ position: { x, y } });
    await readout.getByText(/^weight_ih_l0\[\d+, .\] = /).waitFor();
  }
  assert.notEqual(await picture(), before, 'an entry is outlined');
  await page.mouse.move(1, 1);
  await eventually(() => readout.innerText(), '');
  await eventually(async () => (await picture()) === before, true);
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).painted), 0);
  await done();
});
