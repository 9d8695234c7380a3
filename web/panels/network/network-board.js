import { html, nothing } from 'lit';
import { RnnElement } from '../../ui/element.js';
import { schemeProbe } from '../../theme/scheme.js';
import { tokenName, tokenStyles, tokenView } from '../shared/token-view.js';
import { BoardCursor } from './board-cursor.js';
import { BoardDrawing, TILE_PX } from './board-drawing.js';
import { boardStyles } from './board-styles.js';
import { tokenField } from './token-field.js';

/**
 * @typedef {import('./scene.js').Column} Column
 * @typedef {{kind: 'output' | 'token' | 'foot', column: number, layer?: undefined, name?: undefined}
 *   | {kind: 'strip', column: number, layer: number, name?: undefined}
 *   | {kind: 'matrix', column: -1, layer: number, name: string}} Part
 * @typedef {import('./board-drawing.js').Matrix} Matrix
 */

/**
 * The unrolled network: words and buttons over the drawing of the base class. Every part of the network is a button.
 *
 * @fires part-select detail: {part, anchor}
 * @fires token-retype detail: {column, text}
 * @fires window-move detail: columns to scroll by, 1 or −1: an arrow key has left the window
 */
export class NetworkBoard extends BoardDrawing {
  static properties = {
    t: { attribute: false },
    vocabulary: { attribute: false },
    opened: { attribute: false },
    steps: { type: Number },
    retypable: { type: Boolean },
    walkable: { type: Boolean },
    weighable: { type: Boolean },
    editing: { state: true },
  };

  static styles = [...RnnElement.styles, schemeProbe, tokenStyles, boardStyles];

