/**
 * Calls keep their order though one of them loads code first: those after it wait.
 */

export class CallOrder {
  /** @type {Promise<unknown> | undefined} */
  #blocking;

  /** What a call has to wait for before it begins, if anything, and then to ask again. */
  get blocking() {
    return this.#blocking;
  }

  /**
   * Later calls wait until `use` is done with the code.
   * @template Code, T
   * @param {Promise<Code>} loading see loaded-code.js
   * @param {(code: Code) => T | Promise<T>} use
   * @returns {Promise<T>}
   */
  blockFor(loading, use) {
    const answer = loading.then(use);
    const done = () => {
      this.#blocking = undefined;
    };
    this.#blocking = answer.then(done, done);
    return answer;
  }
}
