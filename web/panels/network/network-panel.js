import { css, html, nothing } from 'lit';
import { directionOf } from '../../text/index.js';
import { sourceOf } from '../../state/creation.js';
import { WidthController } from '../../ui/width-controller.js';
import { distributionStyles } from '../shared/distribution-styles.js';
import { LaterParts } from '../shared/later-parts.js';
import { SequencePanel } from '../shared/sequence-panel.js';
import { quotation } from '../shared/token-view.js';
import { BoardLayout } from './board-layout.js';
import { NetworkBoard } from './network-board.js';
import { retyped, textPositionOf } from './retype.js';
import { sceneOf } from './scene.js';
import { maxTracedTokens } from './trace-size.js';
import { windowControls, windowControlsStyles } from './window-controls.js';

/**
 * @typedef {import('../../engine/types.js').Trace} Trace
 * @typedef {import('./network-board.js').Part} Part
 * @typedef {{kind: 'output' | 'strip', step: number, layer: number, anchor: HTMLElement}} Opened
 */

/** The weights of larger networks stay as they were drawn before while it trains: sending them would slow the worker down. */
const MAX_PARAMETERS = 300_000;

/** Up to this pace (updates or epochs per second) a wave shows each of them. */
const SLOW_PACE = 3;

/** The network unrolled over one sentence, live while it trains. */
export class NetworkPanel extends SequencePanel {
  static id = 'network';
  static drawn = true;

  static dependencies = { 'rnn-network-board': NetworkBoard };

  static properties = {
    first: { type: Number },
    opened: { state: true },
    arithmeticOf: { state: true },
    width: { state: true },
  };

