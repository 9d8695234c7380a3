/**
 * Evaluation on a sample: pieces evenly spread over the data, the same each time, so that losses can be compared. Before each piece
 * some tokens are read whose predictions do not count: the network knows where it is.
 */
import { SHARES } from './beside-training.js';
import { packed } from './dataset.js';

/**
 * @typedef {import('./dataset.js').CheckedSequence} CheckedSequence
 * @typedef {import('./model.js').Model} Model
 */

/** Pieces of a sample, read side by side. */
const PIECES = 32;
/** Tokens read before a piece counts. */
const LEAD_TOKENS = 64;
/** A token of an evaluation takes a third of the time of one that is trained on. */
const EVALUATED_PER_TRAINED = 3 * SHARES.evaluations;
/** At the beginning, when the loss falls fast, evaluations may take a twentieth of the time. */
const EVALUATED_AT_FIRST = 3 / 20;
/** Tokens trained on until then; afterwards the points of a curve come half as often when it is twice as long, until the share is reached. */
const FIRST_TOKENS = 400_000;

/** Tokens that may be evaluated for each one trained on. @param {number} tokensSeen */
export const evaluatedPerTrained = (tokensSeen) =>
  Math.max(EVALUATED_PER_TRAINED, EVALUATED_AT_FIRST * Math.min(1, FIRST_TOKENS / tokensSeen));

/**
 * @param {readonly CheckedSequence[]} data
 * @param {number} tokens wanted
 * @returns {CheckedSequence[]} all of it where that is not much more
 */
export function sampleOf(data, tokens) {
  const total = data.reduce((sum, { inputs }) => sum + inputs.length, 0);
  if (total <= tokens + PIECES * LEAD_TOKENS) return [...data];
  const length = Math.ceil(tokens / PIECES);
  const sample = [];
  for (let piece = 0; piece < PIECES; piece++) {
    const at = Math.floor(((piece + 0.5) * total) / PIECES - length / 2);
    sample.push(...tokensAt(data, at, length));
  }
  return sample;
}

/**
 * @param {readonly CheckedSequence[]} data
 * @param {number} from token of all the data
 * @param {number} count
 * @returns {CheckedSequence[]} a piece of each sequence that these are in
 */
function tokensAt(data, from, count) {
  const pieces = [];
  let before = 0;
  for (const { inputs, targets, hidden, cell } of data) {
    const begin = Math.max(0, from - before);
    const end = Math.min(inputs.length, from + count - before);
    before += inputs.length;
    if (begin >= end) continue;
    const lead = Math.min(LEAD_TOKENS, begin);
    const asked = targets.slice(begin - lead, end).fill(-1, 0, lead);
    // Only the beginning of a sequence begins with its own state.
    const state = begin === lead ? { hidden, cell } : { hidden: none, cell: none };
    pieces.push({ inputs: inputs.subarray(begin - lead, end), targets: asked, ...state });
  }
  return pieces;
}

const none = new Float64Array(0);

/** @param {Int32Array} targets */
function ignoredIn(targets) {
  let count = 0;
  for (let i = 0; i < targets.length; i++) if (targets[i] < 0) count++;
  return count;
}

/** @typedef {{epoch: number, step: number, trainingLoss: number, heldOutLoss: number}} Evaluated epoch: with its fraction */

/**
 * One evaluation after the other beside the training. How much of it is done is counted in tokens, never timed: the same training
 * gives the same rows.
 */
export class SampledEvaluation {
  #model;
  /** @type {{which: 'training' | 'heldOut', packed: import('./generated/engine.js').PackedSequences, tokens: number}[]} */
  #samples;
  #trainingTokens;
  /** Tokens that may be evaluated by now. */
  #allowed = 0;
  /** @type {Generator<number, Evaluated> | null} */
  #work = null;
  /** The last one that is done. @type {{step: number, results: {[which in 'training' | 'heldOut']?: import('./types.js').Evaluation}} | null} */
  #latest = null;

  /** @param {Model} model with the setting `evaluationSample` above 0 */
  constructor(model) {
    this.#model = model;
    this.#trainingTokens = model.training.reduce((sum, { targets }) => sum + targets.length - ignoredIn(targets), 0);
    this.#samples = /** @type {const} */ (['training', 'heldOut'])
      .filter((which) => model[which].length > 0)
      .map((which) => {
        const sample = packed(sampleOf(model[which], model.settings.evaluationSample));
        return { which, packed: sample, tokens: sample.inputs.length };
      });
  }

  /** Of the weights as they are now, if none is under way. */
  begin() {
    if (this.#work) return;
    const { engine } = this.#model;
    engine.beginEvaluation();
    this.#work = this.#evaluating(engine.network());
  }

  /**
   * What `evaluate` would say of the weights of some steps ago.
   *
   * @param {{which?: import('./types.js').DataSet, sample?: number}} args of `evaluate`
   * @returns {{value: import('./types.js').Evaluation, step: number} | undefined} if that has been evaluated
   */
  recent({ which = 'training', sample }) {
    if (!this.#latest || sample !== this.#model.settings.evaluationSample) return undefined;
    const { step, results } = this.#latest;
    const value = results[which];
    return value && { value, step };
  }

  /**
   * After so many more tokens have been trained on.
   *
   * @param {number} tokens
   * @returns {Evaluated | undefined} if an evaluation is done
   */
  after(tokens) {
    this.#allowed += tokens * evaluatedPerTrained(this.#model.engine.position().tokensSeen);
    while (this.#allowed > 0) {
      this.begin();
      const { done, value } = /** @type {Generator<number, Evaluated>} */ (this.#work).next();
      if (done) {
        this.#work = null;
        return value;
      }
      this.#allowed -= value;
    }
    return undefined;
  }

  /**
   * @param {import('./generated/engine.js').Network} network a copy, freed at the end
   * @returns {Generator<number, Evaluated>} tokens evaluated in each slice of some milliseconds
   */
  #evaluating(network) {
    const { step, tokensSeen } = this.#model.engine.position();
    const work = this.#slices(network, { epoch: tokensSeen / this.#trainingTokens, step });
    work.next(); // to where it frees what it holds, also if it is given up at once
    return work;
  }

  /**
   * @param {import('./generated/engine.js').Network} network
   * @param {Pick<Evaluated, 'epoch' | 'step'>} place
   * @returns {Generator<number, Evaluated>}
   */
  *#slices(network, place) {
    /** @type {{[which in 'training' | 'heldOut']?: import('./types.js').Evaluation}} */
    const results = {};
    try {
      yield 0;
      for (const { which, packed, tokens } of this.#samples) {
        const job = network.evaluator(packed);
        try {
          let [counted, total] = [0, job.total()];
          for (let done = false; !done; ) {
            done = job.advance();
            // The tokens that lead to a piece take their time, too.
            const now = done ? total : job.done();
            yield ((now - counted) * tokens) / total;
            counted = now;
          }
          results[which] = job.result();
        } finally {
          job.delete();
        }
      }
    } finally {
      network.delete();
    }
    this.#latest = { step: place.step, results };
    const lossOf = (/** @type {'training' | 'heldOut'} */ which) => results[which]?.meanLoss ?? Number.NaN;
    return { ...place, trainingLoss: lossOf('training'), heldOutLoss: lossOf('heldOut') };
  }

  /** Frees the copy of the weights, and forgets what was said of any. */
  release() {
    this.#latest = null;
    this.#work?.return(/** @type {any} */ (undefined));
    this.#work = null;
  }
}
