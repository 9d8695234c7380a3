import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { encodePrompt, joinTokens, tokenize } from '../../text/index.js';
import { PanelElement } from '../shared/panel.js';
import { AskedPrompts } from './asked-prompts.js';
import { Continuation } from './continuation.js';
import { distributionStyles } from '../shared/distribution-styles.js';
import { LaterParts } from '../shared/later-parts.js';
import { quotation, tokenName } from '../shared/token-view.js';

/** Hovering over a bar shows its arithmetic, so that is unfolded where there is a pointer that hovers. */
const canHover = () => matchMedia('(hover: hover)').matches;

/** Unknown tokens listed in the note below the prompt. */
const MAX_NAMED = 8;

/** A prompt, the network's continuation of it, and the distribution of the next token. */
export class WritingPanel extends PanelElement {
  static id = 'writing';

  static dependencies = { 'rnn-continuation': Continuation };

  static properties = { composed: { state: true }, arithmeticOf: { state: true } };

  static styles = [
    ...PanelElement.styles,
    distributionStyles,
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
        overflow-wrap: anywhere;
      }
    `,
  ];

  #details = new LaterParts(this, () => import('../shared/distribution-parts.js'));
  #asked = new AskedPrompts();
  /** @type {unknown} vocabulary that `arithmeticOf` is of */
  #vocabulary;

  constructor() {
    super();
    /** @type {string | null} the input while an input method is composing; not yet set as the prompt */
    this.composed = null;
    /** Id of the token whose probability is worked out; −1: the most probable. */
    this.arithmeticOf = -1;
  }

  /** @param {import('../shared/panel.js').Store} store */
  select(store) {
    const { data, modelVersion, info, settings } = store;
    return { data, modelVersion, info, beginning: settings.beginning, temperature: settings.temperature };
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const vocabulary = this.store?.data?.vocabulary;
    if (vocabulary !== this.#vocabulary) this.arithmeticOf = -1;
    this.#vocabulary = vocabulary;
  }

  /** The reader's prompt or, while it is empty, the first token of the text. */
  get #prompt() {
    const typed = String(this.requiredStore.settings.beginning);
    return typed !== '' ? typed : this.#example;
  }

  get #example() {
    const { data } = this.requiredStore;
    const first = data?.long?.firstToken ?? data?.training[0]?.inputs[0];
    return data && first !== undefined ? data.vocabulary.token(first) : '';
  }

  /** @returns {import('../shared/panel.js').Views} */
  views() {
    const { store } = this;
    if (!store?.info || !store.data || this.composed !== null) return {};
    const { inputs } = encodePrompt(store.data, this.#prompt);
    this.#asked.ask(this.#prompt, inputs);
    return {
      next:
        inputs.length > 0 ? { call: 'distribution', args: { inputs, temperature: store.settings.temperature } } : null,
    };
  }

  renderBody() {
    const { requiredStore: store } = this;
    const { data } = store;
    const unknown = data ? encodePrompt(data, this.#prompt).unknown : [];
    const next = this.#asked.of(store.view('writing/next'));
    return html`
      ${store.shows('beginning') ? this.#renderBeginning() : nothing}
      <p class="note" id="note">${data ? this.#note(unknown) : nothing}</p>
      <rnn-continuation .store=${store} .prompt=${this.#prompt} .active=${this.visible}></rnn-continuation>
      ${data && next ? this.#renderNext(next, data.vocabulary) : nothing}
    `;
  }

  #renderBeginning() {
    const { t, requiredStore: store } = this;
    return html`<input
      class="beginning"
      dir="auto"
      aria-label=${t('writing.label')}
      aria-describedby="note"
      autocomplete="off"
      spellcheck="false"
      placeholder=${this.#example}
      .value=${live(this.composed ?? String(store.raw('beginning')))}
      @input=${this.#onInput}
      @compositionend=${this.#onInput}
    />`;
  }

  /**
   * @param {{ prompt: string, value: import('../../engine/types.js').Distribution }} next
   * @param {import('../../text/vocabulary.js').Vocabulary} vocabulary
   */
  #renderNext({ prompt, value: distribution }, vocabulary) {
    const { t } = this;
    return this.#details.value?.distributionView({
      ...{ t, store: this.requiredStore, vocabulary, distribution, arithmeticOf: this.arithmeticOf },
      label: t('writing.next', { text: quotation(prompt, t) }),
      open: canHover(),
      onPoint: (id) => {
        this.arithmeticOf = id;
      },
      // A press may come before the next network's bars: the token is the one that stands there.
      onSelect: (id) => id !== vocabulary.endId && this.#append(vocabulary.token(id)),
    });
  }

  /** @param {readonly string[]} unknown */
  #note(unknown) {
    const { t } = this;
    if (unknown.length > 0) return t('writing.unknown', { tokens: this.#namesOf(unknown) });
    if (this.requiredStore.settings.beginning === '')
      return t('writing.example', { text: quotation(this.#example, t) });
    return t('writing.next', { text: quotation(this.#prompt, t) });
  }

  /** Names of the first tokens. @param {readonly string[]} tokens */
  #namesOf(tokens) {
    const { t } = this;
    const names = tokens.slice(0, MAX_NAMED).map((token) => tokenName(token, t));
    return t.format.list([...names, ...(tokens.length > MAX_NAMED ? ['…'] : [])]);
  }

  /** @param {Event} event */
  #onInput(event) {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    this.composed = event.type === 'input' && /** @type {InputEvent} */ (event).isComposing ? value : null;
    if (this.composed === null) this.requiredStore.setSetting('beginning', value);
  }

  /** @param {string} token to go on with */
  #append(token) {
    const { data } = this.requiredStore;
    if (!data) return;
    const tokens = tokenize(this.#prompt, { unit: data.unit });
    this.arithmeticOf = -1;
    this.requiredStore.setSetting('beginning', joinTokens([...tokens, token], data.unit));
  }
}
