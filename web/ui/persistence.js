/** What has not loaded is tried again by itself after this time, then after twice as long, and so on, ms. */
const FIRST_RETRY_MS = 5000;
const MAX_RETRY_MS = 60_000;

/** @param {number} failures in a row, from 1 @returns {number} ms until the next attempt */
export const retryDelay = (failures) => Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));

/**
 * Loads a part of the page, again and again until it is there: after a while, and when the connection is back.
 *
 * @template Part
 * @param {() => Promise<Part>} load
 * @param {() => boolean} [isWanted] asked after a failure
 * @returns {Promise<Part | null>} never rejects; null if it is no longer wanted
 */
export async function loadPersistently(load, isWanted = () => true) {
  for (let failures = 1; ; failures++) {
    try {
      return await load();
    } catch {
      if (!isWanted()) return null;
      await timeOrConnection(retryDelay(failures));
      if (!isWanted()) return null;
    }
  }
}

/**
 * For what every rendering may ask for: while it is under way, it is not begun again.
 *
 * @param {() => Promise<unknown>} begin
 * @returns {() => void}
 */
export function onceAtATime(begin) {
  let isUnderway = false;
  return () => {
    if (isUnderway) return;
    isUnderway = true;
    begin().finally(() => {
      isUnderway = false;
    });
  };
}

/** @param {number} delay ms @returns {Promise<void>} resolved after it, or as soon as the connection is back */
function timeOrConnection(delay) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, delay);
    window.addEventListener('online', end);
  });
}
