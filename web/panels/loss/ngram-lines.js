/**
 * What the network has to beat: lines for the losses that counting reaches on the held-out data, and which of them it has beaten.
 * Loaded once something is held out and the first updates have been made.
 */
import { html, nothing } from 'lit';
import { evaluationArgs } from '../../state/creation.js';

/** While training, nothing is counted before: the first updates come at once. */
const FIRST_UPDATES = 10;
/** Nats that an order must gain on the orders before it to be a line of its own. */
const MIN_GAIN = 0.02;
/** How often counting is begun for one model: the engine may be lost, or another model come between. */
const MAX_ATTEMPTS = 3;

/**
 * @typedef {{ order: number, loss: number }} Line
 * @typedef {Line & { step: number | null }} Baseline step: after how many updates it was beaten; null: not yet
 */

/**
 * The orders that know more than those before.
 * @param {readonly number[]} losses by order, of 1 first
 * @param {number} guessingLoss of order 0
 * @returns {Line[]}
 */
export function linesOf(losses, guessingLoss) {
  const lines = [];
  let least = guessingLoss;
  for (const [i, loss] of losses.entries()) {
    if (!(loss < least - MIN_GAIN)) continue;
    lines.push({ order: i + 1, loss });
    least = loss;
  }
  return lines;
}

/**
 * @param {readonly Line[]} lines
 * @param {{ x: ArrayLike<number>, y: ArrayLike<number> }} heldOut by updates
 * @returns {Baseline[]}
 */
const baselinesOf = (lines, { x, y }) =>
  lines.map((line) => {
    let i = 0;
    while (i < y.length && !(y[i] < line.loss)) i += 1;
    return { ...line, step: i < y.length ? x[i] : null };
  });

export class NgramLines {
  #panel;
  /** What the counts are of. @type {readonly unknown[]} */
  #subject = [];
  /** @type {readonly number[] | null} by order; null: not counted yet */
  #losses = null;
  /** @type {AbortController | null} */
  #running = null;
  #attempts = 0;
  #model = 0;

  /** @param {import('./loss-panel.js').LossPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    panel.addController(this);
  }

  /** Nobody waits for the counts any more. */
  hostDisconnected() {
    this.#running?.abort();
    this.#running = null;
  }

  /** Counts what is not counted yet. */
  follow() {
    const { data, settings, modelVersion, status, training } = this.#panel.requiredStore;
    const args = evaluationArgs(data, settings);
    const long = data?.long;
    const subject = long ? [long.source, long.sequences, long.heldOutTokens, args.sample] : [data];
    if (subject.length !== this.#subject.length || subject.some((part, i) => part !== this.#subject[i])) {
      this.#running?.abort();
      this.#running = this.#losses = null;
      this.#subject = subject;
    }
    if (modelVersion !== this.#model) this.#attempts = 0;
    this.#model = modelVersion;
    const isTime = (status?.step ?? 0) >= (training ? FIRST_UPDATES : 1);
    if (isTime && data?.heldOut.length && !this.#losses && !this.#running && this.#attempts < MAX_ATTEMPTS)
      this.#count(args);
  }

  /** @param {{ sample?: number }} args */
  async #count(args) {
    const running = new AbortController();
    this.#running = running;
    this.#attempts += 1;
    try {
      const { requiredStore: store } = this.#panel;
      const [{ losses }] = await Promise.all([
        store.call('ngramLosses', args, { signal: running.signal }),
        store.loadWords('ngrams'),
      ]);
      if (!running.signal.aborted) this.#losses = losses;
    } catch {
      // There is the curve all the same.
    }
    if (this.#running === running) this.#running = null;
    this.#panel.requestUpdate();
  }

  /**
   * @param {{ x: ArrayLike<number>, y: ArrayLike<number> }} heldOut by updates
   * @returns {Baseline[]} none as long as they cannot be named
   */
  baselines(heldOut) {
    const { requiredStore: store } = this.#panel;
    if (!this.#losses || !store.speaks('ngrams')) return [];
    return baselinesOf(linesOf(this.#losses, store.guessingLoss), heldOut);
  }

  /** The next to be beaten first: where there is no room for all, it has a label. @param {readonly Baseline[]} baselines */
  guides(baselines) {
    const { t } = this.#panel;
    const next = baselines.find(({ step }) => step === null);
    return [...(next ? [next] : []), ...baselines.filter((one) => one !== next)].map((one) => ({
      y: one.loss,
      label: t('ngrams.line', { name: this.#nameOf(one), loss: t.format.loss(one.loss) }),
    }));
  }

  /** @param {Line} line */
  #nameOf({ order }) {
    return this.#panel.t('ngrams.name', { order, unit: this.#unit });
  }

  get #unit() {
    return this.#panel.requiredStore.data?.unit;
  }

  /** @param {readonly Baseline[]} baselines */
  render(baselines) {
    const { t } = this.#panel;
    if (baselines.length === 0) return nothing;
    const names = baselines
      .filter(({ step }) => step !== null)
      .map((one) => t('ngrams.at', { name: this.#nameOf(one), step: one.step }));
    const next = baselines.find(({ step }) => step === null);
    const coming = next && { name: this.#nameOf(next), loss: t.format.loss(next.loss) };
    const key = !coming ? 'ngrams.all' : names.length > 0 ? 'ngrams.some' : 'ngrams.none';
    return html`<p class="event ngrams">
      <span role="status">${t(key, { names, ...coming })}</span>
      ${t('ngrams.counted', { unit: this.#unit })}
    </p>`;
  }
}
