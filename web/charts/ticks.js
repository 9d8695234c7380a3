/** Ticks of a logarithmic axis. */

/** Over more decades than this, ticks at powers of ten only. */
const MAX_DECADES_WITH_MINOR_TICKS = 2.5;

/** @param {number} size > 0 @returns {number} the largest of 1, 2, 5 × 10ⁿ that is ≤ size */
export function roundBelow(size) {
  const power = Math.floor(Math.log10(size));
  // Parsed, not computed: 5 * 10 ** -7 need not be the number nearest to 5e-7.
  const steps = [5, 2, 1].map((step) => Number(`${step}e${power}`));
  return steps.find((step) => step <= size) ?? Number(`5e${power - 1}`);
}

/**
 * Over many decades every n-th power of ten; over one or two the multiples 1, 2, 5; within a decade evenly spaced values.
 * @param {number} low log10 of the lower end
 * @param {number} high log10 of the upper end
 * @param {number} maxTicks at least 2
 * @returns {number[]} log10 of the ticks, ascending
 */
export function logarithmicTicks(low, high, maxTicks) {
  const within = (/** @type {number[]} */ ticks) => ticks.filter((tick) => tick >= low && tick <= high);
  if (high - low > MAX_DECADES_WITH_MINOR_TICKS) {
    const stride = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => size * maxTicks >= high - low) ?? 1000;
    const first = Math.ceil(low / stride);
    return within(Array.from({ length: maxTicks + 1 }, (_, i) => (first + i) * stride));
  }
  const decades = Array.from({ length: Math.ceil(high - low) + 2 }, (_, i) => Math.floor(low) + i);
  const multiples = within(decades.flatMap((power) => [1, 2, 5].map((step) => power + Math.log10(step))));
  return multiples.length >= 3 ? multiples : within(evenTicks(10 ** low, 10 ** high).map(Math.log10));
}

/** @param {number} from @param {number} to @returns {number[]} some three to six round numbers in between */
function evenTicks(from, to) {
  const step = roundBelow((to - from) / 3);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}
