/** Every character that leaves no ink has a sign and a name of its own, and tokens that look alike are told apart. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loaded, locales, translator } from '../languages.js';
import { lookAlikes, normalize, prepareText, visible } from '../../web/text/index.js';

const all = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
const others = [
  0x9, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x180e, 0x200b, 0x200c, 0x200d, 0x2800, 0x3164, 0xfe0e, 0xfe0f, 0xffa0,
];
const inkless = all.filter(
  (character) =>
    /[\p{Z}\p{Bidi_C}\u2060-\u2064]/u.test(character) ||
    others.includes(/** @type {number} */ (character.codePointAt(0))),
);

test('every Unicode space, zero-width and bidi control character is named, each by another name', () => {
  assert.ok(inkless.length > 45);
  for (const locale of locales) {
    const t = translator(locale);
    const names = new Map();
    for (const character of inkless) {
      const name = t.token(character);
      const code = `U+${/** @type {number} */ (character.codePointAt(0)).toString(16)}`;
      assert.ok(name && !/^U\+/.test(name) && name !== character, `${locale} ${code}: ${name}`);
      assert.equal(names.get(name), undefined, `${code} and ${names.get(name)} are both called ${name}`);
      names.set(name, code);
    }
  }
});

test('none of them is shown as nothing, and no two are shown alike', () => {
  const labels = inkless.map((character) => visible(character).label);
  assert.equal(new Set(labels).size, labels.length);
  for (const label of labels) assert.match(label, /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u);
});

test('several in a row are counted, mixed ones named in turn', () => {
  const [en, zh] = [translator('en'), translator('zh')];
  assert.equal(en.token('\u202f'), 'narrow non-breaking space');
  assert.equal(en.token('\u2009'), 'thin space');
  assert.equal(en.token('  '), '2 × space');
  assert.equal(en.token('   \u200b'), '3 × space, zero-width space');
  assert.equal(zh.token('  \t'), '2 个空格、制表符');
  assert.equal(en.token('\u{e0001}'), 'U+E0001');
  assert.equal(en.token('\n'), 'end of sentence');
  assert.equal(loaded.en.strings.tokens['U+FEFF'], 'zero-width non-breaking space');
});

test('tokens of a vocabulary that look alike carry their code points, the others none', () => {
  const alike = lookAlikes(['a', 'а', 'b', '-', '‑', '−', 'é', '中', ' ', '\u00a0', 'ﬁ', 'fi']);
  assert.deepEqual(Object.fromEntries(alike), {
    a: 'U+0061',
    а: 'U+0430',
    '-': 'U+002D',
    '‑': 'U+2011',
    '−': 'U+2212',
    ﬁ: 'U+FB01',
    fi: 'U+0066 U+0069',
  });
  assert.deepEqual([...lookAlikes(['naive', 'na\u00adive']).values()], ['', 'U+00AD']);
  assert.equal(lookAlikes(prepareText('你好李焕英\n夏洛特烦恼').vocabulary.tokens).size, 0);
});

test('a byte order mark is left out wherever it stands', () => {
  assert.deepEqual(normalize('\ufeffab\n\ufeffcd\ufeff'), { text: 'ab\ncd', problems: [] });
  assert.equal(prepareText('\ufeffabab\ufeffabab').vocabulary.id('\ufeff'), -1);
});

test('the colors of a terminal are left out whole, and said', () => {
  const { text, problems } = normalize('\u001b[1;31merror\u001b[0m: no');
  assert.equal(text, 'error: no');
  assert.deepEqual([problems[0].character, problems[0].count, problems[0].column], ['U+001B', 2, 1]);
});
