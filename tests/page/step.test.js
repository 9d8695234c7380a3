/**
 * "Step through" in the page: every number on screen is the engine's, the numbers of a formula make its result, the
 * contributions make the gradient; and it can be used by pointer, keyboard and finger. Expected numbers: the same network,
 * trained in Node.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtPage } from './site.js';
import { eventually, referenceModel, openPlayground, showPanel, t, trainOnPage, untilStore } from './panel-helpers.js';
import { go, numberLines, opened, show, written } from './step-page.js';

/** @typedef {import('playwright-core').Locator} Locator */

const site = builtPage();

/** What is written, as a number. @param {string} text */
const read = (text) => Number(text.replaceAll('−', '-'));

/** The matrices on screen, cell by cell. @param {Locator} panel @returns {Promise<{label: string, cells: string[]}[]>} */
function matricesOn(panel) {
  return panel.locator('rnn-step-stage rnn-matrix').evaluateAll((all) =>
    all.map((matrix) => ({
      label: matrix.shadowRoot?.querySelector('table')?.getAttribute('aria-label') ?? '',
      cells: [...(matrix.shadowRoot?.querySelectorAll('tbody td') ?? [])].map((cell) => cell.textContent?.trim() ?? ''),
    })),
  );
}

for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
  test(`every entry of every stage on screen is the engine's: ${cell}`, async (context) => {
    const { panel, stages, done } = await opened(site, context, { cell, hiddenSize: 4, bias: true });
    const total = await panel.locator('.count').textContent();
    assert.equal(total?.trim(), `1 of ${stages.length}`);
    let entries = 0;
    for (const [index, { blocks, id }] of stages.entries()) {
      await show(panel, index);
      const shown = await matricesOn(panel);
      const { equations } = blocks[0];
      const { result } = equations[equations.length - 1];
      if (result.values.length === 1) continue;
      const expected = Array.from(result.values, (value) => written(value, result.digits));
      assert.deepEqual(shown[shown.length - 1].cells, expected, id);
      entries += expected.length;
    }
    assert.ok(entries > 1000);
    await done();
  });
}

test('a walk out of sight keeps the letters of its own text when there is another, in another language, too', async (context) => {
  const { page, panel, done } = await opened(site, context, { cell: 'rnn', hiddenSize: 2, text: 'abcd' });
  /** The letters that stand alone in the drawing. */
  const letters = () =>
    panel.evaluate((element) => {
      /** @type {Set<string>} */
      const found = new Set();
      const visit = (/** @type {ParentNode} */ root) => {
        for (const one of root.querySelectorAll('*')) {
          const text = one.localName === 'text' ? (one.textContent?.trim() ?? '') : '';
          if (/^[abcdxy]$/.test(text)) found.add(text);
          if (one.shadowRoot) visit(one.shadowRoot);
        }
      };
      visit(/** @type {ShadowRoot} */ (element.shadowRoot));
      return [...found].sort().join('');
    });
  const before = await letters();
  assert.match(before, /abc/);
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(() => {
    Object.assign(/** @type {Element} */ (document.querySelector('rnn-playground')), { text: 'xy' });
  });
  await untilStore(page, (store) => store.data?.text === 'xy' && !store.pending);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('zh');
  await panel.getByText('逐步演算', { exact: true }).waitFor();
  assert.equal(await letters(), before);
  await done();
});

test('how far each weight moves: Δ with four digits, the largest named, and W beside W′ in digits that differ', async (context) => {
  const settings = { cell: /** @type {const} */ ('rnn'), hiddenSize: 4, optimizer: /** @type {const} */ ('sgd') };
  const { panel, stages, model, done } = await opened(site, context, { ...settings, learningRate: 0.1 });
  await go(
    panel,
    stages.findIndex(({ kind }) => kind === 'update.W'),
  );
  const gradient = (await model.gradients({ sequence: 0 })).find(({ name }) => name === 'weight_hh_l0')?.values ?? [];
  // What the rule says, worked out here: Δ = −0.1 · ∂L/∂W.
  const changes = Array.from(gradient, (value) => -0.1 * value);
  const matrices = await matricesOn(panel);
  const of = (/** @type {string} */ label) => matrices.find((matrix) => matrix.label === label)?.cells ?? [];
  assert.deepEqual(
    of('ΔW'),
    changes.map((value) => t.format.significant(value, 4)),
  );
  const largest = changes.reduce((best, value, i) => (Math.abs(value) > Math.abs(changes[best]) ? i : best), 0);
  assert.notEqual(of('W')[largest], of('W′')[largest]);
  const place = `${Math.floor(largest / 4) + 1}, ${(largest % 4) + 1}`;
  const named = `Largest change: ΔW[${place}] = ${t.format.significant(changes[largest], 4)}`;
  await panel.getByRole('button', { name: named, exact: true }).click();
  assert.equal(await panel.locator('rnn-matrix td.marked').textContent(), t.format.significant(changes[largest], 4));
  await eventually(
    async () => (await numberLines(panel))[0],
    `ΔW[${place.replace(' ', '')}]=−0.1·${bracketed(gradient[largest])}=${of('ΔW')[largest]}`,
  );
  const [, after] = await numberLines(panel);
  assert.ok(after.endsWith(`=${of('W′')[largest]}`), after);
  await done();
});

