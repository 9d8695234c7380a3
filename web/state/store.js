/**
 * The state of one playground: settings, text, model, training and what came out of it. Panels read it, subscribe to slices of
 * it and act through it. Nothing polls, and nothing that was typed is lost.
 */
import { EngineError } from '../engine/errors.js';
import { isLong, LONG_TEXT_CHARACTERS } from '../text/issues.js';
import { presets } from '../text/presets.js';
import { wordsOf } from './panel-names.js';
import { settingsTable } from './settings.js';
import { StoreState } from './store-state.js';

/** Milliseconds after the last structural change until the model is made anew: typing stays fluid. */
const DEBOUNCE_MS = 250;

export class Store extends StoreState {
  /** Grows with every command to train or to pause: the latest wins. */
  #commandId = 0;
  /** The lesson finished last. @type {Readonly<{ lesson: string, done: Readonly<Record<string, unknown>> }> | null} */
  lastLesson = null;
  /** The opening of a long text: the latest wins. */
  #opening = new AbortController();
  /** The training of a link that is made again, or was. @type {Readonly<{ updates: number, done: boolean }> | null} */
  repetition = null;
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
   * Loads the words of a panel, or of one of the header's menus, that do not come with the language.
   *
   * @param {import('./panel-names.js').Part} panel
   */
  loadWords(panel) {
    return this._language.need(wordsOf(panel));
  }

  /** Whether the words of a panel are loaded in the page's language. @param {import('./panel-names.js').Part} panel */
  speaks(panel) {
    return this._language.knows(wordsOf(panel));
  }

  /**
   * Makes the first model, and trains it if the settings say so. Never rejects: see `failure`.
   *
   * @param {Promise<unknown>} [shown] the training waits for it, so that somebody sees it
   * @param {import('./keep/kept.js').Kept | null} [kept] goes on from there
   * @returns {Promise<boolean>} false if what was kept of the network could not be used
   */
  async start(shown, kept = null) {
    for (const id of kept?.finishedLessons ?? []) this.finishLesson(id);
    const [resumed] = await Promise.all([this.#makeFirst(kept), shown]);
    if (kept ? kept.training : this.settings.autoplay) this.train();
    this._started = true;
    this._subscriptions.changed();
    this.subscribe(
      ({ opened }) => opened,
      (opened) => opened && this.#protect(),
      { immediate: true },
    );
    return resumed !== false;
  }

  /** @param {import('./keep/kept.js').Kept | null} kept @returns {Promise<unknown>} false if its network could not be used */
  async #makeFirst(kept) {
    if (kept?.ofLong) return this.#goOn(kept.ofLong);
    if (kept?.model) return this._rebuilder.resume(kept.model);
    const { startText } = this;
    if (startText) await this.openText([{ source: startText }]).catch(() => {});
    return startText && this.long ? this.settled() : this._rebuilder.rebuildNow({ code: 'start' });
  }

  /**
   * With a network of a long text that was kept. Its text is read first: some of its settings follow from it.
   *
   * @param {import('./keep/kept.js').KeptOfLong} kept
   * @returns {Promise<boolean>} false if it could not be used
   */
  async #goOn({ text, settings, complete }) {
    const { given, long } = this;
    try {
      text.learn(settings, await this._model.readText(text.source(settings)));
      // What the reader has changed meanwhile makes another network.
      if (this.given !== given || this.long !== long) return true;
      const kept = complete();
      this._form.begin(kept.settings);
      return await this._rebuilder.resume(kept.model);
    } catch {
      await this._rebuilder.rebuildNow({ code: 'start' });
      return false;
    }
  }

