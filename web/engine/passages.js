/** The training text from any place on, cut into passages short enough to be shown. Loaded with the first long text. */
import { integer } from './arguments.js';
import { runTimeSliced } from './scheduling.js';
import { END_MARK } from '../text/vocabulary.js';

/** @typedef {import('./dataset.js').CheckedSequence} CheckedSequence */

/** Tokens of a passage, and passages from a place on, at most. */
const PASSAGE_TOKENS = 200;
const MAX_PASSAGES = 32;
/** Tokens looked at between two looks at the event loop, at least. */
const TOKENS_BETWEEN = 100_000;
/** A place is moved to the beginning of its line, if that is no further back. */
const LINE_TOKENS = 100;

export class Passages {
  #training;
  #total;
  #endId;
  /** @type {{ place: number, list: CheckedSequence[] }} the last asked for: several panels ask for the same */
  #last = { place: -1, list: [] };

  /** @param {readonly CheckedSequence[]} training @param {readonly string[]} tokens */
  constructor(training, tokens) {
    this.#training = training;
    this.#total = training.reduce((sum, { inputs }) => sum + inputs.length, 0);
    this.#endId = tokens.indexOf(END_MARK);
  }

  /**
   * @param {unknown} wanted token of the training text, counted through all its sequences
   * @returns {CheckedSequence[]} views of the sequences, one after the other
   */
  at(wanted) {
    const place = integer('place', wanted, { default: 0, min: 0, max: this.#total - 1 });
    if (this.#last.place !== place) this.#last = { place, list: this.#listFrom(place) };
    return this.#last.list;
  }

  /** @param {number} place */
  #listFrom(place) {
    const list = [];
    let before = 0;
    for (const { inputs, targets, hidden, cell } of this.#training) {
      const { length } = inputs;
      for (let at = Math.max(0, place - before); at < length && list.length < MAX_PASSAGES; at += PASSAGE_TOKENS) {
        const end = at + PASSAGE_TOKENS;
        // Only the beginning of a sequence begins with its own state.
        const state = at === 0 ? { hidden, cell } : { hidden: none, cell: none };
        list.push({ inputs: inputs.subarray(at, end), targets: targets.subarray(at, end), ...state });
      }
      before += length;
    }
    return list;
  }

  /**
   * Of a place that is asked for, or of the next one where something stands; from the end the search goes on at the beginning.
   *
   * @param {import('./protocol.js').Calls['passages']['args']} args
   * @param {() => void} check throws when nobody waits for it any more
   * @returns {Promise<import('./protocol.js').Calls['passages']['result']>}
   */
  async answer({ place: wanted, find }, check) {
    const from = integer('place', wanted, { default: 0, min: 0, max: this.#total - 1 });
    const place = find
      ? await runTimeSliced(this.#finding(Int32Array.from(find), from + 1), check)
      : this.#lineStart(from);
    // Copies: what is sent is handed over.
    const passages =
      place < 0 ? [] : this.at(place).map((one) => ({ inputs: one.inputs.slice(), targets: one.targets.slice() }));
    return { place, passages };
  }

  /** Of one of the training sequences: the place of its first token. @param {number} sequence */
  beginningOf(sequence) {
    return this.#training.slice(0, sequence).reduce((sum, { inputs }) => sum + inputs.length, 0);
  }

  /** @param {number} place */
  #lineStart(place) {
    if (this.#endId < 0) return place;
    let before = 0;
    for (const { inputs } of this.#training) {
      if (place < before + inputs.length) {
        const from = place - before;
        const end = inputs.subarray(Math.max(0, from - LINE_TOKENS), from).lastIndexOf(this.#endId);
        return end < 0 ? place : before + Math.max(0, from - LINE_TOKENS) + end + 1;
      }
      before += inputs.length;
    }
    return place;
  }

  /**
   * @param {Int32Array} ids
   * @param {number} from
   * @returns {Generator<undefined, number>} −1: nowhere
   */
  *#finding(ids, from) {
    if (ids.length === 0) return -1;
    // To the end, and then all there is: also what begins before `from` and ends behind it.
    for (const first of [from, 0]) {
      let before = 0;
      for (const { inputs } of this.#training) {
        const ends = inputs.length - ids.length + 1;
        for (let at = Math.max(0, first - before); at < ends; at += TOKENS_BETWEEN) {
          const found = firstPlace(inputs, ids, at, Math.min(at + TOKENS_BETWEEN, ends));
          if (found >= 0) return before + found;
          yield;
        }
        before += inputs.length;
      }
    }
    return -1;
  }
}

/** Where `ids` stand that begins there or later, before `end`. @param {Int32Array} inputs @param {Int32Array} ids @param {number} from @param {number} end */
function firstPlace(inputs, ids, from, end) {
  for (let at = from; at < end; at++) {
    let same = 0;
    while (same < ids.length && inputs[at + same] === ids[same]) same++;
    if (same === ids.length) return at;
  }
  return -1;
}

const none = new Float64Array(0);