/** A factor. @param {number} value */
const bracketed = (value) => (value < 0 ? `(${t.format.significant(value, 4)})` : t.format.significant(value, 4));

test('the length of ∂L/∂h stands under each step of the drawing, once the backward pass has been there', async (context) => {
  const { panel, stages, model, done } = await opened(site, context, { cell: 'rnn', hiddenSize: 4 });
  const { T, H, layersData } = await model.trace({ sequence: 0 });
  const { values } = layersData[0].backward.dHidden;
  const lengths = Array.from({ length: T }, (_, step) =>
    t.format.number(Math.hypot(...values.subarray(step * H, (step + 1) * H)), 3),
  );
  const shown = () => panel.locator('rnn-unrolled .length').allTextContents();
  await go(
    panel,
    stages.findIndex(({ kind, timeStep: step }) => kind === 'dHidden' && step === 2),
  );
  await eventually(shown, lengths.slice(2));
  await go(panel, stages.length - 1);
  await eventually(shown, lengths);
  await done();
});

test('the products written out add up to the result written beside them', async (context) => {
  const { panel, stages, done } = await opened(site, context, { cell: 'rnn', hiddenSize: 4, bias: false });
  let checked = 0;
  for (const [index, { kind, id }] of stages.entries()) {
    if (!['recurrent', 'logits', 'fromFuture', 'dW', 'dHidden'].includes(kind)) continue;
    await show(panel, index);
    for (const line of await numberLines(panel)) {
      const [, formula, result] = /^[^=]*=(.*)=([^=]*)$/.exec(line) ?? [];
      const terms = formula.split(/\+(?![^(]*\))/).map((term) => {
        const factors = term.split('·').map((factor) => read(factor.replace(/[()]/g, '')));
        const size = factors.length === 1 ? 1 : factors.reduce((a, b) => a + Math.abs(b), 0);
        return { value: factors.reduce((a, b) => a * b, 1), size };
      });
      const sum = terms.reduce((all, { value }) => all + value, 0);
      // Every number is rounded to three decimals, so a single number may be off by 0.0005, a product by that times its factors.
      const slack = 0.0006 * (1 + terms.reduce((all, { size }) => all + size, 0));
      assert.ok(Math.abs(sum - read(result)) <= slack, `${id}: ${line}`);
      checked++;
    }
  }
  assert.ok(checked > 20);
  await done();
});

test('what the steps contributed, on screen, sums to the gradient on screen and in the engine', async (context) => {
  const { panel, model, stages, done } = await opened(site, context, {
    cell: 'gru',
    hiddenSize: 4,
    reduction: 'sum',
  });
  const gradients = await model.gradients({ sequence: 0, reduction: 'sum' });
  await go(
    panel,
    stages.findIndex(({ kind }) => kind === 'sum.W'),
  );
  await panel.getByText('Equal to the gradient of backpropagation').waitFor();
  for (const [row, column] of [
    [0, 0],
    [2, 3],
    [3, 1],
  ]) {
    const cell = panel.locator('rnn-matrix tbody tr').nth(row).locator('td').nth(column);
    await cell.click();
    await panel.locator(`.with-numbers[data-entry$="/${row}/${column}"]`).waitFor();
    const parts = (await panel.locator('rnn-contribution-tiles .number').allTextContents()).map(read);
    const sum = parts.reduce((a, b) => a + b, 0);
    const shown = (await cell.textContent())?.trim() ?? '';
    assert.equal(parts.length, 5);
    assert.ok(Math.abs(sum - read(shown)) <= 0.003, `${parts.join(' + ')} is not ${shown}`);
    const gradient = gradients.find(({ name }) => name === 'weight_hh_l0');
    assert.equal(shown, written(gradient?.values[row * 4 + column] ?? Number.NaN));
  }
  // How much came from step 2: press it, and the outer product that made it is there.
  await panel.locator('rnn-contribution-tiles').getByRole('button', { name: 'step 2' }).click();
  await panel.getByRole('heading', { name: 'Contribution to W' }).waitFor();
  await panel.getByText('Backward, step 2', { exact: true }).waitFor();
  await done();
});

