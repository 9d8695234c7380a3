import { css, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { RnnElement } from '../ui/element.js';
import { styled } from '../ui/styled.js';

/**
 * @typedef {object} Bar
 * @property {string | number} id
 * @property {string} label what the bar stands for, e.g. a token
 * @property {string} [name] the label in words, where it is a sign such as ⏎
 * @property {number} value from 0
 * @property {string} text the value in words
 * @property {boolean} [dim] left out of the draw, shown all the same
 * @property {boolean} [mark] the one that matters, e.g. the token chosen
 *
 * @typedef {{readonly length: number, at: (index: number) => Bar | undefined}} Bars an array, or what makes a bar when it
 *   is asked for
 */

/** Bars beyond those in sight that are rendered in a list that scrolls, at either end. */
const OVERSCAN = 4;

/**
 * Named shares as horizontal bars, longest first as given. A list with `most` scrolls when it is longer, and only what is in
 * sight is rendered, however long it is.
 *
 * @fires bar-select detail: Bar, where `selectable`
 * @fires bar-point detail: Bar, the pointer is over it or it has the focus; where `selectable`
 */
export class BarList extends RnnElement {
  static properties = {
    items: { attribute: false },
    maximum: { type: Number },
    label: {},
    selectable: { type: Boolean },
    most: { type: Number },
    first: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    css`
      :host {
        --row: max(28px, calc(var(--rnn-target) - 4px));
      }
      .scroll {
        overflow-y: auto;
        scrollbar-gutter: stable;
        /* Room for the focus ring. */
        padding: 4px;
        margin: -4px;
      }
      /* The bars of all rows begin at one place, whatever the longest label: only so can their lengths be compared. */
      ul {
        display: grid;
        grid-template-columns: minmax(2.25em, auto) minmax(33%, 1fr) 4.5em;
        gap: 1px var(--rnn-space-2);
      }
      li,
      .bar {
        display: grid;
        grid-template-columns: subgrid;
        grid-column: 1 / -1;
      }
      .bar {
        align-items: center;
        width: 100%;
        height: var(--row);
        min-height: 0;
        padding: 0 var(--rnn-space-1);
        border: 0;
        background: none;
        text-align: start;
      }
      button.bar:hover .label {
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }
      .label {
        font-size: var(--rnn-text-l);
        max-width: 12em;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        text-align: center;
      }
      .track {
        height: 0.75rem;
        background: var(--rnn-sunken);
        outline: 1px solid transparent;
      }
      .fill {
        display: block;
        height: 100%;
        background: var(--rnn-magnitude);
        transform-origin: left;
        transition: width var(--rnn-motion);
      }
      .text {
        font-size: var(--rnn-text-s);
        text-align: end;
      }
      .dim .fill {
        background: var(--rnn-faint);
      }
      .dim .text,
      .dim .label {
        color: var(--rnn-muted);
      }
      .mark .label {
        background: var(--rnn-highlight);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Bars} */
    this.items = [];
    /** Value of a full bar. */
    this.maximum = 1;
    /** Accessible name of the list. */
    this.label = '';
    this.selectable = false;
    /** Bars in sight at once; 0: all. */
    this.most = 0;
    /** The first bar in sight. */
    this.first = 0;
  }

  get #scrolls() {
    return this.most > 0 && this.items.length > this.most;
  }

  /** Places of the bars to render in a list that scrolls. */
  #window() {
    const { length } = this.items;
    const from = Math.max(0, Math.min(this.first, length - this.most) - OVERSCAN);
    return [from, Math.min(length, this.first + this.most + OVERSCAN)];
  }

  /** A bar that has the focus and goes out of sight leaves it to the list. */
  willUpdate() {
    if (!this.#scrolls) return;
    const place = this.shadowRoot?.activeElement?.closest('li')?.dataset.place;
    const [from, to] = this.#window();
    if (place !== undefined && (Number(place) < from || Number(place) >= to))
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.scroll'))?.focus({ preventScroll: true });
  }

  render() {
    const { length } = this.items;
    if (!this.#scrolls) return html`<ul aria-label=${this.label}>${this.#renderRows(0, length)}</ul>`;
    const [from, to] = this.#window();
    const rows = (/** @type {number} */ count) => `calc(${count} * (var(--row) + 1px))`;
    return html`<div class="scroll" tabindex="-1" ${styled({ height: `calc(${rows(this.most)} + 8px)` })} @scroll=${this.#onScroll}>
      <ul aria-label=${this.label} ${styled({ 'padding-block': `${rows(from)} ${rows(length - to)}` })}>
        ${this.#renderRows(from, to)}
      </ul>
    </div>`;
  }

  /** By their places, not by what they stand for: none is moved, and the focus stays where it is. @param {number} from @param {number} to */
  #renderRows(from, to) {
    const { length } = this.items;
    const places = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
    return repeat(
      places,
      (place) => place,
      (place) => {
        const item = this.items.at(place);
        return html`<li data-place=${place} aria-setsize=${length} aria-posinset=${place + 1}>${item && this.#renderBar(item, place)}</li>`;
      },
    );
  }

  /** @param {Bar} item @param {number} place */
  #renderBar(item, place) {
    const share = this.maximum > 0 ? Math.max(0, Math.min(1, item.value / this.maximum)) : 0;
    const classes = `bar ${item.dim ? 'dim' : ''} ${item.mark ? 'mark' : ''}`;
    const inside = html`
      <span class="label">${item.name ? html`<span aria-hidden="true">${item.label}</span><span class="visually-hidden">${item.name}</span>` : html`<bdi>${item.label}</bdi>`}</span>
      <span class="track"><span class="fill ink" ${styled({ width: `${(share * 100).toFixed(2)}%` })}></span></span>
      <span class="text number">${item.text}</span>
    `;
    if (!this.selectable) return html`<div class=${classes}>${inside}</div>`;
    return html`<button
      type="button"
      class=${classes}
      @click=${() => this.#tell('bar-select', item)}
      @pointermove=${(/** @type {PointerEvent} */ event) => event.pointerType === 'mouse' && this.#tell('bar-point', item)}
      @focus=${() => this.#onFocus(item, place)}
    >${inside}</button>`;
  }

  /** The list scrolls to it in a moment; the next ones are there before that. @param {Bar} item @param {number} place */
  #onFocus(item, place) {
    this.first = Math.max(Math.min(this.first, place), place - this.most + 1);
    this.#tell('bar-point', item);
  }

  /** @param {Event} event */
  #onScroll(event) {
    const { scrollTop, scrollHeight } = /** @type {HTMLElement} */ (event.currentTarget);
    this.first = Math.floor((scrollTop / scrollHeight) * this.items.length);
  }

  /** @param {'bar-select' | 'bar-point'} type @param {Bar} item */
  #tell(type, item) {
    this.dispatchEvent(new CustomEvent(type, { detail: item }));
  }
}
