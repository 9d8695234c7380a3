import { css, html, nothing } from 'lit';
import { barsInSight, distributionBars, otherTokens } from './distribution-bars.js';

/**
 * @typedef {object} Shown
 * @property {import('../../i18n/index.js').Translator} t
 * @property {import('./store-element.js').Store} [store] whose temperature it is
 * @property {import('../../engine/types.js').Distribution} distribution
 * @property {import('../../text/vocabulary.js').Vocabulary} vocabulary
 * @property {string} label
 * @property {number} arithmeticOf id of the token whose share is worked out; −1 is the most probable
 * @property {boolean} open whether the arithmetic is there from the start
 * @property {(id: number) => void} onPoint
 * @property {(id: number) => void} onSelect
 */

/** For the styles of an element that shows a distribution. */
export const distributionStyles = css`
  /* In a popover: as wide whatever the numbers, so that nothing moves under the pointer. */
  .distribution {
    width: min(26rem, calc(100vw - 3.25rem));
  }
  .others {
    margin-block: var(--rnn-space-1) var(--rnn-space-2);
  }
`;

/**
 * The share of every token, and how that of the one pointed at was made, at the temperature that the slider says. Needs
 * rnn-temperature-slider, rnn-bars and rnn-arithmetic.
 * @param {Shown} shown
 */
export function distributionView({ t, store, distribution, vocabulary, label, arithmeticOf, open, onPoint, onSelect }) {
  const idOf = (/** @type {CustomEvent} */ event) => Number(event.detail.id);
  return html`${store ? html`<rnn-temperature-slider .store=${store}></rnn-temperature-slider>` : nothing}
    <rnn-bars
      selectable
      .most=${barsInSight}
      .items=${distributionBars(distribution, vocabulary, t, arithmeticOf)}
      .label=${label}
      @bar-point=${(/** @type {CustomEvent} */ event) => onPoint(idOf(event))}
      @bar-select=${(/** @type {CustomEvent} */ event) => onSelect(idOf(event))}
    ></rnn-bars>
    <p class="others muted small">${otherTokens(distribution, t)}</p>
    <details ?open=${open}>
      <summary>${t('arithmetic.how')}</summary>
      <rnn-arithmetic .t=${t} .distribution=${distribution} .vocabulary=${vocabulary} .chosen=${arithmeticOf}></rnn-arithmetic>
    </details>`;
}
