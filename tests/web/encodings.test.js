/** Files of other times and places: read as they were meant, or the reader is asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeChosen, decodeText, encodings, readTextFile } from '../../web/text/files.js';

const base64 = (/** @type {string} */ digits) => Uint8Array.from(Buffer.from(digits, 'base64'));
/** @param {Uint8Array} bytes */
const file = (bytes, name = 'poem.txt') =>
  /** @type {any} */ ({ name, size: bytes.length, arrayBuffer: async () => bytes.slice().buffer });

/** Encoding, text, and the text in that encoding as another program writes it. @type {[string, string, string][]} */
const files = [
  ['shift_jis', '古池や\n蛙飛び込む\n水の音', 'jMOScoLiCopelPKC0Y2egt4KkIWCzIm5'],
  ['shift_jis', '春眠不覚暁\n国破山河在', 'j3SWsJVzim+LxQqNkZRqjlKJzY3d'],
  ['euc-jp', '吾輩は猫である。名前はまだ無い。', 'uOPH2qTPx62kx6SipOuho8y+wbCkz6TepMDMtaSkoaM='],
  ['euc-jp', '古池や\n蛙飛び込む\n水の音', 'uMXD06TkCrO/yPSk07n+pOAKv+WkzrK7'],
  ['iso-2022-jp', '吾輩は猫である。名前はまだ無い。', 'GyRCOGNHWiRPRy0kRyQiJGshI0w+QTAkTyReJEBMNSQkISMbKEI='],
  ['gb18030', '床前明月光\n疑是地上霜', 'tLLHsMP31MK54grSycrHtdjJz8uq'],
  ['gb18030', '低頭思故鄉.', 'tc3uXsu8ucrgbC4='],
  ['gb18030', '你好李焕英\n夏洛特烦恼', 'xOO6w8Duu8DTogrPxMLlzNi3s8TV'],
  [
    'gb18030',
    '江畔何人初见月，江月何年初照人。人生代代无穷已，江月年年望相似。不知江月待何人，但见长江送流水。',
    'va3Fz7rOyMuz9bz71MKjrL2t1MK6zsTqs/XV1cjLoaPIy8n6tPq0+s7ex+7S0aOsva3UwsTqxOrN+8/gy8aho7K71qq9rdTCtP26zsjLo6y1q7z7s6S9rcvNwffLrqGj',
  ],
  ['gb18030', '我用Python写代码😀，很好玩', 'ztLTw1B5dGhvbtC0tPrC65Q5/DajrLrcusPN5g=='],
  [
    'big5',
    '床前明月光\n疑是地上霜\n舉頭望明月\n低頭思故鄉',
    'p8mrZan6pOul+gq6w6xPpmGkV8H3CsF8wFmx5qn6pOsKp0PAWavkrEe2bQ==',
  ],
  ['big5', '人之初，性本善。性相近，習相遠。', 'pEikp6rsoUGpyqW7tb2hQ6nKrNuq8aFBst+s27u3oUM='],
  [
    'euc-kr',
    '나 보기가 역겨워\n가실 때에는\n말없이 고이 보내 드리우리다',
    's6ogurix4rChIL+qsNy/9gqwob3HILanv6G0wgq4u774wMwgsO3AzCC6uLO7ILXluK6/7LiutNk=',
  ],
  ['euc-kr', '안녕하세요', 'vsiz58fPvLy/5A=='],
  ['euc-kr', '동해물과 백두산이 마르고 닳도록', 'tb/H2LmwsPoguem1zrvqwMwguLa4o7DtILTitbW3zw=='],
  ['utf-16le', '床前明月光\n疑是地上霜', 'il5NUg5mCGdJUQoAkXUvZjBXCk4clw=='],
  ['utf-16be', '床前明月光\n疑是地上霜', 'XopSTWYOZwhRSQAKdZFmL1cwTgqXHA=='],
  ['utf-16le', 'The quick brown fox', 'VABoAGUAIABxAHUAaQBjAGsAIABiAHIAbwB3AG4AIABmAG8AeAA='],
  ['utf-16be', 'abc', 'AGEAYgBj'],
  ['utf-16le', '古池や\n蛙飛び込む\n水の音', '5FNgbIQwCgDZhtuYczC8j4AwCgA0bG4w85c='],
  [
    'utf-16le',
    'Мой дядя самых честных правил',
    'HAQ+BDkEIAA0BE8ENARPBCAAQQQwBDwESwRFBCAARwQ1BEEEQgQ9BEsERQQgAD8EQAQwBDIEOAQ7BA==',
  ],
  ['windows-1252', 'Un été à la mer, étage deux, Zoë grüßt', 'VW4g6XTpIOAgbGEgbWVyLCDpdGFnZSBkZXV4LCBab+sgZ3L833Q='],
  ['windows-1252', 'Ärger über Öl: die Straße wäre schöner', 'xHJnZXIg/GJlciDWbDogZGllIFN0cmHfZSB35HJlIHNjaPZuZXI='],
  ['windows-1252', '“Hello,” she said – it’s only a test…', 'k0hlbGxvLJQgc2hlIHNhaWQgliBpdJJzIG9ubHkgYSB0ZXN0hQ=='],
  ['windows-1252', 'café', 'Y2Fm6Q=='],
  [
    'windows-1252',
    '¿Qué es la vida? Un frenesí. ¡Una ilusión!',
    'v1F16SBlcyBsYSB2aWRhPyBVbiBmcmVuZXPtLiChVW5hIGlsdXNp824h',
  ],
  [
    'windows-1252',
    'Það mælti mín móðir, að mér skyldi kaupa',
    '3mHwIG3mbHRpIG3tbiBt8/BpciwgYfAgbelyIHNreWxkaSBrYXVwYQ==',
  ],
  [
    'windows-1250',
    'Litwo! Ojczyzno moja! ty jesteś jak zdrowie; ile cię trzeba cenić, ten tylko się dowie, kto cię stracił',
    'TGl0d28hIE9qY3p5em5vIG1vamEhIHR5IGplc3RlnCBqYWsgemRyb3dpZTsgaWxlIGNp6iB0cnplYmEgY2VuaeYsIHRlbiB0eWxrbyBzaeogZG93aWUsIGt0byBjaeogc3RyYWNpsw==',
  ],
  ['windows-1250', 'Příliš žluťoučký kůň úpěl ďábelské ódy', 'UPjtbGmaIJ5sdZ1vdehr/SBr+fIg+nDsbCDv4WJlbHNr6SDzZHk='],
  [
    'windows-1251',
    'Мой дядя самых честных правил,\nКогда не в шутку занемог',
    'zO7pIOT/5P8g8eDs+/Ug9+Xx8u379SDv8ODi6OssCsru4+TgIO3lIOIg+PPy6vMg5+Dt5ezu4w==',
  ],
  [
    'koi8-r',
    'Мой дядя самых честных правил,\nКогда не в шутку занемог',
    '7c/KIMTRxNEg08HN2cgg3sXT1M7ZyCDQ0sHXycwsCuvPx8TBIM7FINcg29XUy9Ug2sHOxc3Pxw==',
  ],
  ['windows-1253', 'Άνδρα μοι έννεπε, Μούσα, πολύτροπον', 'ou3k8eEg7O/pIN3t7eXw5SwgzO/98+EsIPDv6/308e/w7+0='],
  [
    'windows-1254',
    'Korkma, sönmez bu şafaklarda yüzen al sancak; sönmeden yurdumun üstünde tüten en son ocak. kırık ağaç',
    'S29ya21hLCBz9m5tZXogYnUg/mFmYWtsYXJkYSB5/HplbiBhbCBzYW5jYWs7IHP2bm1lZGVuIHl1cmR1bXVuIPxzdPxuZGUgdPx0ZW4gZW4gc29uIG9jYWsuIGv9cv1rIGHwYec=',
  ],
  ['windows-1255', 'בראשית ברא אלהים את השמים ואת הארץ', '4fjg+en6IOH44CDg7OTp7SDg+iDk+e7p7SDl4Pog5OD49Q=='],
  ['windows-1256', 'قفا نبك من ذكرى حبيب ومنزل', '3t3HIOTI3yDj5CDQ39HsIM3I7cgg5uPk0uE='],
  ['windows-874', 'สวัสดีครับ ภาษาไทย', 'ysfRyrTVpMPRuiDA0snS5LfC'],
  ['gb18030', '春眠不觉晓', 'tLrD37K7vvXP/g=='],
  ['gb18030', '关关雎鸠，在河之洲。窈窕淑女，君子好逑。', 'udi52PbC8K+jrNTautPWrtbeoaPxuvG7yufFrqOsvv3X07rD5c+how=='],
  ['gb18030', '第1章\n他说：“你好！”\n', 'tdox1cIKy/vLtaO6obDE47rDo6GhsQo='],
  ['gb18030', '好', 'usM='],
  ['gb18030', '苹果,3\n香蕉,5\n橘子,12\n', 'xru5+ywzCs/jvbYsNQrp2dfTLDEyCg=='],
  ['big5', '關關雎鳩，在河之洲。窈窕淑女，君子好逑。', 'w/bD9uDVuaehQaZiqmWkp6x3oUOvt7LAslGka6FBp2ekbKZu1+ShQw=='],
  ['big5', '春眠不覺曉', 'rEuvdqSjxLG+5Q=='],
  ['big5', '蘋果,3\n香蕉,5\n', 'xKuqRywzCq27v7wsNQo='],
  ['big5', '你好', 'p0Gmbg=='],
  ['big5', '台灣', 'pXjGVw=='],
  ['shift_jis', 'おはよう', 'gqiCzYLmgqQ='],
  ['shift_jis', '東京', 'k4yLng=='],
  ['shift_jis', '①株式会社テスト', 'h0CKlI6uie+O0INlg1iDZw=='],
  ['shift_jis', 'りんご,3\nバナナ,5\n', 'guiC8YKyLDMKg2+DaYNpLDUK'],
  ['shift_jis', 'いろはにほへと　ちりぬるを', 'gqKC64LNgsmC2YLWgsaBQIK/guiCyoLpgvA='],
  ['euc-jp', '東京都', 'xey1/sXU'],
  ['euc-jp', 'カタカナ', 'paulv6Wrpco='],
  ['euc-jp', '春はあけぼの。やうやう白くなりゆく山ぎは', 'vdWkz6SipLGk3KTOoaOk5KSmpOSkpsfypK+kyqTqpOakr7uzpK6kzw=='],
  ['euc-kr', '김치', 'sejEoQ=='],
  ['euc-kr', '사과,3\n바나나,5\n', 'u+ew+iwzCrnZs6qzqiw1Cg=='],
  ['euc-kr', '훈민정음 나랏말싸미 듕귁에 달아', 'yMa5zsGkwL0gs6q2+bi7vc65zCC15LHOv6EgtN6+xg=='],
  ['euc-kr', '서울', 'vK2/7w=='],
  ['windows-1252', 'naïve', 'bmHvdmU='],
  ['windows-1252', 'Zoë', 'Wm/r'],
  ['windows-1252', 'façade – señor', 'ZmHnYWRlIJYgc2Xxb3I='],
  ['windows-1252', 'Å', 'xQ=='],
  ['windows-1252', 'El niño comió piñas', 'RWwgbmnxbyBjb21p8yBwafFhcw=='],
  ['windows-1252', '£5 and €6', 'ozUgYW5kIIA2'],
  ['windows-1252', '¡Olé!', 'oU9s6SE='],
  [
    'windows-1252',
    'São Paulo é a maior cidade do Brasil, coração',
    'U+NvIFBhdWxvIOkgYSBtYWlvciBjaWRhZGUgZG8gQnJhc2lsLCBjb3Jh5+Nv',
  ],
  ['windows-1252', 'Hyvää yötä', 'SHl25OQgefZ05A=='],
  ['windows-1252', 'GRÖSSE ÄNDERN ÜBUNG', 'R1LWU1NFIMROREVSTiDcQlVORw=='],
  ['windows-1252', 'ÉCOLE NORMALE SUPÉRIEURE', 'yUNPTEUgTk9STUFMRSBTVVDJUklFVVJF'],
  ['windows-1250', 'Zażółć gęślą jaźń', 'WmG/87PmIGfqnGy5IGphn/E='],
  ['windows-1250', 'árvíztűrő tükörfúrógép', '4XJ27Xp0+3L1IHT8a/ZyZvpy82fpcA=='],
  ['windows-1251', 'Привет', 'z/Do4uXy'],
  ['windows-1251', 'МОСКВА', 'zM7RysLA'],
  ['windows-1251', 'Це українська мова, її їжа', '1uUg8+rw4L/t8fzq4CDs7uLgLCC/vyC/5uA='],
  ['koi8-r', 'Привет', '8NLJ18XU'],
  ['koi8-r', 'МОСКВА', '7e/z6/fh'],
  ['windows-1253', 'Καλημέρα κόσμε', 'yuHr5+zd8eEg6vzz7OU='],
  ['windows-1254', 'Türkçe ığdır şehir', 'VPxya+dlIP3wZP1yIP5laGly'],
  ['windows-1255', 'שלום עולם', '+ezl7SDy5ezt'],
  ['windows-1256', 'مرحبا بالعالم', '49HNyMcgyMfh2sfh4w=='],
  ['windows-874', 'ภาษาไทย', 'wNLJ0uS3wg=='],
  ['utf-16le', '안녕하세요', 'SMVVsVjVOMGUxg=='],
  ['utf-16be', 'Привет, мир', 'BB8EQAQ4BDIENQRCACwAIAQ8BDgEQA=='],
  ['utf-16le', 'café\r\nnoël', 'YwBhAGYA6QANAAoAbgBvAOsAbAA='],
  ['utf-16le', 'a,b\n1,2\n', 'YQAsAGIACgAxACwAMgAKAA=='],
];

