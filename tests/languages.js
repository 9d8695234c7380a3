/** The words of the page for tests, with every language there is already loaded. */
import { languages, loadLanguage, locales } from '../web/i18n/index.js';

/** @typedef {import('../web/i18n/index.js').Language} Language */

await Promise.all(locales.map((locale) => loadLanguage(locale)));

/** What the folders of the languages export. */
export const loaded = /** @type {Record<import('../web/i18n/index.js').Locale, Language>} */ (
  Object.fromEntries(
    await Promise.all(locales.map(async (locale) => [locale, (await languages[locale].load()).default])),
  )
);

export { languages, locales, translator } from '../web/i18n/index.js';
