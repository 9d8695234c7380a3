/**
 * Every lesson can be done: the test reads each step, does what it asks with the page's own controls, waits until the lesson has
 * seen it, and goes on to the end. Whatever a step points at can be seen: it lies in the window, and neither the lesson's card nor
 * the bar at the top covers it. In Chinese no word of English is on the card. Each size of the window has a file of its own, which can
 * run beside the others.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loaded, translator } from '../languages.js';
import { lessons, pointOf, sightOf } from '../../web/lessons/lessons.js';
import { english } from './english.js';
import { deeds, measure } from './lesson-walk.js';
import { openPlayground, showPanel } from './panel-helpers.js';
import { builtPage } from './site.js';

/** @typedef {{x: number, y: number, right: number, bottom: number}} Box */

/** @param {Box} a @param {Box} b */
const overlap = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.y, b.y));

/**
 * What is wrong with how a thing can be seen. One that is larger than the room between bar and card must fill that room.
 * @param {Awaited<ReturnType<typeof measure>>} measured
 */
function faults({ thing, card, bar, window }) {
  if (!thing) return ['it is not there'];
  const found = [];
  const top = bar?.bottom ?? 0;
  const atEdge = card && card.right - card.x >= window.width - 1;
  const bottom = atEdge ? card.y : window.height;
  const fits = thing.bottom - thing.y <= bottom - top - 20;
  if (thing.y < top - 1) found.push(`its upper edge is at ${thing.y}, above ${top}`);
  if (fits && thing.bottom > bottom + 1) found.push(`its lower edge is at ${thing.bottom}, below ${bottom}`);
  if (!fits && thing.y > top + 12) found.push(`it is large and begins only at ${thing.y}`);
  if (fits && card && overlap(thing, card) > 0) found.push('the card covers it');
  return found;
}

/**
 * @param {import('playwright-core').Page} page on which the lesson has been started
 * @param {import('../../web/lessons/lessons.js').Lesson} lesson
 * @param {import('../../web/i18n/index.js').Translator} words
 * @returns {Promise<string[]>} what cannot be seen, or is in another language
 */
async function doLesson(page, { id, steps }, words) {
  const guide = page.locator('rnn-lesson-guide');
  const wrong = [];
  const readCard = async () => {
    if (words.tag === loaded.en.tag) return;
    const texts = await guide.locator('p, h2, button').allTextContents();
    wrong.push(...texts.filter((text) => english(text).length > 0).map((text) => `in English: ${text}`));
  };
  for (const [place, step] of steps.entries()) {
    const now = words('lessons.place', { place: place + 1, total: steps.length });
    await guide.getByText(now, { exact: true }).waitFor();
    if (step.open) await page.locator(`rnn-${step.open.id}-panel`).waitFor();
    if (pointOf(step).length > 0) await guide.locator('rnn-pointer-ring div').waitFor();
    for (const path of [pointOf(step), sightOf(step)].filter(({ length }) => length > 0)) {
      const found = faults(await measure(page, path));
      wrong.push(...found.map((fault) => `${step.id} ${path.at(-1)}: ${fault}`));
    }
    await readCard();
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/${words.tag}-${id}-${place + 1}-${step.id}.png` });
    if (step.until) {
      assert.equal(await guide.locator('.do.met').count(), 0, `${step.id}: it is done before anything was`);
      await deeds[`${id}.${step.id}`](page, words);
      await guide.locator('.do.met').waitFor();
      await readCard();
    }
    const last = place === steps.length - 1;
    // By key: the card may move between the press of a pointer and its release.
    await guide
      .getByRole('button', { name: words(last ? 'lessons.finish' : 'lessons.next'), exact: true })
      .press('Enter');
  }
  await guide.locator('aside').waitFor({ state: 'detached' });
  return wrong;
}

/**
 * One language for each size is enough; with EVERY=1 both.
 * @param {{ width: number, height: number, touch: boolean, language: 'en' | 'zh' }} window
 */
export function testLessons({ width, height, touch, language: usual }) {
  const site = builtPage();
  const languages = process.env.EVERY ? /** @type {const} */ (['en', 'zh']) : [usual];
  for (const language of languages)
    for (const lesson of lessons) {
      const words = translator(language);
      const title = words.dynamic(`lessons.${lesson.id}.title`);
      test(`the lesson “${title}” can be done to its end, and what it points at is seen, at ${width} × ${height}`, async () => {
        const options = { viewport: { width, height }, hasTouch: touch, isMobile: touch };
        const { page, done } = await openPlayground(site.browser, site.address, { language }, options);
        const panel = await showPanel(page, 'lessons', words);
        await panel.getByRole('button', { name: title }).click();
        assert.deepEqual(await doLesson(page, lesson, words), []);
        await done();
      });
    }
}
