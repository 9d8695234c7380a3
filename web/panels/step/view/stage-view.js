import { html, nothing } from 'lit';
import { mathStyles } from '../../../ui/math.js';
import { MatrixView } from '../../../charts/matrix.js';
import { RnnElement } from '../../../ui/element.js';
import { letterLine, numberLine } from './formula-lines.js';
import { hiddenIn, matrixRows } from './matrix-row.js';
import { pictureOf, plainPictureOf } from './matrix-layout.js';
import { entriesFor, lightOf } from './pointing.js';
import { entryOf } from '../model/quantity.js';
import { belonging, belongingToAll, entryFor, entryPointedAt, sameSource } from '../model/selection.js';
import { stageStyles } from './stage-styles.js';
import { quantitiesOf as quantitiesIn, sourceId } from '../model/expression.js';
import { ContributionTiles } from './contribution-tiles.js';

/**
 * @typedef {import('../model/stage.js').Stage} Stage
 * @typedef {import('../model/stage.js').Equation} Equation
 * @typedef {import('../model/expression.js').Source} Source
 * @typedef {import('../model/expression.js').At} At
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 */

const nothingShown = { equations: [], entries: [] };
const noLight = lightOf(nothingShown, {});

/**
 * One stage: what happens in words, its formula, the formula with numbers, and all numbers entry by entry.
 * @fires light detail: places of the drawing that light up, because of what is pointed at here or there
 * @fires choose detail: {row, rowAxis, column, columnAxis}: the entry to look at from now on
 * @fires jump detail: {kind, t}: to the stage of a contribution
 */
