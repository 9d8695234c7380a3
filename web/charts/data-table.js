import { css, html, nothing } from 'lit';
import { RnnElement } from '../theme/element.js';

/** @typedef {import('../i18n/index.js').Translator} Translator */

/** More rows than this help nobody; the caption says how many were left out. */
const mostRows = 200;

/**
 * The numbers of a chart as a table, folded away: for screen readers, and for whoever wants to copy them.
 * `rows` is called only while the table is open.
 */
export class DataTable extends RnnElement {
  static properties = {
    t: { attribute: false },
    caption: {},
    columns: { attribute: false },
    rows: { attribute: false },
    open: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    css`
      .scroll {
        overflow: auto;
        max-height: 20rem;
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
    `,
  ];

  constructor() {
    super();
    /** @type {Translator | undefined} */
    this.t = undefined;
    this.caption = '';
    /** @type {string[]} */
    this.columns = [];
    /** @type {() => Iterable<(string | number)[]>} first entry of a row is its header */
    this.rows = () => [];
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

  #renderTable() {
    const rows = [...this.rows()];
    const omitted = rows.length - mostRows;
    const note = omitted > 0 ? ` ${this.t?.('charts.omitted', { count: omitted })}` : '';
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${this.caption}>
        <table>
          <caption>${this.caption}${note}</caption>
          <thead>
            <tr>${this.columns.map((column) => (column === '' ? html`<td></td>` : html`<th scope="col">${column}</th>`))}</tr>
          </thead>
          <tbody>
            ${rows
              .slice(0, mostRows)
              .map(
                ([head, ...cells]) =>
                  html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
              )}
          </tbody>
        </table>
      </div>
    `;
  }
}
