/**
 * The other role of the worker's script: computes shards of the batches that a session trains on, and knows nothing but the
 * weights that come with them.
 */
import { buffersIn } from './protocol.js';

/**
 * @typedef {import('./protocol.js').ToWorker} ToWorker
 * @typedef {import('./protocol.js').ToPage} ToPage
 */

export class ShardHelper {
  #module;
  /** @type {import('./generated/engine.js').ShardHelper | undefined} */
  #network;

  /** @param {import('./load.js').EngineModule} module */
  constructor(module) {
    this.#module = module;
  }

  /**
   * @param {Extract<ToWorker, {kind: 'shard'}>} message
   * @returns {{message: ToPage, transfer: ArrayBuffer[]}}
   */
  compute({ network, weights, task }) {
    if (network) {
      this.#network?.delete();
      this.#network = this.#module.ShardHelper.create(network.settings, network.vocabularySize);
    }
    if (!this.#network) throw new Error('A shard came before its network.');
    if (weights) this.#network.setWeights(weights);
    const result = this.#network.compute(task);
    return { message: { kind: 'shard', result }, transfer: [...buffersIn(result)] };
  }
}
