/**
 * One run of training: slices of a few milliseconds with the event loop in between, until a limit is reached, the
 * loss is not finite, or somebody stops it.
 */
import { choice, integer, number } from './arguments.js';
import { yieldToEventLoop, Slice, sleep } from './scheduling.js';
import { known } from './settings-schema.js';

/**
 * @typedef {import('./types.js').TrainingLimits} TrainingLimits
 * @typedef {import('./types.js').TrainingEnd} TrainingEnd
 * @typedef {import('./model.js').Model} Model
 * @typedef {import('./metrics-recorder.js').MetricsRecorder} MetricsRecorder
 * @typedef {import('./shard-pool.js').ShardPool} ShardPool
 */

/** Milliseconds one call into WebAssembly may take when steps are short: a few calls a slice. */
const CALL_MS = 4;
/** No more steps than this in a call, however short they are. */
const MAX_STEPS = 4096;

export class TrainingRun {
  #model;
  #metrics;
  #limits;
  #pace;
  #mean;
  #from;
  #started = performance.now();
  #stop = new AbortController();
  #stepsPerCall = 1;
  #position;
  #openPool;
  /** @type {ShardPool | null} */
  #pool = null;
  /** Of the step in progress whose shards are shared: milliseconds of this thread. */
  #own = 0;
  /** When the last call into the engine ended, if that step is in progress. @type {number | undefined} */
  #since;
  /** @type {TrainingEnd['reason'] | undefined} */
  #reason;

  /**
   * @param {Model} model
   * @param {MetricsRecorder} metrics
   * @param {TrainingLimits} limits checked
   * @param {() => ShardPool | null} openPool asked for where helpers would pay; null: not there yet
   */
  constructor(model, metrics, { pace, ...limits }, openPool) {
    this.#openPool = openPool;
    this.#model = model;
    this.#metrics = metrics;
    this.#limits = { epochs: Infinity, steps: Infinity, seconds: Infinity, ...limits };
    this.#pace = pace;
    this.#mean = model.settings.reduction === 'mean';
    this.#from = model.engine.position();
    this.#position = this.#from;
  }

