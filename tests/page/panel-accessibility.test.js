/** axe-core over every instrument panel, in use: explained, tables open, checked, raced, in a lesson; themes and languages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAZY_PANELS } from '../../web/state/panel-names.js';
import { everyPair, findings, nameOf } from './axe.js';
import { builtPage } from './site.js';
import { changeLook, openTrained, showPanel, t } from './panel-helpers.js';

const site = builtPage();

/**
 * What a reader does in a panel before axe looks, where there is something to do.
 * @type {Record<string, (panel: import('playwright-core').Locator) => Promise<unknown>>}
 */
const use = {
  states: (panel) => panel.locator('rnn-data-table summary').first().click(),
  weights: (panel) => panel.locator('rnn-heat-map .picture').first().press('ArrowRight'),
  memory: (panel) => panel.locator('rnn-heat-map .picture').press('ArrowDown'),
  flow: async (panel) => {
    await panel.getByRole('button', { name: t('flow.compare') }).click();
    await panel.locator('.note').waitFor();
  },
  step: async (panel) => {
    await panel.getByRole('slider').press('End');
  },
  check: async (panel) => {
    await panel.getByRole('button', { name: t('check.start') }).click();
    await panel.locator('.verdict').waitFor();
  },
  race: async (panel) => {
    await panel.getByLabel(t('race.length')).fill('30');
    await panel.getByRole('button', { name: t('race.start') }).click();
    await panel.getByRole('button', { name: t('race.again') }).waitFor();
  },
  lessons: async (panel) => {
    await panel.getByRole('button', { name: t('lessons.sees.title') }).click();
    await panel.page().locator('rnn-pointer-ring div').waitFor();
  },
};

/** What a key reads out there goes with the focus, so axe has to look before the next panel. Everything else stays. */
const fleeting = ['weights', 'memory'];

test('axe finds nothing in any panel: light and dark, in both languages, on a desktop and a phone', async () => {
  const { page, done } = await openTrained(site);
  for (const id of LAZY_PANELS) {
    const panel = await showPanel(page, id);
    await panel.locator('.body *').first().waitFor({ state: 'attached' });
    await panel.getByRole('button', { name: t('panel.what') }).click();
    await use[id]?.(panel);
    if (!fleeting.includes(id)) continue;
    for (const look of everyPair) {
      await changeLook(page, look);
      await panel.scrollIntoViewIfNeeded();
      assert.deepEqual(await findings(page, panel), [], `${id}: ${nameOf(look)}`);
    }
    await changeLook(page, everyPair[0]);
  }
  for (const look of everyPair) {
    await changeLook(page, look);
    for (const answer of [
      'rnn-states-panel table',
      'rnn-check-panel .verdict',
      'rnn-flow-panel .note',
      'rnn-race-panel table',
      'rnn-pointer-ring div',
    ])
      await page.locator(answer).first().waitFor();
    assert.deepEqual(await findings(page), [], nameOf(look));
  }
  await done();
});
