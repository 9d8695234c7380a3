import { css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { MIN_PLACES, MIN_YES } from '../../engine/unit-split.js';
import { tokenLabel } from '../../text/index.js';
import { PanelElement } from '../shared/panel.js';
import { numbered, picker } from '../shared/pickers.js';
import { ColoredText } from './colored-text.js';
import { withoutMarkAt } from './passage.js';
import { isAboveChance, renderRanking } from './ranking.js';
import { rankingStyles } from './ranking-styles.js';
import { lookedAt, UnitSearch } from './unit-search.js';

/** @typedef {import('../../engine/unit-split.js').Labels} Labels */
/** @typedef {import('../../engine/types.js').UnitActivity} UnitActivity */

/** What single hidden units do: a long text colored by one of them, and all ranked by how well they tell something about it. */
export class UnitsPanel extends PanelElement {
  static id = 'units';

  static dependencies = { 'rnn-colored-text': ColoredText };

  static properties = {
    which: {},
    from: { type: Number },
    layer: { type: Number },
    quantity: {},
    unit: { type: Number },
    feature: {},
    marks: { state: true },
    all: { state: true },
  };

  static styles = [
    ...PanelElement.styles,
    rankingStyles,
    css`
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-3);
        align-items: end;
        margin-bottom: var(--rnn-space-4);
      }
      .look {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--rnn-space-5) var(--rnn-space-6);
        align-items: start;
      }
      @container (width > 760px) {
        .look {
          grid-template-columns: minmax(0, 5fr) minmax(16rem, 3fr);
        }
      }
      h3 {
        margin-bottom: var(--rnn-space-2);
      }
      .verdict {
        margin-bottom: var(--rnn-space-2);
      }
      .place {
        flex: 1 1 14rem;
      }
      .hint {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-1) var(--rnn-space-3);
        align-items: baseline;
      }
    `,
  ];

  #search = new UnitSearch(() => this.requestUpdate());

  constructor() {
    super();
    // A UnitQuery, see unit-search.js.
    /** @type {'training' | 'heldOut'} */
    this.which = 'training';
    this.from = 0;
    /** @type {number | null} */
    this.layer = null;
    this.quantity = 'hidden';
    /** @type {number | null} */
    this.unit = null;
    this.feature = '';
    /** @type {readonly import('./passage.js').Range[]} */
    this.marks = [];
    /** Whether all units are listed. */
    this.all = false;
  }

  /** @param {import('../shared/panel.js').Store} store @returns {Record<string, unknown>} */
  select(store) {
    const { data, modelVersion, info, phase, status } = store;
    return { data, modelVersion, info, phase, step: status?.step };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#search.ask(null, this);
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (this.store) Object.assign(this, this.#search.follow(this.store, this));
  }

  updated() {
    this.#search.ask(this.visible && this.store ? this.store : null, this);
  }

  get #chosen() {
    return lookedAt(/** @type {import('../../engine/types.js').ModelInfo} */ (this.requiredStore.info), this);
  }

  get #target() {
    return this.#search.target(this);
  }

  // -- rendering -----------------------------------------------------------------------------------------------------

  renderBody() {
    const { t, requiredStore: store } = this;
    const { answer, failure, passage } = this.#search;
    if (!store.info) return store.phase === 'loading' ? nothing : html`<p class="muted">${t('sequence.none')}</p>`;
    if (failure) return html`<p class="error" role="alert">${t.failure(failure)}</p>`;
    if (!answer || !passage) return html`<p class="small muted" role="status">${t('sequence.loading')}</p>`;
    return html`
      ${this.#renderChoices(answer.value, passage)}
      <div class="look">
        <div>${this.#renderText(answer.value, passage)}</div>
        <div class="rank">${this.#renderRank(answer)}</div>
      </div>
    `;
  }

  /** @param {UnitActivity} activity @param {import('./passage.js').ShownPassage} passage */
  #renderChoices({ totals, inputs }, { features }) {
    const { t } = this;
    const { quantities, quantity, layers, layer, hiddenSize } = this.#chosen;
    const target = this.#target?.id ?? this.feature;
    const ids = [...features.map(({ id }) => id), /** @type {const} */ ('marks')];
    const total = totals[this.which];
    // The one that is drawn: the network may have become smaller.
    const unit = this.unit === null ? -1 : Math.min(this.unit, hiddenSize - 1);
    return html`<div class="choices">
      ${
        this.#search.isShort
          ? nothing
          : picker(
              'feature',
              t('units.target'),
              ids.map((id) => ({ value: id, text: t(`units.feature.${id}`), chosen: id === target })),
              (id) => (this.feature = id),
            )
      }
      ${guard([t, hiddenSize, unit], () =>
        picker(
          'unit',
          t('units.colored'),
          [
            { value: '', text: t('units.best'), chosen: unit < 0 },
            ...numbered(hiddenSize, unit, (one) => t('units.unit', { unit: one + 1 })),
          ],
          (value) => (this.unit = value === '' ? null : Number(value)),
        ),
      )}
      ${picker(
        'quantity',
        t('states.what'),
        quantities.map(({ id }) => ({
          value: id,
          text: t.dynamic(`states.quantity.${id}`),
          chosen: id === quantity.id,
        })),
        (id) => (this.quantity = id),
      )}
      ${
        layers > 1
          ? picker(
              'layer',
              t('sequence.layer'),
              numbered(layers, layer, (one) => String(one + 1)),
              (value) => (this.layer = Number(value)),
            )
          : nothing
      }
      ${totals.heldOut > 0 ? this.#renderWhich() : nothing} ${total > inputs.length ? this.#renderPlace(total, inputs.length) : nothing}
    </div>`;
  }

  #renderWhich() {
    const { t } = this;
    const sets = /** @type {const} */ (['training', 'heldOut']);
    const options = sets.map((which) => ({
      value: which,
      text: t(`sequence.${which}Group`),
      chosen: which === this.which,
    }));
    return picker('which', t('units.which'), options, (which) => {
      this.which = /** @type {'training' | 'heldOut'} */ (which);
      this.from = 0;
      this.marks = [];
    });
  }

  /** @param {number} total tokens @param {number} count of them are shown */
  #renderPlace(total, count) {
    const { t } = this;
    const values = { from: t.format.integer(this.from + 1), total: t.format.integer(total) };
    return html`<div class="field place">
      <label for="place">${t('units.place', values)}</label>
      <input
        id="place"
        type="range"
        min="0"
        max=${total - count}
        step=${Math.max(1, Math.round(count / 10))}
        .value=${String(this.from)}
        @input=${(/** @type {any} */ event) => (this.from = Number(event.target.value))}
      />
    </div>`;
  }

  /** @param {UnitActivity} activity @param {import('./passage.js').ShownPassage} passage */
  #renderText({ values, unit }, passage) {
    const { t } = this;
    const { quantity } = this.#chosen;
    const labels = this.#target?.labels;
    const heading = t('units.reading', { ...this.wording, unit: unit + 1, symbol: quantity.symbol });
    return html`
      <h3>${heading}</h3>
      <rnn-colored-text
        .t=${t}
        .tokens=${passage.tokens}
        .begins=${passage.begins}
        .areWords=${passage.unit === 'words'}
        .values=${values}
        .marks=${labels?.kind === 'yesNo' ? labels.values : null}
        .kind=${quantity.kind}
        .maximum=${quantity.maximum}
        .label=${heading}
        .legendLabel=${quantity.symbol}
        .describe=${this.#describe}
        @range-select=${this.#mark}
        @range-remove=${(/** @type {CustomEvent} */ { detail }) => {
          this.marks = withoutMarkAt(this.marks, passage.from + detail.at);
        }}
      ></rnn-colored-text>
      <div class="hint small muted" ?hidden=${this.#search.isShort}>
        <span>${t('units.hint', this.wording)}</span>
        ${
          this.marks.length > 0
            ? html`<button type="button" class="link" @click=${() => (this.marks = this.marks.slice(0, -1))}>${t('units.undoMark')}</button>
                <button type="button" class="link" @click=${() => (this.marks = [])}>${t('units.clearMarks')}</button>`
            : nothing
        }
      </div>
    `;
  }

  /** @param {CustomEvent<import('./passage.js').Range>} event */
  #mark({ detail: { from, to } }) {
    const first = this.#search.passage?.from ?? 0;
    this.marks = [...this.marks, { from: first + from, to: first + to }];
    this.feature = 'marks';
  }

  /** One place of the text in words. @param {number} place */
  #describe = (place) => {
    const { t } = this;
    const value = this.#search.answer?.value;
    const token = this.#search.passage?.tokens[place];
    if (!value || token === undefined) return '';
    const { symbol } = this.#chosen.quantity;
    const said = t('units.cell', {
      symbol,
      unit: value.unit + 1,
      token: tokenLabel(token),
      value: t.format.number(value.values[place], 3),
    });
    const target = this.#target;
    const label = target?.labels?.values[place] ?? Number.NaN;
    if (!target || Number.isNaN(label)) return said;
    const what = t.dynamic(`units.feature.${target.id}`);
    if (target.labels?.kind === 'count') return `${said} · ${what}: ${label}`;
    return label === 1 ? `${said} · ${what}` : said;
  };

  /** @param {NonNullable<UnitSearch['answer']>} answer */
  #renderRank({ value, args }) {
    const { t } = this;
    const target = this.#target;
    if (this.#search.isShort) return html`<p class="muted">${t('units.short', { places: MIN_PLACES })}</p>`;
    if (!target) return this.#search.isThere(this) ? html`<p class="muted">${t('units.nothing')}</p>` : nothing;
    const what = t.dynamic(`units.feature.${target.id}`);
    return html`<h3>${t('units.question', { what })}</h3>
      ${this.#renderScores(target.labels, value, args)}`;
  }

  /** @param {Labels | null} labels @param {UnitActivity} value @param {import('./unit-reader.js').Arguments} args */
  #renderScores(labels, { scores, unit }, args) {
    const { t } = this;
    if (!labels) return html`<p class="muted">${t('units.mark', this.wording)}</p>`;
    if (args.labels !== labels) return html`<p class="small muted" role="status">${t('sequence.loading')}</p>`;
    if (!scores) return html`<p class="muted">${t('units.tooFew', { places: MIN_PLACES, yes: MIN_YES })}</p>`;
    const [best] = scores.order;
    const numbers = {
      unit: best + 1,
      score: t.format.decimals(scores.scores[best], 2),
      chance: t.format.decimals(scores.chance[best], 2),
    };
    return html`
      <p class="verdict small">${t(isAboveChance(scores, best) ? 'units.verdict' : 'units.noVerdict', numbers)}</p>
      ${renderRanking(scores, {
        ...{ t, unit, all: this.all },
        choose: (one) => (this.unit = one),
        toggleAll: () => (this.all = !this.all),
      })}
    `;
  }
}
