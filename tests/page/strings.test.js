/**
 * The page in every language: in one of another script no word of English is left, but names; in none is the key of a text
 * shown in its place, and what stands on a control is in its name. A language is there before the first words are, and if it cannot be loaded the page says so.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAZY_PANELS } from '../../web/state/panel-names.js';
import { languages, loaded, locales, translator } from '../languages.js';
import { english } from './english.js';
import { namesOn } from './names.js';
import { builtPage } from './site.js';
import { eventually, openPlayground, showPanel, trainOnPage, untilStore } from './panel-helpers.js';

const site = builtPage();

/** Where code and mathematics stand, which are the same in every language. */
const notProse = 'math, code, pre, rnn-step-program, style, textarea, svg';

/**
 * Texts that can be seen, and the accessible names, in the order of the page.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
function wordsOf(page) {
  return page.evaluate((skipped) => {
    /** @type {string[]} */
    const found = [];
    /** @param {Node} node */
    const read = (node) => {
      if (node instanceof Text) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const seen = range.getClientRects().length > 0 || node.parentElement instanceof HTMLOptionElement;
        if (seen && node.data.trim()) found.push(node.data.trim());
      }
      if (node instanceof Element) {
        if (node.matches(skipped)) return;
        for (const name of ['aria-label', 'title', 'aria-valuetext', 'aria-roledescription', 'placeholder']) {
          const value = node.getAttribute(name);
          if (value) found.push(value);
        }
      }
      const within = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
      within.childNodes.forEach(read);
    };
    read(document.body);
    return found;
  }, notProse);
}

/** Opens all there is: every panel, its explanation, its results. @param {import('playwright-core').Page} page @param {import('../../web/i18n/index.js').Locale} language */
async function openAll(page, language) {
  const t = translator(language);
  await trainOnPage(page, 5);
  await page.getByRole('button', { name: t('play.allSettings') }).click();
  for (const id of LAZY_PANELS) {
    const panel = await showPanel(page, id, t);
    await panel.locator('.body *').first().waitFor({ state: 'attached' });
    const what = panel.getByRole('button', { name: t('panel.what') });
    if (await what.count()) await what.click();
    for (const summary of await panel.locator('rnn-data-table summary').all()) await summary.click();
  }
  await page.getByRole('button', { name: t('check.start') }).click();
  await page.locator('rnn-check-panel .verdict').waitFor();
  const race = page.locator('rnn-race-panel');
  await race.getByLabel(t('race.length')).fill('20');
  await race.getByRole('button', { name: t('race.start') }).click();
  await race.getByRole('button', { name: t('race.again') }).waitFor();
  await page.getByRole('button', { name: t('flow.compare') }).click();
  await page.locator('rnn-flow-panel .note').waitFor();
  await page.locator('rnn-prediction-rows button').first().click();
}

/** Languages in which a word of Latin letters is English, or a name. */
const ofAnotherScript = locales.filter((locale) => new Intl.Locale(loaded[locale].tag).maximize().script !== 'Latn');

for (const language of locales) {
  test(`every text of the page is there in ${language}, and every control is called what stands on it`, async (context) => {
    const t = translator(language);
    const { page, done } = await openPlayground(site.browser, site.address, { language, hiddenSize: 6 });
    await openAll(page, language);
    // A prediction may come between the look at the names and the look at what stands there.
    let controls = 0;
    const misnamed = async () => {
      const { checked, wrong } = await namesOn(page);
      controls = checked;
      return wrong;
    };
    await eventually(misnamed, [], 'what stands on a control is not in its name');
    assert.ok(controls > 80, `${controls} controls`);
    const texts = [...new Set(await wordsOf(page))];
    context.diagnostic(`${texts.length} different texts`);
    assert.ok(texts.length > 200, `only ${texts.length} texts were found`);
    const keys = texts.flatMap((text) => text.match(/\b[a-z]+(\.[A-Za-z]\w*)+/g) ?? []).filter((key) => t.has(key));
    assert.deepEqual(keys, [], 'keys in place of texts');
    if (ofAnotherScript.includes(language))
      assert.deepEqual(
        texts.filter((text) => english(text).length > 0),
        [],
        `not in ${language}`,
      );
    await done();
  });
}

/** A language that is not in the main bundle. */
const [other] = locales.filter((locale) => locale !== 'en');

test('no word is shown before the page’s language is there', async () => {
  const context = await site.browser.newContext({ locale: other });
  const page = await context.newPage();
  /** @type {() => void} */
  let release = () => {};
  const held = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  const asked = new Promise((resolve) => {
    page.route(new RegExp(`/assets/${other}-`), async (route) => {
      resolve(undefined);
      await held;
      await route.continue();
    });
  });
  await page.goto(`${site.address}/#autoplay=false`);
  await asked;
  // The network may be there already, and there is still no word.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.equal((await wordsOf(page)).join(' '), '');
  release();
  await page.getByRole('button', { name: translator(other)('play.train'), exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), loaded[other].tag);
  await context.close();
});

test('a language that cannot be loaded: the page goes on in its own, says so, and tries again', async () => {
  const context = await site.browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  let broken = true;
  await page.route(new RegExp(`/assets/${other}-`), (route) =>
    broken ? route.fulfill({ status: 404, body: '' }) : route.continue(),
  );
  const [en, there] = [translator('en'), translator(other)];
  const train = (/** @type {typeof en} */ t) => page.getByRole('button', { name: t('play.train'), exact: true });
  const choice = page.getByRole('combobox', { name: en('settings.language.label'), exact: true });
  const told = page.getByText(en('failures.language', { language: en.languageName(other) }));
  const again = page.getByRole('button', { name: en('failures.tryAgain') });

  // At the press of the reader.
  await page.goto(`${site.address}/#autoplay=false`);
  await choice.selectOption(languages[other].name);
  await told.waitFor();
  assert.ok(await train(en).isVisible());
  assert.equal(await choice.inputValue(), 'en');
  await again.click();
  await told.waitFor();
  await choice.selectOption(languages.en.name);
  await told.waitFor({ state: 'detached' });

  // By a link.
  await page.goto(`${site.address}/?again#autoplay=false&language=${other}`);
  await told.waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), loaded.en.tag);
  await untilStore(page, (store) => store.info !== null);
  broken = false;
  await again.click();
  await train(there).waitFor();
  await told.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.documentElement.lang), loaded[other].tag);
  await context.close();
});
