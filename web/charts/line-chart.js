import { html, nothing } from 'lit';
import { RnnElement } from '../ui/element.js';
import { SchemeController, schemeProbe } from '../theme/scheme.js';
import { DataTable } from '../ui/data-table.js';
import { alignCurves, decimate, nearestIndex } from './decimate.js';
import { lineChartStyles } from './line-chart-styles.js';
import { onScale } from './on-scale.js';
import { keyStyles, seriesKey } from './series-key.js';
import { loadPersistently } from '../ui/persistence.js';
import { WidthController } from '../ui/width-controller.js';
import { styled } from '../ui/styled.js';

/** @typedef {import('./line-chart-options.js').Series} Series */

/** Distance at which the pointer hits a faint line. */
const HIT_RADIUS_PX = 8;

/**
 * Curves over a common x axis, drawn by uPlot, which is loaded when it is first needed. The exact values at the crosshair (pointer, finger or arrow keys) stand above
 * the plot. However fast the data change, it is redrawn once per frame at most, from two points per pixel at most.
 *
 * @fires point-focus detail: {x: number} or null when left
 * @fires point-select detail: {x: number}, where it is clicked or, with Enter, the crosshair is
 */
export class LineChart extends RnnElement {
  static dependencies = { 'rnn-data-table': DataTable };

  static properties = {
    t: { attribute: false },
    series: { attribute: false },
    guides: { attribute: false },
    marks: { attribute: false },
    spots: { attribute: false },
    faintLabel: {},
    logarithmic: { type: Boolean },
    fromZero: { type: Boolean },
    wholeX: { type: Boolean },
    xLabel: {},
    yLabel: {},
    formatX: { attribute: false },
    describeX: { attribute: false },
    formatY: { attribute: false },
    formatTick: { attribute: false },
    label: {},
    height: { type: Number },
    at: { state: true },
    byKey: { state: true },
    near: { state: true },
    waiting: { type: Boolean },
    library: { state: true },
  };

  static styles = [...RnnElement.styles, schemeProbe, keyStyles, lineChartStyles];

  #scheme = new SchemeController(this);
  /** @type {import('./line-plot.js').Plot | undefined} */
  #plot;
  /** Options the plot was built with, as JSON: uPlot cannot change them afterwards. */
  #shape = '';
  #width = 0;

  constructor() {
    super();
    /** @type {import('../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {readonly Series[]} */
    this.series = [];
    /** @type {readonly import('./line-chart-options.js').Guide[]} */
    this.guides = [];
    /** @type {readonly import('./line-chart-options.js').Mark[]} */
    this.marks = [];
    /** @type {readonly import('./line-chart-options.js').Point[]} */
    this.spots = [];
    /** One legend entry for all faint lines; '': none. */
    this.faintLabel = '';
    this.logarithmic = false;
    /** Whether a linear y axis starts at 0. */
    this.fromZero = true;
    /** Whether x is a count (epochs, characters): ticks at whole numbers only. */
    this.wholeX = true;
    this.xLabel = '';
    /** What the y axis measures, above the plot. */
    this.yLabel = '';
    /** @type {(x: number) => string} */
    this.formatX = String;
    /** @type {((x: number) => string) | undefined} an x in words, for the read-out and the table */
    this.describeX = undefined;
    /** @type {(y: number) => string} */
    this.formatY = String;
    /** @type {((y: number) => string) | undefined} of the axis; default: formatY */
    this.formatTick = undefined;
    /** Accessible name. */
    this.label = '';
    /** Of the plot, px. */
    this.height = 220;
    /** @type {number | null} x of the crosshair */
    this.at = null;
    /** Whether the crosshair was moved by the keyboard: only then is it announced. */
    this.byKey = false;
    /** @type {{id: string, x: number} | null} the faint line under the pointer, and the pointer's x */
    this.near = null;
    /** Whether to draw no plot yet. */
    this.waiting = false;
    /** @type {typeof import('./line-plot.js') | null | undefined} null: it is being loaded */
    this.library = undefined;
    new WidthController(this, (width) => {
      this.#width = width;
      this.requestUpdate();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  get #main() {
    return this.series.filter(({ faint }) => !faint);
  }

  /** Range of the x axis: that of the curves that are not faint. @returns {[number, number] | null} */
  get #extent() {
    const ends = this.#main.flatMap(({ x }) => (x.length > 0 ? [x[0], x[x.length - 1]] : []));
    return ends.length > 0 ? [Math.min(...ends), Math.max(...ends)] : null;
  }

  /** Earlier runs that have a name. */
  get #named() {
    return this.series.filter(({ faint, label }) => faint && label !== '');
  }

