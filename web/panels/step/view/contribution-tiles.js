import { css, html, nothing, svg } from 'lit';
import { RnnElement } from '../../../ui/element.js';
import { createScale, largestMagnitude } from '../../../theme/scales.js';
import { SchemeController, schemeProbe } from '../../../theme/scheme.js';
import { entryOf } from '../model/quantity.js';
import { excerpt } from '../model/selection.js';

/** Side of an entry's square. */
const CELL_PX = 9;

/**
 * What each time step adds to a gradient: a small heat map of the contribution, and the value of the selected entry.
 * @fires jump detail: {timeStep}
 */
export class ContributionTiles extends RnnElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    t: { attribute: false },
    labels: { attribute: false },
    contributions: { attribute: false },
    total: { attribute: false },
    related: { attribute: false },
  };

  static styles = [
    ...RnnElement.styles,
    schemeProbe,
    css`
      .caption {
        font-size: var(--rnn-text-s);
        color: var(--rnn-muted);
        margin-block: var(--rnn-space-3) var(--rnn-space-1);
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--rnn-space-1);
      }
      button {
        display: grid;
        justify-items: center;
        gap: 4px;
        padding: var(--rnn-space-2);
        border-color: transparent;
        background: none;
        font-size: var(--rnn-text-s);
      }
      svg {
        display: block;
        background: var(--rnn-surface);
        outline: 1px solid var(--rnn-line);
      }
      .mark {
        fill: none;
        stroke: var(--rnn-ink);
        stroke-width: 1.5;
      }
      .sign {
        color: var(--rnn-muted);
      }
    `,
  ];

  #scheme = new SchemeController(this);

  constructor() {
    super();
    /** @type {import('../../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {import('../labels.js').Labels | undefined} */
    this.labels = undefined;
    /** @type {import('../model/quantity.js').Quantity[]} one for each time step */
    this.contributions = [];
    /** @type {import('../model/quantity.js').Quantity | undefined} their sum */
    this.total = undefined;
    /** @type {readonly import('../model/expression.js').Source[]} includes the selected entry of the sum */
    this.related = [];
  }

  render() {
    const { t, labels, total, contributions } = this;
    if (!t || !labels || !total) return nothing;
    const at = this.related.find(({ key }) => key === total.key) ?? { row: 0, column: 0 };
    const maximum = Math.max(...[total, ...contributions].map(({ values }) => largestMagnitude(values)));
    const scale = createScale({ kind: 'diverging', maximum, scheme: this.#scheme.scheme });
    return html`
      <p class="caption">${t('step.contributions')}</p>
      <ul>
        ${contributions.map((contribution, i) => html`<li>${this.#renderTile(contribution, i, at, scale)}</li>`)}
      </ul>
    `;
  }

  /**
   * @param {import('../model/quantity.js').Quantity} contribution
   * @param {number} timeStep
   * @param {{row: number, column: number}} at
   * @param {import('../../../theme/scales.js').Scale} scale
   */
  #renderTile(contribution, timeStep, at, scale) {
    const labels = /** @type {NonNullable<typeof this.labels>} */ (this.labels);
    const rows = labels.shown(contribution.rowAxis, contribution.rows, { whole: false, chosen: [at.row] });
    const columns = labels.shown(contribution.columnAxis, contribution.columns, { whole: false, chosen: [at.column] });
    const values = excerpt(contribution, rows, columns);
    const value = entryOf(contribution, at.row, at.column);
    const [x, y] = [columns.indexOf(at.column) * CELL_PX, rows.indexOf(at.row) * CELL_PX];
    return html`<button type="button" @click=${() => this.dispatchEvent(new CustomEvent('jump', { detail: { timeStep } }))}>
      <span class="muted">${this.t?.('step.contributionOf', { t: labels.walk.stepNumber(timeStep) })}</span>
      <svg width=${columns.length * CELL_PX} height=${rows.length * CELL_PX} aria-hidden="true">
        ${Array.from(
          values,
          (entry, k) =>
            svg`<rect x=${(k % columns.length) * CELL_PX} y=${Math.floor(k / columns.length) * CELL_PX} width=${CELL_PX} height=${CELL_PX} fill=${scale.css(entry)} />`,
        )}
        <rect class="mark" x=${x + 0.75} y=${y + 0.75} width=${CELL_PX - 1.5} height=${CELL_PX - 1.5} />
      </svg>
      <span class="number">${Number.isInteger(value) ? value : this.t?.format.number(value, 3)}</span>
    </button>`;
  }
}
