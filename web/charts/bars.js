import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { RnnElement } from '../ui/element.js';
import { styled } from '../ui/styled.js';

/**
 * @typedef {object} Bar
 * @property {string | number} id
 * @property {string} label what the bar stands for, e.g. a token
 * @property {string} [name] accessible name, where the label is a sign such as ⏎
 * @property {number} value ≥ 0
 * @property {string} text the value, formatted
 * @property {boolean} [dim] excluded from sampling (by top-k or top-p), shown all the same
 * @property {boolean} [mark] highlighted, e.g. the chosen token
 * @property {boolean} [fixed] not to be selected
 *
 * @typedef {{readonly length: number, at: (index: number) => Bar | undefined}} Bars an array, or a lazy list of bars
 */

/** Bars rendered beyond either end of the visible ones in a list that scrolls. */
const OVERSCAN = 4;

/**
 * Named values as horizontal bars, in the order given. With `maxVisible` a longer list scrolls, and only the visible bars are
 * rendered (virtual scrolling).
 *
 * @fires bar-select detail: Bar, where `selectable`
 * @fires bar-point detail: Bar under the pointer or with the focus, where `selectable`
 */
export class BarList extends RnnElement {
  static properties = {
    items: { attribute: false },
    maximum: { type: Number },
    label: {},
    selectable: { type: Boolean },
    maxVisible: { type: Number },
    first: { state: true },
    cursor: { state: true },
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
      /* All bars begin at the same x, whatever the longest label, so that their lengths can be compared. */
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
      button.bar:not([aria-disabled]):hover .label {
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
    /** Bars visible at once; 0: all. */
    this.maxVisible = 0;
    /** Index of the first visible bar. */
    this.first = 0;
    /** Index of the bar that the Tab key reaches; the arrow keys lead to the others. */
    this.cursor = 0;
  }

  get #scrolls() {
    return this.maxVisible > 0 && this.items.length > this.maxVisible;
  }

  /** Range of the bars to render in a list that scrolls: [from, to). */
  #window() {
    const { length } = this.items;
    const from = Math.max(0, Math.min(this.first, length - this.maxVisible) - OVERSCAN);
    return [from, Math.min(length, this.first + this.maxVisible + OVERSCAN)];
  }

  /** The list takes the focus from a bar that is scrolled away. */
  willUpdate() {
    this.cursor = Math.max(0, Math.min(this.cursor, this.items.length - 1));
    if (!this.#scrolls) return;
    const index = this.shadowRoot?.activeElement?.closest('li')?.dataset.index;
    const [from, to] = this.#window();
    if (index !== undefined && (Number(index) < from || Number(index) >= to))
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.scroll'))?.focus({ preventScroll: true });
  }

  render() {
    const { length } = this.items;
    if (!this.#scrolls)
      return html`<ul aria-label=${this.label} @keydown=${this.#onKey}>${this.#renderRows(0, length)}</ul>`;
    const [from, to] = this.#window();
    const rows = (/** @type {number} */ count) => `calc(${count} * (var(--row) + 1px))`;
    return html`<div class="scroll" tabindex="-1" ${styled({ height: `calc(${rows(this.maxVisible)} + 8px)` })} @scroll=${this.#onScroll}>
      <ul aria-label=${this.label} @keydown=${this.#onKey} ${styled({ 'padding-block': `${rows(from)} ${rows(length - to)}` })}>
        ${this.#renderRows(from, to)}
      </ul>
    </div>`;
  }

  /** Keyed by index, not by item: no row is moved in the document, so the focus stays. @param {number} from @param {number} to */
  #renderRows(from, to) {
    const { length } = this.items;
    const indices = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
    return repeat(
      indices,
      (index) => index,
      (index) => {
        const item = this.items.at(index);
        return html`<li data-index=${index} aria-setsize=${length} aria-posinset=${index + 1}>${item && this.#renderBar(item, index)}</li>`;
      },
    );
  }

  /** @param {Bar} item @param {number} index */
  #renderBar(item, index) {
    const fraction = this.maximum > 0 ? Math.max(0, Math.min(1, item.value / this.maximum)) : 0;
    const classes = `bar ${item.dim ? 'dim' : ''} ${item.mark ? 'mark' : ''}`;
    const inside = html`
      <span class="label">${item.name ? html`<span aria-hidden="true">${item.label}</span><span class="visually-hidden">${item.name}</span>` : html`<bdi>${item.label}</bdi>`}</span>
      <span class="track"><span class="fill ink" ${styled({ width: `${(fraction * 100).toFixed(2)}%` })}></span></span>
      <span class="text number">${item.text}</span>
    `;
    if (!this.selectable) return html`<div class=${classes}>${inside}</div>`;
    return html`<button
      type="button"
      class=${classes}
      aria-disabled=${item.fixed ? 'true' : nothing}
      tabindex=${index === this.#reached ? 0 : -1}
      @click=${() => item.fixed || this.#emit('bar-select', item)}
      @pointermove=${(/** @type {PointerEvent} */ event) => event.pointerType === 'mouse' && this.#emit('bar-point', item)}
      @focus=${() => this.#onFocus(item, index)}
    >${inside}</button>`;
  }

  /** The cursor, or the first bar in sight where that has been scrolled away. */
  get #reached() {
    if (!this.#scrolls) return this.cursor;
    // One in part is enough.
    const isInSight = this.cursor >= this.first - 1 && this.cursor <= this.first + this.maxVisible;
    return isInSight ? this.cursor : Math.min(this.first, this.items.length - 1);
  }

  /** @param {KeyboardEvent} event */
  async #onKey(event) {
    const last = this.items.length - 1;
    const page = this.maxVisible || last;
    const at = this.cursor;
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, PageUp: at - page, PageDown: at + page, Home: 0, End: last }[
      event.key
    ];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.cursor = Math.max(0, Math.min(last, to));
    this.first = Math.max(Math.min(this.first, this.cursor), this.cursor - this.maxVisible + 1, 0);
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (
      this.renderRoot.querySelector(`li[data-index="${this.cursor}"] button`)
    )?.focus();
  }

  /** The browser will scroll to the bar; those around it are rendered before. @param {Bar} item @param {number} index */
  #onFocus(item, index) {
    this.cursor = index;
    this.first = Math.max(Math.min(this.first, index), index - this.maxVisible + 1);
    this.#emit('bar-point', item);
  }

  /** @param {Event} event */
  #onScroll(event) {
    const { scrollTop, scrollHeight } = /** @type {HTMLElement} */ (event.currentTarget);
    this.first = Math.floor((scrollTop / scrollHeight) * this.items.length);
  }

  /** @param {'bar-select' | 'bar-point'} type @param {Bar} item */
  #emit(type, item) {
    this.dispatchEvent(new CustomEvent(type, { detail: item }));
  }
}
