/** Between two looks at what is seen of the frame. */
const LOOK_MS = 50;

/**
 * The part of the window that the reader sees. In a frame that is made as high as its content, this is what the page around shows of
 * the frame; otherwise the whole window.
 */
export class SeenPart {
  /** @type {IntersectionObserver | undefined} */
  #observer;
  #timer = 0;
  /** @type {import('./sight.js').Span | null} within the window, px; null: all of it */
  #seen = null;

  /** @param {() => void} onChange also when it is no longer followed */
  constructor(onChange) {
    this.onChange = onChange;
  }

  /** From now on it is followed, until stop(). */
  start() {
    if (window.parent === window || this.#observer) return;
    this.#observer = new IntersectionObserver((entries) => {
      this.#follow(entries[entries.length - 1]);
      this.#timer = window.setTimeout(this.#look, LOOK_MS);
    });
    this.#look();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#observer?.disconnect();
    this.#observer = undefined;
    this.#seen = null;
    this.onChange();
  }

  /** A frame hears of no scrolling around it, but whoever begins to observe is told what is seen now, across origins, too. */
  #look = () => {
    this.#observer?.unobserve(document.documentElement);
    this.#observer?.observe(document.documentElement);
  };

  /** Where nothing is seen, what was seen last stays. @param {IntersectionObserverEntry} entry */
  #follow({ intersectionRect: { top, bottom } }) {
    if (bottom <= top || (top === this.#seen?.top && bottom === this.#seen.bottom)) return;
    this.#seen = { top, bottom };
    this.onChange();
  }

  get top() {
    return Math.max(0, this.#seen?.top ?? 0);
  }

  get bottom() {
    return Math.min(window.innerHeight, this.#seen?.bottom ?? window.innerHeight);
  }
}
