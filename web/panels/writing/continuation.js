import { css, html, nothing } from 'lit';
import { directionOf, encodePrompt, joinTokens, shorten, spaceBetween } from '../../text/index.js';
import { barOf } from '../shared/distribution-bars.js';
import { distributionStyles } from '../shared/distribution-styles.js';
import { LaterParts } from '../shared/later-parts.js';
import { notComputed } from '../shared/not-computed.js';
import { SettingField } from '../shared/setting-field.js';
import { StoreElement } from '../shared/store-element.js';
import { tokenName, tokenStyles, tokenView } from '../shared/token-view.js';
import { styled } from '../../ui/styled.js';
import { sameEntries } from '../../ui/same-entries.js';
import { AskedPrompts } from './asked-prompts.js';

/** A longer prompt is shortened where the generated text is shown. */
const MAX_PROMPT_CHARACTERS = 240;

const SAMPLING_SETTINGS = /** @type {const} */ (['strategy', 'topK', 'topP', 'beamWidth', 'length']);

/**
 * The network's continuation of a prompt, generated again after every change of the weights with the same sampling seed, so that
 * any difference is the network's. Each token opens its alternatives; choosing one continues from there.
 */
export class Continuation extends StoreElement {
  static dependencies = { 'rnn-setting-field': SettingField };

  static properties = {
    prompt: {},
    active: { type: Boolean },
    samplingSeed: { state: true },
    opened: { state: true },
    arithmeticOf: { state: true },
  };

  static styles = [
    ...StoreElement.styles,
    tokenStyles,
    distributionStyles,
    css`
      :host {
        margin-block: var(--rnn-space-2) var(--rnn-space-4);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-2) var(--rnn-space-4);
        align-items: baseline;
        justify-content: space-between;
      }
      .text {
        margin-top: var(--rnn-space-2);
        font-size: var(--rnn-text-l);
        line-height: 1.9;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .given {
        color: var(--rnn-muted);
      }
      .text button {
        border: 0;
        padding: 0 1px;
        min-height: 1.5rem;
        min-width: 1rem;
        background: none;
        white-space: pre-wrap;
        border-bottom: 2px solid color-mix(in srgb, var(--rnn-magnitude) calc(var(--probability) * 100%), transparent);
        border-radius: 0;
      }
      .settings {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr));
        gap: var(--rnn-space-2) var(--rnn-space-3);
        margin-top: var(--rnn-space-2);
      }
      .chance {
        margin-bottom: var(--rnn-space-2);
      }
    `,
  ];

  #popover = new LaterParts(this, () => import('../shared/distribution-parts.js'));

  #asked = new AskedPrompts();
  /** @type {unknown} vocabulary that `arithmeticOf` is of */
  #vocabulary;

  constructor() {
    super();
    this.prompt = '';
    /** Whether the panel is visible: only then is text generated. */
    this.active = false;
    this.samplingSeed = 1;
    /** @type {{position: number, anchor: HTMLElement} | null} the generated token whose alternatives are open */
    this.opened = null;
    /** Id of the token whose probability is worked out; −1: the one that was generated. */
    this.arithmeticOf = -1;
  }

  /** @param {import('../shared/store-element.js').Store} store */
  select(store) {
    const { data, info, settings } = store;
    return {
      ...{ data, info, generated: store.view('writing/continuation'), arithmetic: store.view('writing/arithmetic') },
      ...Object.fromEntries([...SAMPLING_SETTINGS, 'temperature'].map((name) => [name, settings[name]])),
    };
  }

