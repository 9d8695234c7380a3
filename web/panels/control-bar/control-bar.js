import { css, html, nothing } from 'lit';
import { StoreElement } from '../shared/store-element.js';

/** Choices of the speed control, [number, unit] per second; 0 = as fast as it goes. */
const paces = /** @type {const} */ ([
  [0, 'epoch'],
  [100, 'epoch'],
  [30, 'epoch'],
  [10, 'epoch'],
  [3, 'epoch'],
  [1, 'epoch'],
  [1, 'step'],
]);

/** A screen reader hears how the training stands this often, not at every change. */
const ANNOUNCE_INTERVAL_MS = 5000;

/** Train, step, reset, speed; and how far it is. Stays in sight. */
export class ControlBar extends StoreElement {
  static properties = { unit: { state: true }, announcement: { state: true } };

  static styles = [
    ...StoreElement.styles,
    css`
      :host {
        container-type: inline-size;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-2) var(--rnn-space-4);
        align-items: center;
      }
      .buttons {
        display: flex;
        gap: var(--rnn-space-2);
        align-items: center;
      }
      button {
        white-space: nowrap;
      }
      .train {
        min-width: 7.5em;
        min-height: calc(var(--rnn-target) + 8px);
        font-size: var(--rnn-text-l);
      }
      .train svg {
        width: 0.8em;
        height: 0.8em;
        margin-inline-end: 0.35em;
        fill: currentcolor;
      }
      .step {
        display: inline-flex;
      }
      .step button {
        border-start-end-radius: 0;
        border-end-end-radius: 0;
        border-inline-end: 0;
      }
      .step select {
        border-start-start-radius: 0;
        border-end-start-radius: 0;
        width: auto;
        field-sizing: content;
        color: var(--rnn-muted);
      }
      .speed {
        display: inline-flex;
        align-items: center;
        gap: var(--rnn-space-2);
        font-size: var(--rnn-text-s);
        color: var(--rnn-muted);
      }
      .speed select {
        field-sizing: content;
      }
      .progress {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--rnn-space-5);
        margin-inline-start: auto;
      }
      .progress div {
        display: grid;
        justify-items: end;
      }
      dt {
        font-size: var(--rnn-text-xs);
        color: var(--rnn-muted);
        line-height: 1.3;
      }
      dd {
        font-size: var(--rnn-text-l);
        line-height: 1.3;
        min-width: 3.2em;
        text-align: end;
      }
      @container (width <= 640px) {
        .buttons {
          width: 100%;
          flex-wrap: wrap;
        }
        .train {
          flex: 1;
          min-width: 5.5em;
        }
        .bar {
          gap: var(--rnn-space-2) var(--rnn-space-3);
        }
        .speed span {
          display: none;
        }
        .speed select {
          font-size: var(--rnn-text-s);
          min-height: 2rem;
        }
        .progress {
          flex: 1;
          justify-content: space-between;
          gap: 0 var(--rnn-space-2);
          font-size: var(--rnn-text-s);
        }
        .progress div {
          justify-items: start;
          display: flex;
          gap: 0.4em;
          align-items: baseline;
        }
        dd {
          font-size: var(--rnn-text-s);
          text-align: start;
          min-width: 0;
        }
      }
    `,
  ];

  /** When the standing was last announced, ms. */
  #announced = 0;
  /** The network whose training was under way at the last render; 0: none. */
  #trained = 0;
  /** The network whose training has ended and whose final figures are still to be announced; 0: none. */
  #ended = 0;

  constructor() {
    super();
    /** @type {'token' | 'window' | 'epoch'} */
    this.unit = 'epoch';
    this.announcement = '';
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
      pace: settings.pace,
      paceUnit: settings.paceUnit,
      score: store.view('bar/score'),
    };
  }

  views() {
    return { 'bar/score': this.store?.info ? { call: 'evaluate', args: { which: 'training' } } : null };
  }

  updated() {
    const { store } = this;
    if (!store) return;
    this.#announce(store);
  }

  /**
   * Tells a screen reader how the training stands, now and then while it goes on and once when it has ended.
   * @param {import('../shared/store-element.js').Store} store
   */
  #announce(store) {
    const { training, modelVersion: model, status, phase } = store;
    const score = store.view('bar/score');
    if (training) [this.#trained, this.#ended] = [model, 0];
    else if (this.#trained) [this.#trained, this.#ended] = [0, this.#trained];
    // A new network, or a loss that is no number, has been announced by the notices.
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
      right: this.t.format.percent(accuracy),
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
        ${this.#renderSpeed()} ${this.#renderProgress()}
      </div>
      <span class="visually-hidden" aria-live="polite">${this.announcement}</span>
    `;
  }

  /** Enter held down on a button would press it thirty times a second. @param {KeyboardEvent} event */
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
    const names = {
      token: `play.units.${unit}`,
      window: batchSize === 1 && truncate === 0 ? 'play.units.sentence' : 'play.units.update',
      epoch: 'play.units.epoch',
    };
    return html`<span class="step">
      <button type="button" ?disabled=${!store.canTrain} title=${t('play.stepHelp')} @click=${() => this.step()}>${t('play.step')}</button>
      <select
        aria-label=${t('play.stepUnit')}
        .value=${this.unit}
        @change=${(/** @type {Event} */ event) => {
          this.unit = /** @type {keyof typeof names} */ (/** @type {HTMLSelectElement} */ (event.target).value);
        }}
      >
        ${Object.entries(names).map(([unit, name]) => html`<option value=${unit} ?selected=${unit === this.unit}>${t(name)}</option>`)}
      </select>
    </span>`;
  }

  #renderSpeed() {
    const { requiredStore: store, t } = this;
    const { pace, paceUnit } = store.settings;
    const now = pace === 0 ? '0 epoch' : `${pace} ${paceUnit}`;
    const choices = paces.map(([count, unit]) => `${count} ${unit}`);
    if (!choices.includes(now)) choices.push(now);
    return html`<label class="speed">
      <span>${t('play.speed')}</span>
      <select aria-label=${t('play.speed')} @change=${this.#onSpeed}>
        ${choices.map((choice) => {
          const [count, unit] = choice.split(' ');
          const words = count === '0' ? t('play.fullSpeed') : t(`play.pace.${unit}`, { count: Number(count) });
          return html`<option value=${choice} ?selected=${choice === now}>${words}</option>`;
        })}
      </select>
    </label>`;
  }

  /** @param {Event} event */
  #onSpeed(event) {
    const [pace, paceUnit] = /** @type {HTMLSelectElement} */ (event.target).value.split(' ');
    this.requiredStore.setSettings({ pace, paceUnit });
  }

  #renderProgress() {
    const { requiredStore: store, t } = this;
    const { status } = store;
    const score = store.view('bar/score')?.value;
    const entry = (/** @type {string} */ term, /** @type {string} */ value) =>
      html`<div><dt>${term}</dt><dd class="number">${value}</dd></div>`;
    return html`<dl class="progress">
      ${entry(t('play.epoch'), status ? t.format.integer(status.epoch) : '–')}
      ${entry(t('play.meanLoss'), score ? t.format.loss(score.meanLoss) : '–')}
      ${entry(t('play.right'), score ? t.format.percent(score.accuracy) : '–')}
    </dl>`;
  }

  /** One step of the chosen unit: for the button and for the page's arrow key. */
  step() {
    if (this.requiredStore.canTrain) this.requiredStore.step(this.unit);
  }
}
