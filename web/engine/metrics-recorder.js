/**
 * What training reports as it goes on: the numbers of a status, and the rows since the last update.
 */

/**
 * @typedef {import('./types.js').SessionEvent} SessionEvent
 * @typedef {import('./generated/engine.js').StepRecords} StepRecords
 * @typedef {import('./generated/engine.js').Evaluations} Evaluations
 * @typedef {{epoch: number, step: number, trainingLoss: number, heldOutLoss: number, learningRate: number, halved: number}} Row
 * @typedef {{step: number, loss: number, gradientNorm: number}} Slice of training
 */

/** How fast older slices fade from the measured speed. */
const SPEED_SMOOTHING = 0.9;

export class MetricsRecorder {
  loss = NaN;
  gradientNorm = NaN;
  trainingLoss = NaN;
  heldOutLoss = NaN;
  trainingSeconds = 0;
  /** @type {SessionEvent[]} */
  #events = [];
  /** @type {Row[]} */
  #rows = [];
  /** @type {Slice[]} */
  #running = [];
  #recent = { tokens: 0, seconds: 0 };
  /** @type {ThinnedRows<Row>} */
  #history = new ThinnedRows(({ halved }) => halved > 0);
  /** @type {ThinnedRows<Slice>} */
  #updates = new ThinnedRows();
  /** @type {Row | undefined} the evaluation that a roll-back goes back to */
  #best;
  #lowestLoss = Infinity;
  /** @type {Row | undefined} */
  #latest;

  /** @param {number} [step] its own evaluation may come after it @returns {Evaluations} those of this and later steps, thinned out when there are many */
  historyFrom(step = -1) {
    const rows = this.#history.from(step);
    const numbers = columns(rows, ['epoch', 'step', 'trainingLoss', 'heldOutLoss', 'learningRate']);
    return { ...numbers, halved: Uint8Array.from(rows, ({ halved }) => halved) };
  }

  /** @param {number} [step] @returns {import('./types.js').Running} of this and later steps, thinned out likewise */
  updatesFrom(step = -1) {
    return columns(this.#updates.from(step), ['step', 'loss', 'gradientNorm']);
  }

  get tokensPerSecond() {
    return this.#recent.seconds > 0 ? this.#recent.tokens / this.#recent.seconds : 0;
  }

  /**
   * @param {StepRecords} records
   * @param {number} seconds they took
   * @param {boolean} mean whether losses are means over their tokens, else sums
   */
  addSteps({ steps, losses, gradientNorms, tokens }, seconds, mean) {
    this.trainingSeconds += seconds;
    const tokenCount = tokens.reduce((a, b) => a + b, 0);
    this.#recent.tokens = SPEED_SMOOTHING * this.#recent.tokens + tokenCount;
    this.#recent.seconds = SPEED_SMOOTHING * this.#recent.seconds + seconds;
    if (losses.length === 0) return;
    this.loss = losses[losses.length - 1];
    this.gradientNorm = gradientNorms[losses.length - 1];
    const total = losses.reduce((sum, loss, i) => sum + (mean ? loss * tokens[i] : loss), 0);
    const gradientNorm = gradientNorms.reduce((a, b) => Math.max(a, b));
    if (tokenCount > 0) this.#addSlice({ step: steps, loss: total / tokenCount, gradientNorm });
  }

  /** @param {Slice} slice */
  #addSlice(slice) {
    this.#running.push(slice);
    this.#updates.add(slice);
  }

  /** @param {Evaluations} evaluations @param {number} [after] only those of later steps */
  addEvaluations({ epoch, step, trainingLoss, heldOutLoss, learningRate, halved }, after = -1) {
    for (const i of epoch.keys()) {
      if (step[i] <= after) continue;
      this.addEvaluation({
        epoch: epoch[i],
        step: step[i],
        trainingLoss: trainingLoss[i],
        heldOutLoss: heldOutLoss[i],
        learningRate: learningRate[i],
        halved: halved[i],
      });
    }
  }

