import { css, html, nothing } from 'lit';
import { ScaleLegend } from '../../charts/scale-legend.js';
import { createScale, largestMagnitude } from '../../theme/scales.js';
import { SchemeController, schemeProbe } from '../../theme/scheme.js';
import { Announcer } from '../../ui/announcer.js';
import { contextFor } from '../../ui/canvas.js';
import { RnnElement } from '../../ui/element.js';
import { WidthController } from '../../ui/width-controller.js';
import { layOutTokens } from './text-measure.js';
import { tokenAt } from './text-layout.js';
import { paintText } from './text-paint.js';
import { readOutStyles } from '../../charts/read-out-styles.js';

/** Empty room beside a word. */
const WORD_PADDING_PX = 3;
/** Rows of the text that are in view, at most. */
const MAX_ROWS = 16;

/**
 * @typedef {object} Layout
 * @property {import('./text-layout.js').TextLayout} text
 * @property {string[]} labels of the tokens
 * @property {Uint8Array} isSign 1 where a label is a symbol for what cannot be seen
 * @property {number} size of the font, px
 * @property {number} rowHeight px
 * @property {unknown[]} of what it depends on
 */

/**
 * A running text of thousands of tokens, the background of each a value; only the rows in view are painted. The value under the
 * pointer, the finger or the keyboard cursor stands below. Dragging, or Shift with the arrow keys, selects tokens.
 *
 * @fires range-select detail: {from, to} the first token and the one after the last
 * @fires range-remove detail: {at} a token at which Delete or Backspace was pressed
 */
export class ColoredText extends RnnElement {
  static dependencies = { 'rnn-scale-legend': ScaleLegend };

  static properties = {
    t: { attribute: false },
    tokens: { attribute: false },
    begins: { attribute: false },
    areWords: { type: Boolean },
    values: { attribute: false },
    marks: { attribute: false },
    kind: {},
    maximum: { type: Number },
    label: {},
    legendLabel: {},
    describe: { attribute: false },
    cursor: { state: true },
    draft: { state: true },
    available: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    schemeProbe,
    readOutStyles,
    css`
      .scroll {
        position: relative;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        overscroll-behavior: auto;
      }
      canvas {
        position: sticky;
        top: 0;
        display: block;
        touch-action: pan-y;
        cursor: text;
      }
      .readout {
        white-space: normal;
      }
    `,
  ];

  #scheme = new SchemeController(this);
  #announcer = new Announcer(this);
  /** Whether the cursor was moved by the keyboard: only then is it announced. */
  #byKey = false;
  /** @type {number | null} the token at which a selection began */
  #anchor = null;
  /** @type {Layout | null} */
  #layout = null;

  constructor() {
    super();
    /** @type {import('../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {readonly string[]} */
    this.tokens = [];
    /** 1 where a line begins. */
    this.begins = new Uint8Array(0);
    this.areWords = false;
    /** @type {ArrayLike<number>} one per token */
    this.values = [];
    /** @type {ArrayLike<number> | null} 1 where a token is underlined */
    this.marks = null;
    /** @type {import('../../theme/scales.js').ScaleKind} */
    this.kind = 'diverging';
    /** @type {number | undefined} end of the scale; undefined fits it to the values */
    this.maximum = undefined;
    /** Accessible name. */
    this.label = '';
    this.legendLabel = '';
    /** @type {(token: number) => string} */
    this.describe = String;
    /** @type {number | null} */
    this.cursor = null;
    /** @type {{from: number, to: number} | null} what is being selected */
    this.draft = null;
    /** Width of this element, px. */
    this.available = 0;
    new WidthController(this, (width) => (this.available = width));
  }

