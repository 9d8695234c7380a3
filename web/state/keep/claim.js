/** An experiment is written by one tab only, which holds its lock. */

/** So long a page that has just been left may take to let go, ms: a slow machine's; a tab that stays says so at once. */
export const HAND_OVER_MS = 5000;

/**
 * @param {string} id of an experiment
 * @param {AbortSignal} [waiting] as long as it is not aborted, the lock is waited for; without it, it is had at once or not at all
 * @returns {Promise<(() => void) | null>} lets go; null if another tab has it
 */
export function claim(id, waiting) {
  return new Promise((resolve, reject) => {
    const options = waiting ? { signal: waiting } : { ifAvailable: true };
    navigator.locks
      .request(`rnn-playground/${id}`, options, (lock) => {
        if (!lock) return resolve(null);
        return new Promise((/** @type {(value?: unknown) => void} */ release) => resolve(release));
      })
      .catch((error) => (error.name === 'AbortError' ? resolve(null) : reject(error)));
  });
}
