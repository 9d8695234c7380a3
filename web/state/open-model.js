/** Opens a saved network. Loaded with the first that is opened. */

/** Problems of a file that have a sentence of their own; all others are damage. */
const KNOWN_PROBLEMS = ['not-safetensors', 'not-a-model', 'weights-only', 'no-text', 'other-tokens', 'unknown-version'];

/** @typedef {{ key: string, values: Record<string, string> }} Problem key: of a sentence, in the words of `files` */

/**
 * @param {import('./store.js').Store} store
 * @param {File} file
 * @returns {Promise<Problem | null>} why it was refused
 */
export async function openModelFile(store, file) {
  const { name } = file;
  const bytes = await file.arrayBuffer().catch(() => null);
  if (!bytes) return { key: 'files.failed.unreadable', values: { name } };
  const error = await store.open(bytes);
  return error && problemOf(error, name);
}

/** @param {import('../engine/errors.js').EngineError} error @param {string} name of the file @returns {Problem} */
function problemOf({ code, message, details }, name) {
  if (code !== 'badFile') {
    const known = ['tooLarge', 'replaced', 'loadFailed'].includes(code);
    return { key: `files.failed.${known ? code : 'open'}`, values: { name } };
  }
  const known = KNOWN_PROBLEMS.includes(String(details.problem));
  return { key: `files.failed.${known ? details.problem : 'damaged'}`, values: { name, details: message } };
}
