/** Intl.Segmenter, piece by piece: V8's iterator takes time quadratic in the length of what it is given. */

/** Code units given to the segmenter at a time. */
const PIECE = 1024;
/**
 * How many of a piece's last segments are cut again with what follows. A grapheme cluster's end depends on nothing before its
 * beginning, so only the last one can be wrong; a dictionary may also join the words before it differently.
 */
const CUT_AGAIN = { grapheme: 1, word: 16 };

/** Older browsers have none; there a code point is a character, and a run of letters a word. */
export const canSegment = () => typeof Intl !== 'undefined' && 'Segmenter' in Intl;

/** A letter with its marks, or anything else; a run of them for words, but one by one in scripts without spaces. */
const PLAIN = {
  grapheme: /\P{M}\p{M}*|\p{M}+/gsu,
  word: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}])+(?:['’](?=\p{L})\p{L}+)*|\s|./gsu,
};

/** @type {Map<string, Intl.Segmenter>} making one takes about as long as using it */
const segmenters = new Map();

/**
 * @param {'grapheme'|'word'} granularity
 * @param {string} locale
 */
function segmenter(granularity, locale) {
  const key = `${granularity} ${locale}`;
  const known = segmenters.get(key);
  if (known) return known;
  const made = new Intl.Segmenter(locale, { granularity });
  segmenters.set(key, made);
  return made;
}

/**
 * @param {string} line
 * @param {'grapheme'|'word'} granularity
 * @param {string} locale
 * @param {number} limit stop once there are more segments than this
 * @returns {string[]} together the line, or its beginning if the limit stopped it
 */
export function segmentsOf(line, granularity, locale, limit) {
  if (!canSegment()) return (line.match(PLAIN[granularity]) ?? []).slice(0, limit + 1);
  /** @type {string[]} */
  const segments = [];
  let position = 0;
  let size = PIECE;
  while (position < line.length && segments.length <= limit) {
    const end = wholeCodePoints(line, position + size);
    const piece = Array.from(segmenter(granularity, locale).segment(line.slice(position, end)), (part) => part.segment);
    const certain = end >= line.length ? piece.length : piece.length - CUT_AGAIN[granularity];
    if (certain <= 0) {
      size *= 2;
      continue;
    }
    for (let i = 0; i < certain; i += 1) {
      segments.push(piece[i]);
      position += piece[i].length;
    }
    size = PIECE;
  }
  return segments;
}

/**
 * @param {string} line
 * @param {number} end where a piece would end
 * @returns {number} the same, but not between the two halves of a surrogate pair
 */
function wholeCodePoints(line, end) {
  return (line.codePointAt(end - 1) ?? 0) > 0xffff ? end + 1 : end;
}
