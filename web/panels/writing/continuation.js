import { css, html, nothing } from 'lit';
import { BarList } from '../../charts/bars.js';
import { Popover } from '../../ui/popover.js';
import { directionOf, encodeBeginning, joinTokens, shorten, spaceBetween } from '../../text/index.js';
import { Arithmetic } from '../shared/arithmetic.js';
import { barOf } from '../shared/distribution-bars.js';
import { distributionStyles } from '../shared/distribution-view.js';
import { SettingField } from '../shared/setting-field.js';
import { StoreElement } from '../shared/store-element.js';
import { tokenName, tokenStyles, tokenView } from '../shared/token-view.js';
import { TemperatureSlider } from '../shared/temperature-slider.js';
import { styled } from '../../ui/styled.js';

/** Characters of a beginning that are shown before what is written. */
const MAX_PROMPT_TOKENS = 240;

const samplingSettings = /** @type {const} */ (['strategy', 'topK', 'topP', 'beamWidth', 'length']);

/**
 * A beginning written on by the network, again after every change of the weights: with the same dice, so that what changes is the
 * network. Each token opens its alternatives; choosing one goes on from there.
 */
export class Continuation extends StoreElement {
  static dependencies = {
    'rnn-setting-field': SettingField,
    'rnn-bars': BarList,
    'rnn-popover': Popover,
    'rnn-arithmetic': Arithmetic,
    'rnn-temperature-slider': TemperatureSlider,
  };

  static properties = {
    beginning: {},
    active: { type: Boolean },
    dice: { state: true },
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
        border-bottom: 2px solid color-mix(in srgb, var(--rnn-magnitude) calc(var(--share) * 100%), transparent);
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

  constructor() {
    super();
    /** What is continued. */
    this.beginning = '';
    /** Whether the panel around it is in sight: only then does the engine write. */
    this.active = false;
    /** Seed of the coins. */
    this.dice = 1;
    /** @type {{place: number, anchor: HTMLElement} | null} the token whose alternatives are open */
    this.opened = null;
    /** Id of the token whose share is worked out; −1 is the one that was drawn. */
    this.arithmeticOf = -1;
  }

  /** @param {import('../shared/store-element.js').Store} store */
  select(store) {
    const { data, info, settings } = store;
    return {
      ...{ data, info, written: store.view('writing/continuation'), arithmetic: store.view('writing/arithmetic') },
      ...Object.fromEntries([...samplingSettings, 'temperature'].map((name) => [name, settings[name]])),
    };
  }

  get #inputs() {
    const { data } = this.requiredStore;
    return data ? encodeBeginning(data, this.beginning).inputs : new Int32Array(0);
  }

