/** Earlier settings to go back to. Changes of the same thing in quick succession, such as typing, are one step. */

const MAX_STEPS = 50;
/** Milliseconds between two changes of the same settings that are still one step. */
const PAUSE_MS = 1000;

/** @template State */
export class UndoStack {
  /** @type {State[]} */
  #states = [];
  #lastNames = '';
  #lastTime = Number.NEGATIVE_INFINITY;

  get length() {
    return this.#states.length;
  }

  /**
   * @param {State} state before the change
   * @param {readonly string[]} names of what changes
   * @param {number} [now] ms
   */
  remember(state, names, now = performance.now()) {
    const key = names.join();
    const continued = key === this.#lastNames && now - this.#lastTime < PAUSE_MS && this.#states.length > 0;
    this.#lastNames = key;
    this.#lastTime = now;
    if (continued) return;
    this.#states.push(state);
    if (this.#states.length > MAX_STEPS) this.#states.shift();
  }

  /** The next change is a step of its own, even if it follows at once: a press, not a letter typed. */
  separate() {
    this.#lastNames = '';
  }

  /** @returns {State | undefined} the state before the latest change; undefined if there is none */
  take() {
    this.separate();
    return this.#states.pop();
  }
}
