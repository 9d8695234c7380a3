import { EngineError } from './errors.js';

/** How often each did not come, by the text of the function that loads it. @type {Record<string, number>} */
const failures = {};

/**
 * Code that is not needed to train, and so comes when it is used.
 * @template Code
 * @param {(again?: string) => Promise<Code>} load imports a file. `again` goes to the end of its address, where the build has put it
 *   (repeatableImports in web/vite-plugins.js): Firefox asks no second time for an address that has failed.
 * @param {string} what the call it is for
 * @returns {Promise<Code>}
 * @throws {EngineError} 'loadFailed'
 */
export async function loadedCode(load, what) {
  const file = String(load);
  try {
    return await load(failures[file] ? `?again=${failures[file]}` : undefined);
  } catch (error) {
    if (error instanceof EngineError) throw error; // from loading the engine itself
    failures[file] = (failures[file] ?? 0) + 1;
    throw new EngineError('loadFailed', `The code for '${what}' could not be loaded: ${error}`, { cause: `${error}` });
  }
}
