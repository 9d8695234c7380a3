/**
 * What hidden units hold along thousands of tokens of the text, and what they tell about it. The numbers of all units are read in
 * pieces and stay in the worker; those of one are answered.
 */
import { choice, integer } from './arguments.js';
import { cut, inPieces } from './chunks.js';
import { EngineError } from './errors.js';
import { isNumeric } from './dataset.js';
import { scoreUnits } from './unit-scores.js';

/**
 * @typedef {import('./dataset.js').CheckedSequence} CheckedSequence
 * @typedef {import('./unit-split.js').Labels} Labels
 * @typedef {{sequence: CheckedSequence, warmUp: number}} Part of a sequence; warmUp: how many of its tokens are read beforehand
 */
/** @template Result @typedef {import('./queries.js').TimeSliced<Result>} TimeSliced */

/** In the order of cpp/rnn/cells.h. @type {Record<string, readonly string[]>} */
const gatesOf = { rnn: [], gru: ['r', 'z', 'n'], lstm: ['i', 'f', 'g', 'o'] };

/** Tokens that a passage from the middle of a sequence begins earlier, with a zero state; what they give is dropped. */
const WARM_UP_TOKENS = 100;

/** What is read at once: so many places, and so many numbers of all units together, 256 MB of float32. */
const MAX_PLACES = 100_000;
const MAX_NUMBERS = 2 ** 26;

/**
 * A place is a token of the sequences of a data set, joined.
 * @param {import('./queries.js').Reader} reader
 * @param {import('./protocol.js').ArgumentsOf<'unitActivity'>} args
 * @returns {TimeSliced<import('./protocol.js').ResultOf<'unitActivity'>>}
 */
export function* unitActivity({ model, network }, args) {
  const { hiddenSize, layers, cell } = model.settings;
  const which = choice('which', args.which, /** @type {const} */ (['training', 'heldOut']));
  const data = model.data(which);
  const totals = { training: tokensIn(model.training), heldOut: tokensIn(model.heldOut) };
  const from = Math.min(integer('from', args.from, { default: 0, min: 0, max: 1e9 }), Math.max(0, totals[which] - 1));
  const most = Math.min(MAX_PLACES, Math.floor(MAX_NUMBERS / hiddenSize));
  const passage = passageOf(
    data,
    from,
    Math.min(most, integer('count', args.count, { default: most, min: 1, max: 1e9 })),
  );
  const layer = integer('layer', args.layer, { default: layers - 1, min: 0, max: layers - 1 });
  const names = ['hidden', ...(cell === 'lstm' ? ['cell'] : []), ...gatesOf[cell]];
  const quantity = choice('quantity', args.quantity, names);
  const unit = integer('unit', args.unit, { default: 0, min: 0, max: hiddenSize - 1 });
  const labels = checkedLabels(args.labels, passage.inputs.length);

  const activity = yield* activityAlong({ model, network }, passage.parts, layer, quantity);
  const { inputs, targets, bounds } = passage;
  return {
    ...{ totals, from, inputs, targets, bounds, quantity, layer, unit },
    values: Float32Array.from(inputs, (_, i) => activity[i * hiddenSize + unit]),
    scores: labels && (yield* scoreUnits(activity, hiddenSize, labels)),
  };
}

/**
 * @param {import('./queries.js').Reader} reader
 * @param {readonly Part[]} parts
 * @param {number} layer
 * @param {string} quantity
 * @returns {TimeSliced<Float32Array>} [places, H]
 */
function* activityAlong({ model, network }, parts, layer, quantity) {
  const { hiddenSize, cell } = model.settings;
  const kind = quantity === 'hidden' ? 0 : quantity === 'cell' ? 1 : 2; // as rnn::UnitNumbers counts them
  const gate = Math.max(0, gatesOf[cell].indexOf(quantity));
  const places = parts.reduce((sum, { sequence, warmUp }) => sum + sequence.inputs.length - warmUp, 0);
  const activity = new Float32Array(places * hiddenSize);
  let at = 0;
  for (const { sequence, warmUp } of parts) {
    const pieces = yield* inPieces(model, sequence, (piece) => network.unitActivity(piece, layer, kind, gate));
    let dropped = warmUp * hiddenSize;
    for (const { values } of pieces) {
      const kept = values.subarray(Math.min(values.length, dropped));
      dropped -= values.length - kept.length;
      activity.set(kept, at);
      at += kept.length;
    }
  }
  return activity;
}

/** @param {readonly CheckedSequence[]} data */
const tokensIn = (data) => data.reduce((sum, { inputs }) => sum + inputs.length, 0);

/**
 * @param {readonly CheckedSequence[]} data
 * @param {number} from
 * @param {number} count at most
 */
function passageOf(data, from, count) {
  /** @type {Part[]} */
  const parts = [];
  /** @type {number[]} */
  const inputs = [];
  /** @type {number[]} */
  const targets = [];
  /** @type {Set<number>} places of the passage before which a sequence begins or the one before has ended */
  const bounds = new Set();
  let before = 0; // tokens of the sequences before
  for (const sequence of data) {
    const { length } = sequence.inputs;
    const begin = Math.max(0, from - before);
    const end = Math.min(length, from + count - before);
    before += length;
    if (begin >= end) continue;
    const start = begin <= WARM_UP_TOKENS ? 0 : begin - WARM_UP_TOKENS;
    const part = cut(sequence, start, end);
    const nothing = new Float64Array(0);
    parts.push({ sequence: start === 0 ? part : { ...part, hidden: nothing, cell: nothing }, warmUp: begin - start });
    if (begin === 0) bounds.add(inputs.length);
    for (let i = begin; i < end; i++) {
      inputs.push(sequence.inputs[i]);
      targets.push(sequence.targets[i]);
    }
    if (end === length) bounds.add(inputs.length);
    if (inputs.length === count) break;
  }
  return {
    parts,
    inputs: Int32Array.from(inputs),
    targets: Int32Array.from(targets),
    bounds: Int32Array.from(bounds),
  };
}

/**
 * @param {unknown} labels
 * @param {number} places
 * @returns {Labels | null}
 * @throws {EngineError} 'badArgument'
 */
function checkedLabels(labels, places) {
  if (labels === undefined || labels === null) return null;
  const { kind, values } = /** @type {Labels} */ (labels);
  const known = choice('labels.kind', kind, /** @type {const} */ (['yesNo', 'count']));
  const right = (/** @type {number} */ value) =>
    Number.isNaN(value) || (known === 'count' ? Number.isFinite(value) : value === 0 || value === 1);
  if (isNumeric(values) && values.length === places && values.every(right)) return { kind: known, values };
  throw new EngineError(
    'badArgument',
    `labels.values must be ${places} numbers, one for each place${known === 'count' ? '' : ': 1, 0 or NaN'}.`,
    { places },
  );
}
