import { css, html, nothing } from 'lit';
import { LineChart } from '../../charts/line-chart.js';
import { Race } from '../../state/race.js';
import { differingNames } from '../../state/earlier-runs.js';
import { plainNumber } from '../../state/numerals.js';
import { defaults } from '../../state/settings.js';
import { PanelElement } from '../shared/panel.js';
import { settingInWords, settingLabel } from '../shared/setting-words.js';
import { parseLanes, laneTemplates, looksOf } from './lane-settings.js';
import { RaceLanes } from './race-lanes.js';
import { RaceTable } from './race-table.js';

const MAX_STEPS = 1e7;
const MAX_SECONDS = 600;

/** Race: several networks trained side by side on the same text with the same budget. */
export class RacePanel extends PanelElement {
  static id = 'race';
  static drawn = true;

  static dependencies = { 'rnn-line-chart': LineChart, 'rnn-race-lanes': RaceLanes, 'rnn-race-table': RaceTable };

  static properties = {
    about: { state: true },
    lanes: { state: true },
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
      rnn-race-lanes {
        flex: 1 0 100%;
      }
      .amount {
        width: 6rem;
      }
      .error {
        max-width: 16rem;
      }
      .outdated {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-2) var(--rnn-space-4);
        align-items: center;
        margin-bottom: var(--rnn-space-3);
        text-wrap: pretty;
      }
      rnn-race-table {
        margin-top: var(--rnn-space-4);
      }
    `,
  ];

  /** @type {import('./lane-settings.js').RaceConfig[]} */
  #configs = [];
  /** What stood there when the length was refused. @type {{ budget: 'steps' | 'seconds', value: string, max: number } | null} */
  #refused = null;

  constructor() {
    super();
    /** @type {string} a name of `laneTemplates`, or 'own' */
    this.about = 'cells';
    /** @type {readonly import('./lane-settings.js').Differences[]} as they stand in the form */
    this.lanes = laneTemplates.cells(defaults);
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

  /** @param {import('../shared/panel.js').Store} store */
  select(store) {
    const { data, settings, modelVersion: model, draft, pending } = store;
    return { data, settings, model, draft, pending };
  }

  /** Starts the race with the settings of the form. */
  async start() {
    const { requiredStore: store } = this;
    if (!store.draft.valid) return;
    await store.settled();
    // A race started after the panel was removed could not be stopped.
    if (!this.isConnected) return;
    const limit = this.#limit();
    const { configs } = parseLanes(this.lanes, store.settings);
    if (configs.length === 0)
      /** @type {RaceLanes | null} */ (this.renderRoot.querySelector('rnn-race-lanes'))?.focusRefused();
    if (!limit || configs.length === 0 || !store.data) return this.requestUpdate();
    store.pause();
    this.race?.dispose();
    this.#configs = configs;
    const race = new Race({ createClient: store.createClient, data: store.data, lanes: configs });
    race.addEventListener('change', () => this.requestUpdate());
    this.race = race;
    await race.run(limit);
    if (this.race === race) this.report('race');
  }

  /** @returns {{steps: number} | {seconds: number} | null} null if the amount is invalid; sets the error */
  #limit() {
    const max = this.budget === 'steps' ? MAX_STEPS : MAX_SECONDS;
    const amount = Number(plainNumber(this.amount));
    const valid = amount > 0 && amount <= max && (this.budget === 'seconds' || Number.isInteger(amount));
    this.#refused = valid ? null : { budget: this.budget, value: this.amount, max };
    if (!valid) return null;
    return this.budget === 'steps' ? { steps: amount } : { seconds: amount };
  }

  /** Why the length was refused; '' if it was not. */
  get #limitError() {
    if (!this.#refused) return '';
    const { budget, value, max } = this.#refused;
    return this.t(`race.badAmount.${budget}`, { value, most: this.t.format.integer(max) });
  }

  renderBody() {
    const { t, race } = this;
    return html`
      ${this.#renderForm()}
      <div role="status">${this.#renderOutdated()}</div>
      ${race ? this.#renderRace(race) : html`<p class="muted">${t('race.empty')}</p>`}
    `;
  }

  #renderForm() {
    const { t, requiredStore: store, race } = this;
    const error = this.#limitError;
    const running = race?.running ?? false;
    return html`<form @submit=${this.#onSubmit}>
      <div class="field">
        <label for="about">${t('race.about')}</label>
        <select id="about" ?disabled=${running} @change=${this.#onAbout}>
          ${[...Object.keys(laneTemplates), 'own'].map((name) => html`<option value=${name} .selected=${this.about === name}>${t.dynamic(`race.lineUps.${name}`)}</option>`)}
        </select>
      </div>
      <rnn-race-lanes
        .t=${t}
        .lanes=${this.lanes}
        .settings=${store.settings}
        .disabled=${running}
        @lanes-change=${this.#onLanes}
        @lanes-submit=${() => this.start()}
      ></rnn-race-lanes>
      <div class="field">
        <label for="amount">${t('race.length')}</label>
        <input id="amount" class="amount number" inputmode="decimal" autocomplete="off" .value=${this.amount}
          ?disabled=${running} aria-invalid=${error ? 'true' : nothing}
          aria-describedby=${error ? 'limit-error' : nothing}
          @input=${(/** @type {any} */ event) => (this.amount = event.target.value)} />
        ${error ? html`<p class="error" id="limit-error" role="alert">${error}</p>` : nothing}
      </div>
      <div class="field">
        <label for="budget">${t('race.budget')}</label>
        <select id="budget" ?disabled=${running} @change=${this.#onBudget}>
          ${/** @type {const} */ (['steps', 'seconds']).map((unit) => html`<option value=${unit} .selected=${this.budget === unit}>${t(unit === 'steps' ? 'race.steps' : 'race.seconds')}</option>`)}
        </select>
      </div>
      ${
        running
          ? html`<button type="button" @click=${() => race?.stop()}>${t('race.stop')}</button>`
          : html`<button class="primary" ?disabled=${!store.data || !store.info || !store.draft.valid}>${t(race ? 'race.again' : 'race.start')}</button>`
      }
    </form>`;
  }

  /** Says when the form or the page's settings have changed since the race. */
  #renderOutdated() {
    const { t, race } = this;
    const why = race ? this.#outdated() : '';
    if (!why) return nothing;
    return html`<p class="outdated small">
      <span>${why}</span>
      <button type="button" ?disabled=${!this.requiredStore.draft.valid} @click=${() => this.start()}>${t('race.anew')}</button>
    </p>`;
  }

  /** @returns {string} what has changed since the race; '' if nothing */
  #outdated() {
    const { t } = this;
    const raced = this.#configs;
    const now = parseLanes(
      raced.map(({ differences }) => differences),
      this.requiredStore.settings,
    ).configs;
    const names = new Set(raced.flatMap(({ settings }, i) => differingNames(now[i].settings, settings)));
    if (this.race?.data.long?.id !== this.requiredStore.data?.long?.id) names.add('text');
    const settings = [...names].map((name) => settingLabel(t, name));
    if (settings.length > 0) return t('race.outdated', { settings });
    const same = JSON.stringify(raced.map(({ differences }) => differences)) === JSON.stringify(this.lanes);
    return same ? '' : t('race.outdatedLanes');
  }

  /** @param {Race} race */
  #renderRace(race) {
    const { t } = this;
    const guessing = Math.log(race.data.vocabulary.size);
    return html`
      <rnn-line-chart
        .t=${t}
        .series=${this.#series(race)}
        .guides=${[{ y: guessing, label: t('loss.guessing', { size: race.data.vocabulary.size, loss: t.format.loss(guessing) }) }]}
        .logarithmic=${this.requiredStore.settings.lossScale === 'logarithmic'}
        .xLabel=${t('race.steps')}
        .formatX=${t.format.compact}
        .formatY=${t.format.loss}
        .label=${t(race.data.heldOut.length > 0 ? 'race.chartBoth' : 'race.chart')}
        .height=${240}
      ></rnn-line-chart>
      <rnn-race-table
        .t=${t}
        .race=${race}
        .lanes=${race.lanes.map((lane, i) => ({ lane, name: this.#laneName(i), version: lane.history.version }))}
      ></rnn-race-table>
    `;
  }

  /** The curves: the training losses, then the held-out ones. @param {Race} race */
  #series(race) {
    const { t } = this;
    const looks = looksOf(this.#configs);
    const curves = (/** @type {'training' | 'heldOut'} */ which) =>
      race.lanes.map((lane, i) => {
        const name = this.#laneName(i);
        const label = which === 'training' ? name : t('race.heldOutOf', { lane: name });
        return { id: `${lane.id} ${which}`, label, ...curve(lane, which), ...looks[i][which] };
      });
    return race.data.heldOut.length > 0 ? [...curves('training'), ...curves('heldOut')] : curves('training');
  }

  /** A lane's differences in words; with its letter if another lane has the same. @param {number} i */
  #laneName(i) {
    const names = this.#configs.map((config) => this.#inWords(config));
    const twice = names.filter((name) => name === names[i]).length > 1;
    return twice ? this.t('race.lettered', { letter: this.#configs[i].id, name: names[i] }) : names[i];
  }

  /** @param {import('./lane-settings.js').RaceConfig} config */
  #inWords({ differences, settings }) {
    const { t } = this;
    if (differences.length === 0) return t('race.asOnPage');
    return t.format.list(differences.map(({ name }) => settingInWords(t, name, settings[name])));
  }

  /** @param {Event} event */
  #onSubmit(event) {
    event.preventDefault();
    this.start();
  }

  /** @param {any} event */
  #onAbout(event) {
    this.about = event.target.value;
    this.lanes = laneTemplates[this.about]?.(this.requiredStore.settings) ?? this.lanes;
  }

  /** @param {CustomEvent} event */
  #onLanes(event) {
    this.lanes = event.detail.lanes;
    this.about = 'own';
  }

  /** @param {any} event */
  #onBudget(event) {
    this.budget = event.target.value;
    this.amount = this.budget === 'steps' ? '2000' : '5';
  }
}

/**
 * The recorded curve, and the final evaluation once the lane has ended.
 * @param {import('../../state/race.js').Lane} lane
 * @param {'training' | 'heldOut'} which
 */
function curve({ history, status, result, heldOutResult }, which) {
  const x = history.step;
  const y = history[which === 'training' ? 'trainingLoss' : 'heldOutLoss'];
  const end = which === 'training' ? result : heldOutResult;
  if (!end || !status || !(status.step > (x.at(-1) ?? -1))) return { x, y };
  return { x: [...x, status.step], y: [...y, end.meanLoss] };
}
