/** What is said of numbers that were measured several times. */

/** @typedef {{median: number, spread: number}} Figure spread: half the range, as a share of the median */

/** @param {readonly number[]} values @returns {number} */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {readonly number[]} values at least one @returns {Figure} */
export function figure(values) {
  const middle = median(values);
  return { median: middle, spread: (Math.max(...values) - Math.min(...values)) / 2 / middle };
}

/**
 * The exponent k of y = c xᵏ by least squares of the logarithms.
 * @param {readonly number[]} xs @param {readonly number[]} ys
 */
export function exponent(xs, ys) {
  const [u, v] = [xs, ys].map((values) => values.map(Math.log));
  const mean = (/** @type {number[]} */ values) => values.reduce((a, b) => a + b) / values.length;
  const [meanU, meanV] = [mean(u), mean(v)];
  const covariance = u.reduce((sum, x, i) => sum + (x - meanU) * (v[i] - meanV), 0);
  return covariance / u.reduce((sum, x) => sum + (x - meanU) ** 2, 0);
}
