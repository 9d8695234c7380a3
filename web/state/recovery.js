/**
 * Takes checkpoints of the model while it is trained, and when its worker is lost, has another one go on from the latest. Loaded
 * once the page is at work.
 */
import { EngineError } from '../engine/errors.js';
import { Watchdog } from '../engine/watchdog.js';
import { Checkpoints } from './checkpoints.js';
import { metaOf } from './saved-model.js';

/** @typedef {import('./checkpoints.js').Checkpoint} Checkpoint */
/** @typedef {{ step: number, lost: number }} News step: from which the training has gone on; lost: updates that are made again */

/** Workers lost one after the other without a later checkpoint, at most; then the reader is asked. */
const MAX_ATTEMPTS = 3;
/** A checkpoint that could not be taken is not asked for again before, ms. */
const RETRY_MS = 5000;

export class Recovery {
  /** @type {News | null} */
  news = null;
  #store;
  #model;
  #checkpoints = new Checkpoints();
  /** Settings when the latest was asked for. */
  #since;
  #version = 0;
  /** Of the record of evaluations, when the latest was asked for. */
  #evaluated = 0;
  #wasTraining = false;
  #failedUntil = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** Recoveries since the latest checkpoint. */
  #attempts = 0;
  /** @type {AbortController | null} of the checkpoint that has been asked for */
  #asked = null;
  /** @type {Watchdog | undefined} */
  #watchdog;
  #unsubscribe;
  #changed;
  #isRecovering = false;
  /** Recoveries begun; the latest counts. */
  #recoveries = 0;

  /**
   * @param {import('./store.js').Store} store
   * @param {import('./live-model.js').LiveModel} model of the store
   * @param {() => void} changed
   */
  constructor(store, model, changed) {
    this.#changed = changed;
    this.#store = store;
    this.#model = model;
    this.#since = store.settings;
    this.#version = model.version;
    model.onLoss = (error, inMaking) => (this.#lost(error, inMaking) ? refusalOf(error) : null);
    model.watchOver((client) => this.#watch(client));
    this.#unsubscribe = store.subscribe(
      ({ status, modelVersion, training }) => ({ status, modelVersion, training }),
      () => this.#follow(),
      { immediate: true },
    );
  }

  /** @returns {Checkpoint | null} the latest of the present model */
  get latest() {
    const isItsOwn = this.#isRecovering || this.#version === this.#model.version;
    return isItsOwn ? this.#checkpoints.latest : null;
  }

  /** What has been said has been read. */
  dismiss() {
    this.news = null;
    this.#changed();
  }

  end() {
    this.#unsubscribe();
    clearTimeout(this.#retry);
    this.#asked?.abort();
    this.#watchdog?.end();
    this.#model.onLoss = () => null;
  }

  /** @param {import('./engine-link.js').Client} client */
  #watch(client) {
    this.#watchdog?.end();
    // Another client than the engine's own cannot be watched.
    if (!('giveUp' in client)) return;
    this.#watchdog = new Watchdog(
      /** @type {any} */ (client),
      () => this.#store.createClient(0),
      () => this.#model.info?.parameterCount ?? 0,
      undefined,
      // A model that is made is there with its first update.
      () => this.#model.isMaking,
    );
  }

  #follow() {
    if (this.#isRecovering) return;
    const { status, version, isTraining, isMaking, failure } = this.#model;
    const paused = this.#wasTraining && !isTraining;
    this.#wasTraining = isTraining;
    if (version !== this.#version) this.#begin(version);
    this.#checkpoints.heard(status?.step ?? 0);
    if (paused) this.#asked?.abort(); // it would be taken later only: another is asked for at once
    if (!status || isMaking || status.phase === 'diverged' || status.step === 0) return;
    if (/** @type {{ code?: string } | null} */ (failure)?.code === 'workerFailed') return; // nobody is there to take it
    // The evaluation after a step may come later than a checkpoint at that step.
    const isNew = status.step !== this.latest?.step || this.#model.history.version !== this.#evaluated;
    if (isNew && performance.now() >= this.#failedUntil) this.#take(paused);
  }

  /** @param {number} version of another model */
  #begin(version) {
    this.#version = version;
    this.#asked?.abort();
    this.#checkpoints.forget();
    this.news = null;
    this.#attempts = 0;
  }

  /** @param {boolean} atOnce */
  async #take(atOnce) {
    if (this.#asked && !this.#asked.signal.aborted) return;
    const model = this.#model;
    const asked = new AbortController();
    this.#asked = asked;
    const { requests, history, repeatable } = model;
    const evaluated = history.version;
    const { since } = this.#checkpoints;
    const settings = this.#store.settings;
    const delay = atOnce ? 0 : this.#checkpoints.delay;
    const meta = model.settings ? { ...metaOf(model.settings, this.#store, model.samples), repeatable } : undefined;
    try {
      const result = await model.call('checkpoint', { since, delay, meta }, { signal: asked.signal });
      if (asked.signal.aborted || requests !== model.requests) return;
      // Otherwise the checkpoint's `repeatable` is out of date, since a setting has changed, or its curves are: another is asked for.
      if (repeatable === model.repeatable && this.#checkpoints.add(result, since)) {
        this.#since = settings;
        this.#evaluated = evaluated;
        this.#attempts = 0;
        this.#changed();
      }
    } catch (error) {
      // The model or its worker is another by now, or this one is not wanted any more; or it could not be taken.
      const { code } = /** @type {{ code?: string }} */ (error);
      if (!asked.signal.aborted && code !== 'replaced') this.#retryLater();
    } finally {
      if (this.#asked === asked) this.#asked = null;
    }
    this.#follow();
  }

  /** Even if nothing happens until then. */
  #retryLater() {
    this.#failedUntil = performance.now() + RETRY_MS;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#follow(), RETRY_MS);
    /** @type {{ unref?: () => void }} */ (/** @type {unknown} */ (this.#retry)).unref?.(); // in Node: keeps no program alive
  }

  /**
   * @param {Error & { code?: string }} error
   * @param {boolean} inMaking the worker made another model: that says nothing about this one
   * @returns {boolean} whether another worker takes over
   */
  #lost({ code }, inMaking) {
    if (code !== 'workerFailed' || !this.#model.info || this.#attempts >= MAX_ATTEMPTS) return false;
    if (!inMaking) this.#attempts += 1;
    this.#asked?.abort();
    const at = this.#model.status?.step ?? 0;
    // Whoever hears of the loss now is told first.
    queueMicrotask(() => this.#recover(at));
    return true;
  }

  /** @param {number} at the step where the training was */
  async #recover(at) {
    const { latest } = this;
    this.#isRecovering = true;
    this.#recoveries += 1;
    const recovery = this.#recoveries;
    const recovered = await this.#model.recover(latest, latest ? this.#since : (this.#model.settings ?? this.#since));
    if (recovery !== this.#recoveries) return;
    this.#isRecovering = false;
    // Another model has been asked for, or there is none any more.
    if (!recovered) return;
    this.#version = this.#model.version;
    if (latest) this.#checkpoints.continue(latest);
    this.#evaluated = this.#model.history.version;
    const step = latest?.step ?? 0;
    this.news = { step, lost: Math.max(0, at - step) };
    this.#changed();
    this.#follow();
  }
}

/**
 * What is said of a model whose making has ended its worker, while the one before goes on with another.
 *
 * @param {Error & { details?: Record<string, unknown> }} error
 */
const refusalOf = ({ details, message }) =>
  new EngineError(details?.outOfMemory ? 'tooLarge' : 'internal', message, details);
