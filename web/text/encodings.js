/**
 * Encoding detection: the bytes are decoded with every likely encoding, and the result is scored by how frequent its characters
 * are in the languages written in it. The reader is told of the guess and can choose another encoding.
 */

/** Encodings that can be chosen, by their names for TextDecoder. */
export const encodings = Object.freeze(
  /** @type {const} */ ([
    'utf-8',
    'utf-16le',
    'utf-16be',
    'gb18030',
    'big5',
    'shift_jis',
    'euc-jp',
    'iso-2022-jp',
    'euc-kr',
    'windows-1252',
    'windows-1250',
    'windows-1251',
    'koi8-r',
    'windows-1253',
    'windows-1254',
    'windows-1255',
    'windows-1256',
    'windows-874',
  ]),
);

/** @typedef {typeof encodings[number]} Encoding */
/** @typedef {(character: string) => number} Weigh score of a character; below 0: evidence against the encoding */

/** Bytes scored, from the first that is not ASCII. */
const SAMPLE = 1 << 15;
/** Mean score per byte that a guess needs. */
const CONVINCING = 0.3;

const FREQUENT_HAN =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运床疑霜举低故乡春眠晓闻啼鸟夜风雨花落江河云酒君这個們來為國說時會對過發後裡種學現當沒動還進樣開從實軍無與長機關點業將兩間問戰頭體見產話給門東聲員論處義幾認條氣題爾變總電數報結務場計資許統區隊決馬書則聽卻達強難權設記類據該規萬覺術領確傳師觀讓識帶導爭運鄉舉曉鳥風雲見這個';
const FREQUENT_HANGUL =
  '이다는을를의에가고은하지로기서도리한사나어아자시인으대있그라수해들것일원정전만스보제부비여니구장게주상과공적동조마우관면오내신경위없무성산소방선물였되같때년세계문식말유모습까데치살었았겠네요님안녕국교학생집날길봄꽃저너와내';

const FREQUENT_KANJI =
  '日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝春夏秋冬花鳥風雪夜猫犬';

/** @param {string} characters */
const setOf = (characters) => new Set(characters);
const frequentHan = setOf(FREQUENT_HAN);
const frequentKanji = setOf(FREQUENT_KANJI);
const frequentHangul = setOf(FREQUENT_HANGUL);

/** @type {Map<string, Set<string>>} */
const blocks = new Map();

/**
 * The characters of some rows of a double-byte encoding: each standard has its common characters in consecutive rows.
 *
 * @param {Encoding} encoding
 * @param {number} from first byte
 * @param {number} to first byte of the last row
 */
function block(encoding, from, to) {
  const known = blocks.get(encoding);
  if (known) return known;
  const bytes = [];
  for (let lead = from; lead <= to; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (encoding === 'gb18030' || encoding.startsWith('euc') ? trail >= 0xa1 : trail !== 0x7f)
        bytes.push(lead, trail);
    }
  }
  const made = setOf(new TextDecoder(encoding).decode(Uint8Array.from(bytes)));
  blocks.set(encoding, made);
  return made;
}

const commonHanzi = () => block('gb18030', 0xb0, 0xd7);
const commonTraditional = () => block('big5', 0xa4, 0xc6);
const commonKanji = () => block('euc-jp', 0xb0, 0xcf);
const commonHangul = () => block('euc-kr', 0xb0, 0xc8);

const HAN = /\p{Script=Han}/u;
const HANGUL = /\p{Script=Hangul}/u;
const KANA = /[\u3041-\u3096\u30a1-\u30fa\u30fc]/;
const HALF_KANA = /[\uff66-\uff9f]/;
const WIDE_PUNCTUATION = /[\u3000-\u3017\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f]/;
const TYPOGRAPHY = /[‘’“”«»–—…•€£¿¡°§·„‚‹›]/;
const SHOWS_NOTHING = /[\p{Cc}\p{Co}\p{Cn}\ufffd]/u;
const WIDE_LETTER = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const LETTER = /[\p{L}\p{M}]/u;
const ASCII_LETTER = /[A-Za-z]/;

