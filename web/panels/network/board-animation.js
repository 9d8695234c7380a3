/**
 * Animation of the board: the shown values approach the engine's (exponential smoothing), and a wave passes through the
 * network at an update, forward, then backward. With `prefers-reduced-motion` nothing moves.
 */

/** Time constant of the smoothing. */
const SETTLE_MS = 70;

/** Duration of the wave over all columns. */
const FORWARD_MS = 420;
const BACKWARD_MS = 780;

const prefersReducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** @typedef {{forward: number, backward: number}} Wave progress in each direction, 0..1; −1: not under way */

export class BoardAnimation {
  /** @type {Float64Array} */
  #shown = new Float64Array(0);
  /** @type {Float64Array} */
  #target = new Float64Array(0);
  #waveBegan = Number.NEGATIVE_INFINITY;
  #last = 0;
  #frame = 0;
  #paint;

  /** @param {() => void} paint */
  constructor(paint) {
    this.#paint = paint;
  }

  /** @param {Float64Array} values always in the same layout @param {boolean} jump without animation */
  show(values, jump) {
    this.#target = values;
    if (jump || values.length !== this.#shown.length || prefersReducedMotion()) this.#shown = values.slice();
    this.#request();
  }

  get values() {
    return this.#shown;
  }

  startWave() {
    if (prefersReducedMotion()) return;
    this.#waveBegan = performance.now();
    this.#request();
  }

  /** @returns {Wave} */
  get waveProgress() {
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

  /** @param {number} fraction of the remaining distance @returns {boolean} whether values are still moving */
  #approach(fraction) {
    const [shown, target] = [this.#shown, this.#target];
    let largest = 0;
    for (let i = 0; i < shown.length; i++) {
      const distance = target[i] - shown[i];
      if (Number.isNaN(distance)) {
        shown[i] = target[i];
        continue;
      }
      largest = Math.max(largest, Math.abs(distance));
      shown[i] += distance * fraction;
    }
    if (largest > 0.002) return true;
    shown.set(target);
    return false;
  }
}
