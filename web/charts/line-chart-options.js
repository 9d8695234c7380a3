import uPlot from 'uplot';
import { color } from '../theme/palette.js';
import { placedGuides } from './guide-labels.js';
import { onScale } from './on-scale.js';
import { logarithmicTicks } from './ticks.js';

/**
 * @typedef {import('../theme/palette.js').Scheme} Scheme
 * @typedef {import('../theme/palette.js').ColorName} ColorName
 *
 * @typedef {object} Series
 * @property {string} id
 * @property {string} label
 * @property {ArrayLike<number>} x strictly ascending
 * @property {ArrayLike<number>} y same length; not-a-number where there is no point
 * @property {ColorName} color
 * @property {number[]} [dash]
 * @property {'circle' | 'square' | 'triangle'} [points] markers, so that curves can be told apart without color
 * @property {boolean} [thin] a hairline, for a noisy curve behind a smooth one
 * @property {boolean} [faint] an earlier run: thin and gray, without a legend entry of its own, read out only under the pointer;
 *   it does not extend the axes and is clipped at them
 * @property {boolean} [pale] out of date: a thin line, half transparent
 *
 * @typedef {{y: number, label: string}} Guide a labeled horizontal line; it is left out where its label would lie over one before it
 * @typedef {{x: number, label: string}} Mark an event at x
 * @typedef {{x: number, y: number, color: ColorName, label: string, dot?: 'open' | 'filled'}} Point a labeled point of a curve; dot: one of many, and the one chosen among them
 * @typedef {{guides: readonly Guide[], marks: readonly Mark[], spots: readonly Point[], x: [number, number] | null}} Overlay
 *   x: range of the x axis; null: that of the data
 *
 * @typedef {object} Appearance
 * @property {Scheme} scheme
 * @property {string} font family
 * @property {boolean} logarithmic
 * @property {(x: number) => string} formatX
 * @property {(y: number) => string} formatTick of the y axis
 * @property {boolean} wholeX ticks of the x axis at whole numbers only
 * @property {boolean} fromZero a linear axis starts at 0
 */

/** Distances between ticks of an axis with `wholeX`. */
const wholeSteps = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** Font size of the tick labels. */
const TEXT_PX = 12;
/** Between the labels of the y axis and the plot. */
const LABEL_GAP_PX = 6;
/** Distance between ticks of the y axis, at least. */
const TICK_PITCH_PX = 28;
/** Padding at the right of the plot, at least. */
const MIN_RIGHT_PX = 8;
/** Width of the y axis, at least: with short labels it does not move. */
const MIN_AXIS_PX = 44;

// The element places the crosshair, in the same way for pointer, finger and keys: uPlot's own listeners are switched off.
const ignoredEvents = Object.fromEntries(
  ['mousedown', 'mouseup', 'click', 'dblclick', 'mousemove', 'mouseleave', 'mouseenter'].map((type) => [
    type,
    () => null,
  ]),
);

/**
 * Options of the plot, without uPlot's own legend, title and selection.
 *
 * @param {{width: number, height: number}} size px
 * @param {readonly Series[]} series
 * @param {() => Overlay} overlay read at every redraw
 * @param {Appearance} look
 * @returns {uPlot.Options}
 */
export function plotOptions(size, series, overlay, look) {
  const font = `${TEXT_PX}px ${look.font}`;
  const grid = { stroke: color('line', look.scheme), width: 1 };
  const axis = { stroke: color('muted', look.scheme), font, ticks: { show: false }, gap: LABEL_GAP_PX };
  return {
    ...size,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { show: false }, bind: ignoredEvents },
    padding: [10, (plot) => roomForLastTick(plot, look), 0, 0],
    scales: {
      x: {
        time: false,
        range: (_plot, min, max) => {
          const [from, to] = overlay().x ?? [min, max];
          return from === to ? [from, from + 1] : [from, to];
        },
      },
      y: { range: (_plot, min, max) => rangeOf(min, max, overlay().guides, look) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 26,
        space: 56,
        ...(look.wholeX ? { incrs: wholeSteps } : {}),
        values: (_plot, ticks) => ticks.map((tick) => (tick === null ? '' : look.formatX(tick))),
      },
      {
        ...axis,
        grid,
        size: roomForLabels,
        space: 32,
        ...(look.logarithmic ? { splits: (plot, _axis, min, max) => logarithmicTicks(min, max, linesIn(plot)) } : {}),
        values: (_plot, ticks) => ticks.map((tick) => (tick === null ? '' : look.formatTick(valueAt(tick, look)))),
      },
    ],
    series: [{}, ...series.map((one) => seriesOptions(one, look.scheme))],
    hooks: { draw: [(plot) => paintOverlay(plot, overlay(), look)] },
  };
}

