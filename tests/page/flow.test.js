/** The gradient flow on screen is the engine's, for this cell and the others. Expected numbers: networks trained in Node. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visible } from '../../web/text/index.js';
import { builtPage } from './site.js';
import { collisions, drawnOn, recordText } from './drawn-text.js';
import {
  changeSettings,
  eventually,
  referenceModel,
  openPlayground,
  readTable,
  showPanel,
  t,
  trainOnPage,
} from './panel-helpers.js';

const site = builtPage();

/** @param {ArrayLike<number>} norms @returns {string[]} */
const written = (norms) => Array.from(norms, (norm) => t.format.number(norm, 3));

/** Distances as the table names them. @param {number} k @param {string} [token] read there */
const back = (k, token) => `${k} ${k === 1 ? 'step' : 'steps'} back${token ? `: ${token}` : ''}`;

/** @param {Awaited<ReturnType<typeof referenceModel>>['data']} data @param {ArrayLike<number>} inputs @param {number} origin */
const places = (data, inputs, origin) =>
  Array.from({ length: origin + 1 }, (_, k) => back(k, visible(data.vocabulary.token(inputs[origin - k])).label));

test('the curve is what is left of the gradient of one step, the last unless another is chosen', async (context) => {
  const { model, data } = await referenceModel(context, {}, 30);
  const [{ inputs, targets }] = data.training;
  const last = inputs.length - 1;
  const ofStep = (/** @type {number} */ position) => model.gradientFlow({ inputs, targets, position });
  // The share once more, from its definition: the norm k steps back divided by that of the step itself.
  const shares = (/** @type {{norms: Float64Array}} */ { norms }) => norms.map((norm) => norm / norms[0]);

  const { page, done } = await openPlayground(site.browser, site.address);
  await trainOnPage(page, 30);
  const panel = await showPanel(page, 'flow');
  const chart = panel.locator('rnn-line-chart');
  const rows = (/** @type {string[]} */ names, /** @type {Float64Array} */ values) => [
    ['steps back, k', 'RNN'],
    ...written(values).map((value, k) => [names[k], value]),
  ];
  await eventually(() => readTable(chart), rows(places(data, inputs, last), shares(await ofStep(last))));
  await panel.getByText(`Only the loss of step ${last + 1} is sent back here.`).waitFor();

  const origin = panel.getByLabel(t('flow.origin'));
  assert.equal(await origin.locator('option').count(), inputs.length + 1);
  await origin.selectOption('2');
  await eventually(() => readTable(chart), rows(places(data, inputs, 2), shares(await ofStep(2))));
  await chart.locator('.plot').press('End');
  assert.match((await chart.locator('.above').textContent()) ?? '', /^\s*2 steps back: 你/);

  await panel.getByRole('button', { name: t('flow.relative') }).click();
  await eventually(() => readTable(chart), rows(places(data, inputs, 2), (await ofStep(2)).norms));
  await done();
});

test('the mean of the shares is a mean of ratios, of a sentence and of all in a row', async (context) => {
  const { model, data } = await referenceModel(context, {}, 30);
  const [first, second] = data.training;
  const join = (/** @type {'inputs' | 'targets'} */ side) => Int32Array.from([...first[side], ...second[side]]);
  /** From one step at a time. @param {ArrayLike<number>} inputs @param {ArrayLike<number>} targets */
  const means = async (inputs, targets) => {
    /** @type {Float64Array[]} */
    const flows = [];
    for (let position = 0; position < inputs.length; position++)
      flows.push((await model.gradientFlow({ inputs, targets, position })).norms);
    return flows.map((_, k) => {
      const reaching = flows.slice(k);
      return reaching.reduce((sum, norms) => sum + norms[k] / norms[0], 0) / reaching.length;
    });
  };

  const { page, done } = await openPlayground(site.browser, site.address);
  await trainOnPage(page, 30);
  const panel = await showPanel(page, 'flow');
  const chart = panel.locator('rnn-line-chart');
  await panel.getByLabel(t('flow.origin')).selectOption('mean');
  const rows = async (/** @type {ArrayLike<number>} */ inputs, /** @type {ArrayLike<number>} */ targets) => [
    ['steps back, k', 'RNN'],
    ...written(await means(inputs, targets)).map((share, k) => [back(k), share]),
  ];
  await eventually(() => readTable(chart), await rows(first.inputs, first.targets));
  await panel.getByLabel('all sentences in a row').check();
  await eventually(() => readTable(chart), await rows(join('inputs'), join('targets')));
  await done();
});

