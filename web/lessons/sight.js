/**
 * The free part of the window beside the lesson's card, bringing a thing into it, and the place of the card where the thing
 * is not.
 */
import { follow } from './finding.js';

/** Room left between the thing and what borders on it, px: the ring must fit in. */
const MARGIN_PX = 10;
/** For so long a thing is kept in sight while the page above it loads, ms; a reader who scrolls ends it at once. */
const SCROLL_TIMEOUT_MS = 5000;

const takeovers = /** @type {const} */ (['wheel', 'touchmove']);

/** @typedef {{top: number, bottom: number}} Span */

/** Keeps a thing in the free part of the window until it rests there, the reader scrolls, or some seconds have passed. */
export class Sight {
  #frame = 0;

  /**
   * @param {ParentNode | undefined} root
   * @param {readonly string[]} path
   * @param {() => Span} free
   * @param {() => void} rested called with every frame in which it is at rest
   */
  keep(root, path, free, rested) {
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
      // Not before the page is at rest: a smooth scroll may be under way.
      if (target && calm >= 3) {
        bring(target, free());
        rested();
      }
      if (performance.now() < end) this.#frame = requestAnimationFrame(watch);
      else this.stop();
    };
    for (const type of takeovers) window.addEventListener(type, this.stop, { passive: true, capture: true });
    this.#frame = requestAnimationFrame(watch);
  }

  stop = () => {
    cancelAnimationFrame(this.#frame);
    for (const type of takeovers) window.removeEventListener(type, this.stop, { capture: true });
  };
}

/**
 * How much of the window's edges is taken by what sticks there in the thing's own panel, such as the buttons of the walk.
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

/** @param {Element} target @param {Span} free */
function bring(target, free) {
  const by = scrollNeeded(target.getBoundingClientRect(), free);
  if (Math.abs(by) < 2) return;
  const near = Math.abs(by) < 1.5 * window.innerHeight;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  window.scrollBy({ top: by, behavior: near && !still ? 'smooth' : 'instant' });
}

/**
 * How far the page has to scroll so that a thing lies in the free part: a third of the way down, with what is above it to tell
 * where one is. What is larger than the free part begins at its upper edge; what is seen already stays where it is.
 * @param {Span} box
 * @param {Span} free
 */
export function scrollNeeded(box, free) {
  const [top, bottom] = [free.top + MARGIN_PX, free.bottom - MARGIN_PX];
  const slack = bottom - top - (box.bottom - box.top);
  if (slack < 0) return box.top - top;
  return box.top < top || box.bottom > bottom ? box.top - top - slack / 3 : 0;
}

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/** @param {Box} a @param {Box} b */
const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Corners of the window for the card, in the order in which they are tried: 'block inline'. */
export const corners = Object.freeze(/** @type {const} */ (['end end', 'end start', 'start end', 'start start']));

/** @typedef {typeof corners[number]} Corner */

/**
 * @param {Corner} corner
 * @param {{width: number, height: number}} card
 * @param {Box} within the window without the bar
 * @returns {Box}
 */
export function boxAt(corner, { width, height }, within) {
  const [block, inline] = corner.split(' ');
  const left = inline === 'end' ? within.right - width : within.left;
  const top = block === 'end' ? within.bottom - height : within.top;
  return { left, top, right: left + width, bottom: top + height };
}

/**
 * The corner in which the card covers none of the things; the present one if it will do.
 * @param {Corner} present
 * @param {{width: number, height: number}} card
 * @param {readonly Box[]} things
 * @param {Box} within
 * @returns {Corner | undefined} none: wherever it lay it would cover something
 */
export function freeCorner(present, card, things, within) {
  const grown = things.map(({ left, top, right, bottom }) => ({
    ...{ left: left - MARGIN_PX, top: top - MARGIN_PX, right: right + MARGIN_PX, bottom: bottom + MARGIN_PX },
  }));
  return [present, ...corners].find((corner) => {
    const box = boxAt(corner, card, within);
    return grown.every((thing) => !meet(box, thing));
  });
}
