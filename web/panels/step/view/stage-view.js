import { html, nothing } from 'lit';
import { mathStyles } from '../../../ui/math.js';
import { MatrixView } from '../../../charts/matrix.js';
import { RnnElement } from '../../../ui/element.js';
import { letterLine, numberLine } from './formula-lines.js';
import { hiddenEntries, matrixRows } from './matrix-row.js';
import { matrixItems, plainMatrixItems } from './matrix-layout.js';
import { entriesFor, highlightOf } from './highlight.js';
import { entryOf } from '../model/quantity.js';
import { entryAndOperands, entriesAndOperands, entryFor, entryPointedAt, sameSource } from '../model/selection.js';
import { quantitiesOf, sourceId } from '../model/expression.js';
import { ContributionTiles } from './contribution-tiles.js';
import { stageControls } from './stage-controls.js';
import { stageStyles } from './stage-styles.js';

/**
 * @typedef {import('../model/stage.js').Stage} Stage
 * @typedef {import('../model/stage.js').Equation} Equation
 * @typedef {import('../model/expression.js').Source} Source
 * @typedef {import('../model/expression.js').EntryIndex} EntryIndex
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 */

const NOTHING_SHOWN = { equations: [], entries: [] };
const NO_HIGHLIGHT = highlightOf(NOTHING_SHOWN, {});

/**
 * One stage: an explanation in words, its formulas in symbols and with numbers, and all matrices entry by entry.
 * @fires highlight detail: ids of the parts of the drawing to highlight, for what is pointed at here or in the drawing
 * @fires entry-select detail: {row, rowAxis, column, columnAxis}
 * @fires jump detail: {kind, timeStep}: to the stage of a contribution
 */
