/** An element that is taken out, or moved, while something is under way: no worker stays and nothing fails. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { eventually, t } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage({
  '/article': `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
    <main id="here"><rnn-playground text="abab" language="en"></rnn-playground></main><div id="there"></div>
    <script type="module" src="/rnn-playground.js"></script>`,
});

/** An article with one element, its network made and not trained. */
async function article() {
  const { page, done } = await openPage(site.browser, { reducedMotion: 'reduce' });
  await page.goto(`${site.address}/article`);
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store?.info,
  );
  return { page, done };
}

/** @param {import('playwright-core').Page} page @param {string} id */
async function openPanel(page, id) {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: t.dynamic(`${id}.heading`), exact: true })
    .click();
  await page.locator(`rnn-${id}-panel .body *`).first().waitFor();
}

/** @param {import('playwright-core').Page} page */
const noWorkersStay = (page) => eventually(async () => page.workers().length, 0, 'workers that nobody can end');

test('a race started while a change is pending starts no worker once the element has gone', async () => {
  const { page, done } = await article();
  await openPanel(page, 'race');
  await page.evaluate(() => {
    const element = /** @type {any} */ (document.querySelector('rnn-playground'));
    element.shadowRoot.querySelector('rnn-view').store.setText('abcabc');
    const panel = element.shadowRoot.querySelector('[data-panel="race"]').shadowRoot.querySelector('rnn-race-panel');
    panel.start();
    element.remove();
  });
  await noWorkersStay(page);
  await page.waitForTimeout(500);
  assert.equal(page.workers().length, 0);
  await done();
});

test('cells compared while the element goes leave no worker', async () => {
  const { page, done } = await article();
  await openPanel(page, 'flow');
  await page.evaluate(() => {
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.train();
  });
  const compare = page.getByRole('button', { name: t('flow.compare'), exact: true });
  await compare.waitFor();
  await compare.evaluate((button) => {
    /** @type {HTMLElement} */ (button).click();
    document.querySelector('rnn-playground')?.remove();
  });
  await noWorkersStay(page);
  await page.waitForTimeout(500);
  assert.equal(page.workers().length, 0);
  await done();
});

test('a step, a training and a lesson under way end without an error when the element goes', async () => {
  const { page, done } = await article();
  await openPanel(page, 'lessons');
  // What guides through lessons is loaded with the first.
  await page.locator('rnn-lessons-panel').getByRole('listitem').getByRole('button').first().click();
  await page.locator('rnn-lesson-guide').getByRole('heading').waitFor();
  await page.evaluate(() => {
    const element = /** @type {any} */ (document.querySelector('rnn-playground'));
    const { store } = element.shadowRoot.querySelector('rnn-view');
    store.setText('abcd');
    element.shadowRoot.querySelector('rnn-lesson-guide').start('sees');
    store.step('epoch', 500);
    store.step('token', 9);
    element.step();
    element.toggle();
    element.remove();
  });
  await noWorkersStay(page);
  await page.waitForTimeout(500);
  assert.equal(page.workers().length, 0);
  await done();
});

test('taken out and put back in quick succession it has one network', async () => {
  const { page, done } = await openPage(site.browser, { reducedMotion: 'reduce' });
  await page.goto(`${site.address}/article`);
  await page.evaluate(async () => {
    const element = /** @type {HTMLElement} */ (document.querySelector('rnn-playground'));
    for (let i = 0; i < 12; i++) {
      await new Promise((resolve) => (i % 3 ? requestAnimationFrame(resolve) : setTimeout(resolve)));
      document.querySelector(i % 2 ? '#here' : '#there')?.append(element);
    }
  });
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store?.info,
  );
  assert.equal(page.workers().length, 1);
  await done();
});
