/**
 * The state of one playground: settings, text, model, training and what came out of it. Panels read it, subscribe to slices of
 * it and act through it. Nothing polls, and nothing that was typed is lost.
 */
import { isLong, LONG_TEXT_CHARACTERS } from '../text/issues.js';
import { presets } from '../text/presets.js';
import { wordsOf } from './panel-names.js';
import { settingsTable } from './settings.js';
import { StoreState } from './store-state.js';

/** @typedef {import('../engine/errors.js').EngineError} EngineError */

/** Milliseconds after the last structural change until the model is made anew: typing stays fluid. */
const DEBOUNCE_MS = 250;

export class Store extends StoreState {
  /** Grows with every command to train or to pause: the latest wins. */
  #commandId = 0;
  /** The opening of a long text: the latest wins. */
  #opening = new AbortController();
  /** @type {Promise<unknown> | undefined} of the last long text that was set */
  #opened;

  /**
   * Resolves when the page's language is loaded, or has failed to, see `languageFailure`. Tries again what has failed. Rejects if
   * no language at all could be loaded.
   *
   * @param {readonly import('./panel-names.js').Panel[]} [panels] whose words are needed, too
   */
  loadLanguage(panels = []) {
    return this._language.follow({ again: true, files: panels.flatMap(wordsOf) });
  }

  /**
   * Loads the words of a panel that do not come with the language.
   *
   * @param {import('./panel-names.js').Panel | 'longText'} panel longText: those of a text that is too long to stand in its box
   */
  loadWords(panel) {
    return this._language.need(wordsOf(panel));
  }

  /** Whether the words of a panel are loaded in the page's language. @param {import('./panel-names.js').Panel} panel */
  speaks(panel) {
    return this._language.knows(wordsOf(panel));
  }

  /**
   * Makes the first model, and trains it if the settings say so. Never rejects: see `failure`.
   *
   * @param {Promise<unknown>} [shown] the training waits for it, so that somebody sees it
   */
  async start(shown) {
    const { startText } = this;
    if (startText) await this.openText([{ source: startText }]).catch(() => {});
    await Promise.all([this.long ? this.settled() : this._rebuilder.rebuildNow({ code: 'start' }), shown]);
    if (this.settings.autoplay) this.train();
    this._started = true;
    this._subscriptions.changed();
  }

  /**
   * @param {string} name
   * @param {unknown} raw text from a control, or a value; null: no longer set, so chosen from the text or as by default
   * @returns {import('./parse.js').SettingError | null} why it was refused; the value before stays in force
   */
  setSetting(name, raw) {
    return this.setSettings({ [name]: raw })?.[name] ?? null;
  }

  /**
   * @param {Readonly<Record<string, unknown>>} given all are taken or none; a long text is opened, see `openText`
   * @returns {Readonly<Record<string, import('./parse.js').SettingError>> | null} why they were refused
   */
  setSettings(given) {
    if ('text' in given) {
      this._form.compose(null);
      this.cancelOpening();
    }
    if (isLong(given.text)) {
      const { text, ...others } = given;
      // What keeps it from being opened is told by `failure`.
      const opened = this.openText([{ source: text }])
        .catch(() => {})
        .finally(() => {
          if (this.#opened === opened) this.#opened = undefined;
        });
      this.#opened = opened;
      return Object.keys(others).length > 0 ? this.setSettings(others) : null;
    }
    const { changed, errors } = this._form.take(given);
    this.#follow(changed, { code: 'change' }, DEBOUNCE_MS);
    if ('language' in given) this.#followLanguage({ again: true });
    return errors;
  }

  /**
   * @param {string} text kept whatever it is; `issues` says what is wrong with it
   * @param {{ composing?: boolean }} [options] composing: an input method is in the middle of a character
   */
  setText(text, { composing = false } = {}) {
    if (!composing) {
      this.setSettings({ text });
      return;
    }
    this._form.compose(text);
    this._subscriptions.changed();
  }

  /**
   * Has the engine read a text of any length, and trains on it. Until it is read the text stays that there is.
   *
   * @param {import('../engine/protocol.js').TextSource['files']} files
   * @param {{ name?: string, cut?: boolean }} [options] cut: whether the beginning of one that is too large is taken
   * @returns {Promise<import('../engine/protocol.js').TextSummary | null>} null if another text was wanted meanwhile
   * @throws {EngineError} 'badText', 'textTooLarge'
   */
  async openText(files, { name = '', cut = false } = {}) {
    this.#opening.abort();
    const opening = new AbortController();
    this.#opening = opening;
    const { readLongText } = await import('./long-text.js');
    const read = (/** @type {any} */ source, /** @type {any} */ options) => this._model.readText(source, options);
    const show = (/** @type {StoreState['_opening']} */ progress) => {
      this._opening = progress;
      this._subscriptions.changed();
    };
    try {
      const long = await readLongText({ store: this, read, show, signal: opening.signal }, files, { name, cut });
      return long && this.#take(long);
    } catch (error) {
      if (!REFUSALS.includes(/** @type {EngineError} */ (error).code)) this._model.fail(/** @type {Error} */ (error));
      throw error;
    }
  }

  /** The text that is being opened is not wanted any more. */
  cancelOpening() {
    this.#opening.abort();
    this._opening = null;
    this._subscriptions.changed();
  }

  /** @param {import('./long-text.js').LongText} long read with the present settings */
  #take(long) {
    const summary = /** @type {import('../engine/protocol.js').TextSummary} */ (long.summary(this.settings));
    if (summary.characters < LONG_TEXT_CHARACTERS) {
      this.setText(summary.beginning);
      return summary;
    }
    this.#follow(this._form.open(long), { code: 'change' }, 0);
    this.train();
    return summary;
  }

