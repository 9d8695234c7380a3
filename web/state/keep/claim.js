/** An experiment is written by one tab only, which holds its lock. */

/** So long a page that has just been left may take to let go, ms. */
const HAND_OVER_MS = 700;

/**
 * @param {string} id of an experiment
 * @param {{ wait?: boolean }} [options] wait: it may be this tab's own, of the page before a reload
 * @returns {Promise<(() => void) | null>} lets go; null if another tab has it
 */
export function claim(id, { wait = false } = {}) {
  return new Promise((resolve, reject) => {
    const options = wait ? { signal: AbortSignal.timeout(HAND_OVER_MS) } : { ifAvailable: true };
    navigator.locks
      .request(`rnn-playground/${id}`, options, (lock) => {
        if (!lock) return resolve(null);
        return new Promise((/** @type {(value?: unknown) => void} */ release) => resolve(release));
      })
      .catch((error) => (error.name === 'TimeoutError' || error.name === 'AbortError' ? resolve(null) : reject(error)));
  });
}
