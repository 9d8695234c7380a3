import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readdirSync, readFileSync } from 'node:fs';
import { makeFormat } from '../../web/i18n/format.js';
import { chooseLocale, isLoaded, loadLanguage } from '../../web/i18n/index.js';
import { lessons } from '../../web/lessons/lessons.js';
import { LAZY_PANELS } from '../../web/state/panel-names.js';
import { parseSetting } from '../../web/state/parse.js';
import { settingNames, settingsTable } from '../../web/state/settings.js';
import { prepareText } from '../../web/text/index.js';
import { presets } from '../../web/text/presets.js';
import { languages, loaded, locales, translator } from '../languages.js';

/** @typedef {import('../../web/i18n/index.js').Template} Template */
/** @typedef {Record<string, Record<string, Template>>} Files */

const english = /** @type {Files} */ (loaded.en.strings);
const others = locales.filter((locale) => locale !== 'en');
const stringsOf = (/** @type {import('../../web/i18n/index.js').Locale} */ locale) =>
  /** @type {Files} */ (loaded[locale].strings);
const entriesOf = (/** @type {Files} */ files) =>
  Object.entries(files).flatMap(([file, strings]) =>
    Object.entries(strings).map(([name, template]) => ({ key: `${file}.${name}`, template, file, name })),
  );

/** Values of every kind that a template gets: numbers, and lists where it is a list that is asked for. */
function anyValues(/** @type {unknown} */ value, /** @type {Set<string>} */ asked = new Set()) {
  const lists = ['choices', 'settings', 'tokens', 'names', 'followers'];
  return new Proxy(/** @type {Record<string, unknown>} */ ({}), {
    get(_, name) {
      asked.add(String(name));
      return lists.includes(String(name)) ? [value] : value;
    },
  });
}

/** Names of the values that a template puts in, or decides by. @param {Template} template @returns {string[]} */
function valuesOf(template) {
  if (typeof template === 'string') return [...new Set(template.match(/(?<=\{)\w+(?=\})/g))].sort();
  /** @type {Set<string>} */
  const asked = new Set();
  for (const value of [0, 1, 2]) template(anyValues(value, asked), translator('en').format);
  return [...asked].sort();
}

test('each language has every string of English and no other, with the same values', () => {
  for (const locale of others) {
    const strings = stringsOf(locale);
    assert.deepEqual(Object.keys(strings).sort(), Object.keys(english).sort(), locale);
    for (const [file, ours] of Object.entries(english)) {
      assert.deepEqual(Object.keys(strings[file]).sort(), Object.keys(ours).sort(), `${locale} ${file}`);
    }
    for (const { key, template, file, name } of entriesOf(english)) {
      assert.deepEqual(valuesOf(strings[file][name]), valuesOf(template), `${locale} ${key}`);
    }
  }
});

