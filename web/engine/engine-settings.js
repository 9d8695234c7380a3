/**
 * Every setting of a model, a row each; whoever needs a default, a range or a condition reads it here. The settings of the
 * page (web/state/settings.js) take these rows over, and with them the form, links, the element's attributes and
 * .github/SETTINGS.md. The settings of a call that generates are in generation-settings.js.
 *
 * `structural` settings are fixed when a model is created: changing one means another model.
 * `live` settings may be changed while it trains (`updateSettings`).
 */
import { SettingsError } from './errors.js';
import { optimizerNames, optimizersUsing } from './optimizers.js';
import { complete, known } from './settings-schema.js';

/**
 * @typedef {'network' | 'training' | 'optimizer'} Group what a setting is about
 * @typedef {import('./settings-schema.js').Setting & {group: Group, effect: 'structural' | 'live'}} EngineSetting
 */

/**
 * @template {import('./settings-schema.js').SettingsTable} T
 * @typedef {import('./settings-schema.js').ValuesOf<T>} ValuesOf
 */

/** @typedef {ValuesOf<typeof engineSettings>} EngineSettings every engine setting, resolved */
/** @typedef {Partial<EngineSettings>} EngineOptions what a caller may leave out */

export const engineSettings = Object.freeze(
  /** @satisfies {Readonly<Record<string, EngineSetting>>} */ (
    /** @type {const} */ ({
      cell: {
        type: 'choice',
        default: 'rnn',
        choices: ['rnn', 'gru', 'lstm'],
        group: 'network',
        effect: 'structural',
        help: 'The recurrent cell.',
      },
      activation: {
        type: 'choice',
        default: 'tanh',
        choices: ['tanh', 'relu', 'identity', 'listing'],
        group: 'network',
        effect: 'structural',
        when: { cell: ['rnn'] },
        help: "The vanilla RNN's activation. 'listing' is the tutorial's mistake: identity forward, tanh's derivative backward.",
      },
      hiddenSize: {
        type: 'integer',
        default: 32,
        min: 1,
        max: 512,
        group: 'network',
        effect: 'structural',
        help: 'Hidden units H of each layer.',
      },
      layers: {
        type: 'integer',
        default: 1,
        min: 1,
        max: 16,
        group: 'network',
        effect: 'structural',
        help: 'Recurrent layers on top of each other.',
      },
      bias: {
        type: 'boolean',
        default: true,
        group: 'network',
        effect: 'structural',
        help: 'Whether the layers have bias vectors.',
      },
      initialization: {
        type: 'choice',
        default: 'pytorch',
        choices: ['listing', 'pytorch', 'xavier', 'orthogonal'],
        group: 'network',
        effect: 'structural',
        help: 'First weights: uniform ±1/√fan-in (listing), uniform ±1/√H (pytorch), Glorot uniform (xavier), or xavier with orthogonal recurrent blocks.',
      },
      forgetBias: {
        type: 'number',
        default: 0,
        min: -10,
        max: 10,
        group: 'network',
        effect: 'structural',
        when: { cell: ['lstm'], bias: [true] },
        help: "Added to the LSTM forget gate's input bias at the start.",
      },
      seed: {
        type: 'integer',
        default: 1,
        min: 0,
        max: 4294967295,
        group: 'network',
        effect: 'structural',
        help: 'The same seed gives the same run, bit for bit.',
      },
      precision: {
        type: 'choice',
        default: 'float32',
        choices: ['float32', 'float64'],
        group: 'network',
        effect: 'structural',
        help: 'Arithmetic of the network.',
      },
      optimizer: {
        type: 'choice',
        default: 'adam',
        choices: optimizerNames,
        group: 'optimizer',
        effect: 'live',
        help: "How gradients become steps, by PyTorch's definitions. Its moments restart when it changes.",
      },
      learningRate: {
        type: 'number',
        default: 0.01,
        min: 0,
        max: 100,
        exclusiveMin: true,
        group: 'optimizer',
        effect: 'live',
        help: 'Size of a step.',
      },
      momentum: {
        type: 'number',
        default: 0.9,
        min: 0,
        max: 1,
        exclusiveMax: true,
        group: 'optimizer',
        effect: 'live',
        when: { optimizer: optimizersUsing('momentum') },
        help: 'Of momentum and nesterov.',
      },
      decay: {
        type: 'number',
        default: 0.99,
        min: 0,
        max: 1,
        exclusiveMax: true,
        group: 'optimizer',
        effect: 'live',
        when: { optimizer: optimizersUsing('decay') },
        help: "RMSProp's smoothing constant (PyTorch: alpha).",
      },
      beta1: {
        type: 'number',
        default: 0.9,
        min: 0,
        max: 1,
        exclusiveMax: true,
        group: 'optimizer',
        effect: 'live',
        when: { optimizer: optimizersUsing('beta1') },
        help: "Adam's decay of the mean gradient.",
      },
      beta2: {
        type: 'number',
        default: 0.999,
        min: 0,
        max: 1,
        exclusiveMax: true,
        group: 'optimizer',
        effect: 'live',
        when: { optimizer: optimizersUsing('beta2') },
        help: "Adam's decay of the squared gradient.",
      },
      epsilon: {
        type: 'number',
        default: 1e-8,
        // Below it Adam's square root of a mean of squares, which single precision flushes to 0 below 10⁻³⁸, would count.
        min: 1e-16,
        max: 1,
        group: 'optimizer',
        effect: 'live',
        when: { optimizer: optimizersUsing('epsilon') },
        help: 'Keeps the division of RMSProp, Adagrad and Adam finite.',
      },
      weightDecay: {
        type: 'number',
        default: 0.01,
        min: 0,
        max: 10,
        group: 'optimizer',
        effect: 'live',
        when: { optimizer: optimizersUsing('weightDecay') },
        help: 'Of AdamW, per unit of learning rate.',
      },
      clipNorm: {
        type: 'number',
        default: 0,
        min: 0,
        max: 1e12,
        group: 'optimizer',
        effect: 'live',
        help: 'Limit of the global gradient norm; 0 is off.',
      },
      schedule: {
        type: 'choice',
        default: 'constant',
        choices: ['constant', 'halving', 'cosine', 'inverseSqrt'],
        group: 'optimizer',
        effect: 'live',
        help: 'How the learning rate changes: not, halved when the evaluated loss rose, along a cosine to 0 at totalSteps, or as 1/√step after steadySteps.',
      },
      warmupSteps: {
        type: 'integer',
        default: 0,
        min: 0,
        max: 1e9,
        group: 'optimizer',
        effect: 'live',
        when: { schedule: ['cosine'] },
        help: 'Cosine: steps of linear rise before the fall.',
      },
      totalSteps: {
        type: 'integer',
        default: 10000,
        min: 1,
        max: 1e9,
        group: 'optimizer',
        effect: 'live',
        when: { schedule: ['cosine'] },
        help: 'Cosine: the step at which the rate is 0.',
      },
      steadySteps: {
        type: 'integer',
        default: 2000,
        min: 1,
        max: 1e9,
        group: 'optimizer',
        effect: 'live',
        when: { schedule: ['inverseSqrt'] },
        help: 'inverseSqrt: steps before the rate falls.',
      },
      evaluateEvery: {
        type: 'integer',
        default: 5,
        min: 1,
        max: 1e6,
        group: 'training',
        effect: 'live',
        when: { evaluationSample: [0] },
        help: 'Epochs between two recorded evaluations of the loss over all training (and held-out) tokens.',
      },
      evaluationSample: {
        type: 'integer',
        default: 0,
        min: 0,
        max: 1_000_000,
        group: 'training',
        effect: 'structural',
        help: 'Tokens of training and of held-out data that a recorded evaluation reads, evenly spread, beside the training; 0 reads all, before an epoch.',
      },
      reduction: {
        type: 'choice',
        default: 'mean',
        choices: ['sum', 'mean'],
        group: 'training',
        effect: 'structural',
        help: 'Of the loss of one step over its tokens.',
      },
      batchSize: {
        type: 'integer',
        default: 1,
        min: 0,
        max: 4096,
        group: 'training',
        effect: 'structural',
        help: 'Sequences in one step; 0 takes all.',
      },
      truncate: {
        type: 'integer',
        default: 0,
        min: 0,
        max: 100000,
        group: 'training',
        effect: 'structural',
        help: 'Truncated BPTT: time steps in a window, one optimizer step each, state carried and gradient stopped; 0 is full BPTT.',
      },
      movingWindows: {
        type: 'boolean',
        default: false,
        group: 'training',
        effect: 'structural',
        when: { truncate: { above: 0 } },
        help: 'Truncated BPTT: each epoch begins with a window of another length, so that the gradient is cut elsewhere.',
      },
      shuffle: {
        type: 'boolean',
        default: false,
        group: 'training',
        effect: 'structural',
        help: 'Redraw the order of the sequences each epoch.',
      },
      shards: {
        type: 'integer',
        default: 1,
        min: 1,
        max: 64,
        group: 'training',
        effect: 'live',
        when: { batchSize: { not: 1 } },
        help: 'Parts of a batch, computed by several workers where there are some. The bits depend on this number, not on the workers.',
      },
      arithmetic: {
        type: 'choice',
        default: 'exact',
        choices: ['exact', 'relaxed'],
        group: 'training',
        effect: 'structural',
        when: { precision: ['float32'] },
        help: "'exact' gives the same bits everywhere; 'relaxed' may round a multiplication and an addition together (relaxed SIMD): faster on some processors, not bit for bit. Without relaxed SIMD it is 'exact'.",
      },
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
    if (known(engineSettings, name).effect !== 'live')
      throw new SettingsError('notLive', name, value, 'given when the network is created');
  }
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return resolve({ ...current, ...Object.fromEntries(given) });
}
