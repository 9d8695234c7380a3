/** From a file of the reader's to a text, or to the reason why it is none. */
import { limits } from './issues.js';

/** Control characters that belong in a text: tab, line feed, vertical tab, form feed, carriage return. */
const LAYOUT = '\t\n\v\f\r';

/**
 * @typedef {{ text: string, issue?: undefined } | { text?: undefined, issue: import('./issues.js').TextIssue }} TextFile
 */

/**
 * @param {Pick<File, 'name'|'size'|'arrayBuffer'>} file
 * @returns {Promise<TextFile>} never rejects
 */
export async function readTextFile(file) {
  const { name, size } = file;
  const refused = (/** @type {string} */ code) => ({
    issue: { code, severity: /** @type {const} */ ('error'), details: { name, size, limit: limits.bytes } },
  });
  if (size > limits.bytes) return refused('file-too-large');
  try {
    const text = decodeText(new Uint8Array(await file.arrayBuffer()));
    return text === null ? refused('file-not-text') : { text };
  } catch {
    // A folder, or a file that has gone meanwhile.
    return refused('file-unreadable');
  }
}

/**
 * @param {Uint8Array} bytes UTF-8, UTF-16 with its byte order mark, or GB18030, which older Chinese files are written in
 * @returns {string | null} null if they are no text
 */
export function decodeText(bytes) {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return plain(decoded(bytes, 'utf-16le'));
  if (first === 0xfe && second === 0xff) return plain(decoded(bytes, 'utf-16be'));
  const text = decoded(bytes, 'utf-8');
  if (text !== null) return plain(text);
  const chinese = plain(decoded(bytes, 'gb18030'));
  return chinese !== null && isRunning(chinese) ? chinese : null;
}

/** @param {Uint8Array} bytes @param {string} encoding */
function decoded(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Pictures and programs are full of zeros and control characters; a stray one is found in texts, too.
 *
 * @param {string | null} text
 */
function plain(text) {
  if (text === null || text.includes('\0')) return null;
  const controls = [...text.matchAll(/\p{Cc}/gu)].filter(([character]) => !LAYOUT.includes(character));
  return controls.length * 100 > text.length ? null : text;
}

/**
 * In Chinese one character stands beside another. The accented letters of a Western file, which can be read as Chinese
 * characters by mistake, stand alone between plain ones.
 *
 * @param {string} text
 */
function isRunning(text) {
  const count = (/** @type {RegExp} */ pattern) => [...text.matchAll(pattern)].join('').length;
  return count(/\P{ASCII}{2,}/gu) * 2 > count(/\P{ASCII}/gu);
}
