/**
 * What the page and the session say to each other, defined once: the calls there are, the messages that carry them
 * through a port, and the form errors have on the way.
 */
import { EngineError, SettingsError } from './errors.js';

/**
 * @typedef {import('./types.js').SequenceChoice} SequenceChoice
 * @typedef {import('./types.js').DataSet} DataSet
 * @typedef {import('./types.js').Sequence} Sequence
 * @typedef {import('./types.js').Status} Status
 * @typedef {import('./types.js').ModelInfo} ModelInfo
 * @typedef {import('./types.js').ParameterValues} ParameterValues
 */

/** @typedef {{done: number, total: number}} Progress of a long call */
/** @typedef {{signal?: AbortSignal, onProgress?: (progress: Progress) => void}} CallOptions */
/** @typedef {{settings?: import('./types.js').EngineOptions, training: Sequence[], heldOut?: Sequence[], vocabularySize: number, tokens?: string[], meta?: Record<string, unknown>, views?: Views, checkpoint?: {file: Uint8Array, before?: Uint8Array}}} CreateArguments views: what is watched in the new model; default: what was watched before. checkpoint: from which it goes on, of a model of the same data, and the one that has the rows which its own are `since` */
/**
 * @typedef {object} TextSource a long text, read where the network is
 * @property {string} id the caller's: another text has another
 * @property {{source: Blob | ArrayBuffer | Uint8Array | string, encoding?: string}[]} files each begins a new line; compressed by gzip
 *   or not. encoding: of TextDecoder's names; default: it is guessed. A string is text as it is
 * @property {'characters' | 'words'} unit
 * @property {'mark' | 'run-on'} endOfSentence
 * @property {string} [locale] for words
 * @property {boolean} [cut] of a text that is too large, whether its beginning is taken; default: it is refused
 */
/** @typedef {TextSource & {streams?: number, heldOut?: number}} TextData streams: 0 makes a sequence of each line; heldOut: share of the text, below 1 */
/** @typedef {import('../text/long-text.js').LongTextSummary & {cut: boolean}} TextSummary */
/** @typedef {Omit<CreateArguments, 'training' | 'heldOut' | 'vocabularySize'> & {text: TextData}} CreateFromText */
/** @typedef {{bytes: Uint8Array, text?: TextData, views?: Views}} LoadArguments bytes: a model file, which holds the data, too; text: that the data were cut from; views: as in create */
/** @typedef {{weightsOnly?: boolean, tokens?: string[], meta?: Record<string, unknown>, text?: string | Uint8Array}} SaveArguments text: that the data were made from, bytes in the caller's own format; weightsOnly: nothing to go on training from; the rest goes into the file beside what the model has, tokens and meta in place of its own */
/** @typedef {{since?: number, delay?: number, meta?: Record<string, unknown>}} CheckpointArguments since: history and updates only of this and later steps; delay: milliseconds until it is taken, by a clock that a hidden page's throttling does not touch; meta: goes into the file */
/** @typedef {{file: Uint8Array<ArrayBuffer>, step: number, rows: number, milliseconds: number}} CheckpointResult file: a model file without the data; rows: of history and updates in it; milliseconds: that it took from the training */
/** @typedef {SequenceChoice & {reduction?: 'sum' | 'mean'}} DifferentiateArguments */
/** @typedef {{all: true, reduction?: 'sum' | 'mean'}} AllTraining */

