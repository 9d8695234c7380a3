/** What a reader may do in a lesson beside following it: leave, go back, skip, move its card, use the keyboard. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translator } from '../languages.js';
import { LESSON_LANGUAGES, lessons, lessonTexts } from '../../web/lessons/lessons.js';
import { deeds } from './lesson-walk.js';
import { changeSettings, eventually, openPlayground, panelOf, showPanel, t } from './panel-helpers.js';
import { builtPage } from './site.js';

/** @typedef {import('playwright-core').Page} Page */

const site = builtPage();

test('the test does every thing that some lesson asks for, and no other', () => {
  const asked = lessons.flatMap(({ id, steps }) =>
    steps.filter(({ until }) => until).map((step) => `${id}.${step.id}`),
  );
  assert.deepEqual(Object.keys(deeds), asked);
});

test("leaving a lesson brings back the reader's text and settings; finishing it keeps the lesson's", async () => {
  const own = { text: '山高月小\n水落石出', hiddenSize: 9, learningRate: 0.03 };
  const { page, done } = await openPlayground(site.browser, site.address, own);
  const panel = await showPanel(page, 'lessons');
  const now = () =>
    page.evaluate(() => {
      const { text, settings } = /** @type {any} */ (document.querySelector('rnn-playground')).shadowRoot.querySelector(
        'rnn-view',
      ).store;
      return { text, hiddenSize: settings.hiddenSize, learningRate: settings.learningRate };
    });
  await panel.getByRole('button', { name: t('lessons.forward.title') }).click();
  const guide = page.locator('rnn-lesson-guide');
  await guide.getByRole('button', { name: t('lessons.next'), exact: true }).click();
  await guide.getByText('2 of 5').waitFor();
  assert.notDeepEqual(await now(), own);
  const shown = () => page.locator('rnn-text-panel textarea').inputValue();
  await panelOf(page, 'text').scrollIntoViewIfNeeded();
  await eventually(shown, lessonTexts.sentences.en);
  await guide.getByRole('button', { name: t('lessons.leave') }).click();
  await guide.locator('aside').waitFor({ state: 'detached' });
  assert.deepEqual(await now(), own);
  await panelOf(page, 'text').scrollIntoViewIfNeeded();
  await eventually(shown, own.text);
  await done();
});

test('language and theme chosen in a lesson stay when it is left; the text is the reader’s again', async () => {
  const { page, done } = await openPlayground(site.browser, site.address, { text: 'own words', theme: 'light' });
  const panel = await showPanel(page, 'lessons');
  await panel.getByRole('button', { name: t('lessons.forward.title') }).click();
  const guide = page.locator('rnn-lesson-guide');
  await guide.getByRole('button', { name: t('lessons.next'), exact: true }).waitFor();
  await changeSettings(page, { language: 'zh', theme: 'dark' });
  await guide.getByRole('button', { name: translator('zh')('lessons.leave') }).click();
  await guide.locator('aside').waitFor({ state: 'detached' });
  const now = await page.evaluate(() => {
    const { text, settings } = /** @type {any} */ (document.querySelector('rnn-playground')).shadowRoot.querySelector(
      'rnn-view',
    ).store;
    return [text, settings.language, settings.theme];
  });
  assert.deepEqual(now, ['own words', 'zh', 'dark']);
  await done();
});

test('a step can be gone back to, and skipped without doing it', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'lessons');
  await panel.getByRole('button', { name: t('lessons.sees.title') }).click();
  const guide = page.locator('rnn-lesson-guide');
  await guide.getByRole('button', { name: t('lessons.next'), exact: true }).click();
  await guide.getByRole('button', { name: t('lessons.skip'), exact: true }).click();
  await guide.getByText('3 of 5').waitFor();
  await guide.getByRole('button', { name: t('lessons.back'), exact: true }).click();
  await guide.getByText('2 of 5').waitFor();
  await done();
});

/** @param {Page} page */
const updatesSoFar = (page) =>
  page.evaluate(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.status
        .step,
  );

