/**
 * A model as programs see it, wherever it runs.
 */
import { checkCall } from './call-arguments.js';
import { calls, withCalls } from './protocol.js';

/**
 * @typedef {import('./protocol.js').CallName} CallName
 * @typedef {import('./protocol.js').CallOptions} CallOptions
 * @typedef {import('./errors.js').EngineError} EngineError
 * @typedef {import('./types.js').EngineSettings} EngineSettings
 * @typedef {import('./types.js').ModelInfo} ModelInfo
 * @typedef {import('./types.js').Update} Update
 * @typedef {import('./types.js').Status} Status
 * @typedef {import('./types.js').TrainingEnd} TrainingEnd
 * @typedef {import('./types.js').TrainingLimits} TrainingLimits
 * @typedef {{call: (name: CallName, args?: any, options?: CallOptions) => Promise<any>}} Engine
 * @typedef {Status & Pick<Update, 'history' | 'running' | 'events'>} TrainingProgress
 */

/**
 * Training under way: a promise of its end. Looping over it gives its progress; leaving the loop pauses it.
 * @extends {Promise<TrainingEnd>}
 */
export class Training extends Promise {
  /** What `then` and `finally` return is an ordinary promise. */
  static get [Symbol.species]() {
    return Promise;
  }

  #pause;
  /** Of each loop over it: what it has not read yet, and how it is woken. @type {Set<{unread: TrainingProgress[], wake?: () => void}>} */
  #loops = new Set();
  #ended = false;

