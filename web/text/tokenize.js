/** Tokenizers: a line into grapheme clusters (characters as a reader counts them) or words. */
import { segmentsOf } from './segment.js';
import { joinWords, tokensFromSegments } from './words.js';

/** @typedef {'characters'|'words'} Unit */

/** Fast path: in lines of these characters each code unit is a grapheme cluster (a test compares with the segmenter). */
const ONE_UNIT_EACH = /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*$/;

/**
 * The tokens of one line of normalized text.
 *
 * @param {string} line without \n
 * @param {object} [options]
 * @param {Unit} [options.unit]
 * @param {string} [options.locale] for words only, and only in a few languages
 * @param {number} [options.limit] stops after more tokens than this
 * @returns {string[]} `joinTokens(tokens, unit)` is the line again
 */
export function tokenize(line, { unit = 'characters', locale = 'en', limit = Infinity } = {}) {
  if (unit === 'words') return tokensFromSegments(segmentsOf(line, 'word', locale, limit));
  if (ONE_UNIT_EACH.test(line)) return line.split('');
  return segmentsOf(line, 'grapheme', locale, limit);
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
export function tokenizeLines(text, options) {
  const work = tokenizingLines(text, options);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/**
 * The same, pausing after each line.
 *
 * @param {string} text
 * @param {Parameters<typeof tokenizeLines>[1]} options
 * @returns {Generator<void, { lines: string[][], tokenCount: number, complete: boolean }>}
 */
export function* tokenizingLines(text, { unit, locale, keepBlankLines = false, limit = Infinity }) {
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
    yield;
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
