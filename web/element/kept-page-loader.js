/** What was kept of a page, and keeping it: the code is loaded before the page starts only where there is something to go on with. */

/** @typedef {import('./kept-page.js').KeptPage} KeptPage */

/** Set by web/state/keep/experiments.js. */
const MARK = 'rnn-playground';

const code = () => import('./kept-page.js');

/**
 * @param {Parameters<typeof import('./kept-page.js').openKept>[0]} options
 * @returns {Promise<KeptPage | null>} never rejects; null: nothing was kept, as far as can be told
 */
export async function recall(options) {
  try {
    return localStorage.getItem(MARK) ? await (await code()).openKept(options) : null;
  } catch {
    return null; // the page may not use its storage, or what it asked for did not come
  }
}

/**
 * Once the page is at work. Without the code nothing is kept, and nothing else is lost.
 *
 * @param {KeptPage | null} page that was recalled
 * @param {Parameters<typeof import('./kept-page.js').openKept>[0]} options
 * @param {import('../state/store.js').Store} store
 * @param {() => boolean} selfStarted whether it trains because the page has started it
 * @param {() => boolean} isWanted whether the store is still the page's
 */
export async function keepFrom(page, options, store, selfStarted, isWanted) {
  await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    store.subscribe(
      ({ opened }) => opened,
      (opened) => opened && resolve(),
      { immediate: true },
    );
  });
  const late = { ...options, late: true };
  const kept =
    page ??
    (await code().then(
      ({ openKept }) => openKept(late),
      () => null,
    ));
  if (isWanted()) kept?.keep(store, selfStarted);
  else kept?.end();
}
