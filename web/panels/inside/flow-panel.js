import { css, html, nothing } from 'lit';
import { LineChart } from '../../charts/line-chart.js';
import { Race } from '../../state/race.js';
import { mostTokens, SequencePanel } from './sequence-panel.js';

/** @typedef {'rnn' | 'gru' | 'lstm'} Cell */

const cells = /** @type {const} */ (['rnn', 'gru', 'lstm']);
const dashes = { rnn: [], gru: [8, 4], lstm: [2, 3] };
const points = /** @type {const} */ ({ rnn: 'circle', gru: 'square', lstm: 'triangle' });

/** How much of a step's gradient is left k steps further back; of this network and, on demand, of the other cells. */
export class FlowPanel extends SequencePanel {
  static id = 'flow';

  static parts = { 'rnn-line-chart': LineChart };

  static properties = {
    relative: { type: Boolean, reflect: true },
    whole: { state: true },
    others: { state: true },
    working: { state: true },
  };

  static styles = [
    ...SequencePanel.styles,
    css`
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-3);
        align-items: center;
        margin-bottom: var(--rnn-space-3);
      }
      .choices label {
        display: flex;
        gap: var(--rnn-space-2);
        align-items: center;
        min-height: var(--rnn-target);
      }
      .note {
        font-size: var(--rnn-text-s);
        color: var(--rnn-muted);
        max-width: 68ch;
        margin-top: var(--rnn-space-2);
      }
    `,
  ];

  /** @type {Race | null} */
  #race = null;
  /** Of which network and sentence the curves are. */
  #about = '';

  constructor() {
    super();
    /** Whether each curve is divided by its value at k = 0. */
    this.relative = false;
    /** Whether all sentences in a row are looked at, instead of one. */
    this.whole = false;
    /** @type {{cell: Cell, norms: Float64Array, steps: number}[]} */
    this.others = [];
    this.working = false;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#endRace();
  }

