import { html, nothing } from 'lit';
import { mathStyles } from '../../charts/math.js';
import { MatrixView } from '../../charts/matrix.js';
import { RnnElement } from '../../theme/element.js';
import { letterLine, numberLine } from './formula-lines.js';
import { sourceId } from './formula.js';
import { hiddenIn, matrixRows } from './matrix-row.js';
import { pictureOf, plainPictureOf } from './picture.js';
import { belonging, entryFor, entryPointedAt, sameSource } from './selection.js';
import { stageStyles } from './stage-styles.js';
import { quantitiesOf as quantitiesIn } from './expression.js';
import { ContributionTiles } from './contribution-tiles.js';

/**
 * @typedef {import('./stage.js').Stage} Stage
 * @typedef {import('./stage.js').Equation} Equation
 * @typedef {import('./expression.js').Source} Source
 * @typedef {import('./expression.js').At} At
 * @typedef {import('./quantity.js').Quantity} Quantity
 */

/**
 * One stage: what happens in words, its formula, the formula with numbers, and all numbers entry by entry.
 * @fires point detail: {source, place} or null: the number under the pointer, or the one that has the focus
 * @fires choose detail: {row, rowAxis, column, columnAxis}: the entry to look at from now on
 * @fires jump detail: {kind, t}: to the stage of a contribution
 */
