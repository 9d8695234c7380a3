/**
 * Workers that compute shards of a session's batches beside it. Which of them computed what, or whether any did, changes no
 * bit of the result: a shard that does not come back is computed by the session itself.
 */
import { compiledOnce } from './compiled-wasm.js';
import { listen } from './port.js';
import { buffersIn } from './protocol.js';
import { waysToStart } from './start-worker.js';

/**
 * @typedef {import('./port.js').Port} Port
 * @typedef {import('./model.js').Model} Model
 * @typedef {import('./protocol.js').ToWorker} ToWorker
 * @typedef {import('./protocol.js').ToPage} ToPage
 */

/**
 * @typedef {object} HelperSource
 * @property {import('./start-worker.js').WorkerScript} [script] of this worker
 * @property {() => Port} [create] another worker, in the script's place
 * @property {import('./load.js').WasmSource} [wasm]
 * @property {number} [idleMs] workers that nobody has needed for so long are ended; default: ten seconds
 * @property {number} [workers] at most; default: one less than the machine has processors
 */

const IDLE_MS = 10_000;
/** A helper may be slow, on a busy machine say; after so long, and longer than the session took for its own part, it is lost. */
const PATIENCE_MS = 2000;
const PATIENCE_FACTOR = 10;
/** After so many lost helpers no other is started. */
const MAX_FAILURES = 3;

/** One worker, with at most one shard. */
class Helper {
  #port;
  #wasm;
  #onChange;
  /** What the worker has of it. @type {{model?: Model, step?: number}} */
  #known = {};
  #begun = false;
  ready = false;
  busy = false;
  failed = false;
  /** Whose shard it has; null: nobody waits for it any more. @type {Model | null} */
  #lentBy = null;

  /** @param {() => Port} create @param {Promise<import('./load.js').WasmSource>} wasm @param {() => void} onChange */
  constructor(create, wasm, onChange) {
    this.#wasm = wasm;
    this.#onChange = onChange;
    this.#port = create();
    listen(
      this.#port,
      (message) => this.#receive(message),
      () => this.fail(),
    );
    /** @type {{unref?: () => void}} */ (this.#port).unref?.(); // in Node: an idle helper keeps no program alive
  }

  /** @param {Model} model with a shard to lend */
  compute(model) {
    const { engine, settings, vocabularySize } = model;
    const task = engine.lendShard();
    // From here on it is owed, even if what follows fails for lack of memory.
    this.#lentBy = model;
    this.busy = true;
    /** @type {ToWorker} */
    const message = {
      kind: 'shard',
      network: this.#known.model === model ? undefined : { settings, vocabularySize },
      weights: this.#known.model === model && this.#known.step === task.step ? undefined : engine.shardWeights(),
      task,
    };
    this.#known = { model, step: task.step };
    this.#port.postMessage(message, [...buffersIn(message)]);
  }

  /** Its shard, if it has one, is no longer waited for. */
  forget() {
    this.#lentBy = null;
  }

  get owes() {
    return this.#lentBy !== null;
  }

  end() {
    this.forget();
    this.failed = true;
    this.#port.terminate?.();
  }

  fail() {
    if (this.failed) return;
    const { engine } = this.#lentBy ?? {};
    this.end();
    engine?.withdrawShards();
    this.#onChange();
  }

  async #begin() {
    if (this.#begun) return this.fail(); // it could not read what it is made of
    this.#begun = true;
    const wasm = await this.#wasm;
    if (this.failed) return;
    try {
      this.#port.postMessage({ kind: 'help', wasm }, []);
    } catch {
      this.fail(); // what it is made of cannot be cloned here
    }
  }

  /** @param {ToPage} message */
  #receive(message) {
    if (this.failed) return;
    if (message.kind === 'hello') this.#begin();
    else if (message.kind === 'ready') this.ready = true;
    else if (message.kind === 'failed') this.fail();
    else if (message.kind === 'shard') {
      this.busy = false;
      this.#lentBy?.engine.returnShard(message.result);
      this.#lentBy = null;
      this.#onChange();
    }
  }
}