/** @param {uPlot} plot @returns {number} how many ticks of the y axis there is room for */
const linesIn = ({ height }) => Math.max(2, Math.floor(height / TICK_PITCH_PX) - 1);

/** The value at a tick. @param {number} tick @param {Appearance} look */
function valueAt(tick, { logarithmic }) {
  if (!logarithmic) return tick;
  // Exact powers of ten: 10 ** tick has rounding errors.
  return Number.isInteger(tick) ? Number(`1e${tick}`) : Number((10 ** tick).toPrecision(12));
}

/**
 * Width of the y axis: that of the longest label. uPlot asks twice, before it has the labels and after.
 * @param {uPlot} plot @param {string[] | null} labels @param {number} axis @returns {number} px
 */
function roomForLabels(plot, labels, axis) {
  if (!labels) return MIN_AXIS_PX;
  const { font } = /** @type {{font: [string]}} */ (/** @type {unknown} */ (plot.axes[axis]));
  plot.ctx.save();
  plot.ctx.font = font[0];
  const widths = labels.map((label) => plot.ctx.measureText(label).width / uPlot.pxRatio);
  plot.ctx.restore();
  return Math.max(MIN_AXIS_PX, Math.ceil(Math.max(0, ...widths)) + LABEL_GAP_PX + 2);
}

/**
 * Padding for the last label of the x axis, which may be centered at the end of the plot.
 * @param {uPlot} plot @param {Appearance} look @returns {number} px
 */
function roomForLastTick(plot, look) {
  const { ctx, scales } = plot;
  const end = scales?.x?.max;
  // The first time, uPlot has neither.
  if (!ctx || typeof end !== 'number') return MIN_RIGHT_PX;
  ctx.save();
  ctx.font = `${TEXT_PX}px ${look.font}`;
  const { width } = ctx.measureText(look.formatX(look.wholeX ? Math.floor(end) : end));
  ctx.restore();
  return Math.max(MIN_RIGHT_PX, Math.ceil(width / 2) + 2);
}

/**
 * @param {number | null} min @param {number | null} max @param {readonly Guide[]} guides @param {Appearance} look
 * @returns {[number, number]}
 */
function rangeOf(min, max, guides, look) {
  const lines = guides.map(({ y }) => onScale(y, look.logarithmic));
  const values = /** @type {number[]} */ ([min, max, ...lines].filter(Number.isFinite));
  const [low, high] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
  if (look.logarithmic) return [low - 0.1, high + 0.12];
  const bottom = look.fromZero ? Math.min(0, low) : low;
  const room = (high - bottom || 1) * 0.08;
  return [look.fromZero && low >= 0 ? 0 : bottom - room, high + room];
}

/** @param {Series} series @param {Scheme} scheme @returns {uPlot.Series} */
function seriesOptions(series, scheme) {
  const stroke = color(series.faint ? 'faint' : series.color, scheme);
  const marker = { show: true, size: 7, fill: stroke };
  return {
    label: series.label,
    auto: !series.faint,
    stroke,
    width: series.faint || series.thin || series.pale ? 1 : 2,
    alpha: series.pale ? 0.5 : 1,
    dash: series.dash,
    spanGaps: true,
    points: series.points ? { ...marker, ...markerPaths(series.points) } : { show: false },
  };
}

/**
 * @param {'circle' | 'square' | 'triangle'} shape
 * @returns {Pick<uPlot.Series.Points, 'paths'>} empty: uPlot's own circles
 */
