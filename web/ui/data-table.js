import { css, html, nothing } from 'lit';
import { RnnElement } from './element.js';

/** @typedef {import('../i18n/index.js').Translator} Translator */

/**
 * @typedef {(string | number)[]} Row
 * @typedef {{readonly length: number, row: (index: number) => Row}} Rows lazy; of a longer list, evenly
 *   spaced rows are shown
 */

/** Rows shown, at most; the caption says how many were left out. */
const MAX_ROWS = 200;

/** @param {number} length @returns {number[]} at most MAX_ROWS evenly spaced indices, including the first and the last */
function evenIndices(length) {
  if (length <= MAX_ROWS) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: MAX_ROWS }, (_, i) => Math.round((i * (length - 1)) / (MAX_ROWS - 1)));
}

/**
 * The data of a chart as a folded table, for screen readers and for copying. `rows` is called only while the table is open.
 */
export class DataTable extends RnnElement {
  static properties = {
    t: { attribute: false },
    caption: {},
    columns: { attribute: false },
    rows: { attribute: false },
    sizeOf: { attribute: false },
    open: { state: true },
    sorted: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    css`
      .scroll {
        overflow: auto;
        max-height: 28rem;
        margin-top: var(--rnn-space-2);
        border-block: 1px solid var(--rnn-line);
      }
      table {
        border-collapse: collapse;
        font-size: var(--rnn-text-s);
      }
      caption {
        text-align: start;
        color: var(--rnn-muted);
        padding-block: var(--rnn-space-1);
      }
      th,
      td {
        padding: 2px var(--rnn-space-3) 2px 0;
        text-align: end;
        white-space: nowrap;
        font-weight: 400;
      }
      thead :is(th, td) {
        position: sticky;
        top: 0;
        background: var(--rnn-page);
        color: var(--rnn-muted);
      }
      th:first-child {
        text-align: start;
      }
      th button {
        border: 0;
        background: none;
        padding: 0 2px;
        min-height: 1.5rem;
        font: inherit;
        color: inherit;
      }
      th button:hover {
        text-decoration: underline;
      }
      th[aria-sort='descending'] button::after {
        content: ' ▼' / '';
      }
      th[aria-sort='ascending'] button::after {
        content: ' ▲' / '';
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Translator | undefined} */
    this.t = undefined;
    this.caption = '';
    /** @type {string[]} */
    this.columns = [];
    /** @type {() => Iterable<Row> | Rows} the first entry of a row is its header */
    this.rows = () => [];
    /** @type {((row: number, column: number) => number) | undefined} magnitude of an entry (columns counted without the row header); makes the columns sortable */
    this.sizeOf = undefined;
    /** @type {{column: number, descending: boolean} | null} */
    this.sorted = null;
    this.open = false;
  }

  render() {
    if (!this.t) return nothing;
    return html`
      <details @toggle=${(/** @type {Event} */ event) => (this.open = /** @type {HTMLDetailsElement} */ (event.target).open)}>
        <summary>${this.t('charts.table')}</summary>
        ${this.open ? this.#renderTable() : nothing}
      </details>
    `;
  }

  /** @returns {{rows: Row[], total: number}} in the order chosen */
  #rows() {
    const given = this.rows();
    if ('row' in given) return { rows: evenIndices(given.length).map((i) => given.row(i)), total: given.length };
    const rows = [...given];
    const { sorted, sizeOf } = this;
    if (!sorted || !sizeOf) return { rows: rows.slice(0, MAX_ROWS), total: rows.length };
    const sizes = rows.map((_, i) => sizeOf(i, sorted.column));
    const order = [...rows.keys()].sort((a, b) => (sorted.descending ? sizes[b] - sizes[a] : sizes[a] - sizes[b]));
    return { rows: order.slice(0, MAX_ROWS).map((i) => rows[i]), total: rows.length };
  }

  /** Cycles through descending, ascending, original order. @param {number} column */
  #sort(column) {
    const { sorted } = this;
    if (sorted?.column !== column) this.sorted = { column, descending: true };
    else this.sorted = sorted.descending ? { column, descending: false } : null;
  }

  /** @param {string} name @param {number} index among all columns; 0: the row headers */
  #renderHead(name, index) {
    if (name === '') return html`<td></td>`;
    if (!this.sizeOf || index === 0) return html`<th scope="col">${name}</th>`;
    const column = index - 1;
    const order = this.sorted?.column === column ? (this.sorted.descending ? 'descending' : 'ascending') : 'none';
    return html`<th scope="col" aria-sort=${order}><button type="button" title=${this.t?.('charts.sort') ?? ''} @click=${() => this.#sort(column)}>${name}</button></th>`;
  }

  #renderTable() {
    const { rows, total } = this.#rows();
    const omitted = total - rows.length;
    const note = omitted > 0 ? ` ${this.t?.('charts.omitted', { count: omitted })}` : '';
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${this.caption}>
        <table>
          <caption>${this.caption}${note}</caption>
          <thead>
            <tr>${this.columns.map((column, i) => this.#renderHead(column, i))}</tr>
          </thead>
          <tbody>
            ${rows.map(
              ([head, ...cells]) =>
                html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }
}
