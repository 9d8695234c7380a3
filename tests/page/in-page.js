/** Functions that run inside the page: each is sent there as text, so none knows anything outside itself. */

/** @typedef {{given: string, predicted: string, right: boolean}} Prediction */

/**
 * The predictions on screen by sentence, once every one is right.
 * @param {number} count how many there must be
 * @returns {Prediction[][] | undefined} nothing before that
 */
export function predictionsIfAllRight(count) {
  const rows = document
    .querySelector('rnn-playground')
    ?.shadowRoot?.querySelector('rnn-predictions-panel')
    ?.shadowRoot?.querySelector('rnn-prediction-rows')
    ?.shadowRoot?.querySelectorAll('.row');
  const predictions = [...(rows ?? [])].map((row) =>
    [...row.querySelectorAll('button')].map((cell) => ({
      given: cell.querySelector('.given')?.textContent?.trim() ?? '',
      predicted: cell.querySelector('.predicted')?.textContent?.trim() ?? '',
      right: cell.querySelector('.predicted')?.classList.contains('right') ?? false,
    })),
  );
  const all = predictions.flat();
  return all.length === count && all.every(({ right }) => right) ? predictions : undefined;
}

/**
 * Trains and gives the loss of each epoch.
 * @param {number} epochs
 * @returns {Promise<number[]>}
 */
export async function recordLosses(epochs) {
  const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
    'rnn-view',
  )?.store;
  await store.train({ epochs });
  while (store.history.length < epochs) await new Promise((resolve) => setTimeout(resolve, 20));
  return Array.from(/** @type {Float64Array} */ (store.history.trainingLoss)).slice(0, epochs);
}

/**
 * Makes so many updates and gives the bits of every weight, in the order of the network's parameters.
 * @param {number} updates
 * @returns {Promise<number[]>}
 */
export async function weightBitsAfter(updates) {
  const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
    'rnn-view',
  )?.store;
  await store.call('step', { unit: 'window', count: updates });
  const parameters = await store.call('parameters');
  return parameters.flatMap((/** @type {{ values: ArrayLike<number> }} */ { values }) => [
    ...new Uint32Array(Float32Array.from(values).buffer),
  ]);
}
