/**
 * Notices a worker that is still there and answers nothing any more: one that hangs, or was ended without a word; and a message that
 * has not arrived, on either way. Loaded once the page is at work.
 *
 * While something is pending the worker is asked for its status, and it is silent if no answer comes. What must not count as its
 * silence: a page that is busy or asleep itself, whose own clock is late then, and a machine that is so busy that nobody gets to
 * run. So only ticks that come in time are counted, and then another worker is started: if that one has had the time to load the
 * engine and to train a network while the first has not even said its status, the first is lost. It has to work, not only to
 * answer: a system gives a thread that has just woken the processor before one that has computed all the time.
 *
 * With its status the worker says which calls it has, and which update it has sent last. Messages keep their order, so a call that was
 * sent before the question and is neither answered nor under way is lost, and so is an update that has not come. Once more, since a
 * port may be somebody's own: what is missing twice is not waited for. The worker is given up, for nobody knows what else it lacks.
 */

/**
 * @typedef {import('./client.js').EngineClient} EngineClient
 * @typedef {Pick<EngineClient, 'call' | 'onCall' | 'pending' | 'giveUp'> & Partial<Pick<EngineClient, 'unanswered' | 'heard' | 'hasUpdate' | 'isReady'>>} Watched
 * @typedef {{ call: (name: any, args?: any) => Promise<any>, dispose: () => void }} Probe
 */

const TICK_MS = 250;
/** Ticks in time without an answer before another worker is started. */
const SILENT_TICKS = 4;
/** Calls that are a single piece of work, which a large network or a slow machine may make long. */
const UNDIVIDED = ['create', 'load', 'save', 'updateSettings', 'rollBack', 'setParameter'];
const UNDIVIDED_TICKS = 120;
/**
 * What the other worker does before it is believed: several times as long as any piece of work that is cut keeps a worker from
 * answering (50 ms), some 0.3 s of an idle processor.
 */
const PROBE_WORK = {
  network: {
    settings: { hiddenSize: 64, cell: 'lstm', truncate: 0 },
    training: [
      {
        inputs: Int32Array.from({ length: 100 }, (_, i) => i % 7),
        targets: Int32Array.from({ length: 100 }, (_, i) => (i + 1) % 7),
      },
    ],
    vocabularySize: 7,
  },
  limits: { steps: 800 },
};
/** Of a large network the answers are large, too: so many more ticks for each of its parameters. */
const TICKS_PER_PARAMETER = 2e-6;

export class Watchdog {
  #client;
  #tickMs;
  #startProbe;
  #parameterCount;
  #isWaiting;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #lastTick = 0;
  #silentTicks = 0;
  /** Questions for its status that have no answer yet. */
  #questions = 0;
  #probing = false;
  /** What was missing at the latest answer: calls by their ids, the last update by its number. */
  #missing = { calls: /** @type {number[]} */ ([]), update: 0 };

  /**
   * @param {Watched} client
   * @param {() => Probe} startProbe starts another worker, with nothing but the engine
   * @param {() => number} parameterCount of the network there is
   * @param {number} [tickMs]
   * @param {() => boolean} [isWaiting] whether an update is waited for, although every call has been answered
   */
  constructor(client, startProbe, parameterCount, tickMs = TICK_MS, isWaiting = () => false) {
    this.#isWaiting = isWaiting;
    this.#tickMs = tickMs;
    this.#client = client;
    this.#startProbe = startProbe;
    this.#parameterCount = parameterCount;
    client.onCall = () => this.#begin();
    if (client.pending.length > 0 || isWaiting()) this.#begin();
  }

  /** Watches no more. */
  end() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#client.onCall = () => {};
  }

  #begin() {
    if (this.#timer !== undefined) return;
    this.#lastTick = performance.now();
    this.#silentTicks = 0;
    this.#timer = setInterval(() => this.#tick(), this.#tickMs);
    /** @type {{ unref?: () => void }} */ (/** @type {unknown} */ (this.#timer)).unref?.(); // in Node: keeps no program alive
  }

  #tick() {
    const now = performance.now();
    const late = now - this.#lastTick > 2 * this.#tickMs;
    this.#lastTick = now;
    const pending = this.#client.pending.length - this.#questions;
    if (pending === 0 && !this.#isWaiting()) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    if (this.#questions === 0) this.#silentTicks = 0;
    else if (!late) this.#silentTicks += 1;
    // Once more after a while: the question itself may be what was lost.
    if (this.#questions === 0 || (!late && this.#silentTicks % SILENT_TICKS === 0)) this.#ask();
    if (this.#silentTicks >= this.#patience) this.#probe();
  }

  get #patience() {
    // Before it is ready it waits for the network, perhaps.
    const isLong = this.#client.isReady === false || this.#client.pending.some((name) => UNDIVIDED.includes(name));
    const least = isLong ? UNDIVIDED_TICKS : SILENT_TICKS;
    return least + Math.floor(TICKS_PER_PARAMETER * this.#parameterCount());
  }

  async #ask() {
    this.#questions += 1;
    const before = this.#client.unanswered ?? [];
    const asked = this.#client.call('status');
    try {
      await asked;
      this.#silentTicks = 0;
      this.#compare(before);
    } catch {
      this.end(); // a worker that is known to be lost needs no watching; the client has said so
    }
    this.#questions -= 1;
  }

  /** @param {readonly number[]} before calls that were sent before the worker was asked */
  #compare(before) {
    const { unanswered = [], heard } = this.#client;
    if (!heard?.underway) return; // a worker of somebody's own
    const calls = before.filter((id) => unanswered.includes(id) && !heard.underway.includes(id));
    const update = heard.updates > 0 && !this.#client.hasUpdate?.(heard.updates) ? heard.updates : 0;
    const again =
      calls.some((id) => this.#missing.calls.includes(id)) || (update > 0 && update === this.#missing.update);
    this.#missing = { calls, update };
    if (again) this.#client.giveUp('a message of it, or to it, was lost');
  }

  async #probe() {
    if (this.#probing) return;
    this.#probing = true;
    /** @type {Probe | undefined} */
    let probe;
    try {
      probe = this.#startProbe();
      await probe.call('create', PROBE_WORK.network);
      await probe.call('train', PROBE_WORK.limits);
      if (this.#questions > 0 && this.#silentTicks >= this.#patience) this.#client.giveUp('it does not answer');
    } catch {
      // No other worker can be had: then this one, silent as it is, is no worse.
    } finally {
      probe?.dispose();
      this.#probing = false;
    }
  }
}
