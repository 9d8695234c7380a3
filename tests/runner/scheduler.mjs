// The suites share the machine: what one leaves idle while its last piece of work ends, the next one uses.
import { availableParallelism } from 'node:os';

/**
 * @typedef {{ alone?: boolean, heavy?: boolean }} Turn   alone: with the machine to itself; heavy: with no more than one other such
 * @typedef {<Value>(work: () => Promise<Value>, turn?: Turn) => Promise<Value>} Schedule
 */

const MAX_HEAVY = 2;

export class Scheduler {
  #slots;
  #free;
  #heavy = 0;
  /** @type {{ wanted: number, heavy: boolean, start: () => void }[]} */
  #waiting = [];

  /** @param {number} [slots] how much is done at once; a page or a browser sometimes waits for itself, so one more than there are cores */
  constructor(slots = availableParallelism() + 1) {
    this.#slots = slots;
    this.#free = slots;
  }

  /**
   * Does a piece of work when it is its turn: they begin in the order in which they were given, but that others pass by heavy ones
   * of which there are enough.
   * @type {Schedule}
   */
  run = async (work, { alone = false, heavy = false } = {}) => {
    const wanted = alone ? this.#slots : 1;
    await new Promise((/** @type {(value?: undefined) => void} */ start) => {
      this.#waiting.push({ wanted, heavy, start });
      this.#startNext();
    });
    try {
      return await work();
    } finally {
      this.#free += wanted;
      if (heavy) this.#heavy -= 1;
      this.#startNext();
    }
  };

  #startNext() {
    for (const one of [...this.#waiting]) {
      if (one.heavy && this.#heavy >= MAX_HEAVY) continue;
      if (one.wanted > this.#free) return;
      this.#waiting.splice(this.#waiting.indexOf(one), 1);
      this.#free -= one.wanted;
      if (one.heavy) this.#heavy += 1;
      one.start();
    }
  }
}
