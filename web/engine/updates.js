/**
 * What the session tells by itself: status, new rows, events and the views the page watches. The next update waits for
 * the acknowledgement of the one before (back-pressure), and views take no more than half of the training's time, or their share
 * (beside-training.js) where it goes on for long.
 */
import { pauseAfter, SHARES } from './beside-training.js';
import { EngineError, isOurs } from './errors.js';
import { calls, isCall } from './protocol.js';

/**
 * @typedef {import('./types.js').Update} Update
 * @typedef {import('./protocol.js').View} View
 * @typedef {import('./protocol.js').Views} Views
 * @typedef {import('./snapshot.js').Snapshot} Snapshot
 * @typedef {{value: unknown, step: number} | {error: EngineError}} Answer of a view
 */

/**
 * @typedef {object} Source what there is to tell
 * @property {() => Snapshot} snapshot of the weights as they are now
 * @property {(snapshot: Snapshot, name: import('./protocol.js').CallName, args: any) => Promise<unknown>} read answers a view
 * @property {() => string} version of model and weights; empty while there is no model
 * @property {() => Omit<Update, 'views'>} drain what happened since the last time
 * @property {() => boolean} rareViews whether they, and updates, may take their share only
 * @property {(name: import('./protocol.js').CallName, args: any) => {value: unknown, step: number} | undefined} recent an answer there is
 *   already, of weights that training has changed since then: it will do while that goes on
 */

/** Between two updates while training: about 15 a second. */
const MIN_INTERVAL_MS = 66;

export class Updates {
  #source;
  #onUpdate;
  #onFailure;
  /** @type {Views} */
  #views = {};
  /** @type {Map<string, string>} what the page has of each view: for which call and which weights */
  #sent = new Map();
  /** Keys of views that have failed by a fault of ours: they are not read again until they are asked for anew. @type {Set<string>} */
  #dropped = new Set();
  /** Updates being made, or not acknowledged yet. */
  #underway = 0;
  #wanted = false;
  /** Whether views are being read that come in an update of their own. */
  #viewing = false;
  #notBefore = 0;
  /** The same for the views: until then, updates while training come without. */
  #viewsNotBefore = 0;
  #closed = false;

  /**
   * @param {Source} source
   * @param {(update: Update) => unknown} onUpdate a promise it returns is the acknowledgement
   * @param {(error: unknown) => void} onFailure an update could not be made, which nobody waits for: none follows
   */
  constructor(source, onUpdate, onFailure) {
    this.#source = source;
    this.#onUpdate = onUpdate;
    this.#onFailure = onFailure;
  }

  /**
   * @param {Views} views replace the former
   * @throws {EngineError} 'badArgument'
   */
  watch(views) {
    checkViews(views);
    this.replaceViews(views);
    this.request();
  }

  /**
   * The set of views stays when the model is another; the next update has them all anew.
   *
   * @param {Views} views checked
   */
  replaceViews(views) {
    this.#views = views;
    this.readDropped();
    for (const key of this.#sent.keys()) {
      if (!Object.hasOwn(views, key)) this.#sent.delete(key);
    }
  }

  /** Views that have been dropped may be read again: they are asked for anew, or the model is another. */
  readDropped() {
    this.#dropped.clear();
  }

