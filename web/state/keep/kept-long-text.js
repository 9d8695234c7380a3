/**
 * A long text as one part of what is kept: the length of a JSON object in bytes (uint32, little endian), the object with its name
 * and the size and encoding of each file, then the files one after the other, as they came. Loaded with the first.
 */
import { encodings } from '../../text/encodings.js';
import { limits } from '../../text/issues.js';
import { LongText } from '../long-text.js';

/** Of a file that is too large its beginning is read; compressed, it is hardly larger than that beginning. */
const MAX_FILE_BYTES = 2 * limits.bytes;

/**
 * @param {Pick<LongText, 'name' | 'files' | 'cut'>} long
 * @returns {Promise<Uint8Array<ArrayBuffer>>} rejects if a file of it is no more
 */
export async function bytesOfLongText({ name, files, cut }) {
  const blobs = files.map(({ source }) =>
    (source instanceof Blob ? source : new Blob([/** @type {BlobPart} */ (source)])).slice(0, MAX_FILE_BYTES),
  );
  const description = new TextEncoder().encode(
    JSON.stringify({ name, cut, files: files.map(({ encoding }, i) => ({ size: blobs[i].size, encoding })) }),
  );
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, description.length, true);
  return new Uint8Array(await new Blob([length, description, ...blobs]).arrayBuffer());
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes of `bytesOfLongText`
 * @returns {LongText}
 * @throws {Error} if they are not
 */
export function longTextIn(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, true);
  const { name, cut, files } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  if (typeof name !== 'string' || !Array.isArray(files) || files.length === 0) throw new Error('no long text');
  let at = 4 + length;
  const sources = files.map(({ size, encoding }) => {
    if (!(Number.isSafeInteger(size) && size >= 0 && at + size <= bytes.length)) throw new Error('a file is not whole');
    if (encoding !== undefined && !encodings.includes(encoding)) throw new Error(`no encoding ${encoding}`);
    const source = new Blob([bytes.subarray(at, at + size)]);
    at += size;
    return { source, encoding };
  });
  return new LongText(name, sources, cut === true);
}
