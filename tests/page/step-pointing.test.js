/**
 * Pointing in "Step through": a number lights up with those that made it, in the formula, in the matrices and in the
 * drawing, and the drawing can be gone through with the keyboard. Expected: the walk made in Node.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtPage } from './site.js';
import { eventually } from './panel-helpers.js';
import { go, opened, written } from './step-page.js';

/** @typedef {import('playwright-core').Locator} Locator */

const site = builtPage();

const settings = /** @type {const} */ ({ cell: 'rnn', hiddenSize: 8, reduction: 'sum', bias: false });
/**
 * Everything that is lit: numbers in formulas, cells of matrices, single numbers, places of the drawing.
 * @param {Locator} panel
 */
async function litOn(panel) {
  const stage = panel.locator('rnn-step-stage');
  const numbers = await stage.locator('.with-numbers .lit:not(:has(mtext)) > mn').allTextContents();
  const cells = await stage
    .locator('rnn-matrix')
    .evaluateAll((all) =>
      all.map((matrix) =>
        [...(matrix.shadowRoot?.querySelectorAll('td.pointed') ?? [])].map((cell) => cell.textContent?.trim() ?? ''),
      ),
    );
  const scalars = await stage.locator('.scalar.pointed').allTextContents();
  const places = await panel
    .locator('rnn-unrolled .pointed')
    .evaluateAll((parts) => parts.map((part) => part.getAttribute('data-drawing-id')));
  return { numbers: [...new Set(numbers)].sort(), cells, scalars: [...new Set(scalars)], places: places.sort() };
}

const nothing = { numbers: [], scalars: [], places: [] };

/** @param {Locator} panel @param {number} matrix @param {number} row */
const cellOf = (panel, matrix, row) =>
  panel.locator('rnn-matrix').nth(matrix).locator('tbody tr').nth(row).locator('td').first();

/** @param {Awaited<ReturnType<typeof opened>>} shown @param {string} kind @param {number} t */
async function goTo({ panel, stages }, kind, t) {
  await go(
    panel,
    stages.findIndex((stage) => stage.kind === kind && stage.timeStep === t),
  );
  await panel.page().mouse.move(0, 0);
}

test('∂L/∂h lights both its parts, in the formula, in the matrices and as arrows; and a part lights its own', async (context) => {
  const shown = await opened(site, context, settings);
  const { panel, walk, done } = shown;
  await goTo(shown, 'dHidden', 2);
  const [output, future, both] = [walk.dHiddenFromOutput(2), walk.dHiddenFromNextStep(2), walk.dHidden(2)].map(
    ({ values }) => written(values[5]),
  );
  const all = {
    numbers: [output, future, both].sort(),
    cells: [[output], [future], [both]],
    scalars: [],
    places: ['dV:0:2', 'dW:0:3', 'dh:0:2'],
  };
  await cellOf(panel, 2, 5).hover();
  await eventually(() => litOn(panel), all);
  // Pointing looks otherwise than what the stage is about, which is outlined as well.
  const looks = await panel.locator('rnn-matrix').evaluateAll((matrices) =>
    matrices.map((matrix) => {
      const style = (/** @type {string} */ selector) => {
        const cell = matrix.shadowRoot?.querySelector(selector);
        return cell ? getComputedStyle(cell).boxShadow : '';
      };
      return style('td.pointed') !== 'none' && style('td:not(.pointed)') === 'none';
    }),
  );
  assert.deepEqual(looks, [true, true, true]);

  await cellOf(panel, 1, 5).hover();
  const part = { numbers: [future], cells: [[], [future], []], scalars: [], places: ['dW:0:3'] };
  await eventually(() => litOn(panel), part);
  await panel.locator('h3').hover();
  await eventually(() => litOn(panel), { ...nothing, cells: [[], [], []] });

  // From the formula; from the drawing; from the name of a quantity.
  await cellOf(panel, 2, 5).click();
  await panel.locator('h3').hover();
  await panel.locator('.with-numbers mrow[data-part^="dh out"] mn').hover();
  const outputAlone = { numbers: [output], cells: [[output], [], []], scalars: [], places: ['dV:0:2'] };
  await eventually(() => litOn(panel), outputAlone);
  await panel.locator('.formula mrow[data-part^="dh next"]').hover();
  await eventually(() => litOn(panel), part);
  await panel.locator('rnn-unrolled [data-drawing-id="dV:0:2"] .head').hover();
  await eventually(() => litOn(panel), outputAlone);
  await done();
});

