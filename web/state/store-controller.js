/** Connects a Lit element to its store: it renders again when its slice of the store is another, at most once a frame. */
import { sameSlice } from './subscriptions.js';

/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('lit').ReactiveController} LitController */
/** @typedef {import('lit').ReactiveControllerHost & { store?: Store }} Host has the store as a property */

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
  /** @type {Store | undefined} the one subscribed to */
  #store;
  #unsubscribe = () => {};
  #connected = false;
  #queued = false;
  /** @type {Slice | undefined} as last rendered */
  #rendered;
  /** @type {Map<string, { stamp: string, release: () => void }>} */
  #watched = new Map();

  /**
   * @param {Host} host
   * @param {(store: Store) => Slice} selector a value, or an array or plain object of values
   */
  constructor(host, selector) {
    this.#host = host;
    this.#selector = selector;
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

  /**
   * Keeps an engine view up to date while the host is connected. May be called after every render: only what differs from
   * the last time does anything.
   *
   * @param {string} key 'panel/what'
   * @param {{ call: string, args?: object } | null} view null: not wanted any more
   */
  watch(key, view) {
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
    for (const { release } of this.#watched.values()) release();
    this.#watched.clear();
    this.#store = store;
    this.#unsubscribe = store ? store.subscribe(this.#selector, () => this.#request()) : () => {};
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
