/**
 * The bytes of a model's file, wherever it is: in memory, in a file that a reader chose, in an answer of a server, at an address.
 */
import { readFile } from '../compiled-wasm.js';
import { EngineError } from '../errors.js';

/** @typedef {ArrayBuffer | ArrayBufferView | Blob | Response | URL | string} ModelSource a string is an address; with Node, `file:` too */

/**
 * @param {ModelSource} source
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uint8Array>}
 * @throws {EngineError} 'badArgument', or 'loadFailed' where the file cannot be had
 */
export async function bytesOf(source, signal) {
  if (source instanceof Uint8Array) return source;
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  if (source instanceof Response) return bytesOfResponse(source, source.url || 'a response');
  if (typeof source === 'string' || source instanceof URL) return bytesAt(String(source), signal);
  const expected = 'an ArrayBuffer, a typed array, a Blob, a Response, or an address';
  throw new EngineError('badArgument', `The model to be loaded must be ${expected}.`, { name: 'source' });
}

/** @param {string} address @param {AbortSignal} [signal] */
async function bytesAt(address, signal) {
  try {
    const read = globalThis.process?.versions?.node && /^file:/i.test(address) ? await readFile(address) : undefined;
    if (read) return new Uint8Array(read);
    return await bytesOfResponse(await fetch(address, { signal }), address);
  } catch (error) {
    if (error instanceof EngineError || signal?.aborted) throw error;
    throw unavailable(address, error instanceof Error ? error.message : String(error));
  }
}

/** @param {Response} response @param {string} from */
async function bytesOfResponse(response, from) {
  if (!response.ok) throw unavailable(from, `status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** @param {string} address @param {string} reason */
const unavailable = (address, reason) =>
  new EngineError('loadFailed', `The model at ${address} could not be loaded: ${reason}.`, { address, reason });
