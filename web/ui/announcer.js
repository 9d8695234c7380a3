/** What changes by itself is told to a screen reader this often at most, ms. */
const ANNOUNCE_INTERVAL_MS = 5000;

/**
 * Lit reactive controller: what a live region says. What the reader has asked for is said at once; what goes on changing
 * meanwhile every few seconds at most, and the last of it in any case.
 */
export class Announcer {
  #host;
  #saidAt = Number.NEGATIVE_INFINITY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {import('lit').ReactiveControllerHost} host */
  constructor(host) {
    this.#host = host;
    /** What the live region says. */
    this.text = '';
    host.addController(this);
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
  }

  /** @param {string} text '' for silence */
  say(text) {
    clearTimeout(this.#timer);
    this.#saidAt = performance.now();
    if (text === this.text) return;
    this.text = text;
    this.#host.requestUpdate();
  }

  /** What is announced may read otherwise by now. @param {() => string} now */
  follow(now) {
    clearTimeout(this.#timer);
    const wait = this.#saidAt + ANNOUNCE_INTERVAL_MS - performance.now();
    this.#timer = setTimeout(() => this.say(now()), Math.max(0, wait));
  }
}
