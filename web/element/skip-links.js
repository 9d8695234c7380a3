import { css, html, nothing } from 'lit';
import { StoreElement } from '../panels/shared/store-element.js';

/**
 * Skip links: the first stops of the Tab key, visible only while they have the focus.
 *
 * @fires skip-to bubbles; detail: 'text', 'train' or 'lessons'
 */
export class SkipLinks extends StoreElement {
  static properties = { places: { attribute: false } };

  static styles = [
    ...StoreElement.styles,
    css`
      /* Takes no row of the page's grid. */
      :host {
        position: absolute;
      }
      nav {
        position: absolute;
        inset: 0 auto auto 0;
        z-index: 5;
      }
      button:not(:focus) {
        position: absolute;
        width: 1px;
        height: 1px;
        min-height: 0;
        padding: 0;
        border: 0;
        clip-path: inset(50%);
        overflow: hidden;
      }
      button:focus {
        margin: var(--rnn-space-2);
        background: var(--rnn-surface);
        box-shadow: var(--rnn-shadow);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {readonly ('text' | 'train' | 'lessons')[]} */
    this.places = [];
  }

  render() {
    const { t, store } = this;
    if (!store) return nothing;
    return html`<nav aria-label=${t('page.skip')}>
      ${this.places.map((place) => html`<button type="button" @click=${() => this.#skip(place)}>${t(`page.skipTo.${place}`)}</button>`)}
    </nav>`;
  }

  /** @param {'text' | 'train' | 'lessons'} place */
  #skip(place) {
    this.dispatchEvent(new CustomEvent('skip-to', { detail: place, bubbles: true, composed: true }));
  }
}
