/**
 * Thins a curve to what a screen can show, keeping in each bucket its lowest and its highest point, so that no spike
 * disappears. Not-a-number marks a gap and counts as neither.
 *
 * @param {ArrayLike<number>} x ascending
 * @param {ArrayLike<number>} y same length
 * @param {number} buckets at most 2 × buckets + 2 points come out
 * @returns {{x: Float64Array, y: Float64Array}} owned copies
 */
export function decimate(x, y, buckets) {
  const count = x.length;
  if (count <= 2 * buckets + 2) return { x: Float64Array.from(x), y: Float64Array.from(y) };
  const keep = [0];
  for (let b = 0; b < buckets; b++) {
    const from = Math.max(1, Math.floor((b * count) / buckets));
    const to = Math.min(count - 1, Math.floor(((b + 1) * count) / buckets));
    let low = -1;
    let high = -1;
    for (let i = from; i < to; i++) {
      if (Number.isNaN(y[i])) continue;
      if (low < 0 || y[i] < y[low]) low = i;
      if (high < 0 || y[i] > y[high]) high = i;
    }
    if (low < 0) continue;
    keep.push(Math.min(low, high));
    if (low !== high) keep.push(Math.max(low, high));
  }
  keep.push(count - 1);
  return { x: Float64Array.from(keep, (i) => x[i]), y: Float64Array.from(keep, (i) => y[i]) };
}

/**
 * Curves that were sampled at different places, over one axis: a table with a column a curve, null where it has no point.
 *
 * @param {readonly {x: ArrayLike<number>, y: ArrayLike<number>}[]} curves each x strictly ascending
 * @returns {{x: number[], columns: (number | null)[][]}}
 */
export function alignCurves(curves) {
  /** @type {Set<number>} */
  const places = new Set();
  for (const { x } of curves) for (let i = 0; i < x.length; i++) places.add(x[i]);
  const all = [...places].sort((a, b) => a - b);
  const columns = curves.map(({ x, y }) => {
    /** @type {(number | null)[]} */
    const column = new Array(all.length).fill(null);
    for (let i = 0, at = 0; i < x.length; i++) {
      while (all[at] < x[i]) at++;
      if (Number.isFinite(y[i])) column[at] = y[i];
    }
    return column;
  });
  return { x: all, columns };
}

/**
 * @param {ArrayLike<number>} x ascending
 * @param {number} place
 * @returns {number} index of the nearest x; -1 for none
 */
export function nearestIndex(x, place) {
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle] < place) low = middle + 1;
    else high = middle;
  }
  if (low > 0 && place - x[low - 1] < x[low] - place) low--;
  return x.length === 0 ? -1 : low;
}
