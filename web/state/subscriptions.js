/** Who wants to know of which part of the store; asked once for any number of changes in a row. */

/**
 * Whether two slices say the same: identical, or arrays or plain objects whose entries are identical.
 *
 * @param {unknown} a
 * @param {unknown} b
 * @returns {boolean}
 */
export function sameSlice(a, b) {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && Object.is(a[key], b[key]))
  );
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isPlain(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

/** @template Source */
export class Subscriptions {
  /** @type {Set<() => void>} */
  #checks = new Set();
  #source;
  #queued = false;
  #onFlush;

  /**
   * @param {Source} source
   * @param {() => void} onFlush called before the subscribers, once for any number of changes
   */
  constructor(source, onFlush) {
    this.#source = source;
    this.#onFlush = onFlush;
  }

  /**
   * @template Slice
   * @param {(source: Source) => Slice} selector
   * @param {(slice: Slice, before: Slice | undefined) => void} callback when the slice is not the same any more
   * @param {{ immediate?: boolean }} [options] immediate: also called at once
   * @returns {() => void} unsubscribe
   */
  add(selector, callback, { immediate = false } = {}) {
    let slice = selector(this.#source);
    const check = () => {
      const before = slice;
      slice = selector(this.#source);
      if (!sameSlice(slice, before)) callback(slice, before);
    };
    this.#checks.add(check);
    if (immediate) callback(slice, undefined);
    return () => this.#checks.delete(check);
  }

  /** Something changed: everybody is asked in a microtask. */
  changed() {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      this.#onFlush();
      for (const check of [...this.#checks]) {
        if (this.#checks.has(check)) check();
      }
    });
  }

  clear() {
    this.#checks.clear();
  }
}
