/**
 * Geometry of the lesson guide: scrolling a target into the part of the window that the card leaves free, and the corner of the
 * window in which the card covers no target.
 */
import { follow } from './finding.js';

/** Around a target: room for the ring. */
const MARGIN_PX = 10;
/** The target is kept in view for this long while content above it loads. */
const SCROLL_TIMEOUT_MS = 5000;

/** Events by which the reader takes over the scrolling. */
const CANCEL_EVENTS = /** @type {const} */ (['wheel', 'touchmove']);

/**
 * @typedef {{top: number, bottom: number}} Span
 * @typedef {Span & { above: number, below: number }} Free  what neither bars nor card cover of the window's part that is seen, and how
 *   much of that they cover, px
 */

/** Keeps a target in the free part of the window until the reader scrolls or SCROLL_TIMEOUT_MS have passed. */
export class Sight {
  #frame = 0;

  /**
   * @param {ParentNode | undefined} root
   * @param {readonly string[]} path
   * @param {() => Free} free
   * @param {() => void} onRest called in every frame in which the target is at rest
   */
  keep(root, path, free, onRest) {
    this.stop();
    if (path.length === 0) return;
    const end = performance.now() + SCROLL_TIMEOUT_MS;
    let [before, calm] = [Number.NaN, 3];
    const watch = () => {
      const { found, nearest } = follow(root, path);
      const target = found ?? nearest;
      const top = target?.getBoundingClientRect().top ?? Number.NaN;
      calm = Math.abs(top - before) < 1 ? calm + 1 : 0;
      before = top;
      // Only when the page is at rest: a smooth scroll may be under way.
      if (target && calm >= 3) {
        scrollIntoFree(target, free());
        onRest();
      }
      if (performance.now() < end) this.#frame = requestAnimationFrame(watch);
      else this.stop();
    };
    for (const type of CANCEL_EVENTS) window.addEventListener(type, this.stop, { passive: true, capture: true });
    this.#frame = requestAnimationFrame(watch);
  }

  stop = () => {
    cancelAnimationFrame(this.#frame);
    for (const type of CANCEL_EVENTS) window.removeEventListener(type, this.stop, { capture: true });
  };
}

/**
 * How much of the window's edges a sticky element of the target's own panel covers, such as the transport controls of Step
 * through.
 * @param {ParentNode | undefined} root
 * @param {readonly string[]} path
 */
export function stuckBeside(root, path) {
  const { found } = follow(root, path);
  const within = /** @type {ParentNode | undefined} */ (found?.getRootNode());
  const sticky = within?.querySelector('.transport');
  if (!sticky || sticky === found) return { above: 0, below: 0 };
  const { position, top } = getComputedStyle(sticky);
  const height = position === 'sticky' ? sticky.getBoundingClientRect().height : 0;
  return top === 'auto' ? { above: 0, below: height } : { above: height, below: 0 };
}

/** @param {Element} target @param {Free} free */
function scrollIntoFree(target, free) {
  const box = target.getBoundingClientRect();
  const by = scrollNeeded(box, free);
  if (Math.abs(by) < 2) return;
  const { scrollHeight, clientHeight } = document.documentElement;
  if (window.parent !== window && scrollHeight <= clientHeight) return scrollPageAround(target, box, free);
  const near = Math.abs(by) < 1.5 * window.innerHeight;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  window.scrollBy({ top: by, behavior: near && !still ? 'smooth' : 'instant' });
}

/**
 * From within a frame that is as high as its content, which the browser does for an element. At once: the frame does not see that a
 * smooth scroll is under way.
 * @param {Element} target @param {Span} box @param {Free} free
 */
function scrollPageAround(target, box, { top, bottom, above, below }) {
  const { style } = /** @type {HTMLElement} */ (target);
  const before = style.scrollMarginBlock;
  style.scrollMarginBlock = `${above + MARGIN_PX}px ${below + MARGIN_PX}px`;
  const fits = box.bottom - box.top <= bottom - top - 2 * MARGIN_PX;
  target.scrollIntoView({ behavior: 'instant', block: fits ? 'nearest' : 'start' });
  style.scrollMarginBlock = before;
}

/**
 * The scroll distance that brings a box into the free part of the window, a third of the way down, so that its context above is
 * visible. A box larger than that is aligned with its upper edge; 0 if it is visible already.
 * @param {Span} box
 * @param {Span} free
 */
function scrollNeeded(box, free) {
  const [top, bottom] = [free.top + MARGIN_PX, free.bottom - MARGIN_PX];
  const slack = bottom - top - (box.bottom - box.top);
  if (slack < 0) return box.top - top;
  return box.top < top || box.bottom > bottom ? box.top - top - slack / 3 : 0;
}

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/** @param {Box} a @param {Box} b */
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Corners of the window in order of preference: 'block inline'. */
export const corners = Object.freeze(/** @type {const} */ (['end end', 'end start', 'start end', 'start start']));

/** @typedef {typeof corners[number]} Corner */

/**
 * @param {Corner} corner
 * @param {{width: number, height: number}} card
 * @param {Box} within the window without the bar
 * @returns {Box}
 */
function boxAt(corner, { width, height }, within) {
  const [block, inline] = corner.split(' ');
  const left = inline === 'end' ? within.right - width : within.left;
  const top = block === 'end' ? within.bottom - height : within.top;
  return { left, top, right: left + width, bottom: top + height };
}

/**
 * A corner in which the card covers no target; preferably the present one.
 * @param {Corner} present
 * @param {{width: number, height: number}} card
 * @param {readonly Box[]} targets
 * @param {Box} within
 * @returns {Corner | undefined} undefined: there is none
 */
export function freeCorner(present, card, targets, within) {
  const grown = targets.map(({ left, top, right, bottom }) => ({
    ...{ left: left - MARGIN_PX, top: top - MARGIN_PX, right: right + MARGIN_PX, bottom: bottom + MARGIN_PX },
  }));
  return [present, ...corners].find((corner) => {
    const box = boxAt(corner, card, within);
    return grown.every((target) => !overlap(box, target));
  });
}
