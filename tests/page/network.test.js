/** The network on the first screen: its numbers are the engine's, and everything in it can be reached, opened and retyped. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translator } from '../languages.js';
import { everyPair, findings, nameOf } from './axe.js';
import {
  eventually,
  changeLook,
  openTrained,
  openPlayground,
  panelOf,
  referenceModel,
  t,
  trainOnPage,
  untilStore,
} from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/** @typedef {import('playwright-core').Locator} Locator */

/** @param {import('playwright-core').Page} page */
const boardOf = (page) => page.locator('rnn-network-board');

/** What a column's output shows: the token expected, and each candidate with its probability. @param {Locator} output */
const readOutput = (output) =>
  output.evaluate((button) => ({
    expects: button.querySelector('.verdict bdi, .verdict .sign')?.textContent,
    mark: button.querySelector('.verdict b')?.textContent,
    candidates: [...button.querySelectorAll('.bar')].map((bar) => [
      bar.querySelector('bdi, .sign')?.textContent,
      bar.querySelector('.number')?.textContent,
    ]),
  }));

/** The same from the engine's trace. @param {any} trace @param {number} step @param {readonly string[]} tokens */
function expectedOutput(trace, step, tokens) {
  const { V, probabilities, targets } = trace;
  const row = Array.from(probabilities.values.subarray(step * V, (step + 1) * V));
  const order = row.map((_, id) => id).sort((a, b) => row[b] - row[a] || a - b);
  const target = targets[step];
  const rivals = order.filter((id) => id !== target).slice(0, 3);
  const label = (/** @type {number} */ id) => (tokens[id] === '\n' ? '⏎' : tokens[id]);
  return {
    expects: label(order[0]),
    mark: order[0] === target ? '✓' : '✗',
    candidates: [target, ...rivals].map((id) => [label(id), t.format.percent(row[id])]),
  };
}

for (const settings of /** @type {const} */ ([
  { hiddenSize: 6 },
  { cell: 'lstm', layers: 2, hiddenSize: 5 },
  { cell: 'gru', hiddenSize: 1 },
])) {
  test(`every column shows the engine's probabilities and gradient: ${JSON.stringify(settings)}`, async (context) => {
    const { model, data } = await referenceModel(context, settings, 15);
    const trace = await model.trace({ sequence: 0 });
    const { page, done } = await openPlayground(site.browser, site.address, settings);
    await trainOnPage(page, 15);
    const board = boardOf(page);
    for (let step = 0; step < trace.T; step++)
      await eventually(
        () => readOutput(board.locator('.output').nth(step)),
        expectedOutput(trace, step, data.vocabulary.tokens),
      );

    const { values } = trace.layersData[trace.layers - 1].backward.dHidden;
    const norms = Array.from({ length: trace.T }, (_, step) =>
      t.format.number(Math.hypot(...values.subarray(step * trace.H, (step + 1) * trace.H)), 2),
    );
    assert.deepEqual(await board.locator('.columns .foot .gradient').allTextContents(), norms);
    await done();
  });
}

test('a strip opens the values of its units, and what the last token changed', async (context) => {
  const settings = { hiddenSize: 6 };
  const { model } = await referenceModel(context, settings, 12);
  const { H, layersData } = await model.trace({ sequence: 0 });
  const { hidden, previousHidden } = layersData[0];
  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, 12);
  await page.getByRole('button', { name: 'Hidden state after 李, step 3: 6 hidden units' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hidden state after 你好李 (step 3)' });
  await dialog.waitFor();
  const list = page.locator('rnn-unit-list');
  const rows = () =>
    list
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent?.trim())));
  const at = (/** @type {number} */ unit) => hidden.values[2 * H + unit];
  const change = (/** @type {number} */ unit) => at(unit) - previousHidden.values[2 * H + unit];
  const row = (/** @type {number} */ unit) => [`${unit + 1}`, t.format.number(at(unit)), t.format.number(change(unit))];
  await eventually(
    rows,
    Array.from({ length: H }, (_, unit) => row(unit)),
  );

  await list.getByLabel('Order').selectOption('change');
  const byChange = Array.from({ length: H }, (_, unit) => unit).sort(
    (a, b) => Math.abs(change(b)) - Math.abs(change(a)),
  );
  assert.deepEqual(await rows(), byChange.map(row));

  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await done();
});

