/**
 * The pictures of the README, taken of the built page: `node tests/page/screenshots.js [FOLDER]`.
 * Without a folder it writes the committed ones in .github/pictures; with one, every width, theme and language, to look at.
 */
import { mkdir } from 'node:fs/promises';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { locales } from '../languages.js';
import { launch, openPage, serve, untilAllRight } from './browser.js';

const gallery = fileURLToPath(new URL('../../.github/pictures', import.meta.url));

/**
 * @typedef {object} Picture
 * @property {string} name
 * @property {number} width
 * @property {'light' | 'dark'} theme
 * @property {import('../../web/i18n/index.js').Locale} language
 * @property {boolean} [whole] the whole page, not only the first window of it
 */

/** @type {Picture[]} */
const committed = [{ name: 'play', width: 1280, theme: 'light', language: 'en' }];

/** @type {Picture[]} */
const every = [1440, 768, 390].flatMap((width) =>
  /** @type {const} */ (['light', 'dark']).flatMap((theme) =>
    locales.map((language) => ({
      name: `page-${width}-${theme}-${language}`,
      width,
      theme,
      language,
      whole: true,
    })),
  ),
);

/**
 * A window as high as the page, so that every panel is in sight and has loaded.
 * @param {import('playwright-core').Page} page
 * @param {number} width
 */
async function showAll(page, width) {
  for (let round = 0; round < 3; round++) {
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(700);
  }
}

/** @param {import('playwright-core').Browser} browser @param {string} address @param {Picture} picture @param {string} folder */
async function take(browser, address, { name, width, theme, language, whole }, folder) {
  const { page, done } = await openPage(browser, {
    viewport: { width, height: width < 600 ? 844 : 1000 },
    hasTouch: width < 600,
  });
  await page.goto(`${address}/#language=${language}&theme=${theme}&autoplay=true`);
  await untilAllRight(page, 10);
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.status
        .epoch >= 25,
  );
  await page.locator('rnn-control-bar .train').click();
  await page.mouse.move(0, 0);
  // Predictions were waited for, which may stand further down.
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.waitForTimeout(400);
  if (whole) await showAll(page, width);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await done();
}

const folder = argv[2] ?? gallery;
await mkdir(folder, { recursive: true });
const [browser, server] = await Promise.all([launch(), serve()]);
for (const picture of argv[2] ? every : committed) await take(browser, server.address, picture, folder);
await browser.close();
await server.close();
