/** For the tests of the lessons: what the sentence under each step asks for, done as a reader does it. */
import assert from 'node:assert/strict';
import { eventually, panelOf, t } from './panel-helpers.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../web/i18n/index.js').Translator} Translator */

const train = (/** @type {Page} */ page) => page.locator('rnn-control-bar button.train').click();

/** @param {Page} page */
const check = (page) => page.locator('rnn-check-panel .body button').first().click();

/** Forward in the step panel until a stage is reached. @param {(words: Translator) => RegExp} name as the slider says it */
const stepTo = (name) => async (/** @type {Page} */ page, /** @type {Translator} */ words) => {
  const slider = panelOf(page, 'step', words).getByRole('slider');
  const next = panelOf(page, 'step', words).getByRole('button', { name: words('step.next'), exact: true });
  const at = async () => (await slider.getAttribute('aria-valuetext')) ?? '';
  for (let i = 0; i < 200; i++) {
    const before = await at();
    if (name(words).test(before)) return;
    await next.click();
    // Or else the next look might be at the stage before.
    await eventually(async () => (await at()) !== before, true);
  }
  assert.fail('there is no such stage');
};

/** @type {Record<string, (page: Page, words: Translator) => Promise<void>>} */
export const deeds = {
  'sees.type': async (page) => {
    const text = page.locator('rnn-text-panel textarea');
    await text.fill(`${await text.inputValue()}\n新`);
  },
  'forward.walk': async (page) => {
    // The focus is still on the card: there, too, the arrow key means the walk.
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight');
  },
  'loss.train': train,
  'bptt.split': stepTo(
    (words) =>
      new RegExp(`^${words('step.at', { phase: words('step.phase.backward'), t: 4 })}: ${words('step.title.dHidden')}`),
  ),
  'bptt.sum': stepTo((words) => new RegExp(`^${words('step.phase.update')}`)),
  'bptt.check': check,
  'rate.small': train,
  'rate.larger': train,
  'rate.tooLarge': train,
  'rate.back': (page, words) => page.getByRole('button', { name: words('play.rollBack'), exact: true }).click(),
  'rate.halving': train,
  'listing.red': check,
  'listing.green': (page) => page.locator('rnn-check-panel button.primary').click(),
  'vanishing.text': train,
  'vanishing.compare': (page) => page.locator('rnn-flow-panel .choices button').first().click(),
  'vanishing.gates': train,
  'vanishing.race': (page) => page.locator('rnn-race-panel button.primary').click(),
  'memorizing.train': train,
};

/**
 * What the step speaks of, and what covers it; read in the page once everything has come to rest.
 * @param {Page} page
 * @param {readonly string[]} path
 */
export async function measure(page, path) {
  await atRest(page, path);
  return page.evaluate((selectors) => {
    const playground = /** @type {any} */ (document.querySelector('rnn-playground'));
    const find = (/** @type {readonly string[]} */ steps) => {
      let within = playground.shadowRoot;
      let found = null;
      for (const step of steps) {
        found = within?.querySelector(step) ?? null;
        within = found?.shadowRoot ?? found;
      }
      return found;
    };
    const box = (/** @type {Element | null} */ element) => {
      const rect = element?.getBoundingClientRect();
      return rect && rect.width > 0 ? { x: rect.x, y: rect.y, right: rect.right, bottom: rect.bottom } : null;
    };
    /** The walk's own buttons, which stay below the bar on a wide window. @param {readonly string[]} steps */
    const walkBar = (steps) => {
      const last = steps.at(-1);
      if (last !== 'rnn-step-stage') return null;
      const buttons = find([...steps.slice(0, -1), '.transport']);
      const sticks =
        buttons && getComputedStyle(buttons).position === 'sticky' && getComputedStyle(buttons).top !== 'auto';
      return sticks ? box(buttons) : null;
    };
    const inBar = ['rnn-control-bar', 'rnn-diagnosis-notice'].includes(selectors[0]);
    return {
      thing: box(find(selectors)),
      card: box(find(['rnn-lesson-guide', 'aside'])),
      bar: inBar ? null : (walkBar(selectors) ?? box(find(['.bar']))),
      ring: box(find(['rnn-lesson-guide', 'rnn-pointer-ring', 'div'])),
      window: { width: innerWidth, height: innerHeight },
    };
  }, path);
}

/** Until the thing and the card have stood still for a while. @param {Page} page @param {readonly string[]} path */
async function atRest(page, path) {
  await page.evaluate(async (selectors) => {
    const root = /** @type {any} */ (document.querySelector('rnn-playground')).shadowRoot;
    const find = (/** @type {readonly string[]} */ steps) => {
      let within = root;
      let found = null;
      for (const step of steps) {
        found = within?.querySelector(step) ?? null;
        within = found?.shadowRoot ?? found;
      }
      return found;
    };
    const place = (/** @type {readonly string[]} */ steps) => {
      const rect = find(steps)?.getBoundingClientRect();
      return rect ? `${Math.round(rect.x)} ${Math.round(rect.y)} ${Math.round(rect.height)}` : '';
    };
    let [still, before] = [0, ''];
    const end = performance.now() + 10_000;
    while (still < 20 && performance.now() < end) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = `${place(selectors)} / ${place(['rnn-lesson-guide', 'aside'])}`;
      still = now === before && place(selectors) !== '' ? still + 1 : 0;
      before = now;
    }
  }, path);
}

export { t };