  #cursor = new BoardCursor(this, {
    rows: () => this.#rows,
    lastColumn: () => (this.scene?.columns.length ?? 1) - 1,
    atStart: () => this.scene?.atStart ?? false,
    reversed: () => this.direction === 'rtl',
  });
  /** Whether the token's button takes the focus after the field has been left. */
  #refocus = false;

  constructor() {
    super();
    /** @type {import('../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {import('../../text/vocabulary.js').Vocabulary | undefined} of the scene, which stays while there is another text already */
    this.vocabulary = undefined;
    /** Key of the part whose popover is open; '' for none. */
    this.opened = '';
    /** Time steps of the sentence. */
    this.steps = 0;
    this.retypable = false;
    /** Whether a time step opens the panel Step through, and a matrix the panel Weights. */
    this.walkable = false;
    this.weighable = false;
    /** Column whose token is being retyped; −1 for none. */
    this.editing = -1;
  }

  /** From the top down. */
  get #rows() {
    const layers = this.scene?.layers ?? 1;
    const strips = Array.from({ length: layers }, (_, i) => `strip ${layers - 1 - i}`);
    return ['output', ...strips, 'token', 'foot'];
  }

  // -- rendering -------------------------------------------------------------------------------------------------------

  /** What is being typed is for a text that there is no more. @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has('vocabulary') && this.editing >= 0) this.#leaveField(true);
  }

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
      <span class="foot" aria-hidden="true"><span>${t('network.step')}</span><span class="gradient" dir="ltr">‖∂L/∂h‖</span></span>
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
      tabindex=${this.#cursor.tabIndexOf(row, -1)}
      title=${name}
      aria-label=${name}
      @click=${(/** @type {Event} */ event) => this.#select({ kind: 'matrix', column: -1, layer: 0, name: of }, event)}
    >${shown}</button>`;
  }

  /** @param {Column} column @param {number} c */
  #renderColumn(column, c) {
    const scene = /** @type {NonNullable<typeof this.scene>} */ (this.scene);
    const layers = Array.from({ length: scene.layers }, (_, i) => scene.layers - 1 - i);
    return html`<div class="column" aria-current=${scene.readColumn === c ? 'step' : nothing} role="group" aria-label=${this.t?.('network.column', { step: column.step + 1 }) ?? ''}>
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
    const { candidates, predicted, target, verdict, unread } = column;
    const key = `output ${column.step}`;
    return html`<button
      type="button"
      class="output"
      data-row="output"
      data-column=${c}
      tabindex=${this.#cursor.tabIndexOf('output', c)}
      aria-expanded=${this.opened === key ? 'true' : 'false'}
      @click=${(/** @type {Event} */ event) => this.#select({ kind: 'output', column: c }, event)}
    >
      <span class="visually-hidden name">${unread ? t('network.awaited', { given: this.#named(column.input) }) : this.#outputName(column)}</span>
      <span aria-hidden="true" class="verdict ${unread ? '' : verdict}">${
        unread
          ? nothing
          : html`<span class="word">${tokenView(this.#nameOf(predicted), t)}</span>${verdict ? html`<b>${verdict === 'right' ? '✓' : '✗'}</b>` : nothing}`
      }</span>
      ${
        unread
          ? nothing
          : candidates.map(
              ({
                id,
                probability,
              }) => html`<span aria-hidden="true" data-chart class="bar ${id === target ? 'right' : id === predicted ? 'wrong' : ''}">
                <span class="word">${tokenView(this.#nameOf(id), t)}</span><span class="number" dir="ltr">${t.format.percent(probability)}</span>
              </span>`,
            )
      }
    </button>`;
  }

  /** @param {number} id */
  #nameOf(id) {
    return id < 0 ? '' : (this.vocabulary?.token(id) ?? '');
  }

  /** @param {number} id */
  #named(id) {
    return id < 0 || !this.t ? '' : tokenName(this.#nameOf(id), this.t);
  }

  /**
   * In whole percents, as on the bars, where a column of 50 px has no room for a decimal beside the token.
   * @param {Column} column
   */
  #outputName({ input, predicted, target, verdict, candidates }) {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const probability = (/** @type {number} */ id) =>
      t.format.percent(candidates.find((one) => one.id === id)?.probability ?? 0);
    return t(`network.output.${verdict || 'open'}`, {
      given: this.#named(input),
      predicted: this.#named(predicted),
      probability: probability(predicted),
      expected: this.#named(target),
      share: probability(target),
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
      tabindex=${this.#cursor.tabIndexOf(`strip ${layer}`, c)}
      aria-expanded=${this.opened === `strip ${step} ${layer}` ? 'true' : 'false'}
      aria-label=${t(scene.layers > 1 ? 'network.stripOf' : 'network.strip', words)}
      @click=${(/** @type {Event} */ event) => this.#select({ kind: 'strip', column: c, layer }, event)}
    ></button>`;
  }

  /** @param {Column} column @param {number} c */
  #renderToken({ step, input }, c) {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const token = this.#nameOf(input);
    if (this.editing === c)
      return tokenField({
        token,
        label: t('network.field', { token: this.#named(input) }),
        onCommit: (text, { refocus }) => this.#commit(text, refocus),
        onCancel: () => this.#leaveField(true),
      });
    const shown = html`<span class="word">${tokenView(token, t)}</span>`;
    if (!this.retypable) return html`<span class="plain">${shown}</span>`;
    return html`<button
      type="button"
      class="token"
      data-row="token"
      data-column=${c}
      tabindex=${this.#cursor.tabIndexOf('token', c)}
      title=${t('network.retype')}
      aria-label=${t('network.token', { token: this.#named(input), step: step + 1 })}
      @click=${() => this.#edit(c)}
    >${shown}</button>`;
  }

  /** @param {Column} column @param {number} c */
  #renderFoot({ step, gradientNorms, unread }, c) {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const norm = t.format.number(gradientNorms[gradientNorms.length - 1], 2);
    const hidden = unread || (this.scene?.readColumn ?? -1) >= 0;
    const named = this.walkable ? 'true' : nothing;
    const shown = html`<span class="count" aria-hidden=${named}>${step + 1}</span><span class="gradient number" dir="ltr" aria-hidden=${named}>${hidden ? '\u00a0' : norm}</span>`;
    if (!this.walkable) return html`<span class="foot">${shown}</span>`;
    const name = t('network.walk', { step: step + 1, norm });
    return html`<button
      type="button"
      class="foot"
      data-row="foot"
      data-column=${c}
      tabindex=${this.#cursor.tabIndexOf('foot', c)}
      title=${t('network.walkHelp', { step: step + 1 })}
      @click=${(/** @type {Event} */ event) => this.#select({ kind: 'foot', column: c }, event)}
    ><span class="visually-hidden name">${name}</span>${shown}</button>`;
  }

  // -- events ----------------------------------------------------------------------------------------------------------

  /** @param {Part} part @param {Event} event */
  #select(part, event) {
    const anchor = /** @type {HTMLElement} */ (event.currentTarget);
    this.#cursor.moveTo(anchor);
    this.dispatchEvent(new CustomEvent('part-select', { detail: { part, anchor } }));
  }

  /** @param {number} c */
  async #edit(c) {
    this.#cursor.position = { row: 'token', column: c };
    this.editing = c;
    await this.updateComplete;
    /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('input.retype'))?.select();
    /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('input.retype'))?.focus();
  }

  /** @param {string} text @param {boolean} refocus */
  #commit(text, refocus) {
    // Committing by Enter removes the field, which then loses the focus.
    if (this.editing < 0) return;
    const column = this.editing;
    const shown = this.scene?.columns[column];
    this.#leaveField(refocus);
    // In a narrower window there may be no such column any more.
    if (shown && text !== this.#nameOf(shown.input))
      this.dispatchEvent(new CustomEvent('token-retype', { detail: { column, text } }));
  }

  /** @param {boolean} refocus */
  #leaveField(refocus) {
    this.editing = -1;
    this.#refocus = refocus;
  }

  /** @param {FocusEvent} event */
  #onFocus({ target }) {
    this.#cursor.moveTo(/** @type {HTMLElement} */ (target));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || this.editing >= 0) return;
    this.#cursor.onKey(event);
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (this.editing < 0) this.#cursor.settle();
    if (!this.#refocus) return;
    this.#refocus = false;
    this.#cursor.focus();
  }
}
