/**
 * Whoever waits for a network waits for its first update, and while nothing is asked nobody notices one that was lost. Loaded where it
 * does not come soon.
 */

/** Between two looks, ms. */
const INTERVAL_MS = 500;

/**
 * Gives the worker up if it has sent an update that has not come. Messages keep their order, so by the answer to a question the update
 * should be there; once more, since a port may be somebody's own.
 *
 * @param {import('./engine-link.js').Client & Partial<Pick<import('../engine/client.js').EngineClient, 'heard' | 'hasUpdate' | 'giveUp'>>} client
 * @param {() => boolean} isWaiting
 */
export async function lookForUpdate(client, isWaiting) {
  for (let before = 0; isWaiting(); ) {
    try {
      await client.call('status');
    } catch {
      return; // whoever waits is told by the failure
    }
    if (!isWaiting()) return;
    const sent = client.heard?.updates ?? 0;
    const missing = client.hasUpdate?.(sent) ? 0 : sent;
    if (missing > 0 && missing === before) return client.giveUp?.('its first update was lost');
    before = missing;
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}
