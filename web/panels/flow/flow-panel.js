import { css, html, nothing } from 'lit';
import { LineChart } from '../../charts/line-chart.js';
import { engineSettings } from '../../engine/engine-settings.js';
import { Race } from '../../state/race.js';
import { MAX_TOKENS, SequencePanel } from '../shared/sequence-panel.js';

/** @typedef {import('../../engine/types.js').EngineSettings['cell']} Cell */

const cells = engineSettings.cell.choices;
const dashes = { rnn: [], gru: [8, 4], lstm: [2, 3] };
const points = /** @type {const} */ ({ rnn: 'circle', gru: 'square', lstm: 'triangle' });

/** Gradient flow by origin, see #origin. @typedef {Map<number, import('../../engine/types.js').GradientFlow>} Flows */

/** As an origin: the mean over the losses of all time steps. */
const EVERY_STEP = -1;

/** Gradient flow: how much of one time step's gradient is left k steps back, for this network and on demand for the other cells. */
export class FlowPanel extends SequencePanel {
  static id = 'flow';
  static drawn = true;

  static dependencies = { 'rnn-line-chart': LineChart };

  static properties = {
    relative: { type: Boolean },
    origin: { attribute: false },
    whole: { state: true },
    others: { state: true },
    working: { state: true },
    failed: { state: true },
  };

  static styles = [
    ...SequencePanel.styles,
    css`
      .choices {
        align-items: center;
      }
      .choices label {
        display: flex;
        gap: var(--rnn-space-2);
        align-items: center;
        min-height: var(--rnn-target);
      }
      .choices select {
        max-width: 16rem;
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
  /** Model version and sentence of the curves. */
  #about = '';

  constructor() {
    super();
    /** Whether each curve is divided by its value at k = 0. */
    this.relative = true;
    /** @type {number | 'last' | 'mean'} the time step whose loss is backpropagated, from 0; or the mean over all of them */
    this.origin = 'last';
    /** Whether all sentences are concatenated, instead of one shown. */
    this.whole = false;
    /** @type {{cell: Cell, flows: Flows, steps: number}[]} */
    this.others = [];
    /** @type {number | null} updates that the other cells are trained for; null: they are not */
    this.working = null;
    /** Whether none of them could be. */
    this.failed = false;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#endRace();
  }

  /** Discards comparisons with another model or of another sentence. @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const { modelVersion, data } = this.store ?? {};
    const about = `${modelVersion} ${data?.long?.place} ${this.sentence} ${this.whole}`;
    if (about === this.#about) return;
    this.#about = about;
    this.others = [];
    this.failed = false;
    this.#endRace();
  }

  #endRace() {
    this.#race?.dispose();
    this.#race = null;
    this.working = null;
  }

  /** The sequence shown: a sentence, or the sentences concatenated, up to MAX_TOKENS. */
  get #subject() {
    const { chosen } = this;
    const training = this.requiredStore.data?.training ?? [];
    if (!chosen || !this.whole) return chosen && { inputs: chosen.inputs, targets: chosen.targets };
    const join = (/** @type {'inputs' | 'targets'} */ side) =>
      Int32Array.from(training.flatMap((sequence) => Array.from(sequence[side])).slice(0, MAX_TOKENS));
    return { inputs: join('inputs'), targets: join('targets') };
  }

  /** Whether it has been truncated. */
  get #cut() {
    if (!this.whole) return this.chosen?.cut ?? false;
    const { training } = this.requiredStore.data ?? { training: [] };
    return training.reduce((sum, { inputs }) => sum + inputs.length, 0) > MAX_TOKENS;
  }

  /** @returns {import('../shared/panel.js').Views} */
  views() {
    if (!this.store) return {};
    const source = this.whole ? this.#subject : this.chosen?.source;
    return { flow: source ? { call: 'gradientFlow', args: { ...source, ...positionOf(this.#origin) } } : null };
  }

  /** Time steps that have a loss. */
  get #origins() {
    const targets = Array.from(this.#subject?.targets ?? []);
    return [...targets.keys()].filter((timeStep) => targets[timeStep] >= 0);
  }

  /** The time step whose loss is backpropagated, or EVERY_STEP. The last one if the sentence is shorter than the chosen one. */
  get #origin() {
    if (this.origin === 'mean') return EVERY_STEP;
    const origins = this.#origins;
    return origins.find((timeStep) => timeStep === this.origin) ?? origins.at(-1) ?? EVERY_STEP;
  }

  /** The origin of the curves shown, which may lag behind the chosen one. */
  get #shownOrigin() {
    return this.answer('flow')?.args.position ?? EVERY_STEP;
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

  /** Trains the two other cells for as many updates, and requests their gradient flow. */
  async #compare() {
    const { requiredStore: store } = this;
    const about = this.#about;
    await store.pause();
    const subject = this.#subject;
    // Nobody could end a race of a panel that has gone meanwhile.
    if (!this.isConnected || !store.data || !store.info || !subject || about !== this.#about) return;
    const { modelVersion: model, settings } = store;
    const steps = store.status?.step ?? 0;
    const own = store.info.settings.cell;
    const lanes = cells.filter((cell) => cell !== own).map((cell) => ({ id: cell, settings: { ...settings, cell } }));
    this.#endRace();
    const race = new Race({ createClient: store.createClient, data: store.data, lanes });
    this.#race = race;
    Object.assign(this, { working: steps, failed: false });
    await race.run({ steps });
    const origins = [EVERY_STEP, ...this.#origins];
    const flows = await Promise.all(race.lanes.map((_, i) => flowsOf(race, i, subject, origins))).catch(() => []);
    if (this.#race !== race) return;
    this.#endRace();
    this.failed = !flows.some(Boolean);
    // An invisible panel is not updated, so the model may have been replaced.
    if (store.modelVersion !== model) return;
    this.others = flows.flatMap((flow) => (flow ? { ...flow, steps } : []));
    this.report('cellsCompared');
  }

  renderPicture() {
    return html`${this.#renderChoices()} ${this.#renderChart()} ${this.#renderNote()}`;
  }

  #renderChoices() {
    const { t, requiredStore: store } = this;
    const { inputs, targets } = this.#subject ?? { inputs: [], targets: [] };
    const origin = this.#origin;
    return html`<div class="choices">
      <label>${t('flow.origin')}
        <select @change=${(/** @type {any} */ { target }) => (this.origin = target.value === 'mean' ? 'mean' : Number(target.value))}>
          ${this.#origins.map(
            (step) =>
              html`<option value=${step} .selected=${step === origin}>${step + 1}: ${this.tokenLabel(inputs[step])} → ${this.tokenLabel(targets[step])}</option>`,
          )}
          <option value="mean" .selected=${origin === EVERY_STEP}>${t('flow.mean')}</option>
        </select>
      </label>
      <label><input type="checkbox" .checked=${this.whole} @change=${(/** @type {any} */ event) => (this.whole = event.target.checked)} /> ${t('flow.whole')}</label>
      <button type="button" ?disabled=${this.working !== null || store.pending} @click=${() => this.#compare()}>${t('flow.compare')}</button>
      <span class="small muted" role="status">${this.working === null ? nothing : t('flow.working', { count: this.working })}${this.failed ? t('flow.failed') : nothing}</span>
    </div>`;
  }