/** @param {() => Set<string>} common @returns {Weigh} */
const chinese = (common) => (character) => {
  if (frequentHan.has(character)) return 3;
  if (HAN.test(character)) return common().has(character) ? 1 : -1.5;
  if (WIDE_PUNCTUATION.test(character) || TYPOGRAPHY.test(character)) return 1;
  // Emoji in four bytes are hardly ever there by mistake.
  if (/\p{Extended_Pictographic}/u.test(character)) return 1;
  return KANA.test(character) ? 0 : -1;
};

/** @type {Weigh} */
const japanese = (character) => {
  if (KANA.test(character)) return 3;
  if (HALF_KANA.test(character)) return -0.7;
  if (frequentKanji.has(character)) return 2;
  if (HAN.test(character)) return commonKanji().has(character) ? 1 : -1;
  return WIDE_PUNCTUATION.test(character) || TYPOGRAPHY.test(character) ? 1 : -1;
};

/** @type {Weigh} */
const korean = (character) => {
  if (frequentHangul.has(character)) return 3;
  if (HANGUL.test(character)) return commonHangul().has(character) ? 1 : -1.5;
  return WIDE_PUNCTUATION.test(character) || TYPOGRAPHY.test(character) ? 1 : -1.5;
};

/** @type {Weigh} for UTF-16: any language */
const unicode = (character) => {
  if (character <= '\x7e') return character < ' ' && !'\t\n\r\f'.includes(character) ? -4 : 1.5;
  if (HAN.test(character)) return Math.max(chinese(commonHanzi)(character), chinese(commonTraditional)(character));
  if (HANGUL.test(character)) return korean(character);
  if (KANA.test(character)) return 2.5;
  if (WIDE_PUNCTUATION.test(character) || TYPOGRAPHY.test(character)) return 1;
  return /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{Emoji}]/u.test(
    character,
  )
    ? 1
    : -1.5;
};

/** @param {string} frequent of its letters @param {RegExp} script @returns {Weigh} */
const alphabet = (frequent, script) => {
  const often = setOf(frequent);
  return (character) => {
    if (often.has(character)) return 1.2;
    if (script.test(character)) return LETTER.test(character) ? 0.5 : -0.5;
    return TYPOGRAPHY.test(character) || character === '\u00a0' ? 0.5 : -1.5;
  };
};

const LATIN = /\p{Script=Latin}/u;

/** @type {readonly {encoding: Encoding, weigh: Weigh, kind: 'wide' | 'latin' | 'script' | 'unicode'}[]} the more likely first */
const candidates = [
  { encoding: 'gb18030', weigh: chinese(commonHanzi), kind: 'wide' },
  { encoding: 'big5', weigh: chinese(commonTraditional), kind: 'wide' },
  { encoding: 'shift_jis', weigh: japanese, kind: 'wide' },
  { encoding: 'euc-jp', weigh: japanese, kind: 'wide' },
  { encoding: 'euc-kr', weigh: korean, kind: 'wide' },
  { encoding: 'utf-16le', weigh: unicode, kind: 'unicode' },
  { encoding: 'utf-16be', weigh: unicode, kind: 'unicode' },
  { encoding: 'windows-1252', weigh: alphabet('éèêàâäáãåçñöôóøüùúïîíßæœÉÀÄÖÜÅØ', LATIN), kind: 'latin' },
  { encoding: 'windows-1250', weigh: alphabet('ąćęłńóśźżáčéěíňřšťúůýžőűöüŁŚŻČŘŠŽ', LATIN), kind: 'latin' },
  { encoding: 'windows-1254', weigh: alphabet('çğıöşüİŞÇÖÜ', LATIN), kind: 'latin' },
  { encoding: 'windows-1251', weigh: alphabet('оеаинтсрвлкмОЕАИНТСРВЛКМ', /\p{Script=Cyrillic}/u), kind: 'script' },
  { encoding: 'koi8-r', weigh: alphabet('оеаинтсрвлкмОЕАИНТСРВЛКМ', /\p{Script=Cyrillic}/u), kind: 'script' },
  { encoding: 'windows-1253', weigh: alphabet('αοιετσνηυρπκμλςίόάέή', /\p{Script=Greek}/u), kind: 'script' },
  { encoding: 'windows-1255', weigh: alphabet('יוהלאמרתבשנםע', /\p{Script=Hebrew}/u), kind: 'script' },
  { encoding: 'windows-1256', weigh: alphabet('الينمروتبةدسع،', /\p{Script=Arabic}/u), kind: 'script' },
  { encoding: 'windows-874', weigh: alphabet('านรอกเงมยลวดทสตะปบคห่้ีัิ', /\p{Script=Thai}/u), kind: 'script' },
];