test('pointing at a weight lights it in the formula, its row, and its arrow in the drawing; pressing keeps the unit', async (context) => {
  const { panel, walk, stages, done } = await opened(site, context, { cell: 'rnn', hiddenSize: 4 });
  await go(
    panel,
    stages.findIndex(({ kind, timeStep: step }) => kind === 'recurrent' && step === 2),
  );
  const weight = walk.dryRun.parameters.find(({ name }) => name === 'weight_hh_l0')?.before[2 * 4 + 1];
  const cell = panel.locator('rnn-matrix').first().locator('tbody tr').nth(2).locator('td').nth(1);
  await cell.hover();
  const litNumbers = () => panel.locator('.with-numbers .lit mn').allTextContents();
  await eventually(litNumbers, [written(Number(weight))]);
  assert.match((await numberLines(panel))[0], /^w3\[3\]=/);
  await panel.locator('rnn-unrolled .arrow.pointed').waitFor();

  // The other way round: the number in the formula, and the drawing.
  await panel.locator('.with-numbers mn').nth(3).hover();
  await eventually(async () => (await litNumbers()).length, 1);
  await panel.locator('rnn-unrolled .node.source rect').nth(1).hover();
  await eventually(() => panel.locator('.formula .lit').allTextContents(), ['h2']);

  await cell.click();
  await panel.locator('h3').hover();
  await eventually(async () => (await numberLines(panel))[0].startsWith('w3[3]='), true);
  await eventually(() => panel.getByRole('combobox', { name: 'Hidden unit' }).inputValue(), '2');
  await done();
});

test('keys: arrows, with Shift by time step, Home, End, and space to play and pause', async (context) => {
  const { page, panel, stages, done } = await opened(site, context, { cell: 'rnn', hiddenSize: 4 });
  const slider = panel.getByRole('slider', { name: 'Position' });
  const at = async () => Number(await slider.getAttribute('aria-valuenow'));
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await eventually(at, 3);
  await page.keyboard.press('Shift+ArrowRight');
  await eventually(async () => stages[(await at()) - 1].id, 'forward 1 preActivation');
  assert.equal(await slider.getAttribute('aria-valuetext'), 'Forward, step 2: Add them up');
  await page.keyboard.press('End');
  await eventually(at, stages.length);
  await page.keyboard.press('Home');
  await eventually(at, 1);

  await panel.getByRole('combobox', { name: 'Speed' }).selectOption('8');
  await slider.focus();
  await page.keyboard.press('Space');
  await eventually(async () => (await at()) > 4, true);
  await page.keyboard.press('Space');
  await panel.getByRole('button', { name: 'Play' }).waitFor();
  await eventually(async () => (await panel.getByRole('status').textContent())?.startsWith('Forward, step '), true);
  const paused = await at();
  await page.waitForTimeout(500); // four stages at that speed, if it were still playing
  assert.equal(await at(), paused);
  // The page's own shortcuts (space trains, the right arrow makes a step) have not been triggered by all this.
  assert.equal(
    await page.evaluate(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          .status.epoch,
    ),
    3,
  );
  await done();
});

test('the numbers stay while training goes on, until the new weights are asked for', async (context) => {
  const settings = { cell: /** @type {const} */ ('rnn'), hiddenSize: 4 };
  const { page, panel, stages, done } = await opened(site, context, settings);
  const index = stages.findIndex(({ kind }) => kind === 'sum.V');
  await go(panel, index);
  const before = await matricesOn(panel);
  await panel.getByText('Weights after 6 updates').waitFor();
  await trainOnPage(page, 4);
  await panel.getByText('These are the weights after 6 updates. The network has gone on to 14.').waitFor();
  assert.deepEqual(await matricesOn(panel), before);

  await panel.getByRole('button', { name: 'Use current weights' }).click();
  await panel.getByText('Weights after 14 updates').waitFor();
  const { model } = await referenceModel(context, settings, 7);
  const gradients = await model.gradients({ sequence: 0 });
  const expected = gradients.find(({ name }) => name === 'weight_out')?.values ?? new Float64Array();
  await eventually(
    async () => (await matricesOn(panel))[0].cells,
    Array.from(expected, (value) => written(value)),
  );
  await done();
});

test('a window that there is no more, after another setting of truncated BPTT, is the last there is', async (context) => {
  const { page, done } = await openPlayground(site.browser, site.address, {
    ...{ text: 'abcdefghij', truncate: 4, hiddenSize: 4, autoplay: false },
  });
  context.after(done);
  const panel = await showPanel(page, 'step');
  await panel.getByLabel('Window').selectOption({ index: 2 });
  const steps = panel.getByText(/9–11|9–10/).first();
  await steps.waitFor({ state: 'attached' });
  for (const truncate of [0, 6]) {
    await page.evaluate(
      (value) =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
          ?.querySelector('rnn-view')
          ?.store.setSetting('truncate', value),
      truncate,
    );
    await untilStore(page, (store) => !store.pending && store.info);
    await eventually(
      () => panel.evaluate((element) => /** @type {any} */ (element).dryRun?.settings.truncate),
      truncate,
    );
    assert.equal(await panel.getByText('could not be worked through').count(), 0);
  }
});

