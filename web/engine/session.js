/**
 * The engine as the page sees it, in whatever thread it is: answers calls, trains in slices, tells what happened.
 * Knows no Worker; everything in and out can be cloned.
 */
import { EngineError } from './errors.js';
import { integer, choice, passagesOf } from './arguments.js';
import { CallOrder } from './call-order.js';
import { EngineInUse } from './engine-in-use.js';
import { loadedCode } from './loaded-code.js';
import { Model } from './model.js';
import { isCall, withCalls } from './protocol.js';
import { MetricsRecorder } from './metrics-recorder.js';
import { partsFor, partsForSaved, TextReader } from './model-parts.js';
import { queries } from './queries.js';
import { sleep } from './scheduling.js';
import { Snapshot } from './snapshot.js';
import { TrainingRun, checkedLimits } from './training.js';
import { checkViews, Updates } from './updates.js';

/**
 * @typedef {import('./protocol.js').CallName} CallName
 * @typedef {import('./protocol.js').CallOptions} CallOptions
 * @typedef {import('./protocol.js').Calls} Calls
 * @typedef {import('./types.js').Status} Status
 * @typedef {import('./load.js').EngineModule} EngineModule
 * @typedef {import('./relaxed-module.js').LoadedEngine} LoadedEngine
 * @typedef {typeof import('./sample.js')} Sampling
 */

/** @typedef {{module: EngineModule, onUpdate?: (update: import('./types.js').Update) => unknown, onFailure?: (error: unknown) => void, helpers?: import('./shard-pool.js').HelperSource}} SessionOptions helpers: for the shards of its batches; default: none */

class SessionBase {
  #engines;
  #order = new CallOrder();
  #updates;
  /** @type {Model | null} */
  #model = null;
  #metrics = new MetricsRecorder();
  /** @type {TrainingRun | null} */
  #run = null;
  #diverged = false;
  #disposed = false;
  #texts = new TextReader();
  /** Counts what changes the weights besides training. */
  #changes = 0;

