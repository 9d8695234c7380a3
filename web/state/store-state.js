/** The read-only state of the store. */
import { EngineError } from '../engine/errors.js';
import { chooseLocale, startTextOf } from '../i18n/index.js';
import { isLong } from '../text/issues.js';
import { Form } from './form.js';
import { boundOf, RunDiagnosis } from './run-diagnosis.js';
import { settingsTable } from './settings.js';
import { LiveModel } from './live-model.js';
import { PageLanguage } from './page-language.js';
import { TokenStepper } from './token-stepper.js';
import { ModelRebuilder } from './model-rebuilder.js';
import { Subscriptions } from './subscriptions.js';

/** @typedef {'loading'|'empty'|'idle'|'training'|'diverged'|'failed'} Phase */

/**
 * @typedef {object} StoreOptions
 * @property {import('./engine-link.js').CreateClient} createClient called when an engine is needed, and again after it failed
 * @property {Readonly<Record<string, unknown>>} [settings] raw values; refused ones leave the default and an error
 * @property {readonly import('./parse.js').SettingError[]} [errors] of values that were refused before, in a link say
 * @property {Iterable<string>} [hidden] names of settings whose control is not shown
 * @property {readonly string[]} [languages] of the reader, most preferred first
 * @property {import('./long-text.js').LongText | null} [long] in place of a text
 */

