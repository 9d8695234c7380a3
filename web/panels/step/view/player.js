/** Plays the stages one after another. A Lit reactive controller: its host is rendered again when it starts or stops. */
export class Player {
  #host;
  #advance;
  #speed = 1;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {() => boolean} advance to the next stage; returns false at the last one
   */
  constructor(host, advance) {
    this.#host = host;
    this.#advance = advance;
    host.addController(this);
  }

  hostDisconnected() {
    this.stop();
  }

  get playing() {
    return this.#timer !== undefined;
  }

  /** Stages per second. */
  get speed() {
    return this.#speed;
  }

  set speed(speed) {
    this.#speed = speed;
    if (this.playing) this.#start();
    this.#host.requestUpdate();
  }

  toggle() {
    if (this.playing) this.stop();
    else this.#start();
  }

  #start() {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      if (!this.#advance()) this.stop();
    }, 1000 / this.#speed);
    this.#host.requestUpdate();
  }

  stop() {
    if (!this.playing) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#host.requestUpdate();
  }
}