  render() {
    if (!this.t) return nothing;
    const { at } = this;
    return html`
      <div class="above" aria-live=${this.byKey ? 'polite' : 'off'}>
        ${at === null ? nothing : html`<span class="number muted">${this.describeX?.(at) ?? `${this.xLabel} ${this.formatX(at)}`}</span>`}
        ${this.#main.map((series) => seriesKey(series, at, this.formatY))}
        ${this.#renderNear() ?? this.#renderFaintKey()}
        ${this.marks.filter(({ x }) => x === at).map(({ label }) => html`<span>▼ ${label}</span>`)}
      </div>
      ${this.yLabel ? html`<div class="y-label" aria-hidden="true">${this.yLabel}</div>` : nothing}
      <div
        class="plot"
        ${styled({ height: `${this.height}px` })}
        role="application"
        aria-roledescription=${this.t('charts.lineChart')}
        aria-label=${this.yLabel ? `${this.label}. ${this.yLabel}` : this.label}
        tabindex="0"
        @keydown=${this.#onKey}
        @blur=${() => this.#focusPoint(null, false)}
        @pointermove=${this.#onPointer}
        @pointerdown=${this.#onPointer}
        @pointerleave=${this.#onLeave}
        @pointerup=${this.#onPointerUp}
      ></div>
      <div class="below">
        <div class="x-label" aria-hidden="true">${this.xLabel}</div>
        <rnn-data-table
        .t=${this.t}
        .caption=${this.label}
        .columns=${[this.xLabel, ...[...this.#main, ...this.#named].map(({ label }) => label)]}
        .rows=${() => this.#tableRows()}
        ></rnn-data-table>
      </div>
    `;
  }

