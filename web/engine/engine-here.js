/** The engine in this thread, of a model without a worker. */
import { trapped } from './errors.js';
import { forgetEngine, loadEngine } from './load.js';
import { Session } from './session.js';
import { workerScript } from './worker-script.js';

/**
 * @typedef {import('./errors.js').EngineError} EngineError
 * @typedef {import('./protocol.js').CallName} CallName
 * @typedef {import('./protocol.js').CallOptions} CallOptions
 * @typedef {{update: (update: import('./types.js').Update) => void, failure: (error: EngineError) => void}} Receiver
 */

/**
 * Those that share a module: what one of them makes trap is lost for all, and so is, out of caution, what beside it they compute with
 * the build for relaxed SIMD.
 * @type {WeakMap<import('./load.js').EngineModule, Set<EngineHere>>}
 */
const sharing = new WeakMap();

export class EngineHere {
  #module;
  #session;
  /** @type {Receiver | undefined} */
  #receiver;
  /** @type {EngineError | undefined} */
  #failure;

  /** @param {{workers?: number, wasm?: import('./load.js').WasmSource}} place @returns {Promise<EngineHere>} */
  static async in({ workers, wasm }) {
    return new EngineHere(await loadEngine(wasm), { script: workerScript(), wasm, workers });
  }

  /** @param {import('./load.js').EngineModule} module @param {import('./shard-pool.js').HelperSource} helpers */
  constructor(module, helpers) {
    this.#module = module;
    sharing.set(module, (sharing.get(module) ?? new Set()).add(this));
    this.#session = new Session({
      module,
      onUpdate: (update) => this.#receiver?.update(update),
      onFailure: (error) => {
        if (!this.#isLostBy(error)) throw error;
      },
      helpers,
    });
  }

  /** @param {Receiver} receiver */
  listen(receiver) {
    this.#receiver = receiver;
  }

  /**
   * @param {CallName} name
   * @param {any} [args]
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  async call(name, args, options) {
    if (this.#failure) throw this.#failure;
    try {
      const value = await this.#session.call(name, args, options);
      if (!this.#failure) return value;
    } catch (error) {
      if (!this.#isLostBy(error)) throw error;
    }
    throw this.#failure;
  }

  release() {
    sharing.get(this.#module)?.delete(this);
    try {
      this.#session.dispose();
    } catch (error) {
      if (!this.#failure) throw error; // else the module traps once more
    }
  }

  /**
   * A trap ends the module: nothing can be asked of it any more, and the next model gets another.
   *
   * @param {unknown} error of a call, which may be a trap
   * @returns {boolean} whether this engine is lost
   */
  #isLostBy(error) {
    if (!this.#failure && error instanceof WebAssembly.RuntimeError) {
      const failure = trapped(error);
      forgetEngine(this.#module);
      for (const one of sharing.get(this.#module) ?? []) one.#fail(failure);
    }
    return this.#failure !== undefined;
  }

  /** @param {EngineError} failure */
  #fail(failure) {
    this.#failure = failure;
    this.release();
    this.#receiver?.failure(failure);
  }
}
