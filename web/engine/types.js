/**
 * The shapes of what goes into the engine and comes out of it. T: time steps of a sequence, V: vocabulary size,
 * H: hidden size, G: gates of the cell (rnn 1, gru 3, lstm 4). Matrices are flat and row-major. Losses are in nats.
 */

/**
 * @typedef {import('./engine-settings.js').EngineSettings} EngineSettings
 * @typedef {import('./engine-settings.js').EngineOptions} EngineOptions
 */

/**
 * @typedef {object} State where a sequence starts from; both row-major [layers, H]
 * @property {Float64Array} h
 * @property {Float64Array} [c] of an LSTM
 */

/**
 * @typedef {object} Sequence one sentence, or one stream of a long text
 * @property {ArrayLike<number>} inputs token ids 0..V-1; -1 is a token in no vocabulary: its one-hot vector is zero
 * @property {ArrayLike<number>} targets as long as inputs; -1: nothing is asked here, it counts nowhere
 * @property {State} [initialState] zero when absent
 */

/** @typedef {'training' | 'heldOut'} DataSet */

/**
 * Which sequence a call is about: one of the training data, one of the held-out data (of either only the first `limit`
 * tokens, if that is given), or one of the caller's own. With `place`, of a model made from a text: one of the passages that
 * `passages` gives of that place.
 * @typedef {{sequence: number, place?: number, limit?: number} | {heldOut: number, limit?: number} | (Omit<Sequence, 'targets'> & Partial<Pick<Sequence, 'targets'>>)} SequenceChoice
 */

/**
 * @typedef {object} ParameterInfo
 * @property {string} name PyTorch's: weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, …, weight_out, bias_out
 * @property {number[]} shape [rows, columns], or [rows] of a bias
 */

/**
 * @typedef {ParameterInfo & {values: Float32Array | Float64Array}} ParameterValues row-major; Float32Array where the
 *   setting `precision` is float32, else Float64Array
 */

/**
 * @typedef {object} ModelInfo
 * @property {number} parameterCount
 * @property {ParameterInfo[]} parameters
 * @property {EngineSettings} settings
 * @property {number} vocabularySize
 * @property {string[]} tokens what the ids stand for; empty when nobody said
 * @property {Record<string, unknown>} meta the caller's own, kept in the model file
 * @property {TextSequences} [text] of a model that was made from a text
 */

/**
 * @typedef {object} TextSequences the sequences that a text was cut into; of long ones only the beginnings
 * @property {number} sequences
 * @property {number} trainingTokens
 * @property {number} heldOutTokens
 * @property {{inputs: Int32Array, targets: Int32Array}[]} training
 * @property {{inputs: Int32Array, targets: Int32Array}[]} heldOut
 */

/**
 * @typedef {object} Status
 * @property {'empty' | 'idle' | 'training' | 'diverged'} phase
 * @property {number} epoch completed passes over the training data
 * @property {number} step optimizer steps
 * @property {number} tokensSeen
 * @property {number} sequencesSeen sequences trained on
 * @property {number} trainingSeconds time spent in training steps
 * @property {number} tokensPerSecond of the latest slices; 0 before the first
 * @property {number} learningRate of the next step
 * @property {number} loss of the latest optimizer step, before its update, by settings.reduction; NaN before the first
 * @property {number} gradientNorm of that step, before clipping; NaN before the first
 * @property {number} trainingLoss latest recorded evaluation: mean over all training tokens; NaN before the first
 * @property {number} heldOutLoss the same over the held-out tokens; NaN when there are none
 */

/**
 * @typedef {object} TrainingEnd
 * @property {'finished' | 'paused' | 'diverged'} reason
 * @property {number} epoch
 * @property {number} step
 */

/**
 * What the next optimizer step reads: time steps begin..end-1 (from 0) of these training sequences, side by side; of
 * a shorter one, as many as it has. Of a text also where the first of them begins: which of its training tokens.
 * @typedef {import('./generated/engine.js').UpcomingSteps & { place?: number }} Upcoming
 */