test('a prediction opens the sum behind its probability', async (context) => {
  const settings = { hiddenSize: 6 };
  const { model, data } = await referenceModel(context, settings, 12);
  const { order, probabilities } = await model.distribution({ sequence: 0, position: 1 });
  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, 12);
  await page.getByRole('button', { name: /^After 好: expects/ }).click();
  const panel = panelOf(page, 'network');
  await panel.getByRole('dialog', { name: 'Most probable next tokens' }).waitFor();
  await panel.getByText('After “你好”', { exact: true }).waitFor();
  const first = panel.locator('rnn-arithmetic tbody tr').first();
  await eventually(
    () => first.evaluate((row) => [row.children[0].textContent?.trim(), row.lastElementChild?.textContent?.trim()]),
    [data.vocabulary.token(order[0]), t.format.number(probabilities[order[0]])],
  );
  await done();
});

test('the keyboard reaches every part, and no arrow key trains', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4 });
  const board = boardOf(page);
  await board.locator('.output').first().focus();
  const focused = () =>
    page.evaluate(() => {
      let { activeElement } = document;
      while (activeElement?.shadowRoot?.activeElement) activeElement = activeElement.shadowRoot.activeElement;
      return (activeElement?.getAttribute('aria-label') ?? activeElement?.querySelector('.name')?.textContent) || '';
    });
  /** @param {string} key */
  const after = async (key) => {
    await page.keyboard.press(key);
    return focused();
  };
  assert.match(await after('ArrowRight'), /^After 好/);
  assert.equal(await after('ArrowDown'), 'Hidden state after 好, step 2: 4 hidden units');
  assert.equal(await after('ArrowDown'), 'Token 2: 好. Retype');
  assert.match(await after('ArrowDown'), /^Step 2, size of the gradient/);
  assert.match(await after('End'), /^Step 5/);
  assert.match(await after('ArrowRight'), /^Step 5/);
  await after('ArrowUp');
  assert.equal(await after('Home'), 'Token 1: 你. Retype');
  assert.match(await after('ArrowLeft'), /^U: weight_ih_l0, 4 × 11/);
  assert.match(await after('ArrowUp'), /^W: weight_hh_l0, 4 × 4/);
  assert.match(await after('ArrowUp'), /^V: weight_out, 11 × 4/);
  assert.equal(
    await page.evaluate(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          .status.step,
    ),
    0,
  );

  await page.keyboard.press('Enter');
  await panelOf(page, 'weights').getByLabel('matrix').waitFor();
  assert.equal(await panelOf(page, 'weights').getByLabel('matrix').inputValue(), 'weight_out');
  await done();
});

test('a token is retyped in place: Enter takes it, Escape leaves it, Undo brings it back', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4 });
  const text = page.getByRole('textbox', { name: 'Sentences, one on each line' });
  const before = await text.inputValue();
  await page.getByRole('button', { name: 'Token 3: 李. Retype' }).click();
  const field = page.getByRole('textbox', { name: /^What to put in place of 李/ });
  await field.fill('贾');
  await field.press('Escape');
  assert.equal(await text.inputValue(), before);
  await page.getByRole('button', { name: 'Token 3: 李. Retype' }).press('Enter');
  await field.fill('贾');
  await field.press('Enter');
  await eventually(() => text.inputValue(), before.replace('李', '贾'));
  await page.getByRole('button', { name: 'Token 3: 贾. Retype' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Token 3: 李. Retype' }).waitFor();
  assert.equal(await text.inputValue(), before);
  await done();
});

