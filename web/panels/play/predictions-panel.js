import { css, html, nothing } from 'lit';
import { BarList } from '../../charts/bars.js';
import { Popover } from '../../charts/popover.js';
import { PanelElement } from '../panel.js';
import { Arithmetic } from './arithmetic.js';
import { distributionBars } from './distribution-bars.js';
import { PredictionRows } from './prediction-rows.js';

/** So many tokens at once: beyond, the reader turns pages, and the engine is asked only for the page. */
const tokensPerPage = 240;

/** @typedef {{which: 'training' | 'heldOut', from: number, count: number}} Page sequences from .. from + count */

/** Every character of the text with the next one as the network predicts it now. */
export class PredictionsPanel extends PanelElement {
  static id = 'predictions';

  static parts = {
    'rnn-prediction-rows': PredictionRows,
    'rnn-bars': BarList,
    'rnn-popover': Popover,
    'rnn-arithmetic': Arithmetic,
  };

  static properties = {
    which: { state: true },
    starts: { state: true },
    chosen: { state: true },
    arithmeticOf: { state: true },
  };

  static styles = [
    ...PanelElement.styles,
    css`
      .rows {
        max-height: 27rem;
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      .pages {
        display: flex;
        gap: var(--rnn-space-3);
        align-items: center;
        margin-top: var(--rnn-space-3);
        font-size: var(--rnn-text-s);
      }
      rnn-bars {
        min-width: 15rem;
      }
      .question {
        margin-bottom: var(--rnn-space-2);
      }
    `,
  ];

  #model = -1;

  constructor() {
    super();
    /** @type {'training' | 'heldOut'} */
    this.which = 'training';
    /** First sequence of each page up to the present one. */
    this.starts = [0];
    /** @type {{row: number, position: number, anchor: HTMLElement} | null} */
    this.chosen = null;
    /** Id of the token whose share is worked out; −1 is the most probable. */
    this.arithmeticOf = -1;
  }

  /** @param {import('../panel.js').Store} store */
  select(store) {
    return { data: store.data, valid: store.draft.valid, model: store.model, info: store.info };
  }

  willUpdate() {
    if (!this.store || this.store.model === this.#model) return;
    this.#model = this.store.model;
    this.starts = [0];
    this.chosen = null;
    if (this.#sequences.length === 0) this.which = 'training';
  }

  get #sequences() {
    return this.store?.data?.[this.which] ?? [];
  }

  /** @returns {Page} */
  get #page() {
    const from = this.starts[this.starts.length - 1];
    let count = 0;
    for (let room = tokensPerPage; room > 0 && from + count < this.#sequences.length; count++) {
      room -= this.#sequences[from + count].inputs.length;
    }
    return { which: this.which, from, count };
  }

  views() {
    if (!this.store?.info || !this.store.data) return {};
    /** @type {import('../panel.js').Views} */
    const views = { page: { call: 'predictAll', args: this.#page } };
    if (this.chosen) {
      const sequence = this.#page.from + this.chosen.row;
      const source = this.which === 'training' ? { sequence } : { heldOut: sequence };
      views.distribution = { call: 'distribution', args: { ...source, position: this.chosen.position } };
    }
    return views;
  }

  renderActions() {
    if ((this.store?.data?.heldOut.length ?? 0) === 0) return nothing;
    return html`<select
      aria-label=${this.t('predictions.which')}
      @change=${(/** @type {Event} */ event) => {
        this.which = /** @type {'training' | 'heldOut'} */ (/** @type {HTMLSelectElement} */ (event.target).value);
        this.starts = [0];
        this.chosen = null;
      }}
    >
      <option value="training">${this.t('predictions.training')}</option>
      <option value="heldOut">${this.t('predictions.heldOut')}</option>
    </select>`;
  }

  renderBody() {
    const { t, model: store } = this;
    if (!store.data) return html`<p class="muted">${t('predictions.none')}</p>`;
    return html`
      ${store.draft.valid ? nothing : html`<p class="muted small">${t('predictions.earlier')}</p>`}
      <rnn-prediction-rows
        class="rows"
        .t=${t}
        .rows=${this.#rows()}
        .chosen=${this.chosen}
        @position-select=${(/** @type {CustomEvent} */ event) => {
          this.chosen = event.detail;
          this.arithmeticOf = -1;
        }}
      ></rnn-prediction-rows>
      ${this.#renderPages()} ${this.#renderDetails()}
    `;
  }

  /** @returns {import('./prediction-rows.js').PredictionRow[]} */
  #rows() {
    const { data } = this.model;
    if (!data) return [];
    const { vocabulary } = data;
    const { which, from, count } = this.#page;
    const answers = this.view('page')?.sequences ?? [];
    return data[which].slice(from, from + count).map((sequence, i) => {
      const line = data.lines.find((one) => one.which === which && one.index === from + i);
      const shown = sequence.inputs.subarray(0, tokensPerPage);
      const answer = answers[i];
      return {
        key: `${which} ${from + i}`,
        direction: line?.direction ?? 'ltr',
        given: Array.from(shown, (id) => vocabulary.token(id)),
        expected: Array.from(sequence.targets.subarray(0, tokensPerPage), (id) =>
          id < 0 ? null : vocabulary.token(id),
        ),
        predicted: answer ? Array.from(answer.ids, (/** @type {number} */ id) => vocabulary.token(id)) : [],
        probabilities: answer?.probabilities ?? [],
      };
    });
  }

  #renderPages() {
    const { from, count } = this.#page;
    const total = this.#sequences.length;
    if (count >= total) return nothing;
    return html`<div class="pages">
      <button type="button" ?disabled=${from === 0} @click=${() => this.#turnTo(this.starts.slice(0, -1))}>${this.t('predictions.previous')}</button>
      <span class="number">${this.t('predictions.range', { from: from + 1, to: from + count, total })}</span>
      <button type="button" ?disabled=${from + count >= total} @click=${() => this.#turnTo([...this.starts, from + count])}>${this.t('predictions.next')}</button>
    </div>`;
  }

  /** @param {number[]} starts */
  #turnTo(starts) {
    this.starts = starts;
    this.chosen = null;
  }

  #renderDetails() {
    const { t, chosen } = this;
    const vocabulary = this.model.data?.vocabulary;
    const distribution = this.view('distribution');
    const row = chosen ? this.#rows()[chosen.row] : undefined;
    const before = row && chosen ? row.given.slice(0, chosen.position + 1).join('') : '';
    return html`<rnn-popover
      .open=${chosen !== null}
      .anchor=${chosen?.anchor ?? null}
      .label=${t('predictions.details')}
      @close=${() => {
        this.chosen = null;
      }}
    >
      <p class="question">${t('predictions.after', { text: before })}</p>
      ${
        distribution && vocabulary
          ? html`<rnn-bars
                selectable
                .items=${distributionBars(distribution, vocabulary, t, 8)}
                .label=${t('predictions.details')}
                @bar-select=${(/** @type {CustomEvent} */ event) => {
                  this.arithmeticOf = Number(event.detail.id);
                }}
              ></rnn-bars>
              <details open>
                <summary>${t('arithmetic.how')}</summary>
                <rnn-arithmetic .t=${t} .distribution=${distribution} .vocabulary=${vocabulary} .chosen=${this.arithmeticOf}></rnn-arithmetic>
              </details>`
          : nothing
      }
    </rnn-popover>`;
  }
}
