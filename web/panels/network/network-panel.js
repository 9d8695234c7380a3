import { css, html, nothing } from 'lit';
import { BarList } from '../../charts/bars.js';
import { Popover } from '../../ui/popover.js';
import { widthObserver } from '../../ui/width-observer.js';
import { SequencePanel } from '../shared/sequence-panel.js';
import { Arithmetic } from '../shared/arithmetic.js';
import { distributionPopover } from '../shared/distribution-popover.js';
import { distributionStyles } from '../shared/distribution-view.js';
import { quotation } from '../shared/token-view.js';
import { TemperatureSlider } from '../shared/temperature-slider.js';
import { geometryOf } from './geometry.js';
import { matricesOf } from './matrices.js';
import { NetworkBoard } from './network-board.js';
import { placeOf, retyped } from './retype.js';
import { rowOf, sceneOf } from './scene.js';
import { UnitList } from './unit-list.js';
import { widestToken } from './widest-token.js';

/**
 * @typedef {import('../../engine/types.js').Trace} Trace
 * @typedef {import('./network-board.js').Part} Part
 * @typedef {{kind: 'output' | 'strip', step: number, layer: number, anchor: HTMLElement}} Opened
 */

/** A trace holds this many numbers at most; the later tokens of a sentence that needs more are not looked at. */
const MAX_VALUES = 300_000;

/** Weights are drawn as they change up to this many; more would keep the worker from training. */
const MAX_PARAMETERS = 60_000;

/** Slower than this, updates or epochs a second, a wave shows each. */
const SLOW_PACE = 3;

/** The network itself, unrolled over one sentence, alive while it trains. */
export class NetworkPanel extends SequencePanel {
  static id = 'network';

  static dependencies = {
    'rnn-network-board': NetworkBoard,
    'rnn-bars': BarList,
    'rnn-popover': Popover,
    'rnn-arithmetic': Arithmetic,
    'rnn-temperature-slider': TemperatureSlider,
    'rnn-unit-list': UnitList,
  };

  static properties = {
    first: { type: Number },
    opened: { state: true },
    arithmeticOf: { state: true },
    width: { state: true },
  };

  static styles = [
    ...SequencePanel.styles,
    distributionStyles,
    css`
      .body {
        min-height: 23rem;
      }
      @container (width <= 420px) {
        .lede .words {
          display: none;
        }
      }
      .actions select {
        max-width: 14rem;
      }
      .window {
        display: flex;
        justify-content: center;
        align-items: center;
        gap: var(--rnn-space-3);
        margin-top: var(--rnn-space-1);
        font-size: var(--rnn-text-s);
      }
      .question {
        margin-bottom: var(--rnn-space-2);
      }
    `,
  ];

  /** @type {ResizeObserver | undefined} */
  #observer;
  /** @type {Map<number, number[]>} candidates shown, by step */
  #shown = new Map();
  #sequence = '';
  /** @type {number | null} */
  #read = null;
  /** Optimizer step of the trace shown last; a wave shows that it is another. */
  #step = -1;
  /** @type {import('./geometry.js').Geometry | undefined} */
  #geometry;
  #geometryOf = '';
  /** @type {{of: unknown, geometry: unknown, made: import('./network-board.js').Matrix[]}} */
  #matrices = { of: null, geometry: null, made: [] };

