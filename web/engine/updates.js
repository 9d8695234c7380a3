/**
 * What the session tells by itself: status, new rows, events and the views the page watches. Never faster than the
 * page takes it in, and never at the cost of more than half of the training.
 */
import { EngineError } from './errors.js';
import { calls, isCall } from './protocol.js';

/**
 * @typedef {import('./types.js').Update} Update
 * @typedef {import('./protocol.js').Views} Views
 */

/**
 * @typedef {object} Source what there is to tell
 * @property {(name: import('./protocol.js').CallName, args: unknown) => Promise<unknown>} read answers a reading call
 * @property {() => string} version of the weights; empty while there is no model
 * @property {() => number} step optimizer steps these weights have behind them
 * @property {() => Omit<Update, 'views'>} take what happened since the last time
 */

/** Between two updates while training: about 15 a second. */
const MIN_INTERVAL_MS = 66;

export class Updates {
  #source;
  #onUpdate;
  /** @type {Views} */
  #views = {};
  /** @type {Map<string, string>} what the page has of each view: for which call and which weights */
  #sent = new Map();
  /** Updates being made, or not acknowledged yet. */
  #underway = 0;
  #wanted = false;
  #notBefore = 0;
  #closed = false;

  /**
   * @param {Source} source
   * @param {(update: Update) => unknown} onUpdate a promise it returns is the acknowledgement
   */
  constructor(source, onUpdate) {
    this.#source = source;
    this.#onUpdate = onUpdate;
  }

  /**
   * @param {Views} views replace the former
   * @throws {EngineError} 'badArgument'
   */
  watch(views) {
    for (const [key, view] of Object.entries(views)) {
      if (isCall(view?.call) && calls[view.call] === 'reads') continue;
      throw new EngineError('badArgument', `views.${key}.call must be a reading call.`, { call: view?.call });
    }
    this.#views = views;
    for (const key of this.#sent.keys()) {
      if (!Object.hasOwn(views, key)) this.#sent.delete(key);
    }
    this.request();
  }

  /** While training: an update, if it is time and the page is ready for one. */
  offer() {
    if (this.#underway === 0 && performance.now() >= this.#notBefore) this.#update();
  }

  /** An update as soon as the page is ready for one. */
  request() {
    if (this.#underway > 0) this.#wanted = true;
    else this.#update();
  }

  /** At once all that happened, without the views, which may take a while: they follow. */
  deliver() {
    this.#underway++;
    this.#send({});
    this.request();
  }

  close() {
    this.#closed = true;
  }

  async #update() {
    this.#underway++;
    this.#wanted = false;
    const started = performance.now();
    const views = await this.#changedViews();
    const now = performance.now();
    this.#notBefore = Math.max(started + MIN_INTERVAL_MS, now + (now - started));
    this.#send(views);
  }

  /** @param {Update['views']} views */
  async #send(views) {
    try {
      if (!this.#closed) await this.#onUpdate({ ...this.#source.take(), views });
    } finally {
      this.#underway--;
      if (this.#wanted && this.#underway === 0 && !this.#closed) this.#update();
    }
  }

  /** The views whose weights or arguments are not those the page has. */
  async #changedViews() {
    /** @type {Update['views']} */
    const changed = {};
    for (const [key, { call, args }] of Object.entries(this.#views)) {
      const version = this.#source.version();
      const step = this.#source.step();
      const stamp = `${version} ${call} ${JSON.stringify(args)}`;
      if (version === '' || this.#sent.get(key) === stamp) continue;
      try {
        changed[key] = { value: await this.#source.read(call, args), step };
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        changed[key] = { error };
      }
      if (this.#views[key]) this.#sent.set(key, stamp);
    }
    return changed;
  }
}
