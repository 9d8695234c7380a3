import { css, html, nothing } from 'lit';
import { settingNames, settingsTable } from '../../state/settings.js';
import { isChosen } from '../../state/choose.js';
import { settingLabel, valueInWords } from '../shared/setting-words.js';
import { SettingField } from '../shared/setting-field.js';
import { StoreElement } from '../shared/store-element.js';

/** @typedef {import('../../state/settings.js').SettingName} SettingName */

/** @type {SettingName[]} Always in sight; everything else is one press away. */
const quick = ['cell', 'activation', 'hiddenSize', 'optimizer', 'learningRate', 'seed'];

/** The full form, group by group. What other panels own (temperature, scale of the chart …) is not repeated here. */
const groups = /** @type {const} */ (['network', 'training', 'optimizer', 'text']);

/** @param {import('../../state/settings.js').Group} group @returns {group is (typeof groups)[number]} */
const isInForm = (group) => groups.some((one) => one === group);
/** @type {Set<SettingName>} */
const elsewhere = new Set(['text', 'pace', 'paceUnit', ...quick]);

/** The settings: one compact row, why they were chosen, what was set beside them, and a form behind it. */
export class SettingsForm extends StoreElement {
  static dependencies = { 'rnn-setting-field': SettingField };

  static properties = { open: { state: true } };

  static styles = [
    ...StoreElement.styles,
    css`
      :host {
        container-type: inline-size;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-2) var(--rnn-space-5);
        align-items: start;
      }
      /* Whether there is room for the fields is known to the page around: in a column of their own there is. */
      .brief {
        display: var(--rnn-brief, none);
        font-size: var(--rnn-text-s);
      }
      @container (width <= 560px) {
        .row:not(.open) .more {
          margin: 0;
          padding: 0;
          width: 100%;
          justify-content: space-between;
        }
      }
      .row rnn-setting-field {
        max-width: 16rem;
      }
      .row:not(.open) rnn-setting-field {
        display: var(--rnn-quick-fields, block);
      }
      .more {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--rnn-space-4);
        align-items: center;
        flex: 1 1 auto;
        justify-content: end;
        padding-top: calc(var(--rnn-text-xs) * 1.5 + 2px);
        font-size: var(--rnn-text-s);
      }
      .more > span {
        margin-inline-end: auto;
      }
      .more button,
      .brief span {
        white-space: nowrap;
      }
      .changed {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--rnn-space-4);
        margin-top: var(--rnn-space-2);
        font-size: var(--rnn-text-s);
      }
      .form {
        border-top: 1px solid var(--rnn-line);
        margin-top: var(--rnn-space-3);
        padding-top: var(--rnn-space-4);
      }
      fieldset {
        margin-bottom: var(--rnn-space-4);
      }
      legend {
        font-weight: 600;
        font-size: var(--rnn-text-s);
        margin-bottom: var(--rnn-space-2);
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr));
        gap: var(--rnn-space-3) var(--rnn-space-4);
      }
    `,
  ];

  constructor() {
    super();
    this.open = false;
  }

  /** @param {import('../shared/store-element.js').Store} store */
  select(store) {
    return { settings: store.settings, given: store.given, errors: store.errors, info: store.info };
  }

  /** A value refused in a link or an attribute must be seen where it can be mended. */
  willUpdate() {
    const errors = this.store?.errors ?? {};
    if (errors !== this.#errors && this.#folded.some((name) => errors[name] !== undefined)) this.open = true;
    this.#errors = errors;
  }

  /** @type {object} */
  #errors = {};

  /** What stands only in the form that unfolds. */
  get #folded() {
    return settingNames.filter((name) => isInForm(settingsTable[name].group) && !elsewhere.has(name));
  }

  render() {
    const { store, t } = this;
    if (!store) return nothing;
    return html`
      ${this.open ? nothing : html`<p class="brief">${this.#brief()}</p>`}
      <div class="row ${this.open || this.#anyRefused ? 'open' : ''}">
        ${quick.filter((name) => store.shows(name)).map((name) => this.#renderField(name, false))}
        <div class="more">
          ${store.info ? html`<span class="muted number">${t('play.parameters', { count: store.info.parameterCount })}</span>` : nothing}
          <button type="button" aria-expanded=${this.open ? 'true' : 'false'} aria-controls="form" @click=${this.#toggle}>
            ${t('play.allSettings')} <span aria-hidden="true">${this.open ? '▴' : '▾'}</span>
          </button>
        </div>
      </div>
      ${this.#renderChanged()}
      <form id="form" class="form" ?hidden=${!this.open} @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
        ${this.open ? groups.map((group) => this.#renderGroup(group)) : nothing}
      </form>
    `;
  }

  /** The quick settings in a line, for where there is no room for their fields. */
  #brief() {
    const { t, requiredStore: model } = this;
    const names = quick.filter((name) => model.shows(name));
    return names.map((name, i) => {
      const value = valueInWords(t, name, model.settings[name]);
      const words =
        settingsTable[name].type === 'choice' ? value : t('play.brief', { label: settingLabel(t, name), value });
      return html`${i > 0 ? ' · ' : ''}<span>${words}</span>`;
    });
  }

  get #anyRefused() {
    return quick.some((name) => this.requiredStore.errors[name] !== undefined);
  }

  /** @param {SettingName} name @param {boolean} explained */
  #renderField(name, explained) {
    return html`<rnn-setting-field .store=${this.store} .name=${name} ?compact=${!explained}></rnn-setting-field>`;
  }

  /** Why the network is as it is, and what was set in the folded form. */
  #renderChanged() {
    const { t, requiredStore: model } = this;
    const set = this.#folded.filter((name) => model.shows(name) && name in model.given);
    const chosen = model.chosen.has('cell') && model.chosen.has('hiddenSize');
    return html`<p class="changed muted">
      ${chosen ? html`<span class="why">${t(`play.choice.${model.choiceReason}`)}</span>` : nothing}
      ${
        this.open
          ? nothing
          : set.map(
              (name) =>
                html`<span>${t('play.changed', { label: settingLabel(t, name), value: valueInWords(t, name, model.settings[name]) })}</span>`,
            )
      }
      ${
        this.#releasable.length > 0
          ? html`<button type="button" class="link" @click=${this.#release}>${t('play.chooseAgain')}</button>`
          : nothing
      }
    </p>`;
  }

  /** Settings of network and training that were set, and could be chosen from the text instead. */
  get #releasable() {
    const { requiredStore: model } = this;
    return Object.keys(model.given).filter((name) => isChosen(name) && model.shows(name));
  }

  #release() {
    this.requiredStore.setSettings(Object.fromEntries(this.#releasable.map((name) => [name, null])));
  }

  /** @param {(typeof groups)[number]} group */
  #renderGroup(group) {
    const names = this.#folded.filter((name) => settingsTable[name].group === group && this.requiredStore.shows(name));
    if (names.length === 0) return nothing;
    return html`<fieldset>
      <legend>${this.t(`play.groups.${group}`)}</legend>
      <div class="fields">${names.map((name) => this.#renderField(name, true))}</div>
    </fieldset>`;
  }

  #toggle() {
    this.open = !this.open;
  }
}
