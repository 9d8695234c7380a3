/**
 * The verdict on the gradients is the engine's: green for tanh, red for the tutorial's listing and for truncated BPTT, and
 * the button that repairs it does. Expected numbers: the same network, checked in Node.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { presets } from '../../web/text/presets.js';
import { launch, serve } from './browser.js';
import { networkLike, openPlayground, readTable, showPanel, t, trainOnPage } from './panel-helpers.js';

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

/** @param {import('playwright-core').Locator} panel @returns {Promise<string[][]>} parameter, shape, worst error, where */
const perMatrix = (panel) =>
  panel
    .locator('.result > .scroll tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')));

/**
 * The name of an entry, counted from 0 as in numpy, by its place in the flat matrix.
 * @param {{name: string, shape: number[]}} parameter
 * @param {number} index
 */
const entry = ({ name, shape: [, columns = 1] }, index) =>
  `${name}[${Math.floor(index / columns)}, ${index % columns}]`;

test('with tanh every gradient is right; each dot and each worst error is the engine’s', async (context) => {
  const settings = { hiddenSize: 4 };
  const { model } = await networkLike(context, settings, 5);
  const expected = await model.gradientCheck({ all: true });
  assert.equal(expected.passed, true);

  const { page, done } = await openPlayground(browser, server.address, settings);
  await trainOnPage(page, 5);
  const panel = await showPanel(page, 'check');
  await panel.getByRole('button', { name: 'Check every gradient' }).click();
  await panel.getByText('✓ The gradients are right.').waitFor();
  await panel
    .getByText(`All ${expected.checked} of ${expected.total} parameters agree; the worst relative error is`)
    .waitFor();
  assert.deepEqual(
    await perMatrix(panel),
    expected.parameters.map((one) => [
      one.name,
      one.shape.join(' × '),
      `✓ ${t.format.number(one.worstRelativeError, 2)}`,
      entry(one, one.worstIndex),
    ]),
  );

  const dots = new Map(
    (await readTable(panel.locator('rnn-scatter-plot'))).slice(1).map(([name, ...values]) => [name, values]),
  );
  for (const parameter of expected.parameters) {
    const i = parameter.indices.length - 1;
    assert.deepEqual(
      dots.get(entry(parameter, parameter.indices[i])),
      [parameter.analytic[i], parameter.numeric[i]].map((value) => t.format.number(value, 6)),
      parameter.name,
    );
  }
  await done();
});

test('the tutorial is red, for its forgotten tanh, and one button makes it green', async () => {
  const { page, done } = await openPlayground(browser, server.address);
  await page.evaluate(async () => {
    const { store } = /** @type {any} */ (document.querySelector('rnn-playground'));
    store.applyPreset('tutorial');
    store.setSettings({ hiddenSize: 10 });
    await store.settled();
    await store.step('epoch', 5);
  });
  assert.equal(presets.find(({ id }) => id === 'tutorial')?.settings.activation, 'listing');
  const panel = await showPanel(page, 'check');
  await panel.getByRole('button', { name: 'Check every gradient' }).click();
  await panel.getByText('✗ The gradients are wrong: the tutorial forgot the tanh.').waitFor();
  const wrong = Object.fromEntries((await perMatrix(panel)).map(([name, , worst]) => [name, worst[0]]));
  // What comes after the missing tanh is right; what the gradient reaches through it is not.
  assert.deepEqual(wrong, { weight_ih_l0: '✗', weight_hh_l0: '✗', weight_out: '✓' });

  await panel.getByRole('button', { name: 'Put the tanh in and check again' }).click();
  await panel.getByText('✓ The gradients are right.').waitFor();
  assert.equal(
    await page.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).store.settings.activation),
    'tanh',
  );
  await done();
});

test('backpropagation cut off after two steps is red, and whole again by one button', async () => {
  const { page, done } = await openPlayground(browser, server.address, { hiddenSize: 6, truncate: 2 });
  await trainOnPage(page, 5);
  const panel = await showPanel(page, 'check');
  await panel.getByRole('button', { name: 'Check every gradient' }).click();
  await panel.getByText('✗ This is not the gradient of the loss: backpropagation is cut off after 2 steps.').waitFor();
  await panel.getByRole('button', { name: 'Backpropagate through the whole sentence and check again' }).click();
  await panel.getByText('✓ The gradients are right.').waitFor();
  await done();
});

test('a check that takes long can be cancelled, and a network that has changed since is not vouched for', async () => {
  const { page, done } = await openPlayground(browser, server.address, { cell: 'lstm', hiddenSize: 48 });
  const panel = await showPanel(page, 'check');
  await panel.getByRole('button', { name: 'Check every gradient' }).click();
  await panel.getByRole('button', { name: 'Cancel' }).click();
  const start = panel.getByRole('button', { name: 'Check every gradient' });
  await start.waitFor();
  assert.equal(await panel.locator('.verdict').count(), 0);

  await page.evaluate(async () => {
    const { store } = /** @type {any} */ (document.querySelector('rnn-playground'));
    store.setSettings({ hiddenSize: 4 });
    await store.settled();
  });
  await start.click();
  await panel.locator('.verdict').waitFor();
  await trainOnPage(page, 1);
  await panel.getByText('Checked at step 0; the network has changed since.').waitFor();
  await done();
});
