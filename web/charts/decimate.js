/**
 * Min-max decimation: keeps the lowest and the highest point of each bucket, so that no spike disappears. NaN marks a gap and
 * counts as neither.
 *
 * @param {ArrayLike<number>} x ascending
 * @param {ArrayLike<number>} y same length
 * @param {number} buckets at most 2 × buckets + 2 points come out
 * @returns {{x: Float64Array, y: Float64Array}} copies
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
 * Curves sampled at different x as one table over all their x: a column for each curve, null where it has no point.
 *
 * @param {readonly {x: ArrayLike<number>, y: ArrayLike<number>}[]} curves each x strictly ascending
 * @returns {{x: number[], columns: (number | null)[][]}}
 */
export function alignCurves(curves) {
  /** @type {Set<number>} */
  const values = new Set();
  for (const { x } of curves) for (let i = 0; i < x.length; i++) values.add(x[i]);
  const all = [...values].sort((a, b) => a - b);
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
 * @param {number} value
 * @returns {number} index of the nearest x; -1 if there is none
 */
export function nearestIndex(x, value) {
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle] < value) low = middle + 1;
    else high = middle;
  }
  if (low > 0 && value - x[low - 1] < x[low] - value) low--;
  return x.length === 0 ? -1 : low;
}
