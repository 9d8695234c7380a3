/** The panel about single units, with a network in which two units are known: one counts the characters of a line, one is on inside brackets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, openPlayground, showPanel, t, trainOnPage } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/** Lines of 5 to 24 letters, every third of them with a bracket. @param {number} count */
function linesOf(count) {
  let state = 9;
  const random = (/** @type {number} */ below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  return Array.from({ length: count }, () => {
    const letters = Array.from({ length: 5 + random(20) }, () => 'abcdef'[random(6)]);
    if (random(3) === 0) {
      letters[1] = '(';
      letters[3 + random(letters.length - 3)] = ')';
    }
    return letters.join('');
  });
}

const lines = linesOf(90);
/** @type {Partial<import('../../web/state/settings.js').Settings>} */
const settings = {
  ...{ text: lines.join('\n'), streams: 1 },
  ...{ cell: 'rnn', activation: 'relu', hiddenSize: 8, bias: true },
};

/**
 * Unit 4 (index 3) counts the characters since the line began, unit 6 (index 5) is 1 inside brackets, the others do little.
 * @param {import('playwright-core').Page} page
 */
const setKnownWeights = (page) =>
  page.evaluate(async () => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    const { vocabulary } = store.data;
    const [V, H] = [vocabulary.size, 8];
    const input = Array.from({ length: H * V }, (_, i) => Math.sin(i) / 4);
    const recurrent = Array.from({ length: H * H }, (_, i) => Math.cos(i) / 8);
    const bias = new Array(H).fill(0.1);
    for (const unit of [3, 5]) {
      input.fill(0, unit * V, (unit + 1) * V);
      for (let other = 0; other < H; other++) recurrent[unit * H + other] = other === unit ? 1 : 0;
      bias[unit] = unit === 3 ? 1 : 0;
    }
    input[3 * V + vocabulary.endId] = -1000;
    input[5 * V + vocabulary.id('(')] = 1;
    input[5 * V + vocabulary.id(')')] = -1;
    const values = { weight_ih_l0: input, weight_hh_l0: recurrent, bias_ih_l0: bias, bias_hh_l0: new Array(H).fill(0) };
    for (const [name, numbers] of Object.entries(values)) await store.call('setParameter', { name, values: numbers });
  });

/** @param {import('playwright-core').BrowserContextOptions} [options] */
async function openKnown(options) {
  const opened = await openPlayground(site.browser, site.address, settings, options);
  await setKnownWeights(opened.page);
  const panel = await showPanel(opened.page, 'units');
  await panel.locator('.ranking li').first().waitFor();
  return { ...opened, panel };
}

/** @param {import('playwright-core').Locator} panel */
const firstRow = (panel) => panel.locator('.ranking li').first().locator('.name, .score').allTextContents();

const text = 'rnn-colored-text [role=application]';

test('the unit that is on inside brackets is found, the one that counts the line, and the text colored by either', async () => {
  const { panel, done } = await openKnown();
  assert.equal(await panel.getByLabel(t('units.target')).inputValue(), 'insideBrackets');
  assert.deepEqual(await firstRow(panel), ['unit 6', '1.00']);
  await panel.getByRole('heading', { name: 'Hidden unit 6 along the text' }).waitFor();

  await panel.getByLabel(t('units.target')).selectOption('linePosition');
  await eventually(() => firstRow(panel), ['unit 4', '1.00']);
  await panel.getByRole('heading', { name: 'Hidden unit 4 along the text' }).waitFor();
  assert.match(
    await panel.locator('.verdict').innerText(),
    /^Unit 4, .* scores 1\.00 on the second half; 95% of chance scores are below 0\.\d\d\.$/,
  );

  // The values below the cursor are the places in the line; the cursor goes on from where it is.
  await panel.locator(text).focus();
  const readout = panel.locator('rnn-colored-text .readout');
  await eventually(() => readout.innerText(), `h[4] after “${lines[0][0]}” = 1.000 · position in the line: 1`);
  await panel.locator(text).press('ArrowRight');
  await eventually(() => readout.innerText(), `h[4] after “${lines[0][1]}” = 2.000 · position in the line: 2`);
  await panel.locator(text).press('ArrowDown');
  await eventually(() => readout.innerText(), `h[4] after “${lines[1][1]}” = 2.000 · position in the line: 2`);

  await panel.getByRole('button', { name: /^Hidden unit 6:/ }).click();
  await panel.getByRole('heading', { name: 'Hidden unit 6 along the text' }).waitFor();
  await eventually(() => panel.getByRole('button', { pressed: true }).locator('.name').innerText(), 'unit 6');
  await done();
});

