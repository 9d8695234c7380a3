import { nearestIndex } from './decimate.js';

/**
 * @typedef {{x: ArrayLike<number>, y: ArrayLike<number>}} Curve x ascending
 * @typedef {object} Plane scales of a chart, from data units to px
 * @property {(x: number) => number} toX
 * @property {(y: number) => number} toY
 * @property {(px: number) => number} valueAt the inverse of toX
 */

/**
 * The curve nearest to a pointer (hit test).
 * @template {Curve} Line
 * @param {readonly Line[]} curves
 * @param {{x: number, y: number}} pointer px
 * @param {Plane} plane
 * @param {number} hitRadius px
 * @returns {Line | undefined} undefined: none within the hit radius
 */
export function lineNear(curves, pointer, plane, hitRadius) {
  let [best, smallest] = [/** @type {Line | undefined} */ (undefined), hitRadius];
  for (const curve of curves) {
    const distance = distanceTo(curve, pointer, plane, hitRadius);
    if (distance <= smallest) [best, smallest] = [curve, distance];
  }
  return best;
}

/** @param {Curve} curve @param {{x: number, y: number}} pointer @param {Plane} plane @param {number} hitRadius */
function distanceTo({ x, y }, pointer, { toX, toY, valueAt }, hitRadius) {
  const from = Math.max(0, nearestIndex(x, valueAt(pointer.x - hitRadius)) - 1);
  const to = Math.min(x.length - 1, nearestIndex(x, valueAt(pointer.x + hitRadius)) + 1);
  let smallest = Number.POSITIVE_INFINITY;
  /** @type {{x: number, y: number} | undefined} */
  let before;
  for (let i = from; i <= to; i++) {
    const point = { x: toX(x[i]), y: toY(y[i]) };
    // A gap in the curve is spanned by a straight line.
    if (!Number.isFinite(point.y)) continue;
    smallest = Math.min(smallest, distanceToSegment(pointer, before ?? point, point));
    before = point;
  }
  return smallest;
}

/** @param {{x: number, y: number}} p @param {{x: number, y: number}} a @param {{x: number, y: number}} b */
function distanceToSegment(p, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}