const sources = readdirSync('web', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.js') && !/^(i18n[/\\]\w+[/\\]|engine[/\\]generated)/.test(path))
  .map((path) => readFileSync(`web/${path}`, 'utf8'));

/**
 * The keys that stand in the sources, as patterns: in `settings.${name}.label` what is put in is one part of a key, and where it
 * is a stage's kind or what is said of it, as many as there are.
 */
function keyPatterns() {
  const written = /['`]((?:[a-z]+|\$\{[^{}`]+\})(?:\.(?:[\w+-]|\$\{(?:[^{}`]|'')*\})+)+)['`]/g;
  const keys = new Set(sources.flatMap((source) => [...source.matchAll(written)].map(([, key]) => key)));
  return [...keys].map((key) => {
    const pattern = key
      .split(/(\$\{[^}]+\})/)
      .map((part) =>
        !part.startsWith('${') ? part.replace(/[.+]/g, '\\$&') : /kind|say|key/.test(part) ? '.+' : '[^.]*',
      );
    return new RegExp(`^${pattern.join('')}$`);
  });
}

test('every string is used somewhere', () => {
  const patterns = keyPatterns();
  assert.ok(patterns.length > 300);
  const unused = entriesOf(english).filter(({ key }) => !patterns.some((pattern) => pattern.test(key)));
  assert.deepEqual(
    unused.map(({ key }) => key),
    [],
  );
});

test('every name in the glossary is a name in the code', () => {
  const glossary = readFileSync('web/i18n/GLOSSARY.md', 'utf8');
  const names = new Set([...glossary.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  assert.ok(names.size > 45);
  const cpp = readdirSync('cpp', { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(h|cpp)$/.test(path))
    .map((path) => readFileSync(`cpp/${path}`, 'utf8'));
  const words = new Set([...sources, ...cpp].flatMap((source) => source.match(/\w+/g) ?? []));
  assert.deepEqual(
    [...names].filter((name) => !words.has(name)),
    [],
  );
});

test('every panel has a heading, a sentence and an explanation', () => {
  for (const id of LAZY_PANELS) {
    for (const part of ['heading', 'lede', 'explanation']) assert.ok(translator('en').has(`${id}.${part}`), id);
  }
  for (const id of ['text', 'network', 'loss', 'predictions', 'writing']) {
    for (const key of [`${id}.heading`, `${id}.lede`, `explanations.${id}`]) assert.ok(translator('en').has(key), key);
  }
});

test('the strings of the lessons are those of their steps', () => {
  const wanted = new Set(
    lessons.flatMap(({ id, steps }) => [
      ...['title', 'point'].map((part) => `${id}.${part}`),
      ...steps.flatMap((step) => [`${id}.${step.id}`, ...(step.until ? [`${id}.${step.id}.do`] : [])]),
    ]),
  );
  const there = Object.keys(english.lessons).filter((name) => lessons.some(({ id }) => name.startsWith(`${id}.`)));
  assert.deepEqual(there.filter((name) => !name.endsWith('.do.touch')).sort(), [...wanted].sort());
});

test('strings that depend on a number say something whatever the number', () => {
  for (const locale of locales) {
    const t = translator(locale);
    for (const { key, template } of entriesOf(stringsOf(locale))) {
      if (typeof template !== 'function') continue;
      for (const value of [0, 1, 2, 1.5, 1e6]) {
        assert.match(t.dynamic(key, anyValues(value)), /^(?!.*(undefined|NaN|object)).+$/s, `${locale} ${key}`);
      }
    }
  }
});

test('no sentence was left in English', () => {
  for (const locale of others) {
    const latin = new Intl.Locale(loaded[locale].tag).maximize().script === 'Latn';
    for (const { key, template, file, name } of entriesOf(english)) {
      const translated = stringsOf(locale)[file][name];
      if (typeof template !== 'string' || typeof translated !== 'string') continue;
      // Names and signs may be the same in both languages; a sentence has several words.
      const words = template.replace(/\{\w+\}/g, '').match(/[a-z]{2,}/gi) ?? [];
      if (words.length < 3) continue;
      assert.notEqual(translated, template, `${locale} ${key}`);
      if (!latin) assert.match(translated, /(?!\p{Script=Latin}|\p{Script=Greek})\p{L}/u, `${locale} ${key}`);
    }
  }
});

test('every setting has a label and a help, and each of its choices a name', () => {
  for (const locale of locales) {
    const t = translator(locale);
    for (const name of settingNames) {
      assert.ok(t.has(`settings.${name}.label`) && t.has(`help.${name}`), `${locale} ${name}`);
      // Panels are named by their headings.
      if (name === 'panels') continue;
      for (const choice of settingsTable[name].choices ?? []) {
        // A language is called what it calls itself, see `languages`.
        if (name === 'language' && choice in languages) continue;
        assert.ok(t.has(`settings.${name}.choices.${choice}`), `${locale} ${name} ${choice}`);
      }
    }
    const known = new Set(settingNames);
    for (const key of Object.keys(loaded[locale].strings.settings)) assert.ok(known.has(key.split('.')[0]), key);
  }
});

test('every preset has a name and a point', () => {
  for (const locale of locales) {
    for (const { id } of presets) {
      assert.ok(translator(locale).has(`presets.${id}.name`) && translator(locale).has(`presets.${id}.point`), id);
    }
    assert.equal(Object.keys(loaded[locale].strings.presets).length, 2 * presets.length);
  }
});

test('every refused value is answered with its name and its range', () => {
  for (const locale of locales) {
    const t = translator(locale);
    for (const name of settingNames) {
      for (const raw of ['', '-1e99', 'x', '1.5e-300', 7.5, null]) {
        const { error } = parseSetting(name, raw);
        if (!error) continue;
        const sentence = t.error(error);
        assert.ok(sentence.includes(t.dynamic(`settings.${name}.label`)), sentence);
        if (error.max !== undefined) assert.ok(sentence.includes(t.format.rate(error.max)), sentence);
        assert.doesNotMatch(sentence, /undefined|NaN|\{|\}|errors\./);
      }
    }
  }
});

test('every text that cannot be used is answered with a sentence of its own', () => {
  const texts = [
    ['', {}],
    ['x', {}],
    ['aaaa', {}],
    ['aaaa', { endOfSentence: 'run-on' }],
    ['a\u0000b\u0007', {}],
    ['a\ud800', {}],
    ['ab\ncd', { heldOut: 0.1 }],
    ['abc', { streams: 9 }],
    ['ab'.repeat(1001), {}],
    ['ab\n'.repeat(20_000), {}],
    ['ab\n'.repeat(200_000), {}],
    ['ab'.repeat(1_100_000), { streams: 4 }],
    [Array.from({ length: 5001 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('\n'), {}],
  ];
  for (const locale of locales) {
    const t = translator(locale);
    const sentences = texts.flatMap(([text, options]) =>
      prepareText(String(text), /** @type {any} */ (options)).issues.map((issue) => t.issue(issue)),
    );
    assert.ok(sentences.length >= texts.length);
    for (const sentence of sentences) assert.doesNotMatch(sentence, /undefined|NaN|\{|\}|issues\./);
    // The control character, and the text that is too long, appear in two variants each.
    assert.ok(new Set(sentences).size >= 12, sentences.join('\n'));
  }
});

test('a missing string shows its key rather than nothing', () => {
  assert.equal(translator('en').dynamic('nowhere.nothing'), 'nowhere.nothing');
});

test('a key is known to the type checker', () => {
  // @ts-expect-error misspelt: were this no error of types, tsc would complain of the line above
  assert.equal(translator('en')('play.trian'), 'play.trian');
  // @ts-expect-error a part of it may be any string
  assert.equal(translator('en')(`play.${String('train')}`), 'Train');
});

test('a language is loaded when it is asked for; until then nobody can speak it', async () => {
  for (const locale of locales) {
    assert.equal((await loadLanguage(locale)).locale, locale);
    assert.equal(translator(locale), await loadLanguage(locale));
    assert.ok(isLoaded(locale));
  }
  // A module of its own, in which nothing is loaded.
  const fresh = await import(`../../web/i18n/index.js?${Date.now()}`);
  for (const locale of locales) {
    assert.ok(!fresh.isLoaded(locale));
    assert.throws(() => fresh.translator(locale), /not loaded/);
  }
  await fresh.loadLanguage('en');
  assert.ok(fresh.isLoaded('en') && !fresh.isLoaded('en', ['step']), 'without the words of the panels below');
  await fresh.loadLanguage('en', ['step']);
  assert.ok(fresh.isLoaded('en', ['step']) && !fresh.isLoaded('en', ['step', 'check']));
});

test('a failure is told in the page’s language, without the English of whoever reported it', () => {
  for (const failure of [
    { message: 'boom' },
    { code: 'somethingNew', message: 'boom' },
    { code: 18, message: 'boom' },
  ]) {
    assert.match(translator('en').failure(failure), /^Something went wrong.*Try again/);
    assert.match(translator('zh').failure(failure), /^计算引擎出错了。请再试一次[^a-z]*$/);
  }
});

test('the language is the first of the reader’s that there is', () => {
  assert.equal(chooseLocale(['tlh-KL', 'zh-TW', 'en']), 'zh');
  assert.equal(chooseLocale(['en-GB', 'zh']), 'en');
  assert.equal(chooseLocale(['tlh']), 'en');
  assert.equal(chooseLocale([]), 'en');
});

test('numbers: what is nearly 0 or 1 is not shown as 0 or 1, and nothing is shown as −0', () => {
  const { probability, percent, loss, number, signed, rate, tick } = makeFormat(loaded.en);
  assert.deepEqual([0, 1e-9, 0.0005, 0.0087, 0.0639, 0.0994, 0.0996, 0.12345].map(probability), [
    ...['0%', '<0.1%', '0.1%', '0.9%', '6.4%', '9.9%', '10%', '12%'],
  ]);
  assert.deepEqual([0.963, 0.986, 0.9944, 0.9962, 0.9994, 0.99999, 1].map(probability), [
    ...['96%', '99%', '99%', '99.6%', '99.9%', '99.9%', '100%'],
  ]);
  assert.deepEqual([0, 0.001, 0.5, 0.999, 1].map(percent), ['0%', '<1%', '50%', '>99%', '100%']);
  assert.deepEqual([0, 0.0001, 2.3024, 12345.6].map(loss), ['0.000', '<0.001', '2.302', '12346']);
  assert.deepEqual(
    [-0.00001, 0, -0.5, 123.456, 1e-7, -2e6, Number.NaN, -Infinity].map((x) => number(x, 3)),
    ['−1.0e−5', '0.000', '−0.500', '123.5', '1.0e−7', '−2.0e6', '–', '−∞'],
  );
  assert.deepEqual(
    [0.5, -0.5, 0].map((x) => signed(x, 2)),
    ['+0.50', '−0.50', '0.00'],
  );
  assert.deepEqual([0.1, 0.000123456, 4294967295, 1e-8].map(rate), ['0.1', '0.0001235', '4294967295', '1e−8']);
  assert.equal(rate(3.5236162530497706e48), '3.52e48');
  assert.deepEqual([0, 1, 0.03213, -12.3456, 1e-4, 1e-7, 123456, -3.5236162530497706e48, Number.NaN].map(tick), [
    '0',
    '1',
    '0.03213',
    '−12.35',
    '0.0001',
    '1e−7',
    '1.23e5',
    '−3.52e48',
    '–',
  ]);
});

test('counts and durations follow the language', () => {
  const [en, zh] = [makeFormat(loaded.en), makeFormat(loaded.zh)];
  assert.deepEqual([en.integer(1234567), zh.integer(1234567)], ['1,234,567', '1,234,567']);
  assert.deepEqual([en.compact(123456), zh.compact(123456)], ['123K', '12.3万']);
  assert.deepEqual([0, 0.002, 0.04, 0.096, 9.96, 59.6, 125, 7260].map(en.duration), [
    '0.0 s',
    '<0.01 s',
    '0.04 s',
    '0.1 s',
    '10 s',
    '1 min 00 s',
    '2 min 05 s',
    '2 h 01 min',
  ]);
  assert.equal(zh.duration(125), '2 分 05 秒');
  assert.equal(en.integer(Number.NaN), '–');
});

test('counted words and lists follow the language', () => {
  const [en, zh] = [makeFormat(loaded.en), makeFormat(loaded.zh)];
  const units = { one: '# unit', other: '# units' };
  assert.deepEqual(
    [0, 1, 2, 1e4].map((n) => en.plural(n, units)),
    ['0 units', '1 unit', '2 units', '10,000 units'],
  );
  // Chinese has one form.
  assert.deepEqual(
    [1, 2].map((n) => zh.plural(n, { other: '# 个' })),
    ['1 个', '2 个'],
  );
  const items = ['a', 'b', 'c'];
  assert.deepEqual(
    [en.list(items), en.list(items, 'and'), en.list(items, 'or'), en.list([])],
    [...['a, b, c', 'a, b, and c', 'a, b, or c', '']],
  );
  assert.deepEqual([zh.list(items), zh.list(items, 'and'), zh.list(items, 'or')], ['a、b、c', 'a、b和c', 'a、b或c']);
});
