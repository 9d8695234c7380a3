/**
 * The one table of engine settings. The session, the form, the URL, the embed attributes and the documentation read
 * it; nothing else knows a default or a range.
 *
 * `structural` settings shape the network or its first weights: changing one means a new network.
 * `live` settings may be changed while training (`adjust`). Settings that are neither belong to one training run.
 */
import { SettingsError } from './errors.js';
import { complete, known } from './settings-schema.js';

/**
 * @template {import('./settings-schema.js').SettingsTable} T
 * @typedef {import('./settings-schema.js').ValuesOf<T>} ValuesOf
 */

/** @typedef {ValuesOf<typeof engineSettings>} EngineSettings every engine setting, resolved */
/** @typedef {Partial<EngineSettings>} EngineOptions what a caller may leave out */

export const engineSettings = Object.freeze(
  /** @satisfies {import('./settings-schema.js').SettingsTable} */ (
    /** @type {const} */ ({
      cell: {
        type: 'choice',
        default: 'rnn',
        choices: ['rnn', 'gru', 'lstm'],
        structural: true,
        help: 'The recurrent cell.',
      },
      activation: {
        type: 'choice',
        default: 'tanh',
        choices: ['tanh', 'relu', 'identity', 'listing'],
        structural: true,
        help: "The vanilla RNN's activation. 'listing' is the tutorial's mistake: identity forward, tanh's derivative backward.",
      },
      hiddenSize: {
        type: 'integer',
        default: 32,
        min: 1,
        max: 512,
        structural: true,
        help: 'Hidden units H of each layer.',
      },
      layers: {
        type: 'integer',
        default: 1,
        min: 1,
        max: 16,
        structural: true,
        help: 'Recurrent layers on top of each other.',
      },
      bias: { type: 'boolean', default: true, structural: true, help: 'Whether the layers have bias vectors.' },
      initialization: {
        type: 'choice',
        default: 'pytorch',
        choices: ['listing', 'pytorch', 'xavier', 'orthogonal'],
        structural: true,
        help: 'First weights: uniform ±1/√fan-in (listing), uniform ±1/√H (pytorch), Glorot uniform (xavier), or xavier with orthogonal recurrent blocks.',
      },
      forgetBias: {
        type: 'number',
        default: 0,
        min: -10,
        max: 10,
        structural: true,
        help: "Added to the LSTM forget gate's input bias at the start.",
      },
      seed: {
        type: 'integer',
        default: 1,
        min: 0,
        max: 4294967295,
        structural: true,
        help: 'The same seed gives the same run, bit for bit.',
      },
      precision: {
        type: 'choice',
        default: 'float32',
        choices: ['float32', 'float64'],
        structural: true,
        help: 'Arithmetic of the network.',
      },
      optimizer: {
        type: 'choice',
        default: 'adam',
        choices: ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adagrad', 'adam', 'adamw'],
        live: true,
        help: "How gradients become steps, by PyTorch's definitions. Its moments restart when it changes.",
      },
      learningRate: {
        type: 'number',
        default: 0.01,
        min: 0,
        max: 100,
        exclusiveMin: true,
        live: true,
        help: 'Size of a step.',
      },
      momentum: {
        type: 'number',
        default: 0.9,
        min: 0,
        max: 1,
        exclusiveMax: true,
        live: true,
        help: 'Of momentum and nesterov.',
      },
      decay: {
        type: 'number',
        default: 0.99,
        min: 0,
        max: 1,
        exclusiveMax: true,
        live: true,
        help: "RMSProp's smoothing constant (PyTorch: alpha).",
      },
      beta1: {
        type: 'number',
        default: 0.9,
        min: 0,
        max: 1,
        exclusiveMax: true,
        live: true,
        help: "Adam's decay of the mean gradient.",
      },
      beta2: {
        type: 'number',
        default: 0.999,
        min: 0,
        max: 1,
        exclusiveMax: true,
        live: true,
        help: "Adam's decay of the squared gradient.",
      },
      epsilon: {
        type: 'number',
        default: 1e-8,
        min: 0,
        max: 1,
        exclusiveMin: true,
        live: true,
        help: 'Keeps the division of RMSProp, Adagrad and Adam finite.',
      },
      weightDecay: {
        type: 'number',
        default: 0.01,
        min: 0,
        max: 10,
        live: true,
        help: 'Of AdamW, per unit of learning rate.',
      },
      clipNorm: {
        type: 'number',
        default: 0,
        min: 0,
        max: 1e12,
        live: true,
        help: 'Limit of the global gradient norm; 0 is off.',
      },
      schedule: {
        type: 'choice',
        default: 'constant',
        choices: ['constant', 'halving', 'cosine'],
        live: true,
        help: 'How the learning rate changes: not, halved when the evaluated loss rose, or along a cosine to 0 at totalSteps.',
      },
      warmupSteps: {
        type: 'integer',
        default: 0,
        min: 0,
        max: 1e9,
        live: true,
        help: 'Cosine: steps of linear rise before the fall.',
      },
      totalSteps: {
        type: 'integer',
        default: 10000,
        min: 1,
        max: 1e9,
        live: true,
        help: 'Cosine: the step at which the rate is 0.',
      },
      evaluateEvery: {
        type: 'integer',
        default: 5,
        min: 1,
        max: 1e6,
        live: true,
        help: 'Epochs between two recorded evaluations of the loss over all training (and held-out) tokens.',
      },
      reduction: {
        type: 'choice',
        default: 'mean',
        choices: ['sum', 'mean'],
        help: 'Of the loss of one step over its tokens.',
      },
      batchSize: { type: 'integer', default: 1, min: 0, max: 4096, help: 'Sequences in one step; 0 takes all.' },
      truncate: {
        type: 'integer',
        default: 0,
        min: 0,
        max: 100000,
        help: 'Truncated BPTT: time steps in a window, one optimizer step each, state carried and gradient stopped; 0 is full BPTT.',
      },
      shuffle: { type: 'boolean', default: false, help: 'Redraw the order of the sequences each epoch.' },
    })
  ),
);

/**
 * Completes settings with the defaults.
 * @param {{readonly [Name in keyof EngineSettings]?: unknown}} [settings]
 * @returns {EngineSettings} complete and frozen
 * @throws {SettingsError} for an unknown name or a value outside its range
 */
export function resolve(settings = {}) {
  return complete(engineSettings, settings);
}

/**
 * The settings after a change while the network exists.
 * @param {EngineSettings} current
 * @param {Partial<Record<string, unknown>>} changes live settings only
 * @returns {EngineSettings} complete and frozen
 * @throws {SettingsError}
 */
export function resolveLive(current, changes) {
  for (const [name, value] of Object.entries(changes)) {
    if (!('live' in known(engineSettings, name)))
      throw new SettingsError('notLive', name, value, 'given when the network is created');
  }
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return resolve({ ...current, ...Object.fromEntries(given) });
}