  constructor() {
    super();
    /** Step in the first column. */
    this.first = 0;
    /** @type {Opened | null} what has its numbers open */
    this.opened = null;
    /** Id of the token whose share is worked out; −1 is the most probable. */
    this.arithmeticOf = -1;
    this.width = 0;
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

  /** @param {import('../shared/panel.js').Store} store */
  select(store) {
    const { draft, training, settings } = store;
    const { panels, temperature } = settings;
    return { ...super.select(store), valid: draft.valid, training, panels, temperature };
  }

  get most() {
    const { info } = this.requiredStore;
    if (!info) return 1;
    const { hiddenSize, layers, cell } = info.settings;
    const gates = { rnn: 1, gru: 3, lstm: 4 }[cell];
    const perStep = layers * hiddenSize * (5 + 6 * gates) + 5 * info.vocabularySize;
    return Math.max(16, Math.min(400, Math.floor(MAX_VALUES / perStep)));
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (!this.store) return;
    const { chosen } = this;
    const sequence = `${this.store.modelVersion} ${chosen?.which} ${chosen?.index}`;
    if (sequence !== this.#sequence) {
      // The same sentence with one token retyped is looked at where it was.
      const [, which, index] = this.#sequence.split(' ');
      if (which !== chosen?.which || Number(index) !== chosen?.index) this.first = 0;
      this.#sequence = sequence;
      this.#shown.clear();
      this.opened = null;
    }
    this.#follow();
  }

  /** The window goes along with the network where it is taken through the sentence token by token. */
  #follow() {
    const { read } = this;
    if (read === this.#read) return;
    this.#read = read;
    if (read === null) return;
    const columns = this.#geometry?.columns ?? 1;
    if (read < this.first || read > this.first + columns - 2) this.first = Math.max(0, read - Math.max(0, columns - 3));
  }

  /** @returns {import('../shared/panel.js').Views} */
  views() {
    const { chosen, opened } = this;
    if (!this.store || !chosen || this.width === 0) return {};
    /** @type {import('../shared/panel.js').Views} */
    const views = { trace: { call: 'trace', args: chosen.source } };
    if (!this.requiredStore.training || (this.requiredStore.info?.parameterCount ?? 0) <= MAX_PARAMETERS)
      views.parameters = { call: 'parameters', args: {} };
    if (opened?.kind === 'output') {
      const source = chosen.which === 'training' ? { sequence: chosen.index } : { heldOut: chosen.index };
      views.distribution = {
        call: 'distribution',
        args: { ...source, position: opened.step, temperature: this.requiredStore.settings.temperature },
      };
    }
    return views;
  }

  renderActions() {
    return this.renderPicker();
  }

  // -- the picture -----------------------------------------------------------------------------------------------------

  renderPicture() {
    const { chosen, t, requiredStore: store } = this;
    const answer = this.answer('trace');
    if (!chosen || !answer) return nothing;
    /** @type {Trace} */
    const trace = answer.value;
    const geometry = this.#fit(trace);
    const first = Math.max(0, Math.min(this.first, trace.T - geometry.columns));
    const scene = sceneOf(trace, {
      ...{ first, count: geometry.columns, read: this.read, shown: this.#shown },
      calm: store.training && !this.#slowly,
    });
    this.#waveAt(answer.step ?? 0);
    return html`
      ${store.draft.valid ? nothing : html`<p class="muted small">${t('network.stale')}</p>`}
      <rnn-network-board
        .t=${t}
        .scene=${scene}
        .geometry=${geometry}
        .matrices=${this.#matricesFor(geometry)}
        .nameOf=${this.#nameOf}
        .steps=${trace.T}
        .direction=${this.#direction}
        .retypable=${store.draft.valid && this.#placeOf(0) !== null}
        .weighable=${this.#has('weights')}
        .walkable=${this.#has('step')}
        .opened=${this.opened ? [this.opened.kind, this.opened.step, ...(this.opened.kind === 'strip' ? [this.opened.layer] : [])].join(' ') : ''}
        @part-select=${this.#onSelect}
        @token-retype=${(/** @type {CustomEvent} */ { detail }) => this.#retype(first + detail.column, detail.text)}
        @window-move=${(/** @type {CustomEvent<number>} */ { detail }) => (this.first = Math.max(0, Math.min(trace.T - geometry.columns, first + detail)))}
      ></rnn-network-board>
      ${this.#renderWindow(first, geometry.columns, trace.T)} ${chosen.cut ? this.renderCut() : nothing}
      ${this.#renderDistribution()} ${this.#renderUnits(trace, scene.largestState)}
    `;
  }

  /** Whether the page shows that panel. @param {string} id */
  #has(id) {
    return /** @type {readonly string[]} */ (this.requiredStore.settings.panels).includes(id);
  }

  /** @param {Trace} trace */
  #fit({ T, layers, H, inputs }) {
    const tall = innerHeight >= 860;
    const key = [this.#sequence, this.width, T, layers, H, tall].join(' ');
    if (key !== this.#geometryOf || !this.#geometry) {
      const longest = widestToken(Array.from(inputs, (id) => this.tokenLabel(id)));
      this.#geometry = geometryOf({ width: this.width, steps: T, layers, hidden: H, longest, tall });
      this.#geometryOf = key;
    }
    return this.#geometry;
  }

  get #slowly() {
    const { pace, paceUnit } = this.requiredStore.settings;
    return pace > 0 && (paceUnit === 'step' || pace <= SLOW_PACE);
  }

  /** @param {number} step */
  #waveAt(step) {
    const before = this.#step;
    this.#step = step;
    if (step <= before || before < 0 || (this.requiredStore.training && !this.#slowly)) return;
    this.updateComplete.then(() =>
      /** @type {NetworkBoard | null} */ (this.renderRoot.querySelector('rnn-network-board'))?.wave(),
    );
  }

  /** @param {number} id */
  #nameOf = (id) => (id < 0 ? '' : this.token(id));

  get #direction() {
    const { chosen } = this;
    const line = this.requiredStore.data?.lines.find(
      ({ which, index }) => which === chosen?.which && index === chosen?.index,
    );
    return line?.direction ?? 'ltr';
  }

  /** @param {import('./geometry.js').Geometry} geometry */
  #matricesFor(geometry) {
    const { info } = this.requiredStore;
    const values = this.answer('parameters')?.value;
    const of = values ?? info;
    if (this.#matrices.of !== of || this.#matrices.geometry !== geometry)
      this.#matrices = { of, geometry, made: info ? matricesOf(info, values, geometry) : [] };
    return this.#matrices.made;
  }

