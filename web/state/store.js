/**
 * The state of one playground: settings, text, model, training and what came out of it. Panels read it, subscribe to slices of
 * it and act through it. Nothing polls, and nothing that was typed is lost. What can be read stands in store-state.js, what is done
 * with the network in training-store.js, what is set in settings-store.js; here, its life, its files and its listeners.
 */
import { EngineError } from '../engine/errors.js';
import { wordsOf } from './panel-names.js';
import { SettingsStore } from './settings-store.js';

/** The code that protects the training is asked for again after this, where it did not load or there is no network yet, ms. */
const PROTECTION_RETRY_MS = 5000;

export class Store extends SettingsStore {
  /** The lesson finished last. @type {Readonly<{ lesson: string, done: Readonly<Record<string, unknown>> }> | null} */
  lastLesson = null;

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
   * @param {import('./keep/restore.js').Kept | null} [kept] goes on from there
   * @returns {Promise<boolean>} false if what was kept of the network could not be used
   */
  async start(shown, kept = null) {
    this.#protectLater();
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

  /** @param {import('./keep/restore.js').Kept | null} kept @returns {Promise<unknown>} false if its network could not be used */
  async #makeFirst(kept) {
    const { _form: form, _model: model, _rebuilder: rebuilder } = this;
    if (kept?.ofLong) {
      const { ofLong } = kept;
      const { given, long } = form;
      /** @type {(() => Promise<void>) | undefined} */
      let attempt;
      return rebuilder.goOn(async () => {
        const { goingOnWith } = await import('./long-text.js').catch(notLoaded);
        attempt ??= goingOnWith(ofLong, { given, long }, { form, model, rebuilder });
        await attempt();
      });
    }
    const short = kept?.model;
    if (short) return rebuilder.goOn(() => rebuilder.resume(short));
    const { startText } = this;
    if (startText) await this.openText([{ source: startText }], { train: false }).catch(() => {});
    return startText && this.long ? this.settled() : rebuilder.rebuildNow({ code: 'start' });
  }

  /** What is not needed before the first step: checkpoints, and another worker where one is lost. */
  async #protect() {
    const code = await import('./recovery.js').catch(() => null);
    if (this._disposed || this._recovery) return;
    if (!code) {
      this.#protectLater();
      return;
    }
    const { Recovery } = code;
    this._recovery = new Recovery(this, this._model, () => this._subscriptions.changed());
  }

  #protectLater() {
    /** @type {{ unref?: () => void }} */ (
      /** @type {unknown} */ (setTimeout(() => this.#protect(), PROTECTION_RETRY_MS))
    ).unref?.(); // in Node: keeps no program alive
  }

  /** From now on the network writes samples as it learns, see `samples`. Rejects if their code could not be loaded. */
  async takeSamples() {
    const { Samples } = await import('./samples.js');
    if (!this._disposed) this.sampling ??= new Samples(this, this._model, () => this._subscriptions.changed());
  }

  /** @param {import('./keep/experiments.js').Experiments | null} experiments */
  keepBy(experiments) {
    this.experiments = experiments;
    this._subscriptions.changed();
  }

  /** @param {string} id @param {Readonly<Record<string, unknown>>} [done] by step: what the reader did and answered */
  finishLesson(id, done = {}) {
    this.lastLesson = Object.freeze({ lesson: id, done });
    this._finishedLessons = new Set([...this._finishedLessons, id]);
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
    const { savedFile } = await import('./saved-model.js').catch(notLoaded);
    await this.settled();
    return savedFile(this._model, this._form, options);
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
      const saved = await readSavedModel(file, this.given, () => this._reader());
      this.cancelOpening();
      if (await this._rebuilder.load(saved)) return null;
      return new EngineError('replaced', 'The model has been replaced meanwhile.');
    } catch (error) {
      if (error instanceof EngineError) return error;
      throw error;
    }
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
    this.experiments?.end();
    this._recovery?.end();
    this.sampling?.end();
    this._subscriptions.clear();
    this._model.dispose();
  }
}

/** @param {unknown} error @returns {never} */
function notLoaded(error) {
  throw new EngineError('loadFailed', `A part of the code could not be loaded: ${error}`, { cause: `${error}` });
}
