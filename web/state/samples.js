/**
 * What the network writes as it learns: after 0, 10, 30, 100, 300, … updates, always from the same beginnings and with the same random
 * numbers, so that whatever differs between two samples is the weights'. Loaded once the page is at work.
 */
import { joinTokens } from '../text/index.js';

/** @typedef {import('./sample-list.js').Sample} Sample */

/** Of the random numbers; always the same. */
const SEED = 1;
/** Tokens of a sample: of a long text, which goes on line after line, and of each line otherwise. */
const LONG_LENGTH = 200;
const LINE_LENGTH = 60;
/** Sentences that begin with different tokens, at most. */
const MAX_LINES = 3;
/** Characters of a sample, at most: a token may be a word of any length. */
const MAX_CHARACTERS = 2000;
/** Samples of a run, at most. Those that are due by themselves are fewer than 20 up to 10^9 updates. */
const MAX_SAMPLES = 60;

/**
 * The next of 0, 10, 30, 100, 300, … updates.
 *
 * @param {number} step −1: none has been made
 */
export function nextMark(step) {
  if (step < 0) return 0;
  let mark = 10;
  while (mark <= step) mark = String(mark).startsWith('1') ? 3 * mark : (10 * mark) / 3;
  return Math.round(mark);
}

/**
 * Where the samples begin: the first token of a long text; else those of the first sentences that begin differently.
 *
 * @param {import('../text/prepare.js').TextData} data
 * @returns {number[]} ids
 */
export function beginningsOf({ long, training }) {
  const first = training.flatMap(({ inputs }) => (inputs.length > 0 ? [inputs[0]] : []));
  return [...new Set(first)].slice(0, long ? 1 : MAX_LINES);
}

export class Samples {
  /** Whether the last one that was asked for could not be made: the network has diverged. */
  failed = false;
  #store;
  #model;
  #changed;
  /** @type {(() => void)[]} releases what is being asked for */
  #held = [];
  /** @type {number[]} of the present model */
  #beginnings = [];
  /** The step up to which no sample is wanted: one has failed there. */
  #given = -1;
  #byHand = false;
  #end;

  /**
   * @param {import('./store.js').Store} store
   * @param {import('./live-model.js').LiveModel} model of the store
   * @param {() => void} changed
   */
  constructor(store, model, changed) {
    this.#store = store;
    this.#model = model;
    this.#changed = changed;
    const ends = [
      store.onNewModel(() => this.#begin()),
      store.subscribe(
        ({ status, modelVersion }) => [status, modelVersion, ...this.#answers()],
        () => this.#follow(),
      ),
    ];
    this.#end = () => {
      for (const end of ends) end();
      this.#release();
    };
    this.#begin();
    this.#follow();
  }

  end() {
    this.#end();
  }

  /** Whether one has been asked for by hand and is not there yet. */
  get pending() {
    return this.#byHand;
  }

  /** A sample of the weights as they are now. */
  take() {
    this.#byHand = true;
    this.failed = false;
    this.#ask();
    this.#follow();
    this.#changed();
  }

  /** Another model: its first sample is asked for with everything else that is shown of it. */
  #begin() {
    this.#release();
    this.#byHand = false;
    this.failed = false;
    this.#given = -1;
    const { data } = this.#model;
    this.#beginnings = data ? beginningsOf(data) : [];
    // Its status is not there yet. One with samples has been opened, or goes on.
    if (this.#model.samples.length === 0) this.#ask();
  }

  get #next() {
    return nextMark(Math.max(this.#given, this.#model.samples.at(-1)?.step ?? -1));
  }

  #ask() {
    const { data } = this.#model;
    if (!data || this.#held.length > 0) return;
    const endId = data.long ? -1 : data.vocabulary.endId;
    this.#held = this.#beginnings.map((id, i) =>
      this.#store.watch(`samples/${i}`, {
        call: 'generate',
        args: {
          ...{ inputs: [id], length: data.long ? LONG_LENGTH : LINE_LENGTH, strategy: 'sample', seed: SEED },
          ...(endId >= 0 ? { endId } : {}),
        },
      }),
    );
  }

  #release() {
    for (const release of this.#held) release();
    this.#held = [];
  }

  /** Of what is being asked for. */
  #answers() {
    return this.#held.map((_, i) => this.#store.view(`samples/${i}`));
  }

  #follow() {
    const { status } = this.#model;
    if (!status) return;
    // What a network that has diverged writes is that of no weights.
    if (status.phase === 'diverged') {
      if (this.#held.length > 0) this.#fail(status.step);
      return;
    }
    if (this.#held.length === 0) {
      if (status.step >= this.#next) this.#ask();
      return;
    }
    const answers = this.#answers();
    const step = answers[0]?.step;
    if (answers.some((answer) => answer?.error)) this.#fail(status.step);
    // Lines of one sample are of the same weights.
    else if (step !== undefined && answers.every((answer) => answer?.step === step && answer.value))
      this.#add(step, answers);
  }

  /** @param {number} step */
  #fail(step) {
    this.#release();
    this.#given = step;
    this.failed = this.#byHand;
    this.#byHand = false;
    this.#changed();
  }

  /** @param {number} step @param {readonly any[]} answers */
  #add(step, answers) {
    this.#release();
    const lines = answers.map(({ value }, i) => this.#textOf(this.#beginnings[i], value.ids));
    const sample = Object.freeze({ step, text: lines.join('\n').slice(0, MAX_CHARACTERS) });
    const others = this.#model.samples.filter((one) => one.step !== step).slice(-(MAX_SAMPLES - 1));
    this.#model.samples = Object.freeze([...others, sample].sort((a, b) => a.step - b.step));
    this.#byHand = false;
    this.#changed();
  }

  /** @param {number} beginning @param {Int32Array} ids that were written after it */
  #textOf(beginning, ids) {
    const { data } = this.#model;
    if (!data) return '';
    const { vocabulary, unit, long } = data;
    const all = [beginning, ...ids].filter((id) => long || id !== vocabulary.endId);
    return joinTokens(
      all.map((id) => vocabulary.token(id)),
      unit,
    );
  }
}