export class ShardPool {
  #source;
  /** @type {(() => Port)[]} */
  #ways;
  #most;
  /** @type {Helper[]} */
  #helpers = [];
  /** @type {Promise<import('./load.js').WasmSource> | undefined} */
  #wasm;
  #failures = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #idleTimer;
  #lastUse = 0;
  /** Called when a shard has come back or been lost. */
  #wake = () => {};

  /** @param {HelperSource} source */
  constructor(source) {
    const { create, script } = source;
    this.#source = source;
    this.#ways = create ? [create] : script ? waysToStart(script) : [];
    this.#most = source.workers ?? processors() - 1;
  }

  /** Whether shards of this model's steps are worth the messages that they travel in. @param {Model} model */
  pays(model) {
    return this.#most > 0 && this.#failures < MAX_FAILURES && model.shardsPay;
  }

  /**
   * Begins the model's next step, if none is in progress, and gives every free helper a shard of it.
   * @param {Model} model
   * @param {number} untilEpoch
   */
  lend(model, untilEpoch) {
    this.#lastUse = performance.now();
    this.#start(Math.min(this.#most, model.settings.shards - 1));
    let left = model.engine.lendableShards(untilEpoch);
    for (const helper of this.#helpers) {
      if (left === 0) return;
      if (!helper.ready || helper.busy) continue;
      helper.compute(model);
      left--;
    }
  }

  /**
   * Until a shard has come back, or been lost: a helper that takes too long is ended.
   * @param {number} own milliseconds that the session took for its part of the step
   * @param {AbortSignal} signal
   * @returns {Promise<void>}
   */
  returned(own, signal) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = () => {};
        resolve();
      };
      const lose = () => {
        for (const helper of this.#helpers) if (helper.owes) helper.fail();
        done();
      };
      const timer = setTimeout(lose, Math.max(PATIENCE_MS, PATIENCE_FACTOR * own));
      this.#wake = done;
      signal.addEventListener('abort', done);
    });
  }

  /** What is lent of this model's step is computed here; to be called before the model is deleted. @param {Model} model */
  withdraw(model) {
    for (const helper of this.#helpers) helper.forget();
    model.engine.withdrawShards();
  }

  /** Ends all workers. */
  end() {
    clearInterval(this.#idleTimer);
    this.#idleTimer = undefined;
    for (const helper of this.#helpers) helper.end();
    this.#helpers = [];
  }

  /** @param {number} count how many there should be */
  #start(count) {
    while (this.#helpers.length < count && this.#failures < MAX_FAILURES) {
      try {
        this.#wasm ??= compiledOnce(this.#source.wasm ?? {});
        const way = this.#ways[this.#failures] ?? this.#ways.at(-1);
        this.#helpers.push(new Helper(way, this.#wasm, () => this.#changed()));
      } catch {
        this.#failures = MAX_FAILURES; // no worker can be made here
      }
    }
    if (this.#helpers.length === 0 || this.#idleTimer) return;
    const { idleMs = IDLE_MS } = this.#source;
    this.#idleTimer = setInterval(() => {
      const owed = this.#helpers.some(({ owes }) => owes);
      if (!owed && performance.now() - this.#lastUse >= idleMs) this.end();
    }, idleMs / 2);
    /** @type {{unref?: () => void}} */ (/** @type {unknown} */ (this.#idleTimer)).unref?.();
  }

  #changed() {
    const lost = this.#helpers.filter(({ failed }) => failed).length;
    if (lost > 0) this.#helpers = this.#helpers.filter(({ failed }) => !failed);
    this.#failures += lost;
    this.#wake();
  }
}

/** How many threads the machine runs at once. */
const processors = () =>
  globalThis.navigator?.hardwareConcurrency ??
  globalThis.process?.getBuiltinModule?.('node:os').availableParallelism() ??
  1;
