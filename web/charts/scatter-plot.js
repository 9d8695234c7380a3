import { css, html, nothing } from 'lit';
import { RnnElement } from '../ui/element.js';
import { SchemeController, schemeProbe } from '../theme/scheme.js';
import { DataTable } from '../ui/data-table.js';
import { heightFor, nearestPoint, paintScatter } from './scatter-paint.js';
import { keyStyles, marker } from './series-key.js';
import { contextFor } from '../ui/canvas.js';
import { WidthController } from '../ui/width-controller.js';

const MAX_WIDTH_PX = 420;

/**
 * Two measurements of the same quantities against each other: on the diagonal they agree. Both axes have the same signed
 * square-root scale, which shows small numbers of either sign beside large ones.
 *
 * @fires point-focus detail: index of the point, or null when the pointer or the focus has left
 */
export class ScatterPlot extends RnnElement {
  static dependencies = { 'rnn-data-table': DataTable };

  static properties = {
    t: { attribute: false },
    x: { attribute: false },
    y: { attribute: false },
    off: { attribute: false },
    dimmed: { attribute: false },
    shape: { attribute: false },
    keys: { attribute: false },
    hint: {},
    order: { attribute: false },
    describe: { attribute: false },
    label: {},
    xLabel: {},
    yLabel: {},
    format: { attribute: false },
    tableColumns: { attribute: false },
    tableRow: { attribute: false },
    cursor: { state: true },
    byKey: { state: true },
    side: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    schemeProbe,
    keyStyles,
    css`
      .keys {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--rnn-space-3);
        font-size: var(--rnn-text-s);
        margin-bottom: var(--rnn-space-2);
      }
      .key {
        color: var(--rnn-right);
      }
      .key svg {
        margin-inline: -6px;
      }
      .key span {
        color: var(--rnn-ink);
      }
      .picture {
        width: fit-content;
      }
      canvas {
        display: block;
        cursor: crosshair;
      }
      .read {
        min-height: 2.75em;
        font-size: var(--rnn-text-s);
        text-wrap: pretty;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  #scheme = new SchemeController(this);
  /** Index of the keyboard cursor in `order`. */
  #position = 0;

  constructor() {
    super();
    /** @type {import('../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {ArrayLike<number>} */
    this.x = [];
    /** @type {ArrayLike<number>} as many as x */
    this.y = [];
    /** @type {(index: number) => boolean} whether the two disagree: drawn hollow, in the color `wrong` */
    this.off = () => false;
    /** @type {(index: number) => boolean} */
    this.dimmed = () => false;
    /** @type {(index: number) => import('./scatter-paint.js').Shape} */
    this.shape = () => 'circle';
    /** @type {readonly {shape: import('./scatter-paint.js').Shape, label: string}[]} the legend */
    this.keys = [];
    /** Shown in place of a point's description while none is pointed at. */
    this.hint = '';
    /** @type {ArrayLike<number>} indices in the order the arrow keys visit them */
    this.order = [];
    /** @type {(index: number) => string} */
    this.describe = String;
    this.label = '';
    this.xLabel = '';
    this.yLabel = '';
    /** @type {(value: number) => string} */
    this.format = String;
    /** @type {string[]} */
    this.tableColumns = [];
    /** @type {(index: number) => string[]} */
    this.tableRow = () => [];
    /** @type {number | null} */
    this.cursor = null;
    /** Whether the cursor was moved by the keyboard: only then is it announced. */
    this.byKey = false;
    /** Width of the picture, px. */
    this.side = 0;
    new WidthController(this, (width) => (this.side = Math.min(MAX_WIDTH_PX, width)));
  }

  /** The point that is pointed at may be gone. */
  willUpdate() {
    if (this.cursor !== null && this.cursor >= this.x.length) this.cursor = null;
  }

  render() {
    if (!this.t) return nothing;
    const { keys, cursor } = this;
    return html`
      ${keys.length > 0 ? html`<div class="keys">${keys.map(({ shape, label }) => html`<span class="key"><svg aria-hidden="true">${marker(shape)}</svg><span>${label}</span></span>`)}</div>` : nothing}
      <div
        class="picture"
        role="application"
        aria-roledescription=${this.t('charts.scatterPlot')}
        aria-label=${this.label}
        tabindex="0"
        @keydown=${this.#onKey}
        @focus=${() => this.cursor ?? this.#point(this.order[this.#position] ?? null, true)}
        @blur=${() => this.#point(null)}
      >
        <canvas
          @pointermove=${this.#onPointer}
          @pointerdown=${this.#onPointer}
          @pointerleave=${() => this.#point(null)}
        ></canvas>
      </div>
      <p class="read ${cursor === null ? 'muted' : ''}" aria-live=${this.byKey ? 'polite' : 'off'}>${cursor === null ? this.hint : this.describe(cursor)}</p>
      <rnn-data-table
        .t=${this.t}
        .caption=${this.label}
        .columns=${this.tableColumns}
        .rows=${() => Array.from(this.order, (index) => this.tableRow(index))}
      ></rnn-data-table>
    `;
  }

  updated() {
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || this.side === 0) return;
    canvas.style.width = `${this.side}px`;
    canvas.style.height = `${heightFor(this.side)}px`;
    paintScatter(contextFor(canvas, this.side, heightFor(this.side)), {
      ...{ x: this.x, y: this.y, off: this.off, dimmed: this.dimmed, shape: this.shape, cursor: this.cursor },
      ...{ side: this.side, limit: this.#limit, scheme: this.#scheme.scheme, format: this.format },
      ...{ xLabel: this.xLabel, yLabel: this.yLabel, font: getComputedStyle(this).fontFamily },
    });
  }

  /** End of both axes: the largest magnitude on either. */
  get #limit() {
    let limit = 0;
    for (let i = 0; i < this.x.length; i++) limit = Math.max(limit, Math.abs(this.x[i]), Math.abs(this.y[i]));
    return limit || 1;
  }

  /** @param {number | null} index @param {boolean} [byKey] */
  #point(index, byKey = false) {
    this.byKey = byKey;
    if (index === this.cursor) return;
    this.cursor = index;
    this.dispatchEvent(new CustomEvent('point-focus', { detail: index }));
  }

  /** @param {PointerEvent} event */
  #onPointer(event) {
    const { offsetX, offsetY } = event;
    this.#point(nearestPoint(this.x, this.y, { x: offsetX, y: offsetY, side: this.side, limit: this.#limit }));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const last = this.order.length - 1;
    const positions = /** @type {Record<string, number>} */ ({
      ArrowRight: this.#position + 1,
      ArrowDown: this.#position + 1,
      ArrowLeft: this.#position - 1,
      ArrowUp: this.#position - 1,
      Home: 0,
      End: last,
    });
    if (!(event.key in positions) || last < 0) return;
    event.preventDefault();
    this.#position = Math.max(0, Math.min(last, positions[event.key]));
    this.#point(this.order[this.#position], true);
  }
}
