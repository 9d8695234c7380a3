/**
 * Asks the engine what the units do, again and again while the network trains, and only the latest question: another one takes the
 * place of the one under way.
 */

/** Between the end of an answer and the next question, at least; and at least twice as long as the answer took: training goes on. */
const MIN_PAUSE_MS = 300;

/** What is no failure of this question: its model or engine is gone, which the page tells by itself. */
const GONE = ['disposed', 'replaced', 'noModel', 'workerFailed'];

/**
 * @typedef {import('../../engine/types.js').UnitActivityArguments} Arguments
 * @typedef {import('../../engine/types.js').UnitActivity} UnitActivity
 * @typedef {object} Question
 * @property {import('../../state/store.js').Store} store
 * @property {Arguments} args
 * @property {string} key another one is another question
 * @property {string} weights as long as they are the same, so is the answer
 */

export class UnitReader {
  /** @type {{value: UnitActivity, args: Arguments} | null} the latest answer */
  answer = null;
  /** @type {Error | null} why the present question could not be answered */
  failure = null;
  #changed;
  /** @type {Question | null} */
  #wanted = null;
  /** @type {Question | null} as last asked */
  #asked = null;
  /** @type {AbortController | null} */
  #running = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #notBefore = 0;

  /** @param {() => void} changed there is an answer, or a failure */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {Question | null} question null: nothing is to be known any more */
  want(question) {
    this.#wanted = question;
    if (question) this.#next();
    else this.#stop();
  }

  /** Forgets the answer: it is of another model. */
  forget() {
    this.#stop();
    this.answer = null;
    this.failure = null;
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running?.abort();
    this.#running = null;
    this.#asked = null;
  }

  #next() {
    const [wanted, asked] = [this.#wanted, this.#asked];
    if (!wanted) return;
    if (wanted.key === asked?.key) {
      if (this.#running || wanted.weights === asked.weights) return;
      const wait = this.#notBefore - performance.now();
      if (wait > 0) {
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          this.#next();
        }, wait);
        return;
      }
    }
    this.#ask(wanted);
  }

  /** @param {Question} question */
  async #ask(question) {
    this.#stop();
    const running = new AbortController();
    this.#running = running;
    this.#asked = question;
    const { store, args } = question;
    const model = store.modelVersion;
    const started = performance.now();
    try {
      const value = await store.call('unitActivity', args, { signal: running.signal });
      if (running.signal.aborted) return;
      this.answer = { value, args };
      this.failure = null;
    } catch (error) {
      const { code } = /** @type {{code?: string}} */ (error);
      if (running.signal.aborted) return;
      if (!GONE.includes(code ?? '') && store.modelVersion === model) this.failure = /** @type {Error} */ (error);
    }
    this.#running = null;
    const now = performance.now();
    this.#notBefore = now + Math.max(MIN_PAUSE_MS, 2 * (now - started));
    this.#changed();
    this.#next();
  }
}
