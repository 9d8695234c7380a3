/** Reads the reader's files as text, or says why that is not possible. */
import { decodeAs, guessEncoding } from './encodings.js';
import { limits } from './issues.js';

export { decodeAs, encodings } from './encodings.js';

/** Control characters allowed in a text: white space, line breaks (including U+0085), and ESC of terminal color codes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const LAYOUT = /[\t\n\v\f\r\u001b\u0085]/g;

/** Magic numbers of images, archives, executables and documents. */
const OTHER_KINDS = [
  '\x89PNG',
  'GIF8',
  '\xff\xd8\xff',
  'BM\xff',
  'PK\x03\x04',
  '\x1f\x8b',
  '%PDF',
  '\0asm',
  '\x7fELF',
  'MZ\x90',
  '{\\rtf',
  '\xd0\xcf\x11\xe0',
  '7z\xbc\xaf',
  'OggS',
  'ID3',
  'RIFF',
];

/** @typedef {import('./encodings.js').Encoding} Encoding */

/**
 * @typedef {object} Decoded
 * @property {string} text
 * @property {Encoding} encoding
 * @property {boolean} guessed whether the encoding was detected, not declared
 * @property {boolean} cut whether the file ends within a character, which is left out
 * @property {number} unread undecodable bytes, each a U+FFFD in the text
 */

/**
 * @typedef {object} TextFile
 * @property {string} name
 * @property {Uint8Array} [bytes] if it is text, in whatever encoding
 * @property {Decoded} [decoded] missing if it is not text or its encoding is unknown: see `issue`
 * @property {import('./issues.js').TextIssue} [issue]
 */

/**
 * @param {Pick<File, 'name'|'size'|'arrayBuffer'>} file
 * @returns {Promise<TextFile>} never rejects
 */
export async function readTextFile(file) {
  const { name, size } = file;
  const refused = (/** @type {string} */ code) => ({
    name,
    issue: { code, severity: /** @type {const} */ ('error'), details: { name, size, limit: limits.bytes } },
  });
  if (size > limits.bytes) return refused('file-too-large');
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (isOther(bytes)) return refused('file-not-text');
    const decoded = decodeText(bytes);
    if (decoded) return { name, bytes, decoded };
    return isFullOfControls(bytes) ? refused('file-not-text') : { bytes, ...refused('file-encoding-unknown') };
  } catch {
    // A folder, or a file deleted in the meantime.
    return refused('file-unreadable');
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {Decoded | null} null if they are not text or the encoding is unknown
 */
export function decodeText(bytes) {
  if (isOther(bytes)) return null;
  const marked = markedEncoding(bytes);
  if (marked) return result(bytes, marked, false);
  const utf8 = decodeAs(bytes, 'utf-8', { fatal: true });
  // One lone byte at the end is as likely an accented letter of a Western file.
  if (utf8 !== null && (isComplete(bytes) || /\P{ASCII}/u.test(utf8))) {
    if (isPlain(utf8)) return result(bytes, 'utf-8', false);
  }
  const guess = guessEncoding(bytes);
  if (guess) return result(bytes, guess, true);
  return mostlyUtf8(bytes);
}

/**
 * @param {Uint8Array} bytes
 * @param {Encoding} encoding chosen by the reader
 * @returns {Decoded}
 */
export function decodeChosen(bytes, encoding) {
  return /** @type {Decoded} */ (result(bytes, encoding, true, { strict: false }));
}

/**
 * @param {Uint8Array} bytes
 * @param {Encoding} encoding
 * @param {boolean} guessed
 * @param {{ strict?: boolean }} [options]
 * @returns {Decoded | null}
 */
function result(bytes, encoding, guessed, { strict = true } = {}) {
  const text = decodeAs(bytes, encoding) ?? '';
  if (strict && !isPlain(text)) return null;
  const unread = count(text, /\ufffd/g) - (encoding === 'utf-8' ? count(decodedReplacements(bytes), /\ufffd/g) : 0);
  const cut = new TextDecoder(encoding).decode(bytes).length !== text.length;
  return { text, encoding, guessed, cut, unread };
}

/** U+FFFD may be in the file itself. @param {Uint8Array} bytes */
const decodedReplacements = (bytes) =>
  decodeAs(bytes, 'utf-8', { fatal: true }) === null ? '' : (decodeAs(bytes, 'utf-8') ?? '');

/** UTF-8 with a few invalid bytes. @param {Uint8Array} bytes */
function mostlyUtf8(bytes) {
  const found = result(bytes, 'utf-8', true);
  if (!found) return null;
  return found.unread * 10 <= count(found.text, /\P{ASCII}/gu) ? found : null;
}

/**
 * @param {Uint8Array} bytes
 * @returns {Encoding | null} by a byte order mark, or by the escape sequences of ISO-2022-JP
 */
function markedEncoding(bytes) {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe && !(third === 0 && fourth === 0)) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const head = latin(bytes.subarray(0, 4096));
  const shifts = head.includes('\x1b$B') || head.includes('\x1b$@');
  return shifts && !/[\x80-\xff]/.test(head) ? 'iso-2022-jp' : null;
}

/** Whether the last character is complete. @param {Uint8Array} bytes */
const isComplete = (bytes) => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** @param {Uint8Array} bytes */
const isOther = (bytes) => OTHER_KINDS.some((head) => latin(bytes.subarray(0, head.length)) === head);

/** @param {Uint8Array} bytes */
const latin = (bytes) => String.fromCharCode(...bytes);

/** At most one in twenty characters is a control character; executables have more. @param {string} text */
function isPlain(text) {
  const strange = count(text.slice(0, 100_000).replace(LAYOUT, ''), /\p{Cc}/gu);
  return strange * 20 <= Math.min(text.length, 100_000);
}

/** @param {Uint8Array} bytes */
export const isFullOfControls = (bytes) => !isPlain(latin(bytes.subarray(0, 4096)).replace(/[\x80-\x9f]/g, '?'));

/** @param {string} text @param {RegExp} pattern global */
const count = (text, pattern) => text.match(pattern)?.length ?? 0;