/** @typedef {{unit: 'step' | 'epoch', perSecond: number}} Pace how fast training may run, for watching it slowly */

/**
 * @typedef {object} TrainingLimits training ends at whichever comes first; without any it runs until paused
 * @property {number} [epochs] more passes over the data
 * @property {number} [steps] more optimizer steps
 * @property {number} [seconds]
 * @property {Pace} [pace]
 */

/**
 * @typedef {import('./generated/engine.js').Evaluation} Evaluation
 *   tokens: with a target; meanLoss: nats per token; bitsPerToken: meanLoss / ln 2; perplexity: e to the meanLoss; accuracy: share of
 *   tokens whose most probable prediction is the target
 */

/**
 * @typedef {object} SequencePrediction
 * @property {Int32Array} ids [T] most probable next token; of equals the lowest id
 * @property {Float32Array} probabilities [T] of those
 * @property {Float32Array} targetProbabilities [T]; NaN where nothing is asked
 * @property {Float32Array} losses [T]; NaN where nothing is asked
 */

/**
 * @typedef {object} Prediction
 * @property {Float32Array} probabilities [T, V] of each next token, row-major
 * @property {Float32Array} hidden [T, H] states of the top layer, row-major
 * @property {{probabilities: number[], hidden: number[]}} shapes
 */

/**
 * How one prediction is made of its logits. Every array has V entries, index = id, but `order` has the ids by rank:
 * most probable first. scaled: logit / temperature; maximum: of those; exponentials: exp(scaled − maximum); kept: 1
 * where top-k and top-p let the token through; sum: of the kept exponentials; probabilities: exponential / sum if kept, else
 * 0; cumulative: the sum of the probabilities of this token and all before it in `order`.
 * @typedef {import('./generated/engine.js').Distribution} Distribution
 */

/**
 * @typedef {object} GenerateArguments
 * @property {ArrayLike<number>} [inputs] the beginning; without one the network starts from an unknown token
 * @property {number} length tokens to generate, at most
 * @property {'sample' | 'greedy' | 'beam'} [strategy] default 'sample'
 * @property {number} [temperature] default 1
 * @property {number} [topK] 0 is off
 * @property {number} [topP] 1 is off
 * @property {number} [beamWidth] default 4
 * @property {ArrayLike<number>} [uniforms] one uniform number in [0, 1) per token, instead of a seed
 * @property {number} [seed] default: the model's
 * @property {number} [endId] generation stops after this token
 */

/**
 * @typedef {object} Generated
 * @property {Int32Array} ids
 * @property {Float64Array} probabilities of each chosen token
 * @property {{ids: Int32Array, probabilities: Float64Array}[]} alternatives the most probable at each step, at most 8
 * @property {number} logProbability of the whole, nats
 * @property {number} step optimizer steps that the weights have behind them
 */

/**
 * @typedef {object} Numbers
 * @property {Float64Array} values row-major
 * @property {number[]} shape
 */

/**
 * @typedef {object} LayerBackward
 * @property {Numbers} dHiddenFromOutput [T, H] part of ∂L/∂h that comes from this step's output, or the layer above
 * @property {Numbers} dHiddenFromNext [T, H] part that comes from the next step
 * @property {Numbers} dHidden [T, H] their sum
 * @property {Numbers} [dCellFromNext] [T, H] part of ∂L/∂c_t that comes through c_{t+1}; of an LSTM
 * @property {Numbers} [dCell] [T, H] ∂L/∂c_t, all of it
 * @property {Numbers} delta [T, G·H] ∂L/∂ the input side's pre-activation
 * @property {Numbers} dRecurrentProjection [T, G·H] ∂L/∂ the recurrent side's; differs from delta in a GRU
 */

