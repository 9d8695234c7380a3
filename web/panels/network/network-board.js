import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { RnnElement } from '../../ui/element.js';
import { schemeProbe } from '../../theme/scheme.js';
import { tokenName, tokenStyles, tokenView } from '../shared/token-view.js';
import { BoardDrawing, TILE_PX } from './board-drawing.js';
import { boardStyles } from './board-styles.js';

/**
 * @typedef {import('./scene.js').Column} Column
 * @typedef {{kind: 'output' | 'token' | 'foot', column: number, layer?: undefined, name?: undefined}
 *   | {kind: 'strip', column: number, layer: number, name?: undefined}
 *   | {kind: 'matrix', column: -1, layer: number, name: string}} Part
 * @typedef {import('./board-drawing.js').Matrix} Matrix
 */

/**
 * The unrolled network: a drawing, over it the words, and everything in it a button.
 *
 * @fires part-select detail: {part, anchor}
 * @fires token-retype detail: {column, text}
 * @fires window-move detail: by how many columns; the arrow keys have gone over the edge
 */
export class NetworkBoard extends BoardDrawing {
  static properties = {
    t: { attribute: false },
    nameOf: { attribute: false },
    opened: { attribute: false },
    steps: { type: Number },
    retypable: { type: Boolean },
    walkable: { type: Boolean },
    weighable: { type: Boolean },
    cursor: { state: true },
    editing: { state: true },
  };

  static styles = [...RnnElement.styles, schemeProbe, tokenStyles, boardStyles];

  #focusWanted = false;

  constructor() {
    super();
    /** @type {import('../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {(id: number) => string} */
    this.nameOf = () => '';
    /** Key of the part whose numbers are open; '' for none. */
    this.opened = '';
    /** Of the sentence. */
    this.steps = 0;
    this.retypable = false;
    /** Whether a step and a matrix lead anywhere. */
    this.walkable = false;
    this.weighable = false;
    /** What the Tab key reaches. */
    this.cursor = { row: 'output', column: 0 };
    /** Column whose token is being retyped; −1 for none. */
    this.editing = -1;
  }

  // -- rows and columns ------------------------------------------------------------------------------------------------

