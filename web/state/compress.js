/** Bytes made smaller: for links and states as text, raw deflate in base64url; in files, gzip. */

/** Characters made of bytes at a time: each is an argument of one call. */
const PIECE_BYTES = 8192;

/** @param {Blob | Uint8Array<ArrayBuffer>} bytes @param {CompressionFormat} format @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function compressed(bytes, format) {
  const stream = (bytes instanceof Blob ? bytes : new Blob([bytes])).stream();
  return new Uint8Array(await new Response(stream.pipeThrough(new CompressionStream(format))).arrayBuffer());
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionFormat} format
 * @param {number} maxBytes decompressed: a few bytes can stand for gigabytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws if they are not of this format, or too long
 */
export async function decompressed(bytes, format, maxBytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > maxBytes) {
      await reader.cancel();
      throw new RangeError('This is too long.');
    }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<string>} */
export async function deflated(bytes) {
  const result = await compressed(bytes, 'deflate-raw');
  let binary = '';
  for (let at = 0; at < result.length; at += PIECE_BYTES)
    binary += String.fromCharCode(...result.subarray(at, at + PIECE_BYTES));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * @param {string} base64url
 * @param {number} maxBytes inflated
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws if it is not base64url, not deflate, or too long
 */
export function inflated(base64url, maxBytes) {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return decompressed(
    Uint8Array.from(binary, (character) => character.charCodeAt(0)),
    'deflate-raw',
    maxBytes,
  );
}
