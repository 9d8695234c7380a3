/** Intl.Segmenter in chunks: the time of V8's iterator is quadratic in the length of its input. */

/** Code units given to the segmenter at a time. */
const CHUNK = 1024;
/**
 * Number of a chunk's last segments that are segmented again with the next chunk. Where a grapheme cluster ends does not depend
 * on what precedes it, so only the last one can be wrong; dictionary-based words may be wrong further back.
 */
const CUT_AGAIN = { grapheme: 1, word: 16 };

/** Older browsers have no segmenter: there a code point with its marks is a character, and a run of letters a word. */
export const canSegment = () => typeof Intl !== 'undefined' && 'Segmenter' in Intl;

/** The fallback: characters with their marks; runs of letters as words, single ones in scripts without spaces. */
const PLAIN = {
  grapheme: /\P{M}\p{M}*|\p{M}+/gsu,
  word: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}])+(?:['’](?=\p{L})\p{L}+)*|\s|./gsu,
};

/** @type {Map<string, Intl.Segmenter>} cached: constructing one takes about as long as using it */
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
 * @param {number} limit stops after more segments than this
 * @returns {string[]} joined, they are the line, or its beginning if the limit stopped it
 */
export function segmentsOf(line, granularity, locale, limit) {
  if (!canSegment()) return (line.match(PLAIN[granularity]) ?? []).slice(0, limit + 1);
  /** @type {string[]} */
  const segments = [];
  let position = 0;
  let size = CHUNK;
  while (position < line.length && segments.length <= limit) {
    const end = atCodePointBoundary(line, position + size);
    const chunk = Array.from(segmenter(granularity, locale).segment(line.slice(position, end)), (part) => part.segment);
    const certain = end >= line.length ? chunk.length : chunk.length - CUT_AGAIN[granularity];
    if (certain <= 0) {
      size *= 2;
      continue;
    }
    for (let i = 0; i < certain; i += 1) {
      segments.push(chunk[i]);
      position += chunk[i].length;
    }
    size = CHUNK;
  }
  return segments;
}

/**
 * @param {string} line
 * @param {number} end of a chunk
 * @returns {number} the same, but not within a surrogate pair
 */
function atCodePointBoundary(line, end) {
  return (line.codePointAt(end - 1) ?? 0) > 0xffff ? end + 1 : end;
}
