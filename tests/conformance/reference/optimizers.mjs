// One update of one number by each optimizer, as PyTorch defines them.

/** @typedef {import('../training.mjs').Optimizer} Optimizer */
/** @typedef {{first: number, second: number}} Moments of one number, both 0 at first */

/**
 * @type {Record<Optimizer['type'], (p: number, g: number, rate: number, moments: Moments, t: number,
 *   constants: Record<string, number>, nesterov: boolean) => number>} the parameter p after step t = 1, 2, …
 */
const rules = {
  sgd: (p, g, rate) => p - rate * g,

  momentum: (p, g, rate, moments, _, { momentum }, nesterov) => {
    moments.first = momentum * moments.first + g;
    return p - rate * (nesterov ? g + momentum * moments.first : moments.first);
  },

  rmsprop: (p, g, rate, moments, _, { decay, epsilon }) => {
    moments.second = decay * moments.second + (1 - decay) * g * g;
    return p - (rate * g) / (Math.sqrt(moments.second) + epsilon);
  },

  adagrad: (p, g, rate, moments, _, { epsilon }) => {
    moments.second += g * g;
    return p - (rate * g) / (Math.sqrt(moments.second) + epsilon);
  },

  adam: (p, g, rate, moments, t, { beta1, beta2, epsilon }) => {
    moments.first = beta1 * moments.first + (1 - beta1) * g;
    moments.second = beta2 * moments.second + (1 - beta2) * g * g;
    const unbiasedFirst = moments.first / (1 - beta1 ** t);
    const unbiasedSecond = moments.second / (1 - beta2 ** t);
    return p - (rate * unbiasedFirst) / (Math.sqrt(unbiasedSecond) + epsilon);
  },

  adamw: (p, g, rate, moments, t, constants, nesterov) =>
    rules.adam(p * (1 - rate * constants.weightDecay), g, rate, moments, t, constants, nesterov),
};

/**
 * @param {Optimizer} optimizer
 * @returns {(values: Float64Array[], gradients: Float64Array[], rate: number) => void} one step, in place
 */
export function createOptimizer({ type, constants, nesterov }) {
  /** @type {Moments[][]} */
  const memory = [];
  let t = 0;
  return (values, gradients, rate) => {
    t += 1;
    values.forEach((numbers, index) => {
      memory[index] ??= Array.from(numbers, () => ({ first: 0, second: 0 }));
      for (let i = 0; i < numbers.length; ++i) {
        numbers[i] = rules[type](numbers[i], gradients[index][i], rate, memory[index][i], t, constants, nesterov);
      }
    });
  };
}

/**
 * PyTorch's clip_grad_norm_: scales all gradients by one factor where their common norm is above the limit.
 * @param {Float64Array[]} gradients
 * @param {number} limit 0 for none
 */
export function clip(gradients, limit) {
  if (limit === 0) return;
  let squares = 0;
  for (const gradient of gradients) for (const g of gradient) squares += g * g;
  const factor = Math.min(1, limit / (Math.sqrt(squares) + 1e-6));
  for (const gradient of gradients) for (let i = 0; i < gradient.length; ++i) gradient[i] *= factor;
}
