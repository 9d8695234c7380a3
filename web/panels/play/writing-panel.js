import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { BarList } from '../../charts/bars.js';
import { encodeBeginning, joinTokens, tokenize } from '../../text/index.js';
import { PanelElement } from '../panel.js';
import { Arithmetic } from './arithmetic.js';
import { Continuation } from './continuation.js';
import { distributionBars } from './distribution-bars.js';

/** A beginning of the reader's own, and what the network thinks comes next. */
export class WritingPanel extends PanelElement {
  static id = 'writing';

  static parts = { 'rnn-bars': BarList, 'rnn-continuation': Continuation, 'rnn-arithmetic': Arithmetic };

  static properties = { composed: { state: true } };

  static styles = [
    ...PanelElement.styles,
    css`
      .beginning {
        width: 100%;
        font-size: var(--rnn-text-l);
        min-height: calc(var(--rnn-target) + 8px) !important;
      }
      .note {
        font-size: var(--rnn-text-s);
        color: var(--rnn-muted);
        margin-block: var(--rnn-space-1) var(--rnn-space-2);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {string | null} what an input method is composing, not yet the reader's word */
    this.composed = null;
  }

  /** @param {import('../panel.js').Store} store */
  select(store) {
    return { data: store.data, model: store.model, info: store.info, beginning: store.settings.beginning };
  }

  /** What is continued: the reader's beginning or, while there is none, the first token of the text. */
  get #beginning() {
    const typed = String(this.model.settings.beginning);
    return typed !== '' ? typed : this.#example;
  }

  get #example() {
    const { data } = this.model;
    const first = data?.training[0]?.inputs[0];
    return data && first !== undefined ? data.vocabulary.token(first) : '';
  }

  /** @returns {import('../panel.js').Views} */
  views() {
    const { store } = this;
    if (!store?.info || !store.data || this.composed !== null) return {};
    const { inputs } = encodeBeginning(store.data, this.#beginning);
    return { next: inputs.length > 0 ? { call: 'distribution', args: { inputs } } : null };
  }

  renderBody() {
    const { t, model: store } = this;
    const { data } = store;
    const unknown = data ? encodeBeginning(data, this.#beginning).unknown : [];
    const next = this.view('next');
    return html`
      <input
        class="beginning"
        aria-label=${t('writing.label')}
        aria-describedby="note"
        autocomplete="off"
        spellcheck="false"
        placeholder=${this.#example}
        .value=${live(this.composed ?? String(store.raw('beginning')))}
        @input=${this.#onInput}
        @compositionend=${this.#onInput}
      />
      <p class="note" id="note">${data ? this.#note(unknown) : nothing}</p>
      ${
        data && next
          ? html`<rnn-bars
            selectable
            .items=${distributionBars(next, data.vocabulary, t, 8)}
            .label=${t('writing.next', { text: this.#beginning })}
            @bar-select=${(/** @type {CustomEvent} */ event) => this.#append(event.detail.id)}
          ></rnn-bars>
          <details>
            <summary>${t('arithmetic.how')}</summary>
            <rnn-arithmetic .t=${t} .distribution=${next} .vocabulary=${data.vocabulary}></rnn-arithmetic>
          </details>`
          : nothing
      }
      <rnn-continuation .store=${store} .beginning=${this.#beginning} .active=${this.visible}></rnn-continuation>
    `;
  }

  /** @param {readonly string[]} unknown */
  #note(unknown) {
    const { t } = this;
    if (unknown.length > 0) return t('writing.unknown', { tokens: unknown.join(' '), count: unknown.length });
    if (this.model.settings.beginning === '') return t('writing.example', { text: this.#example });
    return t('writing.next', { text: this.#beginning });
  }

  /** @param {Event} event */
  #onInput(event) {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    this.composed = event.type === 'input' && /** @type {InputEvent} */ (event).isComposing ? value : null;
    if (this.composed === null) this.model.setSetting('beginning', value);
  }

  /** @param {number} id of the token to go on with */
  #append(id) {
    const { data } = this.model;
    if (!data || id === data.vocabulary.endId) return;
    const tokens = tokenize(this.#beginning, { unit: data.unit });
    this.model.setSetting('beginning', joinTokens([...tokens, data.vocabulary.token(id)], data.unit));
  }
}
