/** Tokenizers: a line into grapheme clusters (characters as a reader counts them) or words. */
import { segmentsOf } from './segment.js';
import { joinWords, tokensFromSegments } from './words.js';

/** @typedef {'characters'|'words'} Unit */

/**
 * Code units that are a grapheme cluster each wherever another of them, or the end of the line, follows (a test compares with the
 * segmenter). Not among them: whatever joins its neighbors (marks, joiners, jamo, halves of surrogate pairs), and emoji.
 */
const ONE_UNIT =
  '\\x20-\\x7e\\xa1-\\xa8\\xaa-\\xac\\xaf-\\u02ff\\u0370-\\u0377\\u037a-\\u037f\\u0384-\\u0482\\u048a-\\u052f\\u1e00-\\u1eff\\u2010-\\u2027\\u3001-\\u3029\\u3041-\\u3096\\u309d-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uff01-\\uff5e';
const ONE_UNIT_EACH = new RegExp(`^[${ONE_UNIT}]*$`);
/** The others, and as far around them as they may reach: between two code units of ONE_UNIT there is always a boundary. */
const OTHERS = new RegExp(`[${ONE_UNIT}]?[^${ONE_UNIT}]+(?:[${ONE_UNIT}][^${ONE_UNIT}]+)*[${ONE_UNIT}]?`, 'g');

/**
 * The tokens of one line of normalized text.
 *
 * @param {string} line without \n
 * @param {object} [options]
 * @param {Unit} [options.unit]
 * @param {string} [options.locale] for words only, and only in a few languages
 * @param {number} [options.limit] stops after more tokens than this
 * @param {string} [options.next] how the line goes on behind a `lastBoundary`: the space before it may be none of the tokens
 * @returns {string[]} `joinTokens(tokens, unit)` is the line again
 */
export function tokenize(line, { unit = 'characters', locale = 'en', limit = Infinity, next = '' } = {}) {
  if (unit === 'words') return tokensFromSegments(segmentsOf(line, 'word', locale, limit), next);
  if (ONE_UNIT_EACH.test(line)) return line.split('');
  return characters(line, locale, limit);
}

/**
 * Only what is not a code unit by itself goes to the segmenter, which takes a hundred times as long.
 *
 * @param {string} line @param {string} locale @param {number} limit
 */
function characters(line, locale, limit) {
  /** @type {string[]} */
  const tokens = [];
  let end = 0;
  for (const { 0: part, index } of line.matchAll(OTHERS)) {
    for (let i = end; i < index; i += 1) tokens.push(line[i]);
    if (tokens.length > limit) return tokens;
    for (const token of segmentsOf(part, 'grapheme', locale, limit - tokens.length)) tokens.push(token);
    end = index + part.length;
  }
  for (let i = end; i < line.length; i += 1) tokens.push(line[i]);
  return tokens;
}

/** What is never one segment with a space before it, as a mark is, and is left when a text is normalized, as a control is not. */
const BEGINS_SEGMENT = /^(?![\uff9e\uff9f\p{Emoji_Modifier}])[\p{L}\p{N}\p{P}\p{S}]/u;

/** After these a word of a script without spaces begins anew; a number or a Latin word may go on after some of them, as in 1，000. */
const ENDS_CLAUSE = '。，！？、；：';
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Where a text may be cut so that its parts have together the tokens of the whole, if `tokenize` is told how the line goes on behind
 * each: as far back as there is such a place.
 *
 * @param {string} text without a line break
 * @param {Unit} unit
 * @returns {number} 0 if there is none
 */
export function lastBoundary(text, unit) {
  if (unit === 'words') {
    for (let i = text.length - 1; i > 1; i -= 1) {
      const before = text[i - 1];
      if (before === ' ' && BEGINS_SEGMENT.test(text.slice(i, i + 2))) return i;
      if (ENDS_CLAUSE.includes(before) && UNSPACED.test(text[i])) return i;
    }
    return 0;
  }
  for (let i = text.length - 1; i > 0; i -= 1) {
    if (ONE_UNIT_EACH.test(text[i]) && ONE_UNIT_EACH.test(text[i - 1])) return i;
  }
  return 0;
}

/** Code units by which it is seen where words end, and characters; the last words among them may end elsewhere, see segment.js. */
const TAIL = 1024;
const UNSURE_WORDS = 16;

/**
 * Where to cut a text that has no `lastBoundary`: where a word or a character ends, as far as its end shows. The parts may have
 * other tokens than the whole where that is one word, or one character, of more than a thousand code units, or nothing but flags.
 *
 * @param {string} text without a line break, of at least 2 code units
 * @param {Unit} unit
 * @param {string} [locale]
 * @returns {number} more than 0
 */
export function likelyBoundary(text, unit, locale = 'en') {
  let begin = Math.max(1, text.length - TAIL);
  if (/^[\udc00-\udfff]/.test(text[begin])) begin += 1;
  const tail = text.slice(begin);
  const words = unit === 'words' ? segmentsOf(tail, 'word', locale, Infinity).slice(0, -UNSURE_WORDS) : [];
  for (let end = begin + words.join('').length; words.length > 0; end -= words.pop()?.length ?? 0) {
    if (BEGINS_SEGMENT.test(text.slice(end, end + 2))) return end;
  }
  const shown = tail.trimEnd().length;
  if (shown > 0 && shown < tail.length) return begin + shown;
  return text.length - (segmentsOf(tail, 'grapheme', locale, Infinity).at(-1)?.length ?? 0);
}

/**
 * @param {readonly string[]} tokens of one line, or generated ones
 * @param {Unit} unit
 * @returns {string}
 */
export function joinTokens(tokens, unit) {
  return unit === 'words' ? joinWords(tokens) : tokens.join('');
}

/**
 * The tokens of every line of a normalized text.
 *
 * @param {string} text
 * @param {object} options
 * @param {Unit} options.unit
 * @param {string} [options.locale]
 * @param {boolean} [options.keepBlankLines] blank lines are significant in a long text, not in a list of sentences; those at the
 *   beginning and the end of the text are dropped in either case
 * @param {number} [options.limit] stops after more tokens than this
 * @returns {{ lines: string[][], tokenCount: number, complete: boolean }} `complete` is false if the limit stopped it
 */
export function tokenizeLines(text, { unit, locale, keepBlankLines = false, limit = Infinity }) {
  /** @type {string[][]} */
  const lines = [];
  let tokenCount = 0;
  for (const line of withoutOuterBlankLines(text.split('\n'))) {
    const blank = line.trim() === '';
    if (blank && !keepBlankLines) continue;
    if (tokenCount > limit) return { lines, tokenCount, complete: false };
    const tokens = blank ? [] : tokenize(line, { unit, locale, limit: limit - tokenCount });
    tokenCount += tokens.length;
    lines.push(tokens);
  }
  return { lines, tokenCount, complete: tokenCount <= limit };
}

/** @param {string[]} lines */
function withoutOuterBlankLines(lines) {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first < 0) return [];
  let end = lines.length;
  while (lines[end - 1].trim() === '') end -= 1;
  return lines.slice(first, end);
}
