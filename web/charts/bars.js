import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import { RnnElement } from '../theme/element.js';

/**
 * @typedef {object} Bar
 * @property {string | number} id
 * @property {string} label what the bar stands for, e.g. a token
 * @property {string} [name] the label in words, where it is a sign such as ⏎
 * @property {number} value from 0
 * @property {string} text the value in words
 * @property {boolean} [dim] left out of the draw, shown all the same
 * @property {boolean} [mark] the one that matters, e.g. the token chosen
 */

/**
 * Named shares as horizontal bars, longest first as given.
 * @fires bar-select detail: Bar, where `selectable`
 */
export class BarList extends RnnElement {
  static properties = {
    items: { attribute: false },
    maximum: { type: Number },
    label: {},
    selectable: { type: Boolean },
  };

  static styles = [
    ...RnnElement.styles,
    css`
      ul {
        display: grid;
        gap: 1px;
      }
      .bar {
        display: grid;
        grid-template-columns: minmax(2.25em, max-content) minmax(0, 1fr) 4.5em;
        gap: var(--rnn-space-2);
        align-items: center;
        width: 100%;
        min-height: max(28px, calc(var(--rnn-target) - 4px));
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
    /** @type {readonly Bar[]} */
    this.items = [];
    /** Value of a full bar. */
    this.maximum = 1;
    /** Accessible name of the list. */
    this.label = '';
    this.selectable = false;
  }

  render() {
    return html`<ul aria-label=${this.label}>
      ${repeat(
        this.items,
        ({ id }) => id,
        (item) => html`<li>${this.#renderBar(item)}</li>`,
      )}
    </ul>`;
  }

  /** @param {Bar} item */
  #renderBar(item) {
    const share = this.maximum > 0 ? Math.max(0, Math.min(1, item.value / this.maximum)) : 0;
    const classes = `bar ${item.dim ? 'dim' : ''} ${item.mark ? 'mark' : ''}`;
    const inside = html`
      <span class="label">${item.name ? html`<span aria-hidden="true">${item.label}</span><span class="visually-hidden">${item.name}</span>` : item.label}</span>
      <span class="track"><span class="fill" style=${styleMap({ width: `${(share * 100).toFixed(2)}%` })}></span></span>
      <span class="text number">${item.text}</span>
    `;
    if (!this.selectable) return html`<div class=${classes}>${inside}</div>`;
    return html`<button type="button" class=${classes} @click=${() => this.#select(item)}>${inside}</button>`;
  }

  /** @param {Bar} item */
  #select(item) {
    this.dispatchEvent(new CustomEvent('bar-select', { detail: item }));
    return nothing;
  }
}
