/** For the tests of "Step through": the panel on the page, and the same walk made in Node. */
import { stagesOf } from '../../web/panels/step/model/stages.js';
import { Walk } from '../../web/panels/step/model/walk.js';
import { atRest, referenceModel, openPlayground, showPanel, t, trainOnPage } from './panel-helpers.js';

/** @typedef {import('playwright-core').Locator} Locator */

/** How the panel writes an entry. @param {number} value @param {import('../../web/panels/step/model/quantity.js').Digits} [digits] */
export function written(value, digits) {
  if (digits && 'significant' in digits) return t.format.significant(value, digits.significant);
  if (digits) return t.format.decimals(value, digits.decimals);
  return Number.isInteger(value) ? t.format.rate(value) : t.format.number(value, 3);
}

/** To a stage whose numbers are only read. @param {Locator} panel @param {number} index */
export async function show(panel, index) {
  await panel.evaluate(async (element, to) => {
    Object.assign(element, { index: to });
    await /** @type {any} */ (element).updateComplete;
    const stage = /** @type {any} */ (element.shadowRoot?.querySelector('rnn-step-stage'));
    await stage.updateComplete;
    await Promise.all([...stage.renderRoot.querySelectorAll('rnn-matrix')].map((matrix) => matrix.updateComplete));
  }, index);
}

/** To a stage that is then pointed at. @param {Locator} panel @param {number} index */
export async function go(panel, index) {
  await show(panel, index);
  // What is hovered over must not move away from under the pointer.
  await atRest(panel.locator('rnn-step-stage'));
}

/** The formulas with numbers on screen, as texts. @param {Locator} panel @returns {Promise<string[]>} */
export function numberLines(panel) {
  return panel
    .locator('rnn-step-stage .with-numbers')
    .evaluateAll((lines) =>
      lines.map((line) =>
        [...line.querySelectorAll('math')].map((math) => math.textContent?.replace(/\s/g, '')).join(''),
      ),
    );
}

/**
 * The panel, of a network three epochs old.
 * @param {{browser: import('playwright-core').Browser, address: string}} where
 * @param {import('node:test').TestContext} context
 * @param {Partial<import('../../web/state/settings.js').Settings>} settings
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function opened({ browser, address }, context, settings, options) {
  const { model } = await referenceModel(context, settings, 3);
  const walk = new Walk(await model.dryRunStep({ sequence: 0 }));
  const { page, done } = await openPlayground(browser, address, settings, options);
  await trainOnPage(page, 3);
  const panel = await showPanel(page, 'step');
  await panel.locator('rnn-step-stage rnn-matrix').first().waitFor();
  // Whoever scrolls ends the page's own bringing of the panel, which would move what is hovered over.
  await page.mouse.wheel(0, 1);
  await atRest(panel);
  return { model, page, panel, done, walk, stages: stagesOf(walk) };
}
