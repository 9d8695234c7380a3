/**
 * The sentences there are to step through, and what to ask the engine for.
 */
/** A sentence longer than this is stepped through from its beginning to here. */
export const mostSteps = 12;

/**
 * @typedef {import('../../text/data.js').TextData} TextData
 * @typedef {object} Sentence
 * @property {string} id
 * @property {'training' | 'heldOut'} which
 * @property {string} label its tokens
 * @property {number} length
 * @property {object} args of the call
 */

/** Tokens of a sentence in the list of them. */
const mostShown = 24;

/** Of very many sentences the reader can choose among so many. */
const mostSentences = 300;

/**
 * @param {TextData} data
 * @param {number} truncate 0, or the length of a BPTT window
 * @returns {Sentence[]}
 */
export function sentencesOf(data, truncate) {
  return /** @type {const} */ (['training', 'heldOut']).flatMap((which) =>
    data[which].slice(0, mostSentences).map(({ inputs, targets }, i) => {
      const { length } = inputs;
      const windowed = truncate > 0 && truncate <= mostSteps;
      const whole = which === 'training' ? { sequence: i } : { heldOut: i };
      const beginning = { inputs: inputs.slice(0, mostSteps), targets: targets.slice(0, mostSteps) };
      const args = length <= mostSteps || windowed ? whole : beginning;
      return { id: `${which} ${i}`, which, label: labelOf(data, inputs), length, args };
    }),
  );
}

/** @param {TextData} data @param {Int32Array} inputs */
function labelOf({ vocabulary }, inputs) {
  const beginning = vocabulary.join(inputs.subarray(0, mostShown).filter((id) => id >= 0));
  return `${beginning}${inputs.length > mostShown ? '…' : ''}`;
}