/**
 * @typedef {object} Calls every call: what goes in, what comes out. Those of a model are also its methods
 * @property {{args: TextSource, result: TextSummary}} openText reads a text that `create` may be given next, by the same `id`; its
 *   progress is in bytes
 * @property {{args: CreateArguments | CreateFromText, result: ModelInfo}} create
 * @property {{args: LoadArguments, result: ModelInfo}} load
 * @property {{args?: import('./types.js').TrainingLimits, result: import('./types.js').TrainingEnd}} train until a limit is reached,
 *   until `pause`, or until another `train`: the latest wins
 * @property {{args?: undefined, result: Status}} pause ends the training as it is
 * @property {{args?: {unit?: 'window' | 'epoch', count?: number}, result: Status}} step so many optimizer steps (a window is one of
 *   truncated BPTT), or epochs
 * @property {{args: import('./types.js').EngineOptions, result: import('./types.js').EngineSettings}} updateSettings of those that are
 *   live, while it trains or not
 * @property {{args?: {halveRate?: boolean}, result: Status}} rollBack to the weights with the lowest evaluated loss, and with half the
 *   learning rate unless halveRate is false
 * @property {{args: {name: string, values: ArrayLike<number>}, result: undefined}} setParameter its weights, row-major
 * @property {{args: {views: Views}, result: undefined}} watch reading calls, by names of your choice, that are answered again with each
 *   `update`; they take the place of those before
 * @property {{args?: undefined, result: Status}} status
 * @property {{args?: undefined, result: import('./types.js').Upcoming}} peekNextBatch what the next optimizer step reads
 * @property {{args?: undefined, result: ModelInfo}} info
 * @property {{args?: {which?: DataSet, sample?: number}, result: import('./types.js').Evaluation}} evaluate the mean loss and the accuracy
 *   of a data set; of `sample` tokens, evenly spread, if that is given
 * @property {{args: {place?: number, find?: ArrayLike<number>}, result: {place: number, passages: {inputs: Int32Array, targets: Int32Array}[]}}} passages
 *   of a model made from a text: from the token `place` of the training text on (moved to the beginning of its line), or from the next
 *   place at which the ids `find` stand (place −1: nowhere); `sequence` with the same `place` is one of them
 * @property {{args?: {which?: DataSet, from?: number, count?: number, limit?: number, place?: number}, result: {sequences: import('./types.js').SequencePrediction[]}}} predictAll
 *   the most probable next token at each position of `count` sequences from `from` on, and of no more than `limit` tokens of each
 * @property {{args: SequenceChoice, result: import('./types.js').Prediction}} predict all probabilities and hidden states of a sequence
 * @property {{args: SequenceChoice & {position?: number, temperature?: number, topK?: number, topP?: number}, result: import('./types.js').Distribution}} distribution
 *   of the next token after `position` (default: the last), and how it is made of the logits
 * @property {{args: import('./types.js').GenerateArguments, result: import('./types.js').Generated}} generate writes on
 * @property {{args: DifferentiateArguments, result: import('./types.js').Trace}} trace every intermediate of one sequence, forward and
 *   backward. reduction: default 'sum'
 * @property {{args: DifferentiateArguments & {t: number, name: string}, result: import('./types.js').Numbers}} contribution of the one time
 *   step t to the gradient of a parameter. reduction: default 'sum'
 * @property {{args: SequenceChoice & {window?: number}, result: import('./types.js').StepDryRun}} dryRunStep one optimizer step on one
 *   sequence, not taken. window: of truncated BPTT, from 0, cut at multiples of `truncate` (also where `movingWindows` moves the cuts)
 * @property {{args?: {name?: string}, result: ParameterValues[]}} parameters of all, or of the one called `name`
 * @property {{args: (DifferentiateArguments | AllTraining) & {name?: string}, result: ParameterValues[]}} gradients likewise; reduction: default, the model's
 * @property {{args: (SequenceChoice | {all: true}) & {sample?: number, seed?: number, truncate?: number}, result: import('./types.js').GradientCheck}} gradientCheck
 *   backpropagation against differences of the loss, summed over the tokens, of `sample` of the weights (default: 20,000)
 * @property {{args: SequenceChoice & {positions?: ArrayLike<number>, target?: number | 'next' | 'predicted'}, result: {rows: import('./types.js').Influence[]}}} influence
 *   one row for each of `positions` (default: the last), of the logit of the sequence's own next token, of the one predicted, or of a
 *   given one; a position where nothing is asked has no row
 * @property {{args: SequenceChoice & {position?: number}, result: import('./types.js').GradientFlow}} gradientFlow how much of one step's
 *   gradient is left k steps back; from every step, or from `position` alone
 * @property {{args: import('./types.js').UnitActivityArguments, result: import('./types.js').UnitActivity}} unitActivity what one hidden unit
 *   holds after each token, and with `labels` how well each unit tells them
 * @property {{args?: {sample?: number}, result: import('./types.js').NgramLosses}} ngramLosses what counting reaches on the held-out tokens
 *   that `evaluate` with the same `sample` evaluates
 * @property {{args?: SaveArguments, result: Uint8Array}} save the model's file (safetensors): weights, training state, data and history
 * @property {{args?: CheckpointArguments, result: CheckpointResult}} checkpoint a file of what changes in training alone, often and cheaply
 */

/** @typedef {keyof Calls} CallName */
/** @template {CallName} Name @typedef {Calls[Name]['args']} ArgumentsOf */
/** @template {CallName} Name @typedef {Calls[Name]['result']} ResultOf */

/**
 * The calls as methods: what a session, a client and a model have in common.
 * @typedef {{[Name in keyof Calls]: undefined extends ArgumentsOf<Name>
 *   ? (args?: ArgumentsOf<Name>, options?: CallOptions) => Promise<ResultOf<Name>>
 *   : (args: ArgumentsOf<Name>, options?: CallOptions) => Promise<ResultOf<Name>>}} EngineCalls
 */

