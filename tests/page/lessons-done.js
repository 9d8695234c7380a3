/**
 * Every lesson can be done: the test reads each step, does what it asks with the page's own controls, waits until the lesson has
 * seen it, and goes on to the end. Whatever a step points at can be seen: it lies in the window, and neither the lesson's card nor
 * the bar at the top covers it. In Chinese no word of English is on the card. Each device has a file of its own, which can run beside
 * the others.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translator } from '../languages.js';
import { lessons, pointOf, sightOf } from '../../web/lessons/lessons.js';
import { english } from './english.js';
import { deeds, measure } from './lesson-walk.js';
import { changeLook, openPlayground, showPanel } from './panel-helpers.js';
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

/** @typedef {import('./panel-helpers.js').Look} Look */

/** @type {Readonly<Record<'laptop' | 'phone', Look>>} */
const looks = {
  laptop: { language: 'en', width: 1366, height: 768 },
  phone: { language: 'zh', width: 390, height: 844 },
};

/**
 * @param {import('playwright-core').Page} page in a step of a lesson
 * @param {import('../../web/lessons/lessons.js').LessonStep} step
 * @param {Look} look
 * @returns {Promise<string[]>} what cannot be seen, or is in another language
 */
async function faultsOfStep(page, step, look) {
  await changeLook(page, look);
  const wrong = [];
  if (pointOf(step).length > 0) await page.locator('rnn-lesson-guide rnn-pointer-ring div').waitFor();
  for (const path of [pointOf(step), sightOf(step)].filter(({ length }) => length > 0)) {
    const found = faults(await measure(page, path));
    wrong.push(...found.map((fault) => `${step.id} ${path.at(-1)}, ${look.width} px: ${fault}`));
  }
  return [...wrong, ...(await englishOnCard(page, look))];
}

/** @param {import('playwright-core').Page} page @param {Look} look */
async function englishOnCard(page, { language }) {
  if (language === 'en') return [];
  const texts = await page.locator('rnn-lesson-guide').locator('p, h2, button').allTextContents();
  return texts.filter((text) => english(text).length > 0).map((text) => `in English: ${text}`);
}

/**
 * @param {import('playwright-core').Page} page on which the lesson has been started
 * @param {import('../../web/lessons/lessons.js').Lesson} lesson
 * @param {Look[]} inOrder how each step is looked at; in the last look it is done
 * @returns {Promise<string[]>} what cannot be seen, or is in another language
 */
async function doLesson(page, { id, steps }, inOrder) {
  const guide = page.locator('rnn-lesson-guide');
  const look = inOrder[inOrder.length - 1];
  const words = translator(look.language);
  const wrong = [];
  for (const [place, step] of steps.entries()) {
    const now = words('lessons.place', { place: place + 1, total: steps.length });
    await guide.getByText(now, { exact: true }).waitFor();
    if (step.open) await page.locator(`rnn-${step.open.id}-panel`).waitFor();
    for (const one of inOrder) wrong.push(...(await faultsOfStep(page, step, one)));
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/${words.tag}-${id}-${place + 1}-${step.id}.png` });
    if (step.until) {
      assert.equal(await guide.locator('.do.met').count(), 0, `${step.id}: it is done before anything was`);
      await deeds[`${id}.${step.id}`](page, words);
      await guide.locator('.do.met').waitFor();
      wrong.push(...(await englishOnCard(page, look)));
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
 * Every other lesson is done on a laptop in English, the rest on a phone in Chinese; each step of each is seen in both.
 * @param {'laptop' | 'phone'} device
 */
export function testLessons(device) {
  const site = builtPage();
  const own = looks[device];
  const inOrder = [...Object.values(looks).filter((look) => look !== own), own];
  const words = translator(own.language);
  const touch = device === 'phone';
  for (const lesson of lessons.filter((_, i) => i % 2 === (touch ? 0 : 1))) {
    const title = words.dynamic(`lessons.${lesson.id}.title`);
    test(`the lesson “${title}” can be done to its end on a ${device}; there and on the other what it points at is seen`, async () => {
      const viewport = { width: own.width, height: own.height ?? 0 };
      const options = { viewport, hasTouch: touch, isMobile: touch };
      const { page, done } = await openPlayground(site.browser, site.address, { language: own.language }, options);
      const panel = await showPanel(page, 'lessons', words);
      await panel.getByRole('button', { name: title }).click();
      assert.deepEqual(await doLesson(page, lesson, inOrder), []);
      await done();
    });
  }
}
