/**
 * The verdict on the gradients is the engine's: green for tanh, red for the tutorial's listing and for truncated BPTT, and
 * the button that repairs it does. Expected numbers: the same network, checked in Node.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presetOf } from '../../web/text/presets.js';
import { builtPage } from './site.js';
import { collisions, drawnOn, recordText } from './drawn-text.js';
import { eventually, referenceModel, openPlayground, readTable, showPanel, t, trainOnPage } from './panel-helpers.js';

const site = builtPage();

/** @param {import('playwright-core').Locator} panel @returns {Promise<string[][]>} parameter, shape, worst error, where */
const perMatrix = (panel) =>
  panel
    .locator('.result > .scroll tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')));

/** What the formulas call them. */
const letters = /** @type {Record<string, string>} */ ({ weight_ih_l0: 'U', weight_hh_l0: 'W', weight_out: 'V' });

/** @param {{name: string}} parameter */
const named = ({ name }) => `${letters[name]} · ${name}`;

/**
 * The place of an entry, counted from 0 as in numpy, by its place in the flat matrix.
 * @param {{shape: number[]}} parameter
 * @param {number} index
 */
const place = ({ shape: [, columns = 1] }, index) => `[${Math.floor(index / columns) + 1}, ${(index % columns) + 1}]`;

test('with tanh every gradient is right; each dot and each worst error is the engine’s', async (context) => {
  const settings = { hiddenSize: 4 };
  const { model } = await referenceModel(context, settings, 5);
  const expected = await model.gradientCheck({ all: true });
  assert.equal(expected.passed, true);

  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, 5);
  const panel = await showPanel(page, 'check');
  await panel.getByRole('button', { name: 'Check the gradients' }).click();
  await panel.getByText('✓ The gradients are right.').waitFor();
  await panel
    .getByText(
      `${expected.checked} of ${expected.total} parameters were checked, and all of them agree; the worst relative error is`,
    )
    .waitFor();
  assert.deepEqual(
    await perMatrix(panel),
    expected.parameters.map((one) => [
      named(one),
      one.shape.join(' × '),
      `✓ ${t.format.number(one.worstRelativeError, 2)}`,
      place(one, one.worstIndex),
    ]),
  );

  const dots = new Map(
    (await readTable(panel.locator('rnn-scatter-plot'))).slice(1).map(([name, ...values]) => [name, values]),
  );
  for (const parameter of expected.parameters) {
    const i = parameter.indices.length - 1;
    assert.deepEqual(
      dots.get(`${named(parameter)} ${place(parameter, parameter.indices[i])}`),
      [parameter.analytic[i], parameter.numeric[i]].map((value) => t.format.number(value, 6)),
      parameter.name,
    );
  }
  await done();
});

test('the tutorial is red, for its forgotten tanh, and one button makes it green', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  await page.evaluate(async (preset) => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    store.applyPreset(preset);
    store.setSettings({ hiddenSize: 10 });
    await store.settled();
    await store.step('epoch', 5);
  }, presetOf('tutorial'));
  assert.equal(presetOf('tutorial').settings.activation, 'listing');
  const panel = await showPanel(page, 'check');
  await panel.getByRole('button', { name: 'Check the gradients' }).click();
  await panel.getByText('✗ The gradients are wrong: the tutorial forgot the tanh.').waitFor();
  const wrong = Object.fromEntries((await perMatrix(panel)).map(([name, , worst]) => [name, worst[0]]));
  // What comes after the missing tanh is right; what the gradient reaches through it is not.
  assert.deepEqual(wrong, { 'U · weight_ih_l0': '✗', 'W · weight_hh_l0': '✗', 'V · weight_out': '✓' });

  await panel.getByRole('button', { name: 'Put the tanh in and check again' }).click();
  await panel.getByText('✓ The gradients are right.').waitFor();
  assert.equal(
    await page.evaluate(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          .settings.activation,
    ),
    'tanh',
  );
  await done();
});

test('backpropagation cut off after two steps is red, and whole again by one button', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6, truncate: 2 });
  await trainOnPage(page, 5);
  const panel = await showPanel(page, 'check');
  await panel.getByRole('button', { name: 'Check the gradients' }).click();
  await panel
    .getByText('✗ This is not the gradient of the loss: backpropagation is cut off every 2 time steps.')
    .waitFor();
  await panel.getByRole('button', { name: 'Backpropagate through the whole sentence and check again' }).click();
  await panel.getByText('✓ The gradients are right.').waitFor();
  await done();
});