  /** How it ended, or would if it were stopped now. @returns {TrainingEnd} */
  get end() {
    const { epoch, step } = this.#position;
    return { reason: this.#reason ?? 'paused', epoch, step };
  }

  /** Ends the run after the present slice; the model may be deleted at once. */
  stop() {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#pool?.withdraw(this.#model);
  }

  /** Completes an update that is in progress, so that weights and record are of the same step. */
  finishUpdate() {
    this.#record(this.#model.engine.finishUpdate(), 0);
  }

  /**
   * @param {() => void} afterSlice
   */
  async go(afterSlice) {
    this.#model.sampledEvaluation?.begin();
    // Runs of single steps, one after the other, would never let the code for helpers in.
    if (this.#model.shardsPay && !this.#openPool()) await yieldToEventLoop();
    while (!this.#stop.signal.aborted) {
      const wait = this.#wait();
      if (wait <= 0) this.#slice();
      if (!this.#reason && this.#reached()) this.#reason = 'finished';
      if (this.#reason) {
        this.#pool?.withdraw(this.#model);
        return;
      }
      afterSlice();
      await (wait > 0 ? sleep(wait, this.#stop.signal) : this.#others());
    }
  }

  /** Lets messages in: those that are there, or if there is nothing else to do the next one with a shard. */
  #others() {
    // The model may have been deleted by whoever heard of the last slice.
    const stopped = this.#stop.signal.aborted;
    if (stopped || !this.#pool || !this.#model.engine.waitsForShards()) return yieldToEventLoop();
    return this.#pool.returned(this.#own, this.#stop.signal);
  }

  #slice() {
    if (!this.#pool && this.#model.shardsPay) this.#pool = this.#openPool();
    if (this.#pool?.pays(this.#model)) this.#sharedSlice(this.#pool);
    else this.#ownSlice();
  }

  /** A part of one step, while helpers have others; their messages have to come in before the next. @param {ShardPool} pool */
  #sharedSlice(pool) {
    const { epoch } = this.#allowed();
    const before = performance.now();
    pool.lend(this.#model, epoch);
    const records = this.#model.engine.step(1, epoch);
    const now = performance.now();
    this.#record(records, now - (this.#since ?? before));
    const inProgress = records.losses.length === 0;
    this.#own = inProgress ? this.#own + now - before : 0;
    this.#since = inProgress ? now : undefined;
  }

  #ownSlice() {
    const slice = new Slice();
    do this.#someSteps();
    while (!this.#reason && !slice.over && !this.#reached() && this.#wait() <= 0);
  }

  #someSteps() {
    const { steps, epoch } = this.#allowed();
    const before = performance.now();
    // Of a long text each step is a point of the curve, and how far its evaluation is depends on nothing else.
    const most = this.#model.sampledEvaluation ? 1 : this.#stepsPerCall;
    const records = this.#model.engine.step(Math.min(steps, most), epoch);
    const milliseconds = performance.now() - before;
    this.#record(records, milliseconds);
    this.#adapt(records.losses.length, milliseconds);
  }

  /**
   * @param {import('./generated/engine.js').StepRecords} records
   * @param {number} milliseconds
   */
  #record(records, milliseconds) {
    this.#position = this.#model.engine.position();
    this.#metrics.addEvaluations(records.evaluations);
    this.#metrics.addSteps(records, milliseconds / 1000, this.#mean);
    if (records.diverged) this.#reason = 'diverged';
    else this.#evaluateSample(records.tokens);
  }

  /** @param {Float64Array} tokens of the steps just made */
  #evaluateSample(tokens) {
    const { engine, sampledEvaluation } = this.#model;
    if (!sampledEvaluation || tokens.length === 0) return;
    const losses = sampledEvaluation.after(tokens.reduce((a, b) => a + b));
    if (!losses) return;
    const halved = Number(engine.recordLosses(losses.trainingLoss));
    this.#metrics.addEvaluation({ ...losses, learningRate: engine.learningRate(), halved });
  }

  /**
   * @param {number} steps
   * @param {number} milliseconds
   */
  #adapt(steps, milliseconds) {
    if (steps === 0) return;
    const fitting = Math.floor((CALL_MS * steps) / Math.max(milliseconds, 0.01));
    this.#stepsPerCall = Math.max(1, Math.min(fitting, 2 * steps, MAX_STEPS));
  }

  /** How far the next call into the engine may go: so many steps, and not past the beginning of that epoch. */
  #allowed() {
    const { unit, perSecond } = this.#pace ?? {};
    const due = perSecond ? Math.floor((this.#elapsed * perSecond) / 1000) + 1 : Infinity;
    const done = this.#done;
    const steps = Math.min(this.#limits.steps, unit === 'step' ? due : Infinity) - done.step;
    const epoch = this.#from.epoch + Math.min(this.#limits.epochs, unit === 'epoch' ? due : Infinity);
    return { steps, epoch };
  }

  #reached() {
    const { epochs, steps, seconds } = this.#limits;
    const done = this.#done;
    return done.epoch >= epochs || done.step >= steps || this.#elapsed >= 1000 * seconds;
  }

  /** Milliseconds until the pace, or the end of the time, asks for something. */
  #wait() {
    if (!this.#pace) return 0;
    const { unit, perSecond } = this.#pace;
    return Math.min((1000 * this.#done[unit]) / perSecond, 1000 * this.#limits.seconds) - this.#elapsed;
  }

  /** In this run. */
  get #done() {
    const { epoch, step } = this.#position;
    return { epoch: epoch - this.#from.epoch, step: step - this.#from.step };
  }

  get #elapsed() {
    return performance.now() - this.#started;
  }
}

const unlimited = { default: Infinity, min: 0, max: Infinity };

/**
 * @param {TrainingLimits} limits as a caller gave them
 * @returns {TrainingLimits}
 * @throws {import('./errors.js').SettingsError} for a misspelt name, too, without which it would go on for ever
 */
export function checkedLimits(limits) {
  const { epochs, steps, seconds, pace } = limits;
  for (const name of Object.keys(limits)) known(/** @type {any} */ ({ epochs, steps, seconds, pace }), name);
  return {
    epochs: integer('epochs', epochs, { ...unlimited, min: 1 }),
    steps: integer('steps', steps, { ...unlimited, min: 1 }),
    seconds: number('seconds', seconds, unlimited),
    pace: pace && {
      unit: choice('pace.unit', pace.unit, /** @type {const} */ (['step', 'epoch'])),
      perSecond: number('pace.perSecond', pace.perSecond, { default: 1, min: 0, max: 1e6, exclusiveMin: true }),
    },
  };
}
