/**
 * What a learner asks, and where the page answers: each question with the situation in which it is asked, at most three
 * actions, and what is then to be seen. Expected numbers: the same network, made and trained in Node.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST_WAIT_MS } from '../longest-wait.js';
import { builtPage } from './site.js';
import {
  eventually,
  openPlayground,
  panelOf,
  readTable,
  referenceModel,
  t,
  trainOnPage,
  untilStore,
} from './panel-helpers.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Locator} Locator
 * @typedef {import('../../web/engine/index.js').Model} Model
 * @typedef {import('../../web/text/prepare.js').TextData} TextData
 *
 * @typedef {object} Question
 * @property {string} asks
 * @property {Partial<import('../../web/state/settings.js').Settings>} [given] where the page differs from its defaults
 * @property {number} [epochs] the network has been trained for
 * @property {((page: Page) => Promise<unknown>)[]} actions at most three
 * @property {(page: Page) => Locator} answer must be visible
 * @property {(answer: Locator, network: {model: Model, data: TextData}) => Promise<unknown>} check
 */

const MAX_ACTIONS = 3;

/** @param {string} id */
const goTo = (id) => (/** @type {Page} */ page) =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: t.dynamic(`${id}.heading`), exact: true })
    .click();

/** @param {string} id */
const whatIsIt = (id) => (/** @type {Page} */ page) =>
  page
    .locator(`rnn-${id}-panel`)
    .getByRole('button', { name: t('panel.what') })
    .click();

const train = (/** @type {Page} */ page) => page.locator('rnn-control-bar button.train').click();

/** @param {string} selector */
const at = (selector) => (/** @type {Page} */ page) => page.locator(selector);

/** All that can be read in an element, shadow trees included. @param {Locator} found */
const textOf = (found) =>
  found.evaluate((element) => {
    /** @type {(node: Node) => string} */
    const read = (node) => {
      if (node instanceof Text) return node.data;
      if (node instanceof HTMLStyleElement) return '';
      const within = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
      return [...within.childNodes].map(read).join(' ');
    };
    return read(element).replace(/\s+/g, ' ').trim();
  });

/** @param {string | RegExp} words */
const says = (words) => async (/** @type {Locator} */ answer) => {
  const end = Date.now() + LONGEST_WAIT_MS;
  const found = (/** @type {string} */ text) => (typeof words === 'string' ? text.includes(words) : words.test(text));
  let text = await textOf(answer);
  while (!found(text) && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    text = await textOf(answer);
  }
  assert.ok(found(text), `the page does not say “${words}” but “${text}”`);
};

const small = { hiddenSize: 6 };

