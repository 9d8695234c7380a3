/** What is claimed of the page in every browser. Expected numbers: the same networks, made and trained in Node. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { LAZY_PANELS } from '../../web/state/panel-names.js';
import { translator } from '../languages.js';
import { predictionsIfAllRight, recordLosses, weightBitsAfter } from '../page/in-page.js';
import {
  bits,
  digestOf,
  lossesInNode,
  recorded,
  recordedWith,
  referenceModel,
  t,
  weightsInNode,
} from '../page/reference-network.js';
import { dist } from '../page/server.js';
import { overflowing } from './in-page.js';
import { NARROW_PX, Page, servePage } from './page.js';

/** @typedef {import('./page.js').Tools} Tools */

/** @type {(count: number, tools: Tools) => ReturnType<typeof predictionsIfAllRight>} */
const allRight = predictionsIfAllRight;
/** @type {(count: number, tools: Tools) => ReturnType<typeof recordLosses>} */
const losses = recordLosses;
/** @type {(count: number, tools: Tools) => ReturnType<typeof weightBitsAfter>} */
const weightBits = weightBitsAfter;

const small = { hiddenSize: 6 };
const epochs = 5;

/** @param {Page} page @param {string} id @param {import('../../web/i18n/index.js').Translator} [words] */
async function showPanel(page, id, words = t) {
  await page.press(
    (heading, { every, saying }) => saying(every('rnn-page-header >> nav button'), heading),
    words.dynamic(`${id}.heading`),
  );
  // A panel is filled when it is in view.
  await page.until((panel, { within }) => within(panel, '.body *').length > 0, id);
}

/** @param {Page} page @param {string} id of a panel @param {string} text of a button in it */
const pressIn = (page, id, text) =>
  page.press((panel, words, { within, saying }) => saying(within(panel, 'button, .title'), words), id, text);

/** @param {Page} page @param {string} id of a panel */
const untilDrawn = (page, id) => page.until((panel, { allDrawn }) => allDrawn(panel), id);

/** @param {Page} page @param {Partial<import('../../web/state/settings.js').Settings>} settings @param {{narrow?: boolean}} [options] */
async function openTrained(page, settings, options) {
  await page.open({ ...small, ...settings }, options);
  await page.evaluate((count, { store }) => store.step('epoch', count), epochs);
}

/** Use of a panel, and what it must show then, where that is more than something drawn or written. @type {Record<string, (page: Page, context: import('node:test').TestContext) => Promise<unknown>>} */
const uses = {
  states: async (page, context) => {
    await untilDrawn(page, 'states');
    const cells = await page.until(({ within, textOf }) => {
      // Again if need be: in WebKit a single press right after the drawing was sometimes without effect.
      if (!within('states', 'rnn-data-table >> details[open]').length)
        within('states', 'rnn-data-table >> summary')[0]?.click();
      const found = within('states', 'rnn-data-table >> tbody td').map(textOf);
      return found.length > 0 && found;
    });
    const { model } = await referenceModel(context, small, epochs);
    const { T, H, layersData } = await model.trace({ sequence: 0 });
    const { values } = layersData[0].hidden;
    const expected = Array.from({ length: H * T }, (_, i) => t.format.number(values[(i % T) * H + Math.floor(i / T)]));
    assert.deepEqual(cells, expected);
  },
  units: (page) => untilDrawn(page, 'units'),
  weights: (page) => untilDrawn(page, 'weights'),
  memory: (page) => untilDrawn(page, 'memory'),
  flow: async (page) => {
    await pressIn(page, 'flow', t('flow.compare'));
    await page.until(({ within }) => within('flow', '.note').length > 0);
    await untilDrawn(page, 'flow');
  },
  step: async (page) => {
    const stage = () =>
      page.until(({ within }) => {
        const place = within('step', '[role="slider"]')[0]?.getAttribute('aria-valuetext');
        const formulas = within('step', 'math').map(({ textContent }) => textContent);
        return place && formulas.length > 0 && { place, formulas };
      });
    const before = await stage();
    await page.press(({ within }) => within('step', 'button.next')[0]);
    await page.until(({ within }) => within('step', '[role="slider"][aria-valuenow="2"]').length > 0);
    assert.notDeepEqual(await stage(), before);
  },
  check: async (page) => {
    await pressIn(page, 'check', t('check.start'));
    const verdict = await page.until(({ within, textOf }) => within('check', '.verdict').map(textOf)[0]);
    assert.equal(verdict, `✓ ${t('check.verdict.passed')}`);
    await untilDrawn(page, 'check');
  },
  race: async (page) => {
    await pressIn(page, 'race', t('race.start'));
    const rows = await page.until(
      (again, { within, textOf, saying }) =>
        saying(within('race', 'button'), again) &&
        within('race', 'rnn-race-table >> .scroll:first-child tbody tr').map(textOf),
      t('race.again'),
    );
    assert.equal(rows?.length, 3);
    for (const row of rows ?? []) assert.match(row, /^(RNN|GRU|LSTM) [\d,]+ 2,000 .*finished$/);
  },
  lessons: async (page) => {
    await pressIn(page, 'lessons', t('lessons.sees.title'));
    const place = () => page.until(({ every, textOf }) => every('rnn-lesson-guide >> header .number').map(textOf)[0]);
    const first = await place();
    await page.until(({ every }) => every('rnn-pointer-ring >> div').length > 0);
    await page.press(({ every }) => every('rnn-lesson-guide >> footer button')[0]);
    await page.until(
      (before, { every, textOf }) => every('rnn-lesson-guide >> header .number').map(textOf)[0] !== before,
      first,
    );
  },
};