test('a large network shows the beginning of its vectors, and is one press away from a small one and back', async () => {
  const text = '山高月小\nabab';
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 32, text });
  const panel = await showPanel(page, 'step');
  await panel.getByText('This network has 32 hidden units').waitFor();
  await panel.getByRole('button', { name: '8 of 32' }).waitFor();
  assert.equal((await matricesOn(panel)).at(-1)?.cells.length, 8);
  await panel.getByRole('button', { name: '8 of 32' }).click();
  await eventually(async () => (await matricesOn(panel)).at(-1)?.cells.length, 32);

  await panel.getByRole('button', { name: 'Use 6 hidden units' }).click();
  await untilStore(page, (store) => store.info?.settings.hiddenSize === 6 && !store.pending);
  await eventually(async () => (await matricesOn(panel)).at(-1)?.cells.length, 6);
  const storeText = () =>
    page.evaluate(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          .settings.text,
    );
  assert.equal(await storeText(), text);
  await panel.getByRole('button', { name: 'Back to 32 hidden units' }).click();
  await untilStore(page, (store) => store.info?.settings.hiddenSize === 32 && !store.pending);
  assert.equal(await storeText(), text);
  await done();
});

test("the listing's wrong factor and the cut of truncated BPTT are marked as wrong", async (context) => {
  const listing = await opened(site, context, { activation: 'listing', hiddenSize: 4 });
  await go(
    listing.panel,
    listing.stages.findIndex(({ kind }) => kind === 'delta.listing'),
  );
  await listing.panel.getByText('Wrong factor').waitFor();
  assert.match((await listing.panel.locator('.formula .wrong').textContent()) ?? '', /✗/);
  await listing.done();

  const cut = await opened(site, context, { truncate: 2, hiddenSize: 4 });
  await cut.panel.evaluate((panel) => Object.assign(panel, { stage: 'fromFuture 2' }));
  await cut.panel.getByRole('heading', { name: 'Gradient from later steps: cut off' }).waitFor();
  const { layersData } = await cut.model.trace({ sequence: 0, reduction: cut.walk.dryRun.settings.reduction });
  const full = layersData[0].backward.dHiddenFromNext.values.subarray(4, 8);
  const [zero, instead] = (await matricesOn(cut.panel)).map(({ cells }) => cells);
  assert.deepEqual(zero, ['0', '0', '0', '0']);
  const scale = cut.walk.dryRun.settings.reduction === 'mean' ? 5 / 2 : 1;
  assert.deepEqual(
    instead,
    Array.from(full, (value) => written(Math.fround(value * scale))),
  );
  await cut.done();
});

test('on a phone it has one column, the controls in reach, and nothing wider than the window', async (context) => {
  const options = { viewport: { width: 390, height: 844 }, hasTouch: true };
  const { page, panel, stages, done } = await opened(site, context, { cell: 'lstm', hiddenSize: 6 }, options);
  const play = panel.getByRole('button', { name: 'Play' });
  for (const index of [0, 20, 60, 100, stages.length - 1]) {
    await go(panel, index);
    const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.equal(wide, window);
  }
  await go(panel, 10);
  await panel.locator('rnn-step-stage h3').scrollIntoViewIfNeeded();
  const box = await play.boundingBox();
  assert.ok(box && box.y > 0 && box.y + box.height <= 844);
  await panel.getByRole('button', { name: t('step.next') }).tap();
  await eventually(() => panel.getByRole('slider').getAttribute('aria-valuenow'), '12');
  await done();
});

test('where another cell has fewer gates, the choice names the gate whose equations are shown', async (context) => {
  const { page, panel, stages, done } = await opened(site, context, { cell: 'lstm', hiddenSize: 2, text: 'abc' });
  await show(
    panel,
    stages.findIndex(({ blocks }) => blocks.length === 4),
  );
  const gate = panel.getByLabel(t('step.gate'));
  await gate.selectOption('3');
  await page.evaluate(() =>
    Object.assign(/** @type {any} */ (document.querySelector('rnn-playground')), { cell: 'gru' }),
  );
  await eventually(() => panel.evaluate((element) => /** @type {any} */ (element).dryRun?.settings.cell), 'gru');
  const fewer = await panel.evaluate((element) =>
    /** @type {any} */ (element).prepared.stages.findIndex((/** @type {any} */ { blocks }) => blocks.length > 1),
  );
  await show(panel, fewer);
  const letters = await gate.locator('option').allTextContents();
  assert.ok(letters.length < 4);
  assert.deepEqual(await gate.locator('option:checked').allTextContents(), letters.slice(-1));
  await done();
});