/** @type {Question[]} */
const questions = [
  {
    asks: 'why does the loss start here?',
    actions: [whatIsIt('loss')],
    answer: at('rnn-loss-panel #explanation'),
    check: says('its loss is −ln(1/|V|) = ln |V|. That is the dotted line, and that is why training starts near it'),
  },
  {
    asks: 'which characters does it still get wrong?',
    epochs: 4,
    actions: [],
    answer: at('rnn-prediction-rows'),
    check: async (answer, { model, data }) => {
      const { sequences } = await model.predictAll({ which: 'training' });
      const wrong = sequences.flatMap(({ ids }, i) => Array.from(ids, (id, k) => id !== data.training[i].targets[k]));
      assert.ok(wrong.includes(true) && wrong.includes(false), 'this network must be right here and wrong there');
      await eventually(
        () =>
          answer
            .locator('.predicted')
            .evaluateAll((cells) => cells.map(({ classList }) => classList.contains('wrong'))),
        wrong,
      );
    },
  },
  {
    asks: 'what exactly is h after the third character?',
    given: small,
    epochs: 10,
    actions: [goTo('states'), (page) => page.locator('rnn-states-panel rnn-data-table summary').click()],
    answer: at('rnn-states-panel rnn-data-table table'),
    check: async (answer, { model }) => {
      const { layersData, H } = await model.trace({ sequence: 0 });
      const { values } = layersData[0].hidden;
      await eventually(
        () => answer.locator('tbody td:nth-child(4)').allTextContents(),
        Array.from(values.subarray(2 * H, 3 * H), (value) => t.format.number(value)),
      );
    },
  },
  {
    asks: 'where does this probability come from?',
    epochs: 3,
    actions: [(page) => page.locator('rnn-prediction-rows button').nth(2).click()],
    answer: at('rnn-predictions-panel rnn-arithmetic'),
    check: async (answer, { model }) => {
      const { order, logits, scaled, exponentials, probabilities, maximum, sum } = await model.distribution({
        sequence: 0,
        position: 2,
      });
      const [top] = order;
      const { number } = t.format;
      await eventually(
        () => answer.locator('tbody tr').first().locator('td').allTextContents(),
        // At temperature 1 nothing is divided, and no column says so.
        [logits[top], exponentials[top], probabilities[top]].map((value) => number(value)),
      );
      assert.equal(
        (await answer.locator('.fraction').textContent())?.trim().replace(/\s+/g, ' '),
        `${number(probabilities[top])} = e^(${number(scaled[top])} − ${number(maximum)}) / ${number(sum)} = ${number(exponentials[top])} / ${number(sum)}`,
      );
    },
  },
  {
    asks: 'how much of dW came from step 2?',
    given: small,
    epochs: 2,
    actions: [
      goTo('step'),
      (page) => page.locator('rnn-step-program li.stage', { hasText: 'gradients =' }).first().click(),
      (page) =>
        page
          .locator('rnn-step-panel')
          .getByRole('button', { name: t('step.next'), exact: true })
          .click(),
    ],
    answer: (page) => page.locator('rnn-contribution-tiles'),
    check: async (answer, { model }) => {
      const steps = await Promise.all(
        [0, 1, 2, 3, 4].map((step) => model.contribution({ sequence: 0, t: step, name: 'weight_hh_l0' })),
      );
      const shown = (await answer.locator('button .number').allTextContents()).map((text) => text.trim());
      const written = (/** @type {number} */ value) =>
        Number.isInteger(value) ? `${value}` : t.format.number(value, 3);
      // Of one entry of dW the page shows the contribution of every step.
      const entry = Array.from(steps[0].values, (_, i) => i).find((i) =>
        steps.every(({ values }, step) => written(values[i]) === shown[step]),
      );
      assert.notEqual(entry, undefined, `no entry of dW has the contributions ${shown.join(', ')}`);
      await says('step 2')(answer.locator('button').nth(1));
    },
  },
  {
    asks: 'why is this gradient wrong?',
    given: { activation: 'listing', endOfSentence: 'run-on', hiddenSize: 10 },
    epochs: 2,
    actions: [goTo('check'), (page) => page.getByRole('button', { name: t('check.start') }).click()],
    answer: at('rnn-check-panel .reason'),
    check: says(
      'In its forward pass, this variant computes hₜ = U xₜ + W hₜ₋₁ without a tanh. In its backward pass, it multiplies by 1 − h²',
    ),
  },
  {
    asks: 'how far back does it remember?',
    epochs: 30,
    actions: [goTo('memory')],
    answer: at('rnn-memory-panel rnn-token-strip'),
    check: async (answer, { model, data }) => {
      const { inputs, targets } = data.training[0];
      const [{ inputGradientNorms: norms }] = (await model.influence({ inputs, positions: [4], target: targets[4] }))
        .rows;
      await eventually(
        () => answer.locator('.value').allTextContents(),
        Array.from(norms, (norm) => t.format.number(norm, 2)),
      );
    },
  },
  {
    asks: 'why did the rate drop?',
    given: { schedule: 'halving', learningRate: 1.5 },
    epochs: 40,
    actions: [],
    answer: at('rnn-loss-panel .event'),
    check: says(
      /Epoch \d+: the loss had risen from [\d.]+ to [\d.]+, so the learning rate was halved, from [\d.]+ to [\d.]+\./,
    ),
  },
  {
    asks: 'would an LSTM do better?',
    actions: [goTo('race'), (page) => page.getByRole('button', { name: t('race.start') }).click()],
    answer: at('rnn-race-table tbody tr:nth-child(3) >> nth=0'),
    check: says(/LSTM.*2,000.*100%.*finished/),
  },
  {
    asks: 'is it learning or memorizing?',
    given: { text: 'anna\nhannah\nemma\nmia\nlena\nlea\nella\nnele\nida\nada', heldOut: 0.3 },
    epochs: 40,
    actions: [(page) => page.locator('rnn-loss-panel .plot').press('End')],
    answer: at('rnn-loss-panel .above'),
    check: async (answer, { model }) => {
      const { meanLoss } = await model.evaluate({ which: 'heldOut' });
      assert.ok(meanLoss > (await model.evaluate({ which: 'training' })).meanLoss, 'it has learned by heart');
      await says(/training [\d.]+.*held-out [\d.]+/)(answer);
    },
  },
  {
    asks: 'how many numbers does it learn?',
    given: small,
    actions: [],
    answer: (page) => page.getByText(`${6 * 11 + 6 * 6 + 11 * 6} parameters`),
    check: says('168 parameters'),
  },
  {
    asks: 'what number is 李 to the network?',
    actions: [(page) => page.locator('rnn-text-panel summary').click()],
    answer: at('rnn-text-panel .vocabulary li >> nth=2'),
    check: says(/^3 李$/),
  },
  {
    asks: 'what comes after a beginning of my own?',
    epochs: 40,
    actions: [(page) => page.getByRole('textbox', { name: 'Prompt' }).fill('夏洛')],
    answer: at('rnn-writing-panel rnn-bars >> nth=0'),
    check: async (answer, { model, data }) => {
      const inputs = data.vocabulary.encode(['夏', '洛']);
      const { order, probabilities } = await model.distribution({ inputs });
      const [top] = order;
      assert.equal(data.vocabulary.token(top), '特');
      await says(`特 ${t.format.probability(probabilities[top])}`)(answer);
    },
  },
  {
    asks: 'what else did it consider here?',
    epochs: 3,
    actions: [(page) => page.locator('rnn-prediction-rows button').nth(6).click()],
    answer: at('rnn-predictions-panel rnn-bars'),
    check: async (answer, { model, data }) => {
      const { order, probabilities } = await model.distribution({ sequence: 1, position: 1 });
      for (const id of order.subarray(0, 8)) {
        const token = data.vocabulary.token(id);
        const label = token === '\n' ? t.token(token) : token;
        await says(`${label} ${t.format.probability(probabilities[id])}`)(answer);
      }
    },
  },
  {
    asks: 'which weight leads from unit 3 to unit 1?',
    given: small,
    epochs: 5,
    actions: [
      goTo('weights'),
      (page) => page.locator('rnn-weights-panel rnn-heat-map .picture').first().press('ArrowRight'),
      (page) => page.locator('rnn-weights-panel rnn-heat-map .picture').first().press('ArrowRight'),
    ],
    answer: at('rnn-weights-panel rnn-heat-map .readout >> nth=0'),
    check: async (answer, { model }) => {
      const weight = (await model.parameters()).find(({ name }) => name === 'weight_hh_l0');
      await says(`weight_hh_l0[1, 3] = ${t.format.number(weight?.values[2] ?? Number.NaN)}`)(answer);
    },
  },
  {
    asks: 'what does the forget gate do with each character?',
    given: { cell: 'lstm', hiddenSize: 4 },
    epochs: 5,
    actions: [goTo('states'), (page) => panelOf(page, 'states').getByLabel('quantity').selectOption('f')],
    answer: at('rnn-states-panel rnn-token-strip'),
    check: async (answer, { model }) => {
      const { gates } = (await model.trace({ sequence: 0 })).layersData[0];
      assert.ok(gates);
      const { values, shape } = gates;
      await eventually(
        () => answer.locator('.value').allTextContents(),
        Array.from({ length: shape[0] }, (_, step) => t.format.number(values[step * shape[1] + 4], 2)),
      );
    },
  },
  {
    asks: 'does the gradient vanish?',
    epochs: 20,
    actions: [goTo('flow'), (page) => page.locator('rnn-flow-panel rnn-data-table summary').click()],
    answer: at('rnn-flow-panel rnn-line-chart'),
    check: async (answer, { model, data }) => {
      const { inputs, targets } = data.training[0];
      const { ratios } = await model.gradientFlow({ inputs, targets, position: inputs.length - 1 });
      await eventually(
        async () => (await readTable(answer)).slice(1).map(([, share]) => share),
        Array.from(ratios, (share) => t.format.number(share, 3)),
      );
    },
  },
  {
    asks: 'how is h computed, with the numbers?',
    given: small,
    actions: [goTo('step'), (page) => page.locator('rnn-step-program li.stage', { hasText: 'tanh' }).first().click()],
    answer: at('rnn-step-stage'),
    check: async (answer, { model }) => {
      const { layersData } = await model.trace({ sequence: 0 });
      await answer.locator('math').first().waitFor();
      await says('tanh')(answer);
      await says(t.format.number(layersData[0].hidden.values[0], 3))(answer);
    },
  },
  {
    asks: 'what happens when the learning rate is far too large?',
    given: { activation: 'identity', learningRate: 5 },
    actions: [train],
    answer: (page) => page.locator('rnn-diagnosis-notice').getByRole('alert'),
    check: says('at a learning rate of 5'),
  },
  {
    asks: 'how do I show somebody exactly this?',
    given: { hiddenSize: 7 },
    actions: [(page) => page.locator('rnn-page-header button', { hasText: t('page.share') }).click()],
    answer: at('rnn-page-header'),
    check: async (answer) =>
      eventually(() => answer.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('hidden-size')), '7'),
  },
  {
    asks: 'is its arithmetic to be trusted?',
    given: small,
    actions: [goTo('check'), (page) => page.getByRole('button', { name: t('check.start') }).click()],
    answer: at('rnn-check-panel .verdict'),
    check: says('✓ The gradients are right.'),
  },
];

const site = builtPage();

test('there are at least twenty questions, none of which needs more than three actions', () => {
  assert.ok(questions.length >= 20);
  assert.deepEqual(
    questions.filter(({ actions }) => actions.length > MAX_ACTIONS).map(({ asks }) => asks),
    [],
  );
});

for (const { asks, given = {}, epochs = 0, actions, answer, check } of questions) {
  test(`${asks} ${actions.length === 1 ? '1 action' : `${actions.length} actions`}`, async (context) => {
    const { page, done } = await openPlayground(site.browser, site.address, given);
    if (epochs > 0) await trainOnPage(page, epochs);
    await untilStore(page, (store) => store.info !== null && !store.training);
    for (const act of actions) await act(page);
    const found = answer(page);
    await found.waitFor();
    await check(found, await referenceModel(context, given, epochs));
    await done();
  });
}
