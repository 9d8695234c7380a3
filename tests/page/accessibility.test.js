/** axe-core over the whole page (open shadow trees included), in every theme and language, idle, training and in error. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAZY_PANELS } from '../../web/state/panel-names.js';
import { locales, translator } from '../languages.js';
import { openPage, untilAllRight } from './browser.js';
import { everyPair, findings, nameOf } from './axe.js';
import { builtPage } from './site.js';
import { atRest, changeLook, eventually, showPanel, untilStore } from './panel-helpers.js';

const site = builtPage();

test('axe finds nothing: light and dark, in both languages, on a desktop and a phone', async () => {
  const { page, done } = await openPage(site.browser, { reducedMotion: 'reduce' });
  await page.goto(`${site.address}/#language=en&text=hello%0Aworld&autoplay=true`);
  await untilAllRight(page, 10);
  const inEveryLook = async (
    /** @type {string} */ state,
    /** @type {() => Promise<void>} */ prepare = async () => {},
  ) => {
    for (const look of everyPair) {
      await changeLook(page, look);
      await prepare();
      assert.deepEqual(await findings(page), [], `${state}: ${nameOf(look)}`);
    }
  };
  await inEveryLook('all right');

  await page.getByRole('button', { name: translator(everyPair.at(-1)?.language ?? 'en')('play.allSettings') }).click();
  await inEveryLook('settings and a prediction open', async () => {
    // The form pushes the predictions out of sight; on the way back to them another panel takes its place.
    await page.locator('rnn-writing-panel').scrollIntoViewIfNeeded();
    await page.locator('rnn-writing-panel rnn-bars').first().waitFor();
    await page.locator('rnn-prediction-rows').evaluate((rows) => rows.scrollIntoView({ block: 'center' }));
    await atRest(page.locator('rnn-prediction-rows'));
    const bars = page.locator('rnn-predictions-panel rnn-bars');
    // It may still be open from the look before; a press would close it.
    if (!(await bars.isVisible())) await page.locator('rnn-prediction-rows button').first().click();
    await bars.waitFor();
  });

  await page.keyboard.press('Escape');
  await page.locator('rnn-text-panel textarea').fill('');
  await page.locator('rnn-text-panel .error').waitFor();
  await inEveryLook('a text that is refused');
  await done();
});

test('the keyboard alone trains, pauses, steps and reads every prediction', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/#autoplay=false`);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  // The button is back before the worker has made its last update.
  await untilStore(page, (store) => store.status.phase === 'idle');
  const paused = await page.evaluate(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.status
        .epoch,
  );
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(
    (before) =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.status
        .epoch ===
      before + 1,
    paused,
  );

  await page.locator('rnn-prediction-rows button[tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const name = await page.locator('rnn-prediction-rows button:focus .name').textContent();
  assert.match(name ?? '', /^After o: ./);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Most probable next tokens' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Most probable next tokens' }).waitFor({ state: 'hidden' });
  assert.equal(await page.locator('rnn-prediction-rows button:focus').count(), 1, 'the focus is back where it was');
  await done();
});

/** What a panel shows when it is complete, where that is more than anything at all: a chart, or the button that starts it. */
const contents = /** @type {Record<string, string>} */ ({
  ...{ states: 'rnn-heat-map', weights: 'rnn-heat-map', memory: 'rnn-heat-map', flow: 'rnn-line-chart' },
  ...{ step: 'rnn-unrolled', check: '.body button', race: '.body button', lessons: '.body button' },
});

/** @param {import('playwright-core').Page} page @returns {Promise<{over: number, widest: string[]}>} px, and what sticks out */
function overflowOf(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    /** @type {string[]} */
    const widest = [];
    /** @param {Document | ShadowRoot} root */
    const look = (root) => {
      for (const element of root.querySelectorAll('*')) {
        const { right } = element.getBoundingClientRect();
        const host = root instanceof ShadowRoot ? root.host.localName : '';
        if (right > clientWidth + 1) widest.push(`${host} ${element.localName}.${element.className} ${right}`);
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    if (scrollWidth > clientWidth) look(document);
    return { over: scrollWidth - clientWidth, widest: widest.slice(0, 8) };
  });
}

for (const language of /** @type {const} */ (['en', 'zh']))
  test(`with every panel loaded the page scrolls only downwards, 320 to 390 px wide: ${language}`, async () => {
    const [narrowest, ...wider] = [320, 360, 390];
    const { page, done } = await openPage(site.browser, {
      viewport: { width: narrowest, height: 800 },
      reducedMotion: 'reduce',
    });
    await page.goto(`${site.address}/#language=${language}&autoplay=false&layers=2&cell=lstm`);
    await page.locator('rnn-control-bar button.train').waitFor();
    for (const id of LAZY_PANELS) {
      const panel = await showPanel(page, id, translator(language));
      await panel
        .locator(contents[id] ?? '.body *')
        .first()
        .waitFor();
    }
    for (const width of [narrowest, ...wider]) {
      await page.setViewportSize({ width, height: 800 });
      await eventually(() => overflowOf(page), { over: 0, widest: [] }, `${width} px`);
      await atRest(page.locator('rnn-playground'));
      assert.deepEqual(await overflowOf(page), { over: 0, widest: [] }, `${width} px`);
    }
    await done();
  });

test('nothing is cut off or overlaps the edge from 320 to 2560 px', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/#autoplay=false`);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  for (const language of locales) {
    await page.evaluate(
      (value) =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
          ?.querySelector('rnn-view')
          ?.store.setSetting('language', value),
      language,
    );
    for (const width of [320, 360, 390, 600, 768, 1024, 1440, 1920, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      const over = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await eventually(over, 0, `${language}, ${width} px: the document is wider than the window`);
    }
  }
  await done();
});