test('what is typed in place of a token stays while the network trains, and is forgotten with its text', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, {
    hiddenSize: 4,
    text: 'abcd\nxyz',
    pace: 20,
  });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const board = boardOf(page);
  const field = page.getByRole('textbox', { name: /^What to put in place of/ });
  const updates = () =>
    page.evaluate(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
          ?.querySelector('rnn-view')
          ?.store.view('network/trace')?.step ?? 0,
    );
  const afterUpdates = async () => {
    const before = await updates();
    await eventually(async () => (await updates()) > before + 5, true, 'other pictures');
  };
  await board.getByRole('button', { name: 'Token 4: d. Retype' }).press('Enter');
  await field.press('q');
  await afterUpdates();
  await field.press('r');
  await afterUpdates();
  assert.equal(await field.inputValue(), 'qr');
  // Another text comes, from elsewhere: nothing is put into it.
  await page.evaluate(() =>
    Object.assign(/** @type {Element} */ (document.querySelector('rnn-playground')), { text: 'efgh' }),
  );
  await untilStore(page, (store) => store.data?.text === 'efgh' && !store.pending);
  await field.waitFor({ state: 'detached' });
  await afterUpdates();
  assert.equal(await page.getByRole('textbox', { name: 'Sentences, one on each line' }).inputValue(), 'efgh');

  await board.getByRole('button', { name: 'Token 4: h. Retype' }).press('Enter');
  await field.fill('k');
  await field.press('Enter');
  await untilStore(page, (store) => store.data?.text === 'efgk');
  await done();
});

test('while another text has no picture yet, what is drawn keeps its letters, also when it is drawn anew', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4, text: 'abcd\nxyz' });
  await boardOf(page).getByRole('button', { name: 'Token 4: d. Retype' }).waitFor();
  const [worker] = page.workers();
  await worker.evaluate(() => {
    const post = self.postMessage.bind(self);
    self.postMessage = (/** @type {any} */ message, /** @type {any} */ ...rest) => {
      const views = message?.update?.views ?? {};
      for (const name of Object.keys(views)) if (name.startsWith('trace#')) delete views[name];
      post(message, ...rest);
    };
  });
  // The field is open when the network of another text comes, in whose vocabulary the letters have other numbers, or none.
  await boardOf(page).getByRole('button', { name: 'Token 4: d. Retype' }).press('Enter');
  await page.getByRole('textbox', { name: /^What to put in place of d/ }).waitFor();
  await page.evaluate(() =>
    Object.assign(/** @type {Element} */ (document.querySelector('rnn-playground')), { text: 'ba' }),
  );
  await untilStore(page, (store) => store.data?.text === 'ba' && !store.pending);
  await page.locator('rnn-network-panel .kept[inert]').waitFor({ state: 'attached' });
  await boardOf(page).locator('input.retype').waitFor({ state: 'detached' });
  const letters = await boardOf(page)
    .locator('button.token')
    .evaluateAll((buttons) => buttons.map((one) => one.textContent?.trim()));
  assert.deepEqual(letters, ['a', 'b', 'c', 'd']);
  await done();
});

test('a step leads to the walk through it', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4 });
  await page.getByRole('button', { name: /^Step 2, size of the gradient/ }).click();
  await page.locator('rnn-step-panel rnn-step-stage').waitFor();
  await eventually(
    () =>
      page.locator('rnn-step-panel').evaluate((panel) => {
        const { prepared, index } = /** @type {any} */ (panel);
        const { kind, timeStep } = prepared.stages[index];
        return [kind, timeStep];
      }),
    ['recurrent', 1],
  );
  await done();
});

const long = 'Whatever you type here is learned, and a long sentence is seen through a window.';

