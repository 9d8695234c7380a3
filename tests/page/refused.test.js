/** Values that cannot be used and have no field of their own: said in the page and in the console, the rest in force. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

/** @param {string} attributes */
const article = (attributes) => `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <rnn-playground language="en" ${attributes}></rnn-playground><script type="module" src="/rnn-playground.js"></script>`;

const site = builtPage({
  '/wrong': article('theme="drak" panels="play,txt" pace="quick" hidden-size="many" hidden-size_hide'),
  '/loss': article('panels="loss" hidden-size="many"'),
  '/right': article('theme="Dark" panels="Play, Loss" autoplay="False"'),
});

/** @param {string} path */
async function opened(path) {
  const { page, done } = await openPage(site.browser);
  /** @type {string[]} */
  const warnings = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await page.goto(`${site.address}${path}`);
  await untilStore(page, (store) => store.info !== null);
  return { page, done, warnings };
}

test('attributes that are refused are reported in the page and in the console, and the rest holds', async () => {
  const { page, done, warnings } = await opened('/wrong');
  for (const sentence of ['there is no “drak”', 'there is no “txt”', 'Speed', 'Hidden units: this is not a number']) {
    await page.locator('rnn-notices').getByText(sentence).waitFor();
  }
  assert.equal(warnings.length, 4, warnings.join('\n'));
  for (const key of ['theme', 'panels', 'pace', 'hidden-size']) {
    assert.ok(
      warnings.some((warning) => warning.startsWith(`<rnn-playground> ${key}: `)),
      key,
    );
  }
  const panels = await page.evaluate(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
        .settings.panels,
  );
  assert.deepEqual(panels, ['play']);
  await page.evaluate(() => document.querySelector('rnn-playground')?.setAttribute('theme', 'pink'));
  await page.locator('rnn-notices').getByText('there is no “pink”').waitFor();
  assert.match(warnings.at(-1) ?? '', /theme: .*pink/);
  await page.evaluate(() => document.querySelector('rnn-playground')?.setAttribute('theme', 'light'));
  await page.locator('rnn-notices').getByText('there is no “pink”').waitFor({ state: 'detached' });
  await done();
});

test('where the form is not shown, what it would say is said above', async () => {
  const { page, done } = await opened('/loss');
  await page.locator('rnn-notices').getByText('Hidden units: this is not a number').waitFor();
  await done();
});

test('another case is no other value', async () => {
  const { page, done, warnings } = await opened('/right');
  const { theme, panels, autoplay } = await page.evaluate(() => ({
    .../** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
      .settings,
  }));
  assert.deepEqual([theme, panels, autoplay, warnings], ['dark', ['play', 'loss'], false, []]);
  await done();
});
