import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseLocale, locales, messages, translator } from '../../web/i18n/index.js';
import { makeFormat } from '../../web/i18n/format.js';
import { PANELS } from '../../web/state/panel-names.js';
import { parseSetting } from '../../web/state/parse.js';
import { settingNames, settingsTable } from '../../web/state/settings.js';
import { prepareText, presets } from '../../web/text/index.js';

const placeholders = (/** @type {string} */ template) =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const HAN = /\p{Script=Han}/u;

test('each language has every string of the other, in the same form, with the same values', () => {
  assert.deepEqual(Object.keys(messages.zh), Object.keys(messages.en));
  for (const [file, strings] of Object.entries(messages.en)) {
    assert.deepEqual(Object.keys(messages.zh[file]).sort(), Object.keys(strings).sort(), file);
    for (const [key, english] of Object.entries(strings)) {
      const chinese = messages.zh[file][key];
      if (typeof english !== 'string' || typeof chinese !== 'string') continue;
      assert.deepEqual(placeholders(chinese), placeholders(english), `${file}.${key}`);
      assert.ok(english.trim() !== '' || chinese.trim() !== '', `${file}.${key}`);
    }
  }
});

test('strings that depend on a number say something whatever the number', () => {
  for (const locale of locales) {
    const t = translator(locale);
    for (const [file, strings] of Object.entries(messages[locale])) {
      for (const [key, template] of Object.entries(strings)) {
        if (typeof template !== 'function') continue;
        for (const value of [0, 1, 2, 1.5, 1e6]) {
          const lists = ['choices', 'settings', 'tokens', 'names'];
          const values = new Proxy({}, { get: (_, name) => (lists.includes(String(name)) ? [value] : value) });
          assert.match(t(`${file}.${key}`, values), /^(?!.*(undefined|NaN|object)).+$/s, `${locale} ${file}.${key}`);
        }
      }
    }
  }
});

test('no sentence was left in the other language', () => {
  for (const [file, strings] of Object.entries(messages.en)) {
    for (const [key, english] of Object.entries(strings)) {
      const chinese = messages.zh[file][key];
      if (typeof english !== 'string' || typeof chinese !== 'string') continue;
      // Names and signs may be the same in both languages; a sentence has several words.
      const words = english.replace(/\{\w+\}/g, '').match(/[a-z]{2,}/gi) ?? [];
      if (words.length >= 3) assert.ok(HAN.test(chinese), `${file}.${key}: ${chinese}`);
    }
  }
});

test('every setting has a label and a help, and each of its choices a name', () => {
  for (const locale of locales) {
    const t = translator(locale);
    for (const name of settingNames) {
      assert.ok(t.has(`settings.${name}.label`) && t.has(`settings.${name}.help`), `${locale} ${name}`);
      // Panels are named by their headings.
      if (name === 'panels') continue;
      for (const choice of settingsTable[name].choices ?? []) {
        assert.ok(t.has(`settings.${name}.choices.${choice}`), `${locale} ${name} ${choice}`);
      }
    }
    const known = new Set(settingNames);
    for (const key of Object.keys(messages[locale].settings)) assert.ok(known.has(key.split('.')[0]), key);
  }
});

test('every panel has a heading: the page’s navigation and its place while it loads say it', () => {
  for (const locale of locales)
    for (const id of PANELS) assert.ok(id === 'play' || translator(locale).has(`${id}.heading`), `${locale} ${id}`);
});

test('every preset has a name and a point', () => {
  for (const locale of locales) {
    for (const { id } of presets) {
      assert.ok(translator(locale).has(`presets.${id}.name`) && translator(locale).has(`presets.${id}.point`), id);
    }
    assert.equal(Object.keys(messages[locale].presets).length, 2 * presets.length);
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
        assert.ok(sentence.includes(t(`settings.${name}.label`)), sentence);
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
  assert.equal(translator('en')('nowhere.nothing'), 'nowhere.nothing');
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
  assert.equal(chooseLocale(['fr-FR', 'zh-TW', 'en']), 'zh');
  assert.equal(chooseLocale(['en-GB', 'zh']), 'en');
  assert.equal(chooseLocale(['de']), 'en');
  assert.equal(chooseLocale([]), 'en');
});

test('numbers: what is nearly 0 or 1 is not shown as 0 or 1, and nothing is shown as −0', () => {
  const { probability, percent, loss, number, signed, rate, tick } = makeFormat('en');
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
  const [en, zh] = [makeFormat('en'), makeFormat('zh')];
  assert.deepEqual([en.integer(1234567), zh.integer(1234567)], ['1,234,567', '1,234,567']);
  assert.deepEqual([en.compact(123456), zh.compact(123456)], ['123K', '12.3万']);
  assert.deepEqual([0.04, 9.96, 59.6, 125, 7260].map(en.duration), [
    '0.0 s',
    '10 s',
    '1 min 00 s',
    '2 min 05 s',
    '2 h 01 min',
  ]);
  assert.equal(zh.duration(125), '2 分 05 秒');
  assert.equal(en.integer(Number.NaN), '–');
});