test('of a long sentence a window is shown: five steps at least on a phone, moved by buttons and keys', async () => {
  for (const width of [390, 1440]) {
    const { page, done } = await openPlayground(
      site.browser,
      site.address,
      { hiddenSize: 4, text: long },
      { viewport: { width, height: 844 } },
    );
    const board = boardOf(page);
    await board.locator('.output').first().waitFor();
    const count = await board.locator('.output').count();
    assert.ok(count >= 5, `${count} steps at ${width} px`);
    const steps = () => board.locator('.columns .foot .count').allTextContents();
    const from = (/** @type {number} */ first) => Array.from({ length: count }, (_, i) => `${first + i}`);
    await eventually(steps, from(1));
    await page.getByRole('button', { name: 'Later', exact: true }).click();
    await eventually(steps, from(count + 1));
    await board.locator('.output').last().focus();
    await page.keyboard.press('ArrowRight');
    await eventually(steps, from(count + 2));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
    await done();
  }
});

test('what was opened at a column is closed when the arrow keys move the window below it', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4, text: long });
  const output = boardOf(page).locator('.output').last();
  await output.focus();
  await page.keyboard.press('Enter');
  const dialog = panelOf(page, 'network').getByRole('dialog', { name: 'Most probable next tokens' });
  await dialog.waitFor();
  await output.focus();
  const step = boardOf(page).locator('.columns .foot .count').last();
  const last = Number(await step.textContent());
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await eventually(async () => Number(await step.textContent()) > last, true);
  await dialog.waitFor({ state: 'hidden' });
  await done();
});

test('the window follows the network as it reads, and nothing is shown behind it', async () => {
  const { page, done } = await openPlayground(
    site.browser,
    site.address,
    { hiddenSize: 4, text: long },
    { viewport: { width: 390, height: 844 } },
  );
  const board = boardOf(page);
  await board.locator('.output').first().waitFor();
  for (let i = 0; i < 9; i++)
    await page.evaluate(() =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
        ?.querySelector('rnn-view')
        ?.store.step('token'),
    );
  const now = board.locator('[aria-current="step"]');
  await eventually(() => now.locator('.foot .count').allTextContents(), ['9']);
  const answers = await board
    .locator('.column')
    .evaluateAll((columns) =>
      columns.map((column) => [
        Number(column.querySelector('.foot .count')?.textContent),
        column.querySelectorAll('.bar').length,
      ]),
    );
  for (const [step, bars] of answers) assert.equal(bars > 0, step <= 9, `step ${step}`);
  await done();
});

test('a sentence written from right to left runs from right to left', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4, text: 'שלום עולם' });
  const tokens = boardOf(page).locator('button.token');
  await tokens.first().waitFor();
  const [first, second] = await Promise.all([tokens.nth(0).boundingBox(), tokens.nth(1).boundingBox()]);
  assert.ok((first?.x ?? 0) > (second?.x ?? 0));
  await tokens.nth(0).focus();
  await page.keyboard.press('ArrowLeft');
  await eventually(() => tokens.nth(1).evaluate((button) => button.matches(':focus')), true);
  await done();
});

test('so does one of which the end is held out, and a stream', async () => {
  for (const more of /** @type {const} */ ([{ heldOut: 0.3 }, { streams: 1 }])) {
    const settings = { hiddenSize: 4, text: 'שלום עולם שלום עולם', ...more };
    const { page, done } = await openPlayground(site.browser, site.address, settings);
    const output = boardOf(page).locator('.output');
    await output.first().waitFor();
    const [first, second] = await Promise.all([output.nth(0).boundingBox(), output.nth(1).boundingBox()]);
    assert.ok((first?.x ?? 0) > (second?.x ?? 0), JSON.stringify(more));
    await done();
  }
});

test('held-out sentences can be looked at, and a text without a network says so', async (context) => {
  const settings = { text: 'abcd\nbcda\ncdab\ndabc', heldOut: 0.25, hiddenSize: 4 };
  const { model, data } = await referenceModel(context, settings, 3);
  const trace = await model.trace({ heldOut: 0 });
  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, 3);
  const panel = panelOf(page, 'network');
  await panel.getByLabel('Sentence to look into').selectOption('heldOut 0');
  await eventually(
    () => readOutput(boardOf(page).locator('.output').first()),
    expectedOutput(trace, 0, data.vocabulary.tokens),
  );
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill('');
  await panel.getByText('The network is still the one of the text before').waitFor();
  await done();
});

