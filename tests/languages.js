/** The words of the page for tests, with every language there is already loaded, all of it. */
import { languages, loadLanguage, locales } from '../web/i18n/index.js';
import { LAZY_PANELS } from '../web/state/panel-names.js';

/** @typedef {import('../web/i18n/index.js').Language} Language */
/** @typedef {import('../web/i18n/index.js').English} English */

await Promise.all(locales.map((locale) => loadLanguage(locale, LAZY_PANELS)));

/** What the folders of the languages export, what is loaded later among the strings. */
export const loaded =
  /** @type {Record<import('../web/i18n/index.js').Locale, Omit<Language, 'strings'> & { strings: English }>} */ (
    Object.fromEntries(
      await Promise.all(locales.map(async (locale) => [locale, await whole((await languages[locale].load()).default)])),
    )
  );

/** @param {Language} language */
async function whole(language) {
  const later = await Promise.all(
    LAZY_PANELS.map(async (file) => [file, { ...language.strings[file], ...(await language.later[file]()).default }]),
  );
  return { ...language, strings: { ...language.strings, ...Object.fromEntries(later) } };
}

export { languages, locales, translator } from '../web/i18n/index.js';