/**
 * @typedef {object} LayerTrace
 * @property {Numbers} inputProjection [T, G·H] W_ih x + b_ih
 * @property {Numbers} recurrentProjection [T, G·H] W_hh h' + b_hh
 * @property {Numbers} preActivation [T, G·H]
 * @property {Numbers} [gates] [T, G·H] gru r, z, n; lstm i, f, g, o
 * @property {Numbers} hidden [T, H]
 * @property {Numbers} previousHidden [T, H]
 * @property {Numbers} [cell] [T, H]
 * @property {Numbers} [previousCell] [T, H]
 * @property {Numbers} [cellTanh] [T, H] tanh c
 * @property {LayerBackward} backward
 */

/**
 * @typedef {TraceNumbers & {cell: EngineSettings['cell'], activation: EngineSettings['activation'], inputs: Int32Array,
 *   targets: Int32Array}} Trace every intermediate of one sequence, forward and backward
 */

/**
 * @typedef {object} TraceNumbers
 * @property {number} T
 * @property {number} V
 * @property {number} H
 * @property {number} layers
 * @property {LayerTrace[]} layersData
 * @property {Numbers} logits [T, V]
 * @property {Numbers} maximum [T] of the logits
 * @property {Numbers} exponentials [T, V] exp(logit − maximum)
 * @property {Numbers} exponentialSum [T]
 * @property {Numbers} logProbabilities [T, V]
 * @property {Numbers} probabilities [T, V]
 * @property {Numbers} losses [T]
 * @property {Numbers} dLogits [T, V]
 * @property {number} loss by the reduction asked for
 * @property {number} scale 1 for the sum, 1 / targets for the mean
 */

/**
 * @typedef {object} ParameterRehearsal what one optimizer step does to one parameter; row-major
 * @property {string} name
 * @property {number[]} shape
 * @property {Float64Array} before
 * @property {Float64Array} contributions [T, size] what each step alone adds to the gradient
 * @property {Float64Array} sums [T, size] row t: the contributions of steps t to T − 1 together
 * @property {Float64Array} gradient
 * @property {number} norm of the gradient
 * @property {Float64Array} clipped the gradient as the optimizer gets it
 * @property {Float64Array} firstMomentBefore velocity, or Adam's mean of the gradient; empty where the optimizer has none
 * @property {Float64Array} firstMomentAfter
 * @property {Float64Array} secondMomentBefore mean or sum of the squared gradient; likewise
 * @property {Float64Array} secondMomentAfter
 * @property {Float64Array} after
 */

/**
 * @typedef {object} StepDryRunNumbers
 * @property {number} begin of the BPTT window, a step of the sequence
 * @property {number} end the step after its last
 * @property {TraceNumbers} trace of the window
 * @property {Numbers | null} dHiddenBeyondWindow [layers, H] what full BPTT would bring to ∂L/∂h of the window's last step from
 *   beyond it; null where the sequence ends with the window
 * @property {Numbers | null} dCellBeyondWindow likewise ∂L/∂c
 * @property {number} gradientNorm over all parameters, before clipping
 * @property {number} clipFactor
 * @property {number} learningRate of this step, by the schedule
 * @property {number} optimizerSteps updates with this one: the t of Adam's bias correction
 * @property {ParameterRehearsal[]} parameters
 */

/**
 * @typedef {Omit<StepDryRunNumbers, 'trace'> & {trace: Trace, length: number, settings: EngineSettings, step: number}} StepDryRun
 *   one optimizer step on one sequence of `length` steps, not taken, by the settings and after the `step` updates there are
 */

/**
 * @typedef {object} ParameterCheck
 * @property {string} name
 * @property {number[]} shape
 * @property {number} worstRelativeError
 * @property {number} worstIndex row-major; -1 when none of its numbers was checked
 * @property {Float64Array} analytic
 * @property {Float64Array} numeric
 * @property {Float64Array} relativeErrors
 * @property {Int32Array} indices row-major, of the numbers checked
 */