  /** A later continuation may end before the token whose alternatives are open. @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const generated = this.#answered?.value;
    if (this.opened && generated && !generated.alternatives[this.opened.position]) this.opened = null;
    const vocabulary = this.store?.data?.vocabulary;
    if (vocabulary !== this.#vocabulary) this.arithmeticOf = -1;
    this.#vocabulary = vocabulary;
  }

  get #inputs() {
    const { data } = this.requiredStore;
    return data ? encodePrompt(data, this.prompt).inputs : new Int32Array(0);
  }

  /** For each generated token, the space before it (' ' or ''), which is no token itself. @param {string} prompt @param {readonly string[]} tokens */
  #spacesBefore(prompt, tokens) {
    const { data } = this.requiredStore;
    if (data?.unit !== 'words') return tokens.map(() => '');
    const before = [encodePrompt(data, prompt).tokens.at(-1) ?? '', ...tokens];
    // The prompt may end with a space already.
    const typed = /\s$/u.test(prompt);
    return tokens.map((token, i) => (spaceBetween(before[i], token) && !(i === 0 && typed) ? ' ' : ''));
  }

  /** @returns {import('../../state/store-controller.js').Views} */
  views() {
    const { store } = this;
    if (!store) return {};
    const inputs = this.#inputs;
    const generates = this.active && store.info && store.data && inputs.length > 0;
    const { strategy, temperature, topK, topP, beamWidth, length } = store.settings;
    // A long text is written on line after line.
    const endId = store.data?.long ? -1 : (store.data?.vocabulary.endId ?? -1);
    // Top-k and top-p apply to sampling only; the temperature also scales the probabilities shown.
    const filter = strategy === 'sample' ? { temperature, topK, topP } : { temperature };
    const args = {
      inputs,
      length,
      strategy,
      beamWidth,
      seed: this.samplingSeed,
      ...filter,
      ...(endId >= 0 ? { endId } : {}),
    };
    if (inputs.length > 0) this.#asked.ask(this.prompt, inputs);
    const until = this.#untilOpened;
    return {
      'writing/continuation': generates ? { call: 'generate', args } : null,
      'writing/arithmetic': generates && until ? { call: 'distribution', args: { inputs: until, ...filter } } : null,
    };
  }

  /** @returns {{ prompt: string, inputs: Int32Array, value: import('../../engine/types.js').Generated } | null} */
  get #answered() {
    return this.#asked.of(this.store?.view('writing/continuation'));
  }

  /** The text up to the token whose alternatives are open, as it is shown. */
  get #untilOpened() {
    const { opened } = this;
    const answered = opened && this.#answered;
    return answered ? Int32Array.of(...answered.inputs, ...answered.value.ids.subarray(0, opened.position)) : null;
  }

  render() {
    const { store, t } = this;
    const vocabulary = store?.data?.vocabulary;
    if (!store || !vocabulary) return nothing;
    const answered = this.#answered;
    return html`
      <div class="head">
        <h3>${t('writing.goesOn')}</h3>
        ${
          store.settings.strategy === 'sample'
            ? html`<button type="button" class="link small" @click=${() => (this.samplingSeed += 1)}>${t('writing.again')}</button>`
            : nothing
        }
      </div>
      ${notComputed(this._state, t)}
      ${this.#renderText(vocabulary, answered)}
      <details>
        <summary>${t('writing.how')}</summary>
        <div class="settings">
          ${SAMPLING_SETTINGS.filter((name) => store.shows(name)).map((name) => html`<rnn-setting-field .store=${store} .name=${name}></rnn-setting-field>`)}
        </div>
      </details>
      ${this.#renderAlternatives(vocabulary, answered)}
    `;
  }

  /**
   * @param {import('../../text/vocabulary.js').Vocabulary} vocabulary
   * @param {{ prompt: string, value: import('../../engine/types.js').Generated } | null} answered
   */
  #renderText(vocabulary, answered) {
    const { prompt = this.prompt, value: generated } = answered ?? {};
    const ids = Array.from(generated?.ids ?? []);
    const tokens = ids.map((id) => vocabulary.token(id));
    const spaces = this.#spacesBefore(prompt, tokens);
    const direction = directionOf([prompt, ...tokens]);
    return html`<p class="text" dir=${direction}><bdi class="given">${shorten(prompt, MAX_PROMPT_CHARACTERS)}</bdi>${
      generated ? ids.map((id, i) => html`${spaces[i]}${this.#renderToken(vocabulary, generated, id, i)}`) : nothing
    }</p>`;
  }

  /**
   * @param {import('../../text/vocabulary.js').Vocabulary} vocabulary
   * @param {import('../../engine/types.js').Generated} generated
   * @param {number} id
   * @param {number} position
   */
  #renderToken(vocabulary, generated, id, position) {
    const { t } = this;
    const token = vocabulary.token(id);
    const probability = generated.probabilities[position];
    const name = t('writing.token', { token: tokenName(token, t), probability: t.format.probability(probability) });
    return html`<button
      type="button"
      class="data"
      ${styled({ '--probability': probability })}
      aria-label=${name}
      title=${name}
      @click=${(/** @type {any} */ event) => this.#open(position, event.currentTarget)}
    >${tokenView(token, t)}</button>`;
  }

  /** @param {number} position @param {HTMLElement} anchor */
  #open(position, anchor) {
    this.opened = this.opened?.position === position ? null : { position, anchor };
    this.arithmeticOf = -1;
  }

  /**
   * @param {import('../../text/vocabulary.js').Vocabulary} vocabulary
   * @param {{ prompt: string, value: import('../../engine/types.js').Generated } | null} answered
   */
  #renderAlternatives(vocabulary, answered) {
    const { t, opened } = this;
    const generated = answered?.value;
    if (!this.#popover.value) return nothing;
    const alternatives = opened ? generated?.alternatives[opened.position] : undefined;
    const chosen = opened ? (generated?.ids[opened.position] ?? -1) : -1;
    const until = this.#untilOpened;
    const answer = /** @type {any} */ (this.store?.view('writing/arithmetic'));
    const distribution = until && answer?.value && sameEntries(until, answer.args.inputs) ? answer.value : undefined;
    return html`<rnn-popover
      .open=${alternatives !== undefined}
      .anchor=${opened?.anchor ?? null}
      .label=${t('writing.alternatives')}
      @close=${() => (this.opened = null)}
    >
      <p class="chance small muted">${t('writing.choose')}</p>
      <div class="distribution">
      <rnn-temperature-slider .store=${this.store}></rnn-temperature-slider>
      ${
        alternatives
          ? html`<rnn-bars
            selectable
            .items=${Array.from(alternatives.ids, (id, i) => barOf(id, alternatives.probabilities[i], vocabulary, t, chosen))}
            .label=${t('writing.alternatives')}
            @bar-point=${(/** @type {CustomEvent} */ event) => (this.arithmeticOf = Number(event.detail.id))}
            @bar-select=${(/** @type {CustomEvent} */ event) => answered && this.#continueWith(Number(event.detail.id), vocabulary, answered)}
          ></rnn-bars>`
          : nothing
      }
      ${distribution ? html`<rnn-arithmetic .t=${t} .distribution=${distribution} .vocabulary=${vocabulary} .chosen=${this.arithmeticOf < 0 ? chosen : this.arithmeticOf}></rnn-arithmetic>` : nothing}
      </div>
    </rnn-popover>`;
  }

  /**
   * Extends the prompt by the text up to the open token, and the token chosen in its place, as they stand there: the press may come
   * before those of the next network.
   * @param {number} id
   * @param {import('../../text/vocabulary.js').Vocabulary} vocabulary
   * @param {{ prompt: string, value: import('../../engine/types.js').Generated }} answered
   */
  #continueWith(id, vocabulary, { prompt, value: generated }) {
    const { data } = this.requiredStore;
    const position = this.opened?.position ?? 0;
    this.opened = null;
    if (!data || id === vocabulary.endId) return;
    const { tokens } = encodePrompt(data, prompt);
    const written = Array.from([...generated.ids.subarray(0, position), id], (one) => vocabulary.token(one));
    const extended = joinTokens([...tokens, ...written], data.unit);
    this.requiredStore.setSetting('beginning', extended);
  }
}
