import { html, nothing } from 'lit';
import { BarList } from '../../charts/bars.js';
import { Arithmetic } from './arithmetic.js';
import { distributionBars, otherTokens, VISIBLE_BARS } from './distribution-bars.js';
import { TemperatureSlider } from './temperature-slider.js';

/**
 * @typedef {object} Shown
 * @property {import('../../i18n/index.js').Translator} t
 * @property {import('./store-element.js').Store} [store] whose temperature it is
 * @property {import('../../engine/types.js').Distribution} distribution
 * @property {import('../../text/vocabulary.js').Vocabulary} vocabulary
 * @property {string} label
 * @property {number} arithmeticOf id of the token whose probability is worked out; −1: the most probable
 * @property {boolean} open whether the arithmetic is unfolded at first
 * @property {(id: number) => void} onPoint
 * @property {(id: number) => void} onSelect
 */

/** What distributionView() renders, for `static dependencies`. */
export const distributionDependencies = {
  'rnn-bars': BarList,
  'rnn-arithmetic': Arithmetic,
  'rnn-temperature-slider': TemperatureSlider,
};

/**
 * The probability of every token at the chosen temperature, and the arithmetic behind one of them.
 * @param {Shown} shown
 */
export function distributionView({ t, store, distribution, vocabulary, label, arithmeticOf, open, onPoint, onSelect }) {
  const idOf = (/** @type {CustomEvent} */ event) => Number(event.detail.id);
  return html`${store ? html`<rnn-temperature-slider .store=${store}></rnn-temperature-slider>` : nothing}
    <rnn-bars
      selectable
      .maxVisible=${VISIBLE_BARS}
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
