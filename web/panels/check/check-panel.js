import { css, html, nothing } from 'lit';
import { ScatterPlot } from '../../charts/scatter-plot.js';
import { PanelElement } from '../panel.js';
import { entryName, pointsOf } from './check-result.js';

/** @typedef {import('../../engine/types.js').GradientCheck} GradientCheck */

/** What repairs each reason, as settings. A mistake of the engine's own has no such cure. */
const repairs = /** @type {Record<string, Record<string, unknown>>} */ ({
  listing: { activation: 'tanh' },
  truncated: { truncate: 0 },
});

/** Backpropagation against differences of the loss: one button, a dot for each parameter, a verdict. */
export class CheckPanel extends PanelElement {
  static id = 'check';

  static parts = { 'rnn-scatter-plot': ScatterPlot };

  static properties = {
    result: { state: true },
    progress: { state: true },
    failure: { state: true },
    chosen: { state: true },
  };

  static styles = [
    ...PanelElement.styles,
    css`
      .verdict {
        margin-top: var(--rnn-space-3);
        font-size: var(--rnn-text-l);
        max-width: 60ch;
        text-wrap: pretty;
      }
      .verdict.passed {
        color: var(--rnn-right);
      }
      .verdict.failed {
        color: var(--rnn-wrong);
      }
      .reason {
        max-width: 68ch;
        margin-block: var(--rnn-space-2) var(--rnn-space-3);
        text-wrap: pretty;
      }
      .working {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--rnn-space-3);
      }
      progress {
        accent-color: var(--rnn-ink);
        width: min(20rem, 100%);
      }
      .result {
        display: grid;
        gap: var(--rnn-space-5);
        margin-top: var(--rnn-space-4);
      }
      @container (width > 760px) {
        .result {
          grid-template-columns: minmax(0, 420px) minmax(0, 1fr);
        }
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
        font-size: var(--rnn-text-s);
      }
      th,
      td {
        text-align: end;
        font-weight: 400;
        padding: var(--rnn-space-1) var(--rnn-space-3) var(--rnn-space-1) 0;
        white-space: nowrap;
      }
      thead th {
        color: var(--rnn-muted);
        border-bottom: 1px solid var(--rnn-line);
      }
      th:first-child {
        text-align: start;
      }
      tr.lit > * {
        background: var(--rnn-highlight);
      }
      .good {
        color: var(--rnn-right);
      }
      .bad {
        color: var(--rnn-wrong);
      }
    `,
  ];

  /** @type {AbortController | undefined} */
  #running;
  /** @type {import('./check-result.js').CheckPoints | undefined} */
  #points;

  constructor() {
    super();
    /** @type {(GradientCheck & {model: number, step: number, truncate: number}) | null} */
    this.result = null;
    /** @type {{done: number, total: number} | null} */
    this.progress = null;
    /** @type {Error | null} */
    this.failure = null;
    /** @type {number | null} which parameter's dots stand out */
    this.chosen = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#running?.abort();
  }

  /** @param {import('../panel.js').Store} store */
  select(store) {
    const { model, phase, pending, info } = store;
    return { model, phase, pending, info, step: store.status?.step };
  }

  /** Runs the check on the whole text, as the network stands now. */
  async check() {
    const { model: store } = this;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.progress = { done: 0, total: 1 };
    this.failure = null;
    const [model, step, truncate] = [store.model, store.status?.step ?? 0, Number(store.settings.truncate)];
    try {
      const options = {
        signal: running.signal,
        onProgress: (/** @type {any} */ progress) => (this.progress = progress),
      };
      const result = await store.call('gradientCheck', { all: true, truncate }, options);
      this.#points = pointsOf(result);
      this.result = { ...result, model, step, truncate };
      this.report('gradientCheck', { passed: result.passed });
    } catch (error) {
      if (!running.signal.aborted) this.failure = /** @type {Error} */ (error);
    }
    if (this.#running === running) this.progress = null;
  }

  async #repair() {
    const { model: store, result } = this;
    if (!result) return;
    store.setSettings(repairs[result.reason]);
    await store.settled();
    await this.check();
  }

  renderBody() {
    const { t, model: store } = this;
    if (this.progress) return this.#renderWorking(this.progress);
    return html`
      <button type="button" ?disabled=${!store.info || store.pending} @click=${() => this.check()}>
        ${this.result ? t('check.again') : t('check.start')}
      </button>
      ${this.failure ? html`<p class="error" role="alert">${t.failure(this.failure)}</p>` : nothing}
      <div aria-live="polite">${this.result ? this.#renderVerdict(this.result) : nothing}</div>
      ${this.result ? this.#renderResult(this.result) : nothing}
    `;
  }

