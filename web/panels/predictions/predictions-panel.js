import { css, html, nothing } from 'lit';
import { sourceOf } from '../../state/creation.js';
import { firstRead, readingIn } from '../../state/token-stepper.js';
import { directionOf, joinTokens, quoted } from '../../text/index.js';
import { PanelElement } from '../shared/panel.js';
import { distributionStyles } from '../shared/distribution-styles.js';
import { LaterParts } from '../shared/later-parts.js';
import { FIRST_PAGE, pageAfter, pageAt, pagesUpTo } from './pages.js';
import { PredictionRows } from './prediction-rows.js';
import { HoverPreview } from './hover-preview.js';
import { quotation } from '../shared/token-view.js';

/** @typedef {{row: number, position: number, anchor: HTMLElement}} Cell */

/** Every token of the text with the network's prediction of the next one, page by page. */
export class PredictionsPanel extends PanelElement {
  static id = 'predictions';

  static dependencies = { 'rnn-prediction-rows': PredictionRows };

  static properties = {
    which: { state: true },
    pages: { state: true },
    chosen: { state: true },
    arithmeticOf: { state: true },
  };

  static styles = [
    ...PanelElement.styles,
    distributionStyles,
    css`
      .rows {
        max-height: 27rem;
        overflow-y: auto;
        overscroll-behavior: contain;
        /* Room for the focus ring. */
        padding: 4px;
        margin: -4px;
      }
      .pages {
        display: flex;
        gap: var(--rnn-space-3);
        align-items: center;
        margin-top: var(--rnn-space-3);
        font-size: var(--rnn-text-s);
      }
      .question {
        margin-bottom: var(--rnn-space-2);
        max-width: min(26rem, calc(100vw - 3.25rem));
        overflow-wrap: anywhere;
      }
    `,
  ];

