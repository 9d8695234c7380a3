/** Two elements in somebody's article: each with its own network, text, language and theme, and nothing leaks out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { builtPage } from './site.js';
import { eventually, t } from './panel-helpers.js';

const article = `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <style>p, button, label { color: rgb(1, 2, 3); font-size: 40px !important } h2 { display: none }</style>
  <p>Before</p>
  <rnn-playground id="one" text="ab" language="en" theme="dark" panels="play,predictions,loss"></rnn-playground>
  <p>Between</p>
  <rnn-playground id="two" text="春眠不觉晓" language="zh" hidden-size="5" theme="light" autoplay="true" panels="play,predictions,loss"></rnn-playground>
  <script type="module" src="/rnn-playground.js"></script>`;
const instruments = `<!doctype html><title>An article</title><link rel="icon" href="data:,">
  <rnn-playground text="ab" language="en" panels="states,step"></rnn-playground>
  <script type="module" src="/rnn-playground.js"></script>`;

const site = builtPage({
  '/article': article,
  '/instruments': instruments,
  '/empty': '<!doctype html><title>Nothing</title><link rel="icon" href="data:,">',
});
test('two elements in one document keep apart', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/article`);
  const [one, two] = ['#one', '#two'].map((id) => page.locator(id));
  await one.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await two.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => {
    const store = /** @type {any} */ (document.querySelector('#two'))?.shadowRoot?.querySelector('rnn-view')?.store;
    return store?.status?.epoch >= 60;
  });

  assert.equal(await one.getByRole('textbox', { name: 'Sentences, one on each line' }).inputValue(), 'ab');
  assert.equal(await two.getByRole('textbox', { name: '句子，一行一句' }).inputValue(), '春眠不觉晓');
  assert.equal(await one.getByText('0 updates', { exact: true }).count(), 1, 'the first one has not been trained');
  assert.equal(await two.getByRole('textbox', { name: '隐藏单元数' }).inputValue(), '5');

  const colors = await page.evaluate(() =>
    ['#one', '#two'].map((id) => getComputedStyle(/** @type {Element} */ (document.querySelector(id))).backgroundColor),
  );
  assert.deepEqual(colors, ['rgb(16, 18, 22)', 'rgb(251, 250, 248)']);
  await done();
});

/**
 * Everything of the document that belongs to the article.
 * @param {import('playwright-core').Page} page
 */
const documentOf = (page) =>
  page.evaluate(() => ({
    root: document.documentElement
      .getAttributeNames()
      .map((name) => [name, document.documentElement.getAttribute(name)]),
    scheme: document.documentElement.style.colorScheme,
    body: document.body.getAttributeNames(),
    head: [...document.head.children].map(({ outerHTML }) => outerHTML),
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    children: [...document.body.children].map(({ localName }) => localName),
    adopted: document.adoptedStyleSheets.length,
    address: location.href,
  }));

test('importing the module and using two elements changes nothing of the document', async () => {
  const { page, done } = await openPage(site.browser);
  await page.addInitScript(() => {
    const heard = Object.assign(window, { heard: /** @type {string[]} */ ([]) }).heard;
    const add = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (/** @type {string} */ type, /** @type {any[]} */ ...rest) {
      if (this === document || this === window || this === document.body || this === document.documentElement)
        heard.push(type);
      return add.call(this, type, .../** @type {[any]} */ (rest));
    };
  });
  await page.goto(`${site.address}/article`);
  const before = await documentOf(page);
  await page.locator('#one').getByRole('button', { name: 'Train', exact: true }).waitFor();
  await page.locator('#two').scrollIntoViewIfNeeded();
  await page.locator('#two').getByRole('button', { name: '暂停', exact: true }).click();
  await page.evaluate(async () => {
    const [one, two] = ['#one', '#two'].map((id) => /** @type {any} */ (document.querySelector(id)));
    one.shadowRoot
      .querySelector('rnn-view')
      .store.setSettings({ language: 'zh', theme: 'light', panels: 'play,predictions,loss,states,race,lessons' });
    two.shadowRoot.querySelector('rnn-view').store.setSettings({ language: 'en', theme: 'dark', text: 'abab' });
    await two.shadowRoot.querySelector('rnn-view').store.settled();
  });
  await page.locator('#one').getByRole('heading', { name: '隐藏状态' }).scrollIntoViewIfNeeded();
  await page.locator('#one rnn-states-panel .body *').first().waitFor();
  assert.deepEqual(await documentOf(page), before);
  assert.deepEqual(before.root, [['lang', 'en']]);

  /** @type {string[]} */
  const heard = await page.evaluate(() => /** @type {any} */ (window).heard);
  assert.deepEqual(
    heard.filter((type) => type.startsWith('key')),
    [],
  );
  await done();
});

test('a key pressed in the article starts nothing', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/article`);
  await page.locator('#one').getByRole('button', { name: 'Train', exact: true }).waitFor();
  await page.locator('body').press(' ');
  await page.locator('body').press('ArrowRight');
  await page.waitForTimeout(300);
  const { step, phase } = await page.evaluate(
    () =>
      /** @type {any} */ (document.querySelector('#one'))?.shadowRoot?.querySelector('rnn-view')?.store.status ?? {
        step: 0,
        phase: 'idle',
      },
  );
  assert.deepEqual([step, phase], [0, 'idle']);
  await done();
});

test('the module adds no global', async () => {
  const { page, done } = await openPage(site.browser);
  const globals = () => page.evaluate(() => Object.getOwnPropertyNames(window));
  await page.goto(`${site.address}/empty`);
  const before = new Set(await globals());
  await page.evaluate(async () => {
    await import(/** @type {any} */ ('/rnn-playground.js'));
    const element = /** @type {any} */ (document.body.appendChild(document.createElement('rnn-playground')));
    while (!element.shadowRoot?.querySelector('rnn-view')?.store?.info) await new Promise(requestAnimationFrame);
  });
  // Lit notes its own versions, for its warning about several of them; litPropertyMetadata is its registry.
  const added = (await globals()).filter(
    (name) => !before.has(name) && !/^(lit|reactive)(\w+Versions|PropertyMetadata)$/.test(name) && !/^\d+$/.test(name),
  );
  assert.deepEqual(added, []);
  await done();
});

test('with instruments only, nothing hints at controls that are not there', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/instruments`);
  await page.locator('rnn-step-panel .body *').first().waitFor();
  const hint = t('play.hint');
  assert.equal(await page.getByText(hint).count(), 0);
  await page.evaluate(() =>
    /** @type {any} */ (document.querySelector('rnn-playground')).setAttribute('panels', 'play,states'),
  );
  await page.getByText(hint).waitFor();
  await done();
});

test('an element that leaves the document stops its worker', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/article`);
  await page.locator('#one').getByRole('button', { name: 'Train', exact: true }).waitFor();
  assert.ok(page.workers().length > 0);
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('rnn-playground')) element.remove();
  });
  await eventually(async () => page.workers().length, 0);
  await done();
});
