import { css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { tokenLabel } from '../../text/index.js';
import { PanelElement } from './panel.js';
import { isOurs } from '../../engine/errors.js';
import { sourceOf } from '../../state/creation.js';
import { readingIn } from '../../state/token-stepper.js';
import { optionList } from './pickers.js';
import { listSentences, sentenceOptions } from './sentences.js';
import { sameEntries } from '../../ui/same-entries.js';

/** Of longer sequences only the beginning is shown: a heat map has no room for more columns. */
export const MAX_TOKENS = 80;

/** Delay of the notice "loading": most answers come sooner. */
const PENDING_NOTICE_MS = 300;

/** Arguments of a view that identify the sequence; an answer with other values is about another sequence. */
const SUBJECT_ARGS = ['sequence', 'heldOut', 'place', 'limit', 'inputs', 'targets', 'name', 'positions', 'target'];

/** Id of the first of these training sequences. @param {readonly number[] | null} sequences */
const firstOf = (sequences) => (sequences ? `training ${sequences[0]}` : null);

/** @param {any} a @param {any} b */
const isSame = (a, b) =>
  Object.is(a, b) || (a?.length !== undefined && b?.length !== undefined && typeof a === 'object' && sameEntries(a, b));

/**
 * Base of the panels that show one sequence of the text, chosen by the reader. The last picture is kept until the engine has
 * answered all views that the next one needs.
 *
 * A subclass overrides renderPicture() instead of renderBody().
 */
export class SequencePanel extends PanelElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { sentence: {}, slow: { state: true } };

  static styles = [
    ...PanelElement.styles,
    css`
      .kept[inert] {
        opacity: 0.4;
      }
      .cut {
        margin-top: var(--rnn-space-2);
      }
      /* For subclasses: the controls above the picture, and its two halves. */
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-3);
        align-items: end;
        margin-bottom: var(--rnn-space-3);
      }
      .look {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--rnn-space-5) var(--rnn-space-6);
        align-items: start;
      }
    `,
  ];

  /** @type {readonly number[] | null} the sequences of the latest token-by-token step */
  #sequences = null;
  /** The sentence that the reader has chosen. */
  #own = '';
  /** @type {import('./panel.js').Views} */
  #wanted = {};
  /** Whether all of them have been answered. */
  #answered = false;
  /** @type {{picture: unknown, model: number} | null} the latest complete picture, and the model version it is of */
  #lastPicture = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    super();
    /** Id of a sentence, such as 'training 0' or 'heldOut 2'. */
    this.sentence = 'training 0';
    /** Whether an answer has been pending for PENDING_NOTICE_MS. */
    this.slow = false;
  }

  // -- for subclasses ------------------------------------------------------------------------------------------------

  /** @returns {unknown} a Lit template; all views() have been answered */
  renderPicture() {
    return nothing;
  }

  /**
   * @param {string} name a key of views()
   * @param {any} [wanted] arguments of that view, if called from within views()
   * @returns {{value?: any, args: any, step?: number} | undefined} the latest answer about the chosen sequence
   */
  answer(name, wanted = this.#wanted[name]?.args) {
    const state = this.#state(name);
    if (!wanted || !state?.value) return undefined;
    return SUBJECT_ARGS.every((key) => isSame(state.args[key], wanted[key])) ? state : undefined;
  }

  /** Tokens of a sequence that are shown. */
  get maxTokens() {
    return MAX_TOKENS;
  }

  /** @param {string} name */
  #state(name) {
    return this.requiredStore.view(`${this.panelId}/${name}`);
  }

  // -- life cycle ----------------------------------------------------------------------------------------------------

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** @param {import('./panel.js').Store} store @returns {Record<string, unknown>} */
  select(store) {
    const { data, modelVersion, info, phase, tokenStep } = store;
    return { data, modelVersion, info, phase, tokenStep };
  }

  /**
   * Switches to the sequence that the network is stepped through token by token, and afterwards back.
   * @param {import('lit').PropertyValues} changed
   */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (!this.store) return;
    const sequences = this.store.tokenStep?.sequences ?? null;
    if (sequences !== this.#sequences) {
      if (this.sentence !== firstOf(this.#sequences)) this.#own = this.sentence;
      this.#sequences = sequences;
      this.sentence = firstOf(sequences) ?? this.#own;
    }
    this.#wanted = this.views();
    const names = Object.keys(this.#wanted);
    this.#answered = names.length > 0 && names.every((name) => this.answer(name));
    this.#watchPending();
  }

  #watchPending() {
    if (this.#answered || !this.visible) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.slow = false;
    } else
      this.#timer ??= setTimeout(() => {
        this.slow = true;
      }, PENDING_NOTICE_MS);
  }

  // -- the sequence --------------------------------------------------------------------------------------------------

  get #sentences() {
    const { data } = this.requiredStore;
    return data ? listSentences(data, this.sentence) : [];
  }

  /** The chosen sentence; the first if the text has none with that id. */
  get #chosenSentence() {
    const all = this.#sentences;
    return all.find(({ id }) => id === this.sentence) ?? all[0];
  }

  /** How far the chosen sequence has been read, token by token; null while it is not stepped through. */
  get readPosition() {
    const { tokenStep, data } = this.requiredStore;
    const listed = this.#chosenSentence;
    if (!data || !tokenStep || tokenStep.updated || listed?.which !== 'training') return null;
    return readingIn(data, tokenStep, listed.index);
  }

  /** The chosen sequence, up to maxTokens; null while there is no model. */
  get chosen() {
    const { data, info } = this.requiredStore;
    const listed = this.#chosenSentence;
    if (!data || !info || !listed) return null;
    const { which, index } = listed;
    const { inputs, targets } = data[which][index];
    return {
      which,
      index,
      /** For calls: by its place, so that the same call is asked for when the text has become another. */
      source: { ...sourceOf(data, which, index), limit: this.maxTokens },
      inputs: inputs.subarray(0, this.maxTokens),
      targets: targets.subarray(0, this.maxTokens),
      cut: inputs.length > this.maxTokens,
    };
  }

  /** @param {number} id */
  token(id) {
    return this.requiredStore.data?.vocabulary.token(id) ?? '';
  }

  /** A token as a label of a row or column. @param {number} id */
  tokenLabel(id) {
    return id < 0 ? '' : tokenLabel(this.token(id));
  }

  // -- rendering -----------------------------------------------------------------------------------------------------

  renderBody() {
    const { modelVersion: model } = this.requiredStore;
    if (this.#answered) this.#lastPicture = { picture: this.renderPicture(), model };
    const kept = this.#lastPicture;
    return html`
      <div class="kept" ?inert=${kept !== null && kept.model !== model}>${kept?.picture ?? nothing}</div>
      ${this.#answered ? nothing : this.#renderAbsence()}
    `;
  }

  /** Why there is no current picture: an error, no model, or loading. */
  #renderAbsence() {
    const { t } = this;
    const { info, phase } = this.requiredStore;
    const failed = Object.keys(this.#wanted)
      .map((name) => this.#state(name)?.error)
      .find(Boolean);
    if (isOurs(failed)) return nothing; // said above the body
    if (failed) return html`<p class="error" role="alert">${t.failure(failed)}</p>`;
    if (!info && phase !== 'loading') return html`<p class="muted">${t('sequence.none')}</p>`;
    const waiting = this.slow && phase !== 'failed';
    return waiting ? html`<p class="small muted" role="status">${t('sequence.loading')}</p>` : nothing;
  }

  renderPicker() {
    const { t } = this;
    const sentences = this.#sentences;
    if (sentences.length < 2) return nothing;
    const chosen = this.#chosenSentence?.id;
    return html`<select
      aria-label=${t('sequence.sequence')}
      @change=${(/** @type {any} */ event) => {
        this.sentence = event.target.value;
      }}
    >
      ${guard([sentences, chosen, t], () => optionList(sentenceOptions(sentences, chosen, t)))}
    </select>`;
  }

  /** Note that only the beginning of the sentence is shown. @param {number} [count] tokens */
  renderCut(count = this.maxTokens) {
    return html`<p class="cut small muted">${this.t('sequence.cut', { count })}</p>`;
  }
}
