/** Which element the document's address belongs to: of several that are `linked` the first, so that two never write one hash. */

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
