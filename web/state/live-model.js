/** The model there is: made of a text and settings, trained, watched, and told of what happened to it. */
import { EngineError } from '../engine/errors.js';
import { EngineLink } from './engine-link.js';
import { creationOf, dataOf, textOf } from './creation.js';
import { changedNames } from './form.js';
import { withRun } from './earlier-runs.js';
import { RunRecord } from './run-record.js';
import { settingsTable } from './settings.js';
import { paceOf, TrainingController } from './training-controller.js';
import { Views } from './views.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('../text/prepare.js').TextData} TextData
 * @typedef {import('../engine/protocol.js').CallName} CallName
 * @typedef {import('../engine/types.js').SessionEvent} SessionEvent
 */

/**
 * @typedef {object} ModelOptions
 * @property {() => import('./engine-link.js').Client} createClient
 * @property {() => Settings} settings as they are now
 * @property {() => void} changed
 * @property {(event: SessionEvent) => void} happened
 */

export class LiveModel extends RunRecord {
  #options;
  #link;
  #training;
  /** Training goes on as soon as the next model is there. */
  #resuming = false;
  /** Whether another worker is to take the place of one that was lost. */
  #recovering = false;
  /** Workers lost and to be replaced; the latest counts. */
  #losses = 0;
  /** The latest recovery, settled or not. @type {Promise<unknown>} */
  #recovered = Promise.resolve();
  /** Why there is no model of the present settings, while the one before is brought back. @type {Error | null} */
  #refusal = null;
  /** Live settings that the engine has refused, and why: they are sent again with the next. @type {{ error: Error, changes: Record<string, unknown> } | null} */
  #refused = null;
  /**
   * Whether somebody will `recover` from the loss of the worker. inMaking: it made another model, and the one before is to be
   * brought back; returned is what is said of the other then. Null: nobody will
   *
   * @type {(error: Error & { code?: string }, inMaking: boolean) => Error | null}
   */
  onLoss = () => null;

