/**
 * The weights at one moment, copied once for all queries about that moment: a long query may be interrupted (it yields)
 * while training goes on, and its numbers still belong together.
 */
import { EngineError } from './errors.js';
import { runTimeSliced } from './scheduling.js';

/** @typedef {import('./model.js').Model} Model */

export class Snapshot {
  #model;
  #network;
  #isCurrent;

  /**
   * @param {Model} model
   * @param {() => boolean} isCurrent whether the session still has this model
   */
  constructor(model, isCurrent) {
    const started = performance.now();
    this.#model = model;
    this.#network = model.engine.network();
    this.#isCurrent = isCurrent;
    /** Optimizer steps these weights have behind them. */
    this.step = model.engine.position().step;
    /** Milliseconds of copying and of answering, without what came between two slices. */
    this.spent = performance.now() - started;
  }

  get isCurrent() {
    return this.#isCurrent();
  }

  /**
   * @param {import('./queries.js').Query} query
   * @param {object} args
   * @param {import('./protocol.js').CallOptions} [options]
   * @returns {Promise<unknown>}
   * @throws {EngineError} 'replaced' if the session has another model by the time the query goes on
   */
  async answer(query, args, { signal, onProgress } = {}) {
    const started = performance.now();
    const outcome = await query({ model: this.#model, network: this.#network, step: this.step }, args);
    if (!isTimeSliced(outcome)) {
      this.spent += performance.now() - started;
      return outcome;
    }
    const check = () => {
      signal?.throwIfAborted();
      if (!this.isCurrent) throw new EngineError('replaced', 'The model has been replaced meanwhile.');
    };
    check(); // there may be another model since the query was asked
    return runTimeSliced(outcome, check, onProgress, (milliseconds) => (this.spent += milliseconds));
  }

  /** Frees the copy. */
  release() {
    this.#network.delete();
  }
}

/**
 * @param {object} outcome
 * @returns {outcome is import('./chunks.js').TimeSliced<unknown>}
 */
function isTimeSliced(outcome) {
  return 'next' in outcome;
}
