/** The words of the page for tests, with every language there is already loaded, all of it. */
import { languages, loadLanguage, locales } from '../web/i18n/index.js';

/** @typedef {import('../web/i18n/index.js').Language} Language */
/** @typedef {import('../web/i18n/index.js').Locale} Locale */
/** @typedef {import('../web/i18n/index.js').English} English */

await Promise.all(locales.map((locale) => loadLanguage(locale, laterFiles(locale))));

/** What the folders of the languages export, what is loaded later among the strings. */
export const loaded = /** @type {Record<Locale, Omit<Language, 'strings'> & { strings: English }>} */ (
  Object.fromEntries(await Promise.all(locales.map(async (locale) => [locale, await whole(locale)])))
);

/** @param {Locale} locale */
function laterFiles(locale) {
  return /** @type {import('../web/i18n/index.js').LaterFile[]} */ (Object.keys(languages[locale].later));
}

/** @param {Locale} locale */
async function whole(locale) {
  const { load, later } = languages[locale];
  const { default: language } = await load();
  /** @type {Record<string, object>} */
  const strings = { ...language.strings };
  for (const file of laterFiles(locale)) strings[file] = { ...strings[file], ...(await later[file]()).default };
  return { ...language, strings };
}

export { languages, locales, translator } from '../web/i18n/index.js';
