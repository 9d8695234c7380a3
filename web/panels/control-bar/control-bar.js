import { html, nothing } from 'lit';
import { LaterParts } from '../shared/later-parts.js';
import { evaluationArgs } from '../../state/creation.js';
import { notComputed } from '../shared/not-computed.js';
import { StoreElement } from '../shared/store-element.js';
import { controlBarStyles } from './control-bar-styles.js';

/** Choices of the speed control, per second; 0: as fast as possible. */
const PACES = [0, 100, 30, 10, 3, 1];

/** Progress is announced to screen readers this often. */
const ANNOUNCE_INTERVAL_MS = 5000;

/** Train, Step, Reset, speed, and the progress of the training. Sticky. */
export class ControlBar extends StoreElement {
  static properties = { chosenUnit: { state: true }, announcement: { state: true }, refused: { state: true } };

  static styles = [...StoreElement.styles, controlBarStyles];

  /** Version of the model that refused it. @type {number | undefined} */
  #refusedModel;
  /** Time of the latest announcement, ms. */
  #announced = 0;
  /** Version of the model that was training at the latest update; 0: none. */
  #trained = 0;
  /** Version of the model whose training has ended and whose results are still to be announced; 0: none. */
  #ended = 0;

  constructor() {
    super();
    /** @type {Error | null} why the engine has not made the last step */
    this.refused = null;
    /** @type {'token' | 'window' | 'epoch' | null} null: not chosen yet */
    this.chosenUnit = null;
    this.announcement = '';
    // Stands below the bar once a run goes wrong.
    new LaterParts(this, async () => {
      const code = import('./diagnosis-notice.js');
      await this.requiredStore.loadWords('diagnosis');
      return code;
    });
  }

  /** @param {import('../shared/store-element.js').Store} store */
  select(store) {
    const { phase, canTrain, status, modelVersion: model, settings, pending } = store;
    return {
      phase,
      canTrain,
      status,
      model,
      pending,
      long: store.long,
      pace: settings.pace,
      paceUnit: settings.paceUnit,
      score: store.view('bar/score'),
    };
  }

  views() {
    const { info, data, settings } = this.store ?? {};
    if (!info || !settings) return { 'bar/score': null };
    return {
      'bar/score': { call: 'evaluate', args: { which: 'training', ...evaluationArgs(data ?? null, settings) } },
    };
  }