export class StoreState extends EventTarget {
  /** @param {StoreOptions} options */
  constructor({ createClient, settings = {}, errors = [], hidden = [], languages = [], long = null }) {
    super();
    /** @protected */
    this._disposed = false;
    /** What keeps it in this browser; null if nothing does. @type {import('./keep/experiments.js').Experiments | null} */
    this.experiments = null;
    /** @protected whether start() is through */
    this._started = false;
    /** @protected @type {{ name: string, done: number, total: number } | null} */
    this._opening = null;
    /**
     * Makes another engine beside the store's own, for a race; whoever asks disposes of it. Not after the store has been disposed
     * of: nobody would end that worker.
     */
    this.createClient = (/** @type {number | undefined} */ helpers = undefined) => {
      if (this._disposed) throw new EngineError('disposed', 'The store has been disposed of.');
      return createClient(helpers);
    };
    /** @protected @type {Subscriptions<this>} */
    this._subscriptions = new Subscriptions(this, () => this.dispatchEvent(new Event('change')));
    /** @protected @type {import('./recovery.js').Recovery | undefined} */
    this._recovery = undefined;
    /** What takes samples as it learns; undefined until somebody has looked for them. @type {import('./samples.js').Samples | undefined} */
    this.sampling = undefined;
    /** @protected */
    this._judge = new RunDiagnosis(() => this._subscriptions.changed());
    /** @protected */
    this._languages = languages;
    const { text: _, ...others } = settings;
    /** @protected @type {ReadonlySet<string>} */
    this._finishedLessons = new Set();
    /** @protected */
    this._form = new Form(
      isLong(settings.text) ? others : settings,
      hidden,
      errors,
      (given) => startTextOf(this.#localeFor(given.language)),
      long,
    );
    /** A text that was given and is too long to be a setting: it is opened at the start. */
    this.startText = isLong(settings.text) ? settings.text : null;
    const changed = () => this._subscriptions.changed();
    /** @protected */
    this._language = new PageLanguage(() => this.#localeFor(this.settings.language), changed);
    /** @protected */
    this._model = new LiveModel({
      createClient: this.createClient,
      settings: () => this.settings,
      changed,
      happened: (event) => this.dispatchEvent(new CustomEvent(event.type, { detail: event })),
    });
    /** @protected */
    this._tokenStepper = new TokenStepper({
      call: (name, args) => this._model.call(name, args),
      model: () => this.modelVersion,
      step: () => this.status?.step ?? 0,
      changed,
    });
    /** @protected */
    this._rebuilder = new ModelRebuilder(this._form, this._model, {
      read: () => this._readAgain(),
      changed,
      remade: (reset) => this.dispatchEvent(new CustomEvent('reset', { detail: reset })),
    });
  }

  /** Last valid value of every setting; frozen. */
  get settings() {
    return this._form.settings;
  }

  /** What was set by the reader, a link or an attribute, and nothing else; frozen. */
  get given() {
    return this._form.given;
  }

  /** Names of the settings that were chosen from the text, because nobody has set them. */
  get chosen() {
    return this._form.chosen;
  }

  /** Why the network is of the kind and size that was chosen. */
  get choiceReason() {
    return this._form.reason;
  }

  /** @returns {Readonly<Record<string, import('./parse.js').SettingError>>} of the controls whose text was refused */
  get errors() {
    return this._form.errors;
  }

  /** Names of the settings whose control is not shown. */
  get hidden() {
    return this._form.hidden;
  }

  get text() {
    return this._form.text;
  }

  /** The text as it stands now, cut into tokens; while a long one is `preparing`, as it was read before. */
  get draft() {
    return this._form.draft;
  }

  /** Whether a long text has yet to be read with the present settings. */
  get preparing() {
    return this._form.preparing;
  }

  /** The text, if it is too long to be a setting. */
  get long() {
    return this._form.long;
  }

  /** How far a long text has been read that is being opened, in bytes; null if none is. */
  get opening() {
    return this._opening;
  }

  /**
   * The long text there is with the settings that it has now, other units say.
   *
   * @protected
   * @returns {Promise<boolean>} false if it could not be read, see `failure`, or if it or its settings are others by then
   */
  async _readAgain() {
    const { long, settings } = this._form;
    if (!long) return true;
    try {
      long.learn(settings, await this._model.readText(long.source(settings)));
    } catch (error) {
      this._model.fail(/** @type {Error} */ (error));
      return false;
    }
    if (this._form.preparing || this._form.long !== long) return false;
    const live = this._form.read().filter((name) => settingsTable[name].effect === 'live');
    if (live.length > 0) this._judge.settingsChanged(this);
    if (live.length > 0)
      this._model.updateSettings(Object.fromEntries(live.map((name) => [name, this.settings[name]])));
    return true;
  }

  get issues() {
    return this._form.draft.issues;
  }

  /** What the present model was made from; null before the first. */
  get data() {
    return this._model.data;
  }

  get info() {
    return this._model.info;
  }

  /** Grows with every new model; 0 before the first. */
  get modelVersion() {
    return this._model.version;
  }

  /** The engine's, as of its last update; null before the first. */
  get status() {
    return this._model.status;
  }

  /** That a worker was lost and another one has gone on; null if not, or once that is no news. */
  get recovered() {
    return this._recovery?.news ?? null;
  }

  /** The latest checkpoint of the present model; null if none has been taken yet. */
  get checkpoint() {
    return this._recovery?.latest ?? null;
  }

  get failure() {
    return this._model.failure;
  }

  /** Evaluations of the present run. */
  get history() {
    return this._model.history;
  }

  /** Its training between the evaluations. */
  get updateHistory() {
    return this._model.updateHistory;
  }

  /** What the network has written as it learned, in the order of the steps; for whom it is made, see `sampling`. */
  get samples() {
    return this._model.samples;
  }

  /** Earlier runs, oldest first. */
  get runs() {
    return this._model.runs;
  }

  /** What the engine told of the present run. */
  get events() {
    return this._model.events;
  }

  /** Whether a change waits to become a new model. */
  get pending() {
    return this._rebuilder.pendingCause !== null;
  }

  /** Why the present model was made; null before the first. */
  get lastReset() {
    return this._rebuilder.lastReset;
  }

  /**
   * Whether the first model is there and, if it trains by itself, has made a step (or there is none, see `failure`). What is not
   * needed before is loaded only then.
   */
  get opened() {
    return this._started && (!this.training || (this.status?.step ?? 0) > 0);
  }

  get training() {
    return this._model.isTraining;
  }

  /** How far the next optimizer step has been read, where the reader takes it time step by time step; else null. */
  get tokenStep() {
    return this.training ? null : this._tokenStepper.place;
  }

  /** @returns {Phase} */
  get phase() {
    if (this.failure) return 'failed';
    if (!this.info) return this.draft.valid || this.preparing ? 'loading' : 'empty';
    if (this.training) return 'training';
    return this.status?.phase === 'diverged' ? 'diverged' : 'idle';
  }

  /** Whether pressing Train trains on what the reader sees. */
  get canTrain() {
    return (
      this.info !== null && this.failure === null && this.draft.valid && (this.pending || this.phase !== 'diverged')
    );
  }

  /** Ids of the lessons gone through to their end. */
  get finishedLessons() {
    return this._finishedLessons;
  }

  get canUndo() {
    return this._form.canUndo;
  }

  /** What is wrong with the present run, and what mends it; null if nothing is. */
  get diagnosis() {
    return this._judge.diagnosisOf(this);
  }

  /** All settings as they would be if these were set. @param {Readonly<Record<string, unknown>>} values null: no longer set */
  settingsAfter(values) {
    return this._form.settingsAfter(values);
  }

  /** The most that any network could get right of the text it is trained on; null where that is not known. */
  get bound() {
    return boundOf(this.data);
  }

  /** ln V, the loss of pure guessing in nats; NaN without a model. */
  get guessingLoss() {
    return this.info ? Math.log(this.info.vocabularySize) : Number.NaN;
  }

  /** Of the language the page speaks now; that of the setting as soon as it is loaded. */
  get locale() {
    return this._language.locale;
  }

  /** The language that was asked for and could not be loaded; null if there is none. */
  get languageFailure() {
    return this._language.failed;
  }

  /** @param {import('./settings.js').Settings['language']} [language] */
  #localeFor(language = 'auto') {
    return language === 'auto' ? chooseLocale(this._languages) : language;
  }

  get theme() {
    return this.settings.theme;
  }

  /** What a control shows, refused or not. @param {string} name */
  raw(name) {
    return this._form.raw(name);
  }

  /** Whether a control is worth showing. @param {string} name */
  shows(name) {
    return this._form.shows(name);
  }

  /** The latest value of a watched view. @param {string} key */
  view(key) {
    return this._model.views.state(key);
  }

  /** Whether the training so far can be made again from the settings alone. */
  get repeatable() {
    return this._model.repeatable && (this.status?.step ?? 0) > 0;
  }

  /** A link to the present settings. @param {import('./link.js').LinkOptions} [options] */
  async hash({ training = false } = {}) {
    const { toHash } = await import('./url-writer.js');
    return toHash(this.given, this.hidden, training && this.repeatable ? this.status?.step : 0);
  }
}