  /** @param {{done: number, total: number}} progress */
  #renderWorking({ done, total }) {
    const { t } = this;
    const text = t('check.working', { done: t.format.integer(done), total: t.format.integer(total) });
    return html`<div class="working">
      <progress .value=${done} max=${total} aria-label=${text}></progress>
      <span class="small muted number">${text}</span>
      <button type="button" @click=${() => this.#running?.abort()}>${t('check.cancel')}</button>
    </div>`;
  }

  /** @param {NonNullable<CheckPanel['result']>} result */
  #renderVerdict(result) {
    const { t, model: store } = this;
    const values = {
      checked: t.format.integer(result.checked),
      total: t.format.integer(result.total),
      error: t.format.number(result.worstRelativeError, 2),
      steps: t.format.integer(result.truncate),
    };
    const key = result.passed ? 'passed' : result.reason || 'mismatch';
    const stale = result.model !== store.model || result.step !== store.status?.step;
    return html`
      <p class="verdict ${result.passed ? 'passed' : 'failed'}">
        ${result.passed ? '✓' : '✗'} ${t(`check.verdict.${key}`, values)}
      </p>
      <p class="reason">${t(`check.reason.${key}`, values)}</p>
      ${stale ? html`<p class="small muted">${t('check.stale', { step: t.format.integer(result.step) })}</p>` : nothing}
      ${
        repairs[result.reason] && !stale
          ? html`<button type="button" class="primary" @click=${() => this.#repair()}>${t(`check.repair.${result.reason}`)}</button>`
          : nothing
      }
    `;
  }

  /** @param {NonNullable<CheckPanel['result']>} result */
  #renderResult(result) {
    const { t } = this;
    const points = this.#points;
    if (!points) return nothing;
    const { number } = t.format;
    const name = (/** @type {number} */ i) => entryName(result.parameters[points.parameter[i]], points.entry[i]);
    const values = (/** @type {number} */ i) => [number(points.analytic[i], 6), number(points.numeric[i], 6)];
    const off = (/** @type {number} */ i) => points.relativeErrors[i] > result.tolerance;
    return html`<div class="result">
      <rnn-scatter-plot
        .t=${t}
        .x=${points.numeric}
        .y=${points.analytic}
        .off=${off}
        .order=${points.order}
        .dimmed=${(/** @type {number} */ i) => this.chosen !== null && points.parameter[i] !== this.chosen}
        .describe=${(/** @type {number} */ i) => {
          const [analytic, numeric] = values(i);
          return t('check.point', { name: name(i), analytic, numeric });
        }}
        .format=${t.format.rate}
        .label=${t('check.plot')}
        .xLabel=${t('check.numeric')}
        .yLabel=${t('check.analytic')}
        .tableColumns=${[t('check.parameter'), t('check.analytic'), t('check.numeric')]}
        .tableRow=${(/** @type {number} */ i) => [name(i), ...values(i)]}
      ></rnn-scatter-plot>
      ${this.#renderTable(result)}
    </div>`;
  }

  /** @param {NonNullable<CheckPanel['result']>} result */
  #renderTable(result) {
    const { t } = this;
    const { format } = t;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('check.perMatrix')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('check.parameter')}</th>
            <th scope="col">${t('check.shape')}</th>
            <th scope="col">${t('check.worst')}</th>
            <th scope="col">${t('check.where')}</th>
          </tr>
        </thead>
        <tbody>
          ${result.parameters.map((parameter, index) => {
            const good = parameter.worstRelativeError <= result.tolerance;
            return html`<tr
              class=${this.chosen === index ? 'lit' : ''}
              @pointerenter=${() => (this.chosen = index)}
              @pointerleave=${() => (this.chosen = null)}
            >
              <th scope="row">${parameter.name}</th>
              <td>${parameter.shape.join(' × ')}</td>
              <td class="number ${good ? 'good' : 'bad'}">${good ? '✓' : '✗'} ${format.number(parameter.worstRelativeError, 2)}</td>
              <td class="number">${parameter.worstIndex < 0 ? '–' : entryName(parameter, parameter.worstIndex)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
  }
}
