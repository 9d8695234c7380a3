/**
 * Which element the document's address belongs to: of several that are `linked` the first, so that two never write one hash. And which
 * address that element shows: for a moment, until the event `hashchange`, it may be another than that of the document.
 */

/** @type {WeakRef<Element> | undefined} */
let owner;

/** @param {import('./rnn-playground.js').RnnPlayground} element @returns {boolean} */
export function ownsAddress(element) {
  if (!element.linked) return false;
  const before = owner?.deref();
  if (before === element) return true;
  if (before?.isConnected) return false;
  owner = new WeakRef(element);
  return true;
}

/** The hash that the owner has been made of, or that has been made of the owner. */
let shown = '';

/** Called where the owner begins with the present hash, and where it has set one itself. */
export function setShown() {
  shown = location.hash;
}

/** @returns {boolean} false: the reader has gone to another address, and `hashchange` will tell the owner */
export const isShown = () => location.hash === shown;