  /** @param {Row} row */
  addEvaluation(row) {
    if (row.halved) this.#addHalving(row);
    this.#rows.push(row);
    this.#history.add(row);
    this.#latest = row;
    this.trainingLoss = row.trainingLoss;
    this.heldOutLoss = row.heldOutLoss;
    if (row.trainingLoss < this.#lowestLoss) this.#setBest(row, row.trainingLoss);
  }

  /**
   * Goes on from a saved model: until an evaluation is recorded, its weights are the best known. What is there already is not
   * recorded twice.
   * @param {Evaluations} history
   * @param {import('./types.js').Running} [updates]
   */
  resume(history, updates) {
    this.addEvaluations(history, this.#history.end);
    updates?.step.forEach((step, i) => {
      if (step > this.#updates.end)
        this.#addSlice({ step, loss: updates.loss[i], gradientNorm: updates.gradientNorm[i] });
    });
    if (this.#latest) this.#setBest(this.#latest, Infinity);
  }

  /** @param {Row} row @param {number} lowestLoss */
  #setBest(row, lowestLoss) {
    this.#best = row;
    this.#lowestLoss = lowestLoss;
  }

  /** @param {Row} row */
  #addHalving({ epoch, learningRate, trainingLoss }) {
    const [from, lossBefore] = [2 * learningRate, this.trainingLoss];
    this.addEvent({ type: 'halved', epoch, from, to: learningRate, lossBefore, loss: trainingLoss });
  }

  /** @param {SessionEvent} event */
  addEvent(event) {
    this.#events.push(event);
  }

  /** After the weights went back to the best recorded ones. */
  rollBackToBest() {
    this.loss = NaN;
    this.gradientNorm = NaN;
    this.trainingLoss = this.#best?.trainingLoss ?? NaN;
    this.heldOutLoss = this.#best?.heldOutLoss ?? NaN;
    const end = this.#best?.step ?? 0;
    this.#history.cutAfter(end);
    this.#updates.cutAfter(end);
    // Nor are those told that have not been told yet.
    this.#rows = this.#rows.filter(({ step }) => step <= end);
    this.#running = this.#running.filter(({ step }) => step <= end);
  }

  /**
   * What was added since the last time, as columns.
   * @returns {Pick<import('./types.js').Update, 'history' | 'running' | 'events'>}
   */
  drain() {
    const history = columns(this.#rows, ['epoch', 'step', 'trainingLoss', 'heldOutLoss', 'learningRate']);
    const running = columns(this.#running, ['step', 'loss', 'gradientNorm']);
    const events = this.#events;
    this.#rows = [];
    this.#running = [];
    this.#events = [];
    return { history, running, events };
  }
}

/**
 * The rows a model file keeps: all at first, then every second, fourth, … so that a long run stays small.
 * @template {{step: number}} Row
 */
class ThinnedRows {
  /** @type {Row[]} */
  #rows = [];
  /** @type {Row | undefined} */
  #latest;
  #every = 1;
  #seen = 0;
  #stays;

  /** @param {(row: Row) => boolean} [stays] rows that are kept in any case */
  constructor(stays = () => false) {
    this.#stays = stays;
  }

  /** @param {Row} row */
  add(row) {
    this.#latest = row;
    if (this.#seen++ % this.#every !== 0 && !this.#stays(row)) return;
    this.#rows.push(row);
    if (this.#rows.length < MAX_ROWS) return;
    this.#rows = this.#rows.filter((one, i) => i % 2 === 0 || this.#stays(one));
    this.#every *= 2;
  }

  /** Drops what came later. @param {number} step */
  cutAfter(step) {
    this.#rows = this.#rows.filter((row) => row.step <= step);
    if (this.#latest && this.#latest.step > step) this.#latest = this.#rows.at(-1);
  }

  /** The curve ends where the training is, so the latest row is one of them in any case. @param {number} step */
  from(step) {
    const rows = this.#latest && this.#latest !== this.#rows.at(-1) ? [...this.#rows, this.#latest] : this.#rows;
    return step < 0 ? rows : rows.filter((row) => row.step >= step);
  }

  /** Step of the latest row; before the first −1. */
  get end() {
    return this.#latest?.step ?? -1;
  }
}

const MAX_ROWS = 4096;

/**
 * @template {string} Name
 * @param {readonly Record<Name, number>[]} rows
 * @param {readonly Name[]} names
 * @returns {Record<Name, Float64Array>}
 */
function columns(rows, names) {
  const entries = names.map((name) => [name, Float64Array.from(rows, (row) => row[name])]);
  return Object.fromEntries(entries);
}
