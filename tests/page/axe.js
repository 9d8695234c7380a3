/** axe-core in the page under test: what it finds in every shadow root there is. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Themes, languages and widths such that every two of them meet: no rule of axe is about all three at once.
 * @type {import('./panel-helpers.js').Look[]}
 */
export const everyPair = [
  { theme: 'light', language: 'en', width: 1440 },
  { theme: 'light', language: 'zh', width: 390 },
  { theme: 'dark', language: 'en', width: 390 },
  { theme: 'dark', language: 'zh', width: 1440 },
];

/** @param {import('./panel-helpers.js').Look} look */
export const nameOf = ({ theme, language, width }) => `${theme}, ${language}, ${width} px`;

/**
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} [part] of the page; without it, the whole of it
 * @returns {Promise<string[]>} what axe finds, a line each
 */
export async function findings(page, part = page.locator('html')) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await axe);
  return part.evaluate(async (element) => {
    const where = element === document.documentElement ? document : element;
    // Of what passes it is enough to know the rules: naming every element takes as long as all of the rules.
    const options = { resultTypes: ['violations'] };
    const { violations, passes } = await /** @type {any} */ (window).axe.run(where, options);
    if (passes.length === 0) return ['axe has looked at nothing'];
    return violations.flatMap((/** @type {any} */ violation) =>
      violation.nodes.map(
        (/** @type {any} */ node) => `${violation.id}: ${node.target.flat().join(' ')} ${node.failureSummary}`,
      ),
    );
  });
}