test('places marked by dragging, and by Shift with the arrow keys, are looked for; and taken back', async () => {
  const { page, panel, done } = await openKnown();
  const target = panel.getByLabel(t('units.target'));
  await target.selectOption('marks');
  await panel.getByText(t('units.mark', { piece: t('tokens.unit.characters') })).waitFor();

  // The brackets of the first lines that have some, by the keyboard: from the opening sign up to the closing one.
  const whole = `${lines.join('\n')}\n`;
  await panel.locator(text).focus();
  await panel.locator(text).press('Control+Home');
  let at = 0;
  for (let n = 0, open = -1; n < 4; n++) {
    open = whole.indexOf('(', open + 1);
    const close = whole.indexOf(')', open);
    for (; at < open; at++) await panel.locator(text).press('ArrowRight');
    await page.keyboard.down('Shift');
    for (; at < close - 1; at++) await page.keyboard.press('ArrowRight');
    await page.keyboard.up('Shift');
  }
  await eventually(() => firstRow(panel), ['unit 6', '1.00']);
  assert.equal(await target.inputValue(), 'marks');

  // Delete takes back the mark at the cursor, the buttons the last and all.
  await panel.locator(text).press('Delete');
  await panel.getByRole('button', { name: t('units.undoMark') }).click();
  await panel.getByRole('button', { name: t('units.clearMarks') }).click();
  await panel.getByText(t('units.mark', { piece: t('tokens.unit.characters') })).waitFor();
  assert.equal(await panel.getByRole('button', { name: t('units.undoMark') }).count(), 0);

  // A drag along the second row, while something else is looked for.
  await target.selectOption('vowel');
  const box = await panel.locator('rnn-colored-text canvas').boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 5, box.y + 35);
  await page.mouse.down();
  await page.mouse.move(box.x + 45, box.y + 35, { steps: 4 });
  await page.mouse.up();
  await panel.getByRole('button', { name: t('units.undoMark') }).waitFor();
  assert.equal(await target.inputValue(), 'marks');
  await done();
});

test('the values follow the training, and the text, of which a part can be chosen', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, {
    ...{ text: linesOf(600).join('\n'), streams: 2, cell: 'gru', hiddenSize: 8, heldOut: 0.1 },
  });
  const panel = await showPanel(page, 'units');
  await panel.locator('.ranking li').first().waitFor();
  await panel.getByLabel(t('units.colored')).selectOption('2');
  await panel.getByRole('heading', { name: 'Hidden unit 3 along the text' }).waitFor();
  await panel.locator(text).focus();
  const readout = panel.locator('rnn-colored-text .readout');
  const changesFrom = (/** @type {string} */ before) =>
    eventually(
      async () => /^\S+\[3\] after /.test(await readout.innerText()) && (await readout.innerText()) !== before,
      true,
    );
  const before = await readout.innerText();
  await trainOnPage(page, 1);
  await changesFrom(before);

  await panel.getByLabel(t('states.what')).selectOption('z');
  await panel.getByRole('heading', { name: 'Hidden unit 3 along the text: z' }).waitFor();

  const place = panel.getByRole('slider');
  const last = Number(await place.getAttribute('max'));
  assert.ok(last > 1000, `${last}`);
  const beginning = await readout.innerText();
  await place.fill(String(Math.floor(last / 500) * 500));
  await panel.locator(text).focus();
  await changesFrom(beginning);
  await panel.getByLabel(t('units.which'), { exact: true }).selectOption('heldOut');
  assert.equal(await panel.getByRole('slider').count(), 0, 'all of the held-out part is shown');
  await panel.locator('.ranking li').first().waitFor();

  // Another text: a short one says what it lacks.
  await page.evaluate(() =>
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
      ?.querySelector('rnn-view')
      ?.store.setSettings({
        text: 'abc\ncba',
        streams: 0,
        heldOut: 0,
      }),
  );
  await panel.getByText(t('units.short', { places: 40 })).waitFor();
  await done();
});

test('a finger drags sideways to mark, on a phone', async () => {
  const { page, panel, done } = await openKnown({
    viewport: { width: 390, height: 800 },
    hasTouch: true,
    isMobile: true,
  });
  const canvas = panel.locator('rnn-colored-text canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  assert.ok(box);
  await page.touchscreen.tap(box.x + 20, box.y + 60);
  await eventually(
    async () => /^h\[6\] after /.test(await panel.locator('rnn-colored-text .readout').innerText()),
    true,
  );
  const session = await page.context().newCDPSession(page);
  const touch = (/** @type {'touchStart' | 'touchMove' | 'touchEnd'} */ type, /** @type {number} */ x) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: box.y + 60 }] });
  await touch('touchStart', box.x + 20);
  for (let x = 30; x <= 100; x += 10) await touch('touchMove', box.x + x);
  await touch('touchEnd', 0);
  await panel.getByRole('button', { name: t('units.undoMark') }).waitFor();
  await done();
});

test('after the chosen unit has gone, the choice names the unit that the text is colored by', async () => {
  const { page, panel, done } = await openKnown();
  await panel.getByLabel(t('units.colored')).selectOption('7');
  await panel.getByRole('heading', { name: 'Hidden unit 8 along the text' }).waitFor();
  await page.evaluate(() =>
    Object.assign(/** @type {any} */ (document.querySelector('rnn-playground')), { hiddenSize: 4 }),
  );
  await panel.getByRole('heading', { name: 'Hidden unit 4 along the text' }).waitFor();
  assert.equal(await panel.getByLabel(t('units.colored')).locator('option:checked').innerText(), 'unit 4');
  await done();
});

test('in a line that runs from the right the left arrow key goes on along it', async () => {
  const line = 'אבגדהוזחטיכל';
  const { page, done } = await openPlayground(site.browser, site.address, {
    ...settings,
    text: Array.from({ length: 30 }, () => line).join('\n'),
  });
  const panel = await showPanel(page, 'units');
  await panel.locator(text).focus();
  const readout = panel.locator('rnn-colored-text .readout');
  await eventually(async () => (await readout.innerText()).includes(line[0]), true);
  await panel.locator(text).press('ArrowLeft');
  await eventually(async () => (await readout.innerText()).includes(line[1]), true);
  await panel.locator(text).press('ArrowRight');
  await eventually(async () => (await readout.innerText()).includes(line[0]), true);
  await done();
});
