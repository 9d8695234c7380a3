/** What is set: the settings and the text, of any length, and what follows from a change of them. */
import { EngineError } from '../engine/errors.js';
import { isLong, LONG_TEXT_CHARACTERS } from '../text/issues.js';
import { settingsTable } from './settings.js';
import { TrainingStore } from './training-store.js';

/** Milliseconds after the last structural change until the model is made anew: typing stays fluid. */
const DEBOUNCE_MS = 250;

export class SettingsStore extends TrainingStore {
  /** See `setAside`. @type {Readonly<{ given: Readonly<Partial<import('./settings.js').Settings>>, long: import('./long-text.js').LongText | null }> | null} */
  aside = null;
  /** The opening of a long text: the latest wins. */
  #opening = new AbortController();

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
          if (this._opened === opened) this._opened = undefined;
        });
      this._opened = opened;
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
   * Has the engine read a text of any length, and trains on it unless `train` is false. Until it is read the text stays that there is.
   *
   * @param {import('../engine/protocol.js').TextSource['files']} files
   * @param {{ name?: string, cut?: boolean, train?: boolean }} [options] cut: whether the beginning of one that is too large is taken;
   *   train: whether training starts
   * @returns {Promise<import('../engine/protocol.js').TextSummary | null>} null if another text was wanted meanwhile
   * @throws {import('../engine/errors.js').EngineError} 'badText', 'textTooLarge'
   */
  async openText(files, { train = true, ...options } = {}) {
    const reader = this._reader();
    const { openedText } = await import('./long-text.js').catch((cause) => {
      const error = new EngineError('loadFailed', `The code for long texts could not be loaded: ${cause}`);
      this._model.fail(error);
      throw error;
    });
    const long = await openedText(files, options, { settings: () => this.settings, model: this._model, reader });
    return long && this.#take(long, train);
  }

  /** For the next text that is opened: one that is being opened is not wanted any more. @protected @returns {import('./long-text.js').Reader} */
  _reader() {
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

  /** @param {import('./long-text.js').LongText} long read with the present settings @param {boolean} train */
  #take(long, train) {
    const summary = /** @type {import('../engine/protocol.js').TextSummary} */ (long.summary(this.settings));
    if (summary.characters < LONG_TEXT_CHARACTERS) {
      this.setText(summary.beginning);
      return summary;
    }
    this.#follow(this._form.open(long), { code: 'change' }, 0);
    if (train) this.train();
    return summary;
  }

  /**
   * The preset's text and settings; all other settings of text, network and training are no longer set.
   *
   * @param {import('../text/presets.js').Preset} preset
   */
  applyPreset({ id, text, unit, endOfSentence, settings }) {
    const groups = ['text', 'network', 'training', 'optimizer'];
    const kept = Object.entries(this.given).filter(
      ([name]) => !groups.includes(settingsTable[name].group) || name.startsWith('pace'),
    );
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

  /**
   * What the reader had set, and their text if it is a long one, while a lesson uses the page; it is kept with the experiment.
   *
   * @param {SettingsStore['aside']} aside null: nothing any more
   */
  setAside(aside) {
    this.aside = aside;
    this._subscriptions.changed();
  }

  /** Takes back the last change of settings or text. */
  undo() {
    this.cancelOpening();
    const changed = this._form.undo();
    this.#follow(changed, { code: 'undo' }, 0);
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

  /** @param {{ again?: boolean }} [options] */
  #followLanguage(options) {
    // It rejects only while the page speaks no language yet; whoever opens it tries again.
    this._language.follow(options).catch(() => {});
  }
}
