/**
 * Normalization of a text before it is tokenized.
 *
 * NFC, because é as one code point and é as e + combining accent look the same and must be the same token. Every other change
 * removes something that cannot be shown or trained on, and is reported.
 */

/**
 * @typedef {object} TextProblem a character that was replaced or removed
 * @property {'lone-surrogate'|'control-character'} code
 * @property {number} line 1-based, in the text as typed
 * @property {number} column 1-based, in code points
 * @property {string} character its name, such as 'U+0000'
 * @property {number} count how many of its kind (this code) the text contains
 */

/** At the start of a file; in the middle of concatenated files. */
const BYTE_ORDER_MARK = '\uFEFF';
/** CRLF, CR and the line breaks Unicode calls mandatory (VT, FF, NEL, LS, PS). */
const LINE_BREAK = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
/** C0 and C1 controls except tab and line feed, and terminal color codes as a whole. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g;
/** With the u flag, a surrogate matches only if it is unpaired. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * The text as the tokenizer takes it: NFC, lines ended by \n, no control characters but tab, no lone surrogates.
 * Normalizing twice gives the same text as once.
 *
 * @param {string} text any string, well-formed or not
 * @returns {{ text: string, problems: TextProblem[] }} lone surrogates became U+FFFD, control characters were left out;
 *   `problems` names the first of each kind
 */
export function normalize(text) {
  const lines = text.replaceAll(BYTE_ORDER_MARK, '').replace(LINE_BREAK, '\n');
  const problems = [
    ...firstOf(lines, LONE_SURROGATE, 'lone-surrogate'),
    ...firstOf(lines, CONTROL, 'control-character'),
  ];
  const clean = lines.replace(LONE_SURROGATE, '\uFFFD').replace(CONTROL, '');
  return { text: clean.normalize('NFC'), problems };
}

/**
 * @param {string} text
 * @param {RegExp} pattern global
 * @param {TextProblem['code']} code
 * @returns {TextProblem[]} none or one
 */
function firstOf(text, pattern, code) {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return [];
  const before = text.slice(0, found[0].index).split('\n');
  return [
    {
      code,
      line: before.length,
      column: [...before[before.length - 1]].length + 1,
      character: codePointName(found[0][0]),
      count: found.length,
    },
  ];
}

/**
 * @param {string} character one code point or one lone surrogate
 * @returns {string} such as 'U+200D'
 */
export function codePointName(character) {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
