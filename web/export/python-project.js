/** A zip that goes on training in PyTorch: the saved network, its text, the loss that the page computed, and continue.py. */
import { strToU8, Zip, ZipDeflate } from 'fflate';

/** @typedef {import('../engine/protocol.js').TextSource} TextSource */

/** Bytes compressed at a time, some milliseconds: the page stays fluid. */
const SLICE_BYTES = 1 << 18;

/**
 * While the network is being trained, the training pauses for a moment: file and loss are of the same weights.
 *
 * @param {import('../state/store.js').Store} store
 * @param {string} program continue.py
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function pythonProject(store, program) {
  const { training, modelVersion } = store;
  await store.pause();
  // What the reader does meanwhile counts.
  let isWanted = training;
  const unsubscribe = store.subscribe(
    (now) => now.training,
    () => {
      isWanted = false;
    },
  );
  try {
    const network = await store.save();
    const { meanLoss, accuracy } = await store.call('evaluate', { which: 'training' });
    const { step } = await store.call('status');
    const page = JSON.stringify({ loss: meanLoss, accuracy, step });
    return await zipped({
      'continue.py': strToU8(program),
      'network.safetensors': network,
      'text.txt': await textOf(store),
      'page.json': strToU8(`${page}\n`),
    });
  } finally {
    unsubscribe();
    if (isWanted && store.modelVersion === modelVersion) store.train();
  }
}

/** In UTF-8. @param {import('../state/store.js').Store} store @returns {Promise<Uint8Array>} */
async function textOf({ data }) {
  if (!data?.long) return strToU8(data?.text ?? '');
  const { files } = /** @type {TextSource} */ (data.long.source);
  const { parts } = data.long.summary;
  const texts = files.map(async ({ source }, i) => {
    const blob = source instanceof Blob ? source : new Blob([/** @type {BlobPart} */ (source)]);
    return new TextDecoder(parts[i].encoding).decode(await unpacked(blob));
  });
  return new Uint8Array(await new Blob([(await Promise.all(texts)).join('\n')]).arrayBuffer());
}

/** @param {Blob} blob compressed by gzip or not */
async function unpacked(blob) {
  const magic = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const isPacked = magic[0] === 0x1f && magic[1] === 0x8b;
  const stream = isPacked ? blob.stream().pipeThrough(new DecompressionStream('gzip')) : blob.stream();
  return new Response(stream).arrayBuffer();
}

/** @param {Record<string, Uint8Array>} files by name @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function zipped(files) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (part));
  });
  for (const [name, bytes] of Object.entries(files)) {
    const file = new ZipDeflate(name);
    zip.add(file);
    for (let at = 0, last = false; !last; at += SLICE_BYTES) {
      last = at + SLICE_BYTES >= bytes.length;
      file.push(bytes.subarray(at, at + SLICE_BYTES), last);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  zip.end();
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
