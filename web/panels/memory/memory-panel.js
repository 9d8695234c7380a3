import { css, html, nothing } from 'lit';
import { HeatMap } from '../../charts/heat-map.js';
import { ScaleLegend } from '../../charts/scale-legend.js';
import { largestMagnitude } from '../../theme/scales.js';
import { SequencePanel } from '../shared/sequence-panel.js';
import { TokenStrip } from '../shared/token-strip.js';

/** Predictions shown in the triangle: each costs a backward pass. */
const MAX_ROWS = 32;
/** While a larger network trains, only the chosen prediction is updated. */
const SMALL_NETWORK_PARAMETERS = 20_000;

/** Saliency: how strongly each earlier token influences a prediction, by the norm of the input gradient of a logit. */
export class MemoryPanel extends SequencePanel {
  static id = 'memory';
  static drawn = true;

  static dependencies = { 'rnn-heat-map': HeatMap, 'rnn-token-strip': TokenStrip, 'rnn-scale-legend': ScaleLegend };

  static properties = {
    position: { type: Number },
    of: { state: true },
    scale: { state: true },
  };

  static styles = [
    ...SequencePanel.styles,
    css`
      .choices {
        margin-bottom: var(--rnn-space-4);
      }
      @container (width > 760px) {
        .look {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
      .question {
        margin-bottom: var(--rnn-space-2);
        max-width: 68ch;
      }
      h3 {
        margin-bottom: var(--rnn-space-2);
      }
    `,
  ];

  constructor() {
    super();
    /** Position of the chosen prediction; −1: the last one. */
    this.position = -1;
    /** @type {'target' | 'predicted'} the token whose logit is differentiated: the target, or the most probable one */
    this.of = 'target';
    /** @type {'row' | 'absolute'} */
    this.scale = 'row';
  }

  get #last() {
    return (this.chosen?.inputs.length ?? 1) - 1;
  }

  get #position() {
    return this.position < 0 ? this.#last : Math.min(this.position, this.#last);
  }

  /** Which rows of the triangle are asked for now. */
  get #rows() {
    const { info, training } = this.requiredStore;
    const all = !training || (info?.parameterCount ?? 0) < SMALL_NETWORK_PARAMETERS;
    if (!all) return [this.#position];
    return Array.from({ length: Math.min(MAX_ROWS, this.#last + 1) }, (_, i) => i);
  }

  /** @returns {import('../shared/panel.js').Views} */
  views() {
    if (!this.store) return {};
    const { chosen } = this;
    if (!chosen) return {};
    const positions = [...new Set([...this.#rows, this.#position])];
    const target = this.of === 'target' ? 'next' : 'predicted';
    return { rows: { call: 'influence', args: { ...chosen.source, positions, target } } };
  }

  /** @param {number} position @returns {import('../../engine/types.js').Influence | undefined} */
  #rowAt(position) {
    return this.answer('rows')?.value.rows.find((/** @type {{position: number}} */ row) => row.position === position);
  }

  renderActions() {
    return this.renderPicker();
  }

  renderPicture() {
    const { chosen } = this;
    if (!chosen) return nothing;
    return html`${this.#renderChoices(chosen)} <div class="look">${this.#renderStrip(chosen)}<div>${this.#renderTriangle(chosen)}</div></div>`;
  }

  /** @param {NonNullable<SequencePanel['chosen']>} chosen */
  #renderChoices({ inputs, targets }) {
    const { t } = this;
    return html`<div class="choices">
      <div class="field">
        <label for="position">${t('memory.prediction')}</label>
        <select id="position" @change=${(/** @type {any} */ event) => (this.position = Number(event.target.value))}>
          ${Array.from(
            inputs,
            (id, i) =>
              html`<option value=${i} .selected=${i === this.#position}>${i + 1}: ${this.tokenLabel(id)} → ${this.tokenLabel(targets[i])}</option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="of">${t('memory.of')}</label>
        <select id="of" @change=${(/** @type {any} */ event) => (this.of = event.target.value)}>
          ${/** @type {const} */ (['target', 'predicted']).map((of) => html`<option value=${of} .selected=${of === this.of}>${t(of === 'target' ? 'memory.target' : 'memory.predicted')}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="scale">${t('memory.scale')}</label>
        <select id="scale" @change=${(/** @type {any} */ event) => (this.scale = event.target.value)}>
          ${/** @type {const} */ (['row', 'absolute']).map((scale) => html`<option value=${scale} .selected=${scale === this.scale}>${t(`memory.scale.${scale}`)}</option>`)}
        </select>
      </div>
    </div>`;
  }

  /** @param {NonNullable<SequencePanel['chosen']>} chosen */
  #renderStrip({ inputs, cut }) {
    const { t } = this;
    const position = this.#position;
    const { inputGradientNorms: norms = [], target = -1 } = this.#rowAt(position) ?? {};
    const question = t('memory.question', { ...this.wording, token: this.tokenLabel(target), position: position + 1 });
    return html`<div>
      <p class="question">${question}</p>
      <rnn-token-strip
        .t=${t}
        .tokens=${Array.from(inputs.subarray(0, position + 1), (id) => this.token(id))}
        .values=${norms}
        .kind=${'sequential'}
        .marked=${position}
        .label=${question}
      ></rnn-token-strip>
      ${cut ? this.renderCut() : nothing}
    </div>`;
  }

  /** Rows: predictions; columns: the tokens up to each. @param {NonNullable<SequencePanel['chosen']>} chosen */
  #renderTriangle({ inputs, targets }) {
    const { t } = this;
    const size = Math.min(MAX_ROWS, inputs.length);
    const tokens = Array.from(inputs.subarray(0, size), (id) => this.tokenLabel(id));
    const rows = Array.from({ length: size }, (_, row) => this.#rowAt(row)?.inputGradientNorms);
    const shown = new Float64Array(size * size);
    for (const [row, values] of rows.entries()) {
      if (!values) {
        shown.fill(Number.NaN, row * size, row * size + row + 1);
        continue;
      }
      const largest = this.scale === 'row' ? largestMagnitude(values) || 1 : 1;
      for (let column = 0; column < values.length; column++) shown[row * size + column] = values[column] / largest;
    }
    return html`
      <h3>${t('memory.all')}</h3>
      <rnn-heat-map
        .t=${t}
        .values=${shown}
        .rows=${size}
        .columns=${size}
        .kind=${'sequential'}
        .maximum=${this.scale === 'row' ? 1 : undefined}
        .rowLabels=${tokens.map((token, i) => `${token} → ${this.tokenLabel(targets[i])}`)}
        .columnLabels=${tokens}
        .label=${t('memory.all')}
        .legendLabel=${t(`memory.legend.${this.scale}`)}
        .cellWidth=${size <= 8 ? 56 : 30}
        .cellHeight=${size <= 8 ? 26 : 18}
        .highlight=${this.#position < size ? [{ row: this.#position }] : []}
        .describe=${(/** @type {number} */ row, /** @type {number} */ column) => {
          if (column > row) return t('memory.later');
          const values = rows[row];
          if (!values) return t('memory.notNow');
          return t('memory.cell', {
            from: tokens[column],
            fromStep: column + 1,
            step: row + 1,
            value: t.format.number(values[column]),
          });
        }}
        @cell-select=${(/** @type {CustomEvent} */ event) => {
          this.position = event.detail.row;
        }}
      ></rnn-heat-map>
      ${inputs.length > size ? html`<p class="small muted">${t('memory.cut', { count: size })}</p>` : nothing}
    `;
  }
}