  /** The faint line under the pointer. */
  #renderNear() {
    const series = this.#named.find(({ id }) => id === this.near?.id);
    if (!series || !this.near) return undefined;
    return html`<span class="muted">${seriesKey({ ...series, thin: true }, this.near.x, this.formatY)}</span>`;
  }

  /** One legend entry for all faint lines. */
  #renderFaintKey() {
    const faint = this.series.find(({ faint }) => faint);
    if (!faint || this.faintLabel === '') return nothing;
    return html`<span class="muted">${seriesKey({ ...faint, label: this.faintLabel, thin: true }, null, this.formatY)}</span>`;
  }

  /** The crosshair goes with the end of a curve that has begun anew. @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (this.at === null || !changed.has('series')) return;
    const [first, last] = this.#extent ?? [Number.POSITIVE_INFINITY, 0];
    if (this.at < first || this.at > last) this.#focusPoint(null, false);
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    const box = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.plot'));
    if (!box || this.#width === 0 || this.waiting) return;
    if (!this.library) return this.#loadLibrary();
    const { scheme } = this.#scheme;
    const { logarithmic, fromZero, wholeX } = this;
    const look = { scheme, logarithmic, fromZero, wholeX };
    const form = this.series.map(({ id, color, dash, points, thin, faint, pale }) => [
      ...[id, color, dash, points],
      ...[thin, faint, pale],
    ]);
    const shape = JSON.stringify([look, form]);
    if (!this.#plot || shape !== this.#shape) {
      this.#shape = shape;
      this.#replacePlot(this.library, box, look);
    } else {
      const size = { width: this.#width, height: this.height };
      if (this.#plot.width !== size.width || this.#plot.height !== size.height) this.#plot.setSize(size);
      // Not when only the crosshair moves: decimating the curves is expensive.
      if (['series', 'guides', 'marks', 'spots'].some((name) => changed.has(name)))
        this.#plot.setData(this.#alignedData());
    }
    this.#placeCrosshair();
  }

  async #loadLibrary() {
    if (this.library === null) return;
    this.library = null;
    this.library =
      (await loadPersistently(
        () => import('./line-plot.js'),
        () => this.isConnected,
      )) ?? undefined;
  }

  /** @returns {import('uplot').AlignedData} */
  #alignedData() {
    const curves = this.series.map(({ x, y }) => decimate(x, y, this.#width));
    const { x, columns } = alignCurves(
      curves.map((curve) => ({ x: curve.x, y: curve.y.map((value) => onScale(value, this.logarithmic)) })),
    );
    return /** @type {import('uplot').AlignedData} */ ([x, ...columns]);
  }

  /** @param {typeof import('./line-plot.js')} library @param {HTMLElement} box @param {Omit<import('./line-chart-options.js').Appearance, 'font' | 'formatX' | 'formatTick'>} look */
  #replacePlot({ makePlot }, box, look) {
    this.#plot?.destroy();
    /** @type {Parameters<typeof makePlot>[1]} */
    const options = [
      { width: this.#width, height: this.height },
      this.series,
      () => ({ guides: this.guides, marks: this.marks, spots: this.spots, x: this.#extent }),
      {
        ...look,
        font: this.#scheme.font,
        formatX: (x) => this.formatX(x),
        formatTick: (y) => (this.formatTick ?? this.formatY)(y),
      },
    ];
    this.#plot = makePlot(box, options, this.#alignedData());
  }

  #placeCrosshair() {
    if (!this.#plot) return;
    const left = this.at === null ? -10 : this.#plot.valToPos(this.at, 'x');
    this.#plot.setCursor({ left, top: this.at === null ? -10 : 0 }, false);
  }

  /** The x values that the crosshair snaps to: those of the series with most points. */
  get #guideX() {
    return this.#main.reduce(
      (/** @type {ArrayLike<number>} */ longest, { x }) => (x.length > longest.length ? x : longest),
      [],
    );
  }

  /** @param {number | null} index into #guideX @param {boolean} byKey */
  #focusPoint(index, byKey) {
    const at = index === null ? null : (this.#guideX[index] ?? null);
    this.byKey = byKey;
    if (byKey || at === null) this.near = null;
    if (at === this.at) return;
    this.at = at;
    this.dispatchEvent(new CustomEvent('point-focus', { detail: at === null ? null : { x: at } }));
  }

  /** A finger that is lifted leaves as well, but the crosshair stays where it tapped. @param {PointerEvent} event */
  #onLeave(event) {
    if (event.pointerType !== 'touch') this.#focusPoint(null, false);
  }

  /** @param {PointerEvent} event */
  #onPointer(event) {
    if (!this.#plot) return;
    const { left, top } = this.#plot.over.getBoundingClientRect();
    const pointer = { x: event.clientX - left, y: event.clientY - top };
    const x = this.#plot.posToVal(pointer.x, 'x');
    const index = nearestIndex(this.#guideX, x);
    this.#focusPoint(index < 0 ? null : index, false);
    this.#pointAtFaint(this.#plot, pointer, x);
  }

  /** @param {PointerEvent} event */
  #onPointerUp({ clientX }) {
    if (this.#plot) this.#select(this.#plot.posToVal(clientX - this.#plot.over.getBoundingClientRect().left, 'x'));
  }

  /** @param {number} x */
  #select(x) {
    this.dispatchEvent(new CustomEvent('point-select', { detail: { x } }));
  }

  /** @param {import('./line-plot.js').Plot} plot @param {{x: number, y: number}} pointer px @param {number} x the pointer's, in data units */
  #pointAtFaint(plot, pointer, x) {
    const plane = {
      toX: (/** @type {number} */ value) => plot.valToPos(value, 'x'),
      toY: (/** @type {number} */ value) => plot.valToPos(onScale(value, this.logarithmic), 'y'),
      valueAt: (/** @type {number} */ px) => plot.posToVal(px, 'x'),
    };
    const series = this.library?.lineNear(this.#named, pointer, plane, HIT_RADIUS_PX);
    this.near = series ? { id: series.id, x } : null;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === 'Enter' && this.at !== null) this.#select(this.at);
    const last = this.#guideX.length - 1;
    const now = this.at === null ? last : nearestIndex(this.#guideX, this.at);
    const page = Math.max(1, Math.round(last / 20));
    const to = {
      ArrowLeft: now - 1,
      ArrowRight: now + 1,
      PageUp: now - page,
      PageDown: now + page,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined || last < 0) return;
    event.preventDefault();
    this.#focusPoint(Math.max(0, Math.min(last, to)), true);
  }

  /** A row for each x at which a curve has a point. @returns {import('../ui/data-table.js').Rows} */
  #tableRows() {
    const { x, columns } = alignCurves([...this.#main, ...this.#named]);
    const written = (/** @type {number | null} */ value) => (value === null ? '' : this.formatY(value));
    const name = this.describeX ?? this.formatX;
    return { length: x.length, row: (i) => [name(x[i]), ...columns.map((column) => written(column[i]))] };
  }
}
