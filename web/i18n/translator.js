/** Says things in one language: strings by key, and the sentences that are chosen by a code. */
import { makeFormat } from './format.js';

/** @typedef {import('./format.js').Format} Format */
/** @typedef {import('./index.js').Key} Key */
/** @typedef {import('./index.js').Language} Language */
/** @typedef {import('./index.js').LaterFile} LaterFile */
/** @typedef {import('./index.js').Locale} Locale */
/** @typedef {import('./index.js').Template} Template */
/** @typedef {import('./index.js').Values} Values */
/** @typedef {ReturnType<typeof makeTranslator>} Translator */

/** @param {Locale} locale @param {Language} language */
export function makeTranslator(locale, { tag, units, strings }) {
  const format = makeFormat({ tag, units });
  const lookup = makeLookup(strings, format);
  const languageNames = new Intl.DisplayNames(tag, { type: 'language' });

  /** @param {Key} key @param {Values} [values] @returns {string} */
  const t = (key, values) => lookup.text(key, values);

  return Object.assign(t, {
    locale,
    tag,
    format,
    /**
     * The same for a key that the type checker cannot know, because a part of it may be any string: the id of a preset, say.
     * Returns the key itself if there is no such string.
     */
    dynamic: lookup.text,
    has: lookup.has,
    knows: lookup.knows,
    learn: lookup.learn,
    /** What this language calls another. @param {string} other */
    languageName: (other) => languageNames.of(other) ?? other,
    ...sentencesByCode(lookup),
    token: makeTokenNames(lookup, format),
  });
}

/** @typedef {ReturnType<typeof makeLookup>} Lookup */

/** @param {Language['strings']} strings @param {Format} format */
function makeLookup(strings, format) {
  const files = /** @type {Record<string, Record<string, Template>>} */ ({ ...strings });
  /** Files of the language's `later` that have been loaded. @type {Set<string>} */
  const learned = new Set();

  /** @param {string} key 'file.key' @returns {Template | undefined} */
  const find = (key) => {
    const dot = key.indexOf('.');
    return files[key.slice(0, dot)]?.[key.slice(dot + 1)];
  };

  /** @param {unknown} value */
  const shown = (value) => {
    if (typeof value === 'number') return Number.isInteger(value) ? format.integer(value) : format.rate(value);
    return String(value ?? '');
  };

  /** @param {string} key @param {Values} [values] @returns {string} the key itself if there is no such string */
  const text = (key, values = {}) => {
    const template = find(key);
    if (template === undefined) return key;
    if (typeof template === 'function') return template(values, format);
    return template.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
  };

  /** @param {string} key */
  const has = (key) => find(key) !== undefined;

  /** @param {string} key @param {Key} fallback @param {Values} values */
  const textOr = (key, fallback, values) => text(has(key) ? key : fallback, values);

  /** @param {LaterFile} file */
  const knows = (file) => learned.has(file);

  /** Adds the strings of a file that was loaded later. @param {LaterFile} file @param {Readonly<Record<string, Template>>} more */
  const learn = (file, more) => {
    files[file] = { ...files[file], ...more };
    learned.add(file);
  };

  return { text, has, textOr, knows, learn };
}

/** @param {Lookup} lookup */
function sentencesByCode({ text, textOr }) {
  return {
    /**
     * Why a setting was refused: what is wrong and what would be right.
     *
     * @param {{ code: string, setting: string } & Values} error
     */
    error: (error) =>
      textOr(`errors.${error.code}`, 'errors.other', {
        ...error,
        label: text(`settings.${error.setting}.label`),
        range: text('errors.range', error),
      }),
    /**
     * What is wrong with a text.
     *
     * @param {{ code: string, details: Values }} issue
     */
    issue: (issue) => textOr(`issues.${issue.code}`, 'issues.other', { ...issue.details, code: issue.code }),
    /**
     * Why the network was re-initialized.
     *
     * @param {{ code: string, settings?: readonly string[], preset?: string }} reset
     */
    reset: ({ code, settings = [], preset }) =>
      text(`reset.${code}`, {
        settings: settings.map((name) => text(`settings.${name}.label`)),
        preset: preset === undefined ? '' : text(`presets.${preset}.name`),
      }),
    /**
     * Why the engine cannot be used, and what helps; its own English message is for developers.
     *
     * @param {{ code?: string | number, message: string }} failure
     */
    failure: ({ code = '' }) => textOr(`failures.${code}`, 'failures.other', {}),
  };
}

/** @param {Lookup} lookup @param {Format} format */
function makeTokenNames({ text, has }, format) {
  /** A character that leaves no ink, by its name or by its number. @param {string} character @param {number} count in a row */
  const nameOf = (character, count) => {
    const code = codePointName(character);
    const name = has(`tokens.${code}`) ? text(`tokens.${code}`) : code;
    return count === 1 ? name : text('tokens.several', { name, count });
  };

  /** A token in words, for what cannot be seen. @param {string} token */
  return (token) => {
    if (token === '\n') return text('tokens.end');
    if (token === '') return text('tokens.glue');
    return format.list(runsOf(token).map(([character, count]) => nameOf(character, count)));
  };
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
