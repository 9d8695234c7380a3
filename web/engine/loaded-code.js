import { EngineError } from './errors.js';

/**
 * Code that is not needed to train, and so comes when it is used.
 * @template Code
 * @param {Promise<Code>} loading
 * @param {string} what the call it is for
 * @returns {Promise<Code>}
 * @throws {EngineError} 'loadFailed'
 */
export const loadedCode = (loading, what) =>
  loading.catch((error) => {
    if (error instanceof EngineError) throw error; // from loading the engine itself
    throw new EngineError('loadFailed', `The code for '${what}' could not be loaded: ${error}`, { cause: `${error}` });
  });
