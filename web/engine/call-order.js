/**
 * Calls keep their order though one of them loads code first: those after it wait.
 */
import { loadedCode } from './loaded-code.js';

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
   * @param {import('./protocol.js').CallName} name of the call
   * @param {Promise<Code>} loading
   * @param {(code: Code) => T | Promise<T>} use
   * @returns {Promise<T>}
   */
  blockFor(name, loading, use) {
    const answer = loadedCode(loading, name).then(use);
    const done = () => {
      this.#blocking = undefined;
    };
    this.#blocking = answer.then(done, done);
    return answer;
  }
}
