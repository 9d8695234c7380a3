/** The hidden states on screen are those of the engine's trace. Expected numbers: the same network, trained in Node. */
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
  untilStore,
} from './panel-helpers.js';

const site = builtPage();

const characters = [...'你好李焕英'];

test('every hidden state of an RNN, in the table, under the cursor and in the reading of a unit', async (context) => {
  const settings = { hiddenSize: 6 };
  const { model } = await referenceModel(context, settings, 20);
  const { T, H, layersData } = await model.trace({ sequence: 0 });
  const hidden = layersData[0].hidden.values;
  const shown = (/** @type {number} */ unit, /** @type {number} */ step) => t.format.number(hidden[step * H + unit]);

  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, 20);
  const panel = await showPanel(page, 'states');
  const map = panel.locator('rnn-heat-map');

  const [heads, ...rows] = await readTable(map);
  assert.deepEqual(heads, ['', ...characters]);
  assert.deepEqual(
    rows,
    Array.from({ length: H }, (_, unit) => [`${unit + 1}`, ...characters.map((_, step) => shown(unit, step))]),
  );
  assert.equal(T, characters.length);

  assert.equal(await readCell(map, 0, 0), `h[1] after “你” (step 1) = ${shown(0, 0)}`);
  assert.equal(await readCell(map, 4, 2), `h[5] after “李” (step 3) = ${shown(4, 2)}`);

  await map.locator('.picture').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await map.locator('.picture').press(key);
  await panel.getByText('Hidden unit 4 along the sentence').waitFor();
  assert.deepEqual(
    await panel.locator('rnn-token-strip .value').allTextContents(),
    characters.map((_, step) => t.format.number(hidden[step * H + 3], 2)),
  );
  await done();
});

test('a shorter sentence and fewer units take the place of those under the pointer', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6, text: 'abcdefgh' });
  const panel = await showPanel(page, 'states');
  const map = panel.locator('rnn-heat-map').first();
  await atRest(map);
  const { x, y, width, height } = /** @type {NonNullable<Awaited<ReturnType<typeof map.boundingBox>>>} */ (
    await map.locator('canvas').boundingBox()
  );
  await page.mouse.move(x + width - 8, y + height - 8);
  await map.locator('.readout').filter({ hasText: 'h[6] after “h” (step 8)' }).waitFor();
  await page.evaluate(() =>
    Object.assign(/** @type {any} */ (document.querySelector('rnn-playground')), { text: 'xy', hiddenSize: 3 }),
  );
  await untilStore(page, (store) => store.data?.text === 'xy' && store.view('states/trace')?.value?.H === 3);
  await panel.locator('.kept:not([inert])').waitFor();
  const [heads] = await readTable(map);
  assert.deepEqual(heads, ['', 'x', 'y']);
  await done();
});

test('which unit changed most on reading a token: named, and first in the table ordered by that column', async (context) => {
  const settings = { hiddenSize: 8 };
  const { model } = await referenceModel(context, settings, 20);
  const { H, T, layersData } = await model.trace({ sequence: 0 });
  const { values } = layersData[0].hidden;
  /** h_t − h_{t−1}; before the first token h is 0. @param {number} unit @param {number} step */
  const change = (unit, step) => values[step * H + unit] - (step > 0 ? values[(step - 1) * H + unit] : 0);
  const bySize = (/** @type {number} */ step) =>
    Array.from({ length: H }, (_, unit) => unit).sort((a, b) => Math.abs(change(b, step)) - Math.abs(change(a, step)));

  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, 20);
  const panel = await showPanel(page, 'states');
  await panel.getByLabel('quantity').selectOption('change');
  const map = panel.locator('rnn-heat-map');
  await eventually(
    () => readTable(map),
    [
      ['', ...characters],
      ...Array.from({ length: H }, (_, unit) => [
        `${unit + 1}`,
        ...Array.from({ length: T }, (_, step) => t.format.number(change(unit, step))),
      ]),
    ],
  );
  const units = async () => (await readTable(map)).slice(1).map(([unit]) => Number(unit) - 1);
  const head = map.getByRole('columnheader', { name: '李' });
  await head.getByRole('button').click();
  await eventually(units, bySize(2));
  assert.equal(await head.getAttribute('aria-sort'), 'descending');
  await head.getByRole('button').click();
  await eventually(units, bySize(2).reverse());
  await head.getByRole('button').click();
  await eventually(units, [...Array(H).keys()]);

  await map.locator('.picture').focus();
  for (const key of ['ArrowRight', 'ArrowRight']) await map.locator('.picture').press(key);
  const [unit] = bySize(2);
  const [before, after] = [1, 2].map((step) => t.format.number(values[step * H + unit]));
  const sentence = `On reading “李” (step 3), hidden unit ${unit + 1} changed most: from ${before} to ${after}, ${t.format.number(change(unit, 2))}.`;
  await panel.getByText(sentence, { exact: true }).waitFor();
  await done();
});

