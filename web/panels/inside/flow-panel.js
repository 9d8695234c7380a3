import { css, html, nothing } from 'lit';
import { LineChart } from '../../charts/line-chart.js';
import { Race } from '../../state/race.js';
import { SequencePanel } from './sequence-panel.js';

const cells = /** @type {const} */ (['rnn', 'gru', 'lstm']);
const dashes = { rnn: [], gru: [8, 4], lstm: [2, 3] };
const points = /** @type {const} */ ({ rnn: 'circle', gru: 'square', lstm: 'triangle' });

/** How much of a step's gradient is left k steps further back; of this network and, on demand, of the other cells. */
export class FlowPanel extends SequencePanel {
  static id = 'flow';

  static parts = { 'rnn-line-chart': LineChart };

  static properties = {
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

  constructor() {
    super();
    /** Whether all sentences in a row are looked at, instead of one. */
    this.whole = false;
    /** @type {{cell: 'rnn' | 'gru' | 'lstm', norms: Float64Array, steps: number}[]} */
    this.others = [];
    this.working = false;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#race?.dispose();
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has('sequence') || changed.has('whole')) this.others = [];
  }

  /** What is looked at: a sentence, or the sentences one after another, at most 80 tokens. */
  get #subject() {
    const { chosen } = this;
    const training = this.model.data?.training ?? [];
    if (!chosen || !this.whole) return chosen && { inputs: chosen.inputs, targets: chosen.targets };
    const join = (/** @type {'inputs' | 'targets'} */ side) =>
      Int32Array.from(training.flatMap((sequence) => Array.from(sequence[side])).slice(0, 80));
    return { inputs: join('inputs'), targets: join('targets') };
  }

  /** @returns {import('../panel.js').Views} */
  views() {
    if (!this.store) return {};
    const subject = this.#subject;
    return { flow: subject && { call: 'gradientFlow', args: subject } };
  }

  renderActions() {
    return this.whole ? nothing : this.renderPicker();
  }

  /** Trains the two other cells as long as this one has been, and asks them the same. */
  async #compare() {
    const { model: store } = this;
    const subject = this.#subject;
    if (!store.data || !subject) return;
    await store.pause();
    const steps = store.status?.step ?? 0;
    const { settings } = store;
    const lanes = cells
      .filter((cell) => cell !== settings.cell)
      .map((cell) => ({ id: cell, settings: { ...settings, cell } }));
    this.#race?.dispose();
    const race = new Race({ createClient: store.createClient, data: store.data, lanes });
    this.#race = race;
    this.working = true;
    await race.run({ steps });
    /** @type {(FlowPanel['others'][number] | null)[]} */
    const flows = await Promise.all(
      race.lanes.map(async ({ id, failure }, i) => {
        if (failure) return null;
        const flow = await race.call(i, 'gradientFlow', subject);
        return { cell: /** @type {'rnn' | 'gru' | 'lstm'} */ (id), norms: topLayer(flow), steps };
      }),
    ).catch(() => []);
    if (this.#race !== race) return;
    race.dispose();
    this.#race = null;
    this.working = false;
    this.others = flows.flatMap((flow) => flow ?? []);
    this.report('cellsCompared');
  }

  renderBody() {
    const { t, model: store } = this;
    const flow = this.view('flow');
    if (!flow) return html`<p class="muted">${t('inside.none')}</p>`;
    const own = { cell: store.settings.cell, norms: topLayer(flow) };
    const curves = [own, ...this.others].sort((a, b) => cells.indexOf(a.cell) - cells.indexOf(b.cell));
    return html`
      <div class="choices">
        <label><input type="checkbox" .checked=${this.whole} @change=${(/** @type {any} */ event) => (this.whole = event.target.checked)} /> ${t('flow.whole')}</label>
        <button type="button" ?disabled=${this.working || store.pending} @click=${() => this.#compare()}>${t('flow.compare')}</button>
        ${this.working ? html`<span class="small muted" role="status">${t('flow.working', { count: store.status?.step ?? 0 })}</span>` : nothing}
      </div>
      <rnn-line-chart
        .t=${t}
        .series=${curves.map(({ cell, norms }) => ({
          id: cell,
          label: t(`settings.cell.choices.${cell}`),
          x: Float64Array.from(norms, (_, k) => k),
          y: norms,
          colour: cell,
          dash: dashes[cell],
          points: points[cell],
        }))}
        .logarithmic=${true}
        .xLabel=${t('flow.distance')}
        .formatX=${t.format.integer}
        .formatY=${(/** @type {number} */ y) => t.format.number(y, 3)}
        .label=${t('flow.chart')}
        .height=${240}
      ></rnn-line-chart>
      ${this.others.length > 0 ? html`<p class="note">${t('flow.compared', { count: this.others[0].steps })}</p>` : nothing}
    `;
  }
}

/**
 * @param {{norms: Float64Array, steps: number, layers: number}} flow
 * @returns {Float64Array} of the layer whose state is read out
 */
function topLayer({ norms, steps, layers }) {
  return norms.slice((layers - 1) * steps);
}
