import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { RnnElement } from '../../ui/element.js';
import { predictionStyles } from './prediction-styles.js';
import { IncrementalRows } from './incremental-rows.js';
import { tokenName, tokenStyles, tokenView } from '../shared/token-view.js';
import { styled } from '../../ui/styled.js';

/**
 * @typedef {object} PredictionRow one sequence
 * @property {string} key
 * @property {'ltr' | 'rtl'} direction
 * @property {string} name accessible name: its text, shortened
 * @property {readonly string[]} given input tokens
 * @property {readonly (string | null)[]} expected target tokens; null where there is no target
 * @property {readonly string[]} predicted the most probable next token; empty until the engine has answered
 * @property {ArrayLike<number>} probabilities of the predicted tokens, 0..1
 * @property {number | null} readPosition while the network is stepped through the row token by token, the position it has
 *   read up to: later cells have no prediction
 */

/**
 * Sentences as rows of tokens; below each token the predicted next one, its probability, and whether it is right (by mark
 * and by color).
 *
 * @fires position-select detail: {row, position, anchor}
 * @fires position-hover detail: the same for the cell under the mouse, or null when it has left
 * @fires position-focus detail: the same for the cell focused by an arrow key
 */
export class PredictionRows extends RnnElement {
  static properties = {
    t: { attribute: false },
    label: {},
    rows: { attribute: false },
    even: { type: Boolean },
    chosen: { attribute: false },
    cursor: { state: true },
  };

  static styles = [...RnnElement.styles, tokenStyles, predictionStyles];

  /** @type {HTMLElement | null} the cell under the mouse */
  #hovered = null;

  /** The rows as rendered, which may lag behind `rows`. */
  #incremental = new IncrementalRows();
  #updatedThisFrame = false;

  constructor() {
    super();
    /** @type {import('../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** Accessible name. */
    this.label = '';
    /** @type {readonly PredictionRow[]} */
    this.rows = [];
    /** Whether all tokens are single characters: then all cells have the same size. */
    this.even = false;
    /** @type {{row: number, position: number} | null} the cell whose distribution is open */
    this.chosen = null;
    /** @type {{row: number, position: number}} the cell the Tab key reaches */
    this.cursor = { row: 0, position: 0 };
  }