  /** @param {ModelOptions} options */
  constructor(options) {
    super();
    this.#options = options;
    this.#link = new EngineLink(options.createClient, {
      onUpdate: (update) => this.#receive(update),
      onFailure: (error) => {
        // The one that was to take over may be lost, too.
        const inMaking = !this.#recovering && this.#link.isMaking;
        // Where yet another has been asked for, that one is made next.
        const refusal = inMaking && this.#link.isOvertaken ? null : this.onLoss(error, inMaking);
        this.#recovering = refusal !== null;
        if (inMaking) this.#refusal = refusal;
        if (this.#recovering) this.#losses += 1;
        else this.fail(error);
      },
    });
    this.#training = new TrainingController({
      call: (name, args) => this.#link.call(name, args),
      pace: () => paceOf(options.settings()),
      changed: options.changed,
    });
    this.views = new Views((views) => this.#watch(views), options.changed);

    /** Grows with every new model; 0 before the first. */
    this.version = 0;
    /** @type {TextData | null} what the model was made from */
    this.data = null;
    /** @type {Settings | null} with which it was made */
    this.settings = null;
    /** @type {import('../engine/types.js').ModelInfo | null} */
    this.info = null;
    /** @type {Error | null} why there is no engine, or no model of the present settings */
    this.failure = null;
    /** Whether its weights are what the settings and the number of updates make of them. */
    this.repeatable = false;
  }

  get isTraining() {
    return this.#training.active || this.#resuming;
  }

  /**
   * Makes a new model. One that trains without an end goes on training in its successor, unless `resumeTraining` is false.
   *
   * @param {TextData} data valid
   * @param {Settings} settings
   * @param {{ resumeTraining: boolean, adopted: () => void }} options adopted: called when the new model has taken the old one's place
   * @returns {Promise<boolean>} false if another was asked for meanwhile, or none could be made: see `failure`
   */
  async make(data, settings, { resumeTraining, adopted }) {
    this.#resuming = resumeTraining && this.isTraining && (this.#resuming || this.#training.endless);
    this.#training.abandon();
    // Each attempt has its own outcome: what kept the one before from succeeding is no news of this one.
    this.failure = this.#refusal = null;
    try {
      return await this.#link.create(
        () => ({ ...creationOf(data, settings), views: this.#viewsFor(data) }),
        (info) => {
          this.#adopt(dataOf(data, info), settings, info);
          adopted();
        },
      );
    } catch (error) {
      // The one that is made next goes on in its place.
      if (!this.#link.isOvertaken) this.#resuming = false;
      if (this.#recovering && isLoss(/** @type {Error} */ (error))) return false;
      this.fail(/** @type {Error} */ (error));
      this.views.resume();
      return false;
    }
  }

  /**
   * Takes a model from a file, untouched and at rest. One that is refused leaves everything as it is: the model before goes on.
   *
   * @param {import('./saved-model.js').SavedModel} saved
   * @param {{ taken: () => void, adopted: () => void }} listeners taken: called just before the new model takes the old one's
   *   place, adopted: just after
   * @returns {Promise<boolean>} false if another was asked for meanwhile
   * @throws {EngineError}
   */
  async load({ bytes, form: { draft, settings }, samples }, { taken, adopted }) {
    // Or else a file that is refused would leave no network, where the one before is being brought back.
    await this.#recovered;
    this.#refusal = null;
    try {
      return await this.#link.load(
        () => ({ bytes, text: textOf(draft, settings), views: this.#viewsFor(draft) }),
        (info) => {
          taken();
          this.#resuming = false;
          this.#training.abandon();
          this.#adopt(dataOf(draft, info), settings, info, samples);
          // Its history is unknown.
          this.repeatable = false;
          adopted();
        },
      );
    } catch (error) {
      this.views.resume();
      const refusal = this.#refusal;
      this.#refusal = null;
      throw refusal ?? error;
    }
  }

  /**
   * Has a long text read by the engine; one that will be asked for a model of it.
   *
   * @param {import('../engine/protocol.js').TextSource} source
   * @param {import('../engine/protocol.js').CallOptions} [options]
   * @returns {Promise<import('../engine/protocol.js').TextSummary>}
   */
  async readText(source, options) {
    const isLost = (/** @type {Error} */ error) => this.#recovering && isLoss(error);
    try {
      return await this.#link.openText(source, options);
    } catch (error) {
      if (!isLost(/** @type {Error} */ (error))) throw error;
    }
    // Once more, by the worker that takes over.
    await this.#recovered;
    try {
      return await this.#link.openText(source, options);
    } catch (error) {
      if (!isLost(/** @type {Error} */ (error))) throw error;
      this.#refusal = new EngineError('internal', `The text could not be read: ${error}`);
      throw this.#refusal;
    }
  }

  /**
   * Another worker takes the place of one that was lost, and goes on where it was.
   *
   * @param {import('./checkpoints.js').Checkpoint | null} checkpoint null: from the beginning
   * @param {Settings} since the settings that it was taken with
   * @returns {Promise<boolean>}
   */
  recover(checkpoint, since) {
    const { data, settings } = this;
    if (!data || !settings) return Promise.resolve(false);
    const recovered = this.#recover(checkpoint, since, data, settings);
    this.#recovered = recovered;
    return recovered;
  }

  /**
   * @param {import('./checkpoints.js').Checkpoint | null} checkpoint
   * @param {Settings} since
   * @param {TextData} data
   * @param {Settings} settings
   * @returns {Promise<boolean>} never rejects
   */
  async #recover(checkpoint, since, data, settings) {
    const losses = this.#losses;
    this.#resuming = this.isTraining && (this.#resuming || this.#training.endless);
    this.#training.abandon();
    try {
      return await this.#link.create(
        () => ({ ...creationOf(data, settings), checkpoint: checkpoint ?? undefined, views: this.#viewsFor(data) }),
        (info) => {
          this._forgetSamplesAfter(checkpoint?.step ?? -1);
          this.#begin(data, settings, info, since, checkpoint ? this.repeatable : undefined);
          this.failure = this.#refusal;
          this.#refusal = null;
        },
      );
    } catch (error) {
      if (losses !== this.#losses) return false;
      this.#resuming = false;
      this.#recovering = false;
      this.fail(/** @type {Error} */ (error));
      this.views.resume();
      return false;
    } finally {
      if (losses === this.#losses) {
        this.#recovering = false;
        this.#refusal = null;
      }
    }
  }

  /**
   * A model that was kept goes on.
   *
   * @param {import('./keep/restore.js').KeptModel} kept
   * @param {() => void} adopted called when it is there
   * @returns {Promise<boolean>} false if another was asked for meanwhile
   * @throws {EngineError}
   */
  resume({ form: { draft, settings }, checkpoint, samples, repeatable }, adopted) {
    return this.#link.create(
      () => ({ ...creationOf(draft, settings), checkpoint, views: this.#viewsFor(draft) }),
      (info) => {
        this.samples = samples;
        this.#begin(dataOf(draft, info), settings, info, settings, repeatable);
        adopted();
      },
    );
  }

  /** Count of the models requested; an answer is valid only if it has not changed since the call. */
  get requests() {
    return this.#link.requests;
  }

  get isMaking() {
    return this.#link.isMaking;
  }

  /** @param {(client: import('./engine-link.js').Client) => void} attach see EngineLink */
  watchOver(attach) {
    this.#link.watchOver(attach);
  }

  /**
   * @param {TextData} data
   * @param {Settings} settings
   * @param {import('../engine/types.js').ModelInfo} info
   * @param {LiveModel['samples']} [samples] that it comes with
   */
  #adopt(data, settings, info, samples = Object.freeze([])) {
    this.samples = samples;
    // A long text is no setting, so it is told by its id.
    if (this.data?.long?.id !== data.long?.id) this.runs = Object.freeze([]);
    else if (this.settings && this.info) {
      const {
        history,
        info: { vocabularySize },
      } = this;
      this.runs = withRun(this.runs, { settings: this.settings, history, vocabularySize }, settings);
    }
    this.#begin(data, settings, info, settings);
  }

  /**
   * @param {TextData} data
   * @param {Settings} settings
   * @param {import('../engine/types.js').ModelInfo} info
   * @param {Settings} known to the engine
   * @param {boolean} [repeatable] of a model that goes on; default: it is a fresh one
   */
  #begin(data, settings, info, known, repeatable) {
    Object.assign(this, { data, settings, info, failure: null });
    this.#refused = null;
    this.version += 1;
    this._beginRecord();
    this.views.adopt();
    const changed = this.#catchUp(known);
    this.repeatable = repeatable === undefined || (repeatable && !changed);
    if (this.#resuming) this.train({});
    this.#resuming = false;
  }

  /** What changed while the model was being made. @param {Settings} settings it was made with @returns {boolean} whether anything has */
  #catchUp(settings) {
    const now = this.#options.settings();
    const changed = changedNames(settings, now).filter((name) => settingsTable[name].effect === 'live');
    if (changed.length > 0) this.updateSettings(Object.fromEntries(changed.map((name) => [name, now[name]])));
    return changed.length > 0;
  }

  /** @param {Record<string, unknown>} changes live settings, valid */
  async updateSettings(changes) {
    if (!this.info) return;
    if ((this.status?.step ?? 0) > 0) this.repeatable = false;
    const { version } = this;
    const { making } = this.#link;
    try {
      if (making) await making;
      // One that has taken this one's place has caught up with what had changed by then, or has settings of its own.
      if (version !== this.version) return;
      await this.#link.call('updateSettings', { ...this.#refused?.changes, ...changes });
      if (!this.#refused || version !== this.version) return;
      if (this.failure === this.#refused.error) this.failure = null;
      this.#refused = null;
      this.#options.changed();
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
      const before = this.#refused ?? { error: /** @type {Error} */ (error), changes: {} };
      this.#refused = { ...before, changes: { ...before.changes, ...changes } };
    }
  }

  /**
   * @param {import('./training-controller.js').Limits} limits
   * @param {import('./training-controller.js').RunOptions} [options]
   * @returns {Promise<import('./training-controller.js').TrainingResult>} rejects if a limit is none
   */
  async train(limits, options) {
    if (!this.info || this.failure || this.status?.phase === 'diverged') return { reason: 'refused' };
    try {
      return await this.#training.start(limits, options);
    } catch (error) {
      if (Object.hasOwn(limits, /** @type {any} */ (error).details?.setting)) {
        // The caller's mistake, which the engine refuses: the network is as it was. A training before has been superseded by this one.
        await this.#link.call('pause').catch(() => {});
        throw error;
      }
      this.fail(/** @type {Error} */ (error));
      return { reason: 'failed' };
    }
  }

  async pause() {
    this.#resuming = false;
    await this.#training.pause();
  }

  /** Training waits while nobody sees it. @param {boolean} held */
  hold(held) {
    this.#training.hold(held);
  }

  /** Training goes on at the speed that the settings say now. */
  repace() {
    this.#training.repace();
  }

  /**
   * @param {{ halveRate: boolean }} options
   * @returns {Promise<number>} the learning rate from now on
   */
  async rollBack(options) {
    this.repeatable = false;
    await this.#link.call('rollBack', options);
    const { settings } = await this.#link.call('info');
    return settings.learningRate;
  }

  /**
   * What is asked while a model is being made would be answered of that one, before it is the page's: it is asked if there is none.
   *
   * @param {CallName} name
   * @param {any} [args]
   * @param {import('../engine/protocol.js').CallOptions} [options]
   * @throws {EngineError} 'replaced' if the model is another when the answer comes
   */
  async call(name, args, options) {
    const { version } = this;
    const { making } = this.#link;
    if (making) await making;
    if (name === 'load' || name === 'setParameter') this.repeatable = false;
    // The next model must not get what was meant for this one: a weight set by hand.
    const value = version === this.version && (await this.#link.call(name, args, options));
    if (version !== this.version) throw new EngineError('replaced', 'The model has been replaced meanwhile.');
    return value;
  }

  dispose() {
    this.#training.abandon();
    this.views.dispose();
    this.#link.dispose();
  }

  /** @param {import('../engine/types.js').Update} update */
  #receive(update) {
    this._record(update);
    this.views.receive(update.views);
    this.#options.changed();
    for (const event of update.events) this.#options.happened(event);
  }

  /** The settings are those of this model again: why another one could not be made is no news any more. */
  takeBack() {
    this.#refusal = null;
    if (!this.failure || !this.info || !this.#link.hasModel) return;
    this.failure = this.#refused?.error ?? null;
    this.#options.changed();
  }

  /** @param {Error} error */
  fail(error) {
    if (this.#recovering && isLoss(error)) return;
    this.failure ??= error;
    this.#training.abandon();
    // Or else it would train on where nobody waits for it.
    this.#link.call('pause').catch(() => {});
    this.#options.changed();
  }

  /** What is watched in the model to come. @param {TextData} data of it */
  #viewsFor(data) {
    return this.views.forNewModel(data, this.data?.vocabulary.tokens ?? []);
  }

  /** @param {Record<string, import('../engine/protocol.js').View>} views */
  #watch(views) {
    if (!this.info || !this.#link.isOpen) return;
    // A later set takes the place of this one, and a failure is told by itself.
    this.#link.call('watch', { views }).catch(() => {});
  }
}

/** @param {Error & { code?: string }} error */
const isLoss = ({ code }) => code === 'workerFailed' || code === 'noModel';
