/**
 * The next optimizer step taken one time step at a time: the network reads a token of each sequence, then the next, and after
 * the last one the weights are updated. Only the page goes slowly: the engine has all the predictions at once.
 */

/**
 * @typedef {object} ReadingPlace
 * @property {readonly number[]} sequences read side by side; indices into the training data
 * @property {number} at time step read last, from 0
 * @property {number} end the step behind the last one before the update
 * @property {boolean} updated it has been read to its end, and the weights are those after its update
 * @property {number} [beginning] of a long text: place of the first token of the first of them
 * @property {number} model @property {number} step which network this belongs to, and after how many updates
 */

/**
 * @typedef {object} Host what it needs of the store
 * @property {(name: 'peekNextBatch' | 'step', args?: any) => Promise<any>} call
 * @property {() => number} model
 * @property {() => number} step updates made so far
 * @property {() => void} changed
 */

export class TokenStepper {
  #host;
  /** @type {ReadingPlace | null} */
  #place = null;
  #busy = false;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** Null where nothing is being read, or the network has gone on without it. @returns {ReadingPlace | null} */
  get place() {
    const { model, step } = this.#place ?? { model: -1, step: -1 };
    return model === this.#host.model() && step === this.#host.step() ? this.#place : null;
  }

  /** Reads one more time step; after the last, makes the update. A press while that is under way does nothing. */
  async advance() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      this.#place = await this.#next();
    } finally {
      this.#busy = false;
    }
    this.#host.changed();
  }

  /** @returns {Promise<ReadingPlace>} */
  async #next() {
    const { place } = this;
    const model = this.#host.model();
    if (!place || place.updated) {
      const { sequences, begin, end, place: beginning } = await this.#host.call('peekNextBatch');
      const inOrder = Object.freeze([...sequences].sort((a, b) => a - b));
      return { sequences: inOrder, at: begin, end, beginning, updated: false, model, step: this.#host.step() };
    }
    if (place.at + 1 < place.end) return { ...place, at: place.at + 1 };
    const { step } = await this.#host.call('step', { unit: 'window', count: 1 });
    return { ...place, updated: true, step };
  }
}

/**
 * Where the first of the sequences that are read stands in the training data that the page has.
 *
 * @param {import('../text/prepare.js').TextData} data
 * @param {ReadingPlace} reading
 * @returns {{ index: number, at: number } | null} which sequence, and which of its tokens; null: it is not in there
 */
export function readingIn({ training, long }, { sequences, at, beginning = 0 }) {
  if (!long) return { index: sequences[0], at };
  // Passages that follow each other from a place on; before the first look, the beginnings of all streams.
  let rest = beginning + at - (long.place ?? Number.POSITIVE_INFINITY);
  for (const [index, { inputs }] of training.entries()) {
    if (rest >= 0 && rest < inputs.length) return { index, at: rest };
    rest -= inputs.length;
  }
  return null;
}
