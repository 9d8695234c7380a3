/** Where the labels of a chart's guides stand: clear of each other, and of the curves if that can be. */
import uPlot from 'uplot';
import { onScale } from './on-scale.js';

/** @typedef {{at: number, bottom: number, top: number, right: number, label: string}} PlacedGuide canvas px: the line; the edges of the label */
/** @typedef {{x: Float64Array, y: Float64Array}} Path of a curve, canvas px */

/** Of a label's letters, from the deepest to the highest. */
const LABEL_HEIGHT_PX = 12;
/** Between a label and its line, and the end of the plot. */
const GAP_PX = 3;

/**
 * Guides with room for their labels, above or below the line, clear of the lines and labels of those before.
 *
 * @param {uPlot} plot its context has the font
 * @param {readonly import('./line-chart-options.js').Guide[]} guides
 * @param {{logarithmic: boolean}} look
 * @returns {PlacedGuide[]}
 */
export function placedGuides(plot, guides, look) {
  const { bbox } = plot;
  const [height, gap] = [LABEL_HEIGHT_PX * uPlot.pxRatio, GAP_PX * uPlot.pxRatio];
  const paths = pathsOf(plot);
  /** @type {PlacedGuide[]} */
  const placed = [];
  for (const { y, label } of guides) {
    const at = Math.round(plot.valToPos(onScale(y, look.logarithmic), 'y', true)) + 0.5;
    const rows = [at - gap, at + gap + height].filter((bottom) => {
      const top = bottom - height;
      const isInside = placed.length === 0 || (top >= bbox.top && bottom <= bbox.top + bbox.height);
      const isClear = placed.every(
        (other) =>
          Math.abs(at - other.at) > height / 2 &&
          (bottom <= other.top || top >= other.bottom) &&
          (other.at <= top || other.at >= bottom) &&
          (at <= other.top || at >= other.bottom),
      );
      return isInside && isClear;
    });
    if (rows.length === 0) continue;
    const width = plot.ctx.measureText(label).width;
    const end = bbox.left + bbox.width - gap;
    // At the end of its line, else at its beginning or in the middle; where curves are everywhere, at the end over them.
    const columns = [end, bbox.left + gap + width, bbox.left + (bbox.width + width) / 2];
    const free = columns
      .flatMap((right) => rows.map((bottom) => ({ right, bottom })))
      .find(({ right, bottom }) => !isCrossed(paths, { left: right - width, right, top: bottom - height, bottom }));
    const { right, bottom } = free ?? { right: end, bottom: rows[0] };
    placed.push({ at, bottom, top: bottom - height, right, label });
  }
  return placed;
}

/** @param {uPlot} plot @returns {Path[]} of its curves, gaps spanned */
function pathsOf(plot) {
  const [xs, ...curves] = plot.data;
  return curves.map((values) => {
    const known = Array.from(xs.keys()).filter((i) => Number.isFinite(values[i] ?? Number.NaN));
    return {
      x: Float64Array.from(known, (i) => plot.valToPos(xs[i], 'x', true)),
      y: Float64Array.from(known, (i) => plot.valToPos(/** @type {number} */ (values[i]), 'y', true)),
    };
  });
}

/** @param {readonly Path[]} paths @param {{left: number, right: number, top: number, bottom: number}} box */
function isCrossed(paths, { left, right, top, bottom }) {
  return paths.some(({ x, y }) => {
    for (let i = 0; i < x.length; i++) {
      // From the point before, or of the first one itself; only the part over the box.
      const before = Math.max(0, i - 1);
      if (x[i] < left || x[before] > right) continue;
      const slope = x[i] > x[before] ? (y[i] - y[before]) / (x[i] - x[before]) : 0;
      const begin = y[before] + (Math.max(left, x[before]) - x[before]) * slope;
      const end = y[i] - (x[i] - Math.min(right, x[i])) * slope;
      if (Math.max(begin, end) >= top && Math.min(begin, end) <= bottom) return true;
    }
    return false;
  });
}
