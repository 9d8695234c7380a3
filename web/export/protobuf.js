/**
 * Writes Protocol Buffers, as far as ONNX needs them: a message is its fields one after the other, each with its number and kind
 * (https://protobuf.dev/programming-guides/encoding).
 */

/** @typedef {Uint8Array} Bytes */

const KIND_VARINT = 0;
const KIND_BYTES = 2;
const KIND_FLOAT = 5;

/** @param {readonly (Bytes | readonly Bytes[])[]} fields @returns {Uint8Array<ArrayBuffer>} */
export function message(...fields) {
  const parts = /** @type {Bytes[]} */ (fields.flat());
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {number} field its number @param {number} value a natural number @returns {Bytes} */
export const integer = (field, value) => new Uint8Array([...varint(field * 8 + KIND_VARINT), ...varint(value)]);

/** @param {number} field @param {number} value @returns {Bytes} */
export function float(field, value) {
  const bytes = new Uint8Array(new Float32Array([value]).buffer);
  return new Uint8Array([...varint(field * 8 + KIND_FLOAT), ...bytes]);
}

/** A text, or bytes: a message within this one, say. @param {number} field @param {string | Bytes} value @returns {Bytes} */
export function bytes(field, value) {
  const content = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return message(new Uint8Array([...varint(field * 8 + KIND_BYTES), ...varint(content.length)]), content);
}

/** Seven bits at a time, the lowest first; the eighth says that there are more. @param {number} value natural, below 2⁵³ */
function varint(value) {
  const groups = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...groups, rest];
    groups.push((rest % 128) + 128);
  }
}