  /** What is not needed before the first step: checkpoints, and another worker where one is lost. */
  async #protect() {
    const { Recovery } = await import('./recovery.js').catch(notLoaded);
    if (this._disposed || this._recovery) return;
    this._recovery = new Recovery(this, this._model, () => this._subscriptions.changed());
  }

  /** From now on the network writes samples as it learns, see `samples`. Rejects if their code could not be loaded. */
  async takeSamples() {
    const { Samples } = await import('./samples.js');
    if (!this._disposed) this.sampling ??= new Samples(this, this._model, () => this._subscriptions.changed());
  }

  /** @param {import('./keep/keeping.js').Keeping | null} keeping */
  keepBy(keeping) {
    this.keeping = keeping;
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
    const reader = this.#reader();
    const { LongText, readLongText } = await import('./long-text.js');
    try {
      const long = new LongText(name, files, cut);
      return (await readLongText(long, () => this.settings, reader)) ? this.#take(long) : null;
    } catch (error) {
      if (!REFUSALS.includes(/** @type {EngineError} */ (error).code)) this._model.fail(/** @type {Error} */ (error));
      throw error;
    }
  }

  /** For the next text that is opened: one that is being opened is not wanted any more. @returns {import('./long-text.js').Reader} */
  #reader() {
    this.#opening.abort();
    this.#opening = new AbortController();
    return {
      read: (source, options) => this._model.readText(source, options),
      show: (progress) => {
        this._opening = progress;
        this._subscriptions.changed();
      },
      signal: this.#opening.signal,
    };
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

  /** That another worker has taken over is no news any more. */
  dismissRecovery() {
    this._recovery?.dismiss();
  }

  /** @param {string} id @param {Readonly<Record<string, unknown>>} [done] by step: what the reader did and answered */
  finishLesson(id, done = {}) {
    this.lastLesson = Object.freeze({ lesson: id, done });
    this._finishedLessons = new Set([...this._finishedLessons, id]);
    this._subscriptions.changed();
  }

  clearRuns() {
    this._model.forgetRuns();
    this._subscriptions.changed();
  }

  /**
   * The network with its text, settings and training state, to be opened again. While it is trained: as it is after the present
   * step.
   *
   * @param {{ weightsOnly?: boolean }} [options] weightsOnly: for other programs; such a file cannot be opened again
   * @returns {Promise<Uint8Array>} a safetensors file, see web/engine/model-file/model-file.js
   * @throws {EngineError} 'noModel' if there is none
   */
  async save(options = {}) {
    const { savingArguments } = await import('./saved-model.js').catch(notLoaded);
    await this.settled();
    const { version } = this._model;
    const args = await savingArguments(this._model, this._form, options);
    if (version !== this._model.version) return this.save(options);
    return this._model.call('save', args);
  }

  /**
   * Takes network, text and settings from a file that `save` made, and goes on from there; one step of `undo` leads back to the text
   * and settings before. The settings of the page itself, such as its language, stay. If the file is refused, nothing happens at all.
   *
   * @param {Uint8Array | ArrayBuffer | Blob} file
   * @returns {Promise<EngineError | null>} why it was refused; 'replaced' if another model was asked for meanwhile
   */
  async open(file) {
    try {
      const { readSavedModel } = await import('./saved-model.js').catch(notLoaded);
      const bytes = new Uint8Array(file instanceof Blob ? await file.arrayBuffer() : file);
      const saved = await readSavedModel(bytes, this.given, () => this.#reader());
      this.cancelOpening();
      if (await this._rebuilder.load(saved)) return null;
      return new EngineError('replaced', 'Another model was asked for meanwhile.');
    } catch (error) {
      if (error instanceof EngineError) return error;
      throw error;
    }
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
    this.keeping?.end();
    this._recovery?.end();
    this.sampling?.end();
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

/** @param {unknown} error @returns {never} */
function notLoaded(error) {
  throw new EngineError('loadFailed', `The code for model files could not be loaded: ${error}`, { cause: `${error}` });
}

/** Whether a call failed because its model or engine is no more; the store's `failure` says why, if there is a reason to say. @param {unknown} error */
const isGone = (error) => GONE.includes(/** @type {EngineError} */ (error).code);

/** Why a text is not opened that the engine has nothing to do with. */
const REFUSALS = ['badText', 'textTooLarge'];

const GONE = ['disposed', 'replaced', 'noModel', 'workerFailed', 'loadFailed'];
