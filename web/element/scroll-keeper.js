/** What is above the target may come late, from a slow network say; after this time it must not pull at the page any more, ms. */
const SCROLL_TIMEOUT_MS = 5000;

/** Frames at rest in the wrong place, with nothing having grown: somebody has scrolled on. A smooth scroll begins sooner. */
const MAX_STILL_FRAMES = 30;

/**
 * A reader who scrolls is left alone at once; one who drags the scroll bar or goes on by the Tab key is noticed by where the
 * page stands. Pressing something in the target is no reason to let it slip away.
 */
const takeovers = /** @type {const} */ (['wheel', 'touchmove']);

/**
 * Brings an element to the top of the window and keeps it there while what is above it still loads and grows. It ends after some
 * seconds, with another target, or as soon as the reader scrolls.
 */
export class ScrollKeeper {
  #frame = 0;

  /** @param {Element} target its scroll-margin-top is respected */
  bring(target) {
    this.stop();
    const started = performance.now();
    let [calm, before, laidOut] = [0, Number.NaN, ''];
    const align = () => {
      laidOut = layoutAround(target);
      target.scrollIntoView({ behavior: isNear(target) ? smooth() : 'auto', block: 'start' });
    };
    const watch = () => {
      const { top } = target.getBoundingClientRect();
      calm = Math.abs(top - before) < 1 ? calm + 1 : 0;
      before = top;
      if (isAligned(target)) laidOut = layoutAround(target);
      else if (calm >= 3 && layoutAround(target) !== laidOut) align();
      else if (calm >= MAX_STILL_FRAMES && !isAtEnd()) return this.stop();
      if (performance.now() - started > SCROLL_TIMEOUT_MS) this.stop();
      else this.#frame = requestAnimationFrame(watch);
    };
    for (const type of takeovers) window.addEventListener(type, this.stop, { passive: true, capture: true });
    align();
    this.#frame = requestAnimationFrame(watch);
  }

  stop = () => {
    cancelAnimationFrame(this.#frame);
    for (const type of takeovers) window.removeEventListener(type, this.stop, { capture: true });
  };
}

/** A way of many windows would be a film of everything in between, and would load all of it. @param {Element} target */
const isNear = (target) => Math.abs(target.getBoundingClientRect().top) < 1.5 * window.innerHeight;

/** @returns {ScrollBehavior} */
const smooth = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth');

/** Where the target stands in the document, and how long that is. @param {Element} target */
const layoutAround = (target) =>
  `${Math.round(target.getBoundingClientRect().top + window.scrollY)} ${document.documentElement.scrollHeight}`;

/** Nothing can be brought further up from there. */
const isAtEnd = () => window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;

/** @param {Element} target */
function isAligned(target) {
  const margin = Number.parseFloat(getComputedStyle(target).scrollMarginTop) || 0;
  return Math.abs(target.getBoundingClientRect().top - margin) <= 2;
}
