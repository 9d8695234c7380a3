/**
 * One optimizer step on one sequence, worked through number by number and not taken.
 */
import { integer, sequenceOf } from './arguments.js';
import { finished } from './chunks.js';
import { packed } from './dataset.js';
import { EngineError } from './errors.js';

/** Of 8 bytes; a dry run is for reading, so this is plenty. */
const MAX_VALUES = 4e6;

/**
 * What the model would do now if its next batch were this sequence alone: by its weights, loss reduction, truncation,
 * clipping, optimizer state and learning rate.
 * @param {{model: import('./model.js').Model}} reader
 * @param {{window?: number}} args and a SequenceChoice; of truncated BPTT the window to work through, from 0
 * @returns {import('./chunks.js').TimeSliced<import('./types.js').StepDryRun>}
 * @throws {EngineError} 'tooLong' when the steps of the window times the parameters are too many
 */
export function* dryRunStep({ model }, { window, ...choice }) {
  const sequence = sequenceOf(model, choice);
  const { settings } = model;
  const length = sequence.inputs.length;
  const size = Math.min(settings.truncate || length, length);
  refuseTooLong(model, size);
  const number = integer('window', window, { default: 0, min: 0, max: Math.ceil(length / size) - 1 });
  const { step } = model.engine.position(); // training may go on while the copy is worked through
  const numbers = yield* finished(model.engine.dryRunStep(packed([sequence]), number));
  const { begin, end } = numbers;
  const [inputs, targets] = [sequence.inputs.slice(begin, end), sequence.targets.slice(begin, end)];
  const trace = { ...numbers.trace, cell: settings.cell, activation: settings.activation, inputs, targets };
  return { ...numbers, trace, length, settings, step };
}

/**
 * @param {import('./model.js').Model} model
 * @param {number} steps
 */
function refuseTooLong(model, steps) {
  const limit = Math.floor(MAX_VALUES / (2 * model.info.parameterCount));
  if (steps <= limit) return;
  const message = `These are ${steps} steps, but of a network of this size at most ${limit} can be rehearsed.`;
  throw new EngineError('tooLong', message, { length: steps, limit });
}
