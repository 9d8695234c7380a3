/** Delay before opening: passing over a target opens nothing. */
const HOVER_OPEN_MS = 250;

/** Delay before closing: time to move the pointer from the target to the preview. */
const HOVER_CLOSE_MS = 300;

/**
 * Opens a preview when the pointer has rested on its target for a while, and closes it when the pointer has left both.
 * @template Target
 */
export class HoverPreview {
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

  /** The pointer has entered a target. @param {Target} target */
  enter(target) {
    clearTimeout(this.#opening);
    this.#opening = setTimeout(() => {
      this.keepOpen();
      this.#show(target);
    }, HOVER_OPEN_MS);
  }

  /** The pointer has left the target or the preview. */
  leave() {
    this.keepOpen();
    this.#closing = setTimeout(() => this.#hide(), HOVER_CLOSE_MS);
  }

  /** The pointer is on the preview. */
  keepOpen() {
    clearTimeout(this.#opening);
    clearTimeout(this.#closing);
  }
}
