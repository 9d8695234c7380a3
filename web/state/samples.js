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
/** Times that the lines of one sample are asked for. */
const MAX_TRIES = 10;
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
  if (long?.firstToken !== undefined) return [long.firstToken];
  const first = training.flatMap(({ inputs }) => (inputs.length > 0 ? [inputs[0]] : []));
  return [...new Set(first)].slice(0, long ? 1 : MAX_LINES);
}

export class Samples {
  /** Whether the last one that was asked for could not be made: the network has diverged. */
  failed = false;
  #model;
  #changed;
  /** Of what is being asked for; aborted when there is another model. @type {AbortController | null} */
  #asked = null;
  /** @type {number[]} of the present model */
  #beginnings = [];
  /** The step up to which no sample is wanted: one has failed there. */
  #failedAt = -1;
  #byHand = false;
  #end;

  /**
   * @param {import('./store.js').Store} store
   * @param {import('./live-model.js').LiveModel} model of the store
   * @param {() => void} changed
   */
  constructor(store, model, changed) {
    this.#model = model;
    this.#changed = changed;
    const ends = [
      store.onNewModel(() => this.#begin()),
      store.subscribe(
        ({ status, modelVersion }) => [status, modelVersion],
        () => this.#follow(),
      ),
    ];
    this.#end = () => {
      for (const end of ends) end();
      this.#asked?.abort();
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
    // What a network that has diverged writes is that of no weights.
    if (this.#model.status?.phase === 'diverged') this.#fail();
    else this.#ask();
    this.#changed();
  }

  /** Another model: its first sample is asked for before it is trained. */
  #begin() {
    this.#asked?.abort();
    this.#asked = null;
    this.#byHand = false;
    this.failed = false;
    this.#failedAt = -1;
    const { data } = this.#model;
    this.#beginnings = data ? beginningsOf(data) : [];
    // Its status is not there yet. One with samples has been opened, or goes on.
    if (this.#model.samples.length === 0) this.#ask();
  }

  get #next() {
    return nextMark(Math.max(this.#failedAt, this.#model.samples.at(-1)?.step ?? -1));
  }

  /** Not as a view: those of a long text come seldom. */
  async #ask() {
    const { data } = this.#model;
    if (!data || this.#asked || this.#beginnings.length === 0) return;
    const asked = new AbortController();
    this.#asked = asked;
    try {
      const answers = await this.#write(data, asked.signal);
      if (!asked.signal.aborted) this.#add(answers);
    } catch {
      // The model or its worker is another by now, which begins anew; or it could not be made.
      if (!asked.signal.aborted) this.#fail();
    } finally {
      if (this.#asked === asked) this.#asked = null;
    }
    if (asked.signal.aborted) return;
    this.#changed();
    this.#follow();
  }

  /**
   * All lines of the same weights: where a step came in between, they are asked for again, and after some times those of the
   * first line's weights must do.
   *
   * @param {import('../text/prepare.js').TextData} data
   * @param {AbortSignal} signal
   */
  async #write(data, signal) {
    const endId = data.long ? -1 : data.vocabulary.endId;
    const options = { length: data.long ? LONG_LENGTH : LINE_LENGTH, strategy: 'sample', seed: SEED, temperature: 1 };
    for (let tries = 1; ; tries++) {
      const answers = await Promise.all(
        this.#beginnings.map((id) => this.#model.call('generate', { inputs: [id], endId, ...options }, { signal })),
      );
      const same = answers.filter(({ step }) => step === answers[0].step);
      if (same.length === answers.length || tries === MAX_TRIES || signal.aborted)
        return answers.map((one) => (same.includes(one) ? one : null));
    }
  }

  #follow() {
    const { status } = this.#model;
    if (!status || this.#asked) return;
    if (status.phase !== 'diverged' && status.step >= this.#next) this.#ask();
  }

  #fail() {
    this.#failedAt = this.#model.status?.step ?? 0;
    this.failed = this.#byHand;
    this.#byHand = false;
  }

  /** @param {readonly (import('../engine/types.js').Generated | null)[]} answers a line for each beginning */
  #add(answers) {
    const step = answers[0]?.step ?? 0;
    const lines = answers.flatMap((answer, i) => (answer ? [this.#textOf(this.#beginnings[i], answer.ids)] : []));
    const sample = Object.freeze({ step, text: lines.join('\n').slice(0, MAX_CHARACTERS) });
    const others = this.#model.samples.filter((one) => one.step !== step).slice(-(MAX_SAMPLES - 1));
    this.#model.samples = Object.freeze([...others, sample].sort((a, b) => a.step - b.step));
    this.#byHand = false;
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
