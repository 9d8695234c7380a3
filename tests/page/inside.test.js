/** What the panels of Look inside have in common: the last picture stays, held-out sentences, and what a screen reader hears. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaults } from '../../web/state/settings.js';
import { toHash } from '../../web/state/url-writer.js';
import { openPage } from './browser.js';
import { tokenLabel } from '../../web/text/index.js';
import { builtPage } from './site.js';
import {
  eventually,
  referenceModel,
  openPlayground,
  readTable,
  showPanel,
  t,
  trainOnPage,
  untilStore,
} from './panel-helpers.js';

const site = builtPage();

const looking = ['states', 'weights', 'memory', 'flow'];

/** @param {import('playwright-core').Page} page @param {string} text */
const type = (page, text) =>
  page.evaluate(async (value) => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    store.setSetting('text', value);
    await store.settled();
  }, text);

/** As if the worker were at something else. @param {import('playwright-core').Page} page */
const holdBack = (page) =>
  page.evaluate(() => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    store.view = () => undefined;
  });

/** @param {import('playwright-core').Page} page */
const letGo = (page) =>
  page.evaluate(() => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    delete store.view;
    return store.step('epoch');
  });

/**
 * Whatever the panel says or shows from now on, however briefly.
 * @param {import('playwright-core').Locator} panel
 * @returns {Promise<() => Promise<{said: string[], dimmed: boolean, blank: boolean}>>} what there has been up to then
 */
async function watch(panel) {
  await panel.evaluate((element) => {
    const seen = { said: [''], dimmed: false, blank: false };
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    const look = () => {
      const kept = root.querySelector('.kept');
      seen.blank ||= !kept?.querySelector('rnn-heat-map, rnn-line-chart');
      seen.dimmed ||= kept?.hasAttribute('inert') ?? false;
      for (const { textContent } of root.querySelectorAll('.body > p')) seen.said.push(textContent ?? '');
    };
    new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    Object.assign(element, { seen });
  });
  return () => panel.evaluate((element) => /** @type {any} */ (element).seen);
}

for (const id of looking) {
  test(`${id}: the last picture stays until the next one is there, dimmed if it is of another network`, async () => {
    const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6 });
    await trainOnPage(page, 3);
    const panel = await showPanel(page, id);
    await panel.locator('.kept :is(rnn-heat-map, rnn-line-chart)').first().waitFor();
    const seen = await watch(panel);

    await panel.getByLabel('Sentence to look into').selectOption({ label: '夏洛特烦恼' });
    await page.waitForTimeout(300);
    assert.equal((await seen()).dimmed, false);
    await type(page, '床前明月光\n疑是地上霜');
    await holdBack(page);
    await type(page, '举头望明月\n低头思故乡');
    await panel.locator('.kept[inert]').waitFor();
    await letGo(page);
    await panel.locator('.kept:not([inert])').waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(200);
    await showPanel(page, id);
    await page.waitForTimeout(200);
    const { said, blank } = await seen();
    assert.equal(blank, false);
    assert.equal(said.includes(t('sequence.none')), false);
    await done();
  });
}

test('an answer that is long in coming is said to be, but not at once; a text without a network is said to have none', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6 });
  await holdBack(page);
  const panel = await showPanel(page, 'states');
  const seen = panel.evaluate((element) => {
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    return new Promise((resolve) => {
      const look = () => {
        const { textContent } = root.querySelector('.body > p') ?? {};
        if (textContent) resolve(textContent);
        else requestAnimationFrame(look);
      };
      look();
    });
  });
  assert.equal(await seen, t('sequence.loading'));
  await letGo(page);
  await panel.locator('.kept rnn-heat-map').waitFor();
  assert.equal(await panel.getByText(t('sequence.loading')).count(), 0);
  await done();

  const empty = await openPage(site.browser, { reducedMotion: 'reduce' });
  await empty.page.goto(`${site.address}/${await toHash({ ...defaults, autoplay: false, language: 'en', text: '' })}`);
  await (await showPanel(empty.page, 'states')).getByText(t('sequence.none')).waitFor();
  await empty.done();
});

