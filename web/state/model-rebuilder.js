/** When a new model is made: a moment after the last change that needs one (debounce), and why. */
import { changedNames } from './form.js';
import { settingsTable } from './settings.js';

/**
 * @typedef {object} Reset why there is a new model
 * @property {'start'|'text'|'setting'|'preset'|'user'|'undo'|'file'} code
 * @property {readonly string[]} settings names of those that differ from the model before
 * @property {string} [preset] its id
 */

/** @typedef {{ code: 'start'|'change'|'preset'|'user'|'undo'|'file', preset?: string }} Cause */

/** Failures of the machine or the network, which say nothing about what was kept. */
const OUTER = ['loadFailed', 'workerFailed', 'workerUnavailable', 'unsupported', 'tooLarge', 'internal', 'disposed'];

export class ModelRebuilder {
  #form;
  #model;
  #listeners;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Promise<unknown>} the model being made */
  #building = Promise.resolve();
  /** @type {Pick<import('./live-model.js').LiveModel, 'settings'|'data'> | null} of the model being made */
  #pending = null;
  /** Brings back the network that was kept; null: it is here, or another has taken its place. @type {(() => Promise<void>) | null} */
  #attempt = null;

  /**
   * @param {import('./form.js').Form} form
   * @param {import('./live-model.js').LiveModel} model
   * @param {{ read: () => Promise<boolean>, changed: () => void, remade: (reset: Reset) => void }} listeners read: the engine is to
   *   read a long text with the present settings; false: it could not, or the text is another by then
   */
  constructor(form, model, listeners) {
    this.#form = form;
    this.#model = model;
    this.#listeners = listeners;
    /** @type {Cause | null} why a model is to be made, from the first change until it is there */
    this.pendingCause = null;
    /** @type {Reset | null} why the present one was made */
    this.lastReset = null;
  }

