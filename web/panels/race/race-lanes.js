import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { applies, settingsTable } from '../../state/settings.js';
import { RnnElement } from '../../ui/element.js';
import { choiceName, settingLabel } from '../shared/setting-words.js';
import { addable, MIN_LANES, laneSettings, letters, parseLanes, MAX_LANES, alternativeValue } from './lane-settings.js';
import { openMenu } from '../../ui/menu-select.js';

/**
 * @typedef {import('./lane-settings.js').Difference} Difference
 * @typedef {import('./lane-settings.js').Differences} Differences
 * @typedef {import('../../state/settings.js').SettingName} SettingName
 */

/**
 * The form for the lanes of a race, each with its differences from the page's settings. A controlled component: it shows the
 * lanes it is given and fires an event with the changed ones.
 *
 * @fires lanes-change detail: {lanes: Differences[]}
 * @fires lanes-submit Enter was pressed in a field
 */
export class RaceLanes extends RnnElement {
  static properties = {
    t: { attribute: false },
    lanes: { attribute: false },
    settings: { attribute: false },
    disabled: { type: Boolean },
    typing: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr));
        gap: var(--rnn-space-3);
        align-items: start;
      }
      fieldset {
        border-inline-start: 3px solid var(--rnn-line);
        padding-inline-start: var(--rnn-space-3);
        display: grid;
        gap: var(--rnn-space-2);
      }
      legend {
        display: flex;
        width: 100%;
        gap: var(--rnn-space-3);
        align-items: center;
        justify-content: space-between;
        font-size: var(--rnn-text-s);
        font-weight: 600;
        min-height: var(--rnn-target);
      }
      legend button {
        font-weight: 400;
      }
      ul {
        display: grid;
        gap: var(--rnn-space-2);
      }
      .value {
        display: flex;
        gap: var(--rnn-space-1);
      }
      .value :is(select, input) {
        flex: 1;
        min-width: 0;
      }
      .value button {
        padding-inline: var(--rnn-space-2);
        min-width: var(--rnn-target);
      }
      .add {
        width: 100%;
        color: var(--rnn-muted);
      }
      .another {
        justify-self: start;
        align-self: center;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {readonly Differences[]} */
    this.lanes = [];
    /** @type {import('../../state/settings.js').Settings | undefined} of the page */
    this.settings = undefined;
    this.disabled = false;
    /** Id of the field being typed in: its error is not shown before it is left. */
    this.typing = '';
  }

  /** The translator, in code that runs only once it is set. */
  get #words() {
    return /** @type {import('../../i18n/index.js').Translator} */ (this.t);
  }

  get #page() {
    return /** @type {import('../../state/settings.js').Settings} */ (this.settings);
  }

  render() {
    if (!this.t || !this.settings) return nothing;
    const { errors } = parseLanes(this.lanes, this.settings);
    return html`
      ${this.lanes.map((lane, i) => this.#renderLane(lane, i, errors[i]))}
      ${
        this.lanes.length < MAX_LANES
          ? html`<button type="button" class="another" ?disabled=${this.disabled} @click=${this.#addLane}>${this.t('race.addLane')}</button>`
          : nothing
      }
    `;
  }

  /** @param {Differences} lane @param {number} i @param {readonly (import('../../state/parse.js').SettingError | null)[]} errors */
  #renderLane(lane, i, errors) {
    const t = this.#words;
    const letter = letters[i];
    return html`<fieldset ?disabled=${this.disabled}>
      <legend>
        ${t('race.laneName', { letter })}
        ${
          this.lanes.length > MIN_LANES
            ? html`<button type="button" class="link small" aria-label=${t('race.removeLaneName', { letter })} @click=${() => this.#removeLane(i)}>${t('race.removeLane')}</button>`
            : nothing
        }
      </legend>
      ${lane.length === 0 ? html`<p class="small muted">${t('race.asOnPage')}</p>` : nothing}
      <ul>
        ${repeat(
          lane,
          ({ name }) => name,
          (difference, k) => this.#renderDifference(difference, i, k, errors[k]),
        )}
      </ul>
      <select class="add" aria-label=${t('race.addTo', { letter })} .value=${live('')} @keydown=${openMenu} @change=${(/** @type {any} */ event) => this.#add(i, event.target.value)}>
        <option value="">${t('race.add')}</option>
        ${addable(lane, this.#page).map((name) => html`<option value=${name}>${settingLabel(t, name)}</option>`)}
      </select>
    </fieldset>`;
  }

  /** @param {Difference} difference @param {number} i @param {number} k @param {import('../../state/parse.js').SettingError | null} error */
  #renderDifference(difference, i, k, error) {
    const t = this.#words;
    const { name } = difference;
    const id = `${letters[i]}-${name}`;
    const shown = this.typing === id ? null : error;
    const idle = !applies(name, laneSettings(this.lanes[i], this.#page));
    const setting = settingLabel(t, name);
    return html`<li class="field">
      <label for=${id}>${setting}</label>
      <span class="value">
        ${this.#renderControl(difference, i, k, shown !== null)}
        <button type="button" class="quiet" aria-label=${t('race.remove', { setting, letter: letters[i] })} @click=${() => this.#remove(i, k)}>✕</button>
      </span>
      ${shown ? html`<p class="error" id="${id}-error" role="alert">${t.error(shown)}</p>` : nothing}
      ${idle ? html`<p class="small muted">${t('race.noEffect')}</p>` : nothing}
    </li>`;
  }

  /** @param {Difference} difference @param {number} i @param {number} k @param {boolean} invalid */
  #renderControl({ name, raw }, i, k, invalid) {
    const t = this.#words;
    const id = `${letters[i]}-${name}`;
    const { type, choices = [] } = settingsTable[name];
    if (type === 'choice' || type === 'boolean') {
      const options =
        type === 'choice'
          ? choices.map((value) => [value, choiceName(t, name, value)])
          : [
              ['true', t('play.on')],
              ['false', t('play.off')],
            ];
      return html`<select id=${id} @change=${(/** @type {any} */ event) => this.#set(i, k, event.target.value)}>
        ${options.map(([value, label]) => html`<option value=${value} .selected=${value === raw}>${label}</option>`)}
      </select>`;
    }
    const done = () => {
      this.typing = '';
    };
    return html`<input id=${id} class="number" inputmode="decimal" autocomplete="off" spellcheck="false" .value=${live(raw)}
      aria-invalid=${invalid ? 'true' : nothing} aria-describedby=${invalid ? `${id}-error` : nothing}
      @input=${(/** @type {any} */ event) => {
        this.typing = id;
        this.#set(i, k, event.target.value);
      }}
      @blur=${done}
      @keydown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        done();
        this.dispatchEvent(new Event('lanes-submit'));
      }} />`;
  }

  /** @param {readonly Differences[]} lanes @param {string} [focus] selector of the element to focus afterwards */
  async #become(lanes, focus) {
    this.lanes = lanes;
    this.dispatchEvent(new CustomEvent('lanes-change', { detail: { lanes } }));
    if (!focus) return;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(focus))?.focus();
  }

  /** @param {number} i @param {(lane: Differences) => Differences} change */
  #changed(i, change) {
    return this.lanes.map((lane, n) => (n === i ? change(lane) : lane));
  }

  /** @param {number} i @param {number} k @param {string} raw */
  #set(i, k, raw) {
    this.#become(this.#changed(i, (lane) => lane.map((one, n) => (n === k ? { ...one, raw } : one))));
  }

  /** @param {number} i @param {SettingName} name */
  #add(i, name) {
    if (!name) return;
    const raw = alternativeValue(name, this.#page[name]);
    this.#become(
      this.#changed(i, (lane) => [...lane, { name, raw }]),
      `#${letters[i]}-${name}`,
    );
  }

  /** @param {number} i @param {number} k */
  #remove(i, k) {
    this.#become(
      this.#changed(i, (lane) => lane.filter((_, n) => n !== k)),
      `fieldset:nth-of-type(${i + 1}) .add`,
    );
  }

  #addLane() {
    this.#become([...this.lanes, []], `fieldset:nth-of-type(${this.lanes.length + 1}) .add`);
  }

  /** @param {number} i */
  #removeLane(i) {
    this.#become(
      this.lanes.filter((_, n) => n !== i),
      '.another',
    );
  }

  /** Moves the focus to the first invalid field. */
  focusRefused() {
    this.typing = '';
    this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('[aria-invalid=true]'))?.focus(),
    );
  }
}