export class StageView extends RnnElement {
  static dependencies = { 'rnn-matrix': MatrixView, 'rnn-contribution-tiles': ContributionTiles };

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    t: { attribute: false },
    labels: { attribute: false },
    stage: { attribute: false },
    choice: { attribute: false },
    place: {},
    pointed: { state: true },
    pointedName: { state: true },
    gate: { state: true },
    whole: { state: true },
    expanded: { state: true },
  };

  static styles = [...RnnElement.styles, mathStyles, stageStyles];

  /** Whether other places light up than before. */
  #lit = false;

  constructor() {
    super();
    /** @type {import('../../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {import('../labels.js').Labels | undefined} */
    this.labels = undefined;
    /** @type {Stage | undefined} */
    this.stage = undefined;
    /** @type {import('../model/selection.js').Choice | undefined} */
    this.choice = undefined;
    /** Part of the drawing that is pointed at; '' for none. */
    this.place = '';
    /** @type {Source | null} */
    this.pointed = null;
    /** Key of a quantity whose name is pointed at; '' for none. */
    this.pointedName = '';
    /** @type {import('./pointing.js').Light} what is pointed at, and all that belongs to it */
    this.light = noLight;
    /** Which of the gates' equations. */
    this.gate = 0;
    this.whole = false;
    this.expanded = false;
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has('stage')) this.#point(null);
    const shown =
      this.stage && this.choice ? { equations: this.#block.equations, entries: this.#entries() } : nothingShown;
    const light = lightOf(shown, { source: this.pointed, name: this.pointedName, place: this.place });
    const told = this.light.places.join();
    this.light = light;
    if (light.places.join() !== told) this.#lit = true;
  }

  updated() {
    if (!this.#lit) return;
    this.#lit = false;
    this.dispatchEvent(new CustomEvent('light', { detail: this.light.places }));
  }

  get #block() {
    const { blocks } = /** @type {Stage} */ (this.stage);
    return blocks[Math.min(this.gate, blocks.length - 1)];
  }

  /** Of each equation the entry to show. @returns {At[]} */
  #entries() {
    const choice = /** @type {import('../model/selection.js').Choice} */ (this.choice);
    return entriesFor(this.#block.equations, choice, this.pointed);
  }

  render() {
    const { t, stage, labels, choice } = this;
    if (!t || !stage || !labels || !choice) return nothing;
    const { equations } = this.#block;
    const entries = this.#entries();
    const context = this.#context(belongingToAll(equations, entries));
    const pictures = stage.plain ? plainPictureOf(equations) : pictureOf(equations);
    return html`
      <div class="title">
        <h3>${t.dynamic(`step.title.${stage.kind}`)}</h3>
        <span class="where">${this.#where(stage)}</span>
        ${this.#renderChoices(entries, hiddenIn(pictures, context))}
      </div>
      <div class="rule">
        <div class="words">
          <p class="say">${this.#words(sayKey(stage))}</p>
          ${this.#renderNote()} ${this.#renderLargest()}
        </div>
        <div class="formulas ${equations.length > 2 ? 'many' : ''}" @pointerover=${this.#onFormula} @pointerdown=${this.#onFormula} @pointerleave=${this.#onLeave}>
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
    const { light } = this;
    const writing = {
      t,
      format: (/** @type {number} */ value, /** @type {import('../model/quantity.js').Digits | undefined} */ digits) =>
        written(value, digits, t),
      tokenLabel: (/** @type {number} */ id) => labels.token(id),
      isLit: (/** @type {{key: string, row?: number, column?: number}} */ { key, row, column = 0 }) =>
        row === undefined ? light.keys.has(key) : light.numbers.has(sourceId({ key, row, column })),
    };
    return {
      writing,
      labels,
      belonging,
      light,
      whole: this.whole,
      expanded: this.expanded,
      onExpand: () => {
        this.expanded = !this.expanded;
      },
      point: (/** @type {Source | null} */ source) => this.#point(source),
      pointName: (/** @type {string} */ key) => this.#point(null, key),
      choose: (/** @type {Source} */ source) => this.#choose(source),
    };
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
    return this.t?.dynamic(key, { ...tokens, count });
  }

  #renderNote() {
    const { note } = /** @type {Stage} */ (this.stage);
    if (!note) return nothing;
    const bad = note === 'listingBackward' || note === 'cut';
    return html`<p class="note ${bad ? 'bad' : ''}">${this.#words(`step.note.${note}`)}</p>`;
  }

  /** The entry of what is marked that matters most; a press chooses it. */
  #renderLargest() {
    const quantity = this.#block.equations
      .map(({ result }) => result)
      .find(({ digits }) => digits && 'significant' in digits);
    if (!quantity?.largest || !this.labels || !this.t) return nothing;
    const at = quantity.largest;
    const name = `${this.labels.spoken(quantity)}[${this.labels.entry(quantity, at)}]`;
    const value = written(entryOf(quantity, at.row, at.column), quantity.digits, this.t);
    return html`<p class="largest">◤ <button type="button" class="link" @click=${() => this.#tell(at, quantity)}>${this.t('step.largest', { name, value })}</button></p>`;
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
          ? html`<button type="button" class="link small" @click=${() => (this.whole = !this.whole)}>
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
    const label = t.dynamic(`step.${side}.${axis}`);
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

  /** @param {Source | null} source @param {string} [name] */
  #point(source, name = '') {
    if (!sameSource(source, this.pointed)) this.pointed = source;
    this.pointedName = name;
  }

  /** A number or a name of a formula under the pointer. @param {PointerEvent} event */
  #onFormula(event) {
    const target = /** @type {Element | null} */ (event.target);
    const id = target?.closest('[data-part]')?.getAttribute('data-part') ?? '';
    const entries = this.#entries();
    const sources = this.#block.equations.flatMap((equation, i) => belonging(equation, entries[i]));
    const source = sources.find((one) => sourceId(one) === id) ?? null;
    this.#point(source, source ? '' : id);
  }

  /** A finger that is lifted leaves, too; what it has tapped stays pointed at. @param {PointerEvent} event */
  #onLeave(event) {
    if (event.pointerType !== 'touch') this.#point(null);
  }

  /** @param {Source} source the entry it is, or goes into, is the one to look at from now on */
  #choose(source) {
    const choice = /** @type {import('../model/selection.js').Choice} */ (this.choice);
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

/** @param {number} value @param {import('../model/quantity.js').Digits | undefined} digits @param {import('../../../i18n/index.js').Translator} t */
function written(value, digits, t) {
  if (digits)
    return 'significant' in digits
      ? t.format.significant(value, digits.significant)
      : t.format.decimals(value, digits.decimals);
  return Number.isInteger(value) ? t.format.rate(value) : t.format.number(value, 3);
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

/** All sums are explained by one sentence. @param {Stage} stage */
function sayKey({ say, kind }) {
  return say ?? (kind.startsWith('sum.') ? 'step.say.sum' : `step.say.${kind}`);
}
