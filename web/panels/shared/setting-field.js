import { css, html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { isChosen } from '../../state/choose.js';
import { plainNumber } from '../../state/numerals.js';
import { settingsTable } from '../../state/settings.js';
import { LaterHelp } from './later-help.js';
import { choiceName, settingHelp, settingLabel, settingUnavailable } from './setting-words.js';
import { StoreElement } from './store-element.js';

/** @typedef {import('../../state/settings.js').SettingName} SettingName */

/**
 * The form field of one setting: label, control by type, validation error. An invalid input is kept as typed.
 */
export class SettingField extends StoreElement {
  /** What is being typed and not entered yet: rendering anew for another reason must not take it away. @type {string | undefined} */
  #typed;

  static properties = { name: {} };

  static styles = [
    ...StoreElement.styles,
    css`
      .field {
        min-width: 0;
      }
      select,
      input[type='text'] {
        width: 100%;
      }
      :host([compact]) :is(select, input[type='text']) {
        width: auto;
        field-sizing: content;
        min-width: 3.5em;
        max-width: 10em;
        border-color: transparent;
        border-bottom-color: var(--rnn-control);
        border-end-start-radius: 0;
        border-end-end-radius: 0;
        background: none;
        padding-inline: 2px;
      }
      :host([compact]) :is(select, input[type='text']):hover {
        background: var(--rnn-sunken);
      }
      .head {
        display: flex;
        gap: var(--rnn-space-2);
        align-items: baseline;
      }
      .chosen {
        font-size: var(--rnn-text-xs);
        color: var(--rnn-muted);
        min-height: 0;
        line-height: 1;
      }
      .check {
        display: flex;
        gap: var(--rnn-space-2);
        align-items: center;
        min-height: var(--rnn-target);
      }
      .help {
        font-size: var(--rnn-text-xs);
        color: var(--rnn-muted);
        line-height: 1.4;
        text-wrap: pretty;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {SettingName} of the setting in the table */
    this.name = 'learningRate';
    new LaterHelp(this);
  }

  /** @param {import('./store-element.js').Store} store */
  select(store) {
    return {
      raw: store.raw(this.name),
      chosen: store.chosen.has(this.name),
      error: store.errors[this.name],
      shown: store.shows(this.name),
    };
  }

  render() {
    const { store, name, t } = this;
    if (!store?.shows(name)) return nothing;
    const error = store.errors[name];
    const unavailable = settingUnavailable(t, name, store.raw(name));
    const described = [error ? 'error' : '', unavailable ? 'unavailable' : ''].filter(Boolean).join(' ');
    return html`
      <div class="field" title=${settingHelp(t, name) ?? nothing}>
        ${this.#renderControl(described || undefined, error !== undefined)}
        ${error ? html`<p class="error" id="error" role="alert">${t.error(error)}</p>` : nothing}
        ${unavailable ? html`<p class="help" id="unavailable" role="status">${unavailable}</p>` : nothing}
      </div>
    `;
  }

  /** @param {string | undefined} described ids @param {boolean} invalid */
  #renderControl(described, invalid) {
    const { name, t } = this;
    const setting = settingsTable[name];
    const raw = this.requiredStore.raw(name);
    const label = html`<span class="head"><label for="control">${settingLabel(t, name)}</label>${this.#renderChosen()}</span>`;
    if (setting.type === 'boolean') {
      return html`<div class="check">
        <input id="control" type="checkbox" .checked=${live(raw === true)} aria-describedby=${ifDefined(described)}
          @change=${(/** @type {Event} */ e) => this.#set(/** @type {HTMLInputElement} */ (e.target).checked)} />
        ${label}
      </div>`;
    }
    if (setting.type === 'choice') {
      return html`${label}<select id="control" .value=${live(String(raw))} aria-describedby=${ifDefined(described)} @change=${this.#onChange}>
          ${setting.choices?.map(
            (/** @type {string} */ choice) =>
              html`<option value=${choice} .selected=${choice === raw}>${choiceName(t, name, choice)}</option>`,
          )}
        </select>`;
    }
    // type=text, not number: an invalid input must be kept to be shown with its error, and 1e-3 is a valid learning rate.
    return html`${label}<input id="control" type="text" inputmode="decimal" autocomplete="off" spellcheck="false"
        class="number" .value=${live(this.#typed ?? String(raw))} aria-invalid=${invalid ? 'true' : nothing} aria-describedby=${ifDefined(described)}
        @input=${this.#onInput} @change=${this.#onChange} @blur=${this.#onBlur} @keydown=${this.#onKey} />`;
  }

  /** A mark on values chosen from the text; for a value set by hand, the button that goes back to choosing. */
  #renderChosen() {
    const { name, t, requiredStore: store } = this;
    if (!isChosen(name)) return nothing;
    if (store.chosen.has(name))
      return html`<span class="chosen" title=${t('play.chosenHelp')}>${t('play.chosen')}</span>`;
    return html`<button type="button" class="link chosen" title=${t('play.chooseHelp')} aria-label=${t('play.chooseLabel', { label: settingLabel(t, name) })} @click=${() => this.#set(null)}>↺</button>`;
  }

  /** @param {unknown} value */
  #set(value) {
    this.#typed = undefined;
    this.requiredStore.setSetting(this.name, value);
  }

  /** @param {Event} event */
  #onInput(event) {
    this.#typed = /** @type {HTMLInputElement} */ (event.target).value;
  }

  /** Nothing was entered if it left as it came: no `change` then. */
  #onBlur() {
    this.#typed = undefined;
  }

  /** @param {Event} event */
  #onChange(event) {
    this.#set(/** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value);
  }

  /** Up and Down double and halve: sizes and rates are worth trying on a logarithmic scale. @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter') this.#onChange(event);
    const factor = { ArrowUp: 2, ArrowDown: 0.5 }[event.key];
    const value = Number(plainNumber(/** @type {HTMLInputElement} */ (event.target).value));
    if (!factor || !(value > 0) || this.name === 'seed') return;
    event.preventDefault();
    const next = value * factor;
    this.#set(
      settingsTable[this.name].type === 'integer' ? Math.max(1, Math.round(next)) : Number(next.toPrecision(4)),
    );
  }
}