const MAX_WAVES = 20;

/** How often the drawing changes in the second after a step. @param {import('playwright-core').Page} page */
const changesAfterStep = (page) =>
  page.evaluate(async () => {
    const { shadowRoot } = /** @type {any} */ (document.querySelector('rnn-playground'));
    const { store } = shadowRoot.querySelector('rnn-view');
    const panel = shadowRoot.querySelector('rnn-network-panel').shadowRoot;
    const canvas = panel.querySelector('rnn-network-board').shadowRoot.querySelector('canvas.drawing');
    await store.step('epoch', 1);
    let [changes, before] = [0, ''];
    const end = performance.now() + 900;
    while (performance.now() < end) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = canvas.toDataURL();
      if (before && now !== before) changes += 1;
      before = now;
    }
    return changes;
  });

test('a wave runs through the network when it steps; where motion is unwelcome the numbers only change', async () => {
  for (const reducedMotion of /** @type {const} */ (['no-preference', 'reduce'])) {
    const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 4 }, { reducedMotion });
    await boardOf(page).locator('.output').first().waitFor();
    let changes = await changesAfterStep(page);
    // A busy machine may paint one wave in fewer frames than that.
    for (let waves = 1; reducedMotion !== 'reduce' && changes <= 2 && waves < MAX_WAVES; waves++)
      changes = await changesAfterStep(page);
    if (reducedMotion === 'reduce') assert.ok(changes <= 2, `${changes} changes`);
    else assert.ok(changes > 2, `${changes} changes`);
    await done();
  }
});

test('the whole story is on the first screen, and on a phone text, Train and network', async () => {
  const inSight = (/** @type {Locator} */ one) =>
    one.evaluate((element) => element.getBoundingClientRect().bottom <= innerHeight);
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ]) {
    const { page, done } = await openPlayground(site.browser, site.address, {}, { viewport: { width, height } });
    const board = boardOf(page);
    await board.locator('.output').first().waitFor();
    const parts = {
      text: page.locator('rnn-text-panel textarea'),
      train: page.locator('rnn-control-bar .train'),
      tokens: board.locator('button.token').first(),
      ...(width > 1000 && {
        network: board,
        loss: page.locator('rnn-loss-panel rnn-line-chart .chart, rnn-loss-panel rnn-line-chart').first(),
        writing: page.locator('rnn-continuation .text'),
      }),
    };
    for (const [name, part] of Object.entries(parts)) {
      await part.waitFor();
      assert.ok(await inSight(part), `${name} at ${width} × ${height}`);
    }
    await done();
  }
});

test('an article can show the network alone', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { panels: ['network'] });
  await boardOf(page).locator('.output').first().waitFor();
  // Nothing leads where the article shows no panel.
  assert.equal(await boardOf(page).locator('button.foot, button.matrix').count(), 0);
  // The article around it has a heading of its own.
  const found = await findings(page);
  assert.deepEqual(
    found.filter((finding) => !finding.startsWith('page-has-heading-one')),
    [],
  );
  await done();
});

test('axe finds nothing in the network, its numbers open: light and dark, in both languages, on a desktop and a phone', async () => {
  const { page, done } = await openTrained(site);
  const board = boardOf(page);
  for (const look of everyPair) {
    await changeLook(page, look);
    const words = translator(look.language);
    await board.locator('.output').nth(1).click();
    await page.locator('rnn-network-panel rnn-arithmetic table').waitFor();
    const found = await findings(page);
    await page.keyboard.press('Escape');
    await board.locator('.strip').nth(1).click();
    await page.getByLabel(words('network.order')).waitFor();
    found.push(...(await findings(page)));
    await page.keyboard.press('Escape');
    await board.locator('button.token').first().click();
    found.push(...(await findings(page)));
    await page.keyboard.press('Escape');
    assert.deepEqual(found, [], nameOf(look));
  }
  await done();
});
