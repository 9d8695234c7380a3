/**
 * A value in the units of the y axis. A logarithmic axis is a linear scale of logarithms to base 10: uPlot's own logarithmic
 * scale has no ticks beyond some 17 digits.
 * @param {number} y
 * @param {boolean} logarithmic
 */
export const onScale = (y, logarithmic) => (logarithmic ? Math.log10(y) : y);