/**
 * @typedef {object} GradientCheck
 * @property {ParameterCheck[]} parameters
 * @property {number} worstRelativeError
 * @property {number} tolerance up to which a relative error passes
 * @property {boolean} passed
 * @property {'' | 'listing' | 'truncated' | 'mismatch' | 'kink'} reason
 * @property {number} checked
 * @property {number} total
 */

/**
 * @typedef {object} Influence how strongly each input moves one logit: a saliency
 * @property {number} position time step of the prediction, from 0
 * @property {number} target id of the token whose logit is looked at
 * @property {Float64Array} inputGradientNorms [position + 1] ‖∂logit/∂x_t‖₂ of each input up to that step
 */

/**
 * @typedef {object} GradientFlow
 * @property {Float64Array} norms [layers, steps] mean over t of ‖∂L_t/∂h_{t−k}‖₂, k the column; of an LSTM
 *   ‖∂L_t/∂(h_{t−k}, c_{t−k})‖₂
 * @property {Float64Array} ratios [layers, steps] mean over t of that norm divided by its own value at k = 0: the share of
 *   one step's gradient that is left k steps back
 * @property {Int32Array} counts [steps] how many t each mean of the norms is over
 * @property {number} layers
 * @property {number} steps
 * @property {number[]} shape [layers, steps], of norms and ratios
 */

/**
 * @typedef {object} UnitActivityArguments a place is a token of the sequences of a data set, joined
 * @property {DataSet} [which] default 'training'
 * @property {number} [from] first place; default 0
 * @property {number} [count] places at most; default, and limit: 100,000
 * @property {number} [layer] default: the top one
 * @property {string} [quantity] 'hidden' (default), 'cell' of an LSTM, or a gate: r, z, n of a GRU, i, f, g, o of an LSTM
 * @property {number} [unit] default 0
 * @property {import('./unit-split.js').Labels | null} [labels] with them, all units of the layer are scored
 */

/**
 * @typedef {object} UnitActivity what one hidden unit holds after each token. From the middle of a sequence it is read from a zero
 *   state some 100 tokens earlier
 * @property {Record<DataSet, number>} totals places of the data sets
 * @property {number} from the first of these
 * @property {Int32Array} inputs [places] token ids
 * @property {Int32Array} targets [places]; -1 where nothing is asked
 * @property {Int32Array} bounds those of 0 … places before which a sequence begins or the one before has ended
 * @property {number} layer
 * @property {string} quantity
 * @property {number} unit
 * @property {Float32Array} values [places]
 * @property {import('./unit-scores.js').UnitScores | null} scores null without labels, or with too few places
 */

/**
 * @typedef {object} NgramLosses what counting the training data reaches on the held-out data: n-gram models with Witten–Bell smoothing
 * @property {number[]} losses mean cross-entropy in nats by order, of n = 1 first: to n = 5, or less far where counting would take too
 *   much memory
 * @property {number} tokens predicted
 */

/**
 * @typedef {object} Update what the session tells by itself
 * @property {Status} status
 * @property {History} history evaluations recorded since the last update
 * @property {Running} running training as it went on since the last update, one row a slice
 * @property {SessionEvent[]} events
 * @property {Record<string, {value: unknown, step: number} | {error: import('./errors.js').EngineError}>} views
 *   step: optimizer steps made when the value was read
 */

/** @typedef {Record<'epoch' | 'step' | 'trainingLoss' | 'heldOutLoss' | 'learningRate', Float64Array>} History */

/**
 * @typedef {object} Running columns of equal length
 * @property {Float64Array} step the last of the slice
 * @property {Float64Array} loss mean per token over the slice's steps, nats
 * @property {Float64Array} gradientNorm the slice's largest
 */

/**
 * @typedef {{type: 'created' | 'loaded' | 'restored', epoch: number, step: number}
 *   | {type: 'halved', epoch: number, from: number, to: number, lossBefore: number, loss: number}
 *   | {type: 'diverged', epoch: number, step: number, learningRate: number}} SessionEvent
 */

export {};
