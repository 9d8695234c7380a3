import { css, html, nothing } from 'lit';
import { HeatMap } from '../../charts/heat-map.js';
import { cellHeightFor } from '../shared/quantities.js';
import { SequencePanel } from '../shared/sequence-panel.js';
import { axesOf } from './weight-axes.js';

/** One weight matrix beside its gradient, entry by entry, live. */
export class WeightsPanel extends SequencePanel {
  static id = 'weights';

  static dependencies = { 'rnn-heat-map': HeatMap };

  static properties = {
    parameter: {},
    pointed: { state: true },
  };

  static styles = [
    ...SequencePanel.styles,
    css`
      .field {
        grid-template-columns: minmax(0, max-content);
        margin-bottom: var(--rnn-space-3);
      }
      .pair {
        display: grid;
        gap: var(--rnn-space-5);
      }
      h3 {
        margin-bottom: var(--rnn-space-2);
      }
      @container (width > 900px) {
        .pair {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
    `,
  ];

  constructor() {
    super();
    /** Name of the matrix shown. */
    this.parameter = 'weight_hh_l0';
    /** @type {{row: number, column: number} | null} the entry under the pointer, highlighted in both heat maps */
    this.pointed = null;
  }

  /** @returns {import('../shared/panel.js').Views} */
  views() {
    if (!this.store) return {};
    const { chosen } = this;
    if (!chosen) return {};
    const { inputs, targets } = chosen;
    return {
      parameters: { call: 'parameters', args: {} },
      gradients: { call: 'gradients', args: { inputs, targets, reduction: this.requiredStore.settings.reduction } },
    };
  }

  renderActions() {
    return this.renderPicker();
  }

  renderPicture() {
    const { t } = this;
    const parameters = this.answer('parameters')?.value;
    const named = (/** @type {any[]} */ list, /** @type {string} */ wanted) => list.find(({ name }) => name === wanted);
    const values = named(parameters, this.parameter) ?? parameters[0];
    const gradient = named(this.answer('gradients')?.value, values.name);
    return html`
      <div class="field">
        <label for="parameter">${t('weights.which')}</label>
        <select id="parameter" @change=${(/** @type {any} */ event) => (this.parameter = event.target.value)}>
          ${parameters.map((/** @type {any} */ one) => html`<option value=${one.name} ?selected=${one.name === values.name}>${this.#name(one)}</option>`)}
        </select>
      </div>
      <div class="pair">
        <div>
          <h3>${t('weights.values')}</h3>
          ${this.#renderMatrix(values, t('weights.values'))}
        </div>
        <div>
          <h3>${t('weights.gradient')}</h3>
          ${this.#renderMatrix(gradient, t('weights.gradient'))}
          ${this.chosen?.cut ? this.renderCut() : nothing}
        </div>
      </div>
    `;
  }

  /** The matrix in words, with PyTorch's name and its shape. @param {{name: string, shape: number[]}} parameter */
  #name({ name, shape }) {
    const kind = name.replace(/_l\d+$/, '');
    const layer = /_l(\d+)$/.exec(name)?.[1];
    const words = this.t.dynamic(`weights.kind.${kind}`, { layer: layer === undefined ? '' : Number(layer) + 1 });
    return `${words} · ${name} · ${shape.join(' × ')}`;
  }

  /** @param {{name: string, shape: number[], values: Float64Array}} parameter @param {string} what */
  #renderMatrix(parameter, what) {
    const { t } = this;
    const [rows, columns = 1] = parameter.shape;
    const cell = this.requiredStore.info?.settings.cell ?? 'rnn';
    const { rowLabels, columnLabels } = axesOf(parameter, cell, (id) => this.tokenLabel(id));
    return html`<rnn-heat-map
      .t=${t}
      .values=${parameter.values}
      .rows=${rows}
      .columns=${columns}
      .rowLabels=${rowLabels}
      .columnLabels=${columnLabels}
      .label=${`${what}: ${parameter.name}`}
      .cellWidth=${columns <= 24 ? 34 : 22}
      .cellHeight=${cellHeightFor(rows)}
      .highlight=${this.pointed ? [this.pointed] : []}
      .describe=${(/** @type {number} */ row, /** @type {number} */ column, /** @type {number} */ value) =>
        `${parameter.name}[${rowLabels[row]}, ${columnLabels[column]}] = ${t.format.number(value)}`}
      @cell-focus=${(/** @type {CustomEvent} */ event) => {
        this.pointed = event.detail && { row: event.detail.row, column: event.detail.column };
      }}
    ></rnn-heat-map>`;
  }
}
