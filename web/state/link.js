/** The link that Share gives: the settings, what else the address carried, and nothing at its end that a chat program cuts off. */
import { readKey } from './entries.js';

/** @typedef {{ training?: boolean }} LinkOptions training: the link says how far the network is trained, and opening it repeats that */

/**
 * @param {Pick<import('./store.js').Store, 'hash'>} store
 * @param {Pick<Location, 'origin'|'pathname'|'search'|'hash'|'protocol'|'host'>} location
 * @param {LinkOptions} [options]
 * @returns {Promise<string>} the whole address
 */
export async function linkTo(store, { protocol, host, pathname, search, hash }, options) {
  // Settings of the address were set, so they are the store's to write, as they are now.
  const entries = [...entriesOf(hash).filter(isForeign), ...entriesOf(await store.hash(options))].map(uncuttable);
  return `${protocol}//${host}${pathname}${search}${entries.length > 0 ? `#${closed(entries.join('&'))}` : ''}`;
}

/**
 * A link to the text and the settings in another page, or in one whose address belongs to something else.
 *
 * @param {Pick<import('./store.js').Store, 'hash'>} store
 * @param {string} page its address; a hash that it has is replaced
 * @param {LinkOptions} [options]
 */
export async function linkWithin(store, page, options) {
  return linkTo(store, Object.assign(new URL(page), { hash: '' }), options);
}

/** @param {string} hash */
const entriesOf = (hash) => hash.replace(/^#/, '').split('&').filter(Boolean);

/** @param {string} entry as it stands in the address */
const keyOf = (entry) => [...new URLSearchParams(entry).keys()][0] ?? '';

/** Not a setting of ours. @param {string} entry */
const isForeign = (entry) => !['text-z', 'updates'].includes(keyOf(entry)) && readKey(keyOf(entry)).name === undefined;

/** Of a text the signs that have a meaning in chat programs are percent-encoded. @param {string} entry */
const uncuttable = (entry) => (entry.startsWith('text=') ? entry.replace(/[._*~!'()]/g, encoded) : entry);

/** @param {string} entries */
const closed = (entries) => entries.replace(/\+$/, '%20').replace(/[^0-9A-Za-z=]$/, encoded);

/** @param {string} character ASCII */
const encoded = (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