test('held-out sentences can be looked into, as a group of their own', async (context) => {
  const settings = { text: 'anna\nhannah\nemma\nmia\nlena', heldOut: 0.4, hiddenSize: 4 };
  const { model, data } = await referenceModel(context, settings, 5);
  const [heldOut] = data.heldOut;
  const { H, T, layersData } = await model.trace({ heldOut: 0 });
  const { inputs, targets } = heldOut;
  const { ratios } = await model.gradientFlow({ inputs, targets, position: inputs.length - 1 });
  const label = data.vocabulary.join(heldOut.inputs);

  const { page, done } = await openPlayground(site.browser, site.address, settings);
  await trainOnPage(page, 5);
  for (const id of looking) {
    const panel = await showPanel(page, id);
    const picker = panel.getByLabel('Sentence to look into');
    await eventually(
      () =>
        picker
          .locator('optgroup')
          .evaluateAll((groups) => groups.map((group) => [group.getAttribute('label'), group.childElementCount])),
      [
        ['Training', data.training.length],
        ['Held out', data.heldOut.length],
      ],
    );
    await picker.selectOption({ label });
  }
  await eventually(
    async () => (await readTable(page.locator('rnn-flow-panel rnn-line-chart'))).slice(1).map(([, share]) => share),
    Array.from(ratios, (share) => t.format.number(share, 3)),
  );
  const states = await showPanel(page, 'states');
  const { values } = layersData[0].hidden;
  await eventually(
    async () => (await readTable(states.locator('rnn-heat-map'))).slice(1),
    Array.from({ length: H }, (_, unit) => [
      `${unit + 1}`,
      ...Array.from({ length: T }, (_, step) => t.format.number(values[step * H + unit])),
    ]),
  );
  const memory = await showPanel(page, 'memory');
  await memory.getByLabel('Logit of', { exact: true }).selectOption('predicted');
  const { sequences } = await model.predictAll({ which: 'heldOut', from: 0, count: 1 });
  const last = heldOut.inputs.length;
  const name = tokenLabel(data.vocabulary.token(sequences[0].ids[last - 1]));
  await memory.getByText(`the logit of “${name}” after step ${last}`).waitFor();
  await done();
});

test('where only the beginning of a long sentence is looked at, it is said beside each picture and reading', async () => {
  const text = 'abcdefghij'.repeat(9);
  const { page, done } = await openPlayground(site.browser, site.address, { text, hiddenSize: 4 });
  const said = 'Only the first 80 tokens are looked at.';
  for (const id of looking) await (await showPanel(page, id)).getByText(said).first().waitFor();
  await (await showPanel(page, 'states')).locator('.unit').getByText(said).waitFor();
  await done();
});

test('a heat map speaks when a key moves its cursor, and of what changes by itself only now and then', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { hiddenSize: 6 });
  const panel = await showPanel(page, 'states');
  const map = panel.locator('rnn-heat-map');
  const picture = map.locator('.picture');
  await map.evaluate((element) => {
    const heard = [''];
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    const live = root.querySelectorAll('[aria-live]:not([aria-live="off"])');
    for (const region of live) {
      const listener = new MutationObserver(() => heard.push(region.textContent ?? ''));
      listener.observe(region, { subtree: true, childList: true, characterData: true });
    }
    Object.assign(element, { heard });
  });
  const heard = async () => (await map.evaluate((element) => /** @type {any} */ (element).heard)).slice(1);
  const forget = () => map.evaluate((element) => Object.assign(element, { heard: [''] }) && undefined);

  await picture.hover();
  await picture.hover({ position: { x: 60, y: 60 } });
  await page.mouse.move(0, 0);
  assert.deepEqual(await heard(), [], 'the pointer is not announced');
  // The page’s time stands still but where the test lets it pass.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await picture.focus();
  await picture.press('ArrowDown');
  const readout = (await map.locator('.readout').textContent())?.trim();
  await eventually(async () => (await heard()).at(-1)?.trim(), readout);
  const before = (await heard()).length;
  await page.evaluate(() => {
    const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
      'rnn-view',
    )?.store;
    store.train();
  });
  await untilStore(page, (store) => store.view('states/trace')?.step > 0);
  await page.clock.runFor(1000);
  const visible = async () => (await map.locator('.readout').textContent())?.trim();
  await eventually(async () => (await visible()) !== readout, true, 'what can be seen goes on changing');
  await page.clock.runFor(3500);
  assert.equal((await heard()).length, before, 'nothing in the first seconds');
  await page.clock.runFor(1000);
  await eventually(async () => (await heard()).length, before + 1, 'after five seconds, once');
  await forget();
  await picture.blur();
  await page.clock.runFor(6000);
  const rest = (await heard()).filter((/** @type {string} */ text) => text.trim() !== '');
  assert.deepEqual(rest, []);
  await done();
});
