/**
 * What a file says in words besides the numbers. It is refused when it is given, not when it is to be written. Loaded with the first
 * model that has some.
 */
import { EngineError } from '../errors.js';

/**
 * @template {{vocabularySize?: number, tokens?: unknown, meta?: unknown}} Args
 * @param {Args} args of `create`; a text brings tokens of its own
 * @returns {Args} with meta as a file would give it back: what the caller does with its own changes nothing here
 * @throws {EngineError} 'badArgument'
 */
export function withCheckedNaming(args) {
  const { vocabularySize, tokens = [], meta } = args;
  if (vocabularySize !== undefined) checkTokens(tokens, vocabularySize);
  return meta === undefined ? args : { ...args, meta: JSON.parse(metaText(meta)) };
}

/** @param {unknown} tokens @param {number} vocabularySize @throws {EngineError} 'badArgument' */
export function checkTokens(tokens, vocabularySize) {
  const areStrings = Array.isArray(tokens) && tokens.findIndex((token) => typeof token !== 'string') < 0;
  if (areStrings && (tokens.length === 0 || tokens.length === vocabularySize)) return;
  throw new EngineError('badArgument', `tokens must be ${vocabularySize} strings, or none.`, { name: 'tokens' });
}

/** As JSON. @param {unknown} meta @returns {string} @throws {EngineError} 'badArgument' */
export function metaText(meta) {
  try {
    const text = JSON.stringify(meta);
    if (text.startsWith('{')) return text;
  } catch {}
  throw new EngineError('badArgument', 'meta must be an object that can be written as JSON.', { name: 'meta' });
}