  /** What was compared with another network, or about another sentence, is gone. @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const about = `${this.store?.model} ${this.sentence} ${this.whole}`;
    if (about === this.#about) return;
    this.#about = about;
    this.others = [];
    this.#endRace();
  }

  #endRace() {
    this.#race?.dispose();
    this.#race = null;
    this.working = false;
  }

  /** What is looked at: a sentence, or the sentences one after another, at most so many tokens. */
  get #subject() {
    const { chosen } = this;
    const training = this.model.data?.training ?? [];
    if (!chosen || !this.whole) return chosen && { inputs: chosen.inputs, targets: chosen.targets };
    const join = (/** @type {'inputs' | 'targets'} */ side) =>
      Int32Array.from(training.flatMap((sequence) => Array.from(sequence[side])).slice(0, mostTokens));
    return { inputs: join('inputs'), targets: join('targets') };
  }

  /** Whether there is more of it than is looked at. */
  get #cut() {
    if (!this.whole) return this.chosen?.cut ?? false;
    const { training } = this.model.data ?? { training: [] };
    return training.reduce((sum, { inputs }) => sum + inputs.length, 0) > mostTokens;
  }

  /** @returns {import('../panel.js').Views} */
  views() {
    if (!this.store) return {};
    const subject = this.#subject;
    return { flow: subject && { call: 'gradientFlow', args: subject } };
  }

  renderActions() {
    return html`
      <button
        type="button"
        class="link small"
        aria-pressed=${this.relative ? 'true' : 'false'}
        @click=${() => (this.relative = !this.relative)}
      >${this.t('flow.relative')}</button>
      ${this.whole ? nothing : this.renderPicker()}
    `;
  }

  /** Trains the two other cells as long as this one has been, and asks them the same. */
  async #compare() {
    const { model: store } = this;
    const about = this.#about;
    await store.pause();
    const subject = this.#subject;
    if (!store.data || !store.info || !subject || about !== this.#about) return;
    const { model, settings } = store;
    const steps = store.status?.step ?? 0;
    const own = store.info.settings.cell;
    const lanes = cells.filter((cell) => cell !== own).map((cell) => ({ id: cell, settings: { ...settings, cell } }));
    this.#endRace();
    const race = new Race({ createClient: store.createClient, data: store.data, lanes });
    this.#race = race;
    this.working = true;
    await race.run({ steps });
    const flows = await Promise.all(race.lanes.map((_, i) => flowOf(race, i, subject))).catch(() => []);
    if (this.#race !== race) return;
    this.#endRace();
    // A panel out of sight has not noticed that there is another network by now.
    if (store.model !== model) return;
    this.others = flows.flatMap((flow) => (flow ? { ...flow, steps } : []));
    this.report('cellsCompared');
  }

  renderPicture() {
    return html`${this.#renderChoices()} ${this.#renderChart()} ${this.#renderNote()}`;
  }

  #renderChoices() {
    const { t, model: store } = this;
    return html`<div class="choices">
      <label><input type="checkbox" .checked=${this.whole} @change=${(/** @type {any} */ event) => (this.whole = event.target.checked)} /> ${t('flow.whole')}</label>
      <button type="button" ?disabled=${this.working || store.pending} @click=${() => this.#compare()}>${t('flow.compare')}</button>
      ${this.working ? html`<span class="small muted" role="status">${t('flow.working', { count: store.status?.step ?? 0 })}</span>` : nothing}
    </div>`;
  }

  /** Whether this network has gone on since it was compared with the others. */
  get #outdated() {
    return this.others.length > 0 && this.others[0].steps !== this.answer('flow')?.step;
  }

  #renderChart() {
    const { t, relative } = this;
    const own = {
      cell: this.model.info?.settings.cell ?? 'rnn',
      norms: topLayer(this.answer('flow')?.value),
      pale: false,
    };
    const others = this.others.map((other) => ({ ...other, pale: this.#outdated }));
    const curves = [own, ...others].sort((a, b) => cells.indexOf(a.cell) - cells.indexOf(b.cell));
    return html`<rnn-line-chart
      .t=${t}
      .series=${curves.map(({ cell, norms, pale }) => ({
        id: cell,
        label: t(`settings.cell.choices.${cell}`),
        x: Float64Array.from(norms, (_, k) => k),
        y: relative ? norms.map((norm) => norm / norms[0]) : norms,
        ...{ colour: cell, dash: dashes[cell], points: points[cell], pale },
      }))}
      .logarithmic=${true}
      .xLabel=${t('flow.distance')}
      .formatX=${t.format.integer}
      .formatY=${(/** @type {number} */ y) => t.format.number(y, 3)}
      .formatTick=${t.format.tick}
      .label=${t(relative ? 'flow.chartRelative' : 'flow.chart')}
      .height=${240}
    ></rnn-line-chart>`;
  }

  #renderNote() {
    const { t } = this;
    const key = this.#outdated ? 'flow.outdated' : 'flow.compared';
    return html`
      ${this.others.length > 0 ? html`<p class="note">${t(key, { count: this.others[0].steps })}</p>` : nothing}
      ${this.#cut ? this.renderCut() : nothing}
    `;
  }
}

/**
 * @param {Race} race
 * @param {number} lane
 * @param {object} subject
 * @returns {Promise<{cell: Cell, norms: Float64Array} | null>} null where the lane has failed
 */
async function flowOf(race, lane, subject) {
  const { id, failure } = race.lanes[lane];
  if (failure) return null;
  return { cell: /** @type {Cell} */ (id), norms: topLayer(await race.call(lane, 'gradientFlow', subject)) };
}

/**
 * @param {{norms: Float64Array, steps: number, layers: number}} flow
 * @returns {Float64Array} of the layer whose state is read out
 */
function topLayer({ norms, steps, layers }) {
  return norms.slice((layers - 1) * steps);
}
