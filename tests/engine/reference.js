/**
 * An independent forward pass, written from PyTorch's documented equations with plain loops: the numbers the engine
 * must give from its own parameters. Inputs are real vectors, so that derivatives by inputs can be measured.
 */

/**
 * @typedef {Map<string, {shape: number[], values: ArrayLike<number>}>} Parameters
 * @typedef {{cell: string, activation: string, layers: number, hiddenSize: number}} Shape
 */

/** @type {Record<string, (x: number) => number>} */
const activations = { tanh: Math.tanh, relu: (x) => Math.max(0, x), identity: (x) => x, listing: (x) => x };
const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));

/**
 * W x + b
 * @param {Parameters} parameters
 * @param {string} weight
 * @param {string} bias
 * @param {number[]} x
 */
function affine(parameters, weight, bias, x) {
  const { shape, values } = /** @type {{shape: number[], values: ArrayLike<number>}} */ (parameters.get(weight));
  const [rows, columns] = shape;
  const b = parameters.get(bias)?.values;
  return Array.from({ length: rows }, (_, i) => {
    let sum = b ? b[i] : 0;
    for (let j = 0; j < columns; j++) sum += values[i * columns + j] * x[j];
    return sum;
  });
}

/**
 * One time step of one layer.
 * @param {Shape} shape
 * @param {Parameters} parameters
 * @param {number} layer
 * @param {number[]} x
 * @param {{h: number[], c: number[]}} before
 * @returns {{h: number[], c: number[]}}
 */
function cellStep({ cell, activation, hiddenSize: H }, parameters, layer, x, { h, c }) {
  const i = affine(parameters, `weight_ih_l${layer}`, `bias_ih_l${layer}`, x);
  const q = affine(parameters, `weight_hh_l${layer}`, `bias_hh_l${layer}`, h);
  const sum = (/** @type {number} */ gate, /** @type {number} */ k) => i[gate * H + k] + q[gate * H + k];
  if (cell === 'rnn') return { h: h.map((_, k) => activations[activation](sum(0, k))), c };
  if (cell === 'gru') {
    const next = h.map((old, k) => {
      const r = sigmoid(sum(0, k));
      const z = sigmoid(sum(1, k));
      const n = Math.tanh(i[2 * H + k] + r * q[2 * H + k]);
      return (1 - z) * n + z * old;
    });
    return { h: next, c };
  }
  const cellNext = c.map((old, k) => sigmoid(sum(1, k)) * old + sigmoid(sum(0, k)) * Math.tanh(sum(2, k)));
  return { h: cellNext.map((value, k) => sigmoid(sum(3, k)) * Math.tanh(value)), c: cellNext };
}

/**
 * @param {Shape} shape
 * @param {Parameters} parameters
 * @param {number[][]} inputs one real vector of V numbers per step
 * @param {(t: number, layer: number, state: {h: number[], c: number[]}) => {h: number[], c: number[]}} [disturb] of a state
 *   as it comes about
 * @returns {{hidden: number[][], logits: number[][], probabilities: number[][], cell: number[][]}} by step; of the top layer
 */
export function forward(shape, parameters, inputs, disturb = (_t, _layer, state) => state) {
  const zero = () => new Array(shape.hiddenSize).fill(0);
  const states = Array.from({ length: shape.layers }, () => ({ h: zero(), c: zero() }));
  const steps = inputs.map((input, t) => {
    let x = input;
    for (const layer of states.keys()) {
      const next = cellStep(shape, parameters, layer, x, states[layer]);
      states[layer] = disturb(t, layer, next);
      x = states[layer].h;
    }
    const logits = affine(parameters, 'weight_out', 'bias_out', x);
    return { hidden: x, cell: states[shape.layers - 1].c, logits, probabilities: softmax(logits) };
  });
  return {
    hidden: steps.map(({ hidden }) => hidden),
    cell: steps.map(({ cell }) => cell),
    logits: steps.map(({ logits }) => logits),
    probabilities: steps.map(({ probabilities }) => probabilities),
  };
}

/** @param {number[]} logits */
export function softmax(logits) {
  const largest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / sum);
}

/**
 * One-hot vectors; all zero for an unknown token.
 * @param {ArrayLike<number>} ids
 * @param {number} size
 * @returns {number[][]}
 */
export function oneHot(ids, size) {
  return Array.from(ids, (id) => Array.from({ length: size }, (_, i) => (i === id ? 1 : 0)));
}

/**
 * Σ −log p[target], nats.
 * @param {number[][]} probabilities
 * @param {ArrayLike<number>} targets
 */
export function totalLoss(probabilities, targets) {
  return probabilities.reduce((sum, p, t) => sum + (targets[t] < 0 ? 0 : -Math.log(p[targets[t]])), 0);
}

/**
 * The reference's view of a session's model.
 * @param {import('../../web/engine/session.js').Session} session
 * @returns {Promise<{shape: Shape, parameters: Parameters, V: number}>}
 */
export async function modelOf(session) {
  const { settings, vocabularySize } = await session.info();
  const parameters = new Map((await session.parameters()).map(({ name, shape, values }) => [name, { shape, values }]));
  return { shape: settings, parameters, V: vocabularySize };
}