  /**
   * After a structural change. A text that cannot be trained on makes no model: the one before goes on.
   *
   * @param {Cause} cause
   * @param {number} delay ms; further changes within it are part of the same
   */
  schedule(cause, delay) {
    this.cancel();
    const needed = this.#isNeeded();
    if (!needed && this.#pending) return;
    this.pendingCause = needed ? cause : null;
    if (!needed && this.#form.draft.valid) this.#model.takeBack();
    if (!needed) return;
    if (delay === 0) this.#rebuildIfNeeded(cause);
    else this.#timer = setTimeout(() => this.#rebuildIfNeeded(cause), delay);
  }

  /** Whether the form describes another model than the one there is or is being made; yes while a long text has not been read. */
  #isNeeded() {
    if (this.#form.preparing) return true;
    const coming = this.#pending ?? this.#model;
    return this.#form.draft.valid && (!coming.settings || this.#differencesFrom(coming).length > 0);
  }

  /** @param {Cause} cause */
  #rebuildIfNeeded(cause) {
    this.cancel();
    if (this.#isNeeded()) this.rebuildNow(cause);
    else if (!this.#pending) this.pendingCause = null;
    this.#listeners.changed();
  }

  /**
   * @param {Cause} cause
   * @param {{ resumeTraining?: boolean }} [options] resumeTraining: the new model trains on if the old one did
   */
  async rebuildNow(cause, options = {}) {
    this.cancel();
    const making = this.#make(cause, options, this.#building);
    this.#building = making;
    await making;
    // Where a later attempt has replaced this one, the state is that one's to set.
    if (this.#building === making) this.#end();
    this.#listeners.changed();
  }

  /**
   * Brings back a network that was kept. Only one that is damaged gives way to a fresh one: after any other failure it is tried
   * once more, and then again when the reader asks for it.
   *
   * @param {() => Promise<void>} attempt
   * @returns {Promise<boolean>} false if it is damaged
   */
  goOn(attempt) {
    this.#attempt = attempt;
    const tried = () => {
      this.#model.failure = null;
      return attempt();
    };
    const going = tried()
      .catch((error) => (isOuter(error) ? tried() : Promise.reject(error)))
      .then(
        () => true,
        (error) => this.#hasNotComeBack(error),
      );
    // A file that is opened meanwhile waits for it.
    this.#building = going;
    return going;
  }

  /** @param {Error & { code?: string }} error */
  async #hasNotComeBack(error) {
    if (isOuter(error)) this.#model.fail(error);
    else await this.rebuildNow({ code: 'start' });
    return isOuter(error);
  }

  /**
   * By the reader's command: the network that was kept and has not come back yet, else the present one anew.
   *
   * @returns {Promise<boolean>} false if what was kept is damaged
   */
  async beginAgain() {
    const attempt = this.#attempt;
    if (attempt && !(await this.goOn(attempt))) return false;
    // Where the reader has set something else meanwhile, the attempt has made nothing.
    const isOver = attempt && (this.#model.info ?? this.#model.failure);
    if (!isOver) await this.rebuildNow({ code: 'user' }, { resumeTraining: false });
    return true;
  }

  /**
   * A network that was kept goes on; what the form has otherwise makes another one of it.
   *
   * @param {import('./keep/restore.js').KeptModel} kept
   * @throws {import('../engine/errors.js').EngineError}
   */
  async resume(kept) {
    const resuming = this.#model.resume(kept, () => this.#adopted({ code: 'start', settings: [] }));
    const { requests } = this.#model;
    try {
      if (await resuming) this.schedule({ code: 'change' }, 0);
    } catch (error) {
      // Where another model was asked for meanwhile, the state is that one's to set.
      if (requests === this.#model.requests) throw error;
    }
  }

  /**
   * Takes the network, text and settings of a file, all or nothing.
   *
   * @param {import('./saved-model.js').SavedModel} saved
   * @returns {Promise<boolean>} false if another model was asked for meanwhile
   * @throws {import('../engine/errors.js').EngineError} if the file is refused
   */
  async load(saved) {
    await this.settled();
    this.pendingCause = { code: 'file' };
    const loading = this.#model.load(saved, {
      taken: () => this.#form.become(saved.form),
      adopted: () => this.#adopted({ code: 'file', settings: [] }),
    });
    const done = loading.catch(() => {});
    this.#building = done;
    this.#listeners.changed();
    try {
      return await loading;
    } finally {
      if (this.#building === done) this.#end();
      this.#listeners.changed();
    }
  }

  /** @param {Cause} cause @param {{ resumeTraining?: boolean }} options @param {Promise<unknown>} before the attempt before */
  async #make(cause, { resumeTraining = true }, before) {
    if (this.#form.preparing) {
      this.pendingCause = cause;
      if (!(await this.#listeners.read())) return;
      // What was changed may have been taken back meanwhile, or another attempt may be making it.
      if (cause.code !== 'user' && !this.#isNeeded()) return before;
    }
    const { draft, settings } = this.#form;
    if (!draft.valid) return;
    this.pendingCause = cause;
    const reset = resetOf(cause, this.#model.settings ? this.#differencesFrom(this.#model) : []);
    const making = this.#model.make(draft, settings, { resumeTraining, adopted: () => this.#adopted(reset) });
    this.#pending = { settings, data: draft };
    this.#listeners.changed();
    await making;
  }

  /** Does at once what waits; resolves when it is done. */
  async settled() {
    if (this.#timer !== undefined && this.pendingCause) this.#rebuildIfNeeded(this.pendingCause);
    await this.#building;
  }

  /** Drops the rebuild that waits for its delay. */
  cancel() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** @param {Reset} reset */
  #adopted(reset) {
    this.#end();
    this.#attempt = null;
    this.lastReset = reset;
    this.#listeners.changed();
    this.#listeners.remade(reset);
  }

  /** No model is being made any more; a change that came meanwhile still waits. */
  #end() {
    this.#pending = null;
    if (this.#timer === undefined) this.pendingCause = null;
  }

  /**
   * Names of the settings that make another model than this.
   *
   * @param {Pick<import('./live-model.js').LiveModel, 'settings'|'data'>} model
   */
  #differencesFrom({ settings, data }) {
    const { draft, settings: wanted } = this.#form;
    const names = changedNames(/** @type {import('./settings.js').Settings} */ (settings), wanted).filter(
      (name) => settingsTable[name].effect === 'structural',
    );
    // Two long texts are told apart by their ids, since neither is a setting.
    return data?.long?.id === draft.long?.id || names.includes('text') ? names : [...names, 'text'];
  }
}

/** @param {{ code?: string }} error */
const isOuter = ({ code }) => OUTER.includes(String(code));

/**
 * @param {Cause} cause
 * @param {readonly string[]} settings
 * @returns {Reset}
 */
function resetOf({ code, preset }, settings) {
  if (code === 'preset') return { code, settings, preset };
  if (code === 'change') return { code: settings.includes('text') ? 'text' : 'setting', settings };
  return { code, settings };
}
