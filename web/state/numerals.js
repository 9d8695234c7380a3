/** Numbers as people write them: with a comma, in the digits of other scripts, full-width, as a power of ten, in percent. */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** 1,000 may be a thousand or one, with three decimals; 0,100 and 1,5 may not. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const GROUPED = /^[+-]?\d{1,3}(?:([ '’])\d{3}(?:\1\d{3})*|(?:,\d{3}){2,})(\.\d+)?$/;
/** 1×10⁻³, 10⁻³, 1·10^-3 */
const POWER = /^(?:(.+?)\s*[×x*·⋅]\s*)?10(?:([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|\^\(?([+-]?\d+)\)?)$/u;
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * @param {string} typed
 * @returns {number | null} NaN if it is no number; null if it may be one of two
 */
export function plainNumber(typed) {
  const power = POWER.exec(withPlainDigits(typed.trim()));
  const text = power ? `${power[1] ?? '1'}e${power[3] ?? lowered(power[2])}` : typed;
  // ² is no digit of a number, though NFKC would make it one.
  if (/[⁰¹²³⁴-⁹₀-₉]/u.test(text)) return Number.NaN;
  const plain = withPlainDigits(text).normalize('NFKC').trim().replace(/\s/gu, ' ');
  const percent = plain.endsWith('%');
  const number = numberIn(percent ? plain.slice(0, -1).trim() : plain);
  // Not divided by 100, which is 0.07 for none of the usual ways to write 7%.
  return percent && number !== null ? Number(`${number}e-2`) : number;
}

/** @param {string} text in plain digits */
function numberIn(text) {
  if (AMBIGUOUS.test(text)) return null;
  const ungrouped = GROUPED.test(text) ? text.replace(/[ '’,]/g, '') : text.replace(/^([^,.]*),([^,.]*)$/, '$1.$2');
  return NUMBER.test(ungrouped) ? Number(ungrouped) : Number.NaN;
}

/** @param {string} text */
function withPlainDigits(text) {
  return text
    .replace(/\p{Nd}/gu, digit)
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-')
    .replace(/[٫。．]/g, '.')
    .replace(/[，、،]/g, ',')
    .replace(/[\u200e\u200f\u061c٬]/g, '')
    .replace('٪', '%');
}

/** The ten digits of each script stand in a row. @param {string} character */
function digit(character) {
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

/** @param {string} exponent */
const lowered = (exponent) =>
  Array.from(exponent, (sign) => (sign === '⁻' ? '-' : sign === '⁺' ? '+' : String(RAISED.indexOf(sign)))).join('');
