/** Share, and links followed in the same tab. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { untilAsync, untilKept } from './kept.js';
import { eventually, openPlayground, untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/** @param {import('playwright-core').Page} page */
const textNow = (page) => page.getByRole('textbox', { name: 'Sentences, one on each line' }).inputValue();

test('Share copies a link and says so', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'one two.' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('status').getByText('Link copied').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(new URLSearchParams(new URL(link).hash.slice(1)).get('text'), 'one two.');
  assert.equal(page.url(), link);
  await done();
});

for (const [what, without] of /** @type {const} */ ([
  ['the clipboard is refused', 'refused'],
  ['there is no clipboard and no compression', 'missing'],
])) {
  test(`Share shows the link to be copied by hand where ${what}`, async () => {
    const text = 'a long sentence, again and again. '.repeat(30);
    const { page, done } = await openPlayground(site.browser, site.address, { text });
    await page.evaluate((how) => {
      const refused = { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) };
      Object.defineProperty(navigator, 'clipboard', { value: how === 'refused' ? refused : undefined });
      if (how === 'missing') Reflect.deleteProperty(window, 'CompressionStream');
    }, without);
    const share = page.getByRole('button', { name: 'Share' });
    await share.click();
    await page.getByText('Copy it by hand').waitFor();
    const field = page.getByRole('textbox', { name: 'Link to this text and these settings' });
    const link = await field.inputValue();
    const selected = await field.evaluate((input) => {
      const { selectionStart, selectionEnd } = /** @type {HTMLInputElement} */ (input);
      return (selectionEnd ?? 0) - (selectionStart ?? 0);
    });
    assert.equal(selected, link.length);
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    const other = await openPlayground(site.browser, site.address);
    await other.page.goto(link);
    await untilStore(other.page, (store) => store.data?.text.startsWith('a long sentence'));
    assert.equal(await textNow(other.page), text);
    await other.done();
    await done();
  });
}

test('another link in the same tab is followed, and the way back', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'first text', autoplay: false });
  await page.evaluate(() => {
    location.hash = '#text=second+text&hidden-size=33&autoplay=false';
  });
  await untilStore(page, (store) => store.data?.text === 'second text' && store.settings.hiddenSize === 33);
  await eventually(() => textNow(page), 'second text');
  await page.goBack();
  await untilStore(page, (store) => store.data?.text === 'first text' && store.settings.hiddenSize !== 33);
  await eventually(() => textNow(page), 'first text');
  // Links in quick succession: the last one counts.
  await page.evaluate(() => {
    for (const text of ['a1', 'b2', 'c3']) location.hash = `#text=${text}&autoplay=false`;
  });
  await untilStore(page, (store) => store.data?.text === 'c3');
  await eventually(() => textNow(page), 'c3');
  await done();
});

test('a link is followed just as keeping begins: each entry of the history keeps its own experiment', async () => {
  const { page, done } = await openPage(site.browser);
  // Keeping waits here for the lock of its experiment, so that the test says when it begins.
  await page.addInitScript(() => {
    const held = new Promise((resolve) => Object.assign(globalThis, { letKeep: resolve }));
    const { request } = navigator.locks;
    navigator.locks.request = async (/** @type {any[]} */ ...args) => {
      await held;
      // The first answer comes at once, before any event.
      navigator.locks.request = request;
      return args.at(-1)({});
    };
  });
  await page.goto(`${site.address}/#text=first+text&autoplay=false`);
  await untilStore(page, (store) => store.opened);
  await untilAsync(page, async () => (await indexedDB.databases()).length > 0);
  const entry = await page.evaluate(async () => {
    location.hash = '#text=second+text&autoplay=false';
    /** @type {any} */ (globalThis).letKeep();
    for (let i = 0; i < 100; i++) await null;
    return history.state;
  });
  assert.equal(entry, null, 'the experiment of the first link');
  await eventually(() => textNow(page), 'second text');
  await untilKept(page);
  await page.goBack();
  await eventually(() => textNow(page), 'first text');
  await done();
});

test('links that are followed and gone back from go on with their experiments, and not with copies', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'first text', autoplay: false });
  await untilKept(page);
  await page.evaluate(() => {
    location.hash = '#text=second+text&autoplay=false';
  });
  await untilStore(page, (store) => store.data?.text === 'second text');
  await untilKept(page);
  await page.goBack();
  await untilStore(page, (store) => store.data?.text === 'first text');
  await untilKept(page);
  await page.goForward();
  await untilStore(page, (store) => store.data?.text === 'second text');
  await untilKept(page);
  const { titles, news } = await page.evaluate(async () => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    const { experiments } = store;
    return {
      titles: (await experiments.list()).map((/** @type {any} */ { title }) => title).sort(),
      news: experiments.news,
    };
  });
  assert.deepEqual(titles, ['first text', 'second text']);
  assert.deepEqual(news, []);
  await done();
});

test('the space bar held down is pressed once', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { autoplay: false });
  await page.evaluate(() => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    /** @type {boolean[]} */
    const changes = [];
    Object.assign(window, { changes });
    store.subscribe(
      (/** @type {any} */ { training }) => training,
      (/** @type {boolean} */ now) => changes.push(now),
    );
  });
  for (let i = 0; i < 20; i++) await page.keyboard.down(' ');
  await page.keyboard.up(' ');
  await untilStore(page, (store) => store.status.epoch > 0);
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).changes), [true]);
  await page.getByRole('button', { name: 'Pause' }).focus();
  for (let i = 0; i < 20; i++) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await untilStore(page, (store) => !store.training);
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).changes), [true, false]);
  await done();
});