  /** Rows from the top down. */
  get #rows() {
    const layers = this.scene?.layers ?? 1;
    const strips = Array.from({ length: layers }, (_, i) => `strip ${layers - 1 - i}`);
    return ['output', ...strips, 'token', 'foot'];
  }

  /** Where the cursor really is: the window may show fewer columns than it did. */
  get #place() {
    const { row, column } = this.cursor;
    const last = (this.scene?.columns.length ?? 1) - 1;
    return { row: this.#rows.includes(row) ? row : 'output', column: Math.max(-1, Math.min(last, column)) };
  }

  /** @param {string} row @param {number} column */
  #reach(row, column) {
    const { row: now, column: at } = this.#place;
    return now === row && at === column ? 0 : -1;
  }

  // -- rendering -------------------------------------------------------------------------------------------------------

  render() {
    const { t, scene, geometry } = this;
    if (!t || !scene || !geometry) return nothing;
    return html`<div class="board" dir=${this.direction} role="group" aria-label=${t('network.board', { count: this.steps })} @keydown=${this.#onKey} @focusin=${this.#onFocus}>
      <canvas class="drawing" aria-hidden="true"></canvas>
      <div class="gutter">${this.#renderGutter()}</div>
      <div class="columns">${scene.columns.map((column, c) => this.#renderColumn(column, c))}</div>
    </div>`;
  }

  #renderGutter() {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    return html`
      <span class="ofVerdict" aria-hidden="true">${t('network.expects')}</span>
      <span class="ofAnswer" aria-hidden="true">${t('network.answer')}</span>
      ${this.matrices.map((matrix, i) => this.#renderMatrix(matrix, i))}
      <span class="ofToken" aria-hidden="true">${t('network.reads')}</span>
      <span class="foot" aria-hidden="true"><span>${t('network.step')}</span><span class="gradient">‖∂L/∂h‖</span></span>
    `;
  }

  /** @param {Matrix} matrix @param {number} i */
  #renderMatrix({ letter, name: of, row, shape }, i) {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const name = t('network.matrix', { letter, name: of, shape: shape.join(' × ') });
    const shown = html`<canvas width=${TILE_PX * 2} height=${TILE_PX * 2} aria-hidden="true"></canvas><span aria-hidden="true">${letter}</span>`;
    if (!this.weighable) return html`<span class="matrix" data-matrix=${i}>${shown}</span>`;
    return html`<button
      type="button"
      class="matrix"
      data-matrix=${i}
      data-row=${row}
      data-column="-1"
      tabindex=${this.#reach(row, -1)}
      title=${name}
      aria-label=${name}
      @click=${(/** @type {Event} */ event) => this.#select({ kind: 'matrix', column: -1, layer: 0, name: of }, event)}
    >${shown}</button>`;
  }

  /** @param {Column} column @param {number} c */
  #renderColumn(column, c) {
    const scene = /** @type {NonNullable<typeof this.scene>} */ (this.scene);
    const layers = Array.from({ length: scene.layers }, (_, i) => scene.layers - 1 - i);
    return html`<div class="column" aria-current=${scene.read === c ? 'step' : nothing} role="group" aria-label=${this.t?.('network.column', { step: column.step + 1 }) ?? ''}>
      ${this.#renderOutput(column, c)}
      <span class="space"></span>
      ${layers.map((layer, i) => [i > 0 ? html`<span class="between"></span>` : nothing, this.#renderStrip(column, c, layer)])}
      <span class="space"></span>
      ${this.#renderToken(column, c)} ${this.#renderFoot(column, c)}
    </div>`;
  }

  /** @param {Column} column @param {number} c */
  #renderOutput(column, c) {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const { candidates, predicted, target, verdict, awaited } = column;
    const key = `output ${column.step}`;
    return html`<button
      type="button"
      class="output"
      data-row="output"
      data-column=${c}
      tabindex=${this.#reach('output', c)}
      aria-expanded=${this.opened === key ? 'true' : 'false'}
      @click=${(/** @type {Event} */ event) => this.#select({ kind: 'output', column: c }, event)}
    >
      <span class="visually-hidden name">${awaited ? t('network.awaited', { given: this.#named(column.input) }) : this.#outputName(column)}</span>
      <span aria-hidden="true" class="verdict ${awaited ? '' : verdict}">${
        awaited
          ? nothing
          : html`<span class="word">${tokenView(this.nameOf(predicted), t)}</span>${verdict ? html`<b>${verdict === 'right' ? '✓' : '✗'}</b>` : nothing}`
      }</span>
      ${
        awaited
          ? nothing
          : candidates.map(
              ({
                id,
                probability,
              }) => html`<span aria-hidden="true" data-chart class="bar ${id === target ? 'right' : id === predicted ? 'wrong' : ''}">
                <span class="word">${tokenView(this.nameOf(id), t)}</span><span class="number" dir="ltr">${t.format.percent(probability)}</span>
              </span>`,
            )
      }
    </button>`;
  }

  /** @param {number} id */
  #named(id) {
    return id < 0 || !this.t ? '' : tokenName(this.nameOf(id), this.t);
  }

  /**
   * In whole percents, as on the bars, where a column of 50 px has no room for a decimal beside the token.
   * @param {Column} column
   */
  #outputName({ input, predicted, target, verdict, candidates }) {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const share = (/** @type {number} */ id) =>
      t.format.percent(candidates.find((one) => one.id === id)?.probability ?? 0);
    return t(`network.output.${verdict || 'open'}`, {
      given: this.#named(input),
      predicted: this.#named(predicted),
      probability: share(predicted),
      expected: this.#named(target),
      share: share(target),
    });
  }

  /** @param {Column} column @param {number} c @param {number} layer */
  #renderStrip({ step, input }, c, layer) {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const scene = /** @type {NonNullable<typeof this.scene>} */ (this.scene);
    const words = { count: scene.hidden, given: this.#named(input), step: step + 1, layer: layer + 1 };
    return html`<button
      type="button"
      class="strip"
      data-row=${`strip ${layer}`}
      data-column=${c}
      tabindex=${this.#reach(`strip ${layer}`, c)}
      aria-expanded=${this.opened === `strip ${step} ${layer}` ? 'true' : 'false'}
      aria-label=${t(scene.layers > 1 ? 'network.stripOf' : 'network.strip', words)}
      @click=${(/** @type {Event} */ event) => this.#select({ kind: 'strip', column: c, layer }, event)}
    ></button>`;
  }

  /** @param {Column} column @param {number} c */
  #renderToken({ step, input }, c) {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const token = input < 0 ? '' : this.nameOf(input);
    if (this.editing === c) return this.#renderField(token, c);
    const shown = html`<span class="word">${tokenView(token, t)}</span>`;
    if (!this.retypable) return html`<span class="plain">${shown}</span>`;
    return html`<button
      type="button"
      class="token"
      data-row="token"
      data-column=${c}
      tabindex=${this.#reach('token', c)}
      title=${t('network.retype')}
      aria-label=${t('network.token', { token: this.#named(input), step: step + 1 })}
      @click=${() => this.#edit(c)}
    >${shown}</button>`;
  }

  /** @param {string} token @param {number} c */
  #renderField(token, c) {
    return html`<input
      class="retype"
      type="text"
      spellcheck="false"
      autocomplete="off"
      autocapitalize="off"
      aria-label=${this.t?.('network.field', { token: this.#named(this.scene?.columns[c].input ?? -1) }) ?? ''}
      .value=${live(token)}
      @keydown=${this.#onFieldKey}
      @blur=${(/** @type {Event} */ event) => this.#commit(event)}
    />`;
  }

  /** @param {Column} column @param {number} c */
  #renderFoot({ step, gradient, awaited }, c) {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const norm = t.format.number(gradient[gradient.length - 1], 2);
    const hidden = awaited || (this.scene?.read ?? -1) >= 0;
    const named = this.walkable ? 'true' : nothing;
    const shown = html`<span class="count" aria-hidden=${named}>${step + 1}</span><span class="gradient number" dir="ltr" aria-hidden=${named}>${hidden ? '\u00a0' : norm}</span>`;
    if (!this.walkable) return html`<span class="foot">${shown}</span>`;
    const name = t('network.walk', { step: step + 1, norm });
    return html`<button
      type="button"
      class="foot"
      data-row="foot"
      data-column=${c}
      tabindex=${this.#reach('foot', c)}
      title=${t('network.walkHelp', { step: step + 1 })}
      @click=${(/** @type {Event} */ event) => this.#select({ kind: 'foot', column: c }, event)}
    ><span class="visually-hidden name">${name}</span>${shown}</button>`;
  }

  // -- what is done with it --------------------------------------------------------------------------------------------

  /** @param {Part} part @param {Event} event */
  #select(part, event) {
    const anchor = /** @type {HTMLElement} */ (event.currentTarget);
    this.cursor = { row: anchor.dataset.row ?? 'output', column: Number(anchor.dataset.column) };
    this.dispatchEvent(new CustomEvent('part-select', { detail: { part, anchor } }));
  }

  /** @param {number} c */
  async #edit(c) {
    this.cursor = { row: 'token', column: c };
    this.editing = c;
    await this.updateComplete;
    /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('input.retype'))?.select();
    /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('input.retype'))?.focus();
  }

  /** @param {KeyboardEvent} event */
  #onFieldKey(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter') this.#commit(event, true);
    else if (event.key === 'Escape') this.#leaveField(true);
    else return;
    event.preventDefault();
  }

  /** @param {Event} event @param {boolean} [refocus] */
  #commit(event, refocus = false) {
    if (this.editing < 0) return;
    const text = /** @type {HTMLInputElement} */ (event.target).value;
    const column = this.editing;
    const before = this.nameOf(this.scene?.columns[column].input ?? 0);
    this.#leaveField(refocus);
    if (text !== before) this.dispatchEvent(new CustomEvent('token-retype', { detail: { column, text } }));
  }

  /** @param {boolean} refocus */
  #leaveField(refocus) {
    this.editing = -1;
    this.#focusWanted = refocus;
  }

  /** @param {FocusEvent} event */
  #onFocus({ target }) {
    const { row, column } = /** @type {HTMLElement} */ (target).dataset;
    if (row !== undefined) this.cursor = { row, column: Number(column) };
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || this.editing >= 0) return;
    const { row, column } = this.#place;
    const forward = this.direction === 'rtl' ? -1 : 1;
    const rows = this.#rows;
    const at = rows.indexOf(row);
    const last = (this.scene?.columns.length ?? 1) - 1;
    const to = {
      ArrowRight: [at, column + forward],
      ArrowLeft: [at, column - forward],
      ArrowUp: [at - 1, column],
      ArrowDown: [at + 1, column],
      Home: [at, 0],
      End: [at, last],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    if (to[1] > last) this.dispatchEvent(new CustomEvent('window-move', { detail: 1 }));
    if (to[1] < 0 && !this.scene?.begins) {
      this.dispatchEvent(new CustomEvent('window-move', { detail: -1 }));
      to[1] = 0;
    }
    this.#go(rows[Math.max(0, Math.min(rows.length - 1, to[0]))], Math.min(last, Math.max(-1, to[1])), event.key);
  }

  /** @param {string} row @param {number} column @param {string} key */
  async #go(row, column, key) {
    const rows = this.#rows;
    let at = rows.indexOf(row);
    const there = () => this.renderRoot.querySelector(`[data-row="${rows[at]}"][data-column="${column}"]`);
    // Where there is no button (no matrix in this row, a token that cannot be retyped), the next one is taken.
    const by = key === 'ArrowUp' ? -1 : 1;
    while (!there() && at + by >= 0 && at + by < rows.length) at += by;
    while (!there() && at > 0) at -= 1;
    this.cursor = { row: rows[at], column };
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (there())?.focus();
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (!this.#focusWanted) return;
    this.#focusWanted = false;
    const { row, column } = this.#place;
    /** @type {HTMLElement | null} */ (
      this.renderRoot.querySelector(`[data-row="${row}"][data-column="${column}"]`)
    )?.focus();
  }
}