/** The document's own background. */
const backgrounds = { light: 'rgb(251, 250, 248)', dark: 'rgb(16, 18, 22)' };

/** @param {string} name of the browser @param {() => Page} page */
function testLearning(name, page) {
  test(`${name}: the tutorial's two sentences are learned at the press of Train`, async () => {
    await page().open();
    await page().press(({ every }) => every('rnn-control-bar >> button.train')[0]);
    const predictions = await page().until(allRight, 10);
    const given = predictions?.map((row) => row.map((one) => one.given).join('')).join('/');
    assert.equal(given, '你好李焕英/夏洛特烦恼');
    assert.deepEqual(await page().pageErrors(), []);
  });

  for (const [where, at] of [
    ['as one file, opened from disk', String(pathToFileURL(join(dist, 'rnn-playground.html')))],
    ['in a sandboxed frame, which has no origin', '/sandboxed'],
  ]) {
    test(`${name}: it learns ${where}`, async () => {
      await page().open({}, { at });
      await page().press(({ every }) => every('rnn-control-bar >> button.train')[0]);
      await page().until(({ store }) => store?.status && store.status.epoch > 2);
      if (at.startsWith('/')) assert.deepEqual(await page().pageErrors(), []);
    });
  }

  for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
    test(`${name}: the weights after ${recorded} updates, and after a reset ${recorded} losses, have the bits that they have in Node: ${cell}`, async (context) => {
      const settings = recordedWith(cell);
      await page().open(settings);
      const digest = digestOf(await page().evaluate(weightBits, recorded));
      context.diagnostic(`${cell}: ${digest}`);
      assert.equal(digest, digestOf(await weightsInNode(context, settings)));
      await page().evaluate(({ store }) => store.reset());
      await page().until(({ store }) => store.status?.step === 0 && !store.pending);
      const here = await page().evaluate(losses, recorded);
      assert.equal(here.length, recorded);
      assert.deepEqual(bits(here), bits(await lossesInNode(context, settings)));
      assert.deepEqual(await page().pageErrors(), []);
    });
  }
}

/** @param {string} name of the browser @param {() => Page} page */
function testLooks(name, page) {
  // All on one page; a lesson, which has a text of its own, at the end.
  let isOpen = false;
  for (const id of [...LAZY_PANELS.filter((one) => one !== 'lessons'), /** @type {const} */ ('lessons')]) {
    test(`${name}: the panel “${t.dynamic(`${id}.heading`)}” opens and computes`, async (context) => {
      if (!isOpen) await openTrained(page(), {});
      isOpen = true;
      await showPanel(page(), id);
      await uses[id]?.(page(), context);
      assert.deepEqual(await page().pageErrors(), []);
    });
  }

  for (const [language, theme] of /** @type {const} */ ([
    ['en', 'light'],
    ['zh', 'dark'],
  ])) {
    test(`${name}: every panel fits into ${NARROW_PX} px: ${language}, ${theme}`, async () => {
      await openTrained(page(), { language, theme }, { narrow: true });
      for (const id of LAZY_PANELS) await showPanel(page(), id, translator(language));
      assert.deepEqual(await page().evaluate(overflowing), []);
      const [width, background] = await page().evaluate(() => [
        innerWidth,
        getComputedStyle(document.body).backgroundColor,
      ]);
      assert.deepEqual([width, background], [NARROW_PX, backgrounds[theme]]);
      assert.deepEqual(await page().pageErrors(), []);
    });
  }
}

/**
 * @param {string} name of the browser
 * @param {() => Promise<import('./page.js').Session>} launch
 */
export function testPage(name, launch) {
  /** @type {import('./page.js').Session} */
  let session;
  /** @type {Awaited<ReturnType<typeof servePage>>} */
  let server;
  /** @type {Page} */
  let page;
  before(async () => {
    server = await servePage();
    session = await launch();
    page = await Page.in(session, server.address);
  });
  after(async () => {
    await session?.close();
    await server.close();
  });
  testLearning(name, () => page);
  testLooks(name, () => page);
}
