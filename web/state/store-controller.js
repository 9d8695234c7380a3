/**
 * Connects a Lit element to its store: it renders again when its slice of the store is another, at most once a frame, and the
 * engine views it needs are watched while it is in the document.
 */
import { isOurs } from '../engine/errors.js';
import { sameSlice } from './subscriptions.js';

/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('lit').ReactiveController} LitController */
/** @typedef {import('lit').ReactiveControllerHost & { store?: Store }} Host has the store as a property */
/** @typedef {Readonly<Record<string, { call: string, args?: object } | null>>} Views by key 'panel/what' */

/** Outside a page, in tests, there are no frames. */
const nextFrame =
  typeof requestAnimationFrame === 'function'
    ? (/** @type {() => void} */ callback) => requestAnimationFrame(callback)
    : (/** @type {() => void} */ callback) => setTimeout(callback, 16);

/**
 * @template Slice
 * @implements {LitController}
 */
export class StoreController {
  #host;
  #selector;
  #views;
  /** @type {Store | undefined} the one subscribed to */
  #store;
  #unsubscribe = () => {};
  #forgetHolder = () => {};
  #connected = false;
  #queued = false;
  /** @type {Slice | undefined} as last rendered */
  #rendered;
  /** @type {Map<string, { stamp: string, release: () => void }>} */
  #watched = new Map();

  /**
   * @param {Host} host
   * @param {(store: Store) => Slice} selector a value, or an array or plain object of values
   * @param {(store: Store) => Views} [views] needed now; asked after every render, and at once when there is another model
   */
  constructor(host, selector, views = () => ({})) {
    this.#host = host;
    this.#selector = selector;
    this.#views = views;
    host.addController(this);
  }

  /** @returns {Slice | undefined} as it is now; undefined while there is no store */
  get value() {
    return this.#store && this.#selector(this.#store);
  }

  hostConnected() {
    this.#connected = true;
    this.#follow();
  }

  hostDisconnected() {
    this.#connected = false;
    this.#follow();
  }

  hostUpdate() {
    this.#follow();
    this.#rendered = this.value;
  }

  hostUpdated() {
    this.#watchAll();
  }

  /** Keys of the views that are watched. @returns {Iterable<string>} */
  get watched() {
    return this.#watched.keys();
  }

  /** Why something that is watched could not be computed, though nothing is wrong with what was asked; undefined: all could. */
  get failure() {
    const errors = [...this.#watched.keys()].map((key) => this.#store?.view(key)?.error);
    return errors.find(isOurs);
  }

  /** What is watched is asked for anew: the engine reads no view again that has failed by a fault of ours. */
  watchAgain() {
    this.#release();
    this.#watchAll();
  }

  #release() {
    for (const { release } of this.#watched.values()) release();
    this.#watched.clear();
  }

  #watchAll() {
    if (!this.#store) return;
    const views = this.#views(this.#store);
    for (const key of [...this.#watched.keys()]) if (!views[key]) this.#watch(key, null);
    for (const [key, view] of Object.entries(views)) this.#watch(key, view);
  }

  /**
   * @param {string} key
   * @param {Views[string]} view null: not needed any more
   */
  #watch(key, view) {
    const watched = this.#watched.get(key);
    const stamp = view ? JSON.stringify(view) : '';
    if (stamp === (watched?.stamp ?? '')) return;
    if (view && this.#store) {
      const release = this.#store.watch(key, /** @type {import('../engine/protocol.js').View} */ (view));
      this.#watched.set(key, { stamp, release });
    } else this.#watched.delete(key);
    // Only now, so that the view is replaced and its last value stays until the next.
    watched?.release();
  }

  /** Subscribes to the host's present store, and to none while the host is not in the document. */
  #follow() {
    const store = this.#connected ? this.#host.store : undefined;
    if (store === this.#store) return;
    this.#unsubscribe();
    this.#forgetHolder();
    this.#release();
    this.#store = store;
    this.#unsubscribe = store ? store.subscribe(this.#selector, () => this.#request()) : () => {};
    this.#forgetHolder = store ? store.onNewModel(() => this.#watchAll()) : () => {};
    if (store) this.#host.requestUpdate();
  }

  #request() {
    if (this.#queued) return;
    this.#queued = true;
    nextFrame(() => {
      this.#queued = false;
      if (this.#connected && !sameSlice(this.value, this.#rendered)) this.#host.requestUpdate();
    });
  }
}
