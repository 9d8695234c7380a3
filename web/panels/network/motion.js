/**
 * What moves on the board: shown values run after the engine's, and a wave goes through the network when it steps, forward
 * and then back. Under `prefers-reduced-motion` nothing does.
 */

/** A shown value has covered most of the way to the new one after this, ms. */
const SETTLE_MS = 70;

/** The wave: over all columns forward, then back, ms. */
const FORWARD_MS = 420;
const BACKWARD_MS = 780;

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** @typedef {{forward: number, backward: number}} Wave how far each way it has come, 0..1; −1: not under way */

export class Motion {
  /** @type {Float64Array} */
  #shown = new Float64Array(0);
  /** @type {Float64Array} */
  #wanted = new Float64Array(0);
  #waveBegan = Number.NEGATIVE_INFINITY;
  #last = 0;
  #frame = 0;
  #paint;

  /** @param {() => void} paint */
  constructor(paint) {
    this.#paint = paint;
  }

  /** Values to be shown, always in the same order. @param {Float64Array} values @param {boolean} jump */
  show(values, jump) {
    this.#wanted = values;
    if (jump || values.length !== this.#shown.length || still()) this.#shown = values.slice();
    this.#request();
  }

  get values() {
    return this.#shown;
  }

  /** Lets a wave go through. */
  wave() {
    if (still()) return;
    this.#waveBegan = performance.now();
    this.#request();
  }

  /** @returns {Wave} */
  get waveNow() {
    const time = performance.now() - this.#waveBegan;
    if (time > FORWARD_MS + BACKWARD_MS) return { forward: -1, backward: -1 };
    if (time < FORWARD_MS) return { forward: time / FORWARD_MS, backward: -1 };
    return { forward: -1, backward: (time - FORWARD_MS) / BACKWARD_MS };
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #request() {
    if (this.#frame) return;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
  }

  #tick = () => {
    this.#frame = 0;
    const now = performance.now();
    const moving = this.#approach(1 - Math.exp(-(now - this.#last) / SETTLE_MS));
    this.#last = now;
    this.#paint();
    if (moving || now - this.#waveBegan < FORWARD_MS + BACKWARD_MS) {
      this.#frame = requestAnimationFrame(this.#tick);
    }
  };

  /** @param {number} share of the way that is left */
  #approach(share) {
    const [shown, wanted] = [this.#shown, this.#wanted];
    let furthest = 0;
    for (let i = 0; i < shown.length; i++) {
      const way = wanted[i] - shown[i];
      if (Number.isNaN(way)) {
        shown[i] = wanted[i];
        continue;
      }
      furthest = Math.max(furthest, Math.abs(way));
      shown[i] += way * share;
    }
    if (furthest > 0.002) return true;
    shown.set(wanted);
    return false;
  }
}