function markerPaths(shape) {
  if (shape === 'circle') return {};
  /** @type {uPlot.Series.Points['paths']} */
  const paths = (plot, index, from, to) => {
    const fill = new Path2D();
    const half = 3.5 * uPlot.pxRatio;
    for (let i = from; i <= to; i++) {
      const value = plot.data[index][i];
      if (value === null || value === undefined) continue;
      const x = plot.valToPos(plot.data[0][i], 'x', true);
      const y = plot.valToPos(value, plot.series[index].scale ?? 'y', true);
      if (shape === 'square') fill.rect(x - half, y - half, 2 * half, 2 * half);
      else {
        fill.moveTo(x, y - half * 1.2);
        fill.lineTo(x + half * 1.2, y + half);
        fill.lineTo(x - half * 1.2, y + half);
        fill.closePath();
      }
    }
    return { fill, stroke: fill, flags: 1 };
  };
  return { paths };
}

/**
 * Guides, marks and labeled points, above the curves.
 * @param {uPlot} plot
 * @param {Overlay} overlay
 * @param {Appearance} look
 */
function paintOverlay(plot, { guides, marks, spots }, look) {
  const { ctx: context, bbox } = plot;
  const ratio = uPlot.pxRatio;
  context.save();
  context.font = `${TEXT_PX * ratio}px ${look.font}`;
  context.textAlign = 'right';
  context.textBaseline = 'bottom';
  context.strokeStyle = color('muted', look.scheme);
  context.lineWidth = ratio;
  context.setLineDash([2 * ratio, 3 * ratio]);
  for (const { at, bottom, right, label } of placedGuides(plot, guides, look)) {
    context.beginPath();
    context.moveTo(bbox.left, at);
    context.lineTo(bbox.left + bbox.width, at);
    context.stroke();
    paintText(context, label, right, bottom, look.scheme);
  }
  for (const { x } of marks) {
    const at = Math.round(plot.valToPos(x, 'x', true)) + 0.5;
    context.beginPath();
    context.moveTo(at, bbox.top);
    context.lineTo(at, bbox.top + bbox.height);
    context.stroke();
    context.fillStyle = color('ink', look.scheme);
    context.beginPath();
    context.moveTo(at - 4 * ratio, bbox.top);
    context.lineTo(at + 4 * ratio, bbox.top);
    context.lineTo(at, bbox.top + 7 * ratio);
    context.fill();
  }
  // The curves of a long text begin with its first update, a sample is written before.
  const { min = 0, max = 0 } = plot.scales.x;
  for (const spot of spots) if (spot.x >= min && spot.x <= max) paintSpot(plot, spot, look);
  context.restore();
}

/** A ring around a point, with its label on the side that has room. @param {uPlot} plot @param {Point} spot @param {Appearance} look */
function paintSpot(plot, { x, y, color: name, label, dot }, look) {
  const { ctx: context, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const [centerX, centerY] = [plot.valToPos(x, 'x', true), plot.valToPos(onScale(y, look.logarithmic), 'y', true)];
  context.setLineDash([]);
  context.lineWidth = 2 * ratio;
  context.strokeStyle = color(name, look.scheme);
  context.beginPath();
  context.arc(centerX, centerY, (dot === 'open' ? 3 : 5) * ratio, 0, 2 * Math.PI);
  if (dot) {
    context.fillStyle = color(dot === 'open' ? 'surface' : name, look.scheme);
    context.fill();
  }
  context.stroke();
  if (label === '') return;
  const width = context.measureText(label).width;
  const left = centerX + width + 10 * ratio > bbox.left + bbox.width;
  context.textAlign = left ? 'right' : 'left';
  context.textBaseline = 'bottom';
  paintText(context, label, centerX + (left ? -1 : 1) * 8 * ratio, centerY - 6 * ratio, look.scheme);
}

/**
 * Text with an outline in the page color, readable over any curve.
 * @param {CanvasRenderingContext2D} context @param {string} text @param {number} x @param {number} y @param {Scheme} scheme
 */
function paintText(context, text, x, y, scheme) {
  context.save();
  context.setLineDash([]);
  context.lineJoin = 'round';
  context.lineWidth = 4 * uPlot.pxRatio;
  context.strokeStyle = color('page', scheme);
  context.strokeText(text, x, y);
  context.fillStyle = color('muted', scheme);
  context.fillText(text, x, y);
  context.restore();
}
