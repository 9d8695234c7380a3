/**
 * What the panels in sight watch in the engine. A view is a reading call that the session repeats whenever the weights changed;
 * it lives as long as somebody holds it, so a panel that is not visible costs nothing.
 */

/**
 * @typedef {import('../engine/protocol.js').View} View
 * @typedef {object} ViewState the latest value of a view, and the call it answers
 * @property {any} [value]
 * @property {number} [step] optimizer steps made when it was read
 * @property {any} [error]
 * @property {string} call
 * @property {any} args
 */

/** Milliseconds in which panels may say anew what they watch in a new model, before the old wishes are sent on. */
const DEBOUNCE_MS = 40;

export class Views {
  /** @type {Map<string, { view: View, stamp: string, wire: string, holders: number }>} */
  #held = new Map();
  /** @type {Map<string, ViewState>} */
  #states = new Map();
  #count = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #queued = false;
  #send;

  /** @param {(views: Record<string, View>) => void} send replaces the session's set of views */
  constructor(send) {
    this.#send = send;
  }

  /**
   * @param {string} key
   * @param {View} view
   * @returns {() => void} release
   */
  hold(key, view) {
    const stamp = JSON.stringify(view);
    const held = this.#held.get(key) ?? { view, stamp: '', wire: '', holders: 0 };
    held.holders += 1;
    this.#held.set(key, held);
    if (held.stamp !== stamp) {
      // A name of its own on the wire for every set of arguments: a value that answers the old ones is recognised as late.
      this.#count += 1;
      Object.assign(held, { view, stamp, wire: `${key}#${this.#count}` });
      this.#queue();
    }
    let released = false;
    return () => {
      if (released) return;
      released = true;
      held.holders -= 1;
      if (held.holders === 0 && this.#held.get(key) === held) this.#drop(key);
    };
  }

  /** @param {string} key */
  state(key) {
    return this.#states.get(key);
  }

  /** @param {import('../engine/types.js').Update['views']} views of an update */
  receive(views) {
    for (const [wire, answer] of Object.entries(views)) {
      const key = wire.slice(0, wire.lastIndexOf('#'));
      const held = this.#held.get(key);
      if (held?.wire !== wire) continue;
      const { call, args } = held.view;
      this.#states.set(key, { ...answer, call, args });
    }
  }

  /** A new model: former values mean nothing, and what is watched is asked for anew. */
  renew() {
    this.#states.clear();
    for (const [key, held] of this.#held) {
      this.#count += 1;
      held.wire = `${key}#${this.#count}`;
    }
    this.#send({});
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#queue();
    }, DEBOUNCE_MS);
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#held.clear();
    this.#states.clear();
  }

  /** @param {string} key */
  #drop(key) {
    this.#held.delete(key);
    this.#states.delete(key);
    this.#queue();
  }

  /** Panels change their minds together: one message for all. */
  #queue() {
    if (this.#queued || this.#timer !== undefined) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.#timer !== undefined) return;
      this.#send(Object.fromEntries([...this.#held.values()].map(({ wire, view }) => [wire, view])));
    });
  }
}