  /**
   * The preset's text and settings; all other settings of text, network and training are no longer set.
   *
   * @param {string} id
   * @throws {RangeError} if there is none of that name
   */
  applyPreset(id) {
    const preset = presets.find((one) => one.id === id);
    if (!preset) throw new RangeError(`There is no preset called ${id}.`);
    const groups = ['text', 'network', 'training', 'optimizer'];
    const kept = Object.entries(this.given).filter(
      ([name]) => !groups.includes(settingsTable[name].group) || name.startsWith('pace'),
    );
    const { text, unit, endOfSentence, settings } = preset;
    const given = { ...Object.fromEntries(kept), text, unit, endOfSentence, beginning: '', ...settings };
    this.cancelOpening();
    this.#follow(this._form.replaceGiven(given), { code: 'preset', preset: id }, 0);
  }

  /**
   * Goes back to what was set at some time, see `given`.
   *
   * @param {Readonly<Partial<import('./settings.js').Settings>>} given
   * @param {import('./long-text.js').LongText | null} [long] the text of that time, if it was a long one
   */
  restore(given, long = null) {
    this.cancelOpening();
    this.#follow(this._form.replaceGiven(given, long), { code: 'change' }, 0);
  }

  /** Takes back the last change of settings or text. */
  undo() {
    this.cancelOpening();
    const changed = this._form.undo();
    this.#follow(changed, { code: 'undo' }, 0);
  }

  /** Does at once what waits for the typing to pause; resolves when the model is the one that the settings describe. */
  settled() {
    return this.#opened ? this.#opened.then(() => this._rebuilder.settled()) : this._rebuilder.settled();
  }

  /**
   * @param {import('./training-controller.js').Limits} [limits] none: until somebody pauses
   * @returns {Promise<import('./training-controller.js').TrainingResult>} when it has ended
   */
  async train(limits = {}) {
    if (!this.draft.valid) return { reason: 'refused' };
    this.#commandId += 1;
    const command = this.#commandId;
    if (this.pending) await this.settled();
    return command === this.#commandId ? this._model.train(limits) : { reason: 'superseded' };
  }

  pause() {
    this.#commandId += 1;
    return this._model.pause();
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
      else for (let i = 0; i < count; i++) await this._tokenStepper.advance();
      return true;
    } catch (error) {
      // Between the press and the step the training may have diverged, which the status tells.
      if (isGone(error) || /** @type {EngineError} */ (error).code === 'diverged') return false;
      throw error;
    }
  }

  /** The same settings, untrained; the curve so far stays as an earlier run. Also starts an engine again that failed. */
  async reset() {
    await this._rebuilder.rebuildNow({ code: 'user' }, { resumeTraining: false });
  }

  /** Sets what mends the run, see `diagnosis`, and goes on training where it was trained. One step to undo. */
  async mend() {
    const { diagnosis } = this;
    if (!diagnosis) return;
    const goesOn = this.training || this.phase === 'diverged';
    this._form.separateUndo();
    this.setSettings(diagnosis.remedy);
    if (this.pending) await this.settled();
    else if (diagnosis.restart) await this.reset();
    if (goesOn && !this.training) this.train();
  }

  /** @param {string} id */
  finishLesson(id) {
    this._finishedLessons = new Set([...this._finishedLessons, id]);
    this._subscriptions.changed();
  }

  clearRuns() {
    this._model.forgetRuns();
    this._subscriptions.changed();
  }

  /** After divergence: back to the best weights recorded. @param {{ halveRate?: boolean }} [options] */
  async rollBack({ halveRate = true } = {}) {
    try {
      this._form.follow({ learningRate: await this._model.rollBack({ halveRate }) });
      this._judge.settingsChanged(this);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
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

  /**
   * @template Slice
   * @param {(store: Store) => Slice} selector a value, or an array or plain object of values
   * @param {(slice: Slice, before: Slice | undefined) => void} callback when one of the values is another
   * @param {{ immediate?: boolean }} [options]
   * @returns {() => void} unsubscribe
   */
  subscribe(selector, callback, options) {
    return this._subscriptions.add(selector, callback, options);
  }

  /** Ends the engine, for good: whatever is called afterwards does nothing. */
  dispose() {
    this._disposed = true;
    this._rebuilder.cancel();
    this._subscriptions.clear();
    this._model.dispose();
  }

  /** @param {{ again?: boolean }} [options] */
  #followLanguage(options) {
    // It rejects only while the page speaks no language yet; whoever opens it tries again.
    this._language.follow(options).catch(() => {});
  }

  /**
   * @param {readonly string[]} changed
   * @param {import('./model-rebuilder.js').Cause} cause
   * @param {number} delay ms until a new model is made, if one is needed
   */
  #follow(changed, cause, delay) {
    const live = changed.filter((name) => settingsTable[name].effect === 'live');
    if (live.length > 0) this._judge.settingsChanged(this);
    if (live.length > 0)
      this._model.updateSettings(Object.fromEntries(live.map((name) => [name, this.settings[name]])));
    this.#followLanguage();
    if (changed.includes('pace') || changed.includes('paceUnit')) this._model.repace();
    if (changed.some((name) => settingsTable[name].effect === 'structural')) this._rebuilder.schedule(cause, delay);
    this._subscriptions.changed();
  }
}

/** Whether a call failed because its model or engine is no more; the store's `failure` says why, if there is a reason to say. @param {unknown} error */
const isGone = (error) => GONE.includes(/** @type {EngineError} */ (error).code);

/** Why a text is not opened that the engine has nothing to do with. */
const REFUSALS = ['badText', 'textTooLarge'];

const GONE = ['disposed', 'replaced', 'noModel', 'workerFailed', 'loadFailed'];
