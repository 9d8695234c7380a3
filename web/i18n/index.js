/**
 * What the page says, in every language.
 *
 * A language is a folder here and a line in `languages`. What only some panels say is loaded with them, see `later`. Its strings are templates with {values}, or functions of the values
 * where a sentence depends on a number or a list. A key is 'file.key', the file being <language>/<file>.js; the type checker
 * takes the keys from English. Knows no page, no store and no engine.
 */
import enLater from './en/later.js';
import { makeTranslator } from './translator.js';
import zhLater from './zh/later.js';

/** @typedef {import('./format.js').Format} Format */
/** @typedef {import('./translator.js').Translator} Translator */
/** @typedef {Record<string, any>} Values */
/** @typedef {string | ((values: any, f: Format) => string)} Template */
/** @typedef {Record<string, Template>} Strings */

/** @typedef {typeof import('./en/index.js').default} en */
/** @typedef {en['strings']} Present the strings that come with a language */
/** @typedef {typeof enLater} Later */
/** @typedef {keyof Later} LaterFile a file that is loaded with the panel that speaks it */
/** @template {LaterFile} F @typedef {Awaited<ReturnType<Later[F]>>['default']} LaterStrings */

/** @typedef {{ [F in Exclude<keyof Present, LaterFile>]: Present[F] } & { [F in LaterFile]: (F extends keyof Present ? Present[F] : {}) & LaterStrings<F> }} English */
/** @typedef {keyof English} File */
/** @typedef {{ [F in File]: `${F}.${keyof English[F] & string}` }[File]} Key */
/** @template {File} F @typedef {{ readonly [Name in keyof (F extends LaterFile ? LaterStrings<F> : English[F])]: Template }} Translation the strings of one file */
/** @typedef {{ readonly [F in LaterFile]: () => Promise<{ default: Translation<F> }> }} LaterFiles */
/** @typedef {{ readonly [F in keyof typeof import('./en/headings.js').default]: { readonly heading: string } }} Headings */

/**
 * What a language's folder exports.
 *
 * @typedef {object} Language
 * @property {string} tag for the attribute lang and for Intl, BCP 47
 * @property {import('./format.js').Units} units
 * @property {{ readonly [F in Exclude<File, LaterFile>]: Translation<F> } & Headings} strings
 */

/**
 * @typedef {object} LanguageEntry
 * @property {string} name what the language calls itself
 * @property {string} [startText] what the page opens with; English's where there is none
 * @property {() => Promise<{ default: Language }>} load
 * @property {LaterFiles} later
 */

/**
 * They are loaded when they are used.
 * "hello, world" is a text that a network without memory cannot learn: what follows an l depends on what came before it. The
 * Chinese one is the tutorial's.
 */
export const languages = Object.freeze({
  zh: entry({ name: '中文', startText: '你好李焕英\n夏洛特烦恼', load: () => import('./zh/index.js'), later: zhLater }),
  en: entry({ name: 'English', startText: 'hello\nworld', load: () => import('./en/index.js'), later: enLater }),
});

/** An identity that checks the type and keeps the keys of the list. @param {LanguageEntry} one */
function entry(one) {
  return one;
}

/** @typedef {keyof typeof languages} Locale */

/** @type {Locale} */
export const FALLBACK_LOCALE = 'en';

export const locales = Object.freeze(/** @type {Locale[]} */ (Object.keys(languages)));

/**
 * The language to speak to somebody who prefers these.
 *
 * @param {readonly string[]} preferred BCP 47 tags, most preferred first
 * @returns {Locale} the first that there is; English if none
 */
export function chooseLocale(preferred) {
  for (const language of preferred) {
    const found = locales.find((locale) => language.toLowerCase().split('-')[0] === locale);
    if (found) return found;
  }
  return FALLBACK_LOCALE;
}

/** What the page opens with. @param {Locale} locale @returns {string} */
export function startTextOf(locale) {
  return languages[locale].startText ?? languages[FALLBACK_LOCALE].startText ?? '';
}

/** @type {Map<Locale, Translator>} of the languages that are loaded */
const translators = new Map();

/**
 * @param {Locale} locale
 * @param {Iterable<LaterFile>} [files] those of its `later` that are needed, too
 * @returns {Promise<Translator>} rejects if the language cannot be loaded; may be tried again
 */
export async function loadLanguage(locale, files = []) {
  const { load, later } = languages[locale];
  const missing = [...files].filter((file) => !translators.get(locale)?.knows(file));
  const [{ default: language }, ...more] = await Promise.all([load(), ...missing.map((file) => later[file]())]);
  if (!translators.has(locale)) translators.set(locale, makeTranslator(locale, language));
  const t = translator(locale);
  for (const [i, file] of missing.entries()) t.learn(file, more[i].default);
  return t;
}

/** @param {Locale} locale @param {Iterable<LaterFile>} [files] */
export const isLoaded = (locale, files = []) =>
  translators.has(locale) && [...files].every((file) => translator(locale).knows(file));

/** For an element without a page around it, which says nothing yet: one of any language. */
export const anyTranslator = () => /** @type {Translator} */ (translators.values().next().value);

/**
 * @param {Locale} locale of a language that is loaded
 * @returns {Translator} the same one each time
 */
export function translator(locale) {
  const found = translators.get(locale);
  if (!found) throw new Error(`The language “${locale}” is not loaded: await loadLanguage('${locale}') first.`);
  return found;
}