  /**
   * @param {SessionOptions} options onUpdate: the next update waits for the promise it returns (back-pressure); onFailure: what is
   *   told between the calls cannot be told any more
   */
  constructor({ module, onUpdate = () => {}, onFailure = rethrown, helpers }) {
    this.#engines = new EngineInUse(module, helpers);
    this.#updates = new Updates(
      {
        snapshot: () => this.#snapshot(),
        read: (snapshot, name, args) => this.#readView(snapshot, name, args),
        version: () => (this.#model ? `${this.#changes}.${this.#model.engine.position().step}` : ''),
        rareViews: () => this.#model?.evaluatesSample ?? false,
        recent: (name, args = {}) =>
          name === 'evaluate' && this.#run ? this.#model?.sampledEvaluation?.recent(args) : undefined,
        drain: () => ({ status: this.#status(), ...this.#metrics.drain() }),
      },
      onUpdate,
      onFailure,
    );
  }

  /**
   * @template {CallName} Name
   * @param {Name} name
   * @param {any} [args]
   * @param {CallOptions} [options] an aborted signal rejects with its reason
   * @returns {Promise<import('./protocol.js').ResultOf<Name>>}
   */
  async call(name, args = {}, options = {}) {
    while (this.#order.blocking) await this.#order.blocking;
    this.#refuseDisposed();
    if (!isCall(name)) throw new EngineError('unknownCall', `${JSON.stringify(name)} is not a call.`, { name });
    checkArguments(name, args);
    options.signal?.throwIfAborted();
    const query = queryNamed(name);
    if (query) return /** @type {any} */ (this.#answer(query, args, options));
    return /** @type {any} */ (this.#handlers)[name](args, options);
  }

  /** Ends training and frees the engine's memory; every call under way rejects. */
  dispose() {
    this.#disposed = true;
    this.#updates.close();
    this.#replaceModel(null);
    this.#engines.end();
  }

  /** The calls that are no queries about the network. */
  #handlers = {
    openText: async (/** @type {Calls['openText']['args']} */ source, /** @type {CallOptions} */ options) => {
      const corpus = await loadedCode(() => import('./corpus.js'), 'openText');
      const { summary } = await this.#readText(corpus, source, options);
      return summary;
    },
    create: (/** @type {Calls['create']['args']} */ args, /** @type {CallOptions} */ options) => {
      if (args.views) checkViews(args.views);
      return this.#blockingFor(partsFor(this.#engines, args), (parts) => this.#createWith(parts, args, options));
    },
    load: (/** @type {Calls['load']['args']} */ { views, ...args }, /** @type {CallOptions} */ options) =>
      this.#blockingFor(
        loadedCode(() => import('./model-file/reopened.js'), 'load'),
        async (reader) => {
          if (views) checkViews(views);
          const { file, data } = await reader.fileAndData(this.#engines.exact.module, args, (corpus, source) =>
            this.#readText(corpus, source, options),
          );
          const [engine, sampling] = await partsForSaved(this.#engines, file.settings);
          this.#refuseUnwanted(options);
          this.#replaceModel(null); // two large ones might not fit
          const model = await reader.resumed(engine.module, file, data, () => this.#refuseDisposed());
          return this.#replaceBy(engine, model, { views, rows: [file], sampling }, 'loaded');
        },
      ),
    train: (/** @type {import('./types.js').TrainingLimits} */ args, /** @type {CallOptions} */ options) =>
      this.#train(checkedLimits(args), options),
    step: async (/** @type {NonNullable<Calls['step']['args']>} */ args, /** @type {CallOptions} */ options) => {
      const unit = choice('unit', args.unit, /** @type {const} */ (['window', 'epoch']));
      const count = integer('count', args.count, { default: 1, min: 1, max: 1e9 });
      await this.#train(unit === 'epoch' ? { epochs: count } : { steps: count }, options);
      return this.#status();
    },
    pause: () => {
      this.#stop();
      return this.#status();
    },
    updateSettings: (/** @type {import('./types.js').EngineOptions} */ args) => {
      const settings = this.#existing().updateSettings(this.#engines.module, args);
      this.#updates.request();
      return settings;
    },
    rollBack: (/** @type {NonNullable<Calls['rollBack']['args']>} */ args) => this.#rollBack(args),
    setParameter: (/** @type {Calls['setParameter']['args']} */ args) => {
      this.#existing().setParameter(args);
      this.#changes++;
      this.#updates.request();
    },
    watch: (/** @type {Calls['watch']['args']} */ { views }) => this.#updates.watch(views),
    passages: (/** @type {Calls['passages']['args']} */ args, /** @type {CallOptions} */ options) =>
      passagesOf(this.#existing()).answer(args, () => this.#refuseUnwanted(options)),
    status: () => this.#status(),
    peekNextBatch: () => this.#peekNextBatch(),
    info: () => this.#existing().info,
    save: (/** @type {NonNullable<Calls['save']['args']>} */ args) =>
      this.#blockingFor(
        loadedCode(() => import('./model-file/model-writer.js'), 'save'),
        (writer) => writer.savedModel(this.#upToDate(), this.#metrics, args),
      ),
    checkpoint: async (
      /** @type {NonNullable<Calls['checkpoint']['args']>} */ args,
      /** @type {CallOptions} */ { signal = new AbortController().signal },
    ) => {
      const model = this.#existing();
      if (args.delay) await sleep(args.delay, signal);
      signal.throwIfAborted();
      // Other calls need not wait for its code.
      const writer = await loadedCode(() => import('./model-file/model-writer.js'), 'checkpoint');
      signal.throwIfAborted();
      this.#refuseDisposed();
      if (model !== this.#model) throw new EngineError('replaced', 'The model has been replaced meanwhile.');
      return writer.checkpointOf(this.#upToDate(), this.#metrics, args);
    },
  };

  /**
   * @param {Awaited<ReturnType<typeof partsFor>>} parts
   * @param {Calls['create']['args']} args
   * @param {CallOptions} options
   */
  async #createWith([engine, corpus, sampling, reader, naming], { views, ...given }, options) {
    const args = naming ? naming.withCheckedNaming(given) : given;
    const check = () => this.#refuseUnwanted(options);
    const fresh =
      corpus && 'text' in args
        ? await corpus.modelFor(engine.module, args, await this.#readText(corpus, args.text, options), check)
        : Model.create(engine.module, /** @type {import('./protocol.js').CreateArguments} */ (args));
    if (reader && args.checkpoint) {
      const { model, rows } = await reader.continued(engine.module, fresh, args.checkpoint, check);
      return this.#replaceBy(engine, model, { views, sampling, rows });
    }
    await fresh.drawWeights(check);
    return this.#replaceBy(engine, fresh, { views, sampling });
  }

  /**
   * @param {LoadedEngine} engine
   * @param {Model} model of it
   * @param {object} options
   * @param {import('./protocol.js').Views} [options.views]
   * @param {Sampling | null} [options.sampling]
   * @param {readonly Pick<import('./model-file/model-file.js').ModelFile, 'history' | 'updates'>[]} [options.rows] of its record so far
   * @param {'created' | 'loaded'} [type]
   */
  #replaceBy(engine, model, { views, sampling, rows = [] }, type = 'created') {
    this.#stop();
    this.#engines.use(engine);
    this.#replaceModel(model);
    if (sampling && model.evaluatesSample) model.evaluateSample(sampling);
    for (const { history, updates } of rows) this.#metrics.resume(history, updates);
    if (!model.passages) this.#texts.forget();
    if (views) this.#updates.replaceViews(views);
    return this.#begin(type);
  }

  /**
   * @param {typeof import('./corpus.js')} corpus
   * @param {import('./protocol.js').TextSource} source
   * @param {CallOptions} options
   */
  #readText(corpus, source, options) {
    return this.#texts.read(corpus, source, options, () => this.#refuseDisposed());
  }

  /**
   * @template Code, T
   * @param {Promise<Code>} loading
   * @param {(code: Code) => T | Promise<T>} use
   * @returns {Promise<T>}
   */
  #blockingFor(loading, use) {
    return this.#order.blockFor(loading, (code) => {
      this.#refuseDisposed();
      return use(code);
    });
  }

  /** @param {CallOptions} options */
  #refuseUnwanted({ signal }) {
    signal?.throwIfAborted();
    this.#refuseDisposed();
  }

  #refuseDisposed() {
    if (this.#disposed) throw new EngineError('disposed', 'The session has been disposed of.');
  }

  /** @param {Model | null} model */
  #replaceModel(model) {
    this.#stop();
    this.#model?.delete();
    this.#model = model;
    this.#metrics = new MetricsRecorder();
    this.#diverged = false;
    this.#changes++;
    this.#updates.readDropped();
  }

  /** @param {'created' | 'loaded' | 'restored'} type */
  #begin(type) {
    const { epoch, step } = this.#existing().engine.position();
    this.#metrics.addEvent({ type, epoch, step });
    this.#updates.request();
    return this.#existing().info;
  }

