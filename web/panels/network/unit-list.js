import { css, html, nothing } from 'lit';
import { RnnElement } from '../../ui/element.js';
import { createScale } from '../../theme/scales.js';
import { SchemeController, schemeProbe } from '../../theme/scheme.js';

/** Units listed, in the chosen order. */
const MAX_ROWS = 64;

/** The units of a layer at one time step: their values, and their changes since the previous one. */
export class UnitList extends RnnElement {
  static properties = {
    t: { attribute: false },
    values: { attribute: false },
    previous: { attribute: false },
    maximum: { type: Number },
    order: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    schemeProbe,
    css`
      .field {
        display: flex;
        align-items: center;
        gap: var(--rnn-space-2);
        font-size: var(--rnn-text-s);
        margin-bottom: var(--rnn-space-2);
      }
      .scroll {
        max-height: 18rem;
        overflow-y: auto;
        width: min(19rem, calc(100vw - 3.25rem));
      }
      table {
        border-collapse: collapse;
        width: 100%;
        font-size: var(--rnn-text-s);
      }
      th,
      td {
        text-align: end;
        padding: 1px var(--rnn-space-2);
        font-weight: 400;
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--rnn-surface);
        color: var(--rnn-muted);
        border-bottom: 1px solid var(--rnn-line);
      }
      svg {
        width: 0.9em;
        height: 0.9em;
        vertical-align: -0.1em;
        stroke: var(--rnn-line);
      }
    `,
  ];

  #scheme = new SchemeController(this);

  constructor() {
    super();
    /** @type {import('../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {ArrayLike<number>} h_t */
    this.values = [];
    /** @type {ArrayLike<number>} h_{t−1} */
    this.previous = [];
    /** End of the color scale. */
    this.maximum = 1;
    /** @type {'unit' | 'value' | 'change'} */
    this.order = 'unit';
  }

  /** @returns {number[]} indices in the chosen order */
  get #units() {
    const { values, previous, order } = this;
    const units = Array.from({ length: values.length }, (_, unit) => unit);
    const size = (/** @type {number} */ unit) => Math.abs(values[unit] - (order === 'change' ? previous[unit] : 0));
    if (order !== 'unit') units.sort((a, b) => size(b) - size(a));
    return units;
  }

  render() {
    const { t, values, order } = this;
    if (!t) return nothing;
    const units = this.#units;
    const names = /** @type {const} */ (['unit', 'value', 'change']);
    return html`
      <label class="field">${t('network.order')}
        <select @change=${(/** @type {any} */ event) => (this.order = event.target.value)}>
          ${names.map((name) => html`<option value=${name} .selected=${name === order}>${t(`network.order.${name}`)}</option>`)}
        </select>
      </label>
      <div class="scroll" tabindex="0" role="group" aria-label=${t('network.units')}>
        <table>
          <thead><tr><th scope="col">${t('network.unit')}</th><th scope="col">h<sub>t</sub></th><th scope="col">h<sub>t</sub> − h<sub>t−1</sub></th></tr></thead>
          <tbody>${units.slice(0, MAX_ROWS).map((unit) => this.#renderRow(unit))}</tbody>
        </table>
        ${values.length > MAX_ROWS ? html`<p class="muted small">${t('network.moreUnits', { count: values.length - MAX_ROWS })}</p>` : nothing}
      </div>`;
  }

  /** @param {number} unit */
  #renderRow(unit) {
    const { t, values, previous, maximum } = this;
    const { number } = /** @type {NonNullable<typeof t>} */ (t).format;
    const scale = createScale({ kind: 'diverging', maximum, scheme: this.#scheme.scheme });
    return html`<tr>
      <th scope="row" class="number">${unit + 1}</th>
      <td class="number"><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill=${scale.css(values[unit])} /></svg> ${number(values[unit])}</td>
      <td class="number">${number(values[unit] - previous[unit])}</td>
    </tr>`;
  }
}
