/** Training as the page knows it: one run at a time, the latest wins, and its speed may change while it goes on. */

/**
 * @typedef {object} TrainingResult
 * @property {'finished'|'paused'|'diverged'|'superseded'|'refused'|'failed'} reason superseded: something else was wanted
 *   meanwhile; refused: there is nothing that may be trained; failed: the engine did
 */

/** @typedef {{ epochs?: number, steps?: number, seconds?: number }} Limits without any: until somebody pauses */

/** @typedef {{ unattended?: boolean, unpaced?: boolean }} RunOptions unattended: not held, see `hold`; unpaced: as fast as it goes */

/**
 * @typedef {object} Host what a run needs of the store
 * @property {(name: 'train'|'pause', args?: any) => Promise<any>} call
 * @property {() => import('../engine/types.js').Pace | undefined} pace
 * @property {() => void} changed
 */

export class TrainingController {
  #host;
  /** Grows with every run: results of superseded runs are ignored. */
  #run = 0;
  /** @type {Limits | null} of the run under way */
  #limits = null;
  /** Whether the run under way is being paused only to go on: at another pace, or once it is seen again. */
  #goesOn = false;
  /** Whether runs wait, see `hold`. */
  #held = false;
  /** Whether the run under way goes on although nobody sees it. */
  #unattended = false;
  /** Whether it does not keep to the pace that is set. */
  #unpaced = false;
  /** Lets a run that waits go on. */
  #release = () => {};

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
  }

  get active() {
    return this.#limits !== null;
  }

  /** Whether a run is under way that nothing but a pause would end. */
  get endless() {
    return this.#limits !== null && Object.keys(this.#limits).length === 0;
  }

  /**
   * @param {Limits} limits
   * @param {RunOptions} [options]
   * @returns {Promise<TrainingResult>}
   * @throws {import('../engine/errors.js').EngineError} if the engine fails
   */
  async start(limits, { unattended = false, unpaced = false } = {}) {
    this.#run += 1;
    const run = this.#run;
    this.#limits = limits;
    this.#unattended = unattended;
    this.#unpaced = unpaced;
    this.#release();
    this.#goesOn = false;
    this.#host.changed();
    try {
      const reason = await this.#repeat(run, limits);
      return { reason: run === this.#run ? reason : 'superseded' };
    } finally {
      if (run === this.#run) this.#end();
    }
  }

  /** Ends the run under way, if there is one. */
  async pause() {
    if (!this.active) return;
    this.abandon();
    // What is gone does not train any more; why it is gone is told by itself.
    await this.#host.call('pause').catch(() => {});
  }

  /** Ignores what comes of the run under way: its model is gone, or another run takes its place. */
  abandon() {
    if (!this.active) return;
    this.#run += 1;
    this.#end();
  }

  /** Goes on at the speed that the settings say now. */
  repace() {
    if (this.active) this.#interrupt();
  }

  /**
   * While held, a run under way waits, and counts as training: nobody has paused it.
   *
   * @param {boolean} held
   */
  hold(held) {
    if (held === this.#held) return;
    this.#held = held;
    if (!held) this.#release();
    else if (this.#waits) this.#interrupt();
  }

  /** The train call ends, and the run goes on with another. */
  #interrupt() {
    this.#goesOn = true;
    // Its answer is the end of the train call; a failure is that call's, too.
    this.#host.call('pause').catch(() => {});
  }

  get #waits() {
    return this.active && this.#held && !this.#unattended;
  }

  /** Resolves once the run may go on, or is over. @param {number} run */
  async #whileHeld(run) {
    while (run === this.#run && this.#waits) {
      await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
        this.#release = resolve;
      });
    }
  }

  #end() {
    this.#release();
    this.#limits = null;
    this.#host.changed();
  }

  /**
   * @param {number} run
   * @param {Limits} limits
   * @returns {Promise<TrainingResult['reason']>}
   */
  async #repeat(run, limits) {
    const { steps, epochs, seconds } = limits;
    // What the page has heard of the run before may be less than that run has done by now.
    const begun = (steps ?? epochs) === undefined ? null : this.#host.call('pause').catch(() => null);
    let spent = 0;
    for (let rest = limits; ; ) {
      await this.#whileHeld(run);
      if (run !== this.#run) return 'superseded';
      const before = performance.now();
      const { reason, epoch, step } = await this.#host.call('train', {
        ...rest,
        pace: this.#unpaced ? undefined : this.#host.pace(),
      });
      if (run !== this.#run || reason !== 'paused' || !this.#goesOn) return reason;
      this.#goesOn = false;
      spent += (performance.now() - before) / 1000;
      const from = await begun;
      rest = { ...limits };
      if (epochs !== undefined) rest.epochs = epochs - (epoch - (from?.epoch ?? 0));
      if (steps !== undefined) rest.steps = steps - (step - (from?.step ?? 0));
      if (seconds !== undefined) rest.seconds = seconds - spent;
      if (Object.values(rest).some((left) => left <= 0)) return 'finished';
    }
  }
}

/**
 * @param {import('./settings.js').Settings} settings
 * @returns {import('../engine/types.js').Pace | undefined} undefined at full speed
 */
export function paceOf(settings) {
  return settings.pace > 0 ? { unit: settings.paceUnit, perSecond: settings.pace } : undefined;
}