  /** While training: an update, if it is time and the page is ready for one. */
  offer() {
    const now = performance.now();
    if (this.#underway > 0 || now < this.#notBefore) return;
    if (!this.#source.rareViews()) this.#run(this.#update());
    else if (now >= this.#viewsNotBefore) this.#run(this.#updateApart());
    else this.#sendRarely();
  }

  /** @param {Promise<void>} update */
  #run(update) {
    update.catch((error) => {
      this.close();
      this.#onFailure(error);
    });
  }

  /** An update as soon as the page is ready for one. */
  request() {
    if (this.#underway > 0 || this.#viewing) this.#wanted = true;
    else this.#begin();
  }

  #begin() {
    this.#run(this.#source.rareViews() ? this.#updateApart() : this.#update());
  }

  /** Steps that take long leave little time for views, which take long then: what is known of the steps does not wait for them. */
  async #updateApart() {
    this.#sendRarely();
    if (this.#viewing) return;
    this.#viewing = true;
    const { views, spent } = await this.#changedViews();
    this.#viewing = false;
    const before = performance.now();
    const sending = Object.keys(views).length > 0 ? this.#send(views) : undefined;
    const now = performance.now();
    this.#viewsNotBefore = now + pauseAfter(spent + now - before, SHARES.views);
    if (sending) await sending;
    else if (this.#wanted && this.#underway === 0 && !this.#closed) this.#begin();
  }

  /** Without views. */
  #sendRarely() {
    const before = performance.now();
    this.#run(this.#send({}));
    const now = performance.now();
    this.#notBefore = now + Math.max(MIN_INTERVAL_MS, pauseAfter(now - before, SHARES.updates));
  }

  /** At once all that happened, without the views, which may take a while: they follow. */
  deliver() {
    this.#run(this.#send({}));
    this.request();
  }

  close() {
    this.#closed = true;
  }

  async #update() {
    this.#underway++;
    const started = performance.now();
    const { views } = await this.#changedViews();
    const now = performance.now();
    this.#notBefore = Math.max(started + MIN_INTERVAL_MS, now + (now - started));
    this.#underway--;
    await this.#send(views);
  }

  /** @param {Update['views']} views */
  async #send(views) {
    this.#underway++;
    try {
      if (!this.#closed) await this.#onUpdate({ ...this.#source.drain(), views });
    } finally {
      this.#underway--;
      if (this.#wanted && this.#underway === 0 && !this.#viewing && !this.#closed) this.#begin();
    }
  }

  /**
   * The views whose weights or arguments are not those the page has, all read from one snapshot of the weights. Where the
   * model is replaced meanwhile, those of the new one: an update never mixes two models.
   *
   * @returns {Promise<{ views: Update['views'], spent: number }>} spent: milliseconds of reading them
   */
  async #changedViews() {
    for (;;) {
      this.#wanted = false;
      const version = this.#source.version();
      const outdated = Object.entries(this.#views).filter(
        ([key, view]) => version !== '' && !this.#dropped.has(key) && this.#sent.get(key) !== stampOf(version, view),
      );
      if (outdated.length === 0) return { views: {}, spent: 0 };
      const snapshot = this.#source.snapshot();
      try {
        const views = await this.#answersTo(outdated, version, snapshot);
        if (snapshot.isCurrent) return { views, spent: snapshot.spent };
      } finally {
        snapshot.release();
      }
    }
  }

  /**
   * @param {[string, View][]} outdated
   * @param {string} version
   * @param {Snapshot} snapshot
   */
  async #answersTo(outdated, version, snapshot) {
    /** @type {Update['views']} */
    const answers = {};
    /** @type {Map<string, Answer>} equal calls are answered once */
    const cache = new Map();
    for (const [key, view] of outdated) {
      if (!snapshot.isCurrent) break;
      const stamp = stampOf(version, view);
      const answer = cache.get(stamp) ?? (await this.#answer(view, snapshot));
      cache.set(stamp, answer);
      // What is not watched any more, or with other arguments by now, is not sent.
      const watched = Object.hasOwn(this.#views, key) && stampOf(version, this.#views[key]) === stamp;
      if (!watched) continue;
      if ('error' in answer && isOurs(answer.error) && snapshot.isCurrent) this.#dropped.add(key);
      answers[key] = { ...answer };
      // One of older weights is read again, once nothing is recent any more.
      if ('step' in answer && answer.step !== snapshot.step) this.#sent.delete(key);
      else this.#sent.set(key, stamp);
    }
    return answers;
  }

  /**
   * @param {View} view
   * @param {Snapshot} snapshot
   * @returns {Promise<Answer>}
   * @throws {WebAssembly.RuntimeError} nothing can be asked of the module any more
   */
  async #answer({ call, args }, snapshot) {
    try {
      const recent = this.#source.recent(call, args);
      if (recent) return recent;
      return { value: await this.#source.read(snapshot, call, args), step: snapshot.step };
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      if (error instanceof EngineError) return { error };
      // A mistake in one view is no reason to stop training, nor to keep back the others.
      return { error: new EngineError('internal', `${call} failed: ${error}`, { call }) };
    }
  }
}

/**
 * @param {Views} views
 * @throws {EngineError} 'badArgument'
 */
export function checkViews(views) {
  for (const [key, view] of Object.entries(views)) {
    if (!isCall(view?.call) || calls[view.call] !== 'reads')
      throw new EngineError('badArgument', `views.${key}.call must be a reading call.`, { call: view?.call });
    try {
      stampOf('', view);
    } catch (error) {
      throw new EngineError('badArgument', `views.${key}.args cannot be written as JSON: ${error}`, {
        call: view.call,
      });
    }
  }
}

/** @param {string} version @param {View} view */
const stampOf = (version, { call, args }) => `${version} ${call} ${JSON.stringify(args)}`;