  /** Whether this network has been trained further than the others. */
  get #outdated() {
    return this.others.length > 0 && this.others[0].steps !== this.answer('flow')?.step;
  }

  /** "k steps back", with the token read there: of the curves that are drawn now. @returns {(k: number) => string} */
  get #place() {
    const { t } = this;
    const origin = this.#shownOrigin;
    const tokens = origin === EVERY_STEP ? [] : Array.from(this.#subject?.inputs ?? [], (id) => this.tokenLabel(id));
    return (count) => {
      const token = tokens[origin - count] ?? '';
      return t(token === '' ? 'flow.back' : 'flow.backAt', { count, token });
    };
  }

  #renderChart() {
    const { t, relative } = this;
    const own = {
      cell: this.requiredStore.info?.settings.cell ?? 'rnn',
      flow: this.answer('flow')?.value,
      pale: false,
    };
    const others = this.others.map(({ cell, flows }) => ({
      ...{ cell, flow: flows.get(this.#shownOrigin), pale: this.#outdated },
    }));
    const curves = [own, ...others].sort((a, b) => cells.indexOf(a.cell) - cells.indexOf(b.cell));
    const ofWhich = this.#shownOrigin === EVERY_STEP ? 'Mean' : '';
    const measure = relative ? 'Relative' : '';
    return html`<rnn-line-chart
      .t=${t}
      .series=${curves.map(({ cell, flow, pale }) => ({
        id: cell,
        label: t(`settings.cell.choices.${cell}`),
        ...topLayer(flow, relative ? 'ratios' : 'norms'),
        ...{ color: cell, dash: dashes[cell], points: points[cell], pale },
      }))}
      .logarithmic=${true}
      .xLabel=${t('flow.distance')}
      .formatX=${t.format.integer}
      .describeX=${this.#place}
      .formatY=${(/** @type {number} */ y) => t.format.number(y, 3)}
      .formatTick=${t.format.tick}
      .label=${t(`flow.chart${ofWhich}${measure}`, { step: this.#shownOrigin + 1 })}
      .height=${240}
    ></rnn-line-chart>`;
  }

  #renderNote() {
    const { t } = this;
    const key = this.#outdated ? 'flow.outdated' : 'flow.compared';
    const origin = this.#shownOrigin;
    return html`
      <p class="note">${origin === EVERY_STEP ? t('flow.aboutMean') : t('flow.about', { step: origin + 1 })}</p>
      ${this.others.length > 0 ? html`<p class="note">${t(key, { count: this.others[0].steps })}</p>` : nothing}
      ${this.#cut ? this.renderCut() : nothing}
    `;
  }
}

/** @param {number} origin */
const positionOf = (origin) => (origin === EVERY_STEP ? {} : { position: origin });

/**
 * @param {Race} race
 * @param {number} lane
 * @param {object} subject
 * @param {readonly number[]} origins
 * @returns {Promise<{cell: Cell, flows: Flows} | null>} null if the lane has failed
 */
async function flowsOf(race, lane, subject, origins) {
  const { id, failure } = race.lanes[lane];
  if (failure) return null;
  /** @type {Flows} */
  const flows = new Map();
  // All origins that the reader may choose: the lane is disposed of afterwards.
  for (const origin of origins)
    flows.set(origin, await race.call(lane, 'gradientFlow', { ...subject, ...positionOf(origin) }));
  return { cell: /** @type {Cell} */ (id), flows };
}

/**
 * @param {import('../../engine/types.js').GradientFlow | undefined} flow
 * @param {'norms' | 'ratios'} which
 * @returns {{x: Float64Array, y: Float64Array}} of the top layer, by distance k
 */
function topLayer(flow, which) {
  const y = flow ? flow[which].slice((flow.layers - 1) * flow.steps) : new Float64Array(0);
  return { x: Float64Array.from(y, (_, k) => k), y };
}
