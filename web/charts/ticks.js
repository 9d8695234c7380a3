/** Where the lines of a logarithmic axis stand. */

/** Powers of ten only, where there are more of them than this. */
const MAX_DECADES_WITH_MINOR_TICKS = 2.5;

/** @param {number} size > 0 @returns {number} the largest of 1, 2, 5 × 10ⁿ that is not above it */
export function roundBelow(size) {
  const power = Math.floor(Math.log10(size));
  // '5e-7' is the nearest number to 0.0000005; 5 × 10 ** -7 need not be.
  const steps = [5, 2, 1].map((step) => Number(`${step}e${power}`));
  return steps.find((step) => step <= size) ?? Number(`5e${power - 1}`);
}

/**
 * 1, 2, 5 within a decade or two, else powers of ten, as far apart as it takes; within a part of a decade, evenly.
 * @param {number} low common logarithm of the lower end
 * @param {number} high of the upper end
 * @param {number} most lines there is room for, at least 2
 * @returns {number[]} common logarithms, ascending
 */
export function logarithmicTicks(low, high, most) {
  const within = (/** @type {number[]} */ ticks) => ticks.filter((tick) => tick >= low && tick <= high);
  if (high - low > MAX_DECADES_WITH_MINOR_TICKS) {
    const stride = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => size * most >= high - low) ?? 1000;
    const first = Math.ceil(low / stride);
    return within(Array.from({ length: most + 1 }, (_, i) => (first + i) * stride));
  }
  const decades = Array.from({ length: Math.ceil(high - low) + 2 }, (_, i) => Math.floor(low) + i);
  const inParts = within(decades.flatMap((power) => [1, 2, 5].map((step) => power + Math.log10(step))));
  return inParts.length >= 3 ? inParts : within(evenTicks(10 ** low, 10 ** high).map(Math.log10));
}

/** @param {number} from @param {number} to @returns {number[]} some five round numbers between the two */
function evenTicks(from, to) {
  const step = roundBelow((to - from) / 3);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}
