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

/** Modules that have trapped, and why: with one, every model of this thread is lost. @type {WeakMap<import('./load.js').EngineModule, EngineError>} */
const lost = new WeakMap();

export class EngineHere {
  #module;
  #session;
  /** @type {Receiver | undefined} */
  #receiver;
  #hasFailed = false;

  /** @param {{workers?: number, wasm?: import('./load.js').WasmSource}} place @returns {Promise<EngineHere>} */
  static async in({ workers, wasm }) {
    return new EngineHere(await loadEngine(wasm), { script: workerScript(), wasm, workers });
  }

  /** @param {import('./load.js').EngineModule} module @param {import('./shard-pool.js').HelperSource} helpers */
  constructor(module, helpers) {
    this.#module = module;
    this.#session = new Session({
      module,
      onUpdate: (update) => this.#receiver?.update(update),
      onFailure: (error) => {
        if (!this.#failureAfter(error)) throw error;
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
    const failure = this.#failureAfter(null);
    if (failure) throw failure;
    try {
      return await this.#session.call(name, args, options);
    } catch (error) {
      throw this.#failureAfter(error) ?? error;
    }
  }

  release() {
    try {
      this.#session.dispose();
    } catch (error) {
      if (!lost.has(this.#module)) throw error; // else the module traps once more
    }
  }

  /**
   * A trap ends the module: nothing can be asked of it any more, and the next model gets another.
   *
   * @param {unknown} error of a call, which may be a trap
   * @returns {EngineError | undefined} why this engine is lost
   */
  #failureAfter(error) {
    if (error instanceof WebAssembly.RuntimeError && !lost.has(this.#module)) {
      lost.set(this.#module, trapped(error));
      forgetEngine();
    }
    const failure = lost.get(this.#module);
    if (failure && !this.#hasFailed) {
      this.#hasFailed = true;
      this.release();
      this.#receiver?.failure(failure);
    }
    return failure;
  }
}
