/**
 * A network in the engine with what the engine does not keep: its data, the names of its tokens, its settings.
 */
import { parameterNamed } from './arguments.js';
import { checkedSequences, isNumeric, packed } from './dataset.js';
import { EngineError } from './errors.js';
import { resolve, resolveLive } from './engine-settings.js';
import { runTimeSliced } from './scheduling.js';
import { checked } from './settings-schema.js';

/**
 * @typedef {import('./load.js').EngineModule} EngineModule
 * @typedef {import('./generated/engine.js').Engine} Engine
 * @typedef {import('./types.js').EngineSettings} EngineSettings
 * @typedef {import('./dataset.js').CheckedSequence} CheckedSequence
 */

const vocabularySetting = /** @type {const} */ ({
  type: 'integer',
  default: 1,
  min: 1,
  max: 1_000_000,
  help: 'Tokens in the vocabulary.',
});

/** Bytes a model may take, all told; a page's WebAssembly memory ends at 2 GB. */
const MEMORY_LIMIT_BYTES = 1.5e9;

/** Below these a shard is not worth its messages. Forward and backward there are 3 products to each weight and token. */
const MIN_SHARD_TOKENS = 8;
const MIN_SHARD_PRODUCTS = 3e6;

export class Model {
  /** @type {EngineSettings} */
  #settings;
  /** In all training sequences. */
  #tokens;

  /**
   * @param {Engine} engine owned from here on
   * @param {import('./types.js').ParameterInfo[]} parameters its layout
   * @param {EngineSettings} settings
   * @param {{vocabularySize: number, tokens: string[], meta: Record<string, unknown>, text?: string | Uint8Array}} naming text: what a file says that its data were made from
   * @param {CheckedSequence[]} training
   * @param {CheckedSequence[]} heldOut
   */
  constructor(engine, parameters, settings, naming, training, heldOut) {
    this.engine = engine;
    this.#settings = settings;
    this.vocabularySize = naming.vocabularySize;
    this.tokens = naming.tokens;
    this.meta = naming.meta;
    this.sourceText = naming.text;
    this.training = training;
    this.#tokens = training.reduce((sum, { inputs }) => sum + inputs.length, 0);
    this.heldOut = heldOut;
    /** @type {import('./sample.js').SampledEvaluation | undefined} */
    this.sampledEvaluation = undefined;
    /** @type {import('./types.js').TextSequences | undefined} how a text was cut */
    this.text = undefined;
    /** @type {import('./passages.js').Passages | undefined} of that text */
    this.passages = undefined;
    this.parameters = parameters;
    this.parameterCount = this.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
  }

  /**
   * A fresh network, whose weights are to be drawn.
   * @param {EngineModule} module
   * @param {import('./protocol.js').CreateArguments} args
   * @returns {Model}
   * @throws {EngineError | import('./errors.js').SettingsError}
   */
  static create(module, { settings: given, vocabularySize, tokens = [], meta = {}, training, heldOut = [] }) {
    const settings = resolve(given);
    checked('vocabularySize', vocabularySize, vocabularySetting);
    const shape = { ...settings, vocabularySize };
    const trainingData = checkedSequences(training, 'training', shape);
    const heldOutData = checkedSequences(heldOut, 'heldOut', shape);
    return Model.make(module, settings, { vocabularySize, tokens, meta }, trainingData, heldOutData);
  }

  /**
   * One whose weights are to be drawn, or taken from a file.
   * @param {EngineModule} module
   * @param {EngineSettings} settings checked, as all of these
   * @param {{vocabularySize: number, tokens: string[], meta: Record<string, unknown>}} naming
   * @param {CheckedSequence[]} training
   * @param {CheckedSequence[]} heldOut
   * @param {boolean} [inPieces] whether the engine gets them afterwards, a piece at a time
   */
  static make(module, settings, naming, training, heldOut, inPieces = false) {
    const { vocabularySize } = naming;
    if (training.length === 0) throw new EngineError('badData', 'training is empty, but must hold a sequence.');
    refuseTooLarge(module, settings, vocabularySize, training, heldOut);
    const parameters = module.parameterList(settings, vocabularySize);
    // Packed first: if there is no memory for that, there is no engine yet to be given up.
    const data = inPieces ? [] : [packed(training), packed(heldOut)];
    const engine = module.Engine.create(forEngine(settings), vocabularySize);
    for (const [i, part] of data.entries()) engine.addData(i === 1, part, 0);
    return new Model(engine, parameters, settings, naming, training, heldOut);
  }

  /**
   * Draws the initial weights in slices, with the event loop in between.
   * @param {() => void} check throws when the model is not wanted any more: then it is given up
   */
  async drawWeights(check) {
    const { engine } = this;
    function* drawing() {
      while (!engine.drawWeights()) yield undefined;
    }
    try {
      await runTimeSliced(drawing(), check);
    } catch (error) {
      this.delete();
      throw error;
    }
  }

