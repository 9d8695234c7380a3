import { css, html, nothing } from 'lit';
import { HeatMap } from '../../charts/heat-map.js';
import { cellHeightFor, largestAt, quantitiesOf, unitsBySteps } from '../shared/quantities.js';
import { SequencePanel } from '../shared/sequence-panel.js';
import { TokenStrip } from '../shared/token-strip.js';

/** @typedef {import('../../engine/types.js').Trace} Trace */

/** Hidden states and gates as a heat map of units × time steps, live; and one unit's values along the text. */
export class StatesPanel extends SequencePanel {
  static id = 'states';
  static drawn = true;

  static dependencies = { 'rnn-heat-map': HeatMap, 'rnn-token-strip': TokenStrip };

  static properties = {
    quantity: {},
    layer: { type: Number },
    unit: { state: true },
    step: { state: true },
  };

  static styles = [
    ...SequencePanel.styles,
    css`
      .look {
        row-gap: var(--rnn-space-4);
      }
      @container (width > 760px) {
        .look {
          grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        }
      }
      .largest {
        margin-block: var(--rnn-space-1) var(--rnn-space-2);
      }
      .unit h3 {
        margin-bottom: var(--rnn-space-2);
      }
    `,
  ];

  constructor() {
    super();
    /** Id of the quantity shown, see quantities.js. */
    this.quantity = 'hidden';
    this.layer = 0;
    /** Index of the unit shown along the text. */
    this.unit = 0;
    /** @type {number | null} the time step under the pointer or the keyboard cursor */
    this.step = null;
  }

  /** @returns {import('../shared/panel.js').Views} */
  views() {
    if (!this.store) return {};
    const { chosen } = this;
    return { trace: chosen && { call: 'trace', args: chosen.source } };
  }

  renderActions() {
    return this.renderPicker();
  }

  renderPicture() {
    const { chosen } = this;
    /** @type {Trace} */
    const trace = this.answer('trace')?.value;
    if (!chosen) return nothing;
    const quantities = quantitiesOf(trace);
    const quantity = quantities.find(({ id }) => id === this.quantity) ?? quantities[0];
    const layer = Math.min(this.layer, trace.layers - 1);
    const values = unitsBySteps(trace.layersData[layer], quantity, trace.H);
    return html`
      ${this.#renderChoices(quantities, quantity, { layers: trace.layers, layer })}
      <div class="look">
        <div>${this.#renderMap(trace, quantity, values)} ${quantity.change ? this.#renderLargest(trace, values) : nothing} ${chosen.cut ? this.renderCut() : nothing}</div>
        <div class="unit">${this.#renderUnit(trace, quantity, values)} ${chosen.cut ? this.renderCut() : nothing}</div>
      </div>
    `;
  }

  /** The chosen unit, if the network has it, else its last. @param {{H: number}} trace */
  #unitOf({ H }) {
    return Math.min(this.unit, H - 1);
  }

  /** @param {Trace} trace @param {import('../shared/quantities.js').Quantity} quantity @param {Float64Array} values */
  #renderMap(trace, quantity, values) {
    const { t } = this;
    const tokens = Array.from(trace.inputs, (id) => this.tokenLabel(id));
    const largest = quantity.change
      ? tokens.map((_, column) => ({ row: largestAt(values, trace.T, column), column }))
      : [];
    return html`<rnn-heat-map
        sortable
        .t=${t}
        .values=${values}
        .rows=${trace.H}
        .columns=${trace.T}
        .kind=${quantity.kind}
        .maximum=${quantity.maximum}
        .rowLabels=${Array.from({ length: trace.H }, (_, i) => String(i + 1))}
        .columnLabels=${tokens}
        .label=${t('states.picture', { ...this.wording, quantity: t.dynamic(`states.quantity.${quantity.id}`) })}
        .legendLabel=${quantity.symbol}
        .cellWidth=${trace.T <= 8 ? 64 : 34}
        .cellHeight=${cellHeightFor(trace.H)}
        .highlight=${[{ row: this.#unitOf(trace) }, ...largest, ...(this.readPosition === null ? [] : [{ column: this.readPosition }])]}
        .describe=${(/** @type {number} */ row, /** @type {number} */ column, /** @type {number} */ value) =>
          t('states.cell', {
            symbol: quantity.symbol,
            unit: row + 1,
            token: tokens[column],
            step: column + 1,
            value: t.format.number(value),
          })}
        @cell-focus=${(/** @type {CustomEvent} */ event) => {
          this.step = event.detail?.column ?? null;
        }}
        @cell-select=${(/** @type {CustomEvent} */ event) => {
          this.unit = event.detail.row;
        }}
      ></rnn-heat-map>`;
  }

  /** The unit that changed most, at the time step pointed at or over all. @param {Trace} trace @param {Float64Array} values */
  #renderLargest({ T, H, inputs, layersData }, values) {
    const { t } = this;
    const steps = this.step === null ? Array.from(inputs.keys()) : [Math.min(this.step, T - 1)];
    const largest = steps.map((step) => ({ step, unit: largestAt(values, T, step) }));
    const size = (/** @type {{step: number, unit: number}} */ { step, unit }) => Math.abs(values[unit * T + step]);
    const { step, unit } = largest.reduce((best, next) => (size(next) > size(best) ? next : best));
    const { hidden, previousHidden } = layersData[Math.min(this.layer, layersData.length - 1)];
    return html`<p class="largest small">${t(this.step === null ? 'states.largest' : 'states.largestAt', {
      token: this.tokenLabel(inputs[step]),
      step: step + 1,
      unit: unit + 1,
      before: t.format.number(previousHidden.values[step * H + unit]),
      after: t.format.number(hidden.values[step * H + unit]),
      change: t.format.number(values[unit * T + step]),
    })}</p>`;
  }

  /** One unit along the text. @param {Trace} trace @param {import('../shared/quantities.js').Quantity} quantity @param {Float64Array} values */
  #renderUnit(trace, { kind, maximum, symbol }, values) {
    const { t } = this;
    const unit = this.#unitOf(trace);
    const heading = t('states.reading', { ...this.wording, unit: unit + 1, symbol });
    return html`
      <h3>${heading}</h3>
      <rnn-token-strip
        .t=${t}
        .tokens=${Array.from(trace.inputs, (id) => this.token(id))}
        .values=${values.subarray(unit * trace.T, (unit + 1) * trace.T)}
        .kind=${kind}
        .maximum=${maximum}
        .label=${heading}
      ></rnn-token-strip>
    `;
  }

  /** @param {import('../shared/quantities.js').Quantity[]} quantities @param {import('../shared/quantities.js').Quantity} chosen @param {{layers: number, layer: number}} shown layer: the one that is drawn */
  #renderChoices(quantities, chosen, { layers, layer }) {
    const { t } = this;
    return html`<div class="choices">
      <div class="field">
        <label for="quantity">${t('states.what')}</label>
        <select id="quantity" @change=${(/** @type {any} */ event) => (this.quantity = event.target.value)}>
          ${quantities.map(({ id }) => html`<option value=${id} .selected=${id === chosen.id}>${t.dynamic(`states.quantity.${id}`)}</option>`)}
        </select>
      </div>
      ${
        layers > 1
          ? html`<div class="field">
              <label for="layer">${t('sequence.layer')}</label>
              <select id="layer" @change=${(/** @type {any} */ event) => (this.layer = Number(event.target.value))}>
                ${Array.from({ length: layers }, (_, i) => html`<option value=${i} .selected=${i === layer}>${i + 1}</option>`)}
              </select>
            </div>`
          : nothing
      }
    </div>`;
  }
}