test('a probability of the softmax lights its exponential, its logit and the sum; the sum all exponentials', async (context) => {
  const shown = await opened(site, context, settings);
  const { panel, walk, done } = shown;
  await goTo(shown, 'softmax', 1);
  const [o, e, p] = [walk.logits(1), walk.exponentials(1), walk.p(1)].map(({ values }) => values);
  const [Z, m] = [walk.exponentialSum(1), walk.maximum(1)].map(({ values }) => written(values[0]));
  const token = 7;
  const own = [o, e, p].map((values) => written(values[token]));
  await cellOf(panel, 2, token).hover();
  await eventually(() => litOn(panel), {
    numbers: [...new Set([...own, Z, m])].sort(),
    cells: own.map((value) => [value]),
    scalars: [m, Z],
    places: ['p:1'],
  });
  const sum = panel.locator('.scalar', { hasText: Z }).first();
  await sum.hover();
  await eventually(
    async () => (await litOn(panel)).cells[1],
    Array.from(e, (value) => written(value)),
  );
  await done();
});

test('the losses and the length of the gradient light what they are made of', async (context) => {
  const shown = await opened(site, context, settings);
  const { panel, walk, done } = shown;
  await goTo(shown, 'loss', 4);
  const target = walk.trace.targets[4];
  await panel.locator('.scalar').hover();
  await eventually(() => litOn(panel), {
    numbers: [written(walk.p(4).values[target]), written(walk.loss(4).values[0])].sort(),
    cells: [[written(walk.p(4).values[target])]],
    scalars: [written(walk.loss(4).values[0])],
    places: ['L:4', 'p:4'],
  });
  await goTo(shown, 'total', -1);
  await panel.locator('.scalar').last().hover();
  await eventually(async () => (await litOn(panel)).places, ['L', 'L:0', 'L:1', 'L:2', 'L:3', 'L:4']);
  await goTo(shown, 'norm', -1);
  const norms = walk.dryRun.parameters.map(({ norm }) => written(norm));
  await panel.locator('.scalar').last().hover();
  await eventually(async () => (await litOn(panel)).cells[0], norms);
  assert.equal((await litOn(panel)).places.length, 3 * 5);
  await done();
});

test('the drawing by keyboard: one stop for the Tab key, arrows from part to part, Enter to the stage', async (context) => {
  const shown = await opened(site, context, settings);
  const { page, panel, done } = shown;
  await goTo(shown, 'dHidden', 2);
  const drawing = panel.locator('rnn-unrolled');
  assert.equal(await drawing.locator('[tabindex="0"]').count(), 1);
  await panel.getByRole('combobox', { name: 'Sentence' }).focus();
  await page.keyboard.press('Tab');
  const focused = () => drawing.locator('[data-drawing-id]:focus').getAttribute('data-drawing-id');
  assert.equal(await focused(), 'dh:0:2', 'the part that the stage makes');
  assert.equal(await drawing.locator(':focus').getAttribute('aria-current'), 'step');
  const name = '∂L/∂h_3: Total ∂L/∂h. Backward, step 3';
  assert.equal(await drawing.getByRole('button', { name, exact: true }).getAttribute('data-drawing-id'), 'dh:0:2');

  const slider = panel.getByRole('slider', { name: 'Position' });
  const before = await slider.getAttribute('aria-valuenow');
  await page.keyboard.press('ArrowRight');
  assert.equal(await focused(), 'dW:0:3');
  await eventually(async () => (await litOn(panel)).places, ['dW:0:3']);
  assert.equal(await slider.getAttribute('aria-valuenow'), before, 'the arrow keys do not move the stage here');
  await page.keyboard.press('Enter');
  await panel.getByRole('heading', { name: 'From later steps', exact: true }).waitFor();
  await panel.getByText('Backward, step 3', { exact: true }).waitFor();
  assert.equal(await focused(), 'dW:0:3');

  // What the way back takes away leaves the focus to what the stage makes; the slider keeps its keys.
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await eventually(() => slider.getAttribute('aria-valuenow'), before);
  await drawing.locator('[data-drawing-id="dh:0:2"]').focus();
  await page.keyboard.press('Home');
  await panel.getByRole('heading', { name: 'Look up the input' }).waitFor();
  await eventually(focused, 'U:0:0');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(), 'h:0:0');
  await page.keyboard.press(' ');
  await panel.getByRole('heading', { name: 'New hidden state' }).waitFor();
  await done();
});

test('every part that has a name leads to a stage', async (context) => {
  const shown = await opened(site, context, { ...settings, hiddenSize: 4 });
  const { panel, stages, done } = shown;
  await go(panel, stages.length - 1);
  const parts = panel.locator('rnn-unrolled [data-drawing-id]');
  const unnamed = await parts.evaluateAll((all) =>
    all
      .filter((part) => !part.querySelector('title')?.textContent && getComputedStyle(part).visibility === 'visible')
      .map((part) => part.getAttribute('data-drawing-id')),
  );
  assert.deepEqual(unnamed, [], 'parts that lead nowhere');
  for (const to of ['x:1', 'V:0:2', 'S:3', 'dS:3', 'L']) {
    await go(panel, stages.length - 1);
    await panel.locator(`rnn-unrolled [data-drawing-id="${to}"]`).dispatchEvent('click');
    await eventually(
      async () => Number(await panel.getByRole('slider').getAttribute('aria-valuenow')) < stages.length,
      true,
    );
  }
  await done();
});