  /** The settings as they are now: `halving` and roll-backs change the learning rate. */
  get settings() {
    return Object.freeze({ ...this.#settings, learningRate: this.engine.learningRate() });
  }

  /** What {@link import('./dataset.js').checkedSequence} needs to know. */
  get shape() {
    return { ...this.#settings, vocabularySize: this.vocabularySize };
  }

  /** Not shared with the model: a worker hands the buffers of an answer over to the page. @returns {import('./types.js').ModelInfo} */
  get info() {
    const { parameterCount, parameters, settings, vocabularySize, tokens, meta, text } = this;
    return {
      parameterCount,
      parameters,
      settings,
      vocabularySize,
      tokens,
      ...structuredClone({ meta, ...(text && { text }) }),
    };
  }

  /** Whether a sample is evaluated beside the training; the code for it is loaded then. */
  get evaluatesSample() {
    return this.#settings.evaluationSample > 0;
  }

  /** @param {typeof import('./sample.js')} code */
  evaluateSample({ SampledEvaluation }) {
    this.sampledEvaluation = new SampledEvaluation(this);
  }

  /** The weights are others than training made them: what is being evaluated says nothing of these. */
  forgetEvaluation() {
    this.sampledEvaluation?.release();
  }

  /**
   * Whether a shard of one of its steps takes a millisecond or more, and longer than its messages: every weight goes and comes
   * once, and takes part in some multiplications for each token.
   */
  get shardsPay() {
    const { shards, precision, truncate, batchSize } = this.#settings;
    if (shards === 1 || precision !== 'float32') return false;
    const sequences = Math.min(batchSize || Number.POSITIVE_INFINITY, this.training.length);
    const steps = Math.min(truncate || Number.POSITIVE_INFINITY, this.#tokens / this.training.length);
    const tokens = (steps * sequences) / Math.min(shards, sequences);
    const weights = this.parameterCount - this.parameters[0].shape.reduce((a, b) => a * b); // a token takes one column of W_ih
    return tokens >= MIN_SHARD_TOKENS && tokens * weights >= MIN_SHARD_PRODUCTS;
  }

  /**
   * @param {EngineModule} module
   * @param {import('./types.js').EngineOptions} changes live settings
   */
  updateSettings(module, changes) {
    const settings = resolveLive(this.settings, changes);
    refuseTooLarge(module, settings, this.vocabularySize, this.training, this.heldOut);
    this.engine.updateSettings(forEngine(settings));
    this.#settings = settings;
    return settings;
  }

  /**
   * @param {{name: string, values: ArrayLike<number>}} args row-major
   * @throws {EngineError} 'badArgument', or a SettingsError for the name
   */
  setParameter({ name, values }) {
    const { shape } = parameterNamed(this, name);
    const size = shape.reduce((a, b) => a * b);
    if (!isNumeric(values) || values.length !== size || !values.every(Number.isFinite))
      throw new EngineError('badArgument', `values must be ${size} finite numbers: ${name} is ${shape.join(' × ')}.`);
    this.engine.setParameter(name, Float64Array.from(values));
    this.forgetEvaluation();
  }

  /** @param {import('./types.js').DataSet} which */
  data(which) {
    if (which !== 'training' && which !== 'heldOut')
      throw new EngineError('badArgument', `which is ${JSON.stringify(which)}, but must be "training" or "heldOut".`);
    if (which === 'heldOut' && this.heldOut.length === 0)
      throw new EngineError('noHeldOut', 'There are no held-out sequences.');
    return this[which];
  }

  /** Frees the engine's memory. */
  delete() {
    this.forgetEvaluation();
    this.engine.delete();
  }
}

/**
 * Evaluating a sample is done here, and not in C++ before an epoch.
 * @param {EngineSettings} settings
 */
export const forEngine = (settings) => (settings.evaluationSample > 0 ? { ...settings, evaluateEvery: 0 } : settings);

/** Bytes that a token of the data takes: its id and its target, as they come and as they are kept. */
const TOKEN_BYTES = 16;

/**
 * Out of memory ends a WebAssembly module for good, so what cannot fit is refused before.
 * @param {EngineModule} module
 * @param {EngineSettings} settings
 * @param {number} vocabularySize
 * @param {CheckedSequence[]} training
 * @param {CheckedSequence[]} heldOut
 */
export function refuseTooLarge(module, settings, vocabularySize, training, heldOut) {
  const longest = training.reduce((most, { inputs }) => Math.max(most, inputs.length), 0);
  const tokens = training.reduce((sum, { inputs }) => sum + inputs.length, 0);
  const steps = settings.truncate > 0 ? Math.min(settings.truncate, longest) : longest;
  const batch = Math.min(settings.batchSize || training.length, training.length);
  const window = Math.min(tokens, steps * batch);
  const data = TOKEN_BYTES * heldOut.reduce((sum, { inputs }) => sum + inputs.length, tokens);
  const shards = Math.max(1, Math.min(settings.shards, batch));
  const bytes = module.memoryNeeded({ ...settings, shards }, vocabularySize, window) + data;
  if (bytes <= MEMORY_LIMIT_BYTES) return;
  throw new EngineError(
    'tooLarge',
    `The model would need ${Math.round(bytes / 1e6)} MB, but may take ${MEMORY_LIMIT_BYTES / 1e6} MB: lower hiddenSize, layers, shards, batchSize or truncate.`,
    { bytes, limit: MEMORY_LIMIT_BYTES, window },
  );
}
