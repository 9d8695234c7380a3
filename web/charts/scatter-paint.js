import { color } from '../theme/palette.js';
import { roundBelow } from './ticks.js';

/** Around the plot: for tick labels and axis titles at the left and below, and at the two other sides. */
const MARGIN_PX = { left: 60, bottom: 44, free: 10 };
/** Distance at which the pointer hits a point. */
const HIT_RADIUS_PX = 20;
const DOT_RADIUS_PX = 3.5;
/** Between two labels of an axis, at least. */
const LABEL_GAP_PX = 8;

/** @typedef {'circle' | 'square' | 'triangle' | 'diamond'} Shape */

/** @param {number} width px @returns {number} height of the canvas, px */
export const heightFor = (width) => width - MARGIN_PX.left + MARGIN_PX.bottom;

/**
 * Signed square root: maps −1..1 to −1..1 and spreads out small magnitudes.
 * @param {number} fraction of the largest magnitude
 */
function toRoot(fraction) {
  return Math.sign(fraction) * Math.sqrt(Math.abs(fraction));
}

/** Side of the plot area, px. @param {number} side of the canvas */
const spanOf = (side) => side - MARGIN_PX.left - MARGIN_PX.free;

/** @param {number} value @param {number} limit @param {number} side */
const across = (value, limit, side) => MARGIN_PX.left + ((toRoot(value / limit) + 1) / 2) * spanOf(side);

/** @param {number} value @param {number} limit @param {number} side */
const up = (value, limit, side) => MARGIN_PX.free + ((1 - toRoot(value / limit)) / 2) * spanOf(side);

/**
 * @typedef {object} Scatter
 * @property {ArrayLike<number>} x
 * @property {ArrayLike<number>} y
 * @property {(index: number) => boolean} off whether x and y disagree
 * @property {(index: number) => boolean} dimmed
 * @property {(index: number) => Shape} shape
 * @property {number | null} cursor
 * @property {number} side width of the canvas, px
 * @property {number} limit end of both axes
 * @property {import('../theme/palette.js').Scheme} scheme
 * @property {(value: number) => string} format
 * @property {string} xLabel
 * @property {string} yLabel
 * @property {string} font
 */

/** @param {CanvasRenderingContext2D} context @param {Scatter} scatter */
export function paintScatter(context, scatter) {
  context.clearRect(0, 0, scatter.side, heightFor(scatter.side));
  paintAxes(context, scatter);
  for (let i = 0; i < scatter.x.length; i++) if (scatter.dimmed(i)) paintPoint(context, scatter, i);
  for (let i = 0; i < scatter.x.length; i++) if (!scatter.dimmed(i)) paintPoint(context, scatter, i);
  if (scatter.cursor === null) return;
  const { x, y, limit, side, cursor } = scatter;
  context.strokeStyle = color('ink', scatter.scheme);
  context.lineWidth = 2;
  context.beginPath();
  context.arc(across(x[cursor], limit, side), up(y[cursor], limit, side), 7, 0, 2 * Math.PI);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Scatter} scatter */
function paintAxes(context, scatter) {
  const { side, limit, scheme } = scatter;
  const [left, right] = [-limit, limit].map((end) => across(end, limit, side));
  const [bottom, top] = [-limit, limit].map((end) => up(end, limit, side));
  const far = roundBelow(limit);
  const near = roundBelow(far / 4);
  const ticks = [-far, -near, 0, near, far];
  context.lineWidth = 1;
  context.strokeStyle = color('line', scheme);
  context.beginPath();
  for (const tick of ticks) {
    const [x, y] = [across(tick, limit, side), up(tick, limit, side)].map((place) => Math.round(place) + 0.5);
    context.moveTo(x, bottom);
    context.lineTo(x, top);
    context.moveTo(left, y);
    context.lineTo(right, y);
  }
  context.stroke();
  context.strokeStyle = color('muted', scheme);
  context.setLineDash([4, 4]);
  context.beginPath();
  context.moveTo(left, bottom);
  context.lineTo(right, top);
  context.stroke();
  context.setLineDash([]);
  paintTickLabels(context, scatter, ticks);
  paintAxisTitles(context, scatter);
}

/** @param {CanvasRenderingContext2D} context @param {Scatter} scatter @param {number[]} ticks five */
function paintTickLabels(context, { side, limit, scheme, format, font }, ticks) {
  context.font = `12px ${font}`;
  context.fillStyle = color('muted', scheme);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of ticks) context.fillText(format(tick), MARGIN_PX.left - 6, up(tick, limit, side));
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const labels = ticks.map((tick) => {
    const text = format(tick);
    const half = context.measureText(text).width / 2;
    return { text, half, place: Math.min(across(tick, limit, side), side - half) };
  });
  const allFit = labels.every(({ place, half }, i) => {
    const before = labels[i - 1];
    return !before || place - half - (before.place + before.half) >= LABEL_GAP_PX;
  });
  for (const { text, place } of allFit ? labels : [labels[0], labels[2], labels[4]])
    context.fillText(text, place, heightFor(side) - MARGIN_PX.bottom - MARGIN_PX.free + 16);
}

/** @param {CanvasRenderingContext2D} context @param {Scatter} scatter */
function paintAxisTitles(context, { side, scheme, xLabel, yLabel }) {
  const middle = spanOf(side) / 2;
  context.fillStyle = color('ink', scheme);
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.fillText(xLabel, MARGIN_PX.left + middle, heightFor(side) - 1);
  context.save();
  context.translate(9, MARGIN_PX.free + middle);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'middle';
  context.fillText(yLabel, 0, 0);
  context.restore();
}

/** Filled where x and y agree, hollow where they do not. @param {CanvasRenderingContext2D} context @param {Scatter} scatter @param {number} index */
function paintPoint(context, { x, y, off, dimmed, shape, side, limit, scheme }, index) {
  context.globalAlpha = dimmed(index) ? 0.12 : 0.75;
  context.beginPath();
  trace(context, shape(index), across(x[index], limit, side), up(y[index], limit, side));
  if (off(index)) {
    context.strokeStyle = color('wrong', scheme);
    context.lineWidth = 1.5;
    context.stroke();
  } else {
    context.fillStyle = color('right', scheme);
    context.fill();
    // A hairline around each shape separates those that overlap.
    context.strokeStyle = color('page', scheme);
    context.lineWidth = 0.75;
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} context @param {Shape} shape @param {number} x @param {number} y */
function trace(context, shape, x, y) {
  if (shape === 'circle') {
    context.arc(x, y, DOT_RADIUS_PX, 0, 2 * Math.PI);
    return;
  }
  const corners = {
    square: [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9],
    triangle: [0, -1.3, 1.3, 1, -1.3, 1],
    diamond: [0, -1.4, 1.4, 0, 0, 1.4, -1.4, 0],
  }[shape];
  for (let i = 0; i < corners.length; i += 2)
    context.lineTo(x + DOT_RADIUS_PX * corners[i], y + DOT_RADIUS_PX * corners[i + 1]);
  context.closePath();
}

/**
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @param {{x: number, y: number, side: number, limit: number}} pointer px on the canvas
 * @returns {number | null} index of the nearest point within the hit radius
 */
export function nearestPoint(x, y, pointer) {
  const { side, limit } = pointer;
  let best = null;
  let smallest = HIT_RADIUS_PX * HIT_RADIUS_PX;
  for (let i = 0; i < x.length; i++) {
    const distance = (across(x[i], limit, side) - pointer.x) ** 2 + (up(y[i], limit, side) - pointer.y) ** 2;
    if (distance < smallest) [best, smallest] = [i, distance];
  }
  return best;
}
