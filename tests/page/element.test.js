/** The element as an author's program uses it: properties, attributes, methods, events, the text's places, loading. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { assertSameState, elementChecks, stateTaken, trainedState } from './element-checks.js';
import { elementPages } from './host-pages.js';
import { eventually } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage(elementPages);

/** @param {string} path */
async function opened(path) {
  const { page, done } = await openPage(site.browser);
  /** @type {string[]} */
  const warnings = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await page.goto(site.address + path);
  return { page, done, warnings };
}

/**
 * @template {unknown[]} Given
 * @template Value
 * @param {import('playwright-core').Page} page
 * @param {(element: any, ...given: Given) => Value} use runs in the page
 * @param {Given} given
 * @returns {Promise<Awaited<Value>>}
 */
const on = (page, use, ...given) =>
  page.evaluate(
    ([source, values]) =>
      new Function('element', 'given', `return (${source})(element, ...given)`)(
        document.querySelector('rnn-playground'),
        values,
      ),
    /** @type {const} */ ([`${use}`, given]),
  );

for (const { name, path, use, check } of elementChecks) {
  test(name, async (context) => {
    const { page, done } = await opened(path);
    context.after(done);
    check(await on(page, use));
  });
}

test('settings are typed properties, and attributes that follow what the reader changes', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  await on(page, (element) => element.ready);
  assert.deepEqual(
    await on(page, ({ hiddenSize, text, shuffle, cell, panels }) => [
      hiddenSize,
      text,
      shuffle,
      cell,
      panels.includes('play'),
    ]),
    [4, 'abab', false, 'rnn', true],
  );
  await on(page, (element) => {
    element.cell = 'gru';
    element.hiddenSize = 6;
  });
  await eventually(() => page.getByRole('textbox', { name: 'Hidden units', exact: true }).inputValue(), '6');
  await page.getByRole('textbox', { name: 'Hidden units', exact: true }).fill('9');
  await page.keyboard.press('Enter');
  await eventually(() => on(page, (element) => [element.hiddenSize, element.getAttribute('hidden-size')]), [9, '9']);
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill('one\n\ntwo');
  await eventually(() => on(page, (element) => element.getAttribute('text')), 'one\n\ntwo');
  const changed = await on(page, async (element) => {
    const event = new Promise((resolve) => element.addEventListener('rnn-change', resolve, { once: true }));
    element.cell = null;
    return /** @type {CustomEvent} */ (await event).detail;
  });
  assert.deepEqual(changed, { settings: ['cell'] });
  assert.equal(await on(page, (element) => element.hasAttribute('cell')), false);
});

test('a wrong attribute is said once in the console and in the page, with the one that may have been meant', async (context) => {
  const { page, done, warnings } = await opened('/slip');
  context.after(done);
  await page.getByText('There is no attribute “learning_rate”. Did you mean “learning-rate”?').waitFor();
  await page.getByText('There is no attribute “foo”.').waitFor();
  await eventually(async () => warnings.length, 2, `${warnings}`);
  const nowhere = await opened('/nowhere');
  context.after(nowhere.done);
  await nowhere.page.getByText('no element with the id “peom”').waitFor();
});

test('a property that a server wrote as an attribute is that attribute, and nothing is said of it', async (context) => {
  const { page, done, warnings } = await opened('/served');
  context.after(done);
  const read = await on(page, async (element) => {
    const { hiddenSize, headingLevel } = await element.ready;
    return { hiddenSize, headingLevel, attributes: element.getAttributeNames().sort() };
  });
  const attributes = ['heading-level', 'hidden-size', 'panels'];
  assert.deepEqual([read, warnings], [{ hiddenSize: 12, headingLevel: 3, attributes }, []]);
});