  #details = new LaterParts(this, () => import('../shared/distribution-parts.js'));
  #model = '';
  /** @type {WeakMap<object, {offset: number, name: string}>} accessible names of the rows, by sequence */
  #names = new WeakMap();
  /** @type {import('../../state/token-stepper.js').ReadingPlace | null} */
  #tokenStep = null;
  /** @type {HoverPreview<Cell>} */
  #preview = new HoverPreview(
    (cell) => this.#open(cell, false),
    () => this.#closePreview(),
  );

  constructor() {
    super();
    /** @type {'training' | 'heldOut'} */
    this.which = 'training';
    /** @type {import('./pages.js').Page[]} from the first to the one shown: the way back */
    this.pages = [FIRST_PAGE];
    /** @type {Cell & {pinned: boolean} | null} the cell whose distribution is open; unpinned: a preview, closed by itself */
    this.chosen = null;
    /** Id of the token whose probability is worked out; −1: the most probable. */
    this.arithmeticOf = -1;
  }

  /** @param {import('../shared/panel.js').Store} store */
  select(store) {
    const { data, modelVersion: model, info, tokenStep, draft, settings } = store;
    return { data, valid: draft.valid, model, info, tokenStep, temperature: settings.temperature };
  }

  willUpdate() {
    if (!this.store) return;
    const model = `${this.store.modelVersion} ${this.store.data?.long?.place}`;
    if (model !== this.#model) {
      this.#model = model;
      this.#showPages([FIRST_PAGE]);
      if (this.#sequences.length === 0) this.which = 'training';
    }
    this.#followTokenStep();
  }

  /** Turns to the page that the network is being stepped through. */
  #followTokenStep() {
    const tokenStep = this.store?.tokenStep ?? null;
    if (tokenStep === this.#tokenStep) return;
    const { data } = this.requiredStore;
    const from = data && tokenStep ? firstRead(data, tokenStep) : -1;
    // A long text's passages may be on their way.
    if (tokenStep && from < 0) return;
    this.#tokenStep = tokenStep;
    if (!data || !tokenStep) return;
    this.which = 'training';
    this.#showPages(pagesUpTo(this.#lengths, { from, offset: Number(readingIn(data, tokenStep, from)) }));
  }

  get #sequences() {
    return this.store?.data?.[this.which] ?? [];
  }

  get #lengths() {
    return this.#sequences.map(({ inputs }) => inputs.length);
  }

  get #page() {
    return this.pages[this.pages.length - 1];
  }

  views() {
    if (!this.store?.info || !this.store.data) return {};
    const { from, offset } = this.#page;
    const { count, tokens } = pageAt(this.#lengths, this.#page);
    // Of a long text the page has the beginnings of its streams.
    const limit = this.store.data.long && { limit: offset + tokens };
    const { place } = sourceOf(this.store.data, this.which, 0);
    /** @type {import('../shared/panel.js').Views} */
    const views = {
      page: {
        call: 'predictAll',
        args: { which: this.which, from, count, ...limit, place },
      },
    };
    if (this.chosen) {
      const sequence = from + this.chosen.row;
      const source = sourceOf(this.store.data, this.which, sequence);
      views.distribution = {
        call: 'distribution',
        args: { ...source, position: offset + this.chosen.position, temperature: this.store.settings.temperature },
      };
    }
    return views;
  }

  renderActions() {
    if ((this.store?.data?.heldOut.length ?? 0) === 0) return nothing;
    return html`<select
      aria-label=${this.t('predictions.which')}
      @change=${(/** @type {Event} */ event) => {
        this.which = /** @type {'training' | 'heldOut'} */ (/** @type {HTMLSelectElement} */ (event.target).value);
        this.#showPages([FIRST_PAGE]);
      }}
    >
      <option value="training" .selected=${this.which === 'training'}>${this.t('predictions.training', this.#cut)}</option>
      <option value="heldOut" .selected=${this.which === 'heldOut'}>${this.t('predictions.heldOut', this.#cut)}</option>
    </select>`;
  }

  renderBody() {
    const { t, requiredStore: store } = this;
    if (!store.data) return html`<p class="muted">${t('predictions.none')}</p>`;
    return html`
      ${store.draft.valid ? nothing : html`<p class="muted small">${t('predictions.earlier')}</p>`}
      <div @focusout=${this.#onBlur}>
        <rnn-prediction-rows
          class="rows"
          .t=${t}
          .label=${t('predictions.rows', this.wording)}
          .rows=${this.#rows()}
          .even=${store.data.unit === 'characters'}
          .chosen=${this.chosen}
          @position-select=${this.#onSelect}
          @position-hover=${this.#onHover}
          @position-focus=${(/** @type {CustomEvent<Cell>} */ { detail }) => this.chosen && this.#open(detail, false)}
        ></rnn-prediction-rows>
        ${this.#renderDetails()}
      </div>
      ${this.#renderPages()}
    `;
  }

  // -- the distribution at a cell --------------------------------------------------------------------------------------

  /** @param {Cell} cell @param {boolean} pinned */
  #open(cell, pinned) {
    this.chosen = { ...cell, pinned };
    this.arithmeticOf = -1;
  }

  #closePreview() {
    if (this.chosen && !this.chosen.pinned) this.chosen = null;
  }

  /** A press pins the distribution; another one on the same cell closes it. @param {CustomEvent<Cell>} event */
  #onSelect({ detail }) {
    this.#preview.keepOpen();
    if (this.chosen?.pinned && this.chosen.anchor === detail.anchor) this.chosen = null;
    else this.#open(detail, true);
  }

  /** @param {CustomEvent<Cell | null>} event */
  #onHover({ detail }) {
    if (detail && !this.chosen?.pinned) this.#preview.enter(detail);
    else this.#preview.leave();
  }

  /** The focus has left both the rows and the distribution. @param {FocusEvent} event */
  #onBlur({ currentTarget, relatedTarget }) {
    if (!(/** @type {Element} */ (currentTarget).contains(/** @type {Node | null} */ (relatedTarget))))
      this.#closePreview();
  }

  /** @param {number} id of a token */
  #showArithmetic = (id) => {
    this.arithmeticOf = id;
  };

  /** A press inside the distribution keeps it open. */
  #pin() {
    if (this.chosen) this.chosen = { ...this.chosen, pinned: true };
  }

  /** @returns {import('./prediction-rows.js').PredictionRow[]} */
  #rows() {
    const { data } = this.requiredStore;
    if (!data) return [];
    const { which } = this;
    const { from, offset } = this.#page;
    const { count, tokens } = pageAt(this.#lengths, this.#page);
    const { value, args } = this.requiredStore.view(`${this.panelId}/page`) ?? {};
    // Of another page, or of another place of a long text, other tokens were predicted.
    const { place } = sourceOf(data, which, from);
    const isOfPage = args?.which === which && args.from === from && args.place === place;
    const answers = isOfPage ? (value?.sequences ?? []) : [];
    const name = (/** @type {number} */ id) => data.vocabulary.token(id);
    return data[which].slice(from, from + count).map((sequence, i) => {
      const line = data.lines.find((one) => one.which === which && one.index === from + i);
      const part = (/** @type {ArrayLike<number>} */ numbers) =>
        Array.prototype.slice.call(numbers, offset, offset + tokens);
      const answer = answers[i];
      return {
        key: `${which} ${from + i}`,
        direction: line?.direction ?? directionOf(part(sequence.inputs).map(name)),
        name: this.#nameOf(sequence, offset, data.vocabulary, part(sequence.inputs)),
        given: part(sequence.inputs).map(name),
        expected: part(sequence.targets).map((id) => (id < 0 ? null : name(id))),
        predicted: answer ? part(answer.ids).map(name) : [],
        probabilities: answer ? part(answer.probabilities) : [],
        readPosition: this.#readPositionOf(from + i, offset),
      };
    });
  }

  /**
   * Cached: the rows are rebuilt at every update during training.
   * @param {object} sequence @param {number} offset @param {import('../../text/vocabulary.js').Vocabulary} vocabulary
   * @param {number[]} ids
   */
  #nameOf(sequence, offset, vocabulary, ids) {
    const known = this.#names.get(sequence);
    if (known?.offset === offset) return known.name;
    const name = quoted(vocabulary.join(ids));
    this.#names.set(sequence, { offset, name });
    return name;
  }

  /** How far a row has been read, while the network is stepped through it. @param {number} sequence @param {number} offset */
  #readPositionOf(sequence, offset) {
    const { data, tokenStep: step } = this.requiredStore;
    if (!data || !step || step.updated || this.which !== 'training') return null;
    const at = readingIn(data, step, sequence);
    return at === null ? null : Math.min(at, this.#sequences[sequence].inputs.length - 1) - offset;
  }

  /** A text that is read in streams is not cut into sentences. */
  get #cut() {
    return { streamed: (this.store?.data?.streams ?? 0) > 0 };
  }

  #renderPages() {
    const { from, offset } = this.#page;
    const lengths = this.#lengths;
    const next = pageAfter(lengths, this.#page);
    if (!next && this.pages.length === 1) return nothing;
    const { count, tokens } = pageAt(lengths, this.#page);
    const whole = offset === 0 && tokens >= lengths[from];
    const range = whole
      ? this.t('predictions.range', { ...this.#cut, from: from + 1, to: from + count, total: lengths.length })
      : this.t('predictions.part', {
          ...this.#cut,
          number: from + 1,
          from: offset + 1,
          to: Math.min(offset + tokens, lengths[from]),
          total: lengths[from],
        });
    return html`<div class="pages">
      <button type="button" ?disabled=${this.pages.length === 1} @click=${() => this.#showPages(this.pages.slice(0, -1))}>${this.t('predictions.previous')}</button>
      <span class="number">${range}</span>
      <button type="button" ?disabled=${!next} @click=${() => next && this.#showPages([...this.pages, next])}>${this.t('predictions.next')}</button>
    </div>`;
  }

  /** @param {import('./pages.js').Page[]} pages */
  #showPages(pages) {
    this.pages = pages;
    this.#preview.keepOpen();
    this.chosen = null;
  }

  /**
   * The latest distribution, and the text that it comes after: for a moment that may be of the cell before. Without one of this
   * network, of the same text, none.
   */
  #answer() {
    const { data } = this.store ?? {};
    const answer = this.store?.view('predictions/distribution');
    const wanted = /** @type {any} */ (this.views().distribution?.args);
    if (!answer?.value || !wanted || !data || answer.args.place !== wanted.place) return null;
    const { sequence, heldOut = sequence, position } = answer.args;
    const which = 'heldOut' in answer.args ? 'heldOut' : 'training';
    const inputs = data[which][heldOut]?.inputs.slice(0, position + 1);
    return inputs ? { distribution: answer.value, inputs } : null;
  }

  #renderDetails() {
    const { t, chosen } = this;
    const { data } = this.requiredStore;
    const { vocabulary, unit = 'characters' } = data ?? {};
    const { distribution, inputs = new Int32Array(0) } = (chosen && this.#answer()) ?? {};
    // Of a long row the beginning on this page.
    const given = Array.from(inputs, (id) => vocabulary?.token(id) ?? '').slice(this.#page.offset);
    const before = quotation(joinTokens(given, unit), t);
    return this.#details.value?.distributionPopover({
      ...{ t, store: this.requiredStore, before, distribution, vocabulary, arithmeticOf: this.arithmeticOf },
      anchor: chosen?.anchor ?? null,
      onToken: this.#showArithmetic,
      onClose: () => (this.chosen = null),
      onEnter: () => this.#preview.keepOpen(),
      onLeave: () => this.#preview.leave(),
      onPress: () => this.#pin(),
    });
  }
}