  /** The space that spelling implies before each token that was written, where there is one. @param {readonly string[]} tokens */
  #gaps(tokens) {
    const { data } = this.requiredStore;
    if (data?.unit !== 'words') return tokens.map(() => '');
    const before = [encodeBeginning(data, this.beginning).tokens.at(-1) ?? '', ...tokens];
    // A space that the reader has typed behind a word is there already.
    const typed = /\s$/u.test(this.beginning);
    return tokens.map((token, i) => (spaceBetween(before[i], token) && !(i === 0 && typed) ? ' ' : ''));
  }

  /** @returns {import('../../state/store-controller.js').Views} */
  views() {
    const { store } = this;
    if (!store) return {};
    const inputs = this.#inputs;
    const writes = this.active && store.info && store.data && inputs.length > 0;
    const { strategy, temperature, topK, topP, beamWidth, length } = store.settings;
    const endId = store.data?.vocabulary.endId ?? -1;
    // Without a draw nothing is filtered, but the temperature still makes the shares that are shown.
    const filter = strategy === 'sample' ? { temperature, topK, topP } : { temperature };
    const args = { inputs, length, strategy, beamWidth, seed: this.dice, ...filter, ...(endId >= 0 ? { endId } : {}) };
    const ids = this.#written?.ids;
    const until = this.opened && ids ? Int32Array.of(...inputs, ...ids.subarray(0, this.opened.place)) : null;
    return {
      'writing/continuation': writes ? { call: 'generate', args } : null,
      'writing/arithmetic': writes && until ? { call: 'distribution', args: { inputs: until, ...filter } } : null,
    };
  }

  /** @returns {import('../../engine/types.js').Generated | undefined} */
  get #written() {
    return /** @type {any} */ (this.store?.view('writing/continuation'))?.value;
  }

  render() {
    const { store, t } = this;
    const vocabulary = store?.data?.vocabulary;
    if (!store || !vocabulary) return nothing;
    const written = this.#written;
    return html`
      <div class="head">
        <h3>${t('writing.goesOn')}</h3>
        ${
          store.settings.strategy === 'sample'
            ? html`<button type="button" class="link small" @click=${() => (this.dice += 1)}>${t('writing.again')}</button>`
            : nothing
        }
      </div>
      ${this.#renderText(vocabulary, written)}
      <details>
        <summary>${t('writing.how')}</summary>
        <div class="settings">
          ${samplingSettings.filter((name) => store.shows(name)).map((name) => html`<rnn-setting-field .store=${store} .name=${name}></rnn-setting-field>`)}
        </div>
      </details>
      ${this.#renderAlternatives(vocabulary, written)}
    `;
  }

  /**
   * @param {import('../../text/vocabulary.js').Vocabulary} vocabulary
   * @param {import('../../engine/types.js').Generated | undefined} written
   */
  #renderText(vocabulary, written) {
    const ids = Array.from(written?.ids ?? []);
    const tokens = ids.map((id) => vocabulary.token(id));
    const gaps = this.#gaps(tokens);
    const direction = directionOf([this.beginning, ...tokens]);
    return html`<p class="text" dir=${direction}><bdi class="given">${shorten(this.beginning, MAX_PROMPT_TOKENS)}</bdi>${
      written
        ? ids.map((id, place) => html`${gaps[place]}${this.#renderToken(vocabulary, written, id, place)}`)
        : nothing
    }</p>`;
  }

  /**
   * @param {import('../../text/vocabulary.js').Vocabulary} vocabulary
   * @param {import('../../engine/types.js').Generated} written
   * @param {number} id
   * @param {number} place
   */
  #renderToken(vocabulary, written, id, place) {
    const { t } = this;
    const token = vocabulary.token(id);
    const share = written.probabilities[place];
    const name = t('writing.token', { token: tokenName(token, t), probability: t.format.probability(share) });
    return html`<button
      type="button"
      class="data"
      ${styled({ '--share': share })}
      aria-label=${name}
      title=${name}
      @click=${(/** @type {any} */ event) => this.#open(place, event.currentTarget)}
    >${tokenView(token, t)}</button>`;
  }

  /** @param {number} place @param {HTMLElement} anchor */
  #open(place, anchor) {
    this.opened = this.opened?.place === place ? null : { place, anchor };
    this.arithmeticOf = -1;
  }

  /**
   * @param {import('../../text/vocabulary.js').Vocabulary} vocabulary
   * @param {import('../../engine/types.js').Generated | undefined} written
   */
  #renderAlternatives(vocabulary, written) {
    const { t, opened } = this;
    const alternatives = opened ? written?.alternatives[opened.place] : undefined;
    const chosen = opened ? (written?.ids[opened.place] ?? -1) : -1;
    const distribution = /** @type {any} */ (this.store?.view('writing/arithmetic'))?.value;
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
            .items=${Array.from(alternatives.ids, (id, i) => barOf(id, alternatives.shares[i], vocabulary, t, chosen))}
            .label=${t('writing.alternatives')}
            @bar-point=${(/** @type {CustomEvent} */ event) => (this.arithmeticOf = Number(event.detail.id))}
            @bar-select=${(/** @type {CustomEvent} */ event) => this.#goOnWith(Number(event.detail.id))}
          ></rnn-bars>`
          : nothing
      }
      ${distribution ? html`<rnn-arithmetic .t=${t} .distribution=${distribution} .vocabulary=${vocabulary} .chosen=${this.arithmeticOf < 0 ? chosen : this.arithmeticOf}></rnn-arithmetic>` : nothing}
      </div>
    </rnn-popover>`;
  }

  /** The beginning becomes everything up to here, and the token chosen. @param {number} id */
  #goOnWith(id) {
    const { data } = this.requiredStore;
    const place = this.opened?.place ?? 0;
    this.opened = null;
    if (!data || id === data.vocabulary.endId) return;
    const { tokens } = encodeBeginning(data, this.beginning);
    const written = Array.from(this.#written?.ids.subarray(0, place) ?? [], (one) => data.vocabulary.token(one));
    this.requiredStore.setSetting(
      'beginning',
      joinTokens([...tokens, ...written, data.vocabulary.token(id)], data.unit),
    );
  }
}