  /**
   * @param {Promise<TrainingEnd>} end
   * @param {() => Promise<unknown>} pause
   */
  constructor(end, pause) {
    super((resolve, reject) => {
      end.then(resolve, reject);
    });
    this.#pause = pause;
    const ended = () => {
      this.#ended = true;
      for (const loop of this.#loops) loop.wake?.();
    };
    end.then(ended, (error) => {
      ended();
      // Whoever disposes of the model knows that nothing will come of this.
      if (error?.code === 'disposed') this.#heed();
    });
  }

  /**
   * @returns {AsyncGenerator<TrainingProgress, TrainingEnd, void>} about 15 a second; all of them, so that no row of the history is
   *   missing: what comes while the loop's body is slow is kept until it is read
   */
  async *[Symbol.asyncIterator]() {
    /** @type {{unread: TrainingProgress[], wake?: () => void}} */
    const loop = { unread: [] };
    this.#loops.add(loop);
    this.#heed(); // the loop throws it
    try {
      while (!this.#ended || loop.unread.length > 0) {
        const progress = loop.unread.shift();
        if (progress) yield progress;
        else await new Promise((/** @type {(value: void) => void} */ resolve) => (loop.wake = resolve));
      }
      return await this;
    } finally {
      this.#loops.delete(loop);
      if (!this.#ended) await this.#pause();
    }
  }

  /**
   * From the model.
   * @param {Update} update
   */
  receive({ status, history, running, events }) {
    if (this.#ended) return;
    for (const loop of this.#loops) {
      loop.unread.push({ ...status, history, running, events });
      loop.wake?.();
    }
  }

  /** A rejection is no unhandled one. */
  #heed() {
    this.catch(() => {});
  }
}

/** @param {any} error @throws it, unless it says what whoever disposes of a model knows */
function unlessDisposed(error) {
  if (error?.code !== 'disposed') throw error;
}

class ModelBase extends EventTarget {
  #engine;
  #release;
  /** @type {EngineSettings} */
  #settings;
  #tokens;
  /** Those under way, as far as is known here, the latest last: one more, until it has been refused or the former has ended. @type {Set<Training>} */
  #trainings = new Set();

  /**
   * Made by createModel and loadModel.
   * @param {Engine} engine
   * @param {ModelInfo} info what the engine said when the network was there
   * @param {{release: () => void, listen: (receive: {update: (update: Update) => void, failure: (error: EngineError) => void}) => void}} life
   */
  constructor(engine, info, { release, listen }) {
    super();
    this.#engine = engine;
    this.#settings = info.settings;
    this.#tokens = Object.freeze([...info.tokens]);
    this.#release = release;
    /** Number of tokens, V. @readonly */
    this.vocabularySize = info.vocabularySize;
    /** Number of weights and biases. @readonly */
    this.parameterCount = info.parameterCount;
    listen({
      update: (update) => this.#receive(update),
      failure: (error) => this.dispatchEvent(new CustomEvent('failure', { detail: error })),
    });
  }

  /** What the ids stand for, by id; empty when nobody said. @returns {readonly string[]} */
  get tokens() {
    return this.#tokens;
  }

  /** All of them, as they are now: `halving` and `rollBack` change the learning rate. @returns {Readonly<EngineSettings>} */
  get settings() {
    return this.#settings;
  }

  /**
   * The calls by their names; each is a method, too.
   * @template {CallName} Name
   * @param {Name} name one that makes no network
   * @param {any} [args]
   * @param {CallOptions} [options]
   * @returns {Promise<import('./protocol.js').ResultOf<Name>>}
   */
  call(name, args, options) {
    try {
      checkCall(name, args, options);
    } catch (error) {
      return Promise.reject(error);
    }
    const answer = this.#engine.call(name, args, options);
    if (name === 'updateSettings') return answer.then((settings) => (this.#settings = settings));
    if (name === 'rollBack') return answer.then((status) => this.#readSettings(status));
    return answer;
  }

  /** @template T @param {T} result @returns {Promise<T>} */
  async #readSettings(result) {
    this.#settings = (await this.#engine.call('info')).settings;
    return result;
  }

  /**
   * Trains until a limit is reached, until `pause`, or until another call of `train`: the latest wins.
   * @param {TrainingLimits} [limits] without any it goes on until paused
   * @param {CallOptions} [options]
   * @returns {Training}
   */
  train(limits, options) {
    const pause = async () => {
      // Another training may have taken its place, though this one's end is not known here yet.
      if ([...this.#trainings].at(-1) === training) await this.#engine.call('pause').catch(unlessDisposed);
    };
    const end = this.call('train', limits, options);
    const training = new Training(end, pause);
    this.#trainings.add(training);
    const ended = () => this.#trainings.delete(training);
    end.then(ended, ended); // not of the training: its rejection is for whoever asked for it
    return training;
  }

  /** @param {Update} update from the engine */
  #receive(update) {
    for (const event of update.events)
      if (event.type === 'halved') this.#settings = Object.freeze({ ...this.#settings, learningRate: event.to });
    for (const training of this.#trainings) training.receive(update);
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
 * @typedef {object} ModelEvents
 * @property {CustomEvent<Update>} update what the training has come to, some 15 times a second, and the views of `watch`
 * @property {CustomEvent<EngineError>} failure once, when the worker is lost, or in this thread the engine: every call is rejected from then on
 */

/**
 * @typedef {object} ModelListening
 * @property {<Type extends keyof ModelEvents>(type: Type, listener: (event: ModelEvents[Type]) => unknown, options?: boolean | AddEventListenerOptions) => void} addEventListener
 */

/** Calls that make a network: a model is one already. */
const MAKING = ['create', 'load', 'openText'];

/**
 * @typedef {ModelListening & ModelBase & Omit<import('./protocol.js').EngineCalls, 'create' | 'load' | 'openText' | 'train'> & Disposable & AsyncDisposable} Model
 */
export const Model =
  /** @type {new (engine: Engine, info: ModelInfo, life: ConstructorParameters<typeof ModelBase>[2]) => Model} */ (
    /** @type {unknown} */ (
      withCalls(
        ModelBase,
        Object.keys(calls).filter((name) => !MAKING.includes(name)),
      )
    )
  );
