/** Makes the files that a network can be taken out in. Loaded when the first is asked for. */

/** @typedef {{ bytes: BlobPart, extension: string, type: string }} Exported */

/**
 * @param {import('../state/store.js').Store} store
 * @param {'save'|'weights'|'python'|'onnx'} kind
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
  if (kind === 'onnx') {
    const { onnxModel } = await import('./onnx.js');
    const bytes = onnxModel(await bytesOf({ weightsOnly: true }));
    return { bytes, extension: 'onnx', type: 'application/octet-stream' };
  }
  const [{ pythonProject }, { default: program }] = await Promise.all([
    import('./python-project.js'),
    import('./continue.py?raw'),
  ]);
  return { bytes: await pythonProject(store, program), extension: 'zip', type: 'application/zip' };
}
