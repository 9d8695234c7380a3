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
 * @param {import('../text/prepare.js').TextData} data that the page has
 * @param {ReadingPlace} reading
 * @param {number} index of a training sequence
 * @returns {number | null} which of its tokens is read; null: none
 */
export function readingIn({ training, long }, { sequences, at, beginning }, index) {
  if (!long) return sequences.includes(index) ? at : null;
  // Passages that follow each other from a place on; before the first look, the beginnings of all streams.
  const before = training.slice(0, index).reduce((sum, { inputs }) => sum + inputs.length, 0);
  const here = Number(beginning) + at - Number(long.place) - before;
  return here >= 0 && here < training[index].inputs.length ? here : null;
}

/** The first sequence that is read; −1: the page has none. @param {import('../text/prepare.js').TextData} data @param {ReadingPlace} reading */
export const firstRead = (data, reading) => data.training.findIndex((_, i) => readingIn(data, reading, i) !== null);
