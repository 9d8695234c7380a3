import { html, nothing, svg } from 'lit';
import { RnnElement } from '../../../ui/element.js';
import { createScale, largestMagnitude } from '../../../theme/scales.js';
import { SchemeController, schemeProbe } from '../../../theme/scheme.js';
import { isDirection, partBeside, partsOf } from './drawing-keys.js';
import { gradientPlaceOf, layoutOf, sizes } from './drawing-layout.js';
import { arrowPath, lengthName, nodeContent, nodeFrame } from './unrolled-parts.js';
import { unrolledStyles } from './unrolled-styles.js';
import { widthObserver } from '../../../ui/width-observer.js';

/**
 * @typedef {import('../model/walk.js').Walk} Walk
 * @typedef {import('./drawing-layout.js').Layout} Layout
 * @typedef {import('./drawing-layout.js').NodeBox} NodeBox
 * @typedef {import('./drawing-layout.js').Arrow} Arrow
 */

/**
 * The unrolled network, filling up with numbers as the stages go on. Its parts lead to their stages: pressed, or reached
 * with the Tab key, the arrow keys and Enter.
 * @fires place-point detail: the place under the pointer or with the focus, or ''
 * @fires place-select detail: a place
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
    step: { type: Number },
    backward: { type: Boolean },
    nameOf: { attribute: false },
    width: { state: true },
    cursor: { state: true },
  };

  static styles = [...RnnElement.styles, schemeProbe, unrolledStyles];

  #scheme = new SchemeController(this);
  /** @type {ResizeObserver | undefined} */
  #observer;
  /** @type {import('./drawing-keys.js').Part[]} those that are there and lead to a stage */
  #parts = [];
  /** The part that has the focus, the one that had it before what is rendered now, and the one pointed at; '' for none. */
  #focused = '';
  #focusedBefore = '';
  #pointedHere = '';

  constructor() {
    super();
    /** @type {import('../../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {import('../labels.js').Labels | undefined} */
    this.labels = undefined;
    /** @type {Walk | undefined} */
    this.walk = undefined;
    /** @type {ReadonlySet<string>} places that have their numbers */
    this.reached = new Set();
    /** @type {ReadonlySet<string>} places the stage reads */
    this.sources = new Set();
    /** @type {ReadonlySet<string>} places the stage makes */
    this.results = new Set();
    /** @type {ReadonlySet<string>} places that are pointed at, here or elsewhere */
    this.pointed = new Set();
    /** Time step of the stage; -1 for none: it is kept in sight. */
    this.step = -1;
    /** Whether the backward pass has begun: forward arrows stand back. */
    this.backward = false;
    /** @type {(place: string) => string | undefined} what a part that leads to a stage is called; undefined: it does not */
    this.nameOf = () => undefined;
    this.width = 0;
    /** The part that had the focus last. */
    this.cursor = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#observer = widthObserver((width) => {
      this.width = width;
    });
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  willUpdate() {
    this.#focusedBefore = this.#focused;
  }

  render() {
    const { t, walk, labels, width } = this;
    if (!t || !walk || !labels || width === 0) return nothing;
    const layout = this.#layout(walk);
    this.#parts = partsOf(layout).filter(({ place }) => this.#isThere(place) && this.nameOf(place));
    // An svg that listens for the focus could get it itself.
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
        @click=${(/** @type {Event} */ event) => this.#select(placeUnder(event))}
      >
        ${this.#renderColumn(layout)} ${this.#renderStub(layout)}
        ${layout.arrows.map((arrow) => this.#renderArrow(arrow))}
        ${this.#nodes(layout)} ${this.#renderLengthNames(layout)}
      </svg>
    </div>`;
  }

  /** @param {Walk} walk */
  #layout({ T, layers, cell, dryRun: { end, length } }) {
    return layoutOf({ T, layers, cell, width: this.width, goesOn: end < length });
  }

  /** Where the sentence goes on, but the gradient does not come back. @param {Layout} layout */
  #renderStub({ stub }) {
    if (!stub) return nothing;
    const y = stub.y + sizes.state / 2;
    return svg`<g class="arrow"><path class="line" d=${`M${stub.x - 30} ${y}H${stub.x + 24}`} /></g>
      <text class="small" x=${stub.x + 30} y=${y + 4}>…</text>
      ${this.backward ? svg`<text class="cut" x=${stub.x - 4} y=${y + 22}>✂ ${this.t?.('step.drawing.cut')}</text>` : nothing}`;
  }

  /** Of the layers of which a gradient has come. @param {Layout} layout */
  #renderLengthNames({ nodes }) {
    const has = (/** @type {number} */ layer) => [...this.reached].some((place) => place.startsWith(`dh:${layer}:`));
    return nodes.filter(({ kind, t, layer }) => kind === 'h' && t < 0 && has(layer)).map(lengthName);
  }

  /** The time step the stage is at. @param {Layout} layout */
  #renderColumn({ pitch, firstColumn, height }) {
    if (this.step < 0) return nothing;
    return svg`<rect class="column" x=${firstColumn + this.step * pitch + 2} y="0" width=${pitch - 4} height=${height} rx="4" />`;
  }

  /** @param {string} place */
  #classesOf(place) {
    const classes = [];
    if (this.reached.has(place)) classes.push('reached');
    if (this.sources.has(place)) classes.push('source');
    if (this.results.has(place)) classes.push('result');
    if (this.pointed.has(place)) classes.push('pointed');
    return classes.join(' ');
  }

  /** What the backward pass draws is there once it has been. @param {string} place */
  #isThere(place) {
    const ready = place.startsWith('dS:') ? place.replace('dS', 'dp') : place;
    return !place.startsWith('d') || this.reached.has(ready) || this.sources.has(place) || this.results.has(place);
  }

  /** The part the Tab key reaches: the last one, else what the stage makes. */
  get #tabStop() {
    const places = this.#parts.map(({ place }) => place);
    if (places.includes(this.cursor)) return this.cursor;
    return places.find((place) => this.results.has(place)) ?? places[0] ?? '';
  }

  /** @param {string} place @returns {import('./unrolled-parts.js').Handle} */
  #handle(place) {
    const name = this.#parts.some((part) => part.place === place) ? this.nameOf(place) : undefined;
    return { place, name, reachable: place === this.#tabStop, current: this.results.has(place) };
  }

  /** @param {Arrow} arrow */
  #renderArrow(arrow) {
    // The arrow into the readout is drawn once the logits are there, the one into the loss with the loss.
    const ready = { V: `o:${arrow.t}`, '': `L:${arrow.t}` }[arrow.backward ? 'none' : arrow.letter] ?? arrow.place;
    const shown = arrow.letter === '' && arrow.backward ? `dp:${arrow.t}` : ready;
    const reached = this.reached.has(shown) ? 'reached' : '';
    return arrowPath(arrow, `${this.#classesOf(arrow.place)} ${reached}`, this.#handle(arrow.place));
  }

  /** @param {Layout} layout */
  #nodes({ nodes }) {
    const walk = /** @type {Walk} */ (this.walk);
    const labels = /** @type {NonNullable<typeof this.labels>} */ (this.labels);
    const scales = this.#scales(walk);
    return nodes.map((node) => {
      const gradientPlace = gradientPlaceOf(node);
      const look = {
        classes: this.#classesOf(node.place),
        reached:
          node.t < 0
            ? node.kind !== 'total' || this.reached.has('L')
            : node.kind === 'x' || this.reached.has(node.place),
        gradientClasses: gradientPlace && node.t >= 0 ? this.#classesOf(gradientPlace) : '',
        name: {
          letter: node.kind,
          below: walk.number(node.t),
          above: node.layer >= 0 && walk.layers > 1 ? `(${node.layer + 1})` : '',
        },
        dim: node.layer >= 0 && node.layer !== walk.layer,
      };
      const drawn = nodeContent(node, { walk, labels, scales, look });
      return nodeFrame(node, drawn, look, this.#handle(node.place), gradientPlace ? this.#handle(gradientPlace) : null);
    });
  }

  /** @param {Walk} walk */
  #scales({ of, trace, largestState }) {
    const { scheme } = this.#scheme;
    const make = (/** @type {number} */ maximum) => createScale({ kind: 'diverging', maximum, scheme });
    const { backward } = of;
    return {
      h: make(largestState),
      c: make(of.cell ? largestMagnitude(of.cell.values) : 1),
      dh: make(largestMagnitude(backward.hidden.values)),
      dc: make(backward.cell ? largestMagnitude(backward.cell.values) : 1),
      dp: make(largestMagnitude(trace.dLogits.values)),
    };
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    if (['step', 'walk', 'width'].some((name) => changed.has(name))) this.#keepInSight();
    // A part that has gone, on the way back through the stages, leaves the focus to the one the stage makes.
    if (this.#focusedBefore && this.#focusedBefore !== this.#tabStop) this.#focus(this.#tabStop);
  }

  /** Scrolls to the time step of the stage. */
  #keepInSight() {
    const scroll = this.renderRoot.querySelector('.scroll');
    const walk = this.walk;
    if (!scroll || !walk || this.step < 0) return;
    const { pitch, firstColumn } = this.#layout(walk);
    const left = firstColumn + this.step * pitch;
    if (left < scroll.scrollLeft + sizes.start || left + pitch > scroll.scrollLeft + scroll.clientWidth)
      scroll.scrollLeft = left - (scroll.clientWidth - pitch) / 2;
  }

  // -- pointer and keys ------------------------------------------------------------------------------------------------

  /** @param {string} place */
  #point(place) {
    if (place === this.#pointedHere) return;
    this.#pointedHere = place;
    this.dispatchEvent(new CustomEvent('place-point', { detail: place }));
  }

  /** @param {string} place */
  #select(place) {
    if (place) this.dispatchEvent(new CustomEvent('place-select', { detail: place }));
  }

  /** @param {Event} event */
  #onOver(event) {
    this.#point(placeUnder(event));
  }

  /** @param {FocusEvent} event */
  #onFocus(event) {
    const place = placeUnder(event);
    this.cursor = place;
    this.#focused = place;
    this.#point(place);
  }

  #onBlur() {
    this.#focused = '';
    this.#point('');
  }

  /** @param {string} place */
  #focus(place) {
    /** @type {SVGElement | null} */ (this.renderRoot.querySelector(`[data-place="${place}"]`))?.focus();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (shiftKey || altKey || ctrlKey || metaKey) return;
    if (isDirection(key)) this.#focus(partBeside(this.#parts, this.cursor, key));
    else if (key === 'Enter' || key === ' ') this.#select(this.cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** The part of the drawing an event is about. @param {Event} event */
function placeUnder({ target }) {
  return /** @type {Element} */ (target).closest('[data-place]')?.getAttribute('data-place') ?? '';
}
