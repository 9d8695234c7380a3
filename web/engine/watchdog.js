/**
 * Notices a worker that is still there and answers nothing any more: one that hangs, or was ended without a word. Loaded once the
 * page is at work.
 *
 * While something is pending the worker is asked for its status, and it is silent if no answer comes. What must not count as its
 * silence: a page that is busy or asleep itself, whose own clock is late then, and a machine that is so busy that nobody gets to
 * run. So only ticks that come in time are counted, and then another worker is started: if that one has had the time to load the
 * engine and answer while the first has not even said its status, the first is lost.
 */

/**
 * @typedef {import('./client.js').EngineClient} EngineClient
 * @typedef {Pick<EngineClient, 'call' | 'onCall' | 'pending' | 'giveUp'>} Watched
 * @typedef {{ call: (name: any) => Promise<any>, dispose: () => void }} Probe
 */

const TICK_MS = 250;
/** Ticks in time without an answer before another worker is started. */
const SILENT_TICKS = 4;
/** Calls that are a single piece of work, which a large network or a slow machine may make long. */
const UNDIVIDED = ['create', 'load', 'save', 'updateSettings', 'rollBack', 'setParameter'];
const UNDIVIDED_TICKS = 120;
/** Of a large network the answers are large, too: so many more ticks for each of its parameters. */
const TICKS_PER_PARAMETER = 2e-6;

export class Watchdog {
  #client;
  #startProbe;
  #parameterCount;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #lastTick = 0;
  #silentTicks = 0;
  #asking = false;
  #probing = false;

  /**
   * @param {Watched} client
   * @param {() => Probe} startProbe starts another worker, with nothing but the engine
   * @param {() => number} parameterCount of the network there is
   */
  constructor(client, startProbe, parameterCount) {
    this.#client = client;
    this.#startProbe = startProbe;
    this.#parameterCount = parameterCount;
    client.onCall = () => this.#begin();
    if (client.pending.length > 0) this.#begin();
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
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    /** @type {{ unref?: () => void }} */ (/** @type {unknown} */ (this.#timer)).unref?.(); // in Node: keeps no program alive
  }

  #tick() {
    const now = performance.now();
    const late = now - this.#lastTick > 2 * TICK_MS;
    this.#lastTick = now;
    const pending = this.#client.pending.length - (this.#asking ? 1 : 0);
    if (pending === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#silentTicks = late || !this.#asking ? 0 : this.#silentTicks + 1;
    if (!this.#asking) this.#ask();
    if (this.#silentTicks >= this.#patience) this.#probe();
  }

  get #patience() {
    const least = this.#client.pending.some((name) => UNDIVIDED.includes(name)) ? UNDIVIDED_TICKS : SILENT_TICKS;
    return least + Math.floor(TICKS_PER_PARAMETER * this.#parameterCount());
  }

  async #ask() {
    this.#asking = true;
    // A worker that is known to be lost needs no watching; the client has said so.
    await this.#client.call('status').catch(() => this.end());
    this.#asking = false;
  }

  async #probe() {
    if (this.#probing) return;
    this.#probing = true;
    /** @type {Probe | undefined} */
    let probe;
    try {
      probe = this.#startProbe();
      await probe.call('status');
      if (this.#asking && this.#silentTicks >= this.#patience) this.#client.giveUp('it does not answer');
    } catch {
      // No other worker can be had: then this one, silent as it is, is no worse.
    } finally {
      probe?.dispose();
      this.#probing = false;
    }
  }
}
