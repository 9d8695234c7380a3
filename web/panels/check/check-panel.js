import { html, nothing } from 'lit';
import { ScatterPlot } from '../../charts/scatter-plot.js';
import { PanelElement } from '../shared/panel.js';
import { letterOf, parameterName, placeOf, pointsOf } from './check-result.js';
import { checkStyles } from './check-styles.js';

/** @typedef {import('../../engine/types.js').GradientCheck} GradientCheck */

/** Settings that remove the reason of a failed check. A bug of the engine would have none. */
const repairs = Object.freeze({ listing: { activation: 'tanh' }, truncated: { truncate: 0 } });

/** @param {string} reason @returns {reason is keyof typeof repairs} */
const canRepair = (reason) => Object.hasOwn(repairs, reason);

/** Markers of the matrices in the plot. */
const shapes = /** @type {const} */ ({ U: 'circle', W: 'square', V: 'triangle', b: 'diamond' });

/** Of a long text a beginning is checked, by some of the parameters: seconds, with a network of a hundred thousand. */
const LONG_TEXT_CHECK = { sequence: 0, limit: 16, sample: 2000 };

/** Gradient check: backpropagation against central differences of the loss, a dot for each parameter. */
export class CheckPanel extends PanelElement {
  static id = 'check';
  static drawn = true;

  static dependencies = { 'rnn-scatter-plot': ScatterPlot };

  static properties = {
    result: { state: true },
    progress: { state: true },
    failure: { state: true },
    hovered: { state: true },
    focused: { state: true },
  };

  static styles = [...PanelElement.styles, checkStyles];

  /** @type {AbortController | undefined} */
  #running;
  /** @type {import('./check-result.js').CheckPoints | undefined} */
  #points;
  /** Model version of the result. */
  #model = 0;

  constructor() {
    super();
    /** @type {(GradientCheck & {model: number, step: number, truncate: number}) | null} */
    this.result = null;
    /** @type {{done: number, total: number} | null} */
    this.progress = null;
    /** @type {Error | null} */
    this.failure = null;
    /** @type {number | null} index of the matrix under the pointer */
    this.hovered = null;
    /** @type {number | null} index of the focused matrix */
    this.focused = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#running?.abort();
  }

  /** @param {import('../shared/panel.js').Store} store */
  select(store) {
    const { modelVersion: model, phase, pending, info } = store;
    return { model, phase, pending, info, step: store.status?.step };
  }

  /** Discards the result of another model. @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (!this.store || this.store.modelVersion === this.#model) return;
    this.#model = this.store.modelVersion;
    this.#running?.abort();
    this.result = null;
    this.progress = null;
    this.failure = null;
  }

  /** Index of the matrix whose dots are emphasized. */
  get chosen() {
    return this.hovered ?? this.focused;
  }

  /** Checks all parameters with the current weights, on the whole text. */
  async check() {
    const { requiredStore: store } = this;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const total = store.info?.parameterCount ?? 1;
    this.progress = { done: 0, total: store.data?.long ? Math.min(total, LONG_TEXT_CHECK.sample) : total };
    this.failure = null;
    this.#model = store.modelVersion;
    const [model, step, truncate] = [store.modelVersion, store.status?.step ?? 0, Number(store.settings.truncate)];
    try {
      const options = {
        signal: running.signal,
        onProgress: (/** @type {any} */ progress) => (this.progress = progress),
      };
      const what = store.data?.long ? LONG_TEXT_CHECK : { all: true };
      const result = await store.call('gradientCheck', { ...what, truncate }, options);
      this.#points = pointsOf(result);
      this.result = { ...result, model, step, truncate };
      this.report('gradientCheck', { passed: result.passed });
    } catch (error) {
      const { code } = /** @type {{code?: string}} */ (error);
      if (!running.signal.aborted && code !== 'replaced') this.failure = /** @type {Error} */ (error);
    }
    if (this.#running === running) this.progress = null;
  }

  async #repair() {
    const { requiredStore: store, result } = this;
    if (!result || !canRepair(result.reason)) return;
    store.setSettings(repairs[result.reason]);
    await store.settled();
    if (this.isConnected) await this.check();
  }

  renderBody() {
    const { t, requiredStore: store } = this;
    const { progress, failure } = this;
    const result = progress ? null : this.result;
    return html`
      <div class="working">${this.#renderButton()} ${progress ? this.#renderProgress(progress) : nothing}</div>
      ${store.data?.long ? html`<p class="small muted">${t('sequence.cut', { count: LONG_TEXT_CHECK.limit })}</p>` : nothing}
      ${failure ? html`<p class="error" role="alert">${t.failure(failure)}</p>` : nothing}
      <div aria-live="polite">${result ? this.#renderVerdict(result) : nothing}</div>
      ${result ? this.#renderResult(result) : nothing}
    `;
  }