  /** @param {number} first @param {number} count @param {number} total */
  #renderWindow(first, count, total) {
    if (count >= total) return nothing;
    const { t } = this;
    const go = (/** @type {number} */ to) => {
      this.opened = null;
      this.first = Math.max(0, Math.min(total - count, to));
    };
    return html`<div class="window" role="group" aria-label=${t('network.rangeHelp')}>
      <button type="button" ?disabled=${first === 0} @click=${() => go(first - count)}>${t('network.earlier')}</button>
      <span class="number">${t('network.range', { from: first + 1, to: first + count, total })}</span>
      <button type="button" ?disabled=${first + count >= total} @click=${() => go(first + count)}>${t('network.later')}</button>
    </div>`;
  }

  // -- what is opened --------------------------------------------------------------------------------------------------

  /** @param {CustomEvent<{part: Part, anchor: HTMLElement}>} event */
  #onSelect({ detail: { part, anchor } }) {
    const scene = /** @type {NetworkBoard} */ (this.renderRoot.querySelector('rnn-network-board')).scene;
    const step = scene?.columns[part.column]?.step ?? 0;
    if (part.kind === 'matrix') this.#openPanel({ id: 'weights', parameter: part.name, sentence: this.#sentenceId });
    else if (part.kind === 'foot')
      this.#openPanel({ id: 'step', sentence: this.#sentenceId, stage: `recurrent ${step + 1}` });
    else if (part.kind !== 'token') this.#toggle({ kind: part.kind, step, layer: part.layer ?? 0, anchor });
  }

  /** @param {Opened} next */
  #toggle(next) {
    const now = this.opened;
    const same = now && now.kind === next.kind && now.step === next.step && now.layer === next.layer;
    this.opened = same ? null : next;
    this.arithmeticOf = -1;
    this.report('part', { kind: next.kind, step: next.step + 1 });
  }

  get #sentenceId() {
    return `${this.chosen?.which} ${this.chosen?.index}`;
  }

  /** @param {object} detail */
  #openPanel(detail) {
    this.dispatchEvent(new CustomEvent('panel-open', { detail, bubbles: true, composed: true }));
  }

  /** The sentence up to a step. @param {number} step */
  #upTo(step) {
    const { data } = this.requiredStore;
    const inputs = Array.from(this.chosen?.inputs.subarray(0, step + 1) ?? []).filter((id) => id >= 0);
    return quotation(data?.vocabulary.join(inputs) ?? '', this.t);
  }

  #renderDistribution() {
    const opened = this.opened?.kind === 'output' ? this.opened : null;
    const answer = opened ? this.answer('distribution') : undefined;
    return distributionPopover({
      t: this.t,
      store: this.requiredStore,
      anchor: opened?.anchor ?? null,
      before: opened ? this.#upTo(opened.step) : '',
      distribution: answer?.args.position === opened?.step ? answer?.value : undefined,
      vocabulary: this.requiredStore.data?.vocabulary,
      arithmeticOf: this.arithmeticOf,
      onToken: (id) => (this.arithmeticOf = id),
      onClose: () => (this.opened = null),
    });
  }

  /** @param {Trace} trace @param {number} maximum */
  #renderUnits(trace, maximum) {
    const { t } = this;
    const opened = this.opened?.kind === 'strip' && this.opened.step < trace.T ? this.opened : null;
    const layer = opened && trace.layersData[opened.layer];
    const words = opened && { text: this.#upTo(opened.step), step: opened.step + 1, layer: opened.layer + 1 };
    const heading = words ? t(trace.layers > 1 ? 'network.hiddenAfterOf' : 'network.hiddenAfter', words) : '';
    return html`<rnn-popover .open=${layer !== null} .anchor=${opened?.anchor ?? null} .label=${heading} @close=${() => (this.opened = null)}>
      ${
        opened && layer
          ? html`<p class="question">${heading}</p>
              <rnn-unit-list
                .t=${t}
                .values=${rowOf(layer.hidden, opened.step)}
                .previous=${rowOf(layer.previousHidden, opened.step)}
                .maximum=${maximum}
              ></rnn-unit-list>`
          : nothing
      }
    </rnn-popover>`;
  }

  // -- retyping --------------------------------------------------------------------------------------------------------

  /** @param {number} step */
  #placeOf(step) {
    const { chosen } = this;
    const { data } = this.requiredStore;
    return data && chosen ? placeOf(data, chosen.which, chosen.index, step) : null;
  }

  /** @param {number} step @param {string} typed */
  #retype(step, typed) {
    const { requiredStore: store } = this;
    const place = this.#placeOf(step);
    if (!store.data || !place) return;
    store.setText(retyped(store.data, place.line, place.position, typed, store.locale));
    this.report('retype', { step: step + 1 });
  }
}