/** @type {Readonly<Record<CallName, 'reads' | 'changes'>>} reading calls leave the model as it is and may be watched */
export const calls = Object.freeze({
  openText: 'changes',
  create: 'changes',
  load: 'changes',
  train: 'changes',
  pause: 'changes',
  step: 'changes',
  updateSettings: 'changes',
  rollBack: 'changes',
  setParameter: 'changes',
  watch: 'changes',
  status: 'reads',
  peekNextBatch: 'reads',
  info: 'reads',
  evaluate: 'reads',
  passages: 'reads',
  predictAll: 'reads',
  predict: 'reads',
  distribution: 'reads',
  generate: 'reads',
  trace: 'reads',
  contribution: 'reads',
  dryRunStep: 'reads',
  parameters: 'reads',
  gradients: 'reads',
  gradientCheck: 'reads',
  influence: 'reads',
  gradientFlow: 'reads',
  unitActivity: 'reads',
  ngramLosses: 'reads',
  save: 'reads',
  checkpoint: 'reads',
});

/**
 * @param {unknown} name
 * @returns {name is CallName}
 */
export function isCall(name) {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

/** @typedef {{[Name in CallName]: {call: Name, args?: ArgumentsOf<Name>}}[CallName]} View a reading call to be kept up to date */
/** @typedef {Record<string, View>} Views by a name of the page's choice */

/**
 * Gives a class with a method `call(name, args, options)` one method for each call.
 * @template {new (...args: any[]) => {call: (name: CallName, args: any, options?: CallOptions) => Promise<any>}} Base
 * @param {Base} Base
 * @param {readonly string[]} [names] default: all
 * @returns {Base & (new (...args: any[]) => import('./protocol.js').EngineCalls)}
 */
export function withCalls(Base, names = Object.keys(calls)) {
  for (const name of /** @type {CallName[]} */ (names)) {
    if (name in Base.prototype) continue; // it has a method of its own
    Object.defineProperty(Base.prototype, name, {
      value: /** @type {(this: InstanceType<Base>, args: any, options?: CallOptions) => Promise<any>} */ (
        function (args, options) {
          return this.call(name, args, options);
        }
      ),
    });
  }
  return /** @type {any} */ (Base);
}

/**
 * Messages from the page to the worker. `start` answers the worker's `hello`; nothing is posted before it. A second `hello` asks for
 * a `start` without a compiled module, which could not be read.
 * `help` answers it, too, from a session that wants its shards computed: then there is no session here, and `shard` brings
 * one, with the network if it is another one than before, and the weights once per step.
 * @typedef {{kind: 'start', wasm: import('./load.js').WasmSource, workers?: number}
 *   | {kind: 'help', wasm: import('./load.js').WasmSource}
 *   | {kind: 'shard', network?: {settings: import('./types.js').EngineSettings, vocabularySize: number}, weights?: Float32Array, task: import('./generated/engine.js').ShardTask}
 *   | {kind: 'call', id: number, name: CallName, args: unknown, acknowledged: number}
 *   | {kind: 'abort', id: number}
 *   | {kind: 'acknowledge', number: number}
 *   | {kind: 'dispose'}} ToWorker
 */

/**
 * Messages from the worker to the page.
 * @typedef {{kind: 'hello'}
 *   | {kind: 'ready'}
 *   | {kind: 'failed', error: SerializedError}
 *   | {kind: 'result', id: number, value: unknown, underway: readonly number[], updates: number}
 *   | {kind: 'error', id: number, error: SerializedError}
 *   | {kind: 'progress', id: number, progress: Progress}
 *   | {kind: 'update', number: number, update: any}
 *   | {kind: 'shard', result: import('./generated/engine.js').ShardResult}} ToPage
 */

/** @typedef {{type: 'settings' | 'engine' | 'other', message: string, stack?: string, code?: string, details?: Record<string, any>}} SerializedError */

/**
 * An error as plain data: structured cloning would lose its class and its fields.
 * @param {unknown} error
 * @returns {SerializedError}
 */
export function serializeError(error) {
  if (!(error instanceof Error)) return { type: 'other', message: String(error) };
  const { message, stack } = error;
  if (!(error instanceof EngineError)) return { type: 'other', message, stack };
  const type = error instanceof SettingsError ? 'settings' : 'engine';
  return { type, message, stack, code: error.code, details: error.details };
}

/**
 * @param {SerializedError} error
 * @returns {EngineError} of the class it had
 */
export function deserializeError({ type, message, stack, code, details = {} }) {
  const problem = /** @type {any} */ (code);
  const error =
    type === 'settings'
      ? new SettingsError(problem, details.setting, details.value, details.expected, details.range)
      : new EngineError(type === 'engine' ? problem : 'internal', message, details);
  if (stack) error.stack = stack;
  return error;
}

/**
 * The buffers of all typed arrays inside a plain value: what a message may hand over instead of copying.
 * @param {unknown} value
 * @param {Set<ArrayBuffer>} [found]
 * @returns {Set<ArrayBuffer>}
 */
export function buffersIn(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersIn(part, found);
  }
  return found;
}
