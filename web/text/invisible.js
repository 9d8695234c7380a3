/** Invisible characters, and tokens of a vocabulary that look alike (homoglyphs). */
import { codePointName } from './normalize.js';

/** Only white space, format, filler and unassigned code points. */
const NO_INK = /^[\s\p{Z}\p{Cf}\p{Cc}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]+$/u;

/** @param {string} text not empty */
export const leavesNoInk = (text) => NO_INK.test(text);

/** Letters of other alphabets and symbols, with the Latin ones that they look like in most fonts. */
const TWINS = Object.freeze({
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  У: 'Y',
  І: 'I',
  Ј: 'J',
  Ѕ: 'S',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  ԁ: 'd',
  һ: 'h',
  ԛ: 'q',
  ԝ: 'w',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
  ο: 'o',
  ν: 'v',
  ι: 'i',
  ρ: 'p',
  ϲ: 'c',
  ϳ: 'j',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2212': '-',
  '\u00ad': '-',
  '\u2043': '-',
  '\u2014': '\u2014',
  '\u2015': '\u2014',
  '\u4e00': '\u2014',
  '\u30fc': '\u2014',
  '\u2500': '\u2014',
  '\u2018': "'",
  '\u2019': "'",
  '\u02bc': "'",
  '\u2032': "'",
  '\u00b4': "'",
  '`': "'",
  '\u02b9': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2033': '"',
  '\u00b7': '·',
  '\u2022': '·',
  '\u2219': '·',
  '\u22c5': '·',
  '\u30fb': '·',
  '\u0387': '·',
  '\u2236': ':',
  '\ua789': ':',
  '\u2044': '/',
  '\u2215': '/',
  '\u2223': '|',
  '\u01c0': '|',
  '\u037e': ';',
});

/** A key equal for tokens that look alike. @param {string} token */
function look(token) {
  const plain = token.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFKC');
  return Array.from(plain, (character) => /** @type {Record<string, string>} */ (TWINS)[character] ?? character).join(
    '',
  );
}

/**
 * Tokens that look like another one of the same vocabulary, with the code points that distinguish them.
 *
 * @param {readonly string[]} tokens all different
 * @returns {Map<string, string>} by token: its code points, or only the unusual ones
 */
export function lookAlikes(tokens) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const token of tokens) {
    if (token === '' || token === '\n' || leavesNoInk(token)) continue;
    const key = look(token);
    groups.set(key, [...(groups.get(key) ?? []), token]);
  }
  const alike = [...groups.values()].filter((group) => group.length > 1).flat();
  return new Map(alike.map((token) => [token, codesOf(token)]));
}

/** @param {string} token */
function codesOf(token) {
  const characters = [...token];
  const odd = characters.filter((character) => look(character) !== character);
  const shown = odd.length > 0 ? odd : characters.length <= 2 ? characters : [];
  return shown.map(codePointName).join(' ');
}
