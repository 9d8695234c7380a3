/** From the text to right predictions: through the built page, its worker and its WebAssembly. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, untilAllRight } from './browser.js';
import { builtPage } from './site.js';
import { openPlayground, untilStore } from './panel-helpers.js';

const site = builtPage();

test("the listing's two sentences, left as they are, are learnt at the press of Train", async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/#autoplay=false`);
  const text = page.getByRole('textbox', { name: 'Sentences, one on each line' });
  assert.equal(await text.inputValue(), '你好李焕英\n夏洛特烦恼');

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const predictions = await untilAllRight(page, 10);

  assert.equal(predictions.map((row) => row.map(({ given }) => given).join('')).join('/'), '你好李焕英/夏洛特烦恼');
  const ends = predictions.map((row) => row.at(-1)?.predicted);
  assert.deepEqual(
    ends.map((end) => end?.includes('⏎')),
    [true, true],
  );
  await done();
});

test("two sentences of the reader's own, one Chinese, one English with an emoji, are learnt too", async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/#autoplay=false`);
  const text = page.getByRole('textbox', { name: 'Sentences, one on each line' });
  await text.fill('山高月小\nwe 👩‍👩‍👧 sing');

  // Grapheme clusters: 4 Chinese characters; w e space, one family, space s i n g.
  await page.getByText('13 tokens in 2 sentences').waitFor();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const [, english] = await untilAllRight(page, 13);
  assert.equal(english[2].predicted.startsWith('👩‍👩‍👧'), true);
  await done();
});

test('the page that nobody has touched begins to learn by itself', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(site.address);
  await untilAllRight(page, 10);
  await done();
});

test('with reduced motion it waits for the reader', async () => {
  const { page, done } = await openPage(site.browser, { reducedMotion: 'reduce' });
  await page.goto(site.address);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await page.getByText('0 updates', { exact: true }).waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.getByText('0 updates', { exact: true }).count(), 1);
  await done();
});

/**
 * Text with some order in it: common and rare characters, each with favourites to follow it.
 * @param {number} lines @param {number} length of each, characters @param {number} size characters there are to choose from
 */
function inventedText(lines, length, size) {
  let state = 1;
  const random = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  const character = (/** @type {number} */ n) => String.fromCodePoint(0x4e00 + n);
  return Array.from({ length: lines }, () => {
    let last = 0;
    return Array.from({ length }, () => {
      last = random() < 0.5 ? (last * 7 + 1) % size : Math.floor(size * random() ** 3);
      return character(last);
    }).join('');
  }).join('\n');
}

test('a text too long for sentences trains as one long text at the press of a button, and one undo takes it back', async () => {
  const text = inventedText(420, 50, 300);
  const { page, done } = await openPlayground(site.browser, site.address);
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill(text);
  const panel = page.locator('rnn-text-panel');
  await panel.getByText('The text has 21,000 tokens; 20,000 is the limit.').waitFor();
  await panel.getByRole('button', { name: 'Train it as one long text' }).click();
  await untilStore(page, ({ data }) => data?.streams > 0);
  const settings = () =>
    page.evaluate(() => {
      const { settings } = /** @type {any} */ (document.querySelector('rnn-playground')).store;
      const { streams, truncate, batchSize, reduction, optimizer, learningRate, cell, hiddenSize } = settings;
      return [streams, truncate, batchSize, reduction, optimizer, learningRate, cell, hiddenSize];
    });
  assert.deepEqual(await settings(), [7, 32, 0, 'mean', 'adam', 0.01, 'gru', 64]);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await untilStore(page, ({ history, guessingLoss }) => history.trainingLoss.at(-1) < 0.8 * guessingLoss);

  await page.getByRole('button', { name: 'Undo' }).click();
  assert.deepEqual(await settings(), [0, 0, 1, 'sum', 'sgd', 0.1, 'rnn', 16]);
  assert.equal(
    await page.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).store.text),
    text,
  );
  await done();
});

test('an optimizer that the reader has chosen stays when a long line is cut into streams', async () => {
  const settings = {
    optimizer: /** @type {const} */ ('rmsprop'),
    learningRate: 0.002,
  };
  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill(inventedText(1, 2500, 60));
  await page.getByRole('button', { name: 'Train it as one long text' }).click();
  await untilStore(page, ({ data }) => data?.streams > 0);
  const now = await page.evaluate(() => ({
    .../** @type {any} */ (document.querySelector('rnn-playground')).store.settings,
  }));
  assert.deepEqual(
    [now.streams, now.truncate, now.reduction, now.optimizer, now.learningRate, now.cell, now.hiddenSize],
    [1, 32, 'mean', 'rmsprop', 0.002, 'rnn', 16],
  );
  await done();
});

test('where the loss stays above ln V, settings that work are one press away, and one undo takes them back', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: inventedText(50, 60, 1000) });
  const says = page.getByText('The loss stays above ln |V|');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await says.waitFor();
  await untilStore(page, ({ history, guessingLoss }) => history.trainingLoss.at(-1) > guessingLoss);
  await page.getByRole('button', { name: 'Restart with safer settings: mean loss, Adam 0.01' }).click();
  await untilStore(
    page,
    ({ model, history, guessingLoss }) => model > 1 && history.trainingLoss.at(-1) < guessingLoss - 0.5,
  );
  assert.equal(await says.count(), 0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await untilStore(
    page,
    ({ settings }) => settings.reduction === 'sum' && settings.optimizer === 'sgd' && settings.clipNorm === 0,
  );
  await done();
});

test('a rate far too high is mended by steadier updates even where nothing else changes', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, {
    ...{ activation: 'relu', learningRate: 100, reduction: 'mean' },
  });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: /^Restart with safer settings/ }).click();
  await untilStore(page, ({ model, training, history }) => model > 1 && training && history.trainingLoss.at(-1) < 0.5);
  await done();
});
