/** What is done with the network there is: it is trained, stepped, begun anew, asked and watched. */
import { StoreState } from './store-state.js';
import { firstRead } from './token-stepper.js';

export class TrainingStore extends StoreState {
  /** Grows with every command to train or to pause: the latest wins. */
  #commandId = 0;
  /** The same of where to look. */
  #looks = 0;
  /** The training of a link that is made again, or was. @type {Readonly<{ updates: number, done: boolean }> | null} */
  repetition = null;
  /** @protected @type {Promise<unknown> | undefined} of the last long text that was set */
  _opened;

  /** Does at once what waits for the typing to pause; resolves when the model is the one that the settings describe. */
  settled() {
    return this._opened ? this._opened.then(() => this._rebuilder.settled()) : this._rebuilder.settled();
  }

  /**
   * @param {import('./training-controller.js').Limits} [limits] none: until somebody pauses
   * @param {import('./training-controller.js').RunOptions} [options]
   * @returns {Promise<import('./training-controller.js').TrainingResult>} when it has ended
   */
  async train(limits = {}, options = {}) {
    if (!this.draft.valid) return { reason: 'refused' };
    this.#commandId += 1;
    const command = this.#commandId;
    if (this.pending) await this.settled();
    return command === this.#commandId ? this._model.train(limits, options) : { reason: 'superseded' };
  }

  pause() {
    this.#commandId += 1;
    return this._model.pause();
  }

  /**
   * Makes the training of a link again: the same settings give the same losses, to the last bit. Progress stands in `repetition`.
   *
   * @param {number} updates
   */
  async repeat(updates) {
    this.repetition = Object.freeze({ updates, done: false });
    this._subscriptions.changed();
    const version = this.modelVersion;
    const { reason } = await this.train({ steps: updates }, { unpaced: true });
    const done = reason === 'finished' && version === this.modelVersion;
    this.repetition = done ? Object.freeze({ updates, done }) : null;
    this._subscriptions.changed();
  }

  /** Training waits while nobody sees the playground, and goes on afterwards. @param {boolean} held */
  hold(held) {
    this._model.hold(held);
  }

  /** Trains, or pauses. */
  toggle() {
    return this.training ? this.pause() : this.train();
  }

  /**
   * @param {'token'|'window'|'epoch'} [unit] token: one time step of the next optimizer step, see `reading`; window: one
   *   optimizer step
   * @param {number} [count]
   * @returns {Promise<boolean>} false if nothing may be trained
   */
  async step(unit = 'window', count = 1) {
    await this.settled();
    await this.pause();
    if (!this.canTrain) return false;
    try {
      if (unit !== 'token') await this.call('step', { unit, count });
      else for (let i = 0; i < count; i++) await this.#readToken();
      return true;
    } catch (error) {
      // Between the press and the step the training may have diverged, which the status tells.
      if (isGone(error) || /** @type {import('../engine/errors.js').EngineError} */ (error).code === 'diverged')
        return false;
      throw error;
    }
  }

  /**
   * The same settings, untrained; the curve so far stays as an earlier run. Also starts an engine again that failed, with the network
   * that was kept if it has not come back yet.
   */
  async reset() {
    if (!(await this._rebuilder.beginAgain())) this.experiments?.reportDamaged();
  }

  /** After divergence: back to the best weights recorded; nothing happens where none are, as in a worker that has just taken over. @param {{ halveRate?: boolean }} [options] */
  async rollBack({ halveRate = true } = {}) {
    try {
      this._form.follow({ learningRate: await this._model.rollBack({ halveRate }) });
      this._judge.settingsChanged(this);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    this._subscriptions.changed();
  }

  /** Of a long text the panels go where it is read. */
  async #readToken() {
    await this._tokenStepper.advance();
    const { data, tokenStep } = this;
    if (!data?.long || !tokenStep || tokenStep.updated || firstRead(data, tokenStep) >= 0) return;
    await this.look({ place: Number(tokenStep.beginning) + tokenStep.at });
  }

  /**
   * Of a long text, all panels show passages from another place on.
   *
   * @param {{ place?: number, find?: Int32Array }} wanted a token of the training text, or the next place where these ids stand
   * @returns {Promise<number>} the place; −1: nowhere
   */
  async look(wanted) {
    this.#looks += 1;
    const look = this.#looks;
    const { dataAt } = await import('./long-text.js');
    const found = await this.call('passages', wanted);
    if (found.place >= 0 && look === this.#looks) this._model.data = dataAt(/** @type {any} */ (this.data), found);
    this._subscriptions.changed();
    return found.place;
  }

  /** That another worker has taken over is no news any more. */
  dismissRecovery() {
    this._recovery?.dismiss();
  }

  clearRuns() {
    this._model.forgetRuns();
    this._subscriptions.changed();
  }

  /**
   * Keeps a reading call's value up to date in `view(key)` while anybody holds it.
   *
   * @param {string} key 'panel/what'
   * @param {import('../engine/protocol.js').View} view
   * @returns {() => void} release
   */
  watch(key, view) {
    return this._model.views.hold(key, view);
  }

  /** Views that have failed by a fault of ours are asked for again. */
  watchAgain() {
    this._model.views.askAgain();
  }

  /**
   * @param {() => void} holder called when there is another model, before anything of it is rendered: what it watches from then on
   *   is asked for in one message
   * @returns {() => void} unsubscribe
   */
  onNewModel(holder) {
    return this._model.views.onNewModel(holder);
  }

  /**
   * @template {import('../engine/protocol.js').CallName} Name
   * @param {Name} name
   * @param {any} [args]
   * @param {import('../engine/protocol.js').CallOptions} [options]
   * @returns {Promise<import('../engine/protocol.js').ResultOf<Name>>} rejects with code 'replaced' if the model is another by then
   */
  call(name, args, options) {
    return this._model.call(name, args, options);
  }
}

/** Whether a call failed because its model or engine is no more; the store's `failure` says why, if there is a reason to say. @param {unknown} error */
const isGone = (error) => GONE.includes(/** @type {import('../engine/errors.js').EngineError} */ (error).code);

const GONE = ['disposed', 'replaced', 'noModel', 'workerFailed', 'loadFailed', 'nothingToRollBack'];
