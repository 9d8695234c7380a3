/**
 * The two builds of the engine, of which a session's model uses one, and the pool of helpers that compute with the same.
 */
import { loadedCode } from './loaded-code.js';

/**
 * @typedef {import('./load.js').EngineModule} EngineModule
 * @typedef {import('./relaxed-module.js').LoadedEngine} LoadedEngine
 * @typedef {import('./shard-pool.js').ShardPool} ShardPool
 * @typedef {import('./shard-pool.js').HelperSource} HelperSource
 */

export class EngineInUse {
  /** What `arithmetic: 'exact'` computes with. @type {LoadedEngine} */
  exact;
  /** What the model computes with. @type {LoadedEngine} */
  #used;
  #helpers;
  /** @type {ShardPool | null} */
  #pool = null;
  #poolLoads = false;
  #ended = false;

  /**
   * @param {EngineModule} module the exact one
   * @param {HelperSource} [helpers] default: none
   */
  constructor(module, helpers) {
    this.exact = this.#used = { module, wasm: helpers?.wasm ?? {} };
    this.#helpers = helpers;
  }

  get module() {
    return this.#used.module;
  }

  /** What `arithmetic: 'relaxed'` computes with: the exact one where there is no relaxed SIMD. @returns {Promise<LoadedEngine>} */
  async relaxed() {
    const { loadRelaxed } = await loadedCode(() => import('./relaxed-module.js'), 'create');
    return (await loadRelaxed(this.exact.wasm)) ?? this.exact;
  }

  /**
   * Helpers that have loaded the other build are ended: no training may be under way.
   * @param {LoadedEngine} engine
   */
  use(engine) {
    if (engine === this.#used) return;
    this.#used = engine;
    this.#pool?.end();
    this.#pool = null;
    this.#poolLoads = false;
  }

  /** Null until its code has been loaded: training need not wait for it. */
  openPool() {
    const helpers = this.#helpers;
    if (helpers && !this.#poolLoads) {
      this.#poolLoads = true;
      import('./shard-pool.js').then(
        ({ ShardPool }) => {
          if (!this.#ended) this.#pool ??= new ShardPool({ ...helpers, wasm: this.#used.wasm });
        },
        () => {}, // without it everything is computed here
      );
    }
    return this.#pool;
  }

  end() {
    this.#ended = true;
    this.#pool?.end();
  }
}