  get #maximum() {
    return this.maximum ?? largestMagnitude(this.values);
  }

  render() {
    const { t, cursor } = this;
    if (!t) return nothing;
    const known = cursor !== null && cursor < this.tokens.length;
    return html`
      <div
        class="scroll"
        role="application"
        aria-roledescription=${t('units.text')}
        aria-label=${this.label}
        aria-describedby="keys"
        tabindex="0"
        @keydown=${this.#onKey}
        @keyup=${(/** @type {KeyboardEvent} */ event) => event.key === 'Shift' && this.#select()}
        @focus=${() => this.cursor ?? this.#point(this.#firstInView, true)}
        @blur=${() => {
          this.#select();
          this.#point(null);
        }}
        @scroll=${() => this.#paint()}
      >
        <div class="all">
          <canvas
            @pointermove=${this.#onMove}
            @pointerdown=${this.#onDown}
            @pointerup=${this.#onUp}
            @pointercancel=${this.#drop}
            @pointerleave=${(/** @type {PointerEvent} */ event) => event.pointerType === 'mouse' && this.#anchor === null && this.#point(null)}
          ></canvas>
        </div>
      </div>
      <span id="keys" hidden>${t('units.keys')}</span>
      <div class="under">
        <span class="number readout">${known ? this.describe(cursor) : nothing}</span>
        <span class="visually-hidden" aria-live="polite">${this.#announcer.text}</span>
        <rnn-scale-legend .kind=${this.kind} .maximum=${this.#maximum} .label=${this.legendLabel} .format=${t.format.tick}></rnn-scale-legend>
      </div>
    `;
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    if (changed.has('values') && this.#byKey) this.#announcer.follow(() => this.#announcement);
    this.#paint();
  }

  get #scroller() {
    return /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.scroll'));
  }

  // -- layout and painting -------------------------------------------------------------------------------------------

  #paint() {
    const scroller = this.#scroller;
    const canvas = this.renderRoot.querySelector('canvas');
    if (!scroller || !canvas || this.available === 0 || this.tokens.length === 0) return;
    const layout = this.#laidOut(scroller, canvas);
    const { scheme, font } = this.#scheme;
    const { rowHeight, size, labels, isSign } = layout;
    const rows = layout.text.rowBegins.length - 1;
    const view = {
      top: Math.max(0, Math.min(scroller.scrollTop, (rows - Math.min(rows, MAX_ROWS)) * rowHeight)),
      width: scroller.clientWidth,
      height: Math.min(rows, MAX_ROWS) * rowHeight,
      rowHeight,
    };
    const scale = createScale({ kind: this.kind, maximum: this.#maximum, scheme });
    const { values, marks, draft } = this;
    const cursor = this.cursor !== null && this.cursor < this.tokens.length ? this.cursor : null;
    paintText(
      contextFor(canvas, view.width, view.height),
      { labels, isSign, values, marks, draft, cursor, scale, scheme, font, size },
      layout.text,
      view,
    );
  }

  /** @param {HTMLElement} scroller @param {HTMLCanvasElement} canvas */
  #laidOut(scroller, canvas) {
    const { font } = this.#scheme;
    const { tokens, begins, areWords, available } = this;
    const of = [tokens, begins, areWords, available, font];
    if (this.#layout?.of.every((part, i) => part === of[i])) return this.#layout;
    const size = Number.parseFloat(getComputedStyle(scroller).fontSize);
    const rowHeight = Math.round(size * 1.7);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const type = { font, size, padding: areWords ? WORD_PADDING_PX : 0 };
    const { text, labels, isSign } = layOutTokens(context, { tokens, begins, areWords }, type, scroller.clientWidth);
    this.#layout = { text, labels, isSign, size, rowHeight, of };
    const rows = text.rowBegins.length - 1;
    const height = Math.min(rows, MAX_ROWS) * rowHeight;
    Object.assign(canvas.style, { width: `${scroller.clientWidth}px`, height: `${height}px` });
    scroller.style.height = `${height}px`;
    /** @type {HTMLElement} */ (scroller.firstElementChild).style.height = `${rows * rowHeight}px`;
    return this.#layout;
  }

  // -- pointing and selecting ----------------------------------------------------------------------------------------

  get #announcement() {
    const { cursor } = this;
    return this.#byKey && cursor !== null && cursor < this.tokens.length ? this.describe(cursor) : '';
  }

  get #firstInView() {
    const { text, rowHeight } = this.#layout ?? {};
    if (!text || !rowHeight) return null;
    return text.rowBegins[Math.ceil((this.#scroller?.scrollTop ?? 0) / rowHeight)] ?? 0;
  }

  /** @param {number | null} token @param {boolean} [byKey] */
  #point(token, byKey = false) {
    this.#byKey = byKey;
    if (token === this.cursor) return;
    this.cursor = token;
    this.#announcer.say(this.#announcement);
  }

  /** @param {PointerEvent} event */
  #tokenUnder({ offsetX, offsetY }) {
    if (!this.#layout) return null;
    const { text, rowHeight } = this.#layout;
    return tokenAt(text, Math.floor((offsetY + (this.#scroller?.scrollTop ?? 0)) / rowHeight), offsetX);
  }

  /** @param {PointerEvent} event */
  #onMove(event) {
    const token = this.#tokenUnder(event);
    if (token === null) return;
    if (this.#anchor !== null && (token !== this.#anchor || this.draft)) this.#stretch(token);
    this.#point(token);
  }

  /** @param {PointerEvent} event */
  #onDown(event) {
    const token = this.#tokenUnder(event);
    if (token === null || event.button !== 0) return;
    this.#anchor = token;
    /** @type {HTMLElement} */ (event.target).setPointerCapture(event.pointerId);
    this.#point(token);
  }

  #onUp() {
    this.#select();
  }

  /** @param {number} token the other end of the selection */
  #stretch(token) {
    const anchor = this.#anchor ?? token;
    this.draft = { from: Math.min(anchor, token), to: Math.max(anchor, token) + 1 };
  }

  #select() {
    const { draft } = this;
    this.#drop();
    if (draft) this.dispatchEvent(new CustomEvent('range-select', { detail: draft }));
  }

  #drop() {
    this.#anchor = null;
    this.draft = null;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { cursor } = this;
    if (cursor === null || !this.#layout) return;
    if (event.key === 'Escape') this.#drop();
    if (event.key === 'Delete' || event.key === 'Backspace')
      this.dispatchEvent(new CustomEvent('range-remove', { detail: { at: cursor } }));
    const token = this.#tokenBeside(this.#layout, cursor, event);
    if (token === null) return;
    event.preventDefault();
    if (event.shiftKey) {
      this.#anchor ??= cursor;
      this.#stretch(token);
    } else this.#drop();
    this.#point(token, true);
    this.#reveal(token);
  }

  /**
   * @param {Layout} layout
   * @param {number} cursor
   * @param {KeyboardEvent} event
   * @returns {number | null} null: no key that moves
   */
  #tokenBeside({ text }, cursor, { key, ctrlKey }) {
    const { x, width, rowOf, rightToLeft, rowBegins } = text;
    const last = this.tokens.length - 1;
    const row = rowOf[cursor];
    const inRow = (/** @type {number} */ other) => tokenAt(text, other, x[cursor] + width[cursor] / 2);
    const [back, forward] = rightToLeft[cursor] ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight'];
    if (key === back) return Math.max(0, cursor - 1);
    if (key === forward) return Math.min(last, cursor + 1);
    if (key === 'ArrowUp') return inRow(row - 1);
    if (key === 'ArrowDown') return inRow(row + 1);
    if (key === 'PageUp') return inRow(row - MAX_ROWS + 1);
    if (key === 'PageDown') return inRow(row + MAX_ROWS - 1);
    if (key === 'Home') return ctrlKey ? 0 : rowBegins[row];
    if (key === 'End') return ctrlKey ? last : rowBegins[row + 1] - 1;
    return null;
  }

  /** Scrolls until a token is in view. @param {number} token */
  #reveal(token) {
    const scroller = this.#scroller;
    if (!scroller || !this.#layout) return;
    const { text, rowHeight } = this.#layout;
    const top = text.rowOf[token] * rowHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    const hidden = top + rowHeight - scroller.scrollTop - scroller.clientHeight;
    if (hidden > 0) scroller.scrollTop += hidden;
  }
}
