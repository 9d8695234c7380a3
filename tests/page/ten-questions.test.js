/**
 * The ten questions that new users were asked (English on a desktop, Chinese on a phone): each is answered on the page after at
 * most three actions, with the number that the same network, made and trained in Node, has. Every other question on either; with
 * EVERY=1 each in both languages on both.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTextOf } from '../../web/i18n/index.js';
import { translator } from '../languages.js';
import { drawnOn, recordText } from './drawn-text.js';
import {
  atRest,
  eventually,
  openPlayground,
  openUntouched,
  referenceModel,
  showPanel,
  trainOnPage,
  untilStore,
} from './panel-helpers.js';
import { builtPage } from './site.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../web/state/settings.js').Settings} Settings
 * @typedef {import('../../web/i18n/index.js').Translator} Translator
 * @typedef {{ page: Page, t: Translator, language: 'en'|'zh', phone: boolean }} Reader
 * @typedef {Awaited<ReturnType<typeof referenceModel>>} Network
 *
 * @typedef {object} Question
 * @property {string} asks
 * @property {Partial<Settings>} [given]
 * @property {boolean} [chosen] nothing is set: the page chooses
 * @property {number} [epochs] the network has been trained for
 * @property {((reader: Reader) => Promise<unknown>)[]} actions at most three; looking and scrolling are none
 * @property {(reader: Reader, network: Network) => Promise<unknown>} answered
 */

/** @param {string} id */
const goTo =
  (id) =>
  (/** @type {Reader} */ { page, t }) =>
    showPanel(page, id, t);

/** The section of the page with this heading. @param {Reader} reader @param {string} id */
const section = ({ page, t }, id) => page.getByRole('region', { name: t.dynamic(`${id}.heading`), exact: true });

/** @param {Reader} reader */
async function pressFirstPrediction({ page }) {
  await page.locator('rnn-predictions-panel').scrollIntoViewIfNeeded();
  await atRest(page.locator('rnn-prediction-rows'));
  await page.locator('rnn-prediction-rows button').first().click();
}

/** @param {import('playwright-core').Locator} where @param {string} words must come to stand there, in sight when scrolled to */
async function reads(where, words) {
  const found = where.getByText(words).first();
  await found.waitFor();
  await found.scrollIntoViewIfNeeded();
  assert.equal(await found.isVisible(), true, words);
}

/** @param {Network} network @param {number} step of the first sentence */
async function largestChange({ model }, step) {
  const { H, layersData } = await model.trace({ sequence: 0 });
  const { hidden, previousHidden } = layersData[0];
  const at = (/** @type {number} */ unit) => step * H + unit;
  const change = (/** @type {number} */ unit) => hidden.values[at(unit)] - previousHidden.values[at(unit)];
  const unit = Array.from({ length: H }, (_, i) => i).reduce((a, b) =>
    Math.abs(change(b)) > Math.abs(change(a)) ? b : a,
  );
  return { unit, before: previousHidden.values[at(unit)], after: hidden.values[at(unit)], change: change(unit) };
}

