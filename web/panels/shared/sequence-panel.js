import { css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { tokenLabel } from '../../text/index.js';
import { PanelElement } from './panel.js';
import { optionList } from './pickers.js';
import { listSentences, sentenceOptions } from './sentences.js';

/** Of a longer sequence only the beginning is looked into: a picture has room for so many characters. */
export const MAX_TOKENS = 80;

/** Until the reader is told that an answer is awaited, ms: most come sooner. */
const PENDING_NOTICE_MS = 300;

/** The arguments of a view that say what is looked at; the others say only what is asked about it. */
const subject = ['sequence', 'heldOut', 'limit', 'inputs', 'targets', 'name', 'positions', 'target'];

/** @param {any} a @param {any} b */
const same = (a, b) =>
  Object.is(a, b) ||
  (typeof a === 'object' &&
    a?.length !== undefined &&
    a.length === b?.length &&
    a.every((/** @type {unknown} */ entry, /** @type {number} */ i) => entry === b[i]));

/**
 * Base of the panels that look at one sequence of the text: which one is the reader's choice. The last picture stays until
 * the engine has answered everything that the next one needs.
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
    `,
  ];

  /** @type {readonly number[] | null} */
  #reading = null;
  /** @type {import('./panel.js').Views} */
  #wanted = {};
  /** Whether all of it has been answered. */
  #answered = false;
  /** @type {{picture: unknown, model: number} | null} as last drawn, and of which network */
  #kept = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    super();
    /** Id of a sentence, such as 'training 0' or 'heldOut 2'. */
    this.sentence = 'training 0';
    /** Whether an answer has been awaited for a while. */
    this.slow = false;
  }

  // -- for subclasses ------------------------------------------------------------------------------------------------

  /** @returns {unknown} a Lit template; all views() have been answered */
  renderPicture() {
    return nothing;
  }

  /**
   * @param {string} name a key of views()
   * @param {any} [wanted] arguments of that view, where views() has not been asked yet
   * @returns {{value?: any, args: any, step?: number} | undefined} the latest answer about what is looked at now
   */
  answer(name, wanted = this.#wanted[name]?.args) {
    const state = this.#state(name);
    if (!wanted || !state?.value) return undefined;
    return subject.every((key) => same(state.args[key], wanted[key])) ? state : undefined;
  }

  /** How many tokens of a sequence are looked at. */
  get most() {
    return MAX_TOKENS;
  }

  /** @param {string} name */
  #state(name) {
    return this.requiredStore.view(`${this.panelId}/${name}`);
  }

  // -- life ----------------------------------------------------------------------------------------------------------

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** @param {import('./panel.js').Store} store @returns {Record<string, unknown>} */
  select(store) {
    const { data, modelVersion: model, info, phase, tokenStep: reading } = store;
    return { data, model, info, phase, reading };
  }

  /**
   * Looks at the sequence that the network is taken through, as soon as another one begins.
   * @param {import('lit').PropertyValues} changed
   */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (!this.store) return;
    const reading = this.store.tokenStep?.sequences ?? null;
    if (reading !== this.#reading) {
      this.#reading = reading;
      if (reading) this.sentence = `training ${reading[0]}`;
    }
    this.#wanted = this.views();
    const names = Object.keys(this.#wanted);
    this.#answered = names.length > 0 && names.every((name) => this.answer(name));
    this.#watchTheClock();
  }

  #watchTheClock() {
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
    return data ? listSentences(data) : [];
  }

  /** The chosen sentence; the first where the text has none of that name. */
  get #listed() {
    const all = this.#sentences;
    return all.find(({ id }) => id === this.sentence) ?? all[0];
  }

  /** The time step that the chosen sequence has been read up to; null where it is not read step by step. */
  get read() {
    const { tokenStep: reading } = this.requiredStore;
    const listed = this.#listed;
    if (!reading || reading.updated || listed?.which !== 'training') return null;
    return reading.sequences.includes(listed.index) ? reading.at : null;
  }

  /** The chosen sequence, its beginning if it is long; null while there is no model. */
  get chosen() {
    const { data, info } = this.requiredStore;
    const listed = this.#listed;
    if (!data || !info || !listed) return null;
    const { which, index } = listed;
    const { inputs, targets } = data[which][index];
    return {
      which,
      index,
      /** For calls: by its place, so that the same call is asked for when the text has become another. */
      source: which === 'training' ? { sequence: index, limit: this.most } : { heldOut: index, limit: this.most },
      inputs: inputs.subarray(0, this.most),
      targets: targets.subarray(0, this.most),
      cut: inputs.length > this.most,
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
    if (this.#answered) this.#kept = { picture: this.renderPicture(), model };
    const kept = this.#kept;
    return html`
      <div class="kept" ?inert=${kept !== null && kept.model !== model}>${kept?.picture ?? nothing}</div>
      ${this.#answered ? nothing : this.#renderAbsence()}
    `;
  }

  /** Why the picture is not there, or not the present one. */
  #renderAbsence() {
    const { t } = this;
    const { info, phase } = this.requiredStore;
    const failed = Object.keys(this.#wanted)
      .map((name) => this.#state(name)?.error)
      .find(Boolean);
    if (failed) return html`<p class="error" role="alert">${t.failure(failed)}</p>`;
    if (!info && phase !== 'loading') return html`<p class="muted">${t('inside.none')}</p>`;
    const waiting = this.slow && phase !== 'failed';
    return waiting ? html`<p class="small muted" role="status">${t('inside.loading')}</p>` : nothing;
  }

  renderPicker() {
    const { t } = this;
    const sentences = this.#sentences;
    if (sentences.length < 2) return nothing;
    const chosen = this.#listed?.id;
    return html`<select
      aria-label=${t('inside.sequence')}
      @change=${(/** @type {any} */ event) => {
        this.sentence = event.target.value;
      }}
    >
      ${guard([sentences, chosen, t], () => optionList(sentenceOptions(sentences, chosen, t)))}
    </select>`;
  }

  /** That a picture or a reading is of the beginning of the sentence only. @param {number} [count] tokens looked at */
  renderCut(count = this.most) {
    return html`<p class="cut small muted">${this.t('inside.cut', { count })}</p>`;
  }
}