  static styles = [
    ...SequencePanel.styles,
    distributionStyles,
    windowControlsStyles,
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
      .question {
        margin-bottom: var(--rnn-space-2);
      }
    `,
  ];

  #layout = new BoardLayout();
  #popovers = new LaterParts(this, () => import('./popovers.js'));
  /** @type {Map<number, number[]>} candidates shown, by time step */
  #shown = new Map();
  /** Model version and sentence: 'version which index'. */
  #sequence = '';
  /** @type {number | null} */
  #readPosition = null;
  /** Updates made when the trace shown last was taken. */
  #step = -1;

  constructor() {
    super();
    /** Time step in the first column. */
    this.first = 0;
    /** @type {Opened | null} the part whose popover is open */
    this.opened = null;
    /** Id of the token whose probability is worked out; −1: the most probable. */
    this.arithmeticOf = -1;
    /** Available width, px. */
    this.width = 0;
    new WidthController(this, (width) => (this.width = width));
  }

  /** @param {import('../shared/panel.js').Store} store */
  select(store) {
    const { draft, training, settings } = store;
    const { panels, temperature } = settings;
    return { ...super.select(store), valid: draft.valid, training, panels, temperature };
  }

  /** A token of a long text, or of a stream, stands in no line that could be retyped. */
  get ledeWords() {
    const { data } = this.requiredStore;
    return data && (data.long || data.streams > 0) ? 'network.longLede' : super.ledeWords;
  }

  get maxTokens() {
    return maxTracedTokens(this.requiredStore.info);
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (!this.store) return;
    const { chosen } = this;
    const subject = `${chosen?.which} ${chosen?.index} ${this.store.data?.long?.place}`;
    const sequence = `${this.store.modelVersion} ${subject}`;
    if (sequence !== this.#sequence) {
      // After a token of the same sentence was retyped, the window stays where it was.
      if (!this.#sequence.endsWith(` ${subject}`)) this.first = 0;
      this.#sequence = sequence;
      this.#shown.clear();
      this.opened = null;
    }
    this.#followTokenStep();
  }

  /** The window follows the position that the network has read, token by token. */
  #followTokenStep() {
    const { readPosition: read } = this;
    if (read === this.#readPosition) return;
    this.#readPosition = read;
    if (read === null) return;
    const columns = this.#layout.geometry?.columns ?? 1;
    if (read < this.first || read > this.first + columns - 2)
      this.#moveWindow(Math.max(0, read - Math.max(0, columns - 3)));
  }

  /** @returns {import('../shared/panel.js').Views} */
  views() {
    const { chosen, opened } = this;
    if (!this.store || !chosen || this.width === 0) return {};
    /** @type {import('../shared/panel.js').Views} */
    const views = { trace: { call: 'trace', args: chosen.source } };
    const { training, info, settings } = this.requiredStore;
    // Beside an evaluation on a sample, a long text's, all views together take a fiftieth of the time.
    if (!training || settings.evaluationSample > 0 || (info?.parameterCount ?? 0) <= MAX_PARAMETERS)
      views.parameters = { call: 'parameters', args: {} };
    if (opened?.kind === 'output') {
      const source = sourceOf(/** @type {any} */ (this.requiredStore.data), chosen.which, chosen.index);
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
    const geometry = this.#layout.geometryFor(trace, {
      ...{ sequence: this.#sequence, width: this.width },
      label: (id) => this.tokenLabel(id),
    });
    const first = Math.max(0, Math.min(this.first, trace.T - geometry.columns));
    const scene = sceneOf(trace, {
      ...{ first, count: geometry.columns, read: this.readPosition, shown: this.#shown },
      keepOrder: store.training && !this.#isSlow,
    });
    this.#startWaveAfter(answer.step ?? 0);
    return html`
      ${store.draft.valid ? nothing : html`<p class="muted small">${t('network.stale')}</p>`}
      <rnn-network-board
        .t=${t}
        .scene=${scene}
        .geometry=${geometry}
        .matrices=${this.#layout.matricesFor(store.info, this.answer('parameters')?.value, geometry)}
        .vocabulary=${store.data?.vocabulary}
        .steps=${trace.T}
        .direction=${this.#direction}
        .retypable=${store.draft.valid && this.#textPositionOf(0) !== null}
        .weighable=${this.#isShown('weights')}
        .walkable=${this.#isShown('step')}
        .opened=${this.opened ? [this.opened.kind, this.opened.step, ...(this.opened.kind === 'strip' ? [this.opened.layer] : [])].join(' ') : ''}
        @part-select=${this.#onSelect}
        @token-retype=${(/** @type {CustomEvent} */ { detail }) => this.#retype(first + detail.column, detail.text)}
        @window-move=${(/** @type {CustomEvent<number>} */ { detail }) => this.#moveWindow(Math.max(0, Math.min(trace.T - geometry.columns, first + detail)))}
      ></rnn-network-board>
      ${windowControls({ t, first, count: geometry.columns, total: trace.T, onMove: (to) => this.#moveWindow(to) })} ${chosen.cut ? this.renderCut() : nothing}
      ${this.#renderDistribution()} ${this.#renderUnits(trace, scene.largestState)}
    `;
  }

  /** Whether the page has that panel. @param {string} id */
  #isShown(id) {
    return /** @type {readonly string[]} */ (this.requiredStore.settings.panels).includes(id);
  }

  get #isSlow() {
    const { pace, paceUnit } = this.requiredStore.settings;
    return pace > 0 && (paceUnit === 'step' || pace <= SLOW_PACE);
  }

  /** Starts a wave if there have been updates since the last trace. @param {number} step */
  #startWaveAfter(step) {
    const before = this.#step;
    this.#step = step;
    if (step <= before || before < 0 || (this.requiredStore.training && !this.#isSlow)) return;
    this.updateComplete.then(() =>
      /** @type {NetworkBoard | null} */ (this.renderRoot.querySelector('rnn-network-board'))?.startWave(),
    );
  }

  get #direction() {
    const { chosen } = this;
    const line = this.requiredStore.data?.lines.find(
      ({ which, index }) => which === chosen?.which && index === chosen?.index,
    );
    // A part of a line, or several in one stream, are no line of the text.
    return line?.direction ?? directionOf(Array.from(chosen?.inputs ?? [], (id) => (id < 0 ? '' : this.token(id))));
  }

  /** An open part's place is taken by another column. @param {number} first */
  #moveWindow(first) {
    if (first === this.first) return;
    this.opened = null;
    this.first = first;
  }

  // -- popovers and other panels ---------------------------------------------------------------------------------------

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

  /** The sentence up to a time step, quoted. @param {number} step */
  #textUpTo(step) {
    const { data } = this.requiredStore;
    const inputs = Array.from(this.chosen?.inputs.subarray(0, step + 1) ?? []).filter((id) => id >= 0);
    return quotation(data?.vocabulary.join(inputs) ?? '', this.t);
  }

  #renderDistribution() {
    const opened = this.opened?.kind === 'output' ? this.opened : null;
    const answer = opened ? this.answer('distribution') : undefined;
    return this.#popovers.value?.distributionPopover({
      t: this.t,
      store: this.requiredStore,
      anchor: opened?.anchor ?? null,
      before: opened ? this.#textUpTo(opened.step) : '',
      distribution: answer?.args.position === opened?.step ? answer?.value : undefined,
      vocabulary: this.requiredStore.data?.vocabulary,
      arithmeticOf: this.arithmeticOf,
      onToken: (id) => (this.arithmeticOf = id),
      onClose: () => (this.opened = null),
    });
  }

  /** @param {Trace} trace @param {number} maximum */
  #renderUnits(trace, maximum) {
    const opened = this.opened?.kind === 'strip' ? this.opened : null;
    return this.#popovers.value?.unitsPopover({
      ...{ t: this.t, trace, opened, maximum, text: opened ? this.#textUpTo(opened.step) : '' },
      onClose: () => (this.opened = null),
    });
  }

  // -- retyping --------------------------------------------------------------------------------------------------------

  /** @param {number} step */
  #textPositionOf(step) {
    const { chosen } = this;
    const { data } = this.requiredStore;
    return data && chosen ? textPositionOf(data, chosen.which, chosen.index, step) : null;
  }

  /** @param {number} step @param {string} typed */
  #retype(step, typed) {
    const { requiredStore: store } = this;
    const at = this.#textPositionOf(step);
    if (!store.data || !at) return;
    // What was typed a moment before is not the network's yet, and stays.
    const { draft, data } = store;
    if (draft.lines[at.line]?.tokens.length !== data.lines[at.line].tokens.length) return;
    store.setText(retyped(draft, at.line, at.position, typed, store.locale));
    this.report('retype', { step: step + 1 });
  }
}