  /** A short text is shown in large type, with a legend. */
  get #isShort() {
    return this.rows.length <= 4 && this.rows.every(({ given }) => given.length <= 10);
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has('rows')) this.#keepCursorInside();
    if (this.#updatedThisFrame && this.#incremental.hasSameTokens(this.rows)) return;
    this.#incremental.update(this.rows);
    if (this.#incremental.fitsOneFrame) return;
    this.#updatedThisFrame = true;
    requestAnimationFrame(() => {
      this.#updatedThisFrame = false;
      if (this.#incremental.isStale(this.rows)) this.requestUpdate();
    });
  }

  /** Or else the Tab key would reach none of the cells. */
  #keepCursorInside() {
    if (this.rows.length === 0) return;
    const row = Math.min(this.cursor.row, this.rows.length - 1);
    const position = Math.max(0, Math.min(this.cursor.position, this.rows[row].given.length - 1));
    if (row !== this.cursor.row || position !== this.cursor.position) this.cursor = { row, position };
  }

  render() {
    if (!this.t) return nothing;
    const look = this.#isShort ? 'big' : this.even ? 'even' : '';
    return html`<div class="rows ${look}" role="group" aria-label=${this.label} @keydown=${this.#onKey} @pointermove=${this.#onMove} @pointerleave=${this.#onMove}>
      ${this.rows.map(
        (row, r) => html`<div class="row" role="group" aria-label=${row.name} dir=${row.direction}>
          ${this.#isShort ? this.#renderLegend() : nothing} ${this.#incremental.chunksOf(r).map((chunk) => this.#renderChunk(chunk))}
        </div>`,
      )}
    </div>`;
  }

  /** @param {import('./incremental-rows.js').Chunk} chunk */
  #renderChunk({ row, from, to, source }) {
    const inside = (/** @type {{row: number, position: number} | null} */ cell) =>
      cell?.row === row && cell.position >= from && cell.position < to ? cell.position : -1;
    return guard([source, this.t, inside(this.cursor), inside(this.chosen)], () =>
      source.given.slice(from, to).map((token, i) => this.#renderCell(source, row, token, from + i)),
    );
  }

  /** Names the two lines of a row. */
  #renderLegend() {
    return html`<div class="legend" aria-hidden="true">
      <span>${this.t?.('predictions.reads')}</span><span>${this.t?.('predictions.expects')}</span>
    </div>`;
  }

  /** @param {PredictionRow} row @param {number} r @param {string} token @param {number} position */
  #renderCell(row, r, token, position) {
    const t = /** @type {import('../../i18n/index.js').Translator} */ (this.t);
    const predicted = this.#predictedAt(row, position);
    const verdict = this.#verdict(row, position);
    const probability = predicted === undefined ? 0 : row.probabilities[position];
    const chosen = this.chosen?.row === r && this.chosen.position === position;
    return html`<button
      type="button"
      data-row=${r}
      data-position=${position}
      tabindex=${this.cursor.row === r && this.cursor.position === position ? 0 : -1}
      aria-expanded=${chosen ? 'true' : 'false'}
      aria-current=${row.readPosition === position ? 'step' : nothing}
      @click=${this.#onClick}
    >
      <span class="visually-hidden name">${this.#name(row, token, position, verdict)}</span>
      <span class="given" aria-hidden="true">${tokenView(token, t)}</span>
      <span class="predicted ${verdict}" aria-hidden="true">${predicted === undefined ? ' ' : tokenView(predicted, t)}</span>
      <span class="verdict" aria-hidden="true">${mark(verdict)}<span class="number" dir="ltr">${predicted === undefined ? ' ' : t.format.probability(probability)}</span></span>
      <span class="confidence ${verdict}"><i class="ink" ${styled({ width: `${(probability * 100).toFixed(1)}%` })}></i></span>
    </button>`;
  }

  /** @param {PredictionRow} row @param {number} position @returns {string | undefined} undefined: not predicted yet */
  #predictedAt({ predicted, readPosition }, position) {
    return readPosition === null || position <= readPosition ? predicted[position] : undefined;
  }

  /** @param {PredictionRow} row @param {number} position @returns {'right' | 'wrong' | ''} */
  #verdict(row, position) {
    const predicted = this.#predictedAt(row, position);
    if (predicted === undefined || row.expected[position] === null) return '';
    return predicted === row.expected[position] ? 'right' : 'wrong';
  }

  /** @param {PredictionRow} row @param {string} token @param {number} position @param {'right' | 'wrong' | ''} verdict */
  #name(row, token, position, verdict) {
    const t = /** @type {import('../../i18n/index.js').Translator} */ (this.t);
    const predicted = this.#predictedAt(row, position);
    if (predicted === undefined) return tokenName(token, t);
    const expected = row.expected[position];
    return t(`predictions.cell.${verdict || 'open'}`, {
      given: tokenName(token, t),
      predicted: tokenName(predicted, t),
      probability: t.format.probability(row.probabilities[position]),
      expected: expected === null ? '' : tokenName(expected, t),
    });
  }

  /** @param {string} type @param {HTMLElement | null} anchor a cell */
  #emit(type, anchor) {
    const detail = anchor && { row: Number(anchor.dataset.row), position: Number(anchor.dataset.position), anchor };
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {Event} event */
  #onClick(event) {
    const anchor = /** @type {HTMLElement} */ (event.currentTarget);
    this.cursor = { row: Number(anchor.dataset.row), position: Number(anchor.dataset.position) };
    this.#emit('position-select', anchor);
  }

  /** The mouse has entered another cell, or none. @param {PointerEvent} event */
  #onMove(event) {
    if (event.pointerType !== 'mouse') return;
    const inside = event.type === 'pointermove' && event.target instanceof Element;
    const cell = inside ? /** @type {HTMLElement | null} */ (event.target.closest('button')) : null;
    if (cell === this.#hovered) return;
    this.#hovered = cell;
    this.#emit('position-hover', cell);
  }

  /** Left and right along a sentence, up and down between sentences. @param {KeyboardEvent} event */
  async #onKey(event) {
    const { row, position } = this.cursor;
    const forward = this.rows[row]?.direction === 'rtl' ? -1 : 1;
    const to = {
      ArrowRight: [row, position + forward],
      ArrowLeft: [row, position - forward],
      ArrowUp: [row - 1, position],
      ArrowDown: [row + 1, position],
      Home: [row, 0],
      End: [row, Number.POSITIVE_INFINITY],
    }[event.key];
    if (!to || !this.rows[to[0]]) return;
    event.preventDefault();
    this.cursor = { row: to[0], position: Math.max(0, Math.min(this.rows[to[0]].given.length - 1, to[1])) };
    await this.updateComplete;
    const cell = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('button[tabindex="0"]'));
    cell?.focus();
    this.#emit('position-focus', cell);
  }
}

/** @param {'right' | 'wrong' | ''} verdict */
function mark(verdict) {
  if (!verdict) return nothing;
  return html`<b class=${verdict}>${verdict === 'right' ? '✓' : '✗'}</b>`;
}