for (const { cell, quantity, field, block } of /** @type {const} */ ([
  { cell: 'gru', quantity: 'z', field: 'gates', block: 1 },
  { cell: 'lstm', quantity: 'f', field: 'gates', block: 1 },
  { cell: 'lstm', quantity: 'cell', field: 'cell', block: 0 },
])) {
  test(`the ${quantity} of the upper ${cell} layer`, async (context) => {
    const settings = { cell, layers: 2, hiddenSize: 4 };
    const { model } = await referenceModel(context, settings, 10);
    const { H, T, layersData } = await model.trace({ sequence: 1 });
    const { values, shape } = /** @type {import('../../web/engine/types.js').Numbers} */ (layersData[1][field]);

    const { page, done } = await openPlayground(site.browser, site.address, settings);
    await trainOnPage(page, 10);
    const panel = await showPanel(page, 'states');
    await panel.getByLabel('Sentence to look into').selectOption({ label: '夏洛特烦恼' });
    await panel.getByLabel('quantity').selectOption(quantity);
    await panel.getByLabel('layer').selectOption('2');
    const expected = Array.from({ length: H }, (_, unit) => [
      `${unit + 1}`,
      ...Array.from({ length: T }, (_, step) => t.format.number(values[step * shape[1] + block * H + unit])),
    ]);
    await eventually(async () => (await readTable(panel.locator('rnn-heat-map'))).slice(1), expected);
    await done();
  });
}

test('the picture follows the training, and its last numbers are those of the network that was reached', async (context) => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6 });
  const panel = await showPanel(page, 'states');
  const map = panel.locator('rnn-heat-map');
  const untrained = await readTable(map);
  await page.evaluate(() => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    store.train({ epochs: 40 });
  });
  await untilStore(page, (store) => store.status.epoch === 40 && !store.training);

  const { model } = await referenceModel(context, { hiddenSize: 6 }, 40);
  const { H, layersData } = await model.trace({ sequence: 0 });
  const expected = t.format.number(layersData[0].hidden.values[4 * H + 5]);
  await map.locator('tbody tr:nth-child(6)').getByText(expected, { exact: true }).waitFor();
  assert.notEqual(untrained[6][5], expected);
  await done();
});

test('after a layer has gone, the choice names the layer that is drawn', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 3, layers: 3 });
  const panel = await showPanel(page, 'states');
  await panel.getByLabel('layer').selectOption('3');
  await page.evaluate(() =>
    Object.assign(/** @type {any} */ (document.querySelector('rnn-playground')), { layers: 2 }),
  );
  await untilStore(page, (store) => store.view('states/trace')?.value?.layers === 2);
  await eventually(() => panel.getByLabel('layer').locator('option').allTextContents(), ['1', '2']);
  assert.equal(await panel.getByLabel('layer').locator('option:checked').innerText(), '2');
  await done();
});

test('the tokens of a sentence written from right to left stand from right to left, their numbers are not turned', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 3, text: 'שלום עולם' });
  const strip = (await showPanel(page, 'states')).locator('rnn-token-strip');
  const [first, second] = [strip.getByText('ש', { exact: true }), strip.getByText('ל', { exact: true }).first()];
  await first.waitFor();
  assert.ok(((await first.boundingBox())?.x ?? 0) > ((await second.boundingBox())?.x ?? 0));
  const direction = strip.locator('.value').first();
  assert.equal(await direction.evaluate((value) => getComputedStyle(value).direction), 'ltr');
  await done();
});
