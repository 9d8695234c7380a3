// The few products the reference is written in. A matrix is a flat row-major array; how many columns
// it has, the vector it meets tells. Vectors are plain lists.

/**
 * W x + b
 * @param {Float64Array} W
 * @param {number[]} x
 * @param {ArrayLike<number>} b
 * @returns {number[]}
 */
export function affine(W, x, b) {
  return Array.from(b, (offset, row) => {
    let sum = offset;
    for (let column = 0; column < x.length; ++column) sum += W[row * x.length + column] * x[column];
    return sum;
  });
}

/**
 * Wᵀ d
 * @param {Float64Array} W
 * @param {number[]} d
 * @returns {number[]}
 */
export function transposedTimes(W, d) {
  const columns = W.length / d.length;
  return Array.from({ length: columns }, (_, column) => {
    let sum = 0;
    for (let row = 0; row < d.length; ++row) sum += W[row * columns + column] * d[row];
    return sum;
  });
}

/**
 * G += d xᵀ
 * @param {Float64Array} G
 * @param {number[]} d
 * @param {number[]} x
 */
export function addOuter(G, d, x) {
  for (let row = 0; row < d.length; ++row) {
    for (let column = 0; column < x.length; ++column) G[row * x.length + column] += d[row] * x[column];
  }
}

/**
 * g += d
 * @param {Float64Array | number[]} g
 * @param {ArrayLike<number>} d
 */
export function add(g, d) {
  for (let i = 0; i < g.length; ++i) g[i] += d[i];
}
