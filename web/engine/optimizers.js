/**
 * The optimizers, a row each, by PyTorch's definitions; the engine's own are in cpp/rnn/optimizer.cpp. The form shows the
 * settings that a row names, the page chooses a learning rate by it, and the step view prints its code.
 */

/**
 * @typedef {'momentum' | 'decay' | 'beta1' | 'beta2' | 'epsilon' | 'weightDecay'} Hyperparameter a setting that only some optimizers use
 */

/**
 * @typedef {object} Optimizer
 * @property {readonly Hyperparameter[]} uses settings that have an effect with it, besides the learning rate
 * @property {{usual: number, careful: number, scaleFree: boolean}} rate learning rates that work on most texts: for networks whose
 *   hidden state is bounded, and for those whose is not (a ReLU, say); scaleFree: an update is as large whatever the gradient's size
 * @property {readonly ('first' | 'second')[]} moments running averages that it keeps of each parameter's gradient (or the velocity) and
 *   of its square; a model file has them
 * @property {readonly string[]} code the update of one parameter θ by its gradient g, in the manner of numpy. η: learning rate,
 *   m, s: running averages, k: updates made, this one included; μ momentum, α decay, β1, β2, ε epsilon, λ weightDecay
 */

const adamCode = /** @type {const} */ ([
  'm = β1 * m + (1 - β1) * g',
  's = β2 * s + (1 - β2) * g**2',
  'm̂ = m / (1 - β1**k)',
  'ŝ = s / (1 - β2**k)',
  'θ -= η * m̂ / (sqrt(ŝ) + ε)',
]);

export const optimizers = Object.freeze(
  /** @satisfies {Readonly<Record<string, Optimizer>>} */ (
    /** @type {const} */ ({
      sgd: {
        uses: [],
        rate: { usual: 0.5, careful: 0.05, scaleFree: false },
        moments: [],
        code: ['θ -= η * g'],
      },
      momentum: {
        uses: ['momentum'],
        rate: { usual: 0.1, careful: 0.01, scaleFree: false },
        moments: ['first'],
        code: ['m = μ * m + g', 'θ -= η * m'],
      },
      nesterov: {
        uses: ['momentum'],
        rate: { usual: 0.1, careful: 0.01, scaleFree: false },
        moments: ['first'],
        code: ['m = μ * m + g', 'θ -= η * (g + μ * m)'],
      },
      rmsprop: {
        uses: ['decay', 'epsilon'],
        rate: { usual: 0.003, careful: 0.0005, scaleFree: true },
        moments: ['second'],
        code: ['s = α * s + (1 - α) * g**2', 'θ -= η * g / (sqrt(s) + ε)'],
      },
      adagrad: {
        uses: ['epsilon'],
        rate: { usual: 0.05, careful: 0.01, scaleFree: true },
        moments: ['second'],
        code: ['s += g**2', 'θ -= η * g / (sqrt(s) + ε)'],
      },
      adam: {
        uses: ['beta1', 'beta2', 'epsilon'],
        rate: { usual: 0.01, careful: 0.001, scaleFree: true },
        moments: ['first', 'second'],
        code: adamCode,
      },
      adamw: {
        uses: ['beta1', 'beta2', 'epsilon', 'weightDecay'],
        rate: { usual: 0.01, careful: 0.001, scaleFree: true },
        moments: ['first', 'second'],
        code: ['θ *= 1 - η * λ', ...adamCode],
      },
    })
  ),
);

/** @typedef {keyof typeof optimizers} OptimizerName */

export const optimizerNames = Object.freeze(/** @type {OptimizerName[]} */ (Object.keys(optimizers)));

/** @param {Hyperparameter} name @returns {OptimizerName[]} the optimizers on which this setting has an effect */
export function optimizersUsing(name) {
  return optimizerNames.filter((optimizer) =>
    /** @type {readonly Hyperparameter[]} */ (optimizers[optimizer].uses).includes(name),
  );
}
