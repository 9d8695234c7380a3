import { css, html, nothing } from 'lit';
import { RnnElement } from '../ui/element.js';
import { createScale, largestMagnitude } from '../theme/scales.js';
import { SchemeController, schemeProbe } from '../theme/scheme.js';
import { Announcer } from '../ui/announcer.js';
import { DataTable } from '../ui/data-table.js';
import { cellsAsPixels, isSamePlace, layOut, paintHeatMap, repaintOutlines } from './heat-map-paint.js';
import { ScaleLegend } from './scale-legend.js';
import { contextFor } from '../ui/canvas.js';
import { cellBeside, cellWithin } from '../ui/grid-keys.js';
import { WidthController } from '../ui/width-controller.js';
import { readOutStyles } from './read-out-styles.js';
import { sameEntries } from '../ui/same-entries.js';

/**
 * @typedef {object} Cell
 * @property {number} row
 * @property {number} column
 * @property {number} value
 */

/**
 * A matrix as colors. The value of the cell under the pointer, the finger or the keyboard cursor stands below.
 *
 * @fires cell-focus detail: Cell, or null when the pointer or the focus has left
 * @fires cell-select detail: Cell (click, tap or Enter)
 */
export class HeatMap extends RnnElement {
  static dependencies = { 'rnn-scale-legend': ScaleLegend, 'rnn-data-table': DataTable };

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
    describe: { attribute: false },
    format: { attribute: false },
    cellWidth: { type: Number },
    cellHeight: { type: Number },
    highlight: { attribute: false },
    legend: { type: Boolean },
    legendLabel: {},
    sortable: { type: Boolean },
    cursor: { state: true },
    available: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    schemeProbe,
    readOutStyles,
    css`
      .picture {
        overflow-x: auto;
        width: fit-content;
        max-width: 100%;
      }
      canvas {
        display: block;
        touch-action: pan-x pan-y;
        cursor: crosshair;
      }
    `,
  ];

  #scheme = new SchemeController(this);
  #announcer = new Announcer(this);
  /** Whether the cursor was moved by the keyboard: only then is it announced. */
  #byKey = false;
  /** @type {import('./heat-map-paint.js').Layout | undefined} */
  #layout;
  /** What stands on the canvas, and what it is made of. */
  #painted = {
    cells: /** @type {HTMLCanvasElement | null} */ (null),
    values: /** @type {ArrayLike<number>} */ ([]),
    colors: /** @type {unknown[]} */ ([]),
    frame: /** @type {unknown[]} */ ([]),
    outlines: /** @type {readonly import('./heat-map-paint.js').Outlined[]} */ ([]),
  };

  constructor() {
    super();
    /** @type {import('../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {ArrayLike<number>} row-major, rows × columns */
    this.values = [];
    this.rows = 0;
    this.columns = 0;
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
    /** @type {((row: number, column: number, value: number) => string) | undefined} */
    this.describe = undefined;
    /** @type {((value: number) => string) | undefined} */
    this.format = undefined;
    this.cellWidth = 28;
    this.cellHeight = 14;
    /** @type {readonly {row?: number, column?: number}[]} */
    this.highlight = [];
    this.legend = true;
    this.legendLabel = '';
    /** Whether the rows of the table can be sorted by the magnitude of a column. */
    this.sortable = false;
    /** @type {{row: number, column: number} | null} */
    this.cursor = null;
    /** Available width, px. */
    this.available = 0;
    new WidthController(this, (width) => (this.available = width));
  }

  get #number() {
    return this.format ?? this.t?.format.number ?? String;
  }

  get #maximum() {
    return this.maximum ?? largestMagnitude(this.values);
  }

  /** The cell that is pointed at may be gone. */
  willUpdate() {
    const { cursor, rows, columns } = this;
    if (cursor) this.cursor = rows > 0 && columns > 0 ? cellWithin(cursor, this) : null;
  }

  render() {
    if (!this.t) return nothing;
    return html`
      <div
        class="picture"
        role="application"
        aria-roledescription=${this.t('charts.heatMap')}
        aria-label=${this.label}
        tabindex="0"
        @keydown=${this.#onKey}
        @focus=${() => this.cursor ?? this.#point({ row: 0, column: 0 }, true)}
        @blur=${() => this.#point(null)}
      >
        <canvas
          @pointermove=${this.#onPointer}
          @pointerdown=${this.#onPointer}
          @pointerleave=${() => this.#point(null)}
          @mousedown=${this.#onPress}
          @click=${this.#onClick}
          @contextrestored=${this.#paintAnew}
        ></canvas>
      </div>
      <div class="under">
        <span class="number readout">${this.cursor ? this.#describe(this.cursor) : nothing}</span>
        <span class="visually-hidden" aria-live="polite">${this.#announcer.text}</span>
        ${
          this.legend
            ? html`<rnn-scale-legend .kind=${this.kind} .maximum=${this.#maximum} .label=${this.legendLabel} .format=${this.format ?? this.t.format.tick}></rnn-scale-legend>`
            : nothing
        }
      </div>
      <rnn-data-table
        .t=${this.t}
        .caption=${this.label}
        .columns=${['', ...this.#labels(this.columnLabels, this.columns)]}
        .rows=${() => this.#tableRows()}
        .sizeOf=${this.sortable ? (/** @type {number} */ row, /** @type {number} */ column) => Math.abs(this.values[row * this.columns + column]) : undefined}
      ></rnn-data-table>
    `;
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    if (changed.has('values') && this.#byKey) this.#announcer.follow(() => this.#announcement);
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || this.available === 0) return;
    const characters = Math.max(0, ...(this.rowLabels ?? []).map((label) => [...label].length));
    const layout = layOut({
      rows: this.rows,
      columns: this.columns,
      available: this.available,
      cellWidth: this.cellWidth,
      cellHeight: this.cellHeight,
      labelWidth: this.rowLabels ? Math.min(120, 14 + characters * 8) : 0,
      columnLabels: this.columnLabels !== undefined,
    });
    this.#layout = layout;
    this.#paint(canvas, layout);
  }

  /** @param {HTMLCanvasElement} canvas @param {import('./heat-map-paint.js').Layout} layout */
  #paint(canvas, layout) {
    canvas.style.width = `${layout.width}px`;
    canvas.style.height = `${layout.height}px`;
    const { scheme, font } = this.#scheme;
    const { values, rows, columns, kind, rowLabels, columnLabels, highlight, cursor } = this;
    const before = this.#painted;
    const colors = [rows, columns, kind, this.#maximum, scheme];
    const known = sameEntries(colors, before.colors) && sameEntries(values, before.values) ? before.cells : null;
    const cells = known ?? cellsAsPixels(values, rows, columns, createScale({ kind, maximum: this.#maximum, scheme }));
    const outlines = cursor && !highlight.some((one) => isSamePlace(one, cursor)) ? [...highlight, cursor] : highlight;
    const labels = [rowLabels, columnLabels].map((list) => list?.join('\n'));
    const frame = [cells, font, devicePixelRatio, ...labels, ...Object.values(layout)];
    this.#painted = { cells, values, colors, frame, outlines };
    const what = { cells, rows, columns, rowLabels, columnLabels, outlines, scheme, font };
    const context = contextFor(canvas, layout.width, layout.height);
    if (sameEntries(frame, before.frame)) repaintOutlines(context, what, layout, before.outlines);
    else paintHeatMap(context, what, layout);
  }

  /** The browser had given up the picture, for want of memory. */
  #paintAnew = () => {
    this.#painted = { ...this.#painted, values: [], colors: [], frame: [] };
    this.requestUpdate();
  };

  /** @param {readonly string[] | undefined} labels @param {number} count */
  #labels(labels, count) {
    return labels ?? Array.from({ length: count }, (_, i) => String(i));
  }

  *#tableRows() {
    const heads = this.#labels(this.rowLabels, this.rows);
    for (let r = 0; r < this.rows; r++) {
      const cells = Array.from({ length: this.columns }, (_, c) => this.#number(this.values[r * this.columns + c]));
      yield [heads[r], ...cells];
    }
  }

  /** @param {{row: number, column: number}} cell */
  #describe({ row, column }) {
    const value = this.values[row * this.columns + column];
    if (this.describe) return this.describe(row, column, value);
    const labels = [
      this.#labels(this.rowLabels, this.rows)[row],
      this.#labels(this.columnLabels, this.columns)[column],
    ];
    return `${labels.join(', ')}: ${this.#number(value)}`;
  }

  /** For the live region; '' unless the keyboard is used. */
  get #announcement() {
    return this.#byKey && this.cursor ? this.#describe(this.cursor) : '';
  }

  /** @param {{row: number, column: number} | null} cell @param {boolean} [byKey] */
  #point(cell, byKey = false) {
    if (cell && (this.rows === 0 || this.columns === 0)) return;
    this.#byKey = byKey;
    if (cell?.row === this.cursor?.row && cell?.column === this.cursor?.column) return;
    this.cursor = cell;
    this.#announcer.say(this.#announcement);
    this.#emit('cell-focus', cell);
  }

  #select() {
    if (this.cursor) this.#emit('cell-select', this.cursor);
  }

  /** @param {string} type @param {{row: number, column: number} | null} cell */
  #emit(type, cell) {
    const detail = cell && { ...cell, value: this.values[cell.row * this.columns + cell.column] };
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {MouseEvent} event */
  #onPointer(event) {
    if (!this.#layout) return;
    const { left, top, cellWidth, cellHeight } = this.#layout;
    const column = Math.floor((event.offsetX - left) / cellWidth);
    const row = Math.floor((event.offsetY - top) / cellHeight);
    const inside = row >= 0 && row < this.rows && column >= 0 && column < this.columns;
    this.#point(inside ? { row, column } : null);
  }

  /**
   * A label is no cell: pressing it gives no focus, which would go to the first cell. A finger has left before this comes.
   * @param {MouseEvent} event
   */
  #onPress(event) {
    this.#onPointer(event);
    if (!this.cursor) event.preventDefault();
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    this.#onPointer(event);
    this.#select();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === 'Enter') this.#select();
    const cell = cellBeside(this.cursor ?? { row: 0, column: 0 }, event.key, this);
    if (!cell) return;
    event.preventDefault();
    this.#point(cell, true);
  }
}