  /** One button for both, so that whoever has pressed it keeps the focus. */
  #renderButton() {
    const { t, requiredStore: store, progress, result } = this;
    return html`<button
      type="button"
      ?disabled=${!progress && (!store.info || store.pending)}
      @click=${() => (progress ? this.#running?.abort() : this.check())}
    >${t(progress ? 'check.cancel' : result ? 'check.again' : 'check.start')}</button>`;
  }

  /** @param {{done: number, total: number}} progress */
  #renderProgress({ done, total }) {
    const { t } = this;
    const text = t('check.working', { done: t.format.integer(done), total: t.format.integer(total) });
    return html`<progress .value=${done} max=${total} aria-label=${text}></progress>
      <span class="small muted number">${text}</span>`;
  }

  /** @param {NonNullable<CheckPanel['result']>} result */
  #renderVerdict(result) {
    const { t, requiredStore: store } = this;
    const values = {
      checked: t.format.integer(result.checked),
      total: t.format.integer(result.total),
      error: t.format.number(result.worstRelativeError, 2),
      steps: t.format.integer(result.truncate),
    };
    const key = result.passed ? 'passed' : result.reason || 'mismatch';
    const stale = result.model !== store.modelVersion || result.step !== store.status?.step;
    return html`
      <p class="verdict ${result.passed ? 'passed' : 'failed'}">
        ${result.passed ? '✓' : '✗'} ${t(`check.verdict.${key}`, values)}
      </p>
      <p class="reason">${t(`check.reason.${key}`, values)}</p>
      ${stale ? html`<p class="small muted">${t('check.stale', { step: t.format.integer(result.step) })}</p>` : nothing}
      ${
        canRepair(result.reason) && !stale
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
    const parameter = (/** @type {number} */ i) => result.parameters[points.parameter[i]];
    const place = (/** @type {number} */ i) => placeOf(parameter(i), points.entry[i]);
    const name = (/** @type {number} */ i) => `${parameterName(parameter(i))} ${place(i)}`;
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
        .shape=${(/** @type {number} */ i) => shapes[letterOf(parameter(i).name)]}
        .keys=${this.#keys(result)}
        .hint=${t('check.hint')}
        .describe=${(/** @type {number} */ i) => {
          const [analytic, numeric] = values(i);
          return t('check.point', { name: name(i), analytic, numeric });
        }}
        .format=${t.format.tick}
        .label=${t('check.plot')}
        .xLabel=${t('check.axis', { name: t('check.numeric') })}
        .yLabel=${t('check.axis', { name: t('check.analytic') })}
        .tableColumns=${[t('check.parameter'), t('check.analytic'), t('check.numeric')]}
        .tableRow=${(/** @type {number} */ i) => [name(i), ...values(i)]}
      ></rnn-scatter-plot>
      ${this.#renderTable(result)}
    </div>`;
  }

  /** Legend of the plot. @param {NonNullable<CheckPanel['result']>} result */
  #keys({ parameters }) {
    const there = new Set(parameters.map(({ name }) => letterOf(name)));
    const letters = /** @type {(keyof typeof shapes)[]} */ (Object.keys(shapes));
    return letters.flatMap((letter) => (there.has(letter) ? { shape: shapes[letter], label: letter } : []));
  }

  /** @param {NonNullable<CheckPanel['result']>} result */
  #renderTable(result) {
    const { t } = this;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('check.perMatrix')}>
      <table>
        <thead>
          <tr>${/** @type {const} */ (['check.parameter', 'check.shape', 'check.worst', 'check.where']).map((key) => html`<th scope="col">${t(key)}</th>`)}</tr>
        </thead>
        <tbody>
          ${result.parameters.map((_, index) => this.#renderRow(result, index))}
        </tbody>
      </table>
    </div>`;
  }

  /** A matrix; its points are emphasized while the row has the pointer or the focus. @param {NonNullable<CheckPanel['result']>} result @param {number} index */
  #renderRow({ parameters, tolerance }, index) {
    const parameter = parameters[index];
    const { shape, worstRelativeError, worstIndex } = parameter;
    const good = worstRelativeError <= tolerance;
    const lit = this.chosen === index;
    return html`<tr
      class=${lit ? 'lit' : ''}
      @pointerenter=${() => (this.hovered = index)}
      @pointerleave=${() => (this.hovered = null)}
    >
      <th scope="row">
        <button
          type="button"
          class="link"
          @click=${() => (this.focused = index)}
          @focus=${() => (this.focused = index)}
          @blur=${() => (this.focused = null)}
        >${parameterName(parameter)}</button>
      </th>
      <td>${shape.join(' × ')}</td>
      <td class="number ${good ? 'good' : 'bad'}">${good ? '✓' : '✗'} ${this.t.format.number(worstRelativeError, 2)}</td>
      <td class="number">${worstIndex < 0 ? '–' : placeOf(parameter, worstIndex)}</td>
    </tr>`;
  }
}
