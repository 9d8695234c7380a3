import { css, html, nothing } from 'lit';
import { LineChart } from '../../charts/line-chart.js';
import { Race } from '../../state/race.js';
import { settingsTable } from '../../state/settings.js';
import { PanelElement } from '../panel.js';
import { cellEntrants, comparableNow, rivalOf, twoEntrants } from './lane-settings.js';
import { RaceTable } from './race-table.js';

/** @typedef {import('../../state/settings.js').SettingName} SettingName */

const mostSteps = 1e7;
const mostSeconds = 600;

/** The same text, seed and budget for RNN, GRU and LSTM, or for two values of a setting, trained side by side. */
export class RacePanel extends PanelElement {
  static id = 'race';

  static parts = { 'rnn-line-chart': LineChart, 'rnn-race-table': RaceTable };

  static properties = {
    about: { state: true },
    values: { state: true },
    amount: { state: true },
    budget: { state: true },
    race: { state: true },
  };

  static styles = [
    ...PanelElement.styles,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-3);
        align-items: end;
        margin-bottom: var(--rnn-space-4);
      }
      .value {
        width: 9rem;
      }
      .value input,
      .value select {
        width: 100%;
      }
      .amount {
        width: 6rem;
      }
      .error {
        max-width: 16rem;
      }
      rnn-race-table {
        margin-top: var(--rnn-space-4);
      }
    `,
  ];

  /** @type {import('./lane-settings.js').Entrant[]} */
  #entrants = [];
  #limitError = '';

  constructor() {
    super();
    /** @type {'cells' | SettingName} */
    this.about = 'cells';
    /** @type {[string, string]} */
    this.values = ['', ''];
    this.amount = '2000';
    /** @type {'steps' | 'seconds'} */
    this.budget = 'steps';
    /** @type {Race | null} */
    this.race = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.race?.dispose();
    this.race = null;
  }

  /** @param {import('../panel.js').Store} store */
  select(store) {
    const { data, settings, model } = store;
    return { data, settings, model };
  }

  /** Starts the race as the form stands. */
  async start() {
    const { model: store } = this;
    const limit = this.#limit();
    const { entrants } = this.#lineUp();
    if (!limit || entrants.length === 0 || !store.data) return this.requestUpdate();
    store.pause();
    this.race?.dispose();
    this.#entrants = entrants;
    const race = new Race({ createClient: store.createClient, data: store.data, lanes: entrants });
    race.addEventListener('change', () => this.requestUpdate());
    this.race = race;
    await race.run(limit);
    this.report('race');
  }

  #lineUp() {
    const { settings } = this.model;
    if (this.about === 'cells') return { entrants: cellEntrants(settings), errors: [null, null] };
    return twoEntrants(settings, this.about, this.values);
  }

  /** @returns {{steps: number} | {seconds: number} | null} null and a sentence if the amount makes no sense */
  #limit() {
    const most = this.budget === 'steps' ? mostSteps : mostSeconds;
    const amount = Number(this.amount);
    const sensible = amount > 0 && amount <= most && (this.budget === 'seconds' || Number.isInteger(amount));
    this.#limitError = sensible
      ? ''
      : this.t(`race.badAmount.${this.budget}`, { value: this.amount, most: this.t.format.integer(most) });
    if (!sensible) return null;
    return this.budget === 'steps' ? { steps: amount } : { seconds: amount };
  }

  renderBody() {
    const { t, race } = this;
    return html`
      ${this.#renderForm()}
      ${race ? this.#renderRace(race) : html`<p class="muted">${t('race.empty')}</p>`}
    `;
  }

  #renderForm() {
    const { t, model: store, race } = this;
    const names = comparableNow(store.settings);
    const running = race?.running ?? false;
    return html`<form @submit=${this.#onSubmit}>
      <div class="field">
        <label for="about">${t('race.about')}</label>
        <select id="about" ?disabled=${running} @change=${this.#onAbout}>
          <option value="cells" ?selected=${this.about === 'cells'}>${t('race.cells')}</option>
          ${names.map((name) => html`<option value=${name} ?selected=${this.about === name}>${t('race.two', { setting: t(`settings.${name}.label`) })}</option>`)}
        </select>
      </div>
      ${this.about === 'cells' ? nothing : [0, 1].map((i) => this.#renderValue(i))}
      <div class="field">
        <label for="amount">${t('race.length')}</label>
        <input id="amount" class="amount number" inputmode="decimal" autocomplete="off" .value=${this.amount}
          ?disabled=${running} aria-invalid=${this.#limitError ? 'true' : nothing}
          aria-describedby=${this.#limitError ? 'limit-error' : nothing}
          @input=${(/** @type {any} */ event) => (this.amount = event.target.value)} />
        ${this.#limitError ? html`<p class="error" id="limit-error" role="alert">${this.#limitError}</p>` : nothing}
      </div>
      <div class="field">
        <label for="budget">${t('race.budget')}</label>
        <select id="budget" ?disabled=${running} @change=${this.#onBudget}>
          ${['steps', 'seconds'].map((unit) => html`<option value=${unit} ?selected=${this.budget === unit}>${t(`race.${unit}`)}</option>`)}
        </select>
      </div>
      ${
        running
          ? html`<button type="button" @click=${() => race?.stop()}>${t('race.stop')}</button>`
          : html`<button class="primary" ?disabled=${!store.data || !store.info}>${t(race ? 'race.again' : 'race.start')}</button>`
      }
    </form>`;
  }

  /** @param {number} i */
  #renderValue(i) {
    const { t } = this;
    const name = /** @type {SettingName} */ (this.about);
    const error = this.#lineUp().errors[i];
    return html`<div class="field value">
      <label for="value-${i}">${t('race.value', { lane: 'AB'[i] })}</label>
      ${this.#renderControl(i, error !== null)}
      ${error ? html`<p class="error" id="error-${i}" role="alert">${t.error({ ...error, setting: name })}</p>` : nothing}
    </div>`;
  }

  /** @param {number} i @param {boolean} invalid */
  #renderControl(i, invalid) {
    const name = /** @type {SettingName} */ (this.about);
    const choices = this.#choices(name);
    const take = (/** @type {any} */ event) => {
      this.values = /** @type {[string, string]} */ (this.values.map((old, k) => (k === i ? event.target.value : old)));
    };
    if (choices) {
      return html`<select id="value-${i}" @change=${take}>
        ${choices.map(({ value, label }) => html`<option value=${value} ?selected=${this.values[i] === value}>${label}</option>`)}
      </select>`;
    }
    return html`<input id="value-${i}" class="number" inputmode="decimal" autocomplete="off" .value=${this.values[i]}
      aria-invalid=${invalid ? 'true' : nothing} aria-describedby=${invalid ? `error-${i}` : nothing} @input=${take} />`;
  }

  /** @param {SettingName} name */
  #choices(name) {
    const { t } = this;
    const setting = settingsTable[name];
    if (setting.type === 'boolean')
      return ['true', 'false'].map((value) => ({ value, label: t(value === 'true' ? 'play.on' : 'play.off') }));
    if (setting.type !== 'choice') return null;
    return setting.choices.map((value) => ({ value, label: t(`settings.${name}.choices.${value}`) }));
  }

  /** @param {Race} race */
  #renderRace(race) {
    const { t } = this;
    const { guessingLoss: guessing } = this.model;
    return html`
      <rnn-line-chart
        .t=${t}
        .series=${race.lanes.map((lane, i) => ({
          id: lane.id,
          label: this.#laneName(i),
          x: lane.history.step,
          y: lane.history.trainingLoss,
          colour: this.#entrants[i].colour,
          dash: this.#entrants[i].dash,
        }))}
        .guides=${[{ y: guessing, label: t('loss.guessing', { size: race.data.vocabulary.size, loss: t.format.loss(guessing) }) }]}
        .logarithmic=${this.model.settings.lossScale === 'logarithmic'}
        .xLabel=${t('race.steps')}
        .formatX=${t.format.compact}
        .formatY=${t.format.loss}
        .label=${t('race.chart')}
        .height=${240}
      ></rnn-line-chart>
      <rnn-race-table
        .t=${t}
        .race=${race}
        .lanes=${race.lanes.map((lane, i) => ({ lane, name: this.#laneName(i), version: lane.history.version }))}
      ></rnn-race-table>
    `;
  }

  /** @param {number} i */
  #laneName(i) {
    const { t } = this;
    const { settings, id } = this.#entrants[i];
    if (id in { rnn: 1, gru: 1, lstm: 1 }) return t(`settings.cell.choices.${id}`);
    const name = /** @type {SettingName} */ (this.about);
    const value = settings[name];
    const words = this.#choices(name)?.find((choice) => choice.value === String(value))?.label;
    return `${id}: ${words ?? t.format.rate(Number(value))}`;
  }

  /** @param {Event} event */
  #onSubmit(event) {
    event.preventDefault();
    this.start();
  }

  /** @param {any} event */
  #onAbout(event) {
    this.about = event.target.value;
    this.race?.dispose();
    this.race = null;
    if (this.about === 'cells') return;
    const now = this.model.settings[this.about];
    this.values = [String(now), rivalOf(this.about, now)];
  }

  /** @param {any} event */
  #onBudget(event) {
    this.budget = event.target.value;
    this.amount = this.budget === 'steps' ? '2000' : '5';
  }
}
