import { css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { MIN_PLACES, MIN_YES } from '../../engine/unit-split.js';
import { tokenLabel } from '../../text/index.js';
import { PanelElement } from '../shared/panel.js';
import { numbered, picker } from '../shared/pickers.js';
import { quantitiesOf } from '../shared/quantities.js';
import { ColoredText } from './colored-text.js';
import { labelsOfMarks, passageFrom, withoutMarkAt } from './passage.js';
import { isAboveChance, rankingStyles, renderRanking } from './ranking.js';
import { UnitReader } from './unit-reader.js';

/** Tokens shown at once, fewer of a large network: each answer reads all of them. */
const MAX_TOKENS = 5000;
const MIN_TOKENS = 2000;
const MULTIPLY_ADDS = 5e8;

/** What is looked for at first, where there is enough of it. @type {readonly string[]} */
const PREFERRED = ['insideBrackets', 'insideQuotes', 'verseEndNext', 'lineEndNext'];

/** Another unit takes the place of the best one so far only if it is this much better: else the two would flicker. */
const MARGIN = 0.05;

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
    suspect: {},
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

  #reader = new UnitReader(() => this.requestUpdate());
  /** Version of the model that is asked about. */
  #model = 0;
  /** @type {import('./passage.js').ShownPassage | null} of the latest answer */
  #passage = null;
  /** Which part of which text it is. */
  #passageKey = '';
  /** @type {{marks: readonly import('./passage.js').Range[], passage: unknown, labels: Labels | null} | null} */
  #marked = null;
  /** The unit that is shown until the reader chooses one, and what it is the best at; `found`: it has been seen to be. */
  #best = { unit: 0, at: '', found: false };

  constructor() {
    super();
    /** @type {'training' | 'heldOut'} */
    this.which = 'training';
    /** First token shown. */
    this.from = 0;
    /** @type {number | null} null: the top one */
    this.layer = null;
    /** Id of the quantity, see quantities.js. */
    this.quantity = 'hidden';
    /** @type {number | null} index of the unit that the text is colored by; null: the best one */
    this.unit = null;
    /** What the units are ranked by: id of a suspect, or 'marks'; '': the first suspect of which there is enough. */
    this.suspect = '';
    /** @type {readonly import('./passage.js').Range[]} where a unit should be on */
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
    this.#reader.want(null);
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (!this.store) return;
    if (this.store.modelVersion !== this.#model) {
      this.#model = this.store.modelVersion;
      this.#reader.forget();
      this.#passageKey = '';
    }
    this.#takeAnswer();
  }

  updated() {
    if (this.store) this.#reader.want(this.visible ? this.#question() : null);
  }

  // -- the question and its answer -----------------------------------------------------------------------------------

  /** The settings of the network, and what is looked at in it. */
  get #chosen() {
    const { settings, parameterCount } = /** @type {import('../../engine/types.js').ModelInfo} */ (
      this.requiredStore.info
    );
    const quantities = quantitiesOf(settings).filter(({ id, change }) => !change && id !== 'preActivation');
    const { layers, hiddenSize } = settings;
    return {
      quantities,
      quantity: quantities.find(({ id }) => id === this.quantity) ?? quantities[0],
      layers,
      layer: Math.min(this.layer ?? layers - 1, layers - 1),
      hiddenSize,
      count: Math.round(Math.max(MIN_TOKENS, Math.min(MAX_TOKENS, MULTIPLY_ADDS / parameterCount))),
    };
  }

  get #placeKey() {
    return `${this.#model} ${this.which} ${this.from}`;
  }

  /** @returns {import('./unit-reader.js').Question | null} */
  #question() {
    const { requiredStore: store } = this;
    if (!store.info) return null;
    const { quantity, layer, hiddenSize, count } = this.#chosen;
    const labels = this.#labels;
    const about = `${this.#placeKey} ${count} ${layer} ${quantity.id} ${this.#labelsKey}`;
    if (this.#best.at !== about) this.#best = { unit: this.#best.unit, at: about, found: false };
    const unit = Math.min(this.unit ?? this.#best.unit, hiddenSize - 1);
    return {
      store,
      args: { which: this.which, from: this.from, count, layer, quantity: quantity.id, unit, labels },
      key: `${about} ${unit}`,
      weights: `${store.status?.step}`,
    };
  }

  #takeAnswer() {
    const { answer } = this.#reader;
    const { data } = this.requiredStore;
    if (!answer || !data) return;
    const { value, args } = answer;
    const before = this.#passage;
    const isSameText = this.#passageKey !== '';
    const token = (/** @type {number} */ id) => (id < 0 ? '' : data.vocabulary.token(id));
    this.#passage = passageFrom(value, isSameText ? before : null, { token, unit: data.unit });
    this.#passageKey = `${this.#model} ${args.which} ${args.from}`;
    // Another model may be one of another text, where marks mean nothing.
    const tokens = this.#passage.tokens;
    if (!isSameText && before && before.from === value.from && !before.tokens.every((one, i) => one === tokens[i]))
      this.marks = [];
    const { scores } = value;
    if (!scores || args.labels !== this.#labels) return;
    const size = (/** @type {number} */ unit) => Math.abs(scores.chosen[unit]) || 0;
    const [best] = scores.order;
    if (!this.#best.found || size(best) > size(this.#best.unit) + MARGIN)
      this.#best = { ...this.#best, unit: best, found: true };
  }

  /** What the units are ranked by. @returns {{id: string, labels: Labels | null} | null} */
  get #sought() {
    const passage = this.#passage;
    if (!passage || this.#passageKey !== this.#placeKey || this.#isShort) return null;
    if (this.suspect === 'marks') {
      const { marks } = this;
      if (this.#marked?.marks !== marks || this.#marked.passage !== passage)
        this.#marked = { marks, passage, labels: labelsOfMarks(marks, passage) };
      return { id: 'marks', labels: this.#marked.labels };
    }
    const { suspects } = passage;
    const enough = suspects.filter((one) => one.enough);
    const labels =
      suspects.find(({ id }) => id === this.suspect) ??
      PREFERRED.map((preferred) => enough.find(({ id }) => id === preferred)).find(Boolean) ??
      [...enough, ...suspects][0];
    return labels ? { id: labels.id, labels } : null;
  }

  /** Whether the text is too short to say anything about its units. */
  get #isShort() {
    return (this.#passage?.tokens.length ?? 0) < MIN_PLACES;
  }

  get #labels() {
    return this.#sought?.labels ?? null;
  }

  get #labelsKey() {
    const sought = this.#sought;
    return sought?.id === 'marks' ? JSON.stringify(this.marks) : (sought?.id ?? '');
  }

  // -- rendering -----------------------------------------------------------------------------------------------------

  renderBody() {
    const { t, requiredStore: store } = this;
    const { answer, failure } = this.#reader;
    if (!store.info) return store.phase === 'loading' ? nothing : html`<p class="muted">${t('sequence.none')}</p>`;
    if (failure) return html`<p class="error" role="alert">${t.failure(failure)}</p>`;
    const passage = this.#passage;
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
  #renderChoices({ totals, inputs }, { suspects }) {
    const { t } = this;
    const { quantities, quantity, layers, layer, hiddenSize } = this.#chosen;
    const sought = this.#sought?.id ?? this.suspect;
    const ids = [...suspects.map(({ id }) => id), /** @type {const} */ ('marks')];
    const total = totals[this.which];
    return html`<div class="choices">
      ${
        this.#isShort
          ? nothing
          : picker(
              'suspect',
              t('units.sought'),
              ids.map((id) => ({ value: id, text: t(`units.suspect.${id}`), chosen: id === sought })),
              (id) => (this.suspect = id),
            )
      }
      ${guard([t, hiddenSize, this.unit], () =>
        picker(
          'unit',
          t('units.colored'),
          [
            { value: '', text: t('units.best'), chosen: this.unit === null },
            ...numbered(hiddenSize, this.unit ?? -1, (unit) => t('units.unit', { unit: unit + 1 })),
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
    const labels = this.#labels;
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
      <div class="hint small muted" ?hidden=${this.#isShort}>
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
    const first = this.#passage?.from ?? 0;
    this.marks = [...this.marks, { from: first + from, to: first + to }];
    this.suspect = 'marks';
  }

  /** One place of the text in words. @param {number} place */
  #describe = (place) => {
    const { t } = this;
    const value = this.#reader.answer?.value;
    const token = this.#passage?.tokens[place];
    if (!value || token === undefined) return '';
    const { symbol } = this.#chosen.quantity;
    const said = t('units.cell', {
      symbol,
      unit: value.unit + 1,
      token: tokenLabel(token),
      value: t.format.number(value.values[place], 3),
    });
    const sought = this.#sought;
    const label = sought?.labels?.values[place] ?? Number.NaN;
    if (!sought || Number.isNaN(label)) return said;
    const what = t.dynamic(`units.suspect.${sought.id}`);
    if (sought.labels?.kind === 'count') return `${said} · ${what}: ${label}`;
    return label === 1 ? `${said} · ${what}` : said;
  };

  /** @param {NonNullable<UnitReader['answer']>} answer */
  #renderRank({ value, args }) {
    const { t } = this;
    const sought = this.#sought;
    if (this.#isShort) return html`<p class="muted">${t('units.short', { places: MIN_PLACES })}</p>`;
    if (!sought)
      return this.#passageKey === this.#placeKey ? html`<p class="muted">${t('units.nothing')}</p>` : nothing;
    const what = t.dynamic(`units.suspect.${sought.id}`);
    return html`<h3>${t('units.question', { what })}</h3>
      ${this.#renderScores(sought.labels, value, args)}`;
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
