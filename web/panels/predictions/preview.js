/** The pointer rests so long on something before it is shown, ms: passing over it opens nothing. */
const HOVER_OPEN_MS = 250;

/** And may be away so long before it is closed, ms: on its way to what has been opened. */
const HOVER_CLOSE_MS = 300;

/**
 * Shows something when the pointer has come to rest on what it is about, and takes it away when the pointer has left both.
 * @template Target
 */
export class Preview {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #opening;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #closing;
  #show;
  #hide;

  /** @param {(target: Target) => void} show @param {() => void} hide */
  constructor(show, hide) {
    this.#show = show;
    this.#hide = hide;
  }

  /** The pointer is on something new. @param {Target} target */
  rest(target) {
    clearTimeout(this.#opening);
    this.#opening = setTimeout(() => {
      this.stay();
      this.#show(target);
    }, HOVER_OPEN_MS);
  }

  /** The pointer has left. */
  leave() {
    this.stay();
    this.#closing = setTimeout(() => this.#hide(), HOVER_CLOSE_MS);
  }

  /** It is on what is shown. */
  stay() {
    clearTimeout(this.#opening);
    clearTimeout(this.#closing);
  }
}
