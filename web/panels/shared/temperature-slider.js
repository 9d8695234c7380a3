import { css, html, nothing } from 'lit';
import { settingsTable } from '../../state/settings.js';
import { StoreElement } from './store-element.js';

/** Of the slider; a temperature from a link may lie beyond its end, which then moves there. */
const range = { min: 0.1, max: 3, step: 0.1 };

/**
 * The temperature, beside the bars it changes: the same setting wherever it stands, so that all bars and tables follow at once.
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

  /** What this slider has said last: the reader may have moved it on before the page has answered. */
  #said = Number.NaN;

  /** @param {import('./store-element.js').Store} store */
  select({ settings: { temperature } }) {
    return { temperature };
  }

  render() {
    const { store, t } = this;
    if (!store) return nothing;
    const { temperature } = store.settings;
    const written = t.format.rate(temperature);
    return html`<div class="temperature" title=${t('settings.temperature.help')}>
      <label for="temperature">${t('settings.temperature.label')}</label>
      <input
        id="temperature"
        type="range"
        min=${Math.min(range.min, temperature)}
        max=${Math.max(range.max, temperature)}
        step=${range.step}
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
    if (temperature === undefined || temperature === this.#said) return;
    this.#said = temperature;
    /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('input')).value = String(temperature);
  }

  /** @param {Event} event */
  #onInput({ target }) {
    // 0.1 · 3 is not 0.3 in binary.
    const value = Number(Number(/** @type {HTMLInputElement} */ (target).value).toPrecision(4));
    this.#said = value;
    this.requiredStore.setSetting('temperature', value);
  }

  #reset() {
    this.requiredStore.setSetting('temperature', settingsTable.temperature.default);
  }
}
