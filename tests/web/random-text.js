/** Seeded random strings of many scripts, so that a failing example can be met again. */

const PIECES = [
  'a',
  'b',
  'Z',
  'the',
  'don’t',
  "it's",
  '3.14',
  '42',
  ' ',
  ' ',
  ' ',
  '  ',
  '\t',
  ',',
  ', ',
  '.',
  '. ',
  '!',
  '?',
  '(',
  ')',
  ' (',
  '"',
  '“',
  '”',
  '-',
  '—',
  '=',
  '你',
  '好',
  '李焕英',
  '，',
  '。',
  '床前明月光',
  'こんにちは',
  'カタカナ',
  '한국어',
  '한국어 ',
  'สวัสดี',
  'नमस्ते',
  'क्षि',
  'שלום',
  'مرحبا',
  ' مرحبا ',
  'é',
  'e\u0301',
  'ñ',
  'Å',
  '\u0301',
  '👩‍👩‍👧',
  '🇩🇪',
  '🇨🇳🇩',
  '👍🏽',
  '❤️',
  '\u200d',
  '\u200b',
  '\u00ad',
  '\u2060',
  '⏎',
  '\u3000',
  '\u00a0',
  'ﷺ',
  'ﬁ',
];
const OUTLAWS = ['\u0000', '\u0007', '\ud800', '\udc00', '\r\n', '\r', '\u2028', '\ufeff', '\u009f', '\u0085', '\f'];

/**
 * @param {number} seed
 * @returns {() => number} in [0, 1), the "mulberry32" generator
 */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * @param {() => number} random
 * @param {{ lines?: number, outlaws?: boolean }} [options] outlaws: with control characters, lone surrogates and odd line breaks
 */
export function randomText(random, { lines = 3, outlaws = false } = {}) {
  const pool = outlaws ? [...PIECES, ...OUTLAWS] : PIECES;
  const line = () =>
    Array.from({ length: Math.floor(random() * 20) }, () => pool[Math.floor(random() * pool.length)]).join('');
  return Array.from({ length: 1 + Math.floor(random() * lines) }, line).join('\n');
}