for (const [encoding, text, bytes] of files) {
  test(`${encoding}: ${text.slice(0, 24).replace('\n', ' ')}`, () => {
    const decoded = decodeText(base64(bytes));
    assert.deepEqual([decoded?.text, decoded?.encoding], [text, encoding]);
    assert.deepEqual([decoded?.cut, decoded?.unread], [false, 0]);
  });
}

test('a long file is known by its part that is not plain English', () => {
  const head = Buffer.from('-- a header in English --\n'.repeat(4000));
  for (const [encoding, text, bytes] of files.filter(([name]) => !/utf-16|2022/.test(name))) {
    const decoded = decodeText(Uint8Array.from(Buffer.concat([head, base64(bytes)])));
    assert.ok(decoded?.text.endsWith(text), encoding);
  }
});

test('a file that ends within a character is read up to there, in whatever encoding', () => {
  const utf8 = new TextEncoder().encode('床前明月光');
  for (const missing of [1, 2]) {
    const { text, encoding, cut } = decodeText(utf8.subarray(0, -missing)) ?? {};
    assert.deepEqual({ text, encoding, cut }, { text: '床前明月', encoding: 'utf-8', cut: true });
  }
  const emoji = decodeText(new TextEncoder().encode('好 👩‍👩').subarray(0, -1));
  assert.deepEqual([emoji?.text, emoji?.cut], ['好 👩‍', true]);
  for (const name of ['gb18030', 'big5', 'euc-kr', 'utf-16be']) {
    const [, text, bytes] = files.find(([encoding, text]) => encoding === name && text.length > 9) ?? ['', '', ''];
    const decoded = decodeText(base64(bytes).subarray(0, -1));
    assert.ok(decoded && text.startsWith(decoded.text) && decoded.text.length >= text.length - 1, name);
    assert.equal(decoded.encoding, name);
  }
});