test('the other cells are trained as long as this one, and asked the same of every step that may be chosen', async (context) => {
  const epochs = 25;
  /** @type {(position: number) => Promise<string[][]>} by cell; of the LSTM with its cell state */
  const columnsOf = async (position) => {
    const columns = [];
    for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
      const { model, data } = await referenceModel(context, { cell }, epochs);
      const { inputs, targets } = data.training[0];
      columns.push(written((await model.gradientFlow({ inputs, targets, position })).ratios));
    }
    return columns;
  };
  const { page, done } = await openPlayground(site.browser, site.address, { cell: 'gru' });
  await trainOnPage(page, epochs);
  const panel = await showPanel(page, 'flow');
  await panel.getByRole('button', { name: 'Compare with the other cells' }).click();
  await panel.getByText('trained for 50 updates.').waitFor();
  const read = async () => {
    const [heads, ...rows] = await readTable(panel.locator('rnn-line-chart'));
    return [heads, ...rows.map(([, ...values]) => values)];
  };
  for (const position of [4, 2]) {
    await panel.getByLabel(t('flow.origin')).selectOption(String(position));
    const columns = await columnsOf(position);
    const rows = columns[0].map((_, k) => columns.map((column) => column[k]));
    await eventually(read, [['steps back, k', 'RNN', 'GRU', 'LSTM'], ...rows]);
  }
  await done();
});

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
    await eventually(legend(panel), ['RNN', 'GRU', 'LSTM']);
  };
  await compare();
  await changeSettings(page, { cell: 'lstm' });
  await eventually(legend(panel), ['LSTM']);
  assert.equal(await panel.locator('.note').count(), 1);
  await compare();
  await changeSettings(page, { text: '床前明月光' });
  await eventually(legend(panel), ['LSTM']);
  await done();
});

test('other cells that training has left behind are drawn faint, and it is said when they were compared', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6 });
  await trainOnPage(page, 5);
  const panel = await showPanel(page, 'flow');
  await panel.getByRole('button', { name: 'Compare with the other cells' }).click();
  await panel.getByText('trained for 10 updates.').waitFor();
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
  await panel.getByText('trained for 50 updates.').waitFor();
  await eventually(pale, []);
  await done();
});

test('norms instead of shares, by the button and as a property of the panel', async (context) => {
  const { model, data } = await referenceModel(context, {}, 10);
  const { inputs, targets } = data.training[0];
  const { norms } = await model.gradientFlow({ inputs, targets, position: inputs.length - 1 });

  const { page, done } = await openPlayground(site.browser, site.address);
  await trainOnPage(page, 10);
  const panel = await showPanel(page, 'flow');
  const chart = panel.locator('rnn-line-chart');
  const toggle = panel.getByRole('button', { name: t('flow.relative') });
  const shown = async () => (await readTable(chart)).slice(1).map(([, norm]) => norm);
  await eventually(shown, written(norms.map((norm) => norm / norms[0])));
  await chart.locator('.plot').press('Home');
  assert.match((await chart.locator('.above').textContent()) ?? '', /RNN 1\.000/);
  await toggle.click();
  await eventually(shown, written(norms));
  assert.equal(await toggle.getAttribute('aria-pressed'), 'false');
  await panel.evaluate((element) => Object.assign(element, { relative: true, origin: 1 }));
  await eventually(async () => (await shown()).length, 2);
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
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
    await eventually(async () => {
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
  await eventually(
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