/**
 * @param {Uint8Array} bytes
 * @param {Encoding} encoding
 * @param {{ fatal?: boolean }} [options] fatal: null where a byte cannot be read, instead of a U+FFFD
 * @returns {string | null} without its byte order mark, and without a last character of which only a part is there
 */
export function decodeAs(bytes, encoding, { fatal = false } = {}) {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

/**
 * @param {Uint8Array} bytes that are not UTF-8
 * @returns {Encoding | null} null if no encoding scores CONVINCING
 */
export function guessEncoding(bytes) {
  const start = bytes.findIndex((byte) => byte >= 0x80 || byte === 0);
  // With some bytes before the first that is not ASCII, as its context.
  const from = Math.max(0, start - 8);
  const [sample, whole] = [bytes.subarray(from, from + SAMPLE), bytes.subarray(from & ~1, (from & ~1) + SAMPLE)];
  const high = sample.filter((byte) => byte >= 0x80).length;
  const weighed = candidates
    .map(({ encoding, weigh, kind }) => {
      const part = kind === 'unicode' ? whole : sample;
      const text = decodeAs(part, encoding, { fatal: true });
      if (text === null || (kind !== 'unicode' && text.includes('\0'))) return { encoding, weight: -1 };
      return { encoding, weight: weightOf(text, weigh, kind) / (kind === 'unicode' ? part.length : high) };
    })
    .filter(({ weight }) => weight > CONVINCING)
    .sort((a, b) => b.weight - a.weight);
  return weighed.find(({ encoding }) => decodeAs(bytes, encoding, { fatal: true }) !== null)?.encoding ?? null;
}

/**
 * @param {string} text
 * @param {Weigh} weigh
 * @param {'wide' | 'latin' | 'script' | 'unicode'} kind
 */
function weightOf(text, weigh, kind) {
  const characters = [...text];
  let sum = 0;
  characters.forEach((character, i) => {
    if (kind !== 'unicode' && character <= '\x7f') return;
    if (SHOWS_NOTHING.test(character) && character > '\x7f') sum -= 4;
    else sum += weigh(character) + besides(character, characters[i - 1] ?? ' ', characters[i + 1] ?? ' ', kind);
  });
  return sum;
}

/**
 * Score of a character's context: accented letters occur among plain ones, letters of other scripts among their own, and no
 * capital letter follows a small one.
 *
 * @param {string} character
 * @param {string} before
 * @param {string} after
 * @param {'wide' | 'latin' | 'script' | 'unicode'} kind
 */
function besides(character, before, after, kind) {
  if (kind === 'unicode') return 0;
  const plain = Number(ASCII_LETTER.test(before)) + Number(ASCII_LETTER.test(after));
  const digits = /[0-9]/.test(before + after) ? -1 : 0;
  if (kind === 'wide') return WIDE_LETTER.test(character) ? -plain : 0;
  if (!LETTER.test(character)) {
    const within = LETTER.test(before) && LETTER.test(after) && !'’·–—'.includes(character);
    return within ? -1.5 : TYPOGRAPHY.test(character) ? 0 : -Number(LETTER.test(before));
  }
  const capital = /\p{Lu}/u.test(character) && /\p{Ll}/u.test(before) ? -2 : 0;
  if (kind === 'script') return capital + digits - 2 * plain;
  const foreign = before > '\x7f' && LETTER.test(before) ? -1 : 0;
  return capital + digits + foreign + Math.min(plain, 1) * 0.6;
}
