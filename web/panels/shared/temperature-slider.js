import { css, html, nothing } from 'lit';
import { settingsTable } from '../../state/settings.js';
import { LaterHelp } from './later-help.js';
import { settingHelp } from './setting-words.js';
import { StoreElement } from './store-element.js';

/** Of the slider; extended to a temperature outside it that comes from a link. */
const RANGE = { min: 0.1, max: 3, step: 0.1 };

/**
 * The setting `temperature` as a slider beside the bars it changes. All of them show the same setting.
 */
export class TemperatureSlider extends StoreElement {
  static styles = [
    ...StoreElement.styles,
    css`
      .temperature {
        display: grid;
        grid-template-columns: max-content minmax(4rem, 12rem) 3.5em max-content;
        gap: var(--rnn-space-2);
        align-items: center;
        min-height: var(--rnn-target);
        font-size: var(--rnn-text-s);
      }
      input {
        width: 100%;
        min-height: var(--rnn-target);
      }
      output {
        text-align: start;
      }
    `,
  ];

  constructor() {
    super();
    new LaterHelp(this);
  }

  /** The latest value from this slider: an older one from the store must not move it back while it is dragged. */
  #shownValue = Number.NaN;

  /** @param {import('./store-element.js').Store} store */
  select({ settings: { temperature } }) {
    return { temperature };
  }

  render() {
    const { store, t } = this;
    if (!store) return nothing;
    const { temperature } = store.settings;
    const written = t.format.rate(temperature);
    return html`<div class="temperature" title=${settingHelp(t, 'temperature') ?? nothing}>
      <label for="temperature">${t('settings.temperature.label')}</label>
      <input
        id="temperature"
        type="range"
        min=${Math.min(RANGE.min, temperature)}
        max=${Math.max(RANGE.max, temperature)}
        step=${RANGE.step}
        aria-valuetext=${`T = ${written}`}
        @input=${this.#onInput}
      />
      <output class="number" for="temperature">T = ${written}</output>
      ${
        temperature === settingsTable.temperature.default
          ? nothing
          : html`<button type="button" class="link small" @click=${this.#reset}>${t('writing.temperatureReset')}</button>`
      }
    </div>`;
  }

  updated() {
    const temperature = this.store?.settings.temperature;
    if (temperature === undefined || temperature === this.#shownValue) return;
    this.#shownValue = temperature;
    /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('input')).value = String(temperature);
  }

  /** @param {Event} event */
  #onInput({ target }) {
    // 0.1 * 3 is not 0.3.
    const value = Number(Number(/** @type {HTMLInputElement} */ (target).value).toPrecision(4));
    this.#shownValue = value;
    this.requiredStore.setSetting('temperature', value);
  }

  #reset() {
    this.requiredStore.setSetting('temperature', settingsTable.temperature.default);
  }
}
