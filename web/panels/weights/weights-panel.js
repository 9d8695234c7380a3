import { css, html, nothing } from 'lit';
import { HeatMap } from '../../charts/heat-map.js';
import { cellHeightFor } from '../shared/quantities.js';
import { SequencePanel } from '../shared/sequence-panel.js';
import { axesOf } from './weight-axes.js';

/** One weight matrix beside its gradient, entry by entry, live. */
export class WeightsPanel extends SequencePanel {
  static id = 'weights';
  static drawn = true;

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
      /* No wider than the panel: a matrix of many columns scrolls in its place. */
      .pair {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
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
    const { name } = this.#shown;
    const { reduction } = this.requiredStore.settings;
    return {
      parameters: { call: 'parameters', args: { name } },
      gradients: { call: 'gradients', args: { ...chosen.source, reduction, name } },
    };
  }

  /** All that could be shown. */
  get #parameters() {
    return this.requiredStore.info?.parameters ?? [];
  }

  /** The one chosen; the first where the network has none of that name. */
  get #shown() {
    const all = this.#parameters;
    return all.find(({ name }) => name === this.parameter) ?? all[0];
  }

  renderActions() {
    return this.renderPicker();
  }

  renderPicture() {
    const { t } = this;
    const [values] = this.answer('parameters')?.value ?? [];
    const [gradient] = this.answer('gradients')?.value ?? [];
    return html`
      <div class="field">
        <label for="parameter">${t('weights.which')}</label>
        <select id="parameter" @change=${(/** @type {any} */ event) => (this.parameter = event.target.value)}>
          ${this.#parameters.map((one) => html`<option value=${one.name} .selected=${one.name === values.name}>${this.#name(one)}</option>`)}
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

  /** @param {import('../../engine/types.js').ParameterValues} parameter @param {string} what */
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
