/** The loss chart, by its table. Expected numbers: the same network, trained and evaluated by the engine in Node. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { builtPage } from './site.js';
import {
  changeSettings,
  eventually,
  openPlayground,
  panelOf,
  readTable,
  referenceModel,
  t,
  trainOnPage,
} from './panel-helpers.js';

const site = builtPage();

test('each epoch has the loss of the weights it began with, and the curves end where the weights are now', async (context) => {
  const settings = { text: 'Anna\nBella\nClara\nDora\nElla', heldOut: 0.2, hiddenSize: 6 };
  const { page, done } = await openPlayground(site.browser, site.address, settings);
  const { model } = await referenceModel(context, settings);
  const expected = [];
  for (let epoch = 0; epoch <= 3; epoch++) {
    const [training, heldOut] = await Promise.all([model.evaluate(), model.evaluate({ which: 'heldOut' })]);
    expected.push([String(epoch), t.format.loss(training.meanLoss), t.format.loss(heldOut.meanLoss)]);
    if (epoch < 3) await model.step({ unit: 'epoch' });
  }
  await trainOnPage(page, 3);
  const chart = page.locator('rnn-loss-panel rnn-line-chart');
  await eventually(async () => (await readTable(chart)).slice(1), expected);

  // In the middle of an epoch: one of its four sentences has been trained on.
  await page.evaluate(() =>
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
      ?.querySelector('rnn-view')
      ?.store.step('window'),
  );
  await model.step();
  const [training, heldOut] = await Promise.all([model.evaluate(), model.evaluate({ which: 'heldOut' })]);
  const now = ['3.25', t.format.loss(training.meanLoss), t.format.loss(heldOut.meanLoss)];
  await eventually(async () => (await readTable(chart)).at(-1), now);
  assert.equal(await page.locator('rnn-control-bar dd').nth(1).textContent(), t.format.loss(training.meanLoss));
  await done();
});

/**
 * What the listing's rule does, worked out from the losses at the epochs' ends.
 * @param {number[]} losses by epoch @param {number} rate at first
 */
function halvings(losses, rate) {
  const sentences = [];
  for (const [epoch, loss] of losses.entries()) {
    if (epoch === 0 || loss <= losses[epoch - 1]) continue;
    const [before, from, to] = [t.format.loss(losses[epoch - 1]), t.format.rate(rate), t.format.rate(rate / 2)];
    sentences.push(
      `▼ Epoch ${epoch}: the loss had risen from ${before} to ${t.format.loss(loss)}, so the learning rate was halved, from ${from} to ${to}.`,
    );
    rate /= 2;
  }
  return sentences;
}

test('every halving says why: under the arrow keys and under the pointer; with neither, the latest', async (context) => {
  const settings = { schedule: /** @type {const} */ ('halving'), learningRate: 6 };
  const epochs = 30;
  const { model } = await referenceModel(context, settings);
  const losses = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    losses.push((await model.evaluate()).meanLoss);
    await model.step({ unit: 'epoch' });
  }
  const expected = halvings(losses, settings.learningRate);
  assert.ok(expected.length >= 3, `${expected.length} halvings`);

  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, epochs);
  const sentence = page.locator('rnn-loss-panel .event');
  const read = () =>
    page.locator('rnn-loss-panel').evaluate(async (panel) => {
      await /** @type {any} */ (panel).updateComplete;
      return panel.shadowRoot?.querySelector('.event')?.textContent ?? '';
    });
  await eventually(() => sentence.textContent(), expected.at(-1) ?? '');

  const plot = page.locator('rnn-loss-panel rnn-line-chart .plot');
  await plot.press('Home');
  const byKeys = new Set();
  for (let i = 0; i < epochs; i++) {
    byKeys.add(await read());
    await plot.press('ArrowRight');
  }
  assert.deepEqual([...byKeys].sort(), [...expected].sort());

  await plot.blur();
  await eventually(() => sentence.textContent(), expected.at(-1) ?? '');
  const box = await plot.boundingBox();
  assert.ok(box);
  const byPointer = new Set();
  for (let x = 50; x < box.width - 8; x += 4) {
    await page.mouse.move(box.x + x, box.y + box.height / 2);
    byPointer.add(await read());
  }
  assert.deepEqual([...byPointer].sort(), [...expected].sort());
  await done();
});

