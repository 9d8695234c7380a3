/** A zip that goes on training in PyTorch: the saved network, its text, the loss that the page computed, and continue.py. */
import { strToU8, zipSync } from 'fflate';

/**
 * While the network is being trained, the training pauses for a moment: file and loss are of the same weights.
 *
 * @param {import('../state/store.js').Store} store
 * @param {string} program continue.py
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function pythonProject(store, program) {
  const goesOn = store.training;
  await store.pause();
  try {
    const network = await store.save();
    const { meanLoss, accuracy } = await store.call('evaluate', { which: 'training' });
    const { step } = await store.call('status');
    const page = JSON.stringify({ loss: meanLoss, accuracy, step });
    return zipSync({
      'continue.py': strToU8(program),
      'network.safetensors': network,
      'text.txt': strToU8(store.data?.text ?? ''),
      'page.json': strToU8(`${page}\n`),
    });
  } finally {
    if (goesOn) store.train();
  }
}
