/** axe-core in the page under test: what it finds in every shadow root there is. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @param {import('playwright-core').Page} page @returns {Promise<string[]>} what axe finds, a line each */
export async function findings(page) {
  await page.evaluate(await axe);
  return page.evaluate(async () => {
    const { violations, passes } = await /** @type {any} */ (window).axe.run(document);
    if (passes.length === 0) return ['axe has looked at nothing'];
    return violations.flatMap((/** @type {any} */ violation) =>
      violation.nodes.map(
        (/** @type {any} */ node) => `${violation.id}: ${node.target.flat().join(' ')} ${node.failureSummary}`,
      ),
    );
  });
}
