import { colour } from '../theme/palette.js';

/** Room for the tick labels left and below, px. */
const margin = 72;
const edge = 10;
/** Ticks at these parts of the largest magnitude; on the root scale they stand at 1, 1/2, 1/4 and 0. */
const ticks = [-1, -1 / 4, -1 / 16, 0, 1 / 16, 1 / 4, 1];
/** How near the pointer must come, px. */
const reach = 20;

/**
 * Signed square root: −1..1 to −1..1, with small magnitudes spread out.
 * @param {number} share of the largest magnitude
 */
export function toRoot(share) {
  return Math.sign(share) * Math.sqrt(Math.abs(share));
}

/**
 * @param {number} value
 * @param {number} limit
 * @param {number} side
 */
const across = (value, limit, side) => margin + ((toRoot(value / limit) + 1) / 2) * (side - margin - edge);

/**
 * @param {number} value
 * @param {number} limit
 * @param {number} side
 */
const up = (value, limit, side) => side - across(value, limit, side);

/**
 * @typedef {object} Scatter
 * @property {ArrayLike<number>} x
 * @property {ArrayLike<number>} y
 * @property {(index: number) => boolean} off
 * @property {(index: number) => boolean} dimmed
 * @property {number | null} cursor
 * @property {number} side px
 * @property {number} limit
 * @property {import('../theme/palette.js').Scheme} scheme
 * @property {(value: number) => string} format
 * @property {string} xLabel
 * @property {string} yLabel
 * @property {string} font
 */

/** @param {CanvasRenderingContext2D} context @param {Scatter} scatter */
export function paintScatter(context, scatter) {
  context.clearRect(0, 0, scatter.side, scatter.side);
  paintAxes(context, scatter);
  for (let i = 0; i < scatter.x.length; i++) if (scatter.dimmed(i)) paintPoint(context, scatter, i);
  for (let i = 0; i < scatter.x.length; i++) if (!scatter.dimmed(i)) paintPoint(context, scatter, i);
  if (scatter.cursor === null) return;
  const { x, y, limit, side, cursor } = scatter;
  context.strokeStyle = colour('ink', scatter.scheme);
  context.lineWidth = 2;
  context.beginPath();
  context.arc(across(x[cursor], limit, side), up(y[cursor], limit, side), 7, 0, 2 * Math.PI);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Scatter} scatter */
function paintAxes(context, { side, limit, scheme, format, xLabel, yLabel, font }) {
  const [low, high] = [across(-limit, limit, side), across(limit, limit, side)];
  context.lineWidth = 1;
  context.font = `12px ${font}`;
  for (const tick of ticks) {
    const place = Math.round(across(tick * limit, limit, side)) + 0.5;
    context.strokeStyle = colour('line', scheme);
    context.beginPath();
    context.moveTo(place, side - low);
    context.lineTo(place, side - high);
    context.moveTo(low, side - place);
    context.lineTo(high, side - place);
    context.stroke();
    if (Math.abs(tick) === 1 / 16) continue;
    context.fillStyle = colour('muted', scheme);
    context.textAlign = tick === 1 ? 'right' : 'center';
    context.textBaseline = 'top';
    context.fillText(format(tick * limit), tick === 1 ? side - 2 : place, side - low + 6);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillText(format(tick * limit), low - 6, side - place);
  }
  context.strokeStyle = colour('muted', scheme);
  context.setLineDash([4, 4]);
  context.beginPath();
  context.moveTo(low, side - low);
  context.lineTo(high, side - high);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = colour('ink', scheme);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.fillText(xLabel, (low + high) / 2, side - low + 26);
  context.save();
  context.translate(2, side - (low + high) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'top';
  context.fillText(yLabel, 0, 0);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {Scatter} scatter @param {number} index */
function paintPoint(context, { x, y, off, dimmed, side, limit, scheme }, index) {
  const [px, py] = [across(x[index], limit, side), up(y[index], limit, side)];
  context.globalAlpha = dimmed(index) ? 0.12 : 0.75;
  if (off(index)) {
    context.strokeStyle = colour('wrong', scheme);
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(px - 3, py - 3);
    context.lineTo(px + 3, py + 3);
    context.moveTo(px - 3, py + 3);
    context.lineTo(px + 3, py - 3);
    context.stroke();
  } else {
    context.fillStyle = colour('right', scheme);
    context.beginPath();
    context.arc(px, py, 2.5, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}

/**
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @param {{x: number, y: number, side: number, limit: number}} pointer px in the square
 * @returns {number | null} index of the nearest point within reach
 */
export function nearestPoint(x, y, pointer) {
  const { side, limit } = pointer;
  let best = null;
  let least = reach * reach;
  for (let i = 0; i < x.length; i++) {
    const distance = (across(x[i], limit, side) - pointer.x) ** 2 + (up(y[i], limit, side) - pointer.y) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