test('earlier runs are named by what they had otherwise than the present one', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 8 });
  const change = (/** @type {Record<string, unknown>} */ settings) => changeSettings(page, settings);
  /** @returns {Promise<string[]>} */
  const names = () =>
    page
      .locator('rnn-loss-panel rnn-line-chart')
      .evaluate((chart) =>
        /** @type {any} */ (chart).series
          .filter((/** @type {any} */ { faint }) => faint)
          .map((/** @type {any} */ { label }) => label),
      );
  const named = (/** @type {string[]} */ ...runs) => runs.map((name) => `earlier run: ${name}`);

  await trainOnPage(page, 3);
  await change({ cell: 'gru', hiddenSize: 64, learningRate: 0.05 });
  await trainOnPage(page, 3);
  await eventually(names, named('RNN, 8 hidden units, learning rate\u00a00.1'), 'three settings');
  await change({ seed: 2 });
  await trainOnPage(page, 3);
  await eventually(
    names,
    named('RNN, 8 hidden units, seed\u00a01, learning rate\u00a00.1', 'same settings, seed\u00a01'),
  );
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await eventually(async () => (await names()).at(-1), 'earlier run: same settings');
  await page.locator('rnn-loss-panel .above').getByText('3 earlier runs').waitFor();
  await change({ language: 'zh' });
  await eventually(names, [
    '之前的训练：RNN、8 个隐藏单元、随机种子\u00a01、学习率\u00a00.1',
    '之前的训练：设置相同，种子\u00a01',
    '之前的训练：设置相同',
  ]);
  await change({ text: 'abab' });
  await eventually(names, [], 'losses on another text say nothing here');
  await done();
});

/** Names and one that nothing in them foretells: a network soon knows the others by heart. */
const memorized = { text: 'Anna\nBella\nClara\nDora\nElla', heldOut: 0.2, hiddenSize: 16, seed: 3 };

test('where the held-out loss was lowest is marked, with epoch and value, and what follows is named', async (context) => {
  const epochs = 40;
  const { model } = await referenceModel(context, memorized);
  /** @type {{training: number, heldOut: number}[]} */
  const losses = [];
  for (let epoch = 0; epoch <= epochs; epoch++) {
    const [training, heldOut] = await Promise.all([model.evaluate(), model.evaluate({ which: 'heldOut' })]);
    losses.push({ training: training.meanLoss, heldOut: heldOut.meanLoss });
    if (epoch < epochs) await model.step({ unit: 'epoch' });
  }
  const best = losses.reduce((least, { heldOut }, i) => (heldOut < losses[least].heldOut ? i : least), 0);
  assert.ok(best > 0 && best < epochs / 2 && losses[epochs].heldOut > losses[best].heldOut * 1.01, `${best}`);
  assert.ok(losses[epochs].training < losses[best].training);

  const { page, done } = await openPlayground(site.browser, site.address, memorized);
  await trainOnPage(page, epochs);
  const value = t.format.loss(losses[best].heldOut);
  const panel = panelOf(page, 'loss');
  await panel
    .getByText(`The held-out loss was lowest at epoch ${best}: ${value}. From there on the network overfits`)
    .waitFor();
  const spots = await panel.locator('rnn-line-chart').evaluate((chart) => /** @type {any} */ (chart).spots);
  // The others are the samples that the network wrote, on the curve of the training loss.
  const samples = await panel
    .locator('rnn-samples')
    .evaluate((view) => /** @type {any} */ (view).points.map((/** @type {any} */ { x, y }) => [x, y]));
  assert.deepEqual(
    spots.map((/** @type {any} */ { x, y }) => [x, y]),
    [[best, losses[best].heldOut], ...samples],
  );
  assert.ok(samples.length > 0);
  // One that was written amid an epoch is on the line between the losses that were recorded.
  for (const [x, y] of samples) {
    const [before, after] = [losses[Math.floor(x)].training, losses[Math.ceil(x)].training];
    const onLine = before + (after - before) * (x - Math.floor(x));
    assert.ok(Math.abs(y - onLine) <= 1e-12 * onLine, `epoch ${x}: ${y}, not ${onLine}`);
  }

  // The table has every epoch, with both losses.
  const table = await readTable(panel.locator('rnn-line-chart'));
  assert.deepEqual(
    table.slice(1),
    losses.map(({ training, heldOut }, epoch) => [`${epoch}`, t.format.loss(training), t.format.loss(heldOut)]),
  );

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('button', { name: 'Download as CSV' }).click(),
  ]);
  const [heads, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  assert.equal(heads, 'epoch,updates,training_loss_mean_nats,held_out_loss_mean_nats,learning_rate');
  assert.deepEqual(
    rows.slice(0, 3).map((row) => row.split(',').map(Number)),
    losses.slice(0, 3).map(({ training, heldOut }, epoch) => [epoch, 4 * epoch, training, heldOut, 0.1]),
  );
  await done();
});

