/**
 * Which element the document's address belongs to: of several that are `linked` the first, so that two never write one hash. And which
 * entry of the tab's history that element shows: for a moment, until an event tells, it may be another than the present one.
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

/** Of history.state: the id of the experiment that this entry of the tab's history is at. */
const EXPERIMENT = 'rnnExperiment';

/** @returns {string | undefined} that id; none before an experiment is kept */
export const experimentHere = () => history.state?.[EXPERIMENT];

/** What the owner has been made of, or what has been made of the owner. @type {{ hash: string, experiment?: string }} */
let shown = { hash: '' };

/** Called where the owner begins with the present entry of the history, and where it has changed that entry. */
export function setShown() {
  shown = { hash: location.hash, experiment: experimentHere() };
}

/** @returns {boolean} false: the reader has gone to another entry of the history, and an event will tell the owner, or has */
export const isShown = () => location.hash === shown.hash && experimentHere() === shown.experiment;

/** @returns {boolean} whether that is one of another experiment; of another hash `hashchange` tells */
export const isOtherExperiment = () =>
  location.hash === shown.hash && experimentHere() !== undefined && experimentHere() !== shown.experiment;

/** This entry is at an experiment from now on. @param {string} id */
export function keepInEntry(id) {
  if (!isShown()) return; // the entry is another already, whose experiment this is not
  try {
    history.replaceState({ ...history.state, [EXPERIMENT]: id }, '');
    setShown();
  } catch {} // in a sandboxed frame
}

/** Another experiment is to be the present one: a new entry, of which no event tells. @param {string} id */
export function goTo(id) {
  history.pushState({ [EXPERIMENT]: id }, '', location.pathname + location.search);
}
