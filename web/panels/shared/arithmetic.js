import { css, html, nothing } from 'lit';
import { withPowers } from '../../ui/powers.js';
import { RnnElement } from '../../ui/element.js';
import { tokenStyles, tokenView } from './token-view.js';

/** Tokens listed; the sum is over all. */
const MAX_ROWS = 8;

/**
 * Softmax with this network's numbers: logit ÷ temperature → filter (top-k, top-p) → exp(scaled − maximum) → sum → probability.
 * Every number is the engine's; the chosen token's probability is also written out as a fraction.
 */
export class Arithmetic extends RnnElement {
  static properties = {
    t: { attribute: false },
    distribution: { attribute: false },
    vocabulary: { attribute: false },
    chosen: { type: Number },
  };

  static styles = [
    ...RnnElement.styles,
    tokenStyles,
    css`
      :host {
        container-type: inline-size;
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
        font-size: var(--rnn-text-s);
      }
      th,
      td {
        font-weight: 400;
        text-align: end;
        white-space: nowrap;
        padding: 1px 0 1px var(--rnn-space-3);
      }
      th:first-child {
        text-align: start;
        padding-inline-start: var(--rnn-space-1);
      }
      thead th {
        white-space: normal;
        vertical-align: bottom;
        color: var(--rnn-muted);
        border-bottom: 1px solid var(--rnn-line);
      }
      tfoot td {
        border-top: 1px solid var(--rnn-line);
      }
      .chosen > * {
        background: var(--rnn-highlight);
      }
      .out {
        color: var(--rnn-muted);
        text-decoration: line-through;
      }
      /* A fixed height for short and long fractions: nothing moves under the pointer. */
      .fraction {
        margin-top: var(--rnn-space-2);
        font-size: var(--rnn-text-s);
        min-height: 3em;
      }
      .fraction span:not(:only-child) {
        white-space: nowrap;
      }
      @container (width <= 24rem) {
        table {
          width: 100%;
          font-size: var(--rnn-text-xs);
        }
        th,
        td {
          padding-inline-start: var(--rnn-space-1);
        }
        tfoot > tr > * {
          white-space: normal;
          vertical-align: top;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {import('../../engine/types.js').Distribution | undefined} */
    this.distribution = undefined;
    /** @type {import('../../text/vocabulary.js').Vocabulary | undefined} */
    this.vocabulary = undefined;
    /** Id of the token whose probability is written out; −1: the most probable. */
    this.chosen = -1;
  }

  render() {
    const { t, distribution, vocabulary } = this;
    if (!t || !distribution || !vocabulary) return nothing;
    // Another network may have fewer tokens.
    const isThere = this.chosen >= 0 && this.chosen < distribution.order.length;
    const chosen = isThere ? this.chosen : distribution.order[0];
    const shown = Array.from(distribution.order.subarray(0, MAX_ROWS));
    if (!shown.includes(chosen)) shown[shown.length - 1] = chosen;
    // At temperature 1 the scaled logits are the logits.
    const scaled = distribution.order.some((id) => distribution.scaled[id] !== distribution.logits[id]);
    const columns = scaled
      ? /** @type {const} */ ([
          'arithmetic.token',
          'arithmetic.logit',
          'arithmetic.scaled',
          'arithmetic.exponentialScaled',
          'arithmetic.share',
        ])
      : /** @type {const} */ (['arithmetic.token', 'arithmetic.logit', 'arithmetic.exponential', 'arithmetic.share']);
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${t('arithmetic.label')}>
        <table>
          <thead>
            <tr>${columns.map((key) => html`<th scope="col">${withPowers(t(key))}</th>`)}</tr>
          </thead>
          <tbody>${shown.map((id) => this.#renderRow(distribution, id, { scaled, chosen: id === chosen }))}</tbody>
          <tfoot>
            <tr>
              <th scope="row">${t('arithmetic.all', { count: distribution.order.length })}</th>
              ${scaled ? html`<td></td>` : nothing}
              <td>${t('arithmetic.maximum', { value: t.format.number(distribution.maximum) })}</td>
              <td>${t('arithmetic.sum', { value: t.format.number(distribution.sum) })}</td>
              <td>${t.format.number(1)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <p class="fraction">${this.#fraction(distribution, chosen).map((part) => html`<span>${withPowers(part)}</span> `)}</p>
    `;
  }

  /**
   * @param {import('../../engine/types.js').Distribution} distribution
   * @param {number} id
   * @param {{scaled: boolean, chosen: boolean}} look scaled: with a column of the scaled logits
   */
  #renderRow({ logits, scaled, kept, exponentials, probabilities }, id, look) {
    const t = /** @type {import('../../i18n/index.js').Translator} */ (this.t);
    const { number } = t.format;
    const token = /** @type {import('../../text/vocabulary.js').Vocabulary} */ (this.vocabulary).token(id);
    const out = kept[id] ? '' : 'out';
    return html`<tr class=${look.chosen ? 'chosen' : ''} data-id=${id}>
      <th scope="row">${tokenView(token, t)}</th>
      <td class=${look.scaled ? '' : out}>${number(logits[id])}</td>
      ${look.scaled ? html`<td class=${out}>${number(scaled[id])}</td>` : nothing}
      <td>${kept[id] ? number(exponentials[id]) : '–'}</td>
      <td>${number(probabilities[id])}</td>
    </tr>`;
  }

  /**
   * The probability as a fraction, in parts between which a line can break.
   * @param {import('../../engine/types.js').Distribution} distribution
   * @param {number} id
   * @returns {string[]}
   */
  #fraction({ scaled, kept, exponentials, probabilities, maximum, sum }, id) {
    const t = /** @type {import('../../i18n/index.js').Translator} */ (this.t);
    const { number } = t.format;
    if (!kept[id]) return [t('arithmetic.filtered')];
    return [
      number(probabilities[id]),
      `= e^(${number(scaled[id])} − ${number(maximum)}) / ${number(sum)}`,
      `= ${number(exponentials[id])} / ${number(sum)}`,
    ];
  }
}
