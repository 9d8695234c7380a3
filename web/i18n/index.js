/**
 * What the page says, in English and in Chinese.
 *
 * A string is a template with {values}, or a function of the values where a sentence depends on a number. Keys are
 * 'file.key', the file being en/<file>.js and zh/<file>.js. Knows no page, no store and no engine.
 */
import en from './en/index.js';
import { makeFormat } from './format.js';
import zh from './zh/index.js';

/** @typedef {import('./format.js').Format} Format */
/** @typedef {Record<string, any>} Values */
/** @typedef {string | ((values: any, f: Format) => string)} Template */
/** @typedef {Record<string, Template>} Strings */
/** @typedef {'en'|'zh'} Locale */

/** @type {Record<Locale, Record<string, Strings>>} */
export const messages = { en, zh };

export const locales = Object.freeze(/** @type {Locale[]} */ (['en', 'zh']));

/**
 * The language to speak to somebody who prefers these.
 *
 * @param {readonly string[]} languages BCP 47 tags, most preferred first
 * @returns {Locale} the first that there is; English if none
 */
export function chooseLocale(languages) {
  for (const language of languages) {
    const found = locales.find((locale) => language.toLowerCase().split('-')[0] === locale);
    if (found) return found;
  }
  return 'en';
}

/** @type {Map<Locale, Translator>} */
const translators = new Map();

/**
 * @param {Locale} locale
 * @returns {Translator} the same one each time
 */
export function translator(locale) {
  const known = translators.get(locale);
  if (known) return known;
  const made = makeTranslator(locale);
  translators.set(locale, made);
  return made;
}

/** @typedef {ReturnType<typeof makeTranslator>} Translator */

/** @param {Locale} locale */
function makeTranslator(locale) {
  const format = makeFormat(locale);

  /** @param {string} key */
  const find = (key) => {
    const dot = key.indexOf('.');
    return messages[locale][key.slice(0, dot)]?.[key.slice(dot + 1)];
  };

  /**
   * @param {string} key 'file.key'
   * @param {Values} [values]
   * @returns {string} the key itself if there is no such string
   */
  const t = (key, values = {}) => {
    const template = find(key);
    if (template === undefined) return key;
    if (typeof template === 'function') return template(values, format);
    return template.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
  };

  /** @param {unknown} value */
  const shown = (value) => {
    if (typeof value === 'number') return Number.isInteger(value) ? format.integer(value) : format.rate(value);
    return String(value ?? '');
  };

  /** @param {string} key @param {string} fallback @param {Values} values */
  const orElse = (key, fallback, values) => t(find(key) === undefined ? fallback : key, values);

  /** A character that leaves no ink, by its name or by its number. @param {string} character @param {number} count in a row */
  const nameOf = (character, count) => {
    const code = codePointName(character);
    const name = find(`tokens.${code}`) === undefined ? code : t(`tokens.${code}`);
    return count === 1 ? name : t('tokens.several', { name, count });
  };

  return Object.assign(t, {
    locale,
    format,
    /** @param {string} key */
    has: (key) => find(key) !== undefined,
    /**
     * Why a setting was refused: what is wrong and what would be right.
     *
     * @param {{ code: string, setting: string } & Values} error
     */
    error: (error) =>
      orElse(`errors.${error.code}`, 'errors.other', {
        ...error,
        label: t(`settings.${error.setting}.label`),
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
      t(`reset.${code}`, {
        settings: settings.map((name) => t(`settings.${name}.label`)),
        preset: preset === undefined ? '' : t(`presets.${preset}.name`),
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
      return runsOf(token)
        .map(([character, count]) => nameOf(character, count))
        .join(t('tokens.and'));
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
