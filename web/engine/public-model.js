/**
 * A model as programs see it, wherever it runs.
 */
import { withCalls } from './protocol.js';

/**
 * @typedef {import('./protocol.js').CallName} CallName
 * @typedef {import('./protocol.js').CallOptions} CallOptions
 * @typedef {import('./types.js').Update} Update
 * @typedef {import('./types.js').Status} Status
 * @typedef {import('./types.js').TrainingEnd} TrainingEnd
 * @typedef {{call: (name: CallName, args?: any, options?: CallOptions) => Promise<any>}} Engine
 * @typedef {Status & Pick<Update, 'history' | 'running' | 'events'>} TrainingProgress
 */

/**
 * Training under way. Await it for its end, or loop over it for its progress; leaving the loop pauses it.
 * @implements {PromiseLike<TrainingEnd>}
 */
export class Training {
  #end;
  #pause;
  /** @type {TrainingProgress[]} */
  #unread = [];
  /** @type {(() => void) | undefined} */
  #wake;
  #ended = false;
  #looped = false;

  /**
   * @param {Promise<TrainingEnd>} end
   * @param {() => Promise<unknown>} pause
   */
  constructor(end, pause) {
    this.#end = end;
    this.#pause = pause;
    const ended = () => {
      this.#ended = true;
      this.#wake?.();
    };
    end.then(ended, ended);
  }

  /**
   * @template A, B
   * @param {((end: TrainingEnd) => A | PromiseLike<A>) | null} [onEnd]
   * @param {((reason: unknown) => B | PromiseLike<B>) | null} [onError]
   */
  // biome-ignore lint/suspicious/noThenProperty: awaiting is one of its two uses
  then(onEnd, onError) {
    return this.#end.then(onEnd, onError);
  }

  /** @returns {AsyncGenerator<TrainingProgress, TrainingEnd, void>} about 15 a second */
  async *[Symbol.asyncIterator]() {
    this.#looped = true;
    try {
      while (!this.#ended || this.#unread.length > 0) {
        const progress = this.#unread.shift();
        if (progress) yield progress;
        else await new Promise((/** @type {(value: void) => void} */ resolve) => (this.#wake = resolve));
      }
      return await this.#end;
    } finally {
      if (!this.#ended) await this.#pause();
    }
  }

  /** @param {Update} update */
  receive({ status, history, running, events }) {
    if (this.#ended || !this.#looped) return;
    this.#unread.push({ ...status, history, running, events });
    this.#wake?.();
  }
}

class ModelBase extends EventTarget {
  #engine;
  #release;
  /** @type {Training | undefined} */
  #training;

  /**
   * Dispatches `update` (detail: an Update). Made by createModel and loadModel.
   * @param {Engine} engine
   * @param {() => void} release
   */
  constructor(engine, release) {
    super();
    this.#engine = engine;
    this.#release = release;
  }

  /**
   * @template {CallName} Name
   * @param {Name} name
   * @param {any} [args]
   * @param {CallOptions} [options]
   * @returns {Promise<import('./protocol.js').ResultOf<Name>>}
   */
  call(name, args, options) {
    return this.#engine.call(name, args, options);
  }

  /**
   * @param {import('./types.js').TrainingLimits & {signal?: AbortSignal}} [limits] without any it goes on until paused
   * @returns {Training}
   */
  train({ signal, ...limits } = {}) {
    const training = new Training(this.#engine.call('train', limits, { signal }), () => this.#engine.call('pause'));
    this.#training = training;
    return training;
  }

  /** @param {Update} update from the engine */
  receive(update) {
    this.#training?.receive(update);
    this.dispatchEvent(new CustomEvent('update', { detail: update }));
  }

  /** Frees the memory, or ends the worker; calls under way reject. */
  dispose() {
    this.#release();
  }
}

if (Symbol.dispose) Object.defineProperty(ModelBase.prototype, Symbol.dispose, { value: ModelBase.prototype.dispose });
if (Symbol.asyncDispose) {
  Object.defineProperty(ModelBase.prototype, Symbol.asyncDispose, {
    value: /** @this {ModelBase} */ async function () {
      this.dispose();
    },
  });
}

/**
 * @typedef {ModelBase & Omit<import('./protocol.js').EngineCalls, 'create' | 'load' | 'train'> & Disposable & AsyncDisposable} Model
 */
export const Model = /** @type {new (engine: Engine, release: () => void) => Model} */ (
  /** @type {unknown} */ (withCalls(ModelBase))
);
