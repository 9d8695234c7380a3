/** Makes the files that a network can be taken out in. Loaded when the first is asked for. */

/** @typedef {{ bytes: BlobPart, extension: string, type: string }} Exported */

/**
 * @param {import('../state/store.js').Store} store
 * @param {'save'|'weights'|'csv'} kind
 * @returns {Promise<Exported>}
 * @throws {import('../engine/errors.js').EngineError}
 */
export async function exported(store, kind) {
  const bytesOf = async (/** @type {{ weightsOnly?: boolean }} */ options) =>
    /** @type {Uint8Array<ArrayBuffer>} */ (await store.save(options));
  if (kind === 'save' || kind === 'weights') {
    const bytes = await bytesOf({ weightsOnly: kind === 'weights' });
    return { bytes, extension: 'safetensors', type: 'application/octet-stream' };
  }
  const { lossTable } = await import('./loss-table.js');
  return { bytes: lossTable(store.history), extension: 'csv', type: 'text/csv' };
}
