/** The samples of a run as they stand in a model's file, see samples.js. */
import { fileError } from '../engine/model-file/file-error.js';

/** @typedef {Readonly<{ step: number, text: string }>} Sample step: optimizer steps made before; text: with its beginning */

/** What is read of a file, at most: more than is ever written. */
const MAX_SAMPLES = 200;
const MAX_CHARACTERS = 10_000;

/**
 * @param {unknown} value of `samples` in a file's `meta`; undefined: a file without
 * @returns {readonly Sample[]}
 * @throws {import('../engine/errors.js').EngineError} 'badFile'
 */
export function readSamples(value) {
  if (value === undefined) return Object.freeze([]);
  if (!Array.isArray(value) || value.length > MAX_SAMPLES) throw fileError('bad-samples', 'meta');
  let before = -1;
  const samples = value.map((one) => {
    const { step, text } = Object(one);
    const isSample = Number.isSafeInteger(step) && step > before && typeof text === 'string';
    if (!isSample || text.length > MAX_CHARACTERS) throw fileError('bad-samples', 'meta');
    before = step;
    return Object.freeze({ step, text });
  });
  return Object.freeze(samples);
}
