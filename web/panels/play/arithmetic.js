import { css, html, nothing } from 'lit';
import { RnnElement } from '../../theme/element.js';
import { tokenStyles, tokenView } from './token-view.js';

/** Tokens shown in full; the others are in the sum all the same. */
const mostRows = 8;

/**
 * How logits become probabilities, with this network's numbers: logit ÷ temperature → filter → exp → sum → share. Every number is
 * the engine's; the chosen token's share is also written out as the fraction it is.
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
      .fraction {
        margin-top: var(--rnn-space-2);
        font-size: var(--rnn-text-s);
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
    /** Id of the token whose share is written out; −1 is the most probable. */
    this.chosen = -1;
  }

  render() {
    const { t, distribution, vocabulary } = this;
    if (!t || !distribution || !vocabulary) return nothing;
    const chosen = this.chosen >= 0 ? this.chosen : distribution.order[0];
    const shown = Array.from(distribution.order.subarray(0, mostRows));
    if (!shown.includes(chosen)) shown.push(chosen);
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${t('arithmetic.label')}>
        <table>
          <thead>
            <tr>${['token', 'logit', 'scaled', 'exponential', 'share'].map((name) => html`<th scope="col">${t(`arithmetic.${name}`)}</th>`)}</tr>
          </thead>
          <tbody>${shown.map((id) => this.#renderRow(distribution, id, id === chosen))}</tbody>
          <tfoot>
            <tr>
              <th scope="row">${t('arithmetic.all', { count: distribution.order.length })}</th>
              <td></td>
              <td>${t('arithmetic.maximum', { value: t.format.number(distribution.maximum) })}</td>
              <td>${t('arithmetic.sum', { value: t.format.number(distribution.sum) })}</td>
              <td>${t.format.number(1)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <p class="fraction number">${this.#fraction(distribution, chosen)}</p>
    `;
  }

  /** @param {import('../../engine/types.js').Distribution} distribution @param {number} id @param {boolean} chosen */
  #renderRow({ logits, scaled, kept, exponentials, shares }, id, chosen) {
    const t = /** @type {import('../../i18n/index.js').Translator} */ (this.t);
    const { number } = t.format;
    const token = /** @type {import('../../text/vocabulary.js').Vocabulary} */ (this.vocabulary).token(id);
    return html`<tr class=${chosen ? 'chosen' : ''} data-id=${id}>
      <th scope="row">${tokenView(token, t)}</th>
      <td>${number(logits[id])}</td>
      <td class=${kept[id] ? '' : 'out'}>${number(scaled[id])}</td>
      <td>${kept[id] ? number(exponentials[id]) : '–'}</td>
      <td>${number(shares[id])}</td>
    </tr>`;
  }

  /** @param {import('../../engine/types.js').Distribution} distribution @param {number} id */
  #fraction({ scaled, kept, exponentials, shares, maximum, sum }, id) {
    const { t } = this;
    if (!t) return nothing;
    const { number } = t.format;
    if (!kept[id]) return t('arithmetic.filtered');
    return `${number(shares[id])} = e^(${number(scaled[id])} − ${number(maximum)}) / ${number(sum)} = ${number(exponentials[id])} / ${number(sum)}`;
  }
}
