/**
 * What the page says, in every language.
 *
 * A language is a folder here and a line in `languages`. Its strings are templates with {values}, or functions of the values
 * where a sentence depends on a number or a list. A key is 'file.key', the file being <language>/<file>.js; the type checker
 * takes the keys from English. Knows no page, no store and no engine.
 */
import en from './en/index.js';
import { makeFormat } from './format.js';

/** @typedef {import('./format.js').Format} Format */
/** @typedef {Record<string, any>} Values */
/** @typedef {string | ((values: any, f: Format) => string)} Template */
/** @typedef {Record<string, Template>} Strings */

/** @typedef {typeof en['strings']} English */
/** @typedef {keyof English} File */
/** @typedef {{ [F in File]: `${F}.${keyof English[F] & string}` }[File]} Key */
/** @template {File} F @typedef {{ readonly [Name in keyof English[F]]: Template }} Translation the strings of one file */

/**
 * What a language's folder exports.
 *
 * @typedef {object} Language
 * @property {string} tag for the attribute lang and for Intl, BCP 47
 * @property {import('./format.js').Units} units
 * @property {{ readonly [F in File]: Translation<F> }} strings
 */

/**
 * @typedef {object} LanguageEntry
 * @property {string} name what the language calls itself
 * @property {string} [startText] what the page opens with; English's where there is none
 * @property {() => Promise<{ default: Language }>} load
 */

/**
 * English is in the main bundle, because the page falls back to it; the others are loaded when they are used.
 * "hello, world" is a text that a network without memory cannot learn: what follows an l depends on what came before it. The
 * Chinese one is the tutorial's.
 */
export const languages = Object.freeze({
  zh: entry({ name: '中文', startText: '你好李焕英\n夏洛特烦恼', load: () => import('./zh/index.js') }),
  en: entry({ name: 'English', startText: 'hello\nworld', load: async () => ({ default: en }) }),
});

/** Only for the type. @param {LanguageEntry} one */
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
const translators = new Map([[FALLBACK_LOCALE, makeTranslator(FALLBACK_LOCALE, en)]]);

/**
 * @param {Locale} locale
 * @returns {Promise<Translator>} rejects if the language cannot be loaded; may be tried again
 */
export async function loadLanguage(locale) {
  const { default: language } = await languages[locale].load();
  if (!translators.has(locale)) translators.set(locale, makeTranslator(locale, language));
  return translator(locale);
}

/** @param {Locale} locale */
export const isLoaded = (locale) => translators.has(locale);

/**
 * @param {Locale} locale of a language that is loaded
 * @returns {Translator} the same one each time
 */
export function translator(locale) {
  const found = translators.get(locale);
  if (!found) throw new Error(`The language “${locale}” is not loaded: await loadLanguage('${locale}') first.`);
  return found;
}

/** @typedef {ReturnType<typeof makeTranslator>} Translator */

/** @param {Locale} locale @param {Language} language */
function makeTranslator(locale, language) {
  const { tag } = language;
  const format = makeFormat(language);
  const strings = /** @type {Record<string, Record<string, Template>>} */ (language.strings);
  const languageNames = new Intl.DisplayNames(tag, { type: 'language' });

  /** @param {string} key @returns {Template | undefined} */
  const find = (key) => {
    const dot = key.indexOf('.');
    return strings[key.slice(0, dot)]?.[key.slice(dot + 1)];
  };

  /** @param {string} key @param {Values} [values] */
  const dynamic = (key, values = {}) => {
    const template = find(key);
    if (template === undefined) return key;
    if (typeof template === 'function') return template(values, format);
    return template.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
  };

  /** @param {Key} key @param {Values} [values] @returns {string} */
  const t = (key, values) => dynamic(key, values);

  /** @param {unknown} value */
  const shown = (value) => {
    if (typeof value === 'number') return Number.isInteger(value) ? format.integer(value) : format.rate(value);
    return String(value ?? '');
  };

  /** @param {string} key @param {Key} fallback @param {Values} values */
  const orElse = (key, fallback, values) => dynamic(find(key) === undefined ? fallback : key, values);

  /** A character that leaves no ink, by its name or by its number. @param {string} character @param {number} count in a row */
  const nameOf = (character, count) => {
    const code = codePointName(character);
    const name = find(`tokens.${code}`) === undefined ? code : dynamic(`tokens.${code}`);
    return count === 1 ? name : t('tokens.several', { name, count });
  };

  return Object.assign(t, {
    locale,
    tag,
    format,
    /**
     * The same for a key that the type checker cannot know, because a part of it is any string: the id of a panel or a preset.
     * Returns the key itself if there is no such string.
     */
    dynamic,
    /** @param {string} key */
    has: (key) => find(key) !== undefined,
    /** What this language calls another. @param {Locale} other */
    languageName: (other) => languageNames.of(other) ?? languages[other].name,
    /**
     * Why a setting was refused: what is wrong and what would be right.
     *
     * @param {{ code: string, setting: string } & Values} error
     */
    error: (error) =>
      orElse(`errors.${error.code}`, 'errors.other', {
        ...error,
        label: dynamic(`settings.${error.setting}.label`),
        range: t('errors.range', error),
      }),
    /**
     * What is wrong with a text.
     *
     * @param {{ code: string, details: Values }} issue
     */
    issue: (issue) => orElse(`issues.${issue.code}`, 'issues.other', { ...issue.details, code: issue.code }),
    /**
     * Why the network began anew.
     *
     * @param {{ code: string, settings?: readonly string[], preset?: string }} reset
     */
    reset: ({ code, settings = [], preset }) =>
      dynamic(`reset.${code}`, {
        settings: settings.map((name) => dynamic(`settings.${name}.label`)),
        preset: preset === undefined ? '' : dynamic(`presets.${preset}.name`),
      }),
    /**
     * Why the engine cannot be used, and what helps; its own English message is for developers.
     *
     * @param {{ code?: string | number, message: string }} failure
     */
    failure: ({ code = '' }) => orElse(`failures.${code}`, 'failures.other', {}),
    /**
     * A token in words, for what cannot be seen.
     *
     * @param {string} token
     */
    token: (token) => {
      if (token === '\n') return t('tokens.end');
      if (token === '') return t('tokens.glue');
      return format.list(runsOf(token).map(([character, count]) => nameOf(character, count)));
    },
  });
}

/** Equal characters that follow each other, and how many. @param {string} token */
function runsOf(token) {
  /** @type {[string, number][]} */
  const runs = [];
  for (const character of token) {
    const last = runs.at(-1);
    if (last?.[0] === character) last[1] += 1;
    else runs.push([character, 1]);
  }
  return runs;
}

/** @param {string} character */
const codePointName = (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