test('a byte here and there that cannot be read leaves the rest of a UTF-8 file as it is', () => {
  const bytes = new TextEncoder().encode('床前明月光，疑是地上霜。舉頭望明月，低頭思故鄉。'.repeat(2));
  bytes[30] = 0xff;
  const decoded = decodeText(bytes);
  assert.equal(decoded?.encoding, 'utf-8');
  assert.ok(decoded.unread >= 1 && decoded.unread <= 3);
  assert.ok(decoded.text.startsWith('床前明月光，疑是地上'));
});

test('where no encoding is convincing the reader is asked, and what is chosen is done', async () => {
  // Old Mac OS Roman: é is 8E, è 8F, à 88.
  const bytes = Uint8Array.from(Buffer.from('8e748e20881f8f9d9081'.replace('1f', '20'), 'hex'));
  const { issue, bytes: kept, decoded } = await readTextFile(file(bytes, 'old.txt'));
  assert.deepEqual([issue?.code, decoded], ['file-encoding-unknown', undefined]);
  for (const encoding of encodings) {
    const chosen = decodeChosen(/** @type {Uint8Array} */ (kept), encoding);
    assert.deepEqual([chosen.encoding, typeof chosen.text], [encoding, 'string']);
  }
  assert.equal(decodeChosen(Uint8Array.from([0xe9]), 'windows-1252').text, 'é');
  assert.equal(decodeChosen(Uint8Array.from([0xff, 0x41]), 'utf-8').unread, 1);
});

