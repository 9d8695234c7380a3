/**
 * The calls that read the network and leave it as it is. A query that may take long is a generator: it yields where it
 * may be interrupted. It reads a snapshot of the weights, see snapshot.js, so training may go on meanwhile.
 */
import { choice, integer, assertTraceFits, sequenceOf, trainingAt } from './arguments.js';
import { concatenated, packed } from './dataset.js';
import { cut, inPieces } from './chunks.js';
import { loadedCode } from './loaded-code.js';
import { distribution, generate } from './sampling.js';
import { parameters, trace } from './trace.js';

/**
 * @typedef {import('./protocol.js').CallName} CallName
 * @typedef {{model: import('./model.js').Model, network: import('./generated/engine.js').Network, step?: number}} Reader step: optimizer steps that these weights have behind them
 */

/** @template Result @typedef {import('./chunks.js').TimeSliced<Result>} TimeSliced */
/**
 * @template {CallName} Name
 * @typedef {import('./protocol.js').ResultOf<Name> | TimeSliced<import('./protocol.js').ResultOf<Name>> | Promise<TimeSliced<import('./protocol.js').ResultOf<Name>>>} Answer
 */

/** @typedef {(reader: Reader, args: any) => object} Query its result, a generator of it, or a promise of that */

export const queries = /** @satisfies {{[Name in CallName]?: (reader: Reader, args: any) => Answer<Name>}} */ ({
  evaluate,
  predictAll,
  predict,
  distribution,
  generate,
  trace,
  parameters,
  contribution: async (reader, args) => (await ofGradients('contribution')).contribution(reader, args),
  gradients: async (reader, args) => (await ofGradients('gradients')).gradients(reader, args),
  gradientCheck: async (reader, args) => (await ofGradients('gradientCheck')).gradientCheck(reader, args),
  influence: async (reader, args) => (await ofGradients('influence')).influence(reader, args),
  gradientFlow: async (reader, args) => (await ofGradients('gradientFlow')).gradientFlow(reader, args),
  dryRunStep: async (reader, args) => {
    const code = await loadedCode(() => import('./step-dry-run.js'), 'dryRunStep');
    return code.dryRunStep(reader, args);
  },
  unitActivity: async (reader, args) => {
    const code = await loadedCode(() => import('./unit-activity.js'), 'unitActivity');
    return code.unitActivity(reader, args);
  },
  ngramLosses: async (reader, args) => {
    const code = await loadedCode(() => import('./counting.js'), 'ngramLosses');
    return code.countedLosses(reader, args);
  },
});

/** @param {CallName} name */
const ofGradients = (name) => loadedCode(() => import('./gradients.js'), name);

/**
 * @param {Reader} reader
 * @param {{which?: import('./types.js').DataSet, sample?: number}} args
 */
function evaluate({ model, network }, { which = 'training', sample }) {
  const data = model.data(which);
  const tokens = integer('sample', sample, { default: 0, min: 0, max: 1e9 });
  if (tokens === 0) return evaluated(network, data);
  return loadedCode(() => import('./sample.js'), 'evaluate').then(({ sampleOf }) =>
    evaluated(network, sampleOf(data, tokens)),
  );
}

/**
 * @param {Reader['network']} network
 * @param {import('./dataset.js').CheckedSequence[]} data
 * @returns {TimeSliced<import('./types.js').Evaluation>}
 */
function* evaluated(network, data) {
  const evaluator = network.evaluator(packed(data));
  try {
    while (!evaluator.advance()) yield { done: evaluator.done(), total: evaluator.total() };
    return evaluator.result();
  } finally {
    evaluator.delete();
  }
}

/**
 * @param {Reader} reader
 * @param {{which?: import('./types.js').DataSet, from?: number, count?: number, limit?: number, place?: number}} args
 * @returns {TimeSliced<{sequences: import('./types.js').SequencePrediction[]}>}
 */
function* predictAll({ model, network }, args) {
  const which = choice('which', args.which, /** @type {const} */ (['training', 'heldOut']));
  const data = which === 'heldOut' ? model.data('heldOut') : trainingAt(model, args.place);
  const from = integer('from', args.from, { default: 0, min: 0, max: data.length });
  const count = integer('count', args.count, { default: data.length, min: 0, max: 1e9 });
  const limit = integer('limit', args.limit, { default: 1e9, min: 1, max: 1e9 });
  const chosen = data.slice(from, from + count);
  const sequences = [];
  for (const whole of chosen) {
    const sequence = cut(whole, 0, limit);
    const parts = yield* inPieces(model, sequence, (part) => network.predictions(part));
    sequences.push({
      ids: concatenated(
        parts.map(({ ids }) => ids),
        Int32Array,
      ),
      probabilities: joined(parts, 'probabilities'),
      targetProbabilities: joined(parts, 'targetProbabilities'),
      losses: joined(parts, 'losses'),
    });
    yield { done: sequences.length, total: chosen.length };
  }
  return { sequences };
}

/**
 * @param {Reader} reader
 * @param {object} args a SequenceChoice
 * @returns {TimeSliced<import('./types.js').Prediction>}
 */
function* predict({ model, network }, args) {
  const sequence = assertTraceFits(model, sequenceOf(model, args));
  const parts = yield* inPieces(model, sequence, (part) => network.outputs(part));
  const { length } = sequence.inputs;
  return {
    probabilities: joined(parts, 'probabilities'),
    hidden: joined(parts, 'hidden'),
    shapes: { probabilities: [length, model.vocabularySize], hidden: [length, model.settings.hiddenSize] },
  };
}

/**
 * @template {string} Name
 * @param {readonly {[name in Name]: Float32Array}[]} parts
 * @param {Name} name
 */
function joined(parts, name) {
  return concatenated(
    parts.map((part) => part[name]),
    Float32Array,
  );
}
