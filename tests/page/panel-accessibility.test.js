/** axe-core over every instrument panel, in use: explained, tables open, checked, raced, in a lesson; themes and languages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locales, translator } from '../languages.js';
import { findings } from './axe.js';
import { builtPage } from './site.js';
import { openPlayground, showPanel, trainOnPage } from './panel-helpers.js';

const site = builtPage();

/**
 * What a reader does in a panel before axe looks.
 * @type {Record<string, (panel: import('playwright-core').Locator, t: import('../../web/i18n/index.js').Translator) => Promise<unknown>>}
 */
const use = {
  states: (panel) => panel.locator('rnn-data-table summary').first().click(),
  weights: (panel) => panel.locator('rnn-heat-map .picture').first().press('ArrowRight'),
  memory: (panel) => panel.locator('rnn-heat-map .picture').press('ArrowDown'),
  flow: async (panel, t) => {
    await panel.getByRole('button', { name: t('flow.compare') }).click();
    await panel.locator('.note').waitFor();
  },
  step: async (panel) => {
    await panel.getByRole('slider').press('End');
  },
  check: async (panel, t) => {
    await panel.getByRole('button', { name: t('check.start') }).click();
    await panel.locator('.verdict').waitFor();
  },
  race: async (panel, t) => {
    await panel.getByLabel(t('race.length')).fill('30');
    await panel.getByRole('button', { name: t('race.start') }).click();
    await panel.getByRole('button', { name: t('race.again') }).waitFor();
  },
  lessons: async (panel, t) => {
    await panel.getByRole('button', { name: t('lessons.sees.title') }).click();
    await panel.page().locator('rnn-pointer-ring div').waitFor();
  },
};

for (const theme of /** @type {const} */ (['light', 'dark']))
  for (const language of locales)
    for (const width of [1440, 390]) {
      test(`axe finds nothing in any panel: ${theme}, ${language}, ${width} px`, async () => {
        const t = translator(language);
        const { page, done } = await openPlayground(
          site.browser,
          site.address,
          { theme, language, hiddenSize: 6 },
          { viewport: { width, height: 900 } },
        );
        await trainOnPage(page, 3);
        /** @type {string[]} */
        const found = [];
        for (const [id, act] of Object.entries(use)) {
          const panel = await showPanel(page, id, t);
          await panel.locator('.body *').first().waitFor({ state: 'attached' });
          await panel.getByRole('button', { name: t('panel.what') }).click();
          await act(panel, t);
          found.push(...(await findings(page)).map((finding) => `${id}: ${finding}`));
        }
        assert.deepEqual(found, []);
        await done();
      });
    }