test('what is no text in any encoding is refused: images, archives, documents, random bytes', async () => {
  const heads = [
    '89504e470d0a1a0a',
    '504b0304',
    '255044462d312e37',
    '0061736d01000000',
    'd0cf11e0a1b11ae1',
    'ffd8ffe000104a46',
  ];
  for (const head of heads) {
    const { issue, bytes } = await readTextFile(file(Uint8Array.from(Buffer.from(head, 'hex')), 'thing'));
    assert.deepEqual([issue?.code, bytes], ['file-not-text', undefined], head);
  }
  for (let seed = 1; seed <= 20; seed++) {
    let state = seed;
    const random = Uint8Array.from({ length: 400 }, () => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return state >> 16;
    });
    assert.equal(decodeText(random), null, `seed ${seed}`);
  }
});

test('a log with colors and a file with U+0085 are texts', () => {
  const log = '\x1b[31merror\x1b[0m\n\x1b[32mok\x1b[0m\n';
  assert.equal(decodeText(new TextEncoder().encode(log))?.text, log);
  assert.equal(decodeText(new TextEncoder().encode('a\u0085b\u0085c'))?.text, 'a\u0085b\u0085c');
  assert.equal(
    decodeText(new TextEncoder().encode('one two three four five six\0'))?.text,
    'one two three four five six\0',
  );
});
