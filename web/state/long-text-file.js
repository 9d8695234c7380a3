/**
 * A long text in bytes: its files one after the other, as they came, and what is to be known of them beside that. So it is kept in
 * the browser and written into a saved model. Loaded when the first is.
 */
import { encodings } from '../text/encodings.js';
import { limits } from '../text/issues.js';
import { LongText } from './long-text.js';

/** Of all files of a text. What is larger is read in its beginning only; compressed, it is hardly larger than that beginning. */
export const MAX_TEXT_BYTES = 2 * limits.bytes;

/**
 * @typedef {object} LongTextDescription
 * @property {string} name of its file; empty if it was pasted
 * @property {boolean} cut whether it is only the beginning of a text that was too large
 * @property {{ size: number, encoding?: string }[]} files size: bytes; encoding: if it was chosen
 */

/**
 * @param {Pick<LongText, 'name' | 'files' | 'cut'>} long
 * @returns {{ description: LongTextDescription, bytes: Blob }}
 */
export function describedLongText({ name, files, cut }) {
  let room = MAX_TEXT_BYTES;
  const blobs = files.map(({ source }) => {
    const blob = source instanceof Blob ? source : new Blob([/** @type {BlobPart} */ (source)]);
    const taken = blob.slice(0, room);
    room -= taken.size;
    return taken;
  });
  const sizes = files.map(({ encoding }, i) => ({ size: blobs[i].size, encoding }));
  return { description: { name, cut, files: sizes }, bytes: new Blob(blobs) };
}

/**
 * @param {unknown} description as in `describedLongText`; it may come from anywhere
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {LongText | null} null if the two do not belong together
 */
export function longTextOf(description, bytes) {
  const { name, cut = false, files } = /** @type {LongTextDescription} */ (Object(description));
  const isFile = (/** @type {LongTextDescription['files'][number] | null} */ file) =>
    Number.isInteger(file?.size) &&
    Number(file?.size) >= 0 &&
    (file?.encoding === undefined || /** @type {readonly string[]} */ (encodings).includes(file.encoding));
  const fits = Array.isArray(files) && files.every(isFile) && files.reduce((sum, { size }) => sum + size, 0);
  if (fits !== bytes.length || typeof name !== 'string' || typeof cut !== 'boolean') return null;
  let at = 0;
  const sources = files.map(({ size, encoding }) => {
    const source = new Blob([bytes.subarray(at, at + size)]);
    at += size;
    return { source, encoding };
  });
  return new LongText(name, sources, cut);
}
