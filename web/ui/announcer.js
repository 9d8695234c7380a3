/** Changes that the reader did not ask for are announced this often at most. */
const ANNOUNCE_INTERVAL_MS = 5000;

/**
 * Lit reactive controller for a live region. Answers to the reader's actions are announced at once, later changes throttled,
 * the last one always.
 */
export class Announcer {
  #host;
  #saidAt = Number.NEGATIVE_INFINITY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {import('lit').ReactiveControllerHost} host */
  constructor(host) {
    this.#host = host;
    /** Content of the live region. */
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

  /** The announced value has changed by itself. @param {() => string} now the text at the time of announcing */
  follow(now) {
    clearTimeout(this.#timer);
    const wait = this.#saidAt + ANNOUNCE_INTERVAL_MS - performance.now();
    this.#timer = setTimeout(() => this.say(now()), Math.max(0, wait));
  }
}
