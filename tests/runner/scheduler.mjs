// The suites share the machine: what one leaves idle while its last piece of work ends, the next one uses.
import { availableParallelism } from 'node:os';

/** @typedef {<Value>(work: () => Promise<Value>, options?: { alone?: boolean }) => Promise<Value>} Schedule */

export class Scheduler {
  #slots;
  #free;
  /** @type {{ wanted: number, start: () => void }[]} */
  #waiting = [];

  /** @param {number} [slots] how much is done at once; a page or a browser often waits for itself, so more than there are cores */
  constructor(slots = availableParallelism() + 2) {
    this.#slots = slots;
    this.#free = slots;
  }

  /**
   * Does a piece of work when it is its turn: they begin in the order in which they were given.
   * @type {Schedule} `alone`: with the machine to itself
   */
  run = async (work, { alone = false } = {}) => {
    const wanted = alone ? this.#slots : 1;
    await new Promise((/** @type {(value?: undefined) => void} */ start) => {
      this.#waiting.push({ wanted, start });
      this.#startNext();
    });
    try {
      return await work();
    } finally {
      this.#free += wanted;
      this.#startNext();
    }
  };

  #startNext() {
    while (this.#waiting.length && this.#waiting[0].wanted <= this.#free) {
      const { wanted, start } = /** @type {{ wanted: number, start: () => void }} */ (this.#waiting.shift());
      this.#free -= wanted;
      start();
    }
  }
}