export class StageView extends RnnElement {
  static dependencies = { 'rnn-matrix': MatrixView, 'rnn-contribution-tiles': ContributionTiles };

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    t: { attribute: false },
    labels: { attribute: false },
    stage: { attribute: false },
    selected: { attribute: false },
    drawingId: {},
    pointed: { state: true },
    pointedName: { state: true },
    gate: { state: true },
    whole: { state: true },
    expanded: { state: true },
  };

  static styles = [...RnnElement.styles, mathStyles, stageStyles];

  /** Whether the highlighted parts of the drawing have changed since the last event. */
  #highlightChanged = false;

  constructor() {
    super();
    /** @type {import('../../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {import('../labels.js').Labels | undefined} */
    this.labels = undefined;
    /** @type {Stage | undefined} */
    this.stage = undefined;
    /** @type {import('../model/selection.js').SelectedEntry | undefined} */
    this.selected = undefined;
    /** Part of the drawing that is pointed at; '' for none. */
    this.drawingId = '';
    /** @type {Source | null} */
    this.pointed = null;
    /** Key of a quantity whose name is pointed at; '' for none. */
    this.pointedName = '';
    /** @type {import('./highlight.js').Highlight} what is pointed at, with its operands */
    this.highlight = NO_HIGHLIGHT;
    /** Index of the gate whose equations are shown. */
    this.gate = 0;
    /** Whether long axes are shown in full. */
    this.whole = false;
    /** Whether long sums are. */
    this.expanded = false;
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has('stage')) this.#point(null);
    const shown =
      this.stage && this.selected ? { equations: this.#block.equations, entries: this.#entries() } : NOTHING_SHOWN;
    const before = this.highlight.drawingIds.join();
    this.highlight = highlightOf(shown, { source: this.pointed, name: this.pointedName, drawingId: this.drawingId });
    if (this.highlight.drawingIds.join() !== before) this.#highlightChanged = true;
  }

  updated() {
    if (!this.#highlightChanged) return;
    this.#highlightChanged = false;
    this.dispatchEvent(new CustomEvent('highlight', { detail: this.highlight.drawingIds }));
  }

  // In everything that render() calls, the properties are set.

  get #t() {
    return /** @type {NonNullable<typeof this.t>} */ (this.t);
  }

  get #labels() {
    return /** @type {NonNullable<typeof this.labels>} */ (this.labels);
  }

  get #stage() {
    return /** @type {Stage} */ (this.stage);
  }

  get #selected() {
    return /** @type {NonNullable<typeof this.selected>} */ (this.selected);
  }

  /** The chosen gate; the last one where another cell has fewer. */
  get #gate() {
    return Math.min(this.gate, this.#stage.blocks.length - 1);
  }

  get #block() {
    return this.#stage.blocks[this.#gate];
  }

  /** The entry to show of each equation. @returns {EntryIndex[]} */
  #entries() {
    return entriesFor(this.#block.equations, this.#selected, this.pointed);
  }

  render() {
    const { t, stage, labels, selected } = this;
    if (!t || !stage || !labels || !selected) return nothing;
    const { equations } = this.#block;
    const entries = this.#entries();
    const context = this.#context(entriesAndOperands(equations, entries));
    const pictures = stage.plain ? plainMatrixItems(equations) : matrixItems(equations);
    return html`
      <div class="title">
        <h3>${t.dynamic(`step.title.${stage.kind}`)}</h3>
        <span class="where">${this.#where(stage)}</span>
        ${this.#renderControls(entries, hiddenEntries(pictures, context))}
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
        ${matrixRows(pictures, context)} ${this.#renderInstead()} ${this.#renderContributions(context.related)}
      </div>
    `;
  }

  /** @param {Equation} equation @param {EntryIndex} at @param {import('./formula-lines.js').Context} context */
  #renderFormula(equation, at, context) {
    const numbers = equation.formula.op === 'constant' ? nothing : numberLine(equation, at, context);
    return html`<div>${letterLine(equation, context)}${numbers}</div>`;
  }

  /** @param {Source[]} related the selected entries and their operands */
  #context(related) {
    const [t, labels, { highlight }] = [this.#t, this.#labels, this];
    const writing = {
      t,
      format: (/** @type {number} */ value, /** @type {import('../model/quantity.js').Digits | undefined} */ digits) =>
        written(value, digits, t),
      tokenLabel: (/** @type {number} */ id) => labels.token(id),
      isHighlighted: (/** @type {{key: string, row?: number, column?: number}} */ { key, row, column = 0 }) =>
        row === undefined ? highlight.keys.has(key) : highlight.numbers.has(sourceId({ key, row, column })),
    };
    return {
      writing,
      labels,
      related,
      highlight,
      whole: this.whole,
      expanded: this.expanded,
      onExpand: () => {
        this.expanded = !this.expanded;
      },
      point: (/** @type {Source | null} */ source) => this.#point(source),
      pointName: (/** @type {string} */ key) => this.#point(null, key),
      select: (/** @type {Source} */ source) => this.#selectSource(source),
    };
  }

  /** @param {Stage} stage */
  #where({ phase, timeStep }) {
    const { walk, t } = this.#labels;
    const name = t(`step.phase.${phase}`);
    return timeStep < 0 ? name : t('step.at', { phase: name, t: walk.stepNumber(timeStep) });
  }

  /** A text of the stage, which may name its input and target token. @param {string} key */
  #words(key) {
    const { trace } = this.#labels.walk;
    const { timeStep } = this.#stage;
    const word = (/** @type {number} */ id) => this.#labels.tokenInWords(id);
    const tokens = timeStep < 0 ? {} : { input: word(trace.inputs[timeStep]), target: word(trace.targets[timeStep]) };
    const count = trace.targets.filter((id) => id >= 0).length;
    return this.#t.dynamic(key, { ...tokens, count });
  }

  #renderNote() {
    const { note } = this.#stage;
    if (!note) return nothing;
    const bad = note === 'listingBackward' || note === 'cut';
    return html`<p class="note ${bad ? 'bad' : ''}">${this.#words(`step.note.${note}`)}</p>`;
  }

  /** The marked entry of largest magnitude, as a button that selects it. */
  #renderLargest() {
    const quantity = this.#block.equations
      .map(({ result }) => result)
      .find(({ digits }) => digits && 'significant' in digits);
    if (!quantity?.largest) return nothing;
    const at = quantity.largest;
    const name = `${this.#labels.spoken(quantity)}[${this.#labels.entry(quantity, at)}]`;
    const value = written(entryOf(quantity, at.row, at.column), quantity.digits, this.#t);
    return html`<p class="largest">◤ <button type="button" class="link" @click=${() => this.#selectEntry(at, quantity)}>${this.#t('step.largest', { name, value })}</button></p>`;
  }

  /** The result without truncation. */
  #renderInstead() {
    const { instead } = this.#stage;
    if (!instead) return nothing;
    return html`<p class="more">${this.#t('step.instead')}</p>
      ${matrixRows([[{ kind: 'matrix', quantity: instead }]], this.#context([]))}`;
  }

  /** @param {EntryIndex[]} entries @param {{shown: number, total: number}} hidden */
  #renderControls(entries, hidden) {
    return stageControls({
      ...{ t: this.#t, labels: this.#labels, blocks: this.#stage.blocks, gate: this.#gate, hidden, whole: this.whole },
      result: this.#block.equations[entries.length - 1].result,
      at: entries[entries.length - 1],
      onGate: (gate) => (this.gate = gate),
      onEntry: (at) => this.#selectEntry(at),
      onWhole: () => (this.whole = !this.whole),
    });
  }

  /** @param {readonly Source[]} related */
  #renderContributions(related) {
    const { contributions, kind, sumEqualsGradient } = this.#stage;
    if (!contributions) return nothing;
    return html`
      ${sumEqualsGradient ? html`<p class="equal">${this.#t('step.equal')}</p>` : nothing}
      <rnn-contribution-tiles
        .t=${this.t}
        .labels=${this.labels}
        .contributions=${contributions[Math.min(this.gate, contributions.length - 1)]}
        .total=${this.#block.equations[0].result}
        .related=${related}
        @jump=${(/** @type {CustomEvent<{timeStep: number}>} */ { detail }) =>
          this.dispatchEvent(new CustomEvent('jump', { detail: { ...detail, kind: kind.replace('sum.', 'd') } }))}
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
    const sources = this.#block.equations.flatMap((equation, i) => entryAndOperands(equation, entries[i]));
    const source = sources.find((one) => sourceId(one) === id) ?? null;
    this.#point(source, source ? '' : id);
  }

  /** A finger that is lifted leaves as well, but what it tapped stays highlighted. @param {PointerEvent} event */
  #onLeave(event) {
    if (event.pointerType !== 'touch') this.#point(null);
  }

  /** Selects the entry that a number is, or that is computed from it. @param {Source} source */
  #selectSource(source) {
    const { equations } = this.#block;
    const equation =
      equations.findLast(({ result }) => result.key === source.key) ??
      equations.find(({ formula }) => quantitiesOf(formula).some(({ key }) => key === source.key));
    if (!equation) return;
    this.#selectEntry(entryPointedAt(equation, entryFor(equation.result, this.#selected), source), equation.result);
  }

  /** @param {EntryIndex} at @param {Quantity} [result] */
  #selectEntry({ row, column }, result = this.#block.equations[this.#block.equations.length - 1].result) {
    const { rowAxis, columnAxis } = result;
    this.dispatchEvent(new CustomEvent('entry-select', { detail: { row, rowAxis, column, columnAxis } }));
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

/** All sums are explained by one sentence. @param {Stage} stage */
function sayKey({ say, kind }) {
  return say ?? (kind.startsWith('sum.') ? 'step.say.sum' : `step.say.${kind}`);
}
