/** How far a network trains that starts by itself: enough to see it learn the tutorial's two sentences. */
export const AUTOPLAY_EPOCHS = 60;

/**
 * Pauses the training that started by itself, unless the reader has taken over: paused it, or changed what is trained on.
 * @param {import('../state/store.js').Store} store
 * @param {number} epochs
 * @returns {() => boolean} whether it will still be paused
 */
export function pauseAfter(store, epochs) {
  let waits = true;
  const unsubscribe = store.subscribe(
    ({ modelVersion, training, status }) => ({ modelVersion, training, reached: (status?.epoch ?? 0) >= epochs }),
    ({ modelVersion, training, reached }, before) => {
      if (reached && training && modelVersion === before?.modelVersion) store.pause();
      if (reached || !training || (before && modelVersion !== before.modelVersion)) end();
    },
  );
  const end = () => {
    waits = false;
    unsubscribe();
  };
  return () => waits;
}
