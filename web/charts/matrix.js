import { css, html, nothing } from 'lit';
import { RnnElement } from '../ui/element.js';
import { createScale, largestMagnitude } from '../theme/scales.js';
import { SchemeController, schemeProbe } from '../theme/scheme.js';
import { cellBeside, cellWithin } from '../ui/grid-keys.js';
import { styled } from '../ui/styled.js';

/**
 * A small matrix or vector as a table: each number on the color of its value. For more than some 24 × 24 entries use the heat
 * map.
 *
 * @fires cell-focus detail: {row, column, value} or null when left
 * @fires cell-select detail: {row, column, value}
 */
export class MatrixView extends RnnElement {
  static properties = {
    t: { attribute: false },
    values: { attribute: false },
    rows: { type: Number },
    columns: { type: Number },
    kind: {},
    maximum: { type: Number },
    rowLabels: { attribute: false },
    columnLabels: { attribute: false },
    label: {},
    format: { attribute: false },
    highlight: { attribute: false },
    pointed: { attribute: false },
    marked: { attribute: false },
    cursor: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    schemeProbe,
    css`
      :host {
        max-width: 100%;
        overflow-x: auto;
        width: fit-content;
      }
      table {
        border-collapse: separate;
        border-spacing: 1px;
        font-size: var(--rnn-text-xs);
        line-height: 1.2;
        border-inline: 1.5px solid var(--rnn-control);
        border-radius: 5px;
        padding-inline: 2px;
      }
      th {
        font-weight: 400;
        color: var(--rnn-muted);
        padding: 0 4px;
        white-space: nowrap;
      }
      td {
        min-width: 2.9em;
        height: 24px;
        padding: 0 4px;
        text-align: end;
        white-space: nowrap;
        cursor: default;
      }
      td.lit {
        outline: 2px solid var(--rnn-ink);
        outline-offset: -1px;
      }
      td.marked {
        position: relative;
        font-weight: 700;
      }
      td.marked::before {
        content: '';
        position: absolute;
        inset: 0 auto auto 0;
        border: 4px solid transparent;
        border-block-start-color: currentcolor;
        border-inline-start-color: currentcolor;
      }
      /* Framed inside the cell, with the number underlined, so that the color of the value stays. */
      td.pointed {
        box-shadow:
          inset 0 0 0 1px var(--rnn-ink),
          inset 0 0 0 4px var(--rnn-highlight);
        text-decoration: underline 2px;
        text-underline-offset: 2px;
      }
      @media print {
        :host {
          overflow: visible;
        }
      }
      td:focus-visible {
        outline-offset: 0;
      }
    `,
  ];

  #scheme = new SchemeController(this);

  constructor() {
    super();
    /** @type {import('../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {ArrayLike<number>} row-major; NaN leaves a cell empty */
    this.values = [];
    this.rows = 0;
    this.columns = 1;
    /** @type {import('../theme/scales.js').ScaleKind} */
    this.kind = 'diverging';
    /** @type {number | undefined} end of the scale; undefined fits it to the values */
    this.maximum = undefined;
    /** @type {readonly string[] | undefined} */
    this.rowLabels = undefined;
    /** @type {readonly string[] | undefined} */
    this.columnLabels = undefined;
    /** Accessible name. */
    this.label = '';
    /** @type {((value: number) => string) | undefined} default: three decimals */
    this.format = undefined;
    /** @type {readonly {row?: number, column?: number}[]} without a row or column: all of them */
    this.highlight = [];
    /** @type {readonly {row: number, column: number}[]} highlighted because the reader points at them, here or elsewhere */
    this.pointed = [];
    /** @type {readonly {row: number, column: number}[]} marked with a corner, e.g. the largest entry */
    this.marked = [];
    /** @type {{row: number, column: number}} the cell the Tab key reaches */
    this.cursor = { row: 0, column: 0 };
  }

  /** Or else the Tab key would reach no cell of a matrix that has become smaller. */
  willUpdate() {
    this.cursor = cellWithin(this.cursor, this);
  }

  render() {
    if (!this.t) return nothing;
    const maximum = this.maximum ?? largestMagnitude(this.values);
    const scale = createScale({ kind: this.kind, maximum, scheme: this.#scheme.scheme });
    const pointed = new Set(this.pointed.map(({ row, column }) => `${row} ${column}`));
    const rows = Array.from({ length: this.rows }, (_, r) => this.#renderRow(r, scale, pointed));
    return html`
      <table aria-label=${this.label} @keydown=${this.#onKey} @pointerleave=${this.#onLeave}>
        ${
          this.columnLabels
            ? html`<thead><tr>${this.rowLabels ? html`<td></td>` : nothing}${this.columnLabels.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>`
            : nothing
        }
        <tbody>${rows}</tbody>
      </table>
    `;
  }

  /** @param {number} r @param {import('../theme/scales.js').Scale} scale @param {ReadonlySet<string>} pointed 'row column' */
  #renderRow(r, scale, pointed) {
    const format = this.format ?? ((/** @type {number} */ value) => this.t?.format.number(value, 3) ?? '');
    const cells = Array.from({ length: this.columns }, (_, c) => {
      const value = this.values[r * this.columns + c];
      const there = value !== undefined && !Number.isNaN(value);
      const style = there ? { background: scale.css(value), color: scale.textOn(value) } : {};
      return html`<td
        class="data ${this.#isHighlighted(r, c) ? 'lit' : ''} ${pointed.has(`${r} ${c}`) ? 'pointed' : ''} ${this.marked.some(({ row, column }) => row === r && column === c) ? 'marked' : ''}"
        ${styled(style)}
        tabindex=${r === this.cursor.row && c === this.cursor.column ? 0 : -1}
        @pointerenter=${() => this.#emit('cell-focus', { row: r, column: c })}
        @focus=${() => this.#onFocus(r, c)}
        @click=${() => this.#emit('cell-select', { row: r, column: c })}
      >${there ? format(value) : ''}</td>`;
    });
    return html`<tr>${this.rowLabels ? html`<th scope="row">${this.rowLabels[r]}</th>` : nothing}${cells}</tr>`;
  }

  /** @param {number} r @param {number} c */
  #isHighlighted(r, c) {
    return this.highlight.some(
      ({ row, column }) => (row === undefined || row === r) && (column === undefined || column === c),
    );
  }

  /** A finger that is lifted leaves as well, but what it tapped stays highlighted. @param {PointerEvent} event */
  #onLeave(event) {
    if (event.pointerType !== 'touch') this.#emit('cell-focus', null);
  }

  /** @param {number} row @param {number} column */
  #onFocus(row, column) {
    this.cursor = { row, column };
    this.#emit('cell-focus', { row, column });
  }

  /** @param {string} type @param {{row: number, column: number} | null} cell */
  #emit(type, cell) {
    const detail = cell && { ...cell, value: this.values[cell.row * this.columns + cell.column] };
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {KeyboardEvent} event */
  async #onKey(event) {
    if (event.key === 'Enter') this.#emit('cell-select', this.cursor);
    const cell = cellBeside(this.cursor, event.key, this);
    if (!cell) return;
    event.preventDefault();
    this.cursor = cell;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('td[tabindex="0"]'))?.focus();
  }
}
