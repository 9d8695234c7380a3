/**
 * A long text as one part of what is kept: the length of a JSON object in bytes (uint32, little endian), the object that describes
 * it, then its files. Loaded with the first.
 */
import { describedLongText, longTextOf } from '../long-text.js';

/** @typedef {import('../long-text.js').LongText} LongText */

/**
 * @param {Pick<LongText, 'name' | 'files' | 'cut'>} long
 * @returns {Promise<Uint8Array<ArrayBuffer>>} rejects if a file of it is no more
 */
export async function bytesOfLongText(long) {
  const { description, bytes } = describedLongText(long);
  const json = new TextEncoder().encode(JSON.stringify(description));
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, json.length, true);
  return new Uint8Array(await new Blob([length, json, bytes]).arrayBuffer());
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes of `bytesOfLongText`
 * @returns {LongText}
 * @throws {Error} if they are not
 */
export function longTextIn(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const description = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const long = longTextOf(description, bytes.subarray(4 + length));
  if (!long) throw new RangeError('These are not the bytes of that text.');
  return long;
}