test('a finger reads the curve out, by a tap and drawn along it, and what it has tapped stays', async () => {
  const { page, done } = await openPlayground(
    site.browser,
    site.address,
    {},
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  );
  await trainOnPage(page, 10);
  // On a phone the panel may be so far down that nothing is drawn in it yet.
  await panelOf(page, 'loss').scrollIntoViewIfNeeded();
  const chart = page.locator('rnn-loss-panel rnn-line-chart');
  await chart.scrollIntoViewIfNeeded();
  const at = async () => /epoch (\d+)/.exec((await chart.locator('.above').textContent()) ?? '')?.[1];
  const place = async () => (await chart.locator('.u-over').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  // What is above may still load.
  await eventually(async () => {
    const { x, y, width, height } = await place();
    await page.touchscreen.tap(x + width / 2, y + height / 2);
    return at();
  }, '5');
  const box = await place();
  const client = await page.context().newCDPSession(page);
  const touch = (/** @type {string} */ type, /** @type {number} */ share) =>
    client.send('Input.dispatchTouchEvent', {
      type: /** @type {any} */ (type),
      touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + share * box.width, y: box.y + box.height / 2 }],
    });
  await touch('touchStart', 0.5);
  for (const share of [0.55, 0.6, 0.65, 0.7, 0.75, 0.8]) await touch('touchMove', share);
  await eventually(at, '8');
  await touch('touchEnd', 0.8);
  await eventually(at, '8');
  await done();
});

test('held out, counting sets lines: named, and passed at the update that the losses say', async (context) => {
  const lines = Array.from(
    { length: 24 },
    (_, i) => `${'abab'.slice(i % 3)} ${'cdcde'.slice(i % 4)} ${'fg'.repeat(1 + (i % 3))}`,
  );
  const settings = {
    text: lines.join('\n'),
    heldOut: 0.25,
    hiddenSize: 16,
    optimizer: /** @type {const} */ ('adam'),
    learningRate: 0.02,
  };
  const epochs = 12;
  const { model } = await referenceModel(context, settings);
  /** @type {{ step: number, loss: number }[]} */
  const heldOut = [];
  for (let epoch = 0; epoch <= epochs; epoch++) {
    const [{ step }, { meanLoss }] = await Promise.all([model.status(), model.evaluate({ which: 'heldOut' })]);
    heldOut.push({ step, loss: meanLoss });
    if (epoch < epochs) await model.step({ unit: 'epoch' });
  }
  const { losses } = await model.ngramLosses();
  const [letters, pairs] = losses;
  assert.ok(letters > pairs + 0.1, `${losses}`);
  const passed = heldOut.find(({ loss }) => loss < letters);
  assert.ok(passed && passed.step > 0, `${letters}, ${heldOut.map(({ loss }) => loss)}`);

  const { page, done } = await openPlayground(site.browser, site.address, settings);
  const panel = panelOf(page, 'loss');
  await trainOnPage(page, 1);
  await panel.getByText('Compared with mere counting').waitFor();
  await trainOnPage(page, epochs - 1);
  await panel.getByText(`has beaten character frequencies (at update ${passed.step})`).waitFor();
  const guides = await panel.locator('rnn-line-chart').evaluate((chart) => /** @type {any} */ (chart).guides);
  const lineOf = (/** @type {string} */ label) => guides.find((/** @type {any} */ guide) => guide.label === label)?.y;
  assert.equal(lineOf(`character frequencies: ${t.format.loss(letters)}`), letters);
  assert.equal(lineOf(`character pairs: ${t.format.loss(pairs)}`), pairs);
  await done();
});

test('with nothing held out, nothing is counted', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6 });
  await trainOnPage(page, 20);
  const panel = panelOf(page, 'loss');
  await panel.getByText('20 updates').or(panel.getByText('40 updates')).waitFor();
  assert.equal(await panel.locator('.ngrams').count(), 0);
  assert.equal(await panel.locator('rnn-line-chart').evaluate((chart) => /** @type {any} */ (chart).guides.length), 1);
  await done();
});

test('a crosshair goes with the curve that it was on, when that begins anew', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4 });
  await trainOnPage(page, 9);
  const chart = panelOf(page, 'loss').locator('rnn-line-chart');
  const readout = chart.locator('.above');
  // The point of the weights of now comes when they are evaluated.
  await eventually(async () => {
    await chart.getByRole('application').press('End');
    return /epoch\D*9/i.test((await readout.textContent()) ?? '');
  }, true);
  await page
    .getByRole('button', { name: t('play.reset'), exact: true })
    .evaluate((button) => /** @type {HTMLElement} */ (button).click());
  await eventually(async () => /epoch\D*9/i.test((await readout.textContent()) ?? ''), false);
  await done();
});
