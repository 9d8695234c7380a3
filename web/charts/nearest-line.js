import { nearestIndex } from './decimate.js';

/**
 * @typedef {{x: ArrayLike<number>, y: ArrayLike<number>}} Curve x ascending
 * @typedef {object} Plane how a chart places its points, px
 * @property {(x: number) => number} across
 * @property {(y: number) => number} up
 * @property {(px: number) => number} valueAt the x at a place across
 */

/**
 * The curve a pointer is on, or nearly.
 * @template {Curve} Line
 * @param {readonly Line[]} curves
 * @param {{x: number, y: number}} pointer px
 * @param {Plane} plane
 * @param {number} reach px
 * @returns {Line | undefined} the nearest one within reach
 */
export function lineNear(curves, pointer, plane, reach) {
  let [best, least] = [/** @type {Line | undefined} */ (undefined), reach];
  for (const curve of curves) {
    const distance = distanceTo(curve, pointer, plane, reach);
    if (distance <= least) [best, least] = [curve, distance];
  }
  return best;
}

/** @param {Curve} curve @param {{x: number, y: number}} pointer @param {Plane} plane @param {number} reach */
function distanceTo({ x, y }, pointer, { across, up, valueAt }, reach) {
  const from = Math.max(0, nearestIndex(x, valueAt(pointer.x - reach)) - 1);
  const to = Math.min(x.length - 1, nearestIndex(x, valueAt(pointer.x + reach)) + 1);
  let least = Number.POSITIVE_INFINITY;
  /** @type {{x: number, y: number} | undefined} */
  let before;
  for (let i = from; i <= to; i++) {
    const point = { x: across(x[i]), y: up(y[i]) };
    // A gap in the curve is spanned by a straight line.
    if (!Number.isFinite(point.y)) continue;
    least = Math.min(least, distanceToSegment(pointer, before ?? point, point));
    before = point;
  }
  return least;
}

/** @param {{x: number, y: number}} p @param {{x: number, y: number}} a @param {{x: number, y: number}} b */
function distanceToSegment(p, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}