export class StageView extends RnnElement {
  static parts = { 'rnn-matrix': MatrixView, 'rnn-contribution-tiles': ContributionTiles };

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    t: { attribute: false },
    labels: { attribute: false },
    stage: { attribute: false },
    choice: { attribute: false },
    place: {},
    pointed: { state: true },
    gate: { state: true },
    whole: { state: true },
    expanded: { state: true },
  };

  static styles = [...RnnElement.styles, mathStyles, stageStyles];

  constructor() {
    super();
    /** @type {import('../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {import('./labels.js').Labels | undefined} */
    this.labels = undefined;
    /** @type {Stage | undefined} */
    this.stage = undefined;
    /** @type {import('./selection.js').Choice | undefined} */
    this.choice = undefined;
    /** Part of the drawing that is pointed at; '' for none. */
    this.place = '';
    /** @type {Source | null} */
    this.pointed = null;
    /** Which of the gates' equations. */
    this.gate = 0;
    this.whole = false;
    this.expanded = false;
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has('stage')) this.pointed = null;
  }

  get #block() {
    const { blocks } = /** @type {Stage} */ (this.stage);
    return blocks[Math.min(this.gate, blocks.length - 1)];
  }

  render() {
    const { t, stage, labels, choice } = this;
    if (!t || !stage || !labels || !choice) return nothing;
    const { equations } = this.#block;
    const entries = equations.map((equation) =>
      entryPointedAt(equation, entryFor(equation.result, choice), this.pointed),
    );
    const context = this.#context(equations.flatMap((equation, i) => belonging(equation, entries[i])));
    const pictures = stage.plain ? plainPictureOf(equations) : pictureOf(equations);
    return html`
      <div class="title">
        <h3>${t(`step.title.${stage.kind}`)}</h3>
        <span class="where">${this.#where(stage)}</span>
        ${this.#renderChoices(entries, hiddenIn(pictures, context))}
      </div>
      <div class="rule">
        <div class="words">
          <p class="say">${this.#words(`say.${stage.say ?? stage.kind}`)}</p>
          ${this.#renderNote()}
        </div>
        <div class="formulas ${equations.length > 2 ? 'many' : ''}" @pointerover=${this.#onFormula} @pointerleave=${() => this.#point(null)}>
          ${equations.map((equation, i) => this.#renderFormula(equation, entries[i], context))}
        </div>
      </div>
      <div @focusout=${() => this.#point(null)}>
        ${matrixRows(pictures, context)} ${this.#renderInstead()} ${this.#renderParts(context)}
      </div>
    `;
  }

  /** @param {Equation} equation @param {At} at @param {import('./formula-lines.js').Context} context */
  #renderFormula(equation, at, context) {
    const numbers = equation.formula.op === 'constant' ? nothing : numberLine(equation, at, context);
    return html`<div>${letterLine(equation, context)}${numbers}</div>`;
  }

  /** @param {Source[]} belonging */
  #context(belonging) {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const labels = /** @type {NonNullable<typeof this.labels>} */ (this.labels);
    const places = new Map(this.#quantities().map(({ key, place }) => [key, place]));
    const writing = {
      t,
      format: (/** @type {number} */ value) =>
        Number.isInteger(value) ? t.format.rate(value) : t.format.number(value, 3),
      tokenLabel: (/** @type {number} */ id) => labels.token(id),
      isLit: (/** @type {{key: string, row?: number, column?: number}} */ { key, row, column }) => {
        if (row === undefined)
          return this.pointed?.key === key || (this.place !== '' && places.get(key) === this.place);
        return sameSource(this.pointed, { key, row, column: column ?? 0 });
      },
    };
    return {
      writing,
      labels,
      belonging,
      whole: this.whole,
      expanded: this.expanded,
      onExpand: () => {
        this.expanded = !this.expanded;
      },
      point: (/** @type {Source | null} */ source) => this.#point(source),
      choose: (/** @type {Source} */ source) => this.#choose(source),
    };
  }

  /** @returns {Quantity[]} */
  #quantities() {
    return this.#block.equations.flatMap(({ result, formula }) => [result, ...quantitiesIn(formula)]);
  }

  /** @param {Stage} stage */
  #where({ phase, t: step }) {
    const { walk, t } = /** @type {NonNullable<typeof this.labels>} */ (this.labels);
    const name = t(`step.phase.${phase}`);
    return step < 0 ? name : t('step.at', { phase: name, t: walk.number(step) });
  }

  /** A text of the stage; tokens are named in it. @param {string} key */
  #words(key) {
    const { trace } = /** @type {NonNullable<typeof this.labels>} */ (this.labels).walk;
    const { t: step } = /** @type {Stage} */ (this.stage);
    const word = (/** @type {number} */ id) => this.labels?.tokenInWords(id);
    const tokens = step < 0 ? {} : { input: word(trace.inputs[step]), target: word(trace.targets[step]) };
    const count = trace.targets.filter((id) => id >= 0).length;
    return this.t?.(`step.${key.startsWith('say.sum.') ? 'say.sum' : key}`, { ...tokens, count });
  }

  #renderNote() {
    const { note } = /** @type {Stage} */ (this.stage);
    if (!note) return nothing;
    const bad = note === 'listingBackward' || note === 'cut';
    return html`<p class="note ${bad ? 'bad' : ''}">${this.#words(`note.${note}`)}</p>`;
  }

  /** What would stand there otherwise. */
  #renderInstead() {
    const { instead } = /** @type {Stage} */ (this.stage);
    if (!instead) return nothing;
    return html`<p class="more">${this.t?.('step.instead')}</p>
      ${matrixRows([[{ kind: 'matrix', quantity: instead }]], this.#context([]))}`;
  }

  /** @param {At[]} entries @param {{shown: number, total: number}} hidden */
  #renderChoices(entries, hidden) {
    const { result } = this.#block.equations[entries.length - 1];
    const at = entries[entries.length - 1];
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const { blocks } = /** @type {Stage} */ (this.stage);
    const gates = blocks.map(({ letter }, i) => ({ value: i, text: letter }));
    return html`<div class="choices">
      ${blocks.length > 1 ? select(t('step.gate'), gates, this.gate, (gate) => (this.gate = gate)) : nothing}
      ${this.#axisSelect(result, 'row', at)}
      ${this.#axisSelect(result, 'column', at)}
      ${
        hidden.total > 0
          ? html`<button type="button" class="link small" aria-pressed=${this.whole} @click=${() => (this.whole = !this.whole)}>
              ${this.whole ? t('step.showFewer') : t('step.hiddenRows', hidden)}
            </button>`
          : nothing
      }
    </div>`;
  }

  /** @param {Quantity} result @param {'row' | 'column'} side @param {At} at */
  #axisSelect(result, side, at) {
    const [size, axis] = side === 'row' ? [result.rows, result.rowAxis] : [result.columns, result.columnAxis];
    if (size < 2) return nothing;
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const label = t(side === 'column' ? `step.column.${axis}` : `step.row.${axis}`);
    const options = Array.from({ length: size }, (_, i) => ({
      value: i,
      text: this.labels?.short(axis, i, size) ?? '',
    }));
    return select(label, options, at[side], (index) => this.#tell({ ...at, [side]: index }));
  }

  /** @param {import('./formula.js').Writing & any} context */
  #renderParts(context) {
    const { parts, kind, equal } = /** @type {Stage} */ (this.stage);
    if (!parts) return nothing;
    const block = this.#block;
    const own = parts[Math.min(this.gate, parts.length - 1)];
    return html`
      ${equal ? html`<p class="equal">${this.t?.('step.equal')}</p>` : nothing}
      <rnn-contribution-tiles
        .t=${this.t}
        .labels=${this.labels}
        .parts=${own}
        .total=${block.equations[0].result}
        .belonging=${context.belonging}
        @jump=${(/** @type {CustomEvent} */ event) =>
          this.dispatchEvent(
            new CustomEvent('jump', { detail: { t: event.detail.t, kind: kind.replace('sum.', 'd') } }),
          )}
      ></rnn-contribution-tiles>
    `;
  }

  /** @param {Source | null} source */
  #point(source) {
    if (sameSource(source, this.pointed) || source === this.pointed) return;
    this.pointed = source;
    const place = source && this.#quantities().find(({ key }) => key === source.key)?.place;
    this.dispatchEvent(new CustomEvent('point', { detail: source && { source, place: place ?? '' } }));
  }

  /** A number of a formula under the pointer. @param {PointerEvent} event */
  #onFormula(event) {
    const target = /** @type {Element | null} */ (event.target);
    const id = target?.closest('[data-part]')?.getAttribute('data-part') ?? '';
    this.#point(this.#sources().find((source) => sourceId(source) === id) ?? null);
  }

  #sources() {
    const choice = /** @type {import('./selection.js').Choice} */ (this.choice);
    return this.#block.equations.flatMap((equation) =>
      belonging(equation, entryPointedAt(equation, entryFor(equation.result, choice), this.pointed)),
    );
  }

  /** @param {Source} source the entry it is, or goes into, is the one to look at from now on */
  #choose(source) {
    const choice = /** @type {import('./selection.js').Choice} */ (this.choice);
    const { equations } = this.#block;
    const equation =
      equations.findLast(({ result }) => result.key === source.key) ??
      equations.find(({ formula }) => quantitiesIn(formula).some(({ key }) => key === source.key));
    if (!equation) return;
    this.#tell(entryPointedAt(equation, entryFor(equation.result, choice), source), equation.result);
  }

  /** @param {At} at @param {Quantity} [result] */
  #tell({ row, column }, result = this.#block.equations[this.#block.equations.length - 1].result) {
    const { rowAxis, columnAxis } = result;
    this.dispatchEvent(new CustomEvent('choose', { detail: { row, rowAxis, column, columnAxis } }));
  }
}

/**
 * @param {string} label
 * @param {{value: number, text: string}[]} options
 * @param {number} chosen
 * @param {(value: number) => void} onChange
 */
function select(label, options, chosen, onChange) {
  const change = (/** @type {any} */ event) => onChange(Number(event.target.value));
  return html`<label>${label}
    <select @change=${change} .value=${String(chosen)}>
      ${options.map(({ value, text }) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>`;
}
