/** Content above the target may load late: the page is scrolled as long as the layout goes on changing within this time, … */
const SETTLED_MS = 10_000;

/** … and no longer than this. Both begin when nothing above it is on its way any more. */
const SCROLL_TIMEOUT_MS = 30_000;

/**
 * Frames without movement, away from the target and without a layout change, after which the reader must have scrolled (by the
 * scroll bar or the Tab key). Longer than the browser takes to begin a smooth scroll, unless the machine is busy: while something
 * above is on its way, they do not count.
 */
const MAX_STILL_FRAMES = 30;

/** So long after the layout has changed, that and not the reader may have moved the page. */
const UNSTEADY_MS = 5_000;

/** Events that cancel the scroll: the reader scrolls. What happens inside the target does not, nor do other keys. */
const CANCEL_EVENTS = /** @type {const} */ (['wheel', 'touchmove', 'keydown', 'pointerdown']);
const SCROLL_KEYS = ['PageUp', 'PageDown', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Tab'];

/**
 * Scrolls an element to the top of the window and keeps it there while content above it loads and grows. Ends when that has
 * come to rest, with another target, or when the reader scrolls.
 */
export class ScrollKeeper {
  #frame = 0;
  #listeners = new AbortController();

  /**
   * @param {Element} target its scroll-margin-top is respected
   * @param {() => boolean} isLoading whether something above it is on its way
   */
  bring(target, isLoading) {
    this.stop();
    let started = performance.now();
    let [calm, before, laidOut, changed, isRetried] = [0, Number.NaN, '', started, false];
    const followLayout = () => {
      const now = layoutAround(target);
      if (now !== laidOut) changed = performance.now();
      laidOut = now;
    };
    const align = (behavior = isNear(target) ? smooth() : 'auto') => {
      followLayout();
      target.scrollIntoView({ behavior, block: 'start' });
      calm = 0;
    };
    const watch = () => {
      const { top } = target.getBoundingClientRect();
      calm = Math.abs(top - before) < 1 ? calm + 1 : 0;
      before = top;
      if (isAligned(target)) followLayout();
      else if (calm >= 3 && layoutAround(target) !== laidOut) align();
      else if (calm >= MAX_STILL_FRAMES && !isAtEnd() && !isLoading()) {
        if (isRetried || performance.now() - changed > UNSTEADY_MS) return this.stop();
        // The browser gives up a smooth scroll where what is above changes under it: once more, before it is taken for the reader.
        isRetried = true;
        align('auto');
      }
      const now = performance.now();
      if (isLoading()) started = changed = now;
      if (now - changed > SETTLED_MS || now - started > SCROLL_TIMEOUT_MS) this.stop();
      else this.#frame = requestAnimationFrame(watch);
    };
    const cancel = (/** @type {Event} */ event) => {
      const isInside = event.composedPath().includes(target);
      if (event.type === 'wheel' || event.type === 'touchmove' || (!isInside && mayScroll(event))) this.stop();
    };
    this.#listeners = new AbortController();
    const options = { passive: true, capture: true, signal: this.#listeners.signal };
    for (const type of CANCEL_EVENTS) window.addEventListener(type, cancel, options);
    align();
    this.#frame = requestAnimationFrame(watch);
  }

  stop = () => {
    cancelAnimationFrame(this.#frame);
    this.#listeners.abort();
  };
}

/** @param {Event} event */
const mayScroll = (event) => !(event instanceof KeyboardEvent) || SCROLL_KEYS.includes(event.key);

/** Jump over long distances: a smooth scroll would lazy-load every panel it passes. @param {Element} target */
const isNear = (target) => Math.abs(target.getBoundingClientRect().top) < 1.5 * window.innerHeight;

/** @returns {ScrollBehavior} */
const smooth = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth');

/** The target's position in the document and the document's height, as a string to compare. @param {Element} target */
const layoutAround = (target) =>
  `${Math.round(target.getBoundingClientRect().top + window.scrollY)} ${document.documentElement.scrollHeight}`;

/** At the end of the document nothing can be scrolled further up. */
const isAtEnd = () => window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;

/** @param {Element} target */
function isAligned(target) {
  const margin = Number.parseFloat(getComputedStyle(target).scrollMarginTop) || 0;
  return Math.abs(target.getBoundingClientRect().top - margin) <= 2;
}