test('the arrow keys never train while a lesson goes through the network step by step, wherever the focus is', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'lessons');
  await panel.getByRole('button', { name: t('lessons.forward.title') }).click();
  const guide = page.locator('rnn-lesson-guide');
  await guide.getByRole('button', { name: t('lessons.next'), exact: true }).click();
  await guide.getByText('2 of 5').waitFor();
  const slider = panelOf(page, 'step').getByRole('slider');
  const at = () => slider.getAttribute('aria-valuenow');
  await slider.waitFor();
  await page.keyboard.press('ArrowRight');
  await eventually(at, '2');
  await page.locator('rnn-step-panel h2').click();
  await page.keyboard.press('ArrowRight');
  await eventually(at, '3');
  await page.locator('rnn-control-bar button.train').focus();
  await page.keyboard.press('ArrowRight');
  await eventually(at, '4');
  await page.keyboard.press('ArrowLeft');
  await eventually(at, '3');
  assert.equal(await updatesSoFar(page), 0);
  await done();
});

test('outside lessons, too, the arrow key means the walk after a click in its panel, and trains after one elsewhere', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'step');
  const slider = panel.getByRole('slider');
  await slider.waitFor();
  await panel.locator('h2').click();
  await page.keyboard.press('ArrowRight');
  await eventually(() => slider.getAttribute('aria-valuenow'), '2');
  assert.equal(await updatesSoFar(page), 0);
  await page.getByRole('heading', { name: 'RNN Playground' }).click();
  await page.keyboard.press('ArrowRight');
  await eventually(async () => (await updatesSoFar(page)) > 0, true);
  await done();
});

test('F6 goes from the card to what it speaks of, and back', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'lessons');
  await panel.getByRole('button', { name: t('lessons.sees.title') }).click();
  const guide = page.locator('rnn-lesson-guide');
  await guide.getByText('F6').waitFor();
  await guide.getByRole('button', { name: t('lessons.next'), exact: true }).click();
  await guide.getByText('2 of 5').waitFor();
  const focused = () =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.localName;
    });
  await eventually(focused, 'h2');
  await page.keyboard.press('F6');
  await eventually(focused, 'textarea');
  await page.keyboard.press('F6');
  await eventually(focused, 'h2');
  await done();
});

for (const language of LESSON_LANGUAGES) {
  test(`to a reader of ${language} a lesson gives a text in that language, and at a press the other`, async () => {
    const words = translator(language);
    const [other] = LESSON_LANGUAGES.filter((one) => one !== language);
    const { page, done } = await openPlayground(site.browser, site.address, { language });
    const panel = await showPanel(page, 'lessons', words);
    const guide = page.locator('rnn-lesson-guide');
    const text = () =>
      page.evaluate(
        () =>
          /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
            .text,
      );
    await panel.getByRole('button', { name: words('lessons.sees.title') }).click();
    await eventually(text, lessonTexts.sentences[language]);
    await guide
      .getByRole('button', { name: words('lessons.example', { language: words.languageName(other) }) })
      .click();
    await eventually(text, lessonTexts.sentences[other]);
    await guide.getByRole('button', { name: words('lessons.next'), exact: true }).click();
    // What the sentences of the lesson quote is of the text that is there.
    await guide.getByText(Array.from(lessonTexts.sentences[other])[3]).first().waitFor();
    await done();
  });
}

test('the card can be folded, moved from corner to corner, and dragged', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'lessons');
  await panel.getByRole('button', { name: t('lessons.sees.title') }).click();
  const card = page.locator('rnn-lesson-guide aside');
  const box = async () => /** @type {{x: number, y: number, height: number}} */ (await card.boundingBox());
  const before = await box();
  await card.getByRole('button', { name: t('lessons.move') }).click();
  await eventually(async () => (await box()).x < before.x, true);
  await card.getByRole('button', { name: t('lessons.fold') }).click();
  await eventually(async () => (await box()).height < before.height, true);
  const { x, y } = await box();
  await page.mouse.move(x + 30, y + 20);
  await page.mouse.down();
  await page.mouse.move(x + 230, y - 180, { steps: 4 });
  await page.mouse.up();
  await eventually(async () => [Math.round((await box()).x - x), Math.round((await box()).y - y)], [200, -200]);
  await done();
});

test('the first stops of the Tab key lead to the text, to Train and to the lessons, and are seen then', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const link = page.getByRole('button', { name: t('page.skipTo.text') });
  await page.keyboard.press('Tab');
  await eventually(async () => ((await link.boundingBox())?.width ?? 0) > 50, true);
  await page.keyboard.press('Enter');
  await page.keyboard.type('x');
  assert.match(await page.locator('rnn-text-panel textarea').inputValue(), /x/);
  await done();
});