/** @type {Question[]} */
const questions = [
  {
    asks: 'how many tokens are there, and which loss has a blind guess?',
    // One epoch, so that the chart is painted once more: what was painted before the test looked is not known.
    epochs: 1,
    actions: [],
    answered: async (reader, { data }) => {
      const { page, t } = reader;
      const size = data.vocabulary.size;
      await reads(section(reader, 'text'), t('text.vocabulary', { count: size }));
      await page.locator('rnn-loss-panel').scrollIntoViewIfNeeded();
      const label = t('loss.guessing', { size, loss: t.format.loss(Math.log(size)) });
      const canvas = page.locator('rnn-loss-panel canvas').first();
      await eventually(async () => (await drawnOn(canvas)).some(({ text }) => text === label), true);
    },
  },
  {
    asks: 'what does it expect after the first character, and how sure is it?',
    epochs: 30,
    actions: [pressFirstPrediction],
    answered: async (reader, { model, data }) => {
      const { order, probabilities } = await model.distribution({ sequence: 0, position: 0 });
      const [top] = order;
      const bars = reader.page.locator('rnn-predictions-panel rnn-bars');
      await reads(bars, data.vocabulary.token(top));
      await reads(bars, reader.t.format.probability(probabilities[top]));
    },
  },
  {
    asks: 'which unit changes most from the second to the third character?',
    epochs: 30,
    actions: [
      goTo('states'),
      ({ page, t }) => page.locator('rnn-states-panel').getByLabel(t('states.what')).selectOption('change'),
      async ({ page }) => {
        // The third column of the picture: the pointer, or a tap.
        const picture = page.locator('rnn-states-panel rnn-heat-map .picture').first();
        for (const key of ['ArrowRight', 'ArrowRight']) await picture.press(key);
      },
    ],
    answered: async (reader, network) => {
      const { t, page } = reader;
      const { unit, before, after, change } = await largestChange(network, 2);
      const [number, token] = [t.format.number, network.data.vocabulary.token(network.data.training[0].inputs[2])];
      await reads(
        page.locator('rnn-states-panel'),
        t('states.largestAt', {
          ...{ token, step: 3, unit: unit + 1 },
          ...{ before: number(before), after: number(after), change: number(change) },
        }),
      );
    },
  },
  {
    asks: 'why do the first steps get a smaller gradient?',
    epochs: 30,
    actions: [
      goTo('flow'),
      ({ page, t }) =>
        page
          .locator('rnn-flow-panel')
          .getByRole('button', { name: t('panel.what') })
          .click(),
      ({ page }) => page.locator('rnn-flow-panel rnn-data-table summary').click(),
    ],
    answered: async (reader, { model, data }) => {
      const { inputs, targets } = data.training[0];
      const { ratios } = await model.gradientFlow({ inputs, targets, position: inputs.length - 1 });
      await reads(reader.page.locator('rnn-flow-panel #explanation'), 'Wᵀ');
      await reads(reader.page.locator('rnn-flow-panel rnn-data-table'), reader.t.format.number(ratios[1], 3));
    },
  },
  {
    asks: 'how much does W change in one update, and where most?',
    epochs: 10,
    actions: [
      goTo('step'),
      // The line of the code that updates leads to the first matrix, V; the next one is W.
      ({ page }) => page.locator('rnn-step-program li.stage', { hasText: 'θ -=' }).first().click(),
      ({ page, t }) =>
        page
          .locator('rnn-step-panel')
          .getByRole('button', { name: t('step.next'), exact: true })
          .click(),
    ],
    answered: async (reader, { model, settings }) => {
      const { parameters } = await model.dryRunStep({ sequence: 0 });
      const W = parameters.find(({ name }) => name === 'weight_hh_l0');
      assert.ok(W);
      const changes = Array.from(W.after, (value, i) => value - W.before[i]);
      const H = settings.hiddenSize;
      const most = changes.reduce((a, value, i) => (Math.abs(value) > Math.abs(changes[a]) ? i : a), 0);
      const stage = reader.page.locator('rnn-step-stage');
      await reads(stage, reader.t('step.title.update.W'));
      const line = await stage.locator('.largest').innerText();
      const { t } = reader;
      for (const unit of [Math.floor(most / H) + 1, (most % H) + 1]) assert.ok(line.includes(String(unit)), line);
      assert.ok(line.includes(t.format.significant(changes[most])), `${line}: ${changes[most]}`);
    },
  },
  {
    asks: 'what does temperature 0.5 do to a probability?',
    epochs: 10,
    actions: [
      pressFirstPrediction,
      ({ page, t }) =>
        page
          .locator('rnn-predictions-panel')
          .getByRole('slider', { name: t('settings.temperature.label') })
          .first()
          .fill('0.5'),
    ],
    answered: async ({ page, t }, { model }) => {
      const { order, probabilities } = await model.distribution({ sequence: 0, position: 0, temperature: 0.5 });
      await reads(page.locator('rnn-predictions-panel rnn-bars'), t.format.probability(probabilities[order[0]]));
    },
  },
  {
    asks: 'what happens at a learning rate of 5?',
    chosen: true,
    actions: [
      // On a phone it stands under "All settings".
      ({ page, t, phone }) =>
        phone ? page.getByRole('button', { name: t('play.allSettings') }).click() : Promise.resolve(),
      async ({ page, t }) => {
        const field = page.getByRole('textbox', { name: t('settings.learningRate.label') }).first();
        await field.fill('5');
        await field.press('Enter');
      },
      ({ page, t }) => page.getByRole('button', { name: t('play.train'), exact: true }).click(),
    ],
    answered: async ({ page, t }) => {
      const notice = page.locator('rnn-diagnosis-notice').getByRole('alert');
      await notice.waitFor();
      const codes = ['diverged', 'tooHigh', 'oscillating', 'plateauTooHigh'];
      const sentences = codes.map((code) => t.dynamic(`diagnosis.${code}`, { rate: '5', to: '0.01' }));
      await eventually(async () => {
        const said = ((await notice.textContent()) ?? '').replace(/\s+/g, ' ').trim();
        return sentences.some((sentence) => said.includes(sentence)) || said;
      }, true);
    },
  },
  {
    asks: 'when does it begin to memorize?',
    chosen: true,
    actions: [
      ({ page, t }) => page.getByRole('combobox', { name: t('text.examples') }).selectOption('names'),
      ({ page, t }) => page.getByRole('button', { name: t('play.train'), exact: true }).click(),
    ],
    answered: async ({ page, t }) => {
      await page.locator('rnn-loss-panel').scrollIntoViewIfNeeded();
      await reads(page.locator('rnn-loss-panel'), t('loss.overfits'));
    },
  },
  {
    asks: "which line of the tutorial's program is wrong?",
    given: { activation: 'listing', endOfSentence: 'run-on', hiddenSize: 10 },
    epochs: 2,
    actions: [goTo('check'), ({ page, t }) => page.getByRole('button', { name: t('check.start') }).click()],
    answered: async ({ page, t }) => {
      await reads(page.locator('rnn-check-panel .verdict'), t('check.verdict.listing'));
      await reads(page.locator('rnn-check-panel .reason'), '1 − h²');
    },
  },
  {
    asks: 'how does it get into my blog?',
    given: { hiddenSize: 7 },
    actions: [({ page, t }) => page.getByRole('button', { name: t('page.embed'), exact: true }).click()],
    answered: async ({ page, t }) => {
      const code = page.getByRole('textbox', { name: t('embed.inPage') });
      await code.waitFor();
      assert.match(
        await code.inputValue(),
        /^<script [^\n]*\n<rnn-playground [^\n]*hidden-size="7"[^\n]*<\/rnn-playground>$/,
      );
      assert.equal(
        await page.getByRole('button', { name: t('embed.copy.of', { what: t('embed.inPage') }) }).isVisible(),
        true,
      );
    },
  },
];

