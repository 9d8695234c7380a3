/**
 * What is kept in this browser, in IndexedDB: of each experiment some parts, each with its SHA-256, which is checked when it is
 * read back. Parts that belong together are written together or not at all.
 */
import { openDB } from 'idb';

/**
 * about: what a list of experiments shows. work: settings, place on the page, whether it trains. text: as it stands in its field.
 * long: a text too long to be a setting. network: the text that the network was made of. latest: a checkpoint of it. whole: the one before that has the rest of the curves.
 *
 * @typedef {'about' | 'work' | 'text' | 'long' | 'network' | 'latest' | 'whole'} Part
 * @typedef {{ id: string, part: Part, bytes: Uint8Array<ArrayBuffer>, hash: Uint8Array<ArrayBuffer> }} Row
 * @typedef {Partial<Record<Part, Uint8Array<ArrayBuffer>>>} Parts
 * @typedef {{ parts: Parts, damaged: Part[] }} Kept
 */

const DATABASE = 'rnn-playground';
const VERSION = 1;
const TABLE = 'parts';

/** @returns {Promise<Records>} rejects where the browser keeps nothing */
export async function openRecords() {
  // Where an address is not secure there is neither a way to check what was kept nor to tell tabs apart.
  if (!globalThis.crypto?.subtle || !navigator.locks) throw new DOMException('not a secure context', 'SecurityError');
  return new Records(await openDatabase());
}

const openDatabase = () =>
  openDB(DATABASE, VERSION, {
    upgrade: (fresh) => {
      fresh.createObjectStore(TABLE, { keyPath: ['id', 'part'] }).createIndex('part', 'part');
    },
    // Another tab has a later version of the page: this one goes on without.
    blocking: (_, __, event) => /** @type {IDBDatabase} */ (event.target).close(),
  });

export class Records {
  #database;

  /** @param {import('idb').IDBPDatabase} database */
  constructor(database) {
    this.#database = database;
  }

  /**
   * @param {string} id
   * @param {Partial<Record<Part, Uint8Array<ArrayBuffer> | null>>} parts null: there is none any more
   * @param {{ update?: boolean }} [options] update: the rest of the experiment is there already
   * @returns {Promise<boolean>} false, and nothing is written: the rest is there no more, the browser or somebody has deleted it
   */
  async write(id, parts, { update = false } = {}) {
    const entries = /** @type {[Part, Uint8Array<ArrayBuffer> | null][]} */ (Object.entries(parts));
    const rows = await Promise.all(
      entries.map(async ([part, bytes]) => ({ part, row: bytes && { id, part, bytes, hash: await hashOf(bytes) } })),
    );
    if (update && (await (await this.#transaction('readonly')).store.getKey([id, 'about'])) === undefined) return false;
    await this.#change((store) => rows.map(({ part, row }) => (row ? store.put(row) : store.delete([id, part]))));
    return true;
  }

  /**
   * Where the browser has closed the database, as when the reader deletes what the site has, it is opened anew.
   *
   * @template {'readonly' | 'readwrite'} Mode
   * @param {Mode} mode
   */
  async #transaction(mode) {
    const begin = () => this.#database.transaction(TABLE, mode, { durability: 'relaxed' });
    try {
      return begin();
    } catch (error) {
      if (/** @type {Error} */ (error).name !== 'InvalidStateError') throw error;
      this.#database = await openDatabase();
      return begin();
    }
  }

  /**
   * All of it or nothing; resolves when it is committed.
   *
   * @param {(store: import('idb').IDBPObjectStore<unknown, ['parts'], 'parts', 'readwrite'>) => Promise<unknown>[]} requests makes them
   */
  async #change(requests) {
    const transaction = await this.#transaction('readwrite');
    const done = requests(transaction.store);
    // At once: a page that is left meanwhile may be put to sleep, and its open transaction would keep the next page waiting.
    transaction.commit();
    await Promise.all([...done, transaction.done]);
  }

  /** @param {string} id @returns {Promise<Kept>} damaged: parts that are not what was written */
  async read(id) {
    const rows = await this.rows(id);
    /** @type {Kept} */
    const kept = { parts: {}, damaged: [] };
    for (const row of rows) {
      if (await isWhole(row)) kept.parts[row.part] = row.bytes;
      else kept.damaged.push(row.part);
    }
    return kept;
  }

  /** What there is to say of each experiment; one that is damaged is left out. @returns {Promise<{ id: string, bytes: Uint8Array }[]>} */
  async list() {
    /** @type {Row[]} */
    const rows = await (await this.#transaction('readonly')).store.index('part').getAll('about');
    const whole = await Promise.all(rows.map(isWhole));
    return rows.filter((_, i) => whole[i]);
  }

  /** @param {string} id @returns {Promise<Row[]>} what `put` brings back */
  async rows(id) {
    return (await this.#transaction('readonly')).store.getAll(rangeOf(id));
  }

  /** @param {readonly Row[]} rows */
  async put(rows) {
    await this.#change((store) => rows.map((row) => store.put(row)));
  }

  /** @param {string} id */
  async remove(id) {
    await this.#change((store) => [store.delete(rangeOf(id))]);
  }

  async removeAll() {
    await this.#change((store) => [store.clear()]);
  }
}

/** All parts of an experiment. @param {string} id */
const rangeOf = (id) => IDBKeyRange.bound([id], [id, []]);

/** @param {Uint8Array<ArrayBuffer>} bytes */
const hashOf = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** @param {Row} row */
async function isWhole({ bytes, hash }) {
  if (!(bytes instanceof Uint8Array) || !(hash instanceof Uint8Array)) return false;
  const now = await hashOf(bytes);
  return now.length === hash.length && now.every((byte, i) => byte === hash[i]);
}

/** @param {unknown} value @returns {Uint8Array<ArrayBuffer>} */
export const asBytes = (value) => new TextEncoder().encode(JSON.stringify(value));

/** @param {Uint8Array | undefined} bytes @returns {any} undefined if there are none, or they are not what asBytes made */
export function fromBytes(bytes) {
  if (!bytes) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
