/** Going to a panel from a fresh page, with motion: its heading comes to rest under the control bar, whatever still loads above. */
import { test } from 'node:test';
import { LAZY_PANELS } from '../../web/state/panel-names.js';
import { openPage } from './browser.js';
import { builtPage } from './site.js';
import { atRest, eventually, t, untilStore } from './panel-helpers.js';

const site = builtPage();

/** @param {import('playwright-core').Page} page @param {string} id */
const headingBelowBar = (page, id) =>
  page.evaluate((name) => {
    const root = document.querySelector('rnn-playground')?.shadowRoot;
    const bar = root?.querySelector('.bar')?.getBoundingClientRect();
    const panel = root?.querySelector(`[data-panel="${name}"]`)?.shadowRoot?.firstElementChild;
    const heading = panel?.shadowRoot?.querySelector('h2')?.getBoundingClientRect();
    if (!bar || !heading) return 'not there yet';
    const end = document.documentElement.scrollHeight - window.innerHeight - window.scrollY < 2;
    const gap = Math.round(heading.top - bar.bottom);
    // Of the last panels the heading may stand lower, where the page ends.
    return (gap >= 0 && gap < 24) || (end && gap >= 0 && heading.bottom < window.innerHeight) ? 'in place' : gap;
  }, id);

/**
 * The page follows what loads above for so many seconds. On a busy machine that can take longer, which is not what is asked here: time
 * passes ten times slower for it.
 */
const slowTime = () => {
  const { now } = performance;
  performance.now = () => now.call(performance) / 10;
};

/** Once what is in the window, or just beside it, has been loaded. @param {import('playwright-core').Page} page */
const untilLoaded = (page) =>
  page.waitForFunction(() => {
    const slots = document.querySelector('rnn-playground')?.shadowRoot?.querySelectorAll('rnn-panel-slot') ?? [];
    return [.../** @type {any} */ (slots)].every(({ near, loaded }) => loaded || !near);
  });

/** Every panel at one of the two widths, every other one at the same; with EVERY=1 all at both. */
const everySecond = (/** @type {number} */ from) => LAZY_PANELS.filter((_, i) => process.env.EVERY || i % 2 === from);

for (const [from, width] of [1440, 390].entries())
  for (const id of everySecond(from))
    test(`${width} px wide, the link to “${t.dynamic(`${id}.heading`)}” brings its heading under the bar`, async () => {
      const { page, done } = await openPage(site.browser, { viewport: { width, height: 844 }, hasTouch: width < 600 });
      await page.addInitScript(slowTime);
      await page.goto(`${site.address}/#autoplay=false&language=en`);
      await untilStore(page, (store) => store.info !== null);
      await page
        .getByRole('navigation')
        .getByRole('button', { name: t.dynamic(`${id}.heading`), exact: true })
        .click();
      await eventually(() => headingBelowBar(page, id), 'in place');
      // And it stays there when all has loaded.
      await page.locator(`rnn-${id}-panel .body *`).first().waitFor({ state: 'attached' });
      await untilLoaded(page);
      await atRest(page.locator('rnn-playground'));
      await eventually(() => headingBelowBar(page, id), 'in place');
      await done();
    });
