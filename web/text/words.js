/**
 * Word tokens: the segments of Intl.Segmenter, without the spaces that spelling implies.
 *
 * If every space were a token, half of the predictions of an English text would be spaces; if spaces were parts of words, `world`
 * and ` world` would be two tokens. So a single space that spaceBetween() expects is not a token; any other white space is; and a
 * missing space that is expected is the token GLUE. Joining the tokens gives back exactly the original text.
 */

/** "No space here", between two tokens that are usually spaced. Unique, since no segment of a text is empty. */
export const GLUE = '';

/** Scripts without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3000-\u303f\uff00-\uffef]/u;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
const CLOSING = /[,.;:!?…)\]}”’»%،؛؟۔।]/u;
const OPENING = /[([{“‘«¿¡]/u;
const BLANK = /^\s*$/u;

/**
 * Whether spelling requires a space between two consecutive tokens.
 *
 * @param {string} left
 * @param {string} right
 * @returns {boolean}
 */
export function spaceBetween(left, right) {
  if (BLANK.test(left) || BLANK.test(right)) return false;
  const last = [...left].at(-1) ?? '';
  const first = String.fromCodePoint(right.codePointAt(0) ?? 0);
  if (UNSPACED.test(last) || UNSPACED.test(first)) return false;
  const leftEnds = WORD_CHARACTER.test(last) || CLOSING.test(last);
  const rightBegins = WORD_CHARACTER.test(first) || OPENING.test(first);
  return leftEnds && rightBegins;
}

/**
 * @param {string[]} segments of one line, in order, together the line
 * @param {string} [next] how the line goes on, if these are only a part of it
 * @returns {string[]} tokens of the line
 */
export function tokensFromSegments(segments, next = '') {
  /** @type {string[]} */
  const tokens = [];
  let gapStart = 0;
  for (let i = 0; i < segments.length; i += 1) {
    if (BLANK.test(segments[i])) continue;
    const gap = segments.slice(gapStart, i);
    const expected = gapStart > 0 && spaceBetween(segments[gapStart - 1], segments[i]);
    tokens.push(...gapTokens(gap, expected), segments[i]);
    gapStart = i + 1;
  }
  const expected = gapStart > 0 && spaceBetween(segments[gapStart - 1], next);
  tokens.push(...gapTokens(segments.slice(gapStart), expected));
  return tokens;
}

/**
 * @param {string[]} gap the white space between two segments
 * @param {boolean} expected whether a single space is expected there
 * @returns {string[]} its tokens
 */
function gapTokens(gap, expected) {
  if (!expected) return gap;
  if (gap.length === 0) return [GLUE];
  return gap.length === 1 && gap[0] === ' ' ? [] : gap;
}

/**
 * The inverse of `tokensFromSegments`, defined for any sequence of tokens, generated ones included.
 *
 * @param {readonly string[]} tokens
 * @returns {string}
 */
export function joinWords(tokens) {
  let text = '';
  tokens.forEach((token, i) => {
    if (i > 0 && spaceBetween(tokens[i - 1], token)) text += ' ';
    text += token;
  });
  return text;
}
