/**
 * The reading calls that choose tokens: how logits become probabilities, and writing on from a beginning.
 */
import { choice, integer, number, sequenceOf } from './arguments.js';
import { checkedIds, isNumeric, packed } from './dataset.js';
import { engineSettings } from './engine-settings.js';
import { EngineError } from './errors.js';
import { generationSettings } from './generation-settings.js';
import { cut, lastPiece } from './chunks.js';

/**
 * @typedef {import('./queries.js').Reader} Reader
 * @typedef {import('./types.js').GenerateArguments} GenerateArguments
 */

/** @template Result @typedef {import('./chunks.js').TimeSliced<Result>} TimeSliced */

/** @typedef {Omit<import('./types.js').Generated, 'alternatives' | 'step'> & {alternativeIds: Int32Array, alternativeProbabilities: Float64Array, alternativeEnds: Int32Array}} GeneratedColumns */

/** Tokens whose alternatives are given views of their own in a millisecond or so. */
const ALTERNATIVES_AT_ONCE = 4096;

/**
 * @param {Reader} reader
 * @param {{position?: number, temperature?: number, topK?: number, topP?: number}} args and a SequenceChoice
 * @returns {TimeSliced<import('./types.js').Distribution>}
 */
export function* distribution({ model, network }, { position, temperature, topK, topP, ...which }) {
  const sequence = sequenceOf(model, which);
  const last = sequence.inputs.length - 1;
  const end = 1 + integer('position', position, { default: last, min: 0, max: last });
  const piece = yield* lastPiece({ model, network }, cut(sequence, 0, end));
  return network.distribution(
    packed([piece]),
    number('temperature', temperature, generationSettings.temperature),
    integer('topK', topK, generationSettings.topK),
    number('topP', topP, generationSettings.topP),
  );
}

/**
 * @param {Reader} reader
 * @param {GenerateArguments} args
 * @returns {TimeSliced<import('./types.js').Generated>}
 */
export function* generate({ model, network, step = 0 }, args) {
  const length = integer('length', args.length, generationSettings.length);
  const job = network.generator(
    args.inputs === undefined ? new Int32Array(0) : checkedIds(args.inputs, 'inputs', model.vocabularySize),
    {
      strategy: choice('strategy', args.strategy, generationSettings.strategy.choices),
      length,
      temperature: number('temperature', args.temperature, generationSettings.temperature),
      topK: integer('topK', args.topK, generationSettings.topK),
      topP: number('topP', args.topP, generationSettings.topP),
      beamWidth: integer('beamWidth', args.beamWidth, generationSettings.beamWidth),
      endId: integer('endId', args.endId, { default: -1, min: -1, max: model.vocabularySize - 1 }),
      seed: integer('seed', args.seed, { ...engineSettings.seed, default: model.settings.seed }),
    },
    checkedUniforms(args.uniforms, length),
  );
  try {
    while (!job.advance()) yield { done: job.length(), total: length };
    const { alternativeIds, alternativeProbabilities, alternativeEnds, ...rest } = job.result();
    /** @type {import('./types.js').Generated['alternatives']} */
    const alternatives = [];
    let begin = 0;
    for (const end of alternativeEnds) {
      const [ids, probabilities] = [alternativeIds.subarray(begin, end), alternativeProbabilities.subarray(begin, end)];
      alternatives.push({ ids, probabilities });
      if (alternatives.length % ALTERNATIVES_AT_ONCE === 0) yield { done: length, total: length };
      begin = end;
    }
    return { ...rest, alternatives, step };
  } finally {
    job.delete();
  }
}

/**
 * @param {unknown} uniforms
 * @param {number} length
 * @returns {Float64Array} empty: drawn from the seed
 */
function checkedUniforms(uniforms, length) {
  if (uniforms === undefined) return new Float64Array(0);
  if (isNumeric(uniforms) && uniforms.length >= length && uniforms.every((uniform) => uniform >= 0 && uniform < 1))
    return Float64Array.from(uniforms).slice(0, length);
  throw new EngineError('badArgument', `uniforms must be ${length} numbers from 0 to below 1, one for each token.`);
}