test('loading="manual" shows poster and children and loads nothing until it is pressed', async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${site.address}/manual`, { waitUntil: 'networkidle' });
  assert.ok(asked.filter((path) => path.endsWith('.js')).length <= 2, `${asked}`);
  assert.ok(await page.getByText('A picture of it.').isVisible());
  /** @type {() => void} */
  let letCome = () => {};
  const held = new Promise((resolve) => {
    letCome = () => resolve(undefined);
  });
  await page.route(/\/view-/, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Start' }).press('Enter');
  // What was pressed keeps the focus and says what happens, until the Tab key goes on in what has come.
  const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);
  assert.equal(await focused(), 'Loading …');
  letCome();
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement?.localName === 'rnn-playground'));
  assert.equal(await page.getByText('A picture of it.').isVisible(), false);
  assert.equal(await page.getByRole('button', { name: 'Start', exact: true }).count(), 0);
});

test('where its code does not come the children stay, with a sentence and an event', async (context) => {
  const { page } = await openPage(site.browser);
  context.after(() => page.context().close());
  await page.route(/\/view-/, (route) => route.abort());
  await page.addInitScript(() => {
    const heard = Object.assign(window, { heard: /** @type {unknown[]} */ ([]) }).heard;
    document.addEventListener('rnn-error', (event) => heard.push(/** @type {CustomEvent} */ (event).detail.type));
  });
  await page.goto(`${site.address}/pre`);
  await page.getByText('could not be loaded').waitFor();
  assert.ok(await page.locator('pre').isVisible());
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).heard), ['loadFailed']);
});

test('the state goes to another element, on another page, with the trained network', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  const made = await on(page, trainedState);
  const other = await opened('/instrument');
  context.after(other.done);
  assertSameState(made, await on(other.page, stateTaken, made.state));
});

test('taken out for long, or cloned, it keeps text and settings', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  await on(page, (element) => element.ready);
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill('typed by hand');
  await eventually(() => on(page, (element) => element.getAttribute('text')), 'typed by hand');
  await on(page, (element) => {
    element.remove();
    Object.assign(window, { element });
  });
  await eventually(async () => page.workers().length, 0, 'it has stopped');
  await page.evaluate(async () => {
    const { element } = /** @type {any} */ (window);
    document.body.append(element, element.cloneNode(true));
    for (const one of /** @type {any} */ (document.querySelectorAll('rnn-playground'))) await one.step('epoch');
  });
  assert.deepEqual(
    await page.evaluate(() =>
      [.../** @type {any} */ (document.querySelectorAll('rnn-playground'))].map((one) => [one.text, one.status.epoch]),
    ),
    [
      ['typed by hand', 1],
      ['typed by hand', 1],
    ],
  );
});

test('its headings stand below those of the article, and nothing of its inside is heard or held outside', async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  await page.addInitScript(() => {
    const heard = Object.assign(window, { heard: /** @type {string[]} */ ([]) }).heard;
    const dispatch = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function (/** @type {Event} */ event) {
      if (event instanceof CustomEvent)
        document.addEventListener(event.type, () => heard.push(event.type), { once: true });
      return dispatch.call(this, event);
    };
  });
  await page.goto(`${site.address}/headings`);
  const at = (/** @type {string} */ name, /** @type {number} */ level) =>
    page.locator(`[aria-level="${level}"]`).getByText(name, { exact: true }).waitFor();
  await at('RNN Playground', 3);
  assert.equal(await page.locator('h1').count(), 1);
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Hidden states' }).click();
  await at('Hidden states', 4);
  await on(page, (element) => element.setAttribute('heading-level', '2'));
  await at('Hidden states', 3);
  const heard = await page.evaluate(() => /** @type {any} */ (window).heard);
  assert.deepEqual(
    [...new Set(heard)].filter((/** @type {any} */ type) => !type.startsWith('rnn-')),
    [],
  );
  assert.deepEqual(await on(page, (element) => Object.keys(element)), [], 'no private object is a property');
});

test('the controls that are hidden are not shown, whatever they set', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  const controls = /** @type {const} */ ([
    ['language_hide', page.getByRole('combobox', { name: 'Language' })],
    // The panel “Step through”, which may have been loaded by now, has a speed of its own.
    ['pace_hide', page.getByRole('group', { name: 'Training', exact: true }).getByRole('combobox', { name: 'Speed' })],
    ['theme_hide', page.getByRole('button', { name: /^Theme/ })],
    ['loss-scale_hide', page.getByRole('button', { name: 'Logarithmic' })],
    ['beginning_hide', page.getByRole('textbox', { name: 'Prompt' })],
    ['text_hide', page.getByRole('textbox', { name: 'Sentences, one on each line' })],
    ['hidden-size_hide', page.getByRole('textbox', { name: 'Hidden units', exact: true })],
  ]);
  for (const [attribute, control] of controls) {
    await control.first().waitFor();
    await page.evaluate((name) => document.querySelector('rnn-playground')?.setAttribute(name, ''), attribute);
    await control.first().waitFor({ state: 'detached' });
  }
});

test('a second version of the script changes nothing and says so', async (context) => {
  const { page, done, warnings } = await opened('/plain');
  context.after(done);
  await on(page, (element) => element.ready);
  await page.route(/\/v2\//, (route) => route.continue({ url: route.request().url().replace('/v2/', '/') }));
  await page.evaluate(() => import(/** @type {any} */ ('/v2/rnn-playground.js')));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /<rnn-playground> is defined already.*v2.* is not used/);
  assert.equal((await on(page, (element) => element.train({ epochs: 1 }))).reason, 'finished');
});
