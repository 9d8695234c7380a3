import { html, nothing, svg } from 'lit';
import { RnnElement } from '../../../ui/element.js';
import { createScale, largestMagnitude } from '../../../theme/scales.js';
import { SchemeController, schemeProbe } from '../../../theme/scheme.js';
import { isDirection, nextPart, partsOf } from './drawing-keys.js';
import { gradientIdOf, layoutOf, SIZES_PX } from './drawing-layout.js';
import { arrowPath, normLabel, nodeContent, nodeFrame } from './unrolled-svg.js';
import { unrolledStyles } from './unrolled-styles.js';
import { WidthController } from '../../../ui/width-controller.js';

/**
 * @typedef {import('../model/walk.js').Walk} Walk
 * @typedef {import('./drawing-layout.js').Layout} Layout
 * @typedef {import('./drawing-layout.js').NodeBox} NodeBox
 * @typedef {import('./drawing-layout.js').Arrow} Arrow
 */

/**
 * The unrolled network; its numbers appear stage by stage. Pressing a part, or Enter on it, opens its stage; the Tab key and
 * the arrow keys move among the parts (roving tabindex).
 * @fires part-point detail: id of the part under the pointer or with the focus, or ''
 * @fires part-select detail: id of a part
 */
export class UnrolledView extends RnnElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    t: { attribute: false },
    labels: { attribute: false },
    walk: { attribute: false },
    reached: { attribute: false },
    sources: { attribute: false },
    results: { attribute: false },
    pointed: { attribute: false },
    timeStep: { type: Number },
    backward: { type: Boolean },
    nameOf: { attribute: false },
    width: { state: true },
    cursor: { state: true },
  };

  static styles = [...RnnElement.styles, schemeProbe, unrolledStyles];

  #scheme = new SchemeController(this);
  /** @type {import('./drawing-keys.js').Part[]} those that are drawn and open a stage */
  #parts = [];
  /** Id of the part with the focus, now and before the present update; '' for none. */
  #focused = '';
  #focusedBefore = '';
  /** Id of the part in the latest part-point event. */
  #pointedHere = '';

  constructor() {
    super();
    /** @type {import('../../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {import('../labels.js').Labels | undefined} */
    this.labels = undefined;
    /** @type {Walk | undefined} */
    this.walk = undefined;
    /** @type {ReadonlySet<string>} ids of the parts whose numbers are known */
    this.reached = new Set();
    /** @type {ReadonlySet<string>} ids of the stage's operands */
    this.sources = new Set();
    /** @type {ReadonlySet<string>} ids of the stage's results */
    this.results = new Set();
    /** @type {ReadonlySet<string>} ids of the highlighted parts */
    this.pointed = new Set();
    /** Time step of the stage, scrolled into view; -1 for none. */
    this.timeStep = -1;
    /** Whether the backward pass has begun: forward arrows are drawn paler. */
    this.backward = false;
    /** @type {(id: string) => string | undefined} accessible name of a part that opens a stage */
    this.nameOf = () => undefined;
    /** Available width, px. */
    this.width = 0;
    /** Id of the part that had the focus last. */
    this.cursor = '';
    new WidthController(this, (width) => (this.width = width));
  }

  willUpdate() {
    this.#focusedBefore = this.#focused;
  }

  render() {
    const { t, walk, labels, width } = this;
    if (!t || !walk || !labels || width === 0) return nothing;
    const layout = this.#layout(walk);
    this.#parts = partsOf(layout).filter(({ id }) => this.#isDrawn(id) && this.nameOf(id));
    // The listeners are on a div: an svg with a focus listener is focusable in some browsers.
    return html`<div class="scroll" @focusin=${this.#onFocus} @focusout=${this.#onBlur} @keydown=${this.#onKey}>
      <svg
        class=${this.backward ? 'backward' : ''}
        width=${layout.width}
        height=${layout.height}
        viewBox=${`0 0 ${layout.width} ${layout.height}`}
        role="group"
        aria-label=${t('step.drawing', { count: walk.T })}
        @pointerover=${this.#onOver}
        @pointerleave=${() => this.#point('')}
        @click=${(/** @type {Event} */ event) => this.#select(drawingIdUnder(event))}
      >
        ${this.#renderColumn(layout)} ${this.#renderStub(layout)}
        ${layout.arrows.map((arrow) => this.#renderArrow(arrow))}
        ${this.#nodes(layout)} ${this.#renderLengthNames(layout)}
      </svg>
    </div>`;
  }

  /** @param {Walk} walk */
  #layout({ T, layers, cell, dryRun: { end, length } }) {
    return layoutOf({ T, layers, cell, width: this.width, continues: end < length });
  }

  /** The end of the window: the sentence goes on, but no gradient comes back. @param {Layout} layout */
  #renderStub({ stub }) {
    if (!stub) return nothing;
    const y = stub.y + SIZES_PX.state / 2;
    return svg`<g class="arrow"><path class="line" d=${`M${stub.x - 30} ${y}H${stub.x + 24}`} /></g>
      <text class="small" x=${stub.x + 30} y=${y + 4}>…</text>
      ${this.backward ? svg`<text class="cut" x=${stub.x - 4} y=${y + 22}>✂ ${this.t?.('step.drawing.cut')}</text>` : nothing}`;
  }

  /** For the layers whose gradient is known. @param {Layout} layout */
  #renderLengthNames({ nodes }) {
    const has = (/** @type {number} */ layer) => [...this.reached].some((id) => id.startsWith(`dh:${layer}:`));
    return nodes.filter(({ kind, timeStep, layer }) => kind === 'h' && timeStep < 0 && has(layer)).map(normLabel);
  }

  /** Background of the stage's time step. @param {Layout} layout */
  #renderColumn({ pitch, firstColumn, height }) {
    if (this.timeStep < 0) return nothing;
    return svg`<rect class="column" x=${firstColumn + this.timeStep * pitch + 2} y="0" width=${pitch - 4} height=${height} rx="4" />`;
  }

  /** @param {string} id */
  #classesOf(id) {
    const classes = [];
    if (this.reached.has(id)) classes.push('reached');
    if (this.sources.has(id)) classes.push('source');
    if (this.results.has(id)) classes.push('result');
    if (this.pointed.has(id)) classes.push('pointed');
    return classes.join(' ');
  }

  /** Parts of the backward pass are drawn from the stage that reads or computes them on. @param {string} id */
  #isDrawn(id) {
    const ready = id.startsWith('dS:') ? id.replace('dS', 'dp') : id;
    return !id.startsWith('d') || this.reached.has(ready) || this.sources.has(id) || this.results.has(id);
  }

  /** The part that the Tab key reaches: the one focused last, else the stage's result. */
  get #tabStop() {
    const ids = this.#parts.map(({ id }) => id);
    if (ids.includes(this.cursor)) return this.cursor;
    return ids.find((id) => this.results.has(id)) ?? ids[0] ?? '';
  }

  /** @param {string} id @returns {import('./unrolled-svg.js').Handle} */
  #handle(id) {
    const name = this.#parts.some((part) => part.id === id) ? this.nameOf(id) : undefined;
    return { id, name, reachable: id === this.#tabStop, current: this.results.has(id) };
  }

  /** @param {Arrow} arrow */
  #renderArrow(arrow) {
    // The arrow into the output layer is drawn with the logits, the one into the loss with the loss.
    const ready =
      { V: `o:${arrow.timeStep}`, '': `L:${arrow.timeStep}` }[arrow.backward ? 'none' : arrow.letter] ?? arrow.id;
    const shown = arrow.letter === '' && arrow.backward ? `dp:${arrow.timeStep}` : ready;
    const reached = this.reached.has(shown) ? 'reached' : '';
    return arrowPath(arrow, `${this.#classesOf(arrow.id)} ${reached}`, this.#handle(arrow.id));
  }

  /** @param {Layout} layout */
  #nodes({ nodes }) {
    const walk = /** @type {Walk} */ (this.walk);
    const labels = /** @type {NonNullable<typeof this.labels>} */ (this.labels);
    const scales = this.#scales(walk);
    return nodes.map((node) => {
      const gradientId = gradientIdOf(node);
      const look = {
        classes: this.#classesOf(node.id),
        reached:
          node.timeStep < 0
            ? node.kind !== 'total' || this.reached.has('L')
            : node.kind === 'x' || this.reached.has(node.id),
        gradientClasses: gradientId && node.timeStep >= 0 ? this.#classesOf(gradientId) : '',
        name: {
          letter: node.kind,
          below: walk.stepNumber(node.timeStep),
          above: node.layer >= 0 && walk.layers > 1 ? `(${node.layer + 1})` : '',
        },
        dim: node.layer >= 0 && node.layer !== walk.layer,
      };
      const drawn = nodeContent(node, { walk, labels, scales, look });
      return nodeFrame(node, drawn, look, this.#handle(node.id), gradientId ? this.#handle(gradientId) : null);
    });
  }

  /** @param {Walk} walk */
  #scales({ layerTrace: of, trace, largestState }) {
    const { scheme } = this.#scheme;
    const make = (/** @type {number} */ maximum) => createScale({ kind: 'diverging', maximum, scheme });
    const { backward } = of;
    return {
      h: make(largestState),
      c: make(of.cell ? largestMagnitude(of.cell.values) : 1),
      dh: make(largestMagnitude(backward.dHidden.values)),
      dc: make(backward.dCell ? largestMagnitude(backward.dCell.values) : 1),
      dp: make(largestMagnitude(trace.dLogits.values)),
    };
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    if (['timeStep', 'walk', 'width'].some((name) => changed.has(name))) this.#scrollToTimeStep();
    // Going back through the stages may remove the focused part: the stage's result takes the focus.
    if (this.#focusedBefore && this.#focusedBefore !== this.#tabStop) this.#focus(this.#tabStop);
  }

  #scrollToTimeStep() {
    const scroll = this.renderRoot.querySelector('.scroll');
    const walk = this.walk;
    if (!scroll || !walk || this.timeStep < 0) return;
    const { pitch, firstColumn } = this.#layout(walk);
    const left = firstColumn + this.timeStep * pitch;
    if (left < scroll.scrollLeft + SIZES_PX.start || left + pitch > scroll.scrollLeft + scroll.clientWidth)
      scroll.scrollLeft = left - (scroll.clientWidth - pitch) / 2;
  }

  // -- pointer and keys ------------------------------------------------------------------------------------------------

  /** @param {string} id */
  #point(id) {
    if (id === this.#pointedHere) return;
    this.#pointedHere = id;
    this.dispatchEvent(new CustomEvent('part-point', { detail: id }));
  }

  /** @param {string} id */
  #select(id) {
    if (id) this.dispatchEvent(new CustomEvent('part-select', { detail: id }));
  }

  /** @param {Event} event */
  #onOver(event) {
    this.#point(drawingIdUnder(event));
  }

  /** @param {FocusEvent} event */
  #onFocus(event) {
    const id = drawingIdUnder(event);
    this.cursor = id;
    this.#focused = id;
    this.#point(id);
  }

  #onBlur() {
    this.#focused = '';
    this.#point('');
  }

  /** @param {string} id */
  #focus(id) {
    /** @type {SVGElement | null} */ (this.renderRoot.querySelector(`[data-drawing-id="${id}"]`))?.focus();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (shiftKey || altKey || ctrlKey || metaKey) return;
    if (isDirection(key)) this.#focus(nextPart(this.#parts, this.cursor, key));
    else if (key === 'Enter' || key === ' ') this.#select(this.cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** @param {Event} event @returns {string} '' for none */
function drawingIdUnder({ target }) {
  return /** @type {Element} */ (target).closest('[data-drawing-id]')?.getAttribute('data-drawing-id') ?? '';
}
