/** Gives the reader a file. */

/** Milliseconds after which a file's address is given up: the browser has begun to read it by then. */
const KEEP_MS = 60_000;

/** @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
}

/**
 * What the files of a network are called: its kind, size and age.
 *
 * @param {Pick<import('../state/store.js').Store, 'info' | 'status'>} store
 */
export function modelName({ info, status }) {
  if (!info) return 'rnn';
  const { cell, layers, hiddenSize } = info.settings;
  return `${cell}-${layers}x${hiddenSize}-step-${status?.step ?? 0}`;
}
