/** The gradient flow on screen is the engine's, for this cell and the others. Expected numbers: networks trained in Node. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtPage } from './site.js';
import { collisions, drawnOn, recordText } from './drawn-text.js';
import { becomes, networkLike, openPlayground, readTable, showPanel, t, trainOnPage } from './panel-helpers.js';

const site = builtPage();

/** @param {ArrayLike<number>} norms @returns {string[]} */
const written = (norms) => Array.from(norms, (norm) => t.format.number(norm, 3));

test('the curve is the mean norm at each distance, of a sentence and of all in a row', async (context) => {
  const { model, data } = await networkLike(context, {}, 30);
  const [first, second] = data.training;
  const one = await model.gradientFlow({ inputs: first.inputs, targets: first.targets });
  const join = (/** @type {'inputs' | 'targets'} */ side) => Int32Array.from([...first[side], ...second[side]]);
  const all = await model.gradientFlow({ inputs: join('inputs'), targets: join('targets') });
  assert.equal(all.norms.length, 10);

  const { page, done } = await openPlayground(site.browser, site.address);
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

  const { page, done } = await openPlayground(site.browser, site.address, { cell: 'gru' });
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

/** @param {import('playwright-core').Page} page @param {Record<string, unknown>} settings */
const change = (page, settings) =>
  page.evaluate(async (given) => {
    const { store } = /** @type {any} */ (document.querySelector('rnn-playground'));
    store.setSettings(given);
    await store.settled();
  }, settings);

/** @param {import('playwright-core').Locator} panel @returns {() => Promise<string[]>} names of the curves */
const legend = (panel) => async () =>
  (await panel.locator('rnn-line-chart .key').allTextContents()).map((name) => name.trim());

test('other cells that were compared go with the network they were compared with', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6 });
  await trainOnPage(page, 2);
  const panel = await showPanel(page, 'flow');
  const compare = async () => {
    await panel.getByRole('button', { name: 'Compare with the other cells' }).click();
    await panel.getByText(/^The other cells: same text and seed/).waitFor();
    await becomes(legend(panel), ['RNN', 'GRU', 'LSTM']);
  };
  await compare();
  await change(page, { cell: 'lstm' });
  await becomes(legend(panel), ['LSTM']);
  assert.equal(await panel.locator('.note').count(), 0);
  await compare();
  await change(page, { text: '床前明月光' });
  await becomes(legend(panel), ['LSTM']);
  await done();
});

test('other cells that training has left behind are drawn faint, and it is said when they were compared', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6 });
  await trainOnPage(page, 5);
  const panel = await showPanel(page, 'flow');
  await panel.getByRole('button', { name: 'Compare with the other cells' }).click();
  await panel.getByText('trained for 10 steps.').waitFor();
  const pale = () =>
    panel
      .locator('rnn-line-chart')
      .evaluate((chart) =>
        /** @type {any} */ (chart).series.flatMap((/** @type {any} */ one) => (one.pale ? one.id : [])),
      );
  assert.deepEqual(await pale(), []);
  await trainOnPage(page, 20);
  await panel.getByText('The other cells, drawn faint, are as they were after 10 updates; compare again.').waitFor();
  assert.deepEqual(await pale(), ['gru', 'lstm']);
  await panel.getByRole('button', { name: 'Compare with the other cells' }).click();
  await panel.getByText('trained for 50 steps.').waitFor();
  await becomes(pale, []);
  await done();
});

test('each curve relative to its first value, by the button and as a property of the panel', async (context) => {
  const { model, data } = await networkLike(context, {}, 10);
  const { inputs, targets } = data.training[0];
  const { norms } = await model.gradientFlow({ inputs, targets });

  const { page, done } = await openPlayground(site.browser, site.address);
  await trainOnPage(page, 10);
  const panel = await showPanel(page, 'flow');
  const chart = panel.locator('rnn-line-chart');
  const toggle = panel.getByRole('button', { name: 'relative to k = 0' });
  const shown = async () => (await readTable(chart)).slice(1).map(([, norm]) => norm);
  await becomes(shown, written(norms));
  await toggle.click();
  await becomes(shown, written(norms.map((norm) => norm / norms[0])));
  assert.equal(await panel.evaluate((element) => element.hasAttribute('relative')), true);
  await chart.locator('.plot').press('Home');
  assert.match((await chart.locator('.above').textContent()) ?? '', /RNN 1\.000/);
  await panel.evaluate((element) => Object.assign(element, { relative: false }));
  await becomes(shown, written(norms));
  assert.equal(await toggle.getAttribute('aria-pressed'), 'false');
  await done();
});

for (const width of [1440, 390]) {
  test(`an exploding gradient has a scale, no label of which is cut off or in the way: ${width} px`, async () => {
    const settings = {
      ...{ text: 'abcdefghijklmnop', activation: /** @type {const} */ ('identity'), learningRate: 0.05 },
      ...{ clip: 0, schedule: /** @type {const} */ ('constant') },
    };
    const { page, done } = await openPlayground(site.browser, site.address, settings, {
      viewport: { width, height: 900 },
    });
    await recordText(page);
    const panel = await showPanel(page, 'flow');
    await trainOnPage(page, 30);
    const chart = panel.locator('rnn-line-chart');
    /** @type {import('./drawn-text.js').Drawn[]} */
    let texts = [];
    const ticks = () => texts.filter(({ text }) => /^1e|^0\.0*1$|^10*$/.test(text));
    await becomes(async () => {
      texts = await drawnOn(chart.locator('canvas'));
      return ticks().length >= 3 && ticks().some(({ text }) => /^1e\d\d$/.test(text));
    }, true);
    assert.deepEqual(collisions(texts), []);
    const { clientWidth } = await chart.locator('canvas').evaluate(({ clientWidth }) => ({ clientWidth }));
    const cut = texts.filter(({ left, right }) => left < 0 || right > clientWidth + 1);
    assert.deepEqual(cut, []);
    await done();
  });
}

test('a label of the axis has room, however long it is', async () => {
  const { page, done } = await openPlayground(
    site.browser,
    site.address,
    {},
    { viewport: { width: 390, height: 900 } },
  );
  await recordText(page);
  const panel = await showPanel(page, 'flow');
  const chart = panel.locator('rnn-line-chart');
  await chart.evaluate((element) =>
    Object.assign(element, { height: 250, formatTick: (/** @type {number} */ y) => `${y.toPrecision(7)} nats` }),
  );
  await becomes(
    async () => (await drawnOn(chart.locator('canvas'))).some(({ text, left }) => text.endsWith('nats') && left >= 0),
    true,
  );
  const texts = await drawnOn(chart.locator('canvas'));
  assert.deepEqual(
    texts.filter(({ left }) => left < 0),
    [],
  );
  await done();
});
