/**
 * A saved model: one safetensors file with all that is needed to resume training bit for bit. L layers, H hidden units,
 * V tokens, n sequences of N tokens together, B sequences in the current batch; matrices are written row by row.
 *
 *   weight_ih_l0, …, bias_out     F32 or F64   PyTorch's names and shapes (biases one-dimensional)
 *   optimizer.first.NAME          likewise     moments of each parameter, if the update rule has them
 *   optimizer.second.NAME
 *   state.hidden_l{k}             likewise     B × H, in the middle of a truncated pass only
 *   state.cell_l{k}                            likewise, of an LSTM
 *   random.state                  U64          4
 *   training.order                I64          n, or 0 between two epochs
 *   training.last_recorded_loss   F64          no dimension; absent before the first evaluation
 *   training.inputs, .targets     I32          N, sequence after sequence; −1 is no token
 *   training.lengths              I64          n
 *   training.initial_hidden       F64          n × L·H, if any sequence has one; .initial_cell likewise
 *   held_out.…                                 the same for the held-out sequences
 *   history                       F64          evaluations × 6: epoch (with a fraction, where a sample was
 *                                              evaluated in the middle of one), step, training loss, held-out
 *                                              loss, learning rate, whether it was halved
 *   updates                       F64          slices of training × 3, optional: step, loss, gradient norm
 *   text                          U8           what the data were made from, as bytes of the application's own, optional; the page
 *                                              writes a long text so, compressed by gzip: see web/state/saved-model.js
 *
 * __metadata__: format "rnn-playground", version "1", vocabularySize, settings and training (JSON objects), tokens (a JSON
 * list of V strings, optional), meta (data of the application, optional) and text (what the data were made from, optional).
 *
 * A file of the weights alone, for other programs, has the parameters, and of the metadata format, version, vocabularySize,
 * settings, tokens and contents "weights".
 *
 * A checkpoint, from which training goes on where its data are still there, has contents "checkpoint" and neither data, tokens
 * nor text; of history and updates it may have only the rows since an earlier one.
 */

/**
 * @typedef {import('../generated/engine.js').Checkpoint} Checkpoint
 * @typedef {import('../generated/engine.js').Evaluations} Evaluations
 * @typedef {import('../generated/engine.js').PackedSequences} PackedSequences
 * @typedef {import('../types.js').EngineSettings} EngineSettings
 * @typedef {import('../types.js').Running} Running
 */

/**
 * @typedef {object} ModelFile
 * @property {EngineSettings} settings
 * @property {number} vocabularySize
 * @property {string[]} tokens V, or none
 * @property {Record<string, unknown>} meta the application's own
 * @property {string | Uint8Array} [text] what the data were made from; a string in the metadata, bytes in the tensor
 * @property {PackedSequences} training
 * @property {PackedSequences} heldOut
 * @property {Evaluations} history the application's, oldest first
 * @property {Running} [updates] the application's record of the training between the evaluations, oldest first
 * @property {Checkpoint} checkpoint
 */

export const FORMAT = 'rnn-playground';
export const VERSION = '1';
/** The entry `contents` of a file that has the parameters and nothing that training could go on from. */
export const WEIGHTS_ONLY = 'weights';
/** The entry `contents` of a file that has no data: see `checkpoint` in web/engine/protocol.js. */
export const CHECKPOINT = 'checkpoint';

/**
 * Settings that files of earlier builds lack: read as the default, and left out where they have it, so that such a file is
 * written as it was.
 * @type {ReadonlySet<string>}
 */
export const ADDED_SETTINGS = new Set(['arithmetic', 'shards', 'evaluationSample', 'movingWindows', 'steadySteps']);

/** Numbers of a row of the history, in the order of its columns. */
export const HISTORY_COLUMNS = Object.freeze(
  /** @type {const} */ (['epoch', 'step', 'trainingLoss', 'heldOutLoss', 'learningRate', 'halved']),
);

/** Numbers of a row of the updates, in the order of its columns. */
export const UPDATE_COLUMNS = Object.freeze(/** @type {const} */ (['step', 'loss', 'gradientNorm']));

/** The counters of a checkpoint that stand as JSON in the metadata, in alphabetical order. */
export const COUNTERS = Object.freeze(
  /** @type {const} */ ([
    'epoch',
    'evaluated',
    'firstSequence',
    'optimizerSteps',
    'sequencesSeen',
    'step',
    'tokensSeen',
    'windowBegin',
  ]),
);
