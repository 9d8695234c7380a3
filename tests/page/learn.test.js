/** From the text to right predictions: through the built page, its worker and its WebAssembly. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, untilAllRight } from './browser.js';
import { builtPage } from './site.js';
import { openUntouched, panelOf, untilStore } from './panel-helpers.js';

const site = builtPage();

for (const { locale, name, written } of [
  { locale: 'en-US', name: 'Sentences, one on each line', written: 'hello\nworld' },
  { locale: 'zh-CN', name: '句子，一行一句', written: '你好李焕英\n夏洛特烦恼' },
]) {
  test(`${locale}: the two sentences that the page opens with are learned at the press of Train`, async () => {
    const { page, done } = await openPage(site.browser, { locale });
    await page.goto(`${site.address}/#autoplay=false`);
    assert.equal(await page.getByRole('textbox', { name }).inputValue(), written);

    await page.getByRole('button', { name: locale === 'zh-CN' ? '训练' : 'Train', exact: true }).click();
    const predictions = await untilAllRight(page, 10);

    assert.equal(predictions.map((row) => row.map(({ given }) => given).join('')).join('\n'), written);
    const ends = predictions.map((row) => row.at(-1)?.predicted);
    assert.deepEqual(
      ends.map((end) => end?.includes('⏎')),
      [true, true],
    );
    await done();
  });
}

test("two sentences of the reader's own, one Chinese, one English with an emoji, are learned too", async () => {
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

const openFresh = () => openUntouched(site.browser, site.address);

test('a text with a line too long for a sentence trains as one long text at the press of a button, and one undo takes it back', async () => {
  const text = `${inventedText(1, 2500, 300)}\n${inventedText(340, 50, 300)}`;
  const { page, done } = await openFresh();
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill(text);
  const panel = panelOf(page, 'text');
  await panel.getByText('has 2,500 tokens; 2,000 is the limit of a sentence').waitFor();
  await panel.getByRole('button', { name: 'Train on it as one long text' }).click();
  await untilStore(page, ({ data }) => data?.streams > 0);
  const settings = () =>
    page.evaluate(() => {
      const { settings } = /** @type {any} */ (document.querySelector('rnn-playground')).shadowRoot.querySelector(
        'rnn-view',
      ).store;
      const { streams, truncate, batchSize, reduction, optimizer, learningRate, cell, hiddenSize } = settings;
      return [streams, truncate, batchSize, reduction, optimizer, learningRate, cell, hiddenSize];
    });
  assert.deepEqual(await settings(), [7, 32, 0, 'mean', 'adam', 0.01, 'gru', 64]);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await untilStore(page, ({ history, guessingLoss }) => history.trainingLoss.at(-1) < 0.8 * guessingLoss);

  await page.getByRole('button', { name: 'Undo' }).click();
  assert.deepEqual(await settings(), [0, 0, 32, 'mean', 'adam', 0.01, 'gru', 64]);
  assert.equal(
    await page.evaluate(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          .text,
    ),
    text,
  );
  await done();
});

test('an optimizer that the reader has chosen stays when a long line is cut into streams', async () => {
  const { page, done } = await openFresh();
  await page.evaluate(() =>
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
      ?.querySelector('rnn-view')
      ?.store.setSettings({
        ...{ optimizer: 'rmsprop', learningRate: 0.002, cell: 'rnn', hiddenSize: 16 },
      }),
  );
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill(inventedText(1, 2500, 60));
  await page.getByRole('button', { name: 'Train on it as one long text' }).click();
  await untilStore(page, ({ data }) => data?.streams > 0);
  const now = await page.evaluate(() => ({
    .../** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
      .settings,
  }));
  assert.deepEqual(
    [now.streams, now.truncate, now.reduction, now.optimizer, now.learningRate, now.cell, now.hiddenSize],
    [1, 32, 'mean', 'rmsprop', 0.002, 'rnn', 16],
  );
  await done();
});

test('a rate of 5 on purpose: said in the bar wherever the reader is, mended by one press, taken back by another', async () => {
  const text = 'The quick brown fox jumps over the lazy dog';
  const { page, done } = await openFresh();
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill(text);
  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('5');
  await rate.press('Enter');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const says = page.getByText('The loss is higher than before training: at a learning rate of 5');
  await says.waitFor();
  await page.locator('rnn-panel-slot').last().scrollIntoViewIfNeeded();
  assert.equal(await says.isVisible(), true);
  const box = await says.boundingBox();
  assert.ok(box && box.y >= 0 && box.y < 200, `${box?.y} px from the upper edge`);
  await page.getByRole('button', { name: 'Restart with settings that fit the text: learning rate 0.01' }).click();
  await untilStore(page, (store) => {
    const score = store.view('bar/score')?.value;
    return store.modelVersion > 1 && store.training && score?.accuracy >= 0.95 * store.bound.accuracy;
  });
  assert.equal(await says.count(), 0);
  await page.getByText('Changed: learning rate 0.01.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await untilStore(page, ({ settings }) => settings.learningRate === 5);
  await done();
});

test('where one beginning goes on in two ways, the most there is is said with the reason', async () => {
  const { page, done } = await openFresh();
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill('and\nant');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  // 6 predictions, of which one of the two after "an" must be wrong: 5 in 6.
  await page
    .getByText(
      'Learned: 83% of the predictions are right. 83% is the most that is possible here: “an” is followed by “d” or “t”.',
    )
    .waitFor();
  await done();
});