  /** Whatever is done next, why the last step was refused is no longer of interest. */
  willUpdate() {
    const { training = false, modelVersion } = this.store ?? {};
    if (training || modelVersion !== this.#refusedModel) this.refused = null;
  }

  updated() {
    const { store } = this;
    if (!store) return;
    this.#announce(store);
  }

  /**
   * Announces the progress to screen readers, from time to time while training and once at the end.
   * @param {import('../shared/store-element.js').Store} store
   */
  #announce(store) {
    const { training, modelVersion: model, status, phase } = store;
    const score = store.view('bar/score');
    if (training) [this.#trained, this.#ended] = [model, 0];
    else if (this.#trained) [this.#trained, this.#ended] = [0, this.#trained];
    // The notices announce a new model and a diverged one.
    if (this.#ended !== model || phase === 'diverged') this.#ended = 0;
    if (!score?.value || !status) return;
    const final = this.#ended > 0 && !store.pending && score.step === status.step;
    const now = performance.now();
    if (!final && !(training && now - this.#announced > ANNOUNCE_INTERVAL_MS)) return;
    this.#announced = now;
    this.#ended = 0;
    const { meanLoss, accuracy } = score.value;
    this.announcement = this.t(final ? 'play.announcedPause' : 'play.announcement', {
      epoch: this.t.format.integer(status.epoch),
      loss: this.t.format.loss(meanLoss),
      accuracy: this.t.format.percent(accuracy),
    });
  }

  render() {
    const { store, t } = this;
    if (!store) return nothing;
    return html`
      <div class="bar" role="group" aria-label=${t('play.controls')}>
        <div class="buttons" @keydown=${this.#onKey}>${this.#renderTrain()}${this.#renderStep()}
          <button type="button" ?disabled=${!store.info && !store.failure} title=${t('play.resetHelp')} @click=${() => store.reset()}>${t('play.reset')}</button>
        </div>
        ${store.shows('pace') ? this.#renderSpeed() : nothing} ${this.#renderProgress()}
      </div>
      ${notComputed(this._state, t)} ${this.refused ? html`<p class="error" role="alert">${t.failure(this.refused)}</p>` : nothing}
      <span class="visually-hidden" aria-live="polite">${this.announcement}</span>
    `;
  }

  /** A button fires at every repeat of Enter while it is held down. @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.repeat && event.key === 'Enter') event.preventDefault();
  }

  #renderTrain() {
    const { requiredStore: store, t } = this;
    const pause = html`<svg viewBox="0 0 10 10" aria-hidden="true"><path d="M1 0h3v10H1zM6 0h3v10H6z" /></svg>`;
    const play = html`<svg viewBox="0 0 10 10" aria-hidden="true"><path d="M1 0v10l9-5z" /></svg>`;
    return html`<button
      type="button"
      class="primary train"
      ?disabled=${!store.canTrain && !store.training}
      title=${t('play.trainHelp')}
      @click=${() => store.toggle()}
    >${store.training ? pause : play}${t(store.training ? 'play.pause' : 'play.train')}</button>`;
  }

  #renderStep() {
    const { requiredStore: store, t } = this;
    const { batchSize, truncate, unit } = store.settings;
    const names = /** @type {const} */ ({
      token: `play.units.${unit}`,
      window: batchSize === 1 && truncate === 0 ? 'play.units.sentence' : 'play.units.update',
      epoch: 'play.units.epoch',
    });
    return html`<span class="step">
      <button type="button" ?disabled=${!store.canTrain} title=${t('play.stepHelp')} @click=${() => this.step()}>${t('play.step')}</button>
      <select
        aria-label=${t('play.stepUnit')}
        .value=${this.unit}
        @change=${(/** @type {Event} */ event) => {
          this.chosenUnit = /** @type {keyof typeof names} */ (/** @type {HTMLSelectElement} */ (event.target).value);
        }}
      >
        ${Object.entries(names).map(([unit, name]) => html`<option value=${unit} .selected=${unit === this.unit}>${t(name)}</option>`)}
      </select>
    </span>`;
  }

  #renderSpeed() {
    const { requiredStore: store, t } = this;
    const { pace, paceUnit } = store.settings;
    // An epoch of a long text takes longer than any of these: there updates are counted.
    const choices = PACES.map((count) => `${count} ${store.long ? 'step' : 'epoch'}`);
    if (!store.long) choices.push('1 step');
    // So many epochs a second are as fast as possible where one takes longer.
    const isFull = pace === 0 || (store.long && paceUnit === 'epoch');
    const now = isFull ? choices[0] : `${pace} ${paceUnit}`;
    if (!choices.includes(now)) choices.push(now);
    return html`<label class="speed">
      <span>${t('play.speed')}</span>
      <select aria-label=${t('play.speed')} @change=${this.#onSpeed}>
        ${choices.map((choice) => {
          const [count, unit] = /** @type {[string, 'step' | 'epoch']} */ (choice.split(' '));
          const words = count === '0' ? t('play.fullSpeed') : t(`play.pace.${unit}`, { count: Number(count) });
          return html`<option value=${choice} .selected=${choice === now}>${words}</option>`;
        })}
      </select>
    </label>`;
  }

  /** @param {Event} event */
  #onSpeed(event) {
    const [pace, paceUnit] = /** @type {HTMLSelectElement} */ (event.target).value.split(' ');
    this.requiredStore.setSettings({ pace, paceUnit });
  }

  /** One of a long text takes minutes: there it is counted with its fraction. @param {import('../../engine/types.js').Status} status */
  #epochOf({ epoch, tokensSeen }) {
    const { format } = this.t;
    const tokens = this.requiredStore.data?.long?.trainingTokens;
    return tokens ? format.number(tokensSeen / tokens, 2) : format.integer(epoch);
  }

  #renderProgress() {
    const { requiredStore: store, t } = this;
    const { status } = store;
    const score = store.view('bar/score')?.value;
    const entry = (/** @type {string} */ term, /** @type {string} */ value) =>
      html`<div><dt>${term}</dt><dd class="number">${value}</dd></div>`;
    return html`<dl class="progress">
      ${entry(t('play.epoch'), status ? this.#epochOf(status) : '–')}
      ${entry(t('play.meanLoss'), score ? t.format.loss(score.meanLoss) : '–')}
      ${entry(t('play.accuracy'), score ? t.format.percent(score.accuracy) : '–')}
    </dl>`;
  }

  /** What one step is: an epoch, unless that takes seconds. @returns {'token' | 'window' | 'epoch'} */
  get unit() {
    return this.chosenUnit ?? (this.store?.long ? 'window' : 'epoch');
  }

  /** Makes one step of the chosen unit. */
  async step() {
    this.refused = null;
    try {
      if (this.requiredStore.canTrain) await this.requiredStore.step(this.unit);
    } catch (error) {
      this.#refusedModel = this.requiredStore.modelVersion;
      this.refused = /** @type {Error} */ (error);
    }
  }
}
