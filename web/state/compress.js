/** Bytes as text for links and states: raw deflate, then base64url. */

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<string>} */
export async function deflated(bytes) {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const result = new Uint8Array(await new Response(compressed).arrayBuffer());
  let binary = '';
  for (const byte of result) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * @param {string} base64url
 * @param {number} maxBytes inflated: a small text can stand for gigabytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws if it is not base64url, not deflate, or too long
 */
export async function inflated(base64url, maxBytes) {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
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
