/** Step, one character at a time: what is on screen after each press. Expected numbers: the same network in Node. */
import { test } from 'node:test';
import { builtPage } from './site.js';
import { eventually, openPlayground, referenceModel, showPanel, t } from './panel-helpers.js';

const site = builtPage();

/** The rows on screen: where the network is, and the predictions it has made so far. @param {import('playwright-core').Page} page */
const rowsOn = (page) =>
  page.locator('rnn-prediction-rows .row').evaluateAll((rows) =>
    rows.map((row) => {
      const cells = [...row.querySelectorAll('button')];
      return {
        at: cells.findIndex((cell) => cell.getAttribute('aria-current') === 'step'),
        predicted: cells.map((cell) => cell.querySelector('.predicted')?.textContent?.trim() ?? '').filter(Boolean),
      };
    }),
  );

/** Of one sentence after so many tokens. @param {Awaited<ReturnType<typeof referenceModel>>} like @param {number} sentence */
async function predictionsOf({ model, data }, sentence) {
  const { sequences } = await model.predictAll();
  return Array.from(sequences[sentence].ids, (id) => data.vocabulary.token(id).replace('\n', `⏎${t.token('\n')}`));
}

test('character by character: the next prediction appears, the sentence ends with an update, the next one begins', async (context) => {
  const settings = { text: '月光光\n地上霜', hiddenSize: 5 };
  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await page.getByRole('combobox', { name: 'Step by' }).selectOption('token');
  const before = await referenceModel(context, settings);
  const step = page.getByRole('button', { name: 'Step', exact: true });
  const first = await predictionsOf(before, 0);
  const second = await predictionsOf(before, 1);

  for (const at of [0, 1, 2]) {
    if (at === 1) await page.keyboard.press('ArrowRight');
    else await step.click();
    await eventually(
      () => rowsOn(page),
      [
        { at, predicted: first.slice(0, at + 1) },
        { at: -1, predicted: second },
      ],
    );
    await page.getByText(`Sentence 1, time step ${at + 1} of 3: the network has read ${[...'月光光'][at]}.`).waitFor();
  }
  await page.getByText(t('play.reading.read')).waitFor();

  await step.click();
  await page.getByText(t('play.reading.updated', { step: 1 })).waitFor();
  await before.model.step();
  await eventually(
    () => rowsOn(page),
    [
      { at: -1, predicted: await predictionsOf(before, 0) },
      { at: -1, predicted: await predictionsOf(before, 1) },
    ],
  );

  await step.click();
  await eventually(async () => (await rowsOn(page)).map(({ at }) => at), [-1, 0]);
  await showPanel(page, 'states');
  await eventually(() => page.locator('rnn-states-panel .actions select').inputValue(), 'training 1');
  await done();
});

test('a text longer than a page is followed to the page where the network reads', async () => {
  const text = Array.from({ length: 30 }, (_, i) => `line number ${i}`).join('\n');
  const { page, done } = await openPlayground(site.browser, site.address, { text, batchSize: 20 });
  await page.evaluate(async () => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    await store.step('window');
    await store.step('token');
  });
  await page.getByText('10 sentences side by side, time step 1 of 14.').waitFor();
  await eventually(async () => (await rowsOn(page)).filter(({ at }) => at === 0).length > 5, true);
  await done();
});

test('a sentence that no list has room for is followed, too, and afterwards the reader’s own choice is back', async () => {
  const text = Array.from({ length: 320 }, (_, i) => `line ${i + 1}`).join('\n');
  const { page, done } = await openPlayground(site.browser, site.address, { text, hiddenSize: 3, batchSize: 1 });
  const panel = await showPanel(page, 'states');
  const choice = panel.getByRole('combobox', { name: t('sequence.sequence') });
  const chosen = () => choice.locator('option:checked').innerText();
  const step = (/** @type {string} */ unit, /** @type {number} */ count) =>
    page.evaluate(
      ([one, many]) =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
          ?.querySelector('rnn-view')
          ?.store.step(one, many),
      /** @type {const} */ ([unit, count]),
    );
  await choice.selectOption('line 3');
  await step('window', 310);
  await step('token', 1);
  await page.getByText('Sentence 311, time step 1 of 8').waitFor();
  await eventually(chosen, 'line 311');
  await panel.getByText('Hidden unit 1 along the sentence').waitFor();
  await eventually(
    () =>
      panel
        .locator('rnn-token-strip .token')
        .allTextContents()
        .then((tokens) => tokens.slice(-3).join('')),
    '311',
  );
  await step('window', 1);
  await eventually(chosen, 'line 3');
  await done();
});
