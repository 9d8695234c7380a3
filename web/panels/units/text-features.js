/**
 * What a hidden unit may have come to tell about a place of the text, computed from the text itself: ready-made features to rank
 * the units by. A place is a token, and what is said of it holds when that token has just been read.
 */

/**
 * @typedef {import('../../engine/unit-split.js').Labels} Labels
 * @typedef {'linePosition' | 'versePosition' | 'insideBrackets' | 'insideQuotes' | 'upperCase' | 'vowel' | 'digit' | 'comma'
 *   | 'space' | 'lineEndNext' | 'verseEndNext'} FeatureId
 * @typedef {{id: FeatureId} & Labels} Feature
 *
 * @typedef {object} Passage a part of the text, its sequences joined
 * @property {readonly string[]} tokens
 * @property {readonly (string | undefined)[]} next the token that follows each; undefined: none
 * @property {Uint8Array} sequenceBegins [tokens] 1 where a sequence begins
 * @property {Uint8Array} lineBegins [tokens] 1 where a line begins; a sequence, or the passage, may begin in the middle of one
 * @property {Uint8Array} lineEnds [tokens] 1 at the last token of a line before its end mark
 * @property {'characters' | 'words'} unit
 */

const COMMA = /^[,，、،﹐､]$/u;
const SPACE = /^[ \u00a0\u3000]$/u;
const VOWEL = /^[aeiouyαεηιουωаеёиоуыэюяіїє]$/u;
const HAN = /^\p{Script=Han}+$/u;
const VERSE_END = /^[，。！？；：、,.!?;:]$/u;
const OPENING = '([（［【〔';
const CLOSING = ')]）］】〕';
/** The sign that closes a quotation, by the one that opens it. @type {Record<string, string>} */
const QUOTES = { '“': '”', '„': '“', '«': '»', '「': '」', '『': '』', '"': '"' };

/** Lines there have to be for a position in the line, or in the verse, to be worth counting. */
const MIN_LINES = 4;

/**
 * @param {Passage} passage
 * @returns {Feature[]} those that occur in the passage
 */
export function featuresOf(passage) {
  const { tokens, next, lineBegins, lineEnds, unit } = passage;
  const isHan = tokens.filter((token) => HAN.test(token)).length > tokens.length / 2;
  const isVerse = isHan && tokens.some((token) => VERSE_END.test(token));
  const isVowel = (/** @type {string} */ token) => VOWEL.test(token.normalize('NFD')[0].toLowerCase());
  /** @type {[FeatureId, Labels['kind'], boolean, () => Float32Array][]} */
  const all = [
    ['linePosition', 'count', lines(lineBegins) >= MIN_LINES, () => positions(passage, (token) => token === '\n')],
    ['versePosition', 'count', isVerse, () => positions(passage, (token) => token === '\n' || VERSE_END.test(token))],
    ['insideBrackets', 'yesNo', true, () => insideBrackets(passage)],
    ['insideQuotes', 'yesNo', true, () => insideQuotes(passage)],
    ['upperCase', 'yesNo', true, () => where(tokens, (token) => /^\p{Lu}/u.test(token))],
    ['vowel', 'yesNo', unit === 'characters', () => where(tokens, isVowel)],
    ['digit', 'yesNo', true, () => where(tokens, (token) => /^\p{Nd}/u.test(token))],
    ['comma', 'yesNo', true, () => where(tokens, (token) => COMMA.test(token))],
    ['space', 'yesNo', true, () => where(tokens, (token) => SPACE.test(token))],
    ['lineEndNext', 'yesNo', true, () => where(tokens, (_, i) => lineEnds[i] === 1)],
    [
      'verseEndNext',
      'yesNo',
      isVerse,
      () => where(tokens, (token, i) => HAN.test(token) && (lineEnds[i] === 1 || VERSE_END.test(next[i] ?? ''))),
    ],
  ];
  return all
    .filter(([, , offered]) => offered)
    .map(([id, kind, , values]) => ({ id, kind, values: values() }))
    .filter(({ values }) => occurs(values));
}

/** @param {Uint8Array} begins */
const lines = (begins) => begins.reduce((sum, begin) => sum + begin, 0);

/** Whether it is so somewhere, and not everywhere. @param {Float32Array} values */
const occurs = (values) => {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.some((value) => value !== known[0]);
};

/** @param {readonly string[]} tokens @param {(token: string, i: number) => boolean} isSo */
const where = (tokens, isSo) => Float32Array.from(tokens, (token, i) => Number(isSo(token, i)));

/**
 * Tokens since the beginning, counting from 1; 0 at what ends it.
 * @param {Passage} passage
 * @param {(token: string) => boolean} ends
 */
function positions({ tokens, sequenceBegins, lineBegins }, ends) {
  let at = Number.NaN;
  return Float32Array.from(tokens, (token, i) => {
    if (sequenceBegins[i]) at = Number.NaN;
    if (lineBegins[i]) at = 0;
    at = ends(token) ? 0 : at + 1;
    return at;
  });
}

/** Not known before the first line that begins in a sequence. @param {Passage} passage */
function insideBrackets({ tokens, sequenceBegins, lineBegins }) {
  let depth = Number.NaN;
  return Float32Array.from(tokens, (token, i) => {
    if (sequenceBegins[i]) depth = Number.NaN;
    if (lineBegins[i] && Number.isNaN(depth)) depth = 0;
    for (const sign of token) {
      if (OPENING.includes(sign)) depth += 1;
      else if (CLOSING.includes(sign)) depth = Math.max(0, depth - 1);
    }
    return Number.isNaN(depth) ? depth : Number(depth > 0);
  });
}

/** A quotation that is not closed ends with its paragraph. @param {Passage} passage */
function insideQuotes({ tokens, sequenceBegins, lineBegins }) {
  let isKnown = false;
  let closing = '';
  return Float32Array.from(tokens, (token, i) => {
    if (sequenceBegins[i]) isKnown = false;
    if (sequenceBegins[i] || (token === '\n' && tokens[i - 1] === '\n')) closing = '';
    if (lineBegins[i]) isKnown = true;
    for (const sign of token) {
      if (closing === '') closing = QUOTES[sign] ?? '';
      else if (sign === closing) closing = '';
    }
    return isKnown ? Number(closing !== '') : Number.NaN;
  });
}
