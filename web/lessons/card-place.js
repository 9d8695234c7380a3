/**
 * Placement of the lesson's card: in a corner where it covers none of the step's targets, docked at the lower edge of the window
 * if there is no such corner, or where the reader has dragged it.
 */
import { floating } from './guide-styles.js';
import { corners, freeCorner } from './sight.js';

/** Distance from the window's edges. */
const MARGIN_PX = 16;
/** The card moves only when the page has not scrolled for this long (debounce). */
const SETTLE_MS = 150;

/** @typedef {import('./sight.js').Corner | 'docked' | 'free'} Place */

/** A Lit reactive controller. */
export class CardPlace {
  /** @type {Place} */
  place = corners[0];
  #timer = 0;

  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {() => HTMLElement | null} card
   * @param {() => readonly Element[]} targets that must not be covered
   * @param {() => import('./sight.js').Span} seen of the window, below the sticky control bar, px
   */
  constructor(host, card, targets, seen) {
    this.host = host;
    this.card = card;
    this.targets = targets;
    this.seen = seen;
    host.addController(this);
  }

  hostConnected() {
    window.addEventListener('scroll', this.settleLater, { passive: true });
    window.addEventListener('resize', this.settleLater);
  }

  hostDisconnected() {
    window.removeEventListener('scroll', this.settleLater);
    window.removeEventListener('resize', this.settleLater);
    clearTimeout(this.#timer);
  }

  /** When the page is at rest. */
  settleLater = () => {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.settle(), SETTLE_MS);
  };

  /** Whether the card covers the lower edge of the window. */
  get atEdge() {
    return this.place === 'docked' || !matchMedia(floating).matches;
  }

  /** For another step: undocks the card. */
  reset() {
    if (this.place === 'docked') this.#set(corners[0]);
  }

  /** Moves the card to where it covers no target. */
  settle() {
    const card = this.card();
    if (!card || this.atEdge) return;
    const boxes = this.targets().map((target) => target.getBoundingClientRect());
    const { place } = this;
    const now = card.getBoundingClientRect();
    if (place === 'free' && freeAt(now, boxes)) return;
    const present = place === 'free' || place === 'docked' ? corners[0] : place;
    this.#set(freeCorner(present, now, boxes, this.#window) ?? 'docked');
  }

  get #window() {
    const { top, bottom } = this.seen();
    return {
      left: MARGIN_PX,
      top: top + MARGIN_PX / 2,
      right: window.innerWidth - MARGIN_PX,
      bottom: bottom - MARGIN_PX,
    };
  }

  /** Moves the card to the next corner. */
  cycle() {
    const order = /** @type {const} */ (['end end', 'end start', 'start start', 'start end']);
    this.#set(order[(order.indexOf(/** @type {any} */ (this.place)) + 1) % order.length]);
  }

  /** @param {PointerEvent} event on the card's head */
  drag = (event) => {
    const card = this.card();
    const [pressed] = event.composedPath();
    if (!card || this.atEdge || event.button !== 0 || (pressed instanceof Element && pressed.closest('button'))) return;
    const head = /** @type {HTMLElement} */ (event.currentTarget);
    const { left, top, width, height } = card.getBoundingClientRect();
    const from = { x: event.clientX - left, y: event.clientY - top };
    const move = (/** @type {PointerEvent} */ now) => {
      this.#set('free');
      const [x, y] = [now.clientX - from.x, now.clientY - from.y];
      card.style.left = `${Math.max(0, Math.min(window.innerWidth - width, x))}px`;
      card.style.top = `${Math.max(0, Math.min(window.innerHeight - height, y))}px`;
    };
    head.setPointerCapture(event.pointerId);
    head.addEventListener('pointermove', move);
    head.addEventListener('lostpointercapture', () => head.removeEventListener('pointermove', move), { once: true });
    event.preventDefault();
  };

  /** @param {Place} place */
  #set(place) {
    if (place === this.place) return;
    const card = this.card();
    if (card && place !== 'free') {
      card.style.left = '';
      card.style.top = '';
    }
    this.place = place;
    this.host.requestUpdate();
  }
}

/** @param {DOMRect} now @param {readonly DOMRect[]} boxes */
const freeAt = (now, boxes) =>
  boxes.every(
    (box) => box.left >= now.right || box.right <= now.left || box.top >= now.bottom || box.bottom <= now.top,
  );
