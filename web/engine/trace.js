/** The reading calls of what the page shows from the first update on: every intermediate of BPTT, and the parameters. */
import { assertTraceFits, parameterNamed, reductionOf, sequenceOf } from './arguments.js';
import { finished } from './chunks.js';
import { packed } from './dataset.js';

/** @typedef {import('./queries.js').Reader} Reader */

/** @template Result @typedef {import('./queries.js').TimeSliced<Result>} TimeSliced */

/**
 * @param {Reader} reader
 * @param {{reduction?: string}} args and a SequenceChoice
 * @returns {TimeSliced<import('./types.js').Trace>}
 */
export function* trace({ model, network }, { reduction = 'sum', ...choice }) {
  const sequence = assertTraceFits(model, sequenceOf(model, choice));
  const { cell, activation } = model.settings;
  // Copies: what is answered may be handed over to the page, and these are the model's own.
  const [inputs, targets] = [sequence.inputs.slice(), sequence.targets.slice()];
  const numbers = yield* finished(network.trace(packed([sequence]), reductionOf(model, reduction)));
  return { ...numbers, cell, activation, inputs, targets };
}

/**
 * @param {Reader} reader
 * @param {{name?: string}} args
 */
export function parameters({ model, network }, { name }) {
  return asStored(model, network.parameters(), name);
}

/**
 * The numbers in the precision of the network: half the bytes for one in float32.
 * @param {import('./model.js').Model} model
 * @param {import('./generated/engine.js').Network extends {parameters(): infer All} ? All : never} all
 * @param {string} [name] of the only parameter that is wanted
 * @returns {import('./types.js').ParameterValues[]}
 */
export function asStored(model, all, name) {
  if (name !== undefined) parameterNamed(model, name);
  const wanted = name === undefined ? all : all.filter((one) => one.name === name);
  if (model.settings.precision === 'float64') return wanted;
  return wanted.map((one) => ({ ...one, values: new Float32Array(one.values) }));
}