const MAX_ACTIONS = 3;

const site = builtPage();

/** @type {{ language: 'en'|'zh', phone: boolean }[]} */
const readers = [
  { language: 'en', phone: false },
  { language: 'zh', phone: true },
  ...(process.env.EVERY
    ? /** @type {const} */ ([
        { language: 'zh', phone: false },
        { language: 'en', phone: true },
      ])
    : []),
];

for (const [i, { language, phone }] of readers.entries())
  for (const { asks, given, chosen = false, epochs = 0, actions, answered } of questions.filter(
    (_, k) => process.env.EVERY || k % 2 === i % 2,
  ))
    test(`${language}, ${phone ? 'phone' : 'desktop'}: ${asks}`, async (context) => {
      assert.ok(actions.length <= MAX_ACTIONS);
      const t = translator(language);
      const window = phone
        ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
        : { viewport: { width: 1440, height: 900 } };
      const settings = { language, text: startTextOf(language), ...given };
      const { page, done } = chosen
        ? await openUntouched(site.browser, site.address, { language }, { reducedMotion: 'reduce', ...window })
        : await openPlayground(site.browser, site.address, settings, window);
      await recordText(page);
      if (epochs > 0) await trainOnPage(page, epochs);
      await untilStore(page, (store) => store.info !== null && !store.training);
      const reader = { page, t, language, phone };
      for (const act of actions) await act(reader);
      await answered(reader, await referenceModel(context, settings, epochs));
      await done();
    });
