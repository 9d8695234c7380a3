/**
 * Every lesson can be done: the test reads each step, does what it asks with the page's own controls, waits until the
 * lesson has seen it, and goes on to the end.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lessons } from '../../web/lessons/lessons.js';
import { builtPage } from './site.js';
import { becomes, openPlayground, showPanel, t } from './panel-helpers.js';

/** @typedef {import('playwright-core').Page} Page */

const site = builtPage();

const train = (/** @type {Page} */ page) => page.locator('rnn-control-bar button.train').click();

/** @param {Page} page */
async function check(page) {
  await page
    .locator('rnn-check-panel')
    .getByRole('button', { name: t('check.start') })
    .click();
}

/** Forward in the step panel until a phase is reached. @param {RegExp} phase as the slider says it */
const stepTo = (phase) => async (/** @type {Page} */ page) => {
  const slider = page.locator('rnn-step-panel').getByRole('slider');
  const next = page.locator('rnn-step-panel').getByRole('button', { name: t('step.next'), exact: true });
  const at = async () => (await slider.getAttribute('aria-valuetext')) ?? '';
  for (let i = 0; i < 200; i++) {
    const before = await at();
    if (phase.test(before)) return;
    await next.click();
    // Or else the next look might be at the stage before.
    await becomes(async () => (await at()) !== before, true);
  }
  assert.fail(`no stage of ${phase}`);
};

/** @param {Page} page @param {string} step */
async function untilRingSeen(page, step) {
  const ring = page.locator('rnn-pointer-ring div');
  await becomes(
    async () => {
      const box = (await ring.count()) > 0 ? await ring.boundingBox() : null;
      return box !== null && box.y + box.height / 2 > 0 && box.y + box.height / 2 < 900;
    },
    true,
    `${step}: what it points at cannot be seen`,
  );
}

/** What the sentence under each step asks for, as a reader does it. @type {Record<string, (page: Page) => Promise<void>>} */
const deeds = {
  'sees.type': (page) => page.locator('rnn-text-panel textarea').fill('你好李焕英\n夏洛特烦恼\n新'),
  'forward.walk': async (page) => {
    await page.locator('rnn-step-panel').getByRole('slider').focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  },
  'loss.train': train,
  'bptt.split': stepTo(
    new RegExp(`^${t('step.at', { phase: t('step.phase.backward'), t: 4 })}: ${t('step.title.dHidden')}`),
  ),
  'bptt.sum': stepTo(new RegExp(`^${t('step.phase.update')}`)),
  'bptt.check': check,
  'rate.small': train,
  'rate.larger': train,
  'rate.tooLarge': train,
  'rate.back': (page) => page.locator('rnn-notices button').first().click(),
  'rate.halving': train,
  'listing.red': check,
  'listing.green': (page) =>
    page
      .locator('rnn-check-panel')
      .getByRole('button', { name: t('check.repair.listing') })
      .click(),
  'vanishing.text': train,
  'vanishing.compare': (page) =>
    page
      .locator('rnn-flow-panel')
      .getByRole('button', { name: t('flow.compare') })
      .click(),
  'vanishing.gates': train,
  'vanishing.race': (page) =>
    page
      .locator('rnn-race-panel')
      .getByRole('button', { name: t('race.start') })
      .click(),
  'memorising.train': train,
};

test('the test does every thing that some lesson asks for, and no other', () => {
  const asked = lessons.flatMap(({ id, steps }) =>
    steps.filter(({ until }) => until).map((step) => `${id}.${step.id}`),
  );
  assert.deepEqual(Object.keys(deeds), asked);
});

for (const { id, steps } of lessons) {
  test(`the lesson “${t(`lessons.${id}.title`)}” can be done to its end`, async () => {
    const { page, done } = await openPlayground(site.browser, site.address);
    const panel = await showPanel(page, 'lessons');
    await panel.getByRole('button', { name: t(`lessons.${id}.title`) }).click();
    const guide = page.locator('rnn-lesson-guide');
    for (const [place, step] of steps.entries()) {
      await guide.getByText(t('lessons.place', { place: place + 1, total: steps.length }), { exact: true }).waitFor();
      if (step.point || step.open) await untilRingSeen(page, step.id);
      if (step.open) await page.locator(`rnn-${step.open.id}-panel`).waitFor();
      const last = place === steps.length - 1;
      if (step.until) {
        assert.equal(await guide.locator('.do.met').count(), 0, `${step.id}: it is done before anything was`);
        await deeds[`${id}.${step.id}`](page);
        await guide.locator('.do.met').waitFor({ timeout: 90_000 });
      }
      await guide.getByRole('button', { name: t(last ? 'lessons.finish' : 'lessons.next'), exact: true }).click();
    }
    await guide.locator('aside').waitFor({ state: 'detached' });
    await done();
  });
}

test("leaving a lesson brings back the reader's text and settings; finishing it keeps the lesson's", async () => {
  const own = { text: '山高月小\n水落石出', hiddenSize: 9, learningRate: 0.03 };
  const { page, done } = await openPlayground(site.browser, site.address, own);
  const panel = await showPanel(page, 'lessons');
  const now = () =>
    page.evaluate(() => {
      const { text, settings } = /** @type {any} */ (document.querySelector('rnn-playground')).store;
      return { text, hiddenSize: settings.hiddenSize, learningRate: settings.learningRate };
    });
  await panel.getByRole('button', { name: t('lessons.forward.title') }).click();
  const guide = page.locator('rnn-lesson-guide');
  await guide.getByRole('button', { name: t('lessons.next'), exact: true }).click();
  await guide.getByText('2 of 4').waitFor();
  assert.notDeepEqual(await now(), own);
  const shown = () => page.locator('rnn-text-panel textarea').inputValue();
  await page.locator('rnn-text-panel').scrollIntoViewIfNeeded();
  await becomes(shown, '你好李焕英\n夏洛特烦恼');
  await guide.getByRole('button', { name: t('lessons.leave') }).click();
  await guide.locator('aside').waitFor({ state: 'detached' });
  assert.deepEqual(await now(), own);
  await page.locator('rnn-text-panel').scrollIntoViewIfNeeded();
  await becomes(shown, own.text);
  await done();
});

test('a step can be gone back to, and skipped without doing it', async () => {
  const { page, done } = await openPlayground(site.browser, site.address);
  const panel = await showPanel(page, 'lessons');
  await panel.getByRole('button', { name: t('lessons.sees.title') }).click();
  const guide = page.locator('rnn-lesson-guide');
  await guide.getByRole('button', { name: t('lessons.next'), exact: true }).click();
  await guide.getByRole('button', { name: t('lessons.skip'), exact: true }).click();
  await guide.getByText('3 of 4').waitFor();
  await guide.getByRole('button', { name: t('lessons.back'), exact: true }).click();
  await guide.getByText('2 of 4').waitFor();
  await done();
});