test('a check that takes long can be cancelled, and a network that has changed since is not vouched for', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { cell: 'lstm', hiddenSize: 48 });
  const panel = await showPanel(page, 'check');
  await panel.getByRole('button', { name: 'Check the gradients' }).click();
  const cancel = panel.getByRole('button', { name: 'Cancel' });
  assert.ok(await cancel.evaluate((button) => button.matches(':focus')), 'the button that was pressed keeps the focus');
  await cancel.click();
  const start = panel.getByRole('button', { name: 'Check the gradients' });
  await start.waitFor();
  assert.equal(await panel.locator('.verdict').count(), 0);

  await page.evaluate(async () => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    store.setSettings({ hiddenSize: 4 });
    await store.settled();
  });
  await start.click();
  await panel.locator('.verdict').waitFor();
  await trainOnPage(page, 1);
  await panel.getByText('Checked after update 0; the network has changed since.').waitFor();
  await done();
});

test('a verdict goes with the network that it was on', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6 });
  const panel = await showPanel(page, 'check');
  await panel.getByRole('button', { name: 'Check the gradients' }).click();
  await panel.getByText('✓ The gradients are right.').waitFor();
  await page.evaluate(async (preset) => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    store.applyPreset(preset);
    await store.settled();
  }, presetOf('tutorial'));
  // Panels above it have another size now, and out of sight it is not rendered again.
  await panel.scrollIntoViewIfNeeded();
  await panel.getByRole('button', { name: 'Check the gradients' }).waitFor();
  assert.equal(await panel.locator('.verdict').count(), 0);
  assert.equal(await panel.locator('rnn-scatter-plot').count(), 0);
  await done();
});

test('a row of the table lights its points, by pointer and by keyboard; their shapes are in the key', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4 });
  const panel = await showPanel(page, 'check');
  await panel.getByRole('button', { name: 'Check the gradients' }).click();
  const plot = panel.locator('rnn-scatter-plot');
  await plot.waitFor();
  assert.deepEqual(
    (await plot.locator('.key').allTextContents()).map((text) => text.trim()),
    ['U', 'W', 'V'],
  );
  const bright = () =>
    plot.evaluate((element) => {
      const { x, dimmed, shape } = /** @type {any} */ (element);
      const indices = [...x.keys()].filter((i) => !dimmed(i));
      return [...new Set(indices.map((i) => shape(i)))];
    });
  const row = (/** @type {string} */ name) => panel.getByRole('button', { name });
  assert.deepEqual(await bright(), ['circle', 'square', 'triangle']);
  await row('W · weight_hh_l0').focus();
  await eventually(bright, ['square']);
  await page.keyboard.press('Tab');
  await eventually(bright, ['triangle']);
  await row('V · weight_out').blur();
  await eventually(bright, ['circle', 'square', 'triangle']);
  await row('U · weight_ih_l0').hover();
  await eventually(bright, ['circle']);
  await done();
});

for (const width of [1440, 390, 360, 320]) {
  test(`the labels of the plot keep apart and inside, the axes are named, and the table is not cut: ${width} px`, async () => {
    const settings = { activation: /** @type {const} */ ('listing'), hiddenSize: 10 };
    const { page, done } = await openPlayground(site.browser, site.address, settings, {
      viewport: { width, height: 900 },
    });
    await recordText(page);
    const panel = await showPanel(page, 'check');
    for (let round = 0; round < 3; round++) {
      await trainOnPage(page, 40);
      await panel.getByRole('button', { name: /^Check/ }).click();
      const canvas = panel.locator('rnn-scatter-plot canvas');
      await canvas.waitFor();
      /** @type {Awaited<ReturnType<typeof drawnOn>>} */
      let level = [];
      const look = async () => {
        const texts = await drawnOn(canvas);
        const size = await canvas.evaluate(({ clientWidth, clientHeight }) => ({ clientWidth, clientHeight }));
        level = texts.filter(({ turned }) => !turned);
        const lowest = Math.max(...level.map(({ bottom }) => bottom));
        return {
          collisions: collisions(texts),
          outside: level.filter(
            ({ left, right, bottom }) => left < 0 || right > size.clientWidth || bottom > size.clientHeight,
          ),
          emptyBelow: size.clientHeight - lowest < 12 ? 'little' : `${size.clientHeight - lowest} px`,
          axes: texts.filter(({ text }) => text.endsWith('(±√ scale)')).length,
        };
      };
      // The plot is drawn anew when the results come in and when its width changes.
      await eventually(look, { collisions: [], outside: [], emptyBelow: 'little', axes: 2 });
      const ticks = level.map(({ text }) => Number(text.replace('−', '-'))).filter(Number.isFinite);
      assert.ok(ticks.length >= 8, `${ticks.length} labels`);
      assert.deepEqual(
        ticks,
        ticks.map((tick) => Number(tick.toPrecision(2))),
      );
    }
    const cut = await panel
      .locator('.result .scroll')
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    if (width >= 360) assert.equal(cut, 0);
    await done();
  });
}