  #stop() {
    this.#run?.stop();
    this.#run = null;
  }

  /** Its weights and its record are of the same step. */
  #upToDate() {
    const model = this.#existing();
    this.#run?.finishUpdate();
    return model;
  }

  /** @returns {Model} */
  #existing() {
    if (this.#model) return this.#model;
    throw new EngineError('noModel', 'There is no model yet: call create or load first.');
  }

  /**
   * A run that is under way ends as paused: the latest call wins.
   * @param {import('./types.js').TrainingLimits} limits
   * @param {CallOptions} options
   * @returns {Promise<import('./types.js').TrainingEnd>}
   */
  async #train(limits, { signal }) {
    const model = this.#existing();
    if (model.training.length === 0) throw new EngineError('noData', 'The model has no training data.');
    if (this.#diverged)
      throw new EngineError('diverged', 'The loss is not a number any more: roll back, or create a new model.');
    this.#stop();
    const run = new TrainingRun(model, this.#metrics, limits, () => this.#engines.openPool());
    this.#run = run;
    const stop = () => this.#run === run && this.#stop();
    signal?.addEventListener('abort', stop);
    try {
      await run.go(() => this.#updates.offer());
    } finally {
      signal?.removeEventListener('abort', stop);
      if (this.#run === run) this.#run = null;
    }
    this.#refuseDisposed();
    if (model === this.#model) {
      if (!this.#run) run.finishUpdate();
      if (run.end.reason === 'diverged') this.#noteDivergence(run.end);
      this.#updates.deliver();
    }
    signal?.throwIfAborted();
    return run.end;
  }

  /** @param {import('./types.js').TrainingEnd} end */
  #noteDivergence({ epoch, step }) {
    this.#diverged = true;
    this.#metrics.addEvent({ type: 'diverged', epoch, step, learningRate: this.#existing().settings.learningRate });
  }

  /** @param {{halveRate?: boolean}} args */
  #rollBack({ halveRate = true }) {
    const { engine } = this.#existing();
    this.#stop();
    if (!engine.restoreBest(halveRate ? 0.5 : 1))
      throw new EngineError('nothingToRollBack', 'No weights have been recorded yet that one could go back to.');
    this.#existing().forgetEvaluation();
    this.#diverged = false;
    this.#changes++;
    this.#metrics.rollBackToBest();
    this.#begin('restored');
    return this.#status();
  }

  #snapshot() {
    const model = this.#existing();
    return new Snapshot(model, () => this.#model === model);
  }

  /**
   * @param {import('./queries.js').Query} query
   * @param {object} args
   * @param {CallOptions} options
   */
  async #answer(query, args, options) {
    const snapshot = this.#snapshot();
    try {
      return await snapshot.answer(query, args, options);
    } catch (error) {
      this.#refuseDisposed();
      throw error;
    } finally {
      snapshot.release();
    }
  }

  /**
   * @param {Snapshot} snapshot
   * @param {CallName} name
   * @param {any} args
   */
  async #readView(snapshot, name, args = {}) {
    const query = queryNamed(name);
    if (!query) return this.call(name, args);
    checkArguments(name, args);
    return snapshot.answer(query, args);
  }

  #peekNextBatch() {
    const { engine, training, passages } = this.#existing();
    if (training.length === 0) throw new EngineError('noData', 'The model has no training data.');
    const next = engine.peekNextBatch();
    return passages
      ? { ...next, place: passages.beginningOf(next.sequences.reduce((first, one) => Math.min(first, one))) }
      : next;
  }

  /** @returns {Status} */
  #status() {
    const { loss, gradientNorm, trainingLoss, heldOutLoss, trainingSeconds, tokensPerSecond } = this.#metrics;
    const phase = !this.#model ? 'empty' : this.#diverged ? 'diverged' : this.#run ? 'training' : 'idle';
    const position = this.#model?.engine.position() ?? nowhere;
    return { phase, ...position, loss, gradientNorm, trainingLoss, heldOutLoss, trainingSeconds, tokensPerSecond };
  }
}

/** @param {CallName} name @returns {import('./queries.js').Query | undefined} */
const queryNamed = (name) => /** @type {Record<string, import('./queries.js').Query>} */ (queries)[name];

/** @param {CallName} name @param {unknown} args @throws {EngineError} 'badArgument' */
function checkArguments(name, args) {
  if (typeof args === 'object' && args !== null) return;
  throw new EngineError('badArgument', `The arguments of ${name} must be an object.`, { name });
}

/** @param {unknown} error */
const rethrown = (error) => {
  throw error;
};

const nowhere = { epoch: 0, step: 0, tokensSeen: 0, sequencesSeen: 0, learningRate: NaN };

/** @typedef {SessionBase & import('./protocol.js').EngineCalls} Session */
export const Session = withCalls(SessionBase);
